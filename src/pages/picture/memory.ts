/* SPDX-License-Identifier: MIT
 *
 * memory: frames and globals on the left, blocks on the right, arrows over both.
 *
 * Only blocks in view are in the document. Arrows are drawn from where the cells really are.
 */
import { line, curveBasis } from "d3-shape";
import { h, s } from "../common/dom";
import { Arrow, Bytes, Frame, History, Life, NEVER } from "./history";
import type { Beside } from "./moment";
import { block_name, Placed, Scene } from "./names";
import { place_blocks, Placement } from "./place";
import { ALL_ROWS, block_slots, columns, MOST_ROWS, Slot, variable_slots } from "./slots";
import { address_of, NEVER_SET, NOT_KNOWN, NOT_RECEIVED, show_cell, show_scalar, show_text } from "./values";
import { bytes, place_name, place_short, source_line } from "./words";

export interface Shown {
    stop: number;
    going: Arrow[]; // the arrows that the next line takes away for good
    selected: Life | null;
    focus: Life | null; // is brought into view
    path: Arrow[]; // why the selected block is alive
    also: Arrow[]; // all pointers to it, if that is asked
    beside: { life: Life; cell: Beside } | null;
    out: Set<Life>; // the blocks that are out of reach
    secret: boolean; // the reader was asked: do not tell
    lives: Life[] | null; // those of a filter; null: all
}

const ROW = 1.6; // em
const IMAGE = 16 * 1024 * 1024; // bytes that a program file has at most, for a guess
const MOST_FRAMES = 40;
const OLDEST = 4; // of these, how many are the oldest
const MOST_HEAD = 26; // characters of a frame's function and place
const HEAD = 2; // rows of a block above its content

interface Start {
    arrow: Arrow | null; // null: it leads to a variable
    to: number; // where that variable is
    dot: Element;
    inside: boolean; // the word is in a block
}

export class MemoryView {
    readonly node = h("section", { class: "memory", "aria-label": "Memory" });
    private readonly hint = h("span", { class: "hint", role: "status" });
    private readonly head = h("div", { class: "panel-head" }, h("h2", {}, "Memory"), this.hint);
    private readonly scroller = h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Variables and blocks" });
    private readonly inner = h("div", { class: "inner" });
    private readonly frames = h("div", { class: "frames" });
    private readonly blocks = h("div", { class: "blocks" });
    private readonly arrows = s("svg", { class: "arrows", "aria-hidden": true });
    private readonly slots_of = new Map<string, Slot[]>();
    private readonly open = new Set<Life>();
    private placement: Placement | null = null;
    private placed_for: Life[] | null | undefined = undefined;
    private beside_life: Life | null = null;
    private alive: Life[] = [];
    private scene: Scene | null = null;
    private before: Scene | null = null;
    private shown: Shown | null = null;
    private starts: Start[] = [];
    private row_of = new Map<number, HTMLElement>(); // of variables, by address
    private drawn = new Map<Life, HTMLElement>();
    private column = { left: 0, right: 0, top: 0 }; // of blocks
    private unset = NEVER_SET; // what is said of a value that was not written
    private em = 14;
    private view = { top: 0, height: 400 }; // of the scroller, as last seen
    private readonly heights: number[] = []; // of blocks, in rows

    constructor(
        private readonly history: History, private readonly select: (life: Life) => void, tools: HTMLElement,
    ) {
        this.head.append(tools);
        this.inner.append(this.frames, this.blocks, this.arrows);
        this.scroller.append(this.inner);
        this.node.append(this.head, this.scroller);
        let waiting = false;
        const again = () => {
            if (waiting) return;
            waiting = true;
            requestAnimationFrame(() => {
                waiting = false;
                this.view.top = this.scroller.scrollTop;
                this.draw_blocks();
                this.draw_arrows();
            });
        };
        this.scroller.addEventListener("scroll", again, { passive: true });
        this.frames.addEventListener("scroll", again, { passive: true });
        new ResizeObserver(() => {
            this.view.height = this.scroller.clientHeight;
            this.em = parseFloat(getComputedStyle(this.inner).fontSize) || 14;
            this.frames.style.maxHeight = Math.max(100, this.view.height - 1.4 * this.em) + "px";
            this.reveal_frame();
            again();
        }).observe(this.scroller);
    }

