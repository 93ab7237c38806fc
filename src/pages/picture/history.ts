/* SPDX-License-Identifier: MIT
 *
 * history: a run, so that every moment of it is read without replaying the others.
 *
 * Nothing here is "the current state". Each block, pointer and frame has the numbers of the
 * events between which it existed, and each word of memory has its writes in order of time.
 * What memory was at event `t` is found by searching in these: a step back costs what a step
 * forward costs, and a jump over 100,000 events likewise.
 *
 *     events   A  P  L  L  U  X  L
 *     block    [───────────────────►      born 0, lost 5
 *     arrow       [──────[                from 1, to 4
 *     stops          ·  ·        ·        one for each line that runs
 */
import { Kind, Log } from "./log";
import type { FunctionInfo, Picture, Place, Variable } from "./model";
import { Types } from "./types";
import { address_of } from "./values";

export const NEVER = Infinity;

/* A block from its allocation on. Its number in the log may be used again; `id` is not. */
export interface Life {
    id: number;
    number: number;
    address: number;
    size: number;
    born: number;
    place: Place | null;
    where: string | null; // the function that allocated it
    freed: number; // NEVER: it was not
    freed_place: Place | null;
    lost: number; // NEVER: it was not
    lost_place: Place | null;
    out: number; // out of reach from then to the end, without a loss; see reach.ts
    how: number;
    lost_word: number; // the address of the word that held the last pointer
    gone: number; // freed, and no word holds its address any more
    own: boolean; // some variable of the program led to it
    type: number | null; // what it is an array of
    arrows: Arrow[]; // the words that ever pointed to it
    strays: Arrow[]; // those that hold its address after it was freed, though the log counts them not
    reused: number; // when another block took its memory
}

/* A word in memory that points into a block, for as long as it does. */
export interface Arrow {
    address: number;
    life: Life;
    offset: number;
    from: number;
    to: number;
}

export interface Frame {
    id: number;
    thread: number;
    name: string;
    info: FunctionInfo | null;
    cfa: number;
    from: number;
    to: number;
    parent: Frame | null;
    call_line: number; // the line of the parent that called it
}

/* A moment at which the page can stop: what was done up to `event`. */
export interface Stop {
    event: number;
    place: Place | null;
    frame: Frame | null;
    thread: number;
    kind: "line" | "within" | "end";
}

export interface Bytes {
    bytes: Uint8Array;
    set: boolean[]; // which of them ever had a value
}

interface Writes {
    time: number[];
    mask: number[];
    source: number[]; // where byte 0 of the word would be in the log
}

export interface GlobalAt {
    index: number;
    address: number;
    size: number;
}

/* The last index in [0, count) with value(index) <= t, or -1. */
export function last_at_most(count: number, value: (i: number) => number, t: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (value(middle) <= t) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}

export class History {
    readonly types: Types;
    readonly lives: Life[] = [];
    readonly life_of = new Map<number, Life>(); // by the event that allocates, frees or loses it
    readonly frames: Frame[] = [];
    stops: Stop[] = [];
    readonly globals: GlobalAt[] = [];
    readonly threads: number[] = [];
    bias = 0;
    private readonly words = new Map<number, Writes>();
    private readonly arrows_at = new Map<number, Arrow[]>();
    private readonly strays_at = new Map<number, Arrow[]>();
    private readonly tops = new Map<number, { time: number[]; frame: (Frame | null)[] }>();

    constructor(readonly picture: Picture, readonly log: Log) {
        this.types = new Types(picture.types);
        new Builder(this, this.words, this.arrows_at, this.tops).run();
        new Strays(this, this.words, this.arrows_at, this.strays_at).find();
    }

    /* The stop at which event `t` is about to be done, or has just been done if no stop is
     * before it. */
    stop_before(t: number): number {
        return Math.max(0, last_at_most(this.stops.length, (i) => this.stops[i].event, t - 1));
    }

    /* The block that the word at `address` points into. */
    arrow(address: number, t: number): Arrow | null {
        const list = this.arrows_at.get(address) ?? [];
        const at = last_at_most(list.length, (i) => list[i].from, t);
        if (at >= 0 && list[at].to > t) return list[at];
        return this.strays_at.get(address)?.find((one) => one.from <= t && one.to > t) ?? null;
    }

