/* SPDX-License-Identifier: MIT
 *
 * names: what a word of memory is called at a moment, and what keeps a block alive.
 */
import { Arrow, Frame, History, last_at_most, Life, NEVER } from "./history";
import type { Global, Variable } from "./model";
import { address_of } from "./values";

const MOST_DEPTH = 3;
const MOST_FRONT = 40;
const MOST_NEIGHBOURS = 24;

export interface Placed {
    name: string;
    address: number;
    size: number;
    type: number;
    since: number;
    frame: Frame | null; // null: a global
    owner?: string; // the function of a static variable
    parameter?: boolean;
}

export function block_name(life: Life): string {
    return "#" + (life.id + 1);
}

/* The line that a frame of the stack is at. */
function line_of(stack: Frame[], index: number, current: number): number {
    return index === stack.length - 1 ? current : stack[index + 1].call_line;
}

/* Whether the word of a variable holds the last pointer to a block: until the loss, the
 * picture needs it, also where its scope has ended. */
function keeps_last(history: History, variable: Variable, address: number, t: number): boolean {
    const size = history.types.size(variable.type);
    for (let at = 0; at < size; at += 8) {
        const arrow = history.arrow(address + at, t);
        if (arrow && arrow.life.lost !== NEVER && arrow.life.lost_word === address + at) return true;
    }
    return false;
}

/* The variables of a frame that are in scope at the line. A parameter that was pushed lies
 * in the caller's frame. */
function variables_of(history: History, frame: Frame, line: number, t: number): Placed[] {
    const begun = (variable: Variable) =>
        variable.from <= line && (variable.parameter || variable.declared <= line);
    const seen = (variable: Variable) => line === 0 || (begun(variable)
        && (line <= variable.to || keeps_last(history, variable, frame.cfa + variable.at, t)));
    return (frame.info?.variables ?? []).filter(seen).map((variable) => ({
        name: variable.name, address: frame.cfa + variable.at, size: history.types.size(variable.type),
        type: variable.type, since: variable.at >= 0 ? frame.parent?.from ?? 0 : frame.from, frame, parameter: variable.parameter,
    }));
}

function globals_of(history: History): Placed[] {
    return history.globals.map(({ index, address, size }) => {
        const global: Global = history.picture.globals[index];
        return { name: global.name, address, size, type: global.type, since: 0, frame: null, owner: global.function ?? undefined };
    });
}

export class Scene {
    readonly stack: Frame[];
    readonly lines: number[];
    readonly variables: Placed[][]; // of each frame
    readonly globals: Placed[];

    constructor(readonly history: History, readonly t: number, thread: number, line: number) {
        this.stack = history.stack(thread, t);
        this.lines = this.stack.map((_, i) => line_of(this.stack, i, line));
        this.variables = this.stack.map((frame, i) => variables_of(history, frame, this.lines[i], t));
        this.globals = globals_of(history);
    }

    all(): Placed[] {
        return [...this.variables.flat(), ...this.globals];
    }

    read_pointer(address: number, since: number): number | null {
        const arrow = this.history.arrow(address, this.t);
        if (arrow) return arrow.life.address + arrow.offset;
        const read = this.history.read(address, 8, this.t, since);
        return read.set.every((set) => set) ? address_of(read.bytes) : null;
    }

    life_at(address: number): Life | null {
        const lives = this.history.lives;
        const born = last_at_most(lives.length, (i) => lives[i].born, this.t);
        for (let i = born; i >= 0; i--)
            if (lives[i].freed > this.t && address >= lives[i].address
                && address < lives[i].address + Math.max(1, lives[i].size))
                return lives[i];
        return null;
    }

    /* The variable that an address lies in, of any frame, and the path in it: to what has
     * the type `wanted`, or else to a scalar. */
    holder(address: number, wanted: number | null = null): { placed: Placed; path: string } | null {
        for (const placed of this.all())
            if (address >= placed.address && address < placed.address + Math.max(1, placed.size)) {
                const at = this.history.types.at(placed.type, address - placed.address, wanted);
                return { placed, path: placed.name + (at?.path ?? "") };
            }
        return null;
    }

    /* The scalar at an address: its type, and since when its bytes are its own. */
    scalar(address: number): { type: number; since: number } | null {
        const { types } = this.history;
        for (const placed of this.all())
            if (address >= placed.address && address < placed.address + placed.size) {
                const at = types.at(placed.type, address - placed.address);
                return at ? { type: at.type, since: placed.since } : null;
            }
        const life = this.life_at(address);
        const each = life ? types.size(life.type) : 0;
        const at = life && each ? types.at(life.type, (address - life.address) % each) : null;
        return life && at ? { type: at.type, since: life.born } : null;
    }