    /* ---- rows ------------------------------------------------------------------ */

    private slots(life: Life): Slot[] {
        const open = this.open.has(life);
        const key = life.type + " " + life.size + " " + open;
        let slots = this.slots_of.get(key);
        if (!slots) {
            slots = block_slots(this.history.types, life.type, life.size, open ? ALL_ROWS : MOST_ROWS);
            this.slots_of.set(key, slots);
        }
        return slots;
    }

    private height(life: Life): number {
        this.heights[life.id] ??= HEAD + this.slots(life).length;
        return this.heights[life.id] + (this.beside_life === life ? 1 : 0);
    }

    private place(lives: Life[] | null, beside: Life | null): Placement {
        if (this.placement && this.placed_for === lives && this.beside_life === beside) return this.placement;
        this.beside_life = beside;
        this.placed_for = lives;
        const own = this.history.lives.filter((life) => life.own);
        this.placement = place_blocks(lives ?? own, (life) => this.height(life));
        return this.placement;
    }

    /* ---- a moment -------------------------------------------------------------- */

    show(shown: Shown): void {
        const { history } = this;
        const stop = history.stops[shown.stop];
        this.shown = shown;
        const placement = this.place(shown.lives, shown.beside?.life ?? null);
        const last = history.stops[shown.stop - 1];
        this.scene = new Scene(history, stop.event, stop.thread, stop.place?.line ?? 0);
        this.before = last ? new Scene(history, last.event, last.thread, last.place?.line ?? 0) : null;
        const wanted = shown.lives ? new Set(shown.lives) : null;
        const alive = history.alive(stop.event);
        this.alive = wanted ? alive.filter((life) => wanted.has(life)) : alive;
        this.hint.textContent = this.alive.length === alive.length ? "variables, and the blocks that they point to"
            : this.alive.length + " of " + alive.length + " blocks are shown";
        this.starts = [];
        this.row_of.clear();
        this.draw_frames();
        this.drawn.clear();
        this.blocks.replaceChildren();
        let lowest = 0;
        for (const life of this.alive) lowest = Math.max(lowest, placement.top[life.id] + this.height(life));
        this.blocks.style.height = lowest * ROW + 1 + "em";
        const { focus } = shown;
        if (focus && this.alive.includes(focus)) {
            const arrow = shown.going.find((one) => one.life === focus);
            const holder = arrow ? this.scene.life_at(arrow.address) : null;
            if (holder && this.alive.includes(holder)) this.reveal(placement.top[holder.id], this.height(holder));
            this.reveal(placement.top[focus.id], this.height(focus));
        }
        this.draw_blocks();
    }

    /* What needs the layout: called after all panels are written. */
    settle(): void {
        this.reveal_frame();
        this.draw_arrows();
    }

    private reveal(top: number, rows: number): void {
        const from = top * ROW * this.em;
        const to = (top + rows) * ROW * this.em;
        const { view } = this;
        if (from >= view.top && to <= view.top + view.height) return;
        view.top = Math.max(0, from - 2 * ROW * this.em);
        this.scroller.scrollTop = view.top;
    }

    /* Keep in view the running frame, what the last step changed, and the pointer that goes. */
    private reveal_frame(): void {
        const view = this.frames;
        if (view.scrollHeight <= view.clientHeight + 1) return;
        const box = view.getBoundingClientRect();
        let by = 0;
        const reveal = (node: Element | null | undefined) => {
            if (!node) return;
            const { top, bottom } = node.getBoundingClientRect();
            if (top - by < box.top) by = top - box.top;
            else if (bottom - by > box.bottom) by = Math.min(bottom - box.bottom, top - box.top);
        };
        // The last has its way where there is no room for all.
        reveal(view.querySelector(".frame.running"));
        reveal([...view.querySelectorAll(".value.changed")].pop()?.closest(".row"));
        reveal(view.querySelector(".value.going")?.closest(".row"));
        if (by) view.scrollTop += by;
    }