    /* What `size` bytes hold at t. A byte that was not written since event `since` never had
     * a value. */
    read(address: number, size: number, t: number, since: number): Bytes {
        const bytes = new Uint8Array(size);
        const set: boolean[] = new Array(size).fill(false);
        const first = Math.floor(address / 8);
        const last = Math.floor((address + size - 1) / 8);
        for (let word = first; word <= last; word++) {
            const writes = this.words.get(word);
            if (!writes) continue;
            let wanted = 255;
            let at = last_at_most(writes.time.length, (i) => writes.time[i], t);
            for (; at >= 0 && writes.time[at] >= since && wanted; at--) {
                const found = writes.mask[at] & wanted;
                wanted &= ~found;
                for (let i = 0; i < 8; i++) {
                    const to = word * 8 + i - address;
                    if (!(found & (1 << i)) || to < 0 || to >= size) continue;
                    bytes[to] = this.log.bytes[writes.source[at] + i];
                    set[to] = true;
                }
            }
        }
        return { bytes, set };
    }

    /* The blocks that are there at t: allocated, or freed but still pointed to. */
    alive(t: number, own_only = true): Life[] {
        const born = last_at_most(this.lives.length, (i) => this.lives[i].born, t);
        const alive: Life[] = [];
        for (let i = 0; i <= born; i++) {
            const life = this.lives[i];
            if (life.gone > t && (life.own || !own_only) && (life.freed > t || this.pointers_to(life, t).length)) alive.push(life);
        }
        return alive;
    }

    /* The frames of a thread at t, the oldest first. */
    stack(thread: number, t: number): Frame[] {
        const tops = this.tops.get(thread);
        if (!tops) return [];
        const at = last_at_most(tops.time.length, (i) => tops.time[i], t);
        const stack: Frame[] = [];
        for (let frame = at < 0 ? null : tops.frame[at]; frame; frame = frame.parent)
            stack.push(frame);
        return stack.reverse();
    }

    /* The arrows to a block at t. */
    pointers_to(life: Life, t: number): Arrow[] {
        const there = (arrow: Arrow) => arrow.from <= t && arrow.to > t;
        return life.strays.length ? [...life.arrows.filter(there), ...life.strays.filter(there)] : life.arrows.filter(there);
    }
}

const NEAR_BLOCKS = 64; // that are looked at for an address

/* Finds the words that hold the address of a freed block and that the log does not count:
 * copies of a pointer that lay in a freed block itself. */
class Strays {
    private readonly freed: Life[]; // sorted by address
    private readonly queue: Life[];
    private readonly stops_of = new Map<Frame, Stop[]>();

    constructor(
        private readonly history: History,
        private readonly words: Map<number, Writes>,
        private readonly arrows_at: Map<number, Arrow[]>,
        private readonly strays_at: Map<number, Arrow[]>,
    ) {
        const own = history.lives.filter((life) => life.own);
        this.freed = own.filter((life) => life.freed !== NEVER).sort((x, y) => x.address - y.address || x.born - y.born);
        this.queue = own;
    }

    find(): void {
        const { history } = this;
        if (!this.freed.length) return;
        for (const stop of history.stops) {
            if (!stop.frame) continue;
            const list = this.stops_of.get(stop.frame);
            if (list) list.push(stop);
            else this.stops_of.set(stop.frame, [stop]);
        }
        for (const frame of history.frames)
            for (const variable of frame.info?.variables ?? [])
                for (const word of this.pointers(variable.type))
                    this.word(frame.cfa + variable.at + word.at, variable.at >= 0 ? frame.parent?.from ?? 0 : frame.from, frame.to,
                        (t) => this.scope_end(frame, variable, t));
        for (const { index, address } of history.globals)
            for (const word of this.pointers(history.picture.globals[index].type)) this.word(address + word.at, 0, NEVER);
        for (let life = this.queue.pop(); life; life = this.queue.pop()) this.within(life);
    }

    private pointers(type: number): { at: number }[] {
        const { types } = this.history;
        return types.is_pointer(type) ? [{ at: 0 }] : types.pointers(type);
    }