    name(address: number): string {
        return this.known_name(address) ?? "memory of a library";
    }

    /* As the running function calls it: `p`, `series->data`, `*list`, `items[2]`; else as
     * its own function does. Null for a word of a library. */
    known_name(address: number): string | null {
        const { types } = this.history;
        const running = this.variables[this.variables.length - 1] ?? [];
        const inner = running.find((v) => address >= v.address && address < v.address + v.size);
        if (inner) return inner.name + (types.at(inner.type, address - inner.address)?.path ?? "");
        const function_name = this.stack[this.stack.length - 1]?.name;
        const led = this.path_to(address, [...running, ...this.globals.filter(({ owner }) => !owner || owner === function_name)]);
        if (led) return led;
        const other = this.holder(address);
        const owner = other?.placed.frame?.name ?? other?.placed.owner;
        if (other) return other.path + (owner && (other.placed.frame || owner !== function_name) ? " in " + owner : "");
        const life = this.life_at(address);
        if (life) {
            const each = types.size(life.type);
            const offset = address - life.address;
            const index = each ? Math.floor(offset / each) : 0;
            const path = each ? types.at(life.type, offset - index * each)?.path ?? "" : "";
            const count = each ? Math.floor(life.size / each) : 0;
            return block_name(life) + (count > 1 ? "[" + index + "]" : "") + path;
        }
        return null;
    }

    /* The expression that leads to the address through pointers, the shortest: "p->next". */
    private path_to(address: number, from: Placed[]): string | null {
        const { types } = this.history;
        let front: { name: string; address: number; type: number; since: number }[] = from.map((v) => ({ ...v }));
        for (let depth = 0; depth < MOST_DEPTH && front.length; depth++) {
            const next: typeof front = [];
            for (const pointer of front) {
                const target = types.target(pointer.type);
                const each = types.size(target);
                const start = target === null || each === 0 ? null : this.read_pointer(pointer.address, pointer.since);
                if (start === null || target === null) continue;
                const life = this.history.arrow(pointer.address, this.t)?.life;
                const end = life && life.freed > this.t ? life.address + life.size : start + each;
                if (address >= start && address < end) return this.element(pointer.name, target, each, address - start);
                for (const offset of types.pointers(target))
                    next.push({ name: pointer.name + "->" + offset.path.slice(1), address: start + offset.at,
                        type: offset.type, since: life?.born ?? pointer.since });
            }
            front = next.slice(0, MOST_FRONT);
        }
        return null;
    }

    /* What lies `offset` bytes behind the pointer `name`. */
    private element(name: string, target: number, each: number, offset: number): string {
        const index = Math.floor(offset / each);
        const path = this.history.types.at(target, offset - index * each)?.path ?? "";
        if (index > 0) return name + "[" + index + "]" + path;
        return path.startsWith(".") ? name + "->" + path.slice(1) : path ? "(*" + name + ")" + path : "*" + name;
    }

    /* Of the blocks that are there, those that ever pointed to this one or that it pointed to,
     * and those on the way from a variable to it: what is worth seeing of a large heap. */
    neighbours(life: Life): Life[] {
        const found = new Set<Life>([life]);
        for (const arrow of this.why(life) ?? []) found.add(arrow.life);
        for (const other of this.history.lives) {
            if (found.size >= MOST_NEIGHBOURS) break;
            if (!other.own || other.born > this.t || other.gone <= this.t) continue;
            const within = (arrow: Arrow, holder: Life) => arrow.address >= holder.address && arrow.address < holder.address + holder.size
                && arrow.from >= holder.born && arrow.from < holder.freed;
            if (life.arrows.some((arrow) => within(arrow, other)) || other.arrows.some((arrow) => within(arrow, life))) found.add(other);
        }
        return [...found].sort((x, y) => x.id - y.id);
    }

    /* Who points to it: the pointers from a variable to the block, the first first. Null if
     * no variable leads there. */
    why(life: Life): Arrow[] | null {
        const before = new Map<Life, Arrow | null>([[life, null]]);
        const queue = [life];
        for (let i = 0; i < queue.length; i++)
            for (const arrow of this.history.pointers_to(queue[i], this.t)) {
                const holder = this.life_at(arrow.address);
                if (holder && before.has(holder)) continue;
                if (holder) {
                    before.set(holder, arrow);
                    queue.push(holder);
                    continue;
                }
                const path = [arrow];
                for (let at: Life | undefined = queue[i]; at && at !== life;) {
                    const next: Arrow | null | undefined = before.get(at);
                    if (!next) break;
                    path.push(next);
                    at = next.life;
                }
                return path;
            }
        return null;
    }
}