    /* ---- frames ---------------------------------------------------------------- */

    private draw_frames(): void {
        const scene = this.scene!;
        const boxes: HTMLElement[] = [];
        const stop = this.history.stops[this.shown!.stop];
        const many = this.history.threads.length > 1;
        const depth = scene.stack.length;
        scene.stack.forEach((frame, i) => {
            if (depth > MOST_FRAMES && i === OLDEST)
                boxes.push(h("p", { class: "empty" }, "\u2026 " + (depth - MOST_FRAMES) + " more calls \u2026"));
            if (depth > MOST_FRAMES && i >= OLDEST && i < depth - MOST_FRAMES + OLDEST) return;
            boxes.push(this.frame(frame, scene.variables[i], scene.lines[i], i === depth - 1, many));
        });
        for (const thread of this.history.threads) {
            if (thread === stop.thread) continue;
            const other = this.history.stack(thread, stop.event);
            other.forEach((frame, i) => {
                const at = i < other.length - 1 ? other[i + 1].call_line : 0;
                boxes.push(this.frame(frame, new Scene(this.history, stop.event, thread, 0).variables[i], at, false, true));
            });
        }
        for (const owner of new Set(scene.globals.map((global) => global.owner))) {
            const box = h("section", { class: "frame globals" }, h("h3", {}, owner ? owner + "(), static" : "Globals"));
            box.append(this.rows_of(scene.globals.filter((global) => global.owner === owner)));
            boxes.push(box);
        }
        if (!boxes.length) boxes.push(h("p", { class: "empty" }, stop.kind === "end" ? "No function is running." : "No variables yet."));
        this.frames.replaceChildren(...boxes);
    }

    private frame(frame: Frame, variables: Placed[], line: number, top: boolean, thread: boolean): HTMLElement {
        const file = frame.info?.file ?? -1;
        let place = line ? place_short(this.history, { file, line }) : "";
        // The source shows the running frame's file.
        if (top && place && frame.name.length + place.length > MOST_HEAD) place = "line " + line;
        const box = h("section", { class: top ? "frame running" : "frame" },
            h("h3", {}, h("span", { class: "name" }, frame.name + "()"),
                h("span", { class: "at" }, (thread ? "thread " + frame.thread + ", " : "")
                    + place + (top ? "" : thread ? "" : line ? ", waiting" : "waiting"))));
        if (variables.length) box.append(this.rows_of(variables));
        else box.append(h("p", { class: "empty" }, frame.info ? "no variables here yet" : "its variables are not known"));
        return box;
    }

    private rows_of(variables: Placed[]): HTMLElement {
        const rows = h("div", { class: "rows" });
        const stop = this.history.stops[this.shown!.stop];
        const at_brace = stop.place?.line === stop.frame?.info?.line || source_line(this.history, stop) === "{";
        for (const variable of variables) {
            this.unset = variable.parameter && variable.frame === stop.frame && at_brace ? NOT_RECEIVED : NEVER_SET;
            const key = "v " + variable.type + " " + variable.name;
            let slots = this.slots_of.get(key);
            if (!slots) this.slots_of.set(key, (slots = variable_slots(this.history.types, variable.type, variable.name)));
            for (const slot of slots) {
                const row = this.row(slot, variable.address, variable.since, null);
                const at = variable.address + slot.at;
                if (slot.kind !== "more" && !this.row_of.has(at)) this.row_of.set(at, row);
                rows.append(row);
            }
        }
        this.unset = NEVER_SET;
        return rows;
    }

    /* ---- one row, in a frame or in a block ------------------------------------------ */