    /* When a variable of a block of code ends that has a value since t. */
    private scope_end(frame: Frame, variable: Variable, t: number): number {
        const inside = (stop: Stop) => !stop.place || (variable.from <= stop.place.line && stop.place.line <= variable.to);
        return this.stops_of.get(frame)?.find((stop) => stop.event > t && !inside(stop))?.event ?? NEVER;
    }

    /* The pointers in a block, also after it was freed, for as long as it is shown. */
    private within(life: Life): void {
        const { types } = this.history;
        const each = types.size(life.type);
        if (!each) return;
        const pointers = this.pointers(life.type!);
        if (!pointers.length) return;
        for (let at = 0; at + each <= Math.min(life.size, 4096); at += each)
            for (const word of pointers) this.word(life.address + at + word.at, life.born, Math.min(life.gone, life.reused));
    }

    private word(address: number, since: number, to: number, scope_end: (t: number) => number = () => NEVER): void {
        const writes = address % 8 === 0 ? this.words.get(address / 8) : undefined;
        if (!writes) return;
        const first = last_at_most(writes.time.length, (i) => writes.time[i], since - 1) + 1;
        for (let i = first; i < writes.time.length && writes.time[i] < to; i++) {
            const from = writes.time[i];
            const until = Math.min(to, writes.time[i + 1] ?? NEVER);
            if (from === until) continue;
            const { bytes, set } = this.history.read(address, 8, from, since);
            const value = set.every((one) => one) ? address_of(bytes) : 0;
            if (value) this.value(address, value, from, until, scope_end);
        }
    }

    private value(address: number, value: number, from: number, until: number, scope_end: (t: number) => number): void {
        const near = last_at_most(this.freed.length, (i) => this.freed[i].address, value);
        for (let i = near; i >= 0 && i > near - NEAR_BLOCKS; i--) {
            const life = this.freed[i];
            if (value >= life.address + Math.max(1, life.size) || life.born > until) continue;
            const to = Math.min(until, life.reused, scope_end(from));
            let begin = Math.max(from, life.freed);
            for (const arrow of this.arrows_at.get(address) ?? [])
                if (arrow.from < to && arrow.to > begin) begin = arrow.to;
            if (begin < to) this.add({ address, life, offset: value - life.address, from: begin, to });
        }
    }

    private add(arrow: Arrow): void {
        const { life } = arrow;
        const old = life.strays.find((one) => one.address === arrow.address && one.from === arrow.from);
        if (old) {
            old.to = Math.max(old.to, arrow.to);
        } else {
            life.strays.push(arrow);
            const list = this.strays_at.get(arrow.address);
            if (list) list.push(arrow);
            else this.strays_at.set(arrow.address, [arrow]);
        }
        if (arrow.to <= life.gone) return;
        life.gone = arrow.to;
        this.queue.push(life);
    }
}

/* Reads the log once. */
class Builder {
    private readonly log: Log;
    private readonly types: Types;
    private readonly by_number = new Map<number, Life>();
    private readonly active = new Map<number, Arrow>(); // by address
    private readonly count = new Map<Life, number>(); // active arrows to it
    private readonly removed = new Map<Life, { address: number; event: number; arrow: Arrow }>();
    private readonly inside = new Map<Life, Set<Arrow>>(); // active arrows in it
    private readonly live: Life[] = []; // sorted by address
    private readonly dead: Life[] = []; // freed, and nobody has their memory; sorted by address
    private readonly stacks = new Map<number, Frame[]>();
    private readonly infos = new Map<string, FunctionInfo[]>();
    private readonly file_ids = new Map<number, number>();
    private thread = 1;
    private place: Place | null = null;

    constructor(
        private readonly history: History,
        private readonly words: Map<number, Writes>,
        private readonly arrows_at: Map<number, Arrow[]>,
        private readonly tops: Map<number, { time: number[]; frame: (Frame | null)[] }>,
    ) {
        this.log = history.log;
        this.types = history.types;
        for (const info of history.picture.functions) {
            const list = this.infos.get(info.name) ?? [];
            list.push(info);
            this.infos.set(info.name, list);
        }
    }