    private row(slot: Slot, base: number, since: number, life: Life | null): HTMLElement {
        const row = h("div", { class: "row " + slot.kind, style: slot.depth ? "padding-left:" + slot.depth * 0.9 + "em" : null });
        if (slot.kind === "more") {
            const more = h("button", { type: "button", class: "more" }, slot.count + " more: show them");
            more.addEventListener("click", () => {
                if (!life) return;
                this.open.add(life);
                delete this.heights[life.id];
                this.placement = null;
                this.show(this.shown!);
                this.settle();
            });
            row.append(life ? more : h("span", { class: "unset" }, slot.count + " more"));
            return row;
        }
        if (slot.kind === "unknown") {
            row.append(h("span", { class: "unset" }, slot.count ? "its type is not known" : "no bytes"));
            return row;
        }
        if (slot.label) row.append(h("span", { class: "label" }, slot.label));
        if (slot.kind === "heading") return row;
        const { types } = this.history;
        const each = types.size(slot.type);
        if (slot.kind === "text") {
            row.append(this.text(slot, base, since));
        } else if (slot.kind === "scalar") {
            row.append(this.cell(slot.type, base + slot.at, each, since, slot.bit, slot.bits, life));
        } else {
            const chars = types.is_char(slot.type);
            const strip = h("span", { class: chars ? "cells chars" : "cells", style: "--columns:" + columns(types, slot.type) });
            for (let i = 0; i < slot.count; i++) {
                const at = base + slot.at + i * each;
                const cell = chars ? this.char_cell(at, since) : this.cell(slot.type, at, each, since, 0, 0, life);
                if (!chars) cell.prepend(h("span", { class: "index", "aria-hidden": true }, String(slot.first + i)));
                strip.append(cell);
            }
            if (chars) row.append(h("span", { class: "first" }, String(slot.first)));
            row.append(strip);
        }
        return row;
    }

    private char_cell(address: number, since: number): HTMLElement {
        const read = this.read(address, 1, since);
        if (!read || !read.set[0])
            return h("span", { class: "value unset", title: read ? NEVER_SET : NOT_KNOWN, "aria-label": read ? NEVER_SET : NOT_KNOWN }, "\u00b7");
        return h("span", { class: this.changed(address, 1, since, read) ? "value changed" : "value" }, show_cell(read.bytes[0]));
    }

    private text(slot: Slot, base: number, since: number): HTMLElement {
        const read = this.read(base + slot.at, Math.min(slot.count, 256), since);
        if (!read) return h("span", { class: "value unset" }, NOT_KNOWN);
        if (!read.set.some((set) => set)) return h("span", { class: "value unset" }, this.unset);
        const shown = show_text(read);
        return h("span", { class: "value text" }, shown.text,
            shown.ended ? null : h("span", { class: "unset" }, " no '\\0' yet"));
    }

    private read(address: number, size: number, since: number): Bytes | null {
        return this.history.log.version < 2 ? null : this.history.read(address, size, this.scene!.t, since);
    }

    private changed(address: number, size: number, since: number, now: Bytes): boolean {
        if (!this.before || this.before.t < since) return false;
        const then = this.history.read(address, size, this.before.t, since);
        return now.set.some((set, i) => set !== then.set[i] || now.bytes[i] !== then.bytes[i]);
    }

    private cell(type: number | null, address: number, size: number, since: number, bit: number, bits: number, life: Life | null): HTMLElement {
        const { types } = this.history;
        const of = types.resolve(type);
        const read = this.read(address, size, since);
        if (of.k === "pointer") return this.pointer(address, size, since, read, life, types.target(type));
        if (!read) return h("span", { class: "value unset" }, NOT_KNOWN);
        if (!read.set.some((set) => set)) return h("span", { class: "value unset" }, this.unset);
        const changed = this.changed(address, size, since, read);
        if (!read.set.every((set) => set)) return h("span", { class: "value unset" }, "set in part");
        return h("span", { class: changed ? "value changed" : "value" }, show_scalar(of, read.bytes, bit, bits));
    }

    private pointer(address: number, size: number, since: number, read: Bytes | null, life: Life | null, target: number | null): HTMLElement {
        const scene = this.scene!;
        const arrow = this.history.arrow(address, scene.t);
        const dot = h("span", { class: "dot", "aria-hidden": true });
        const start = (to: number) => this.starts.push({ arrow, to, dot, inside: life !== null });
        if (arrow) {
            const going = this.shown!.going.includes(arrow) && !this.shown!.secret;
            const gone = arrow.life.freed <= scene.t;
            const text = "\u2192 " + block_name(arrow.life) + this.offset(arrow) + (gone ? " freed" : "");
            const cell = h("span", { class: "value pointer" + (going ? " going" : "") + (gone ? " dangling" : "") }, text, dot);
            if (this.before && !this.same_arrow(address, arrow)) cell.classList.add("changed");
            start(0);
            return cell;
        }
        if (!read) return h("span", { class: "value unset" }, NOT_KNOWN);
        if (!read.set.some((set) => set)) return h("span", { class: "value unset" }, this.unset);
        const changed = this.changed(address, size, since, read) ? " changed" : "";
        const value = address_of(read.bytes);
        if (value === 0) return h("span", { class: "value null" + changed }, "NULL");
        const held = scene.holder(value, target);
        const into = held ? null : this.alive.find((one) => one.freed > scene.t && value >= one.address && value < one.address + one.size);
        if (into) {
            const uncounted = { address, life: into, offset: value - into.address, from: 0, to: NEVER };
            this.starts.push({ arrow: uncounted, to: 0, dot, inside: life !== null });
            return h("span", { class: "value pointer" + changed }, "\u2192 " + block_name(into) + this.offset(uncounted), dot);
        }
        if (!held) return h("span", { class: "value pointer" + changed }, "\u2192 " + this.elsewhere(value, target));
        start(value);
        return h("span", { class: "value pointer" + changed }, "\u2192 " + this.of_frame(held), dot);
    }

    private same_arrow(address: number, arrow: Arrow): boolean {
        const then = this.history.arrow(address, this.before!.t);
        return then !== null && then.life === arrow.life && then.offset === arrow.offset;
    }

    private offset(arrow: Arrow): string {
        if (arrow.offset === 0) return "";
        if (arrow.offset === arrow.life.size) return " its end";
        const each = this.history.types.size(arrow.life.type);
        return each && arrow.offset % each === 0 ? " [" + arrow.offset / each + "]" : " + " + bytes(arrow.offset);
    }

    /* A variable, with its function if the running one has another of that name. */
    private of_frame(held: { placed: Placed; path: string }): string {
        const scene = this.scene!;
        const running = scene.stack[scene.stack.length - 1];
        const { frame, name } = held.placed;
        const mistakable = frame && frame !== running && scene.variables[scene.variables.length - 1].some((v) => v.name === name);
        return held.path + (mistakable ? " in " + frame.name : "");
    }

    /* What a pointer leads to that leads to no block and to no variable. */
    private elsewhere(value: number, target: number | null): string {
        const scene = this.scene!;
        for (const life of this.alive) {
            const distance = value - life.address;
            if (life.freed <= scene.t || distance < -16 || distance > life.size + 16) continue;
            if (distance < 0) return bytes(-distance) + " before " + block_name(life);
            return (distance === life.size ? "just" : bytes(distance - life.size)) + " after " + block_name(life);
        }
        const program = value - this.history.bias;
        if (this.history.bias > 0 && program > 0 && program < IMAGE)
            return this.history.types.is_char(target) ? "a text" : "the program";
        if (value > (scene.stack[0]?.cfa ?? Infinity)) return "the system";
        return "0x" + value.toString(16);
    }

    /* ---- blocks ---------------------------------------------------------------- */

    private draw_blocks(): void {
        if (!this.shown || !this.placement) return;
        const { top } = this.placement;
        const unit = ROW * this.em;
        const from = this.view.top / unit - 8;
        const to = (this.view.top + this.view.height) / unit + 8;
        const wanted = new Set<Life>();
        for (const life of this.alive) {
            const at = top[life.id];
            if (at + this.height(life) >= from && at <= to) wanted.add(life);
        }
        // From where the arrows come that matter, also out of sight.
        for (const arrow of [...this.shown.going.slice(0, 20), ...this.shown.path]) {
            const holder = this.scene!.life_at(arrow.address);
            if (holder && this.alive.includes(holder)) wanted.add(holder);
        }
        for (const [life, node] of this.drawn)
            if (!wanted.has(life)) {
                node.remove();
                this.drawn.delete(life);
                this.starts = this.starts.filter((start) => !node.contains(start.dot));
            }
        for (const life of wanted) {
            if (this.drawn.has(life)) continue;
            const node = this.block(life, top[life.id]);
            this.drawn.set(life, node);
            this.blocks.append(node);
        }
        if (!this.alive.length && !this.blocks.childElementCount)
            this.blocks.append(h("p", { class: "empty" }, "No block is allocated."));
    }