    run(): void {
        const { kind, a, b, c, count } = this.log;
        this.read_globals();
        for (let t = 0; t < count; t++) {
            switch (kind[t]) {
                case Kind.Thread: this.switch_thread(a[t]); break;
                case Kind.Alloc: this.alloc(t, a[t], b[t], c[t]); break;
                case Kind.Free: this.free(t, a[t]); break;
                case Kind.Pointer: this.point(t, a[t], b[t], c[t]); break;
                case Kind.NoPointer: this.unpoint(t, a[t]); break;
                case Kind.Lost: this.lose(t, a[t], b[t]); break;
                case Kind.Found: this.find(a[t]); break;
                case Kind.Line: this.line(t, a[t], b[t]); break;
                case Kind.Call: this.call(t, a[t], b[t]); break;
                case Kind.Return: this.leave(t, a[t]); break;
                case Kind.Write: this.write(t, a[t], b[t], c[t]); break;
            }
        }
        this.leave_out_prologues();
        this.history.stops.push({
            event: Math.max(0, count - 1), place: null, frame: null, thread: this.thread, kind: "end",
        });
    }

    /* At the first line of a function its parameters are not yet in their places: where
     * nothing else is done before the next line, the next one is the first to stop at. */
    private leave_out_prologues(): void {
        const { stops } = this.history;
        const kept = stops.filter((stop, i) => {
            const next = stops[i + 1];
            const { frame } = stop;
            if (!next || !frame?.info || stop.place?.line !== frame.info.line) return true;
            if (next.frame !== frame || (i > 0 && stops[i - 1].event > frame.from)) return true;
            for (let t = stop.event + 1; t < next.event; t++) {
                const kind = this.log.kind[t];
                if (kind !== Kind.Write && kind !== Kind.Pointer && kind !== Kind.Bias) return true;
            }
            return false;
        });
        this.history.stops = kept;
    }

    /* The globals lie where the bias says; it is known before the first line. */
    private read_globals(): void {
        const { kind, a, count } = this.log;
        for (let t = 0; t < count && kind[t] !== Kind.Line; t++)
            if (kind[t] === Kind.Bias) this.history.bias = a[t];
        this.history.picture.globals.forEach((global, index) => {
            this.history.globals.push({
                index, address: Number(global.address) + this.history.bias,
                size: this.types.size(global.type),
            });
        });
        this.history.globals.sort((x, y) => x.address - y.address);
    }

    private stack(): Frame[] {
        let stack = this.stacks.get(this.thread);
        if (!stack) {
            this.stacks.set(this.thread, (stack = []));
            this.tops.set(this.thread, { time: [], frame: [] });
            this.history.threads.push(this.thread);
        }
        return stack;
    }

    private top(): Frame | null {
        const stack = this.stack();
        return stack.length ? stack[stack.length - 1] : null;
    }

    private note_top(t: number): void {
        const tops = this.tops.get(this.thread)!;
        tops.time.push(t);
        tops.frame.push(this.top());
    }

    private switch_thread(thread: number): void {
        this.thread = thread;
        this.place = null;
    }

    private call(t: number, name: number, sp: number): void {
        const stack = this.stack();
        while (stack.length && stack[stack.length - 1].cfa <= sp + 8) this.pop(t);
        const text = this.log.functions.get(name) ?? "?";
        const frame: Frame = {
            id: this.history.frames.length, thread: this.thread, name: text,
            info: this.infos.get(text)?.[0] ?? null, cfa: sp + 8, from: t, to: NEVER,
            parent: this.top(), call_line: this.place?.line ?? 0,
        };
        this.history.frames.push(frame);
        stack.push(frame);
        this.note_top(t);
    }

    private pop(t: number): void {
        this.stack().pop()!.to = t;
    }

    private leave(t: number, sp: number): void {
        const stack = this.stack();
        let left: Frame | null = null;
        while (stack.length && stack[stack.length - 1].cfa <= sp) {
            left = this.top();
            this.pop(t);
        }
        this.note_top(t);
        const top = this.top();
        if (left && top && this.place)
            this.place = { file: top.info?.file ?? this.place.file, line: left.call_line };
    }

    private file(number: number): number {
        let id = this.file_ids.get(number);
        if (id === undefined) {
            const path = this.log.files.get(number) ?? "";
            const files = this.history.picture.files;
            id = files.findIndex((file) => file.path === path);
            const base = path.slice(path.lastIndexOf("/") + 1);
            const same = (file: { path: string }) => file.path.endsWith("/" + base) || file.path === base;
            if (id < 0 && files.filter(same).length === 1) id = files.findIndex(same);
            this.file_ids.set(number, id);
        }
        return id;
    }

    private line(t: number, file: number, line: number): void {
        const stack = this.stack();
        this.place = { file: this.file(file), line };
        const fits = (frame: Frame) =>
            !frame.info || (frame.info.file === this.place!.file && frame.info.line <= line && line <= frame.info.end);
        // After longjmp the frames that it left have no return of their own.
        if (stack.length > 1 && !fits(stack[stack.length - 1])) {
            const top = stack[stack.length - 1];
            const other = this.infos.get(top.name)?.find((info) =>
                info.file === this.place!.file && info.line <= line && line <= info.end);
            if (other) {
                top.info = other;
            } else if (stack.some(fits)) {
                while (!fits(stack[stack.length - 1])) this.pop(t);
                this.note_top(t);
            }
        } else if (stack.length === 1 && !fits(stack[0])) {
            stack[0].info = this.infos.get(stack[0].name)?.find((info) => info.file === this.place!.file)
                ?? stack[0].info;
        }
        this.history.stops.push({
            event: t, place: this.place, frame: this.top(), thread: this.thread, kind: "line",
        });
    }

    private alloc(t: number, number: number, address: number, size: number): void {
        const life: Life = {
            id: this.history.lives.length, number, address, size, born: t,
            place: this.place, where: this.top()?.name ?? null,
            freed: NEVER, freed_place: null, lost: NEVER, lost_place: null, out: NEVER, how: 0, lost_word: 0,
            gone: NEVER, own: false, type: null, arrows: [], strays: [], reused: NEVER,
        };
        this.reuse(t, address, size);
        this.history.lives.push(life);
        this.history.life_of.set(t, life);
        this.by_number.set(number, life);
        this.live.splice(last_at_most(this.live.length, (i) => this.live[i].address, address) + 1, 0, life);
    }

    private free(t: number, number: number): void {
        const life = this.by_number.get(number);
        if (!life) return;
        this.history.life_of.set(t, life);
        life.freed = t;
        life.freed_place = this.place;
        // It was freed through an address that is not counted, such as one in a freed block.
        life.lost = NEVER;
        life.lost_place = null;
        if (!this.count.get(life)) life.gone = t;
        const at = this.live.indexOf(life);
        if (at >= 0) this.live.splice(at, 1);
        this.dead.splice(last_at_most(this.dead.length, (i) => this.dead[i].address, life.address) + 1, 0, life);
    }

    /* The freed blocks whose memory a new one takes; none of `dead` overlaps another. */
    private reuse(t: number, address: number, size: number): void {
        const { dead } = this;
        const before = last_at_most(dead.length, (i) => dead[i].address, address);
        const from = before >= 0 && dead[before].address + Math.max(1, dead[before].size) > address ? before : before + 1;
        let end = from;
        while (end < dead.length && dead[end].address < address + Math.max(1, size)) dead[end++].reused = t;
        dead.splice(from, end - from);
    }

    private lose(t: number, number: number, how: number): void {
        const life = this.by_number.get(number);
        if (!life) return;
        const removed = this.removed.get(life);
        this.history.life_of.set(t, life);
        life.lost = t;
        life.how = how;
        life.lost_place = this.place;
        life.lost_word = removed?.address ?? 0;
        // Its last pointer was stored by the same line that lost it: stop in between.
        const stops = this.history.stops;
        const last = stops[stops.length - 1];
        if (removed && last && removed.event - 1 > last.event &&
            (removed.arrow.from > last.event || last.frame !== this.top()))
            stops.push({
                event: removed.event - 1, place: this.place, frame: this.top(),
                thread: this.thread, kind: "within",
            });
    }

    private find(number: number): void {
        const life = this.by_number.get(number);
        if (!life) return;
        life.lost = NEVER;
        life.lost_place = null;
    }

    private unpoint(t: number, address: number): void {
        const arrow = this.active.get(address);
        if (!arrow) return;
        arrow.to = t;
        this.active.delete(address);
        this.block_at(address) && this.inside.get(this.block_at(address)!)?.delete(arrow);
        const left = (this.count.get(arrow.life) ?? 1) - 1;
        this.count.set(arrow.life, left);
        this.removed.set(arrow.life, { address, event: t, arrow });
        if (left === 0 && arrow.life.freed !== NEVER) arrow.life.gone = t;
    }