    private block(life: Life, top: number): HTMLElement {
        const t = this.scene!.t;
        const shown = this.shown!;
        const state = life.freed <= t ? "freed" : life.lost <= t ? "lost" : shown.out.has(life) ? "out" : "held";
        const going = shown.going.some((arrow) => arrow.life === life) && !shown.secret;
        const born = this.before !== null && life.born > this.before.t;
        const node = h("section", {
            class: "block " + (state === "out" ? "lost" : state) + (going ? " goes" : "") + (shown.selected === life ? " selected" : ""),
            style: "top:" + top * ROW + "em;height:" + this.height(life) * ROW + "em",
            "data-block": life.id + 1, tabindex: 0,
            "aria-label": "block " + (life.id + 1),
        });
        const tag = state === "freed" ? "freed" : state === "lost" ? "lost" : state === "out" ? "out of reach" : born ? "new" : "";
        node.append(h("h3", {}, h("span", { class: "name" }, block_name(life)),
            h("span", { class: "size" }, bytes(life.size)),
            life.type !== null ? h("span", { class: "type" }, this.type_name(life)) : null,
            tag ? h("span", { class: "tag" }, tag) : null));
        node.append(h("p", { class: "state" }, this.state(life, t)));
        const beside = shown.beside && shown.beside.life === life ? shown.beside.cell : null;
        const rows = h("div", { class: "rows" });
        if (beside?.before) rows.append(this.outside(beside));
        for (const slot of this.slots(life)) rows.append(this.row(slot, life.address, life.born, life));
        if (beside && !beside.before) rows.append(this.outside(beside));
        node.append(rows);
        node.addEventListener("click", () => this.select(life));
        node.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target === node) this.select(life);
        });
        return node;
    }

    private type_name(life: Life): string {
        const each = this.history.types.size(life.type);
        const count = each ? Math.floor(life.size / each) : 1;
        return count > 1 ? count + " \u00d7 " + this.history.types.name(life.type) : this.history.types.name(life.type);
    }

    private state(life: Life, t: number): string {
        const stop = this.history.stops[this.shown!.stop];
        const here = stop.place?.file ?? -1;
        if (life.freed <= t) return "freed at " + place_name(this.history, life.freed_place, here);
        if (life.lost <= t) return "nothing points here since " + place_name(this.history, life.lost_place, here);
        if (this.shown!.out.has(life)) return "no variable leads here any more";
        return "allocated at " + place_name(this.history, life.place, here) + (life.where ? " in " + life.where + "()" : "");
    }

    private outside(cell: Beside): HTMLElement {
        return h("div", { class: "row outside" },
            h("span", { class: "value wrong" }, h("span", { class: "index" }, String(cell.index)), "\u2717"),
            h("span", { class: "label" }, (cell.index_name ? cell.index_name + " = " + cell.index + ": " : cell.name ? cell.name + ": " : "")
                + (cell.before ? "before the block" : "after the block")));
    }

    /* ---- arrows ---------------------------------------------------------------- */

    private draw_arrows(): void {
        const shown = this.shown;
        if (!shown || !this.placement) return;
        const box = this.inner.getBoundingClientRect();
        this.column = { left: this.blocks.offsetLeft, right: this.blocks.offsetLeft + this.blocks.clientWidth, top: this.blocks.offsetTop };
        const size = [this.inner.clientWidth, this.inner.scrollHeight];
        const view = this.frames.getBoundingClientRect();
        const parts: SVGElement[] = [this.heads()];
        for (const start of this.starts) {
            const dot = start.dot.getBoundingClientRect(); // nothing is written in this loop
            const middle = dot.top + dot.height / 2;
            if (!start.inside && (middle < view.top || middle > view.bottom)) continue;
            const x = dot.left + dot.width / 2 - box.left;
            const y = middle - box.top;
            if (!start.arrow) this.to_variable(start, x, y, box, view, parts);
            else if (this.alive.includes(start.arrow.life)) this.to_block(start.arrow, start.inside, x, y, parts);
        }
        this.arrows.setAttribute("width", String(size[0]));
        this.arrows.setAttribute("height", String(size[1]));
        this.arrows.replaceChildren(...parts);
    }

    /* From a frame's row to that of another variable, around the right side of the frames. */
    private to_variable(start: Start, x: number, y: number, box: DOMRect, view: DOMRect, parts: SVGElement[]): void {
        const row = this.row_of.get(start.to)?.getBoundingClientRect();
        if (!row || start.inside || row.bottom < view.top || row.top > view.bottom) return;
        const to = row.top + row.height / 2 - box.top;
        const edge = row.right - box.left;
        const out = edge + 12 + Math.min(26, Math.abs(y - to) / 8);
        const points: [number, number][] = [[x, y], [edge + 2, y], [out, y], [out, to], [edge + 12, to], [edge + 1, to]];
        parts.push(s("path", { class: "arrow plain", d: line().curve(curveBasis)(points), "marker-end": "url(#head-plain)" }));
        parts.push(s("circle", { class: "arrow-dot plain", cx: x, cy: y, r: 3.5 }));
    }

    private to_block(arrow: Arrow, inside: boolean, x: number, y: number, parts: SVGElement[]): void {
        const shown = this.shown!;
        const { left, right, top } = this.column;
        let to = (this.placement!.top[arrow.life.id] + 0.75) * ROW * this.em + top;
        if (arrow.offset > 0) to += ROW * this.em * 1.2;
        const going = shown.going.includes(arrow) && !shown.secret;
        const order = shown.path.indexOf(arrow);
        const counted = this.history.arrow(arrow.address, this.scene!.t) !== null;
        const dangling = arrow.life.freed <= this.scene!.t;
        const kind = going ? "going" : order >= 0 || shown.also.includes(arrow) ? "why" : dangling || !counted ? "dangling" : "plain";
        const out = right + 14 + Math.min(34, Math.abs(to - y) / 8);
        const points: [number, number][] = inside
            ? [[x, y], [right, y], [out, y], [out, to], [right + 12, to], [right + 2, to]]
            : [[x, y], [x + (left - x) * 0.5, y], [left - (left - x) * 0.45, to], [left - 2, to]];
        const at: [number, number] = inside ? [out - 6, (y + to) / 2] : [(x + left) / 2, (y + to) / 2];
        parts.push(s("path", { class: "arrow " + kind, d: line().curve(curveBasis)(points), "marker-end": "url(#head-" + kind + ")" }));
        parts.push(s("circle", { class: "arrow-dot " + kind, cx: x, cy: y, r: 3.5 }));
        if (order >= 0 && !going) parts.push(s("text", { class: "order", x: at[0], y: at[1] - 4 }, String(order + 1)));
        if (going) parts.push(s("text", {
            class: "going-text", x: inside ? right - 8 : (this.frames.offsetLeft + this.frames.offsetWidth + left) / 2,
            y: inside ? to - 0.75 * ROW * this.em - 3 : Math.max(y, to) + 24, "text-anchor": inside ? "end" : "middle",
        }, "goes now"));
        if (dangling && !going) parts.push(s("text", { class: "cross", x: at[0] - 4, y: at[1] + 5 }, "\u2717"));
    }

    private heads(): SVGElement {
        const defs = s("defs");
        for (const kind of ["plain", "going", "why", "dangling"])
            defs.append(s("marker", { id: "head-" + kind, class: "head " + kind, viewBox: "0 0 10 10", refX: 9, refY: 5,
                markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
                s("path", { d: "M0,0L10,5L0,10z" })));
        return defs;
    }
}