    private point(t: number, address: number, number: number, offset: number): void {
        this.unpoint(t, address);
        const life = this.by_number.get(number);
        if (!life) return;
        const arrow: Arrow = { address, life, offset, from: t, to: NEVER };
        this.active.set(address, arrow);
        this.count.set(life, (this.count.get(life) ?? 0) + 1);
        life.arrows.push(arrow);
        const list = this.arrows_at.get(address);
        if (list) list.push(arrow);
        else this.arrows_at.set(address, [arrow]);
        this.learn(arrow);
    }

    /* What the word that points says of the block: whose it is, and of which type. */
    private learn(arrow: Arrow): void {
        const holder = this.block_at(arrow.address);
        if (holder) {
            let inside = this.inside.get(holder);
            if (!inside) this.inside.set(holder, (inside = new Set()));
            inside.add(arrow);
            if (holder.own) this.own(arrow.life);
            this.learn_type(arrow, holder.type, arrow.address - holder.address);
            return;
        }
        const frame = this.frame_at(arrow.address);
        if (frame) {
            const at = arrow.address - frame.cfa;
            const variables = frame.info?.variables;
            // Below the frame's variables lie those of a library function that it called.
            if (!variables || variables.some((variable) => variable.at <= at)) this.own(arrow.life);
            for (const variable of variables ?? [])
                if (at >= variable.at && at < variable.at + this.types.size(variable.type))
                    this.learn_type(arrow, variable.type, at - variable.at);
            return;
        }
        const globals = this.history.globals;
        const index = last_at_most(globals.length, (i) => globals[i].address, arrow.address);
        const global = globals[index];
        if (global && arrow.address < global.address + global.size) {
            this.own(arrow.life);
            this.learn_type(arrow, this.history.picture.globals[global.index].type,
                arrow.address - global.address);
        }
    }

    private own(life: Life): void {
        if (life.own) return;
        life.own = true;
        for (const arrow of this.inside.get(life) ?? []) this.own(arrow.life);
    }

    private learn_type(arrow: Arrow, type: number | null, offset: number): void {
        if (type === null) return;
        const size = this.types.size(type);
        const word = this.types.at(type, size > 0 ? offset % size : offset);
        const target = word ? this.types.target(word.type) : null;
        if (target === null) return;
        const life = arrow.life;
        const each = this.types.size(target);
        if (each === 0 || each > life.size || arrow.offset % each !== 0) return;
        // Characters may be any object's bytes: another type says more.
        const better = life.type === null || (this.types.is_char(life.type) && !this.types.is_char(target));
        if (!better) return;
        life.type = target;
        for (const inner of this.inside.get(life) ?? [])
            this.learn_type(inner, target, inner.address - life.address);
    }

    private block_at(address: number): Life | null {
        const at = last_at_most(this.live.length, (i) => this.live[i].address, address);
        const life = this.live[at];
        return life && address < life.address + life.size ? life : null;
    }

    /* The frame that an address of a stack lies in. */
    private frame_at(address: number): Frame | null {
        for (const stack of this.stacks.values()) {
            if (!stack.length || address >= stack[0].cfa + 4096) continue;
            if (address < stack[stack.length - 1].cfa - 8 * 1024 * 1024) continue;
            for (let i = stack.length - 1; i >= 0; i--) if (address < stack[i].cfa) return stack[i];
        }
        return null;
    }

    private write(t: number, address: number, count: number, source: number): void {
        const first = Math.floor(address / 8);
        const last = Math.floor((address + count - 1) / 8);
        for (let word = first; word <= last; word++) {
            let mask = 0;
            for (let i = 0; i < 8; i++) {
                const at = word * 8 + i - address;
                if (at >= 0 && at < count) mask |= 1 << i;
            }
            let writes = this.words.get(word);
            if (!writes) this.words.set(word, (writes = { time: [], mask: [], source: [] }));
            writes.time.push(t);
            writes.mask.push(mask);
            writes.source.push(source + word * 8 - address);
        }
    }
}
