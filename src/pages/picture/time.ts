/* SPDX-License-Identifier: MIT
 *
 * time: one bar for each block, from its allocation to its end, over the steps of the run.
 *
 * A hatched tail begins where the last pointer went. Only rows in view are drawn.
 */
import { Linear, scaleLinear } from "d3-scale";
import { event as d3_event, select } from "d3-selection";
import { zoom, Zoom, zoomIdentity } from "d3-zoom";
import { button, h, s } from "../common/dom";
import { History, Life, NEVER } from "./history";
import { block_name } from "./names";
import { bytes, last_pointer, place_short } from "./words";

const ROW = 24; // pixels
const AXIS = 26;

export interface TimeShown {
    stop: number;
    selected: Life | null;
    lives: Life[];
    window: [number, number] | null;
    secret: boolean; // nothing after the moment is drawn
    marked: number | null; // the stop of the fault
    failure: number | null; // the stop of an allocation that fails
}

export class TimeView {
    readonly node = h("section", { class: "time", "aria-label": "Time: a bar for each block" });
    private readonly head = h("div", { class: "panel-head" }, h("h2", {}, "Time"));
    private readonly scroller = h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Bars of blocks" });
    private readonly names = h("div", { class: "names" });
    private readonly axis = s("svg", { class: "axis", "aria-hidden": true });
    private readonly svg = s("svg", { class: "bars", "aria-hidden": true });
    private readonly space = h("div", { class: "space" });
    private readonly base: Linear;
    private scale: Linear;
    private readonly zoomer: Zoom;
    private shown: TimeShown | null = null;
    private width = 600;
    private first_zoom: (() => void) | null = null; // once the width is known
    private view = { top: 0, height: 100 }; // of the scroller, as last seen

    constructor(
        private readonly history: History, private readonly go: (stop: number) => void,
        private readonly choose: (life: Life) => void, tools: HTMLElement,
    ) {
        const steps = Math.max(1, history.stops.length - 1);
        this.base = scaleLinear().domain([0, steps]).range([0, this.width]);
        this.scale = this.base.copy();
        this.zoomer = zoom()
            .scaleExtent([1, Math.max(1, steps / 8)])
            .filter(() => {
                const from = (d3_event as unknown as Event) as WheelEvent & MouseEvent;
                return from.type === "wheel" ? from.ctrlKey || from.shiftKey : from.button === 0;
            })
            .on("zoom", () => {
                this.scale = d3_event.transform.rescaleX(this.base);
                this.draw();
            });
        this.head.append(tools, h("span", { class: "zoom" },
            button("Zoom in", "+", () => this.zoom_by(2)), button("Zoom out", "-", () => this.zoom_by(0.5))));
        this.scroller.append(this.space);
        this.space.append(this.names, this.svg);
        this.node.append(this.head, h("div", { class: "axis-row" }, h("span", { class: "names" }, "step"), this.axis), this.scroller);
        select(this.svg).call(this.zoomer);
        const jump = (event: MouseEvent) => {
            const x = event.clientX - this.svg.getBoundingClientRect().left;
            this.go(Math.round(this.scale.invert(x)));
        };
        this.svg.addEventListener("click", (event) => {
            const row = this.row_at(event as MouseEvent);
            if (row) this.choose(row);
            jump(event as MouseEvent);
        });
        this.axis.addEventListener("click", (event) => jump(event as MouseEvent));
        this.scroller.addEventListener("scroll", () => {
            this.view.top = this.scroller.scrollTop;
            this.draw();
        }, { passive: true });
        new ResizeObserver(() => this.resize()).observe(this.scroller);
    }

    private row_at(event: MouseEvent): Life | null {
        const y = event.clientY - this.svg.getBoundingClientRect().top + this.scroller.scrollTop;
        return this.shown?.lives[Math.floor(y / ROW)] ?? null;
    }

    zoom_by(factor: number): void {
        const middle = this.shown ? this.scale(this.shown.stop) : this.width / 2;
        const old = this.current();
        const k = Math.max(1, Math.min(this.history.stops.length / 8, old.k * factor));
        const x = Math.min(0, Math.max(this.width - this.width * k, middle - ((middle - old.x) * k) / old.k));
        (select(this.svg) as unknown as { call(f: unknown, t: unknown): void })
            .call(this.zoomer.transform, zoomIdentity.translate(x, 0).scale(k));
    }

    /* So many steps around one are seen: of a long run, all of it shows nothing. */
    zoom_to(stop: number, steps: number): void {
        this.first_zoom = () => {
            if (this.history.stops.length <= 2 * steps) return;
            const k = this.history.stops.length / steps;
            const left = Math.min(0, Math.max(this.width - this.width * k, this.width / 2 - this.base(stop) * k));
            (select(this.svg) as unknown as { call(f: unknown, t: unknown): void })
                .call(this.zoomer.transform, zoomIdentity.translate(left, 0).scale(k));
        };
    }

    private current(): { k: number; x: number } {
        return (this.svg as unknown as { __zoom?: { k: number; x: number } }).__zoom ?? { k: 1, x: 0 };
    }

    private resize(): void {
        this.view.height = this.scroller.clientHeight;
        const width = this.scroller.clientWidth - this.names.offsetWidth;
        if (width <= 0 || width === this.width) return;
        this.width = width;
        this.base.range([6, width - 14]);
        this.zoomer.extent([[0, 0], [width, 1]]).translateExtent([[0, 0], [width, 1]]);
        this.scale = zoomIdentity.translate(this.current().x, 0).scale(this.current().k).rescaleX(this.base);
        this.first_zoom?.();
        this.first_zoom = null;
        this.draw();
    }

    show(shown: TimeShown): void {
        const before = this.shown;
        this.shown = shown;
        const x = this.scale(shown.stop);
        if ((x < 0 || x > this.width) && this.current().k > 1) {
            const k = this.current().k;
            const left = Math.min(0, Math.max(this.width - this.width * k, this.width / 2 - this.base(shown.stop) * k));
            (select(this.svg) as unknown as { call(f: unknown, t: unknown): void })
                .call(this.zoomer.transform, zoomIdentity.translate(left, 0).scale(k));
        }
        if (shown.selected && shown.selected !== before?.selected) {
            const row = shown.lives.indexOf(shown.selected);
            const { view } = this;
            if (row >= 0 && (row * ROW < view.top || (row + 1) * ROW > view.top + view.height)) {
                this.size(shown.lives.length);
                view.top = Math.max(0, (row - 2) * ROW);
                this.scroller.scrollTop = view.top;
            }
        }
        this.draw();
    }

    private line_before(t: number): string {
        return place_short(this.history, this.history.stops[this.history.stop_before(t)].place);
    }

    private x(t: number): number {
        return this.scale(t === NEVER ? this.history.stops.length - 1 : this.history.stop_before(t));
    }

    private size(rows: number): void {
        this.space.style.height = rows * ROW + 4 + "px";
        this.scroller.style.height = Math.max(2, Math.min(rows, 6)) * ROW + 6 + "px";
    }

    private draw(): void {
        const shown = this.shown;
        if (!shown) return;
        this.size(shown.lives.length);
        const first = Math.max(0, Math.floor(this.view.top / ROW) - 2);
        const last = Math.min(shown.lives.length, first + Math.ceil(this.view.height / ROW) + 4);
        const parts: SVGElement[] = [this.patterns()];
        const names: HTMLElement[] = [];
        if (shown.window) {
            const [from, to] = shown.window.map((stop) => this.scale(stop));
            parts.push(s("rect", { class: "window", x: Math.min(from, to), y: 0, width: Math.abs(to - from), height: 10000 }));
        }
        for (let i = first; i < last; i++) this.draw_row(shown, i, i * ROW - this.view.top, parts, names);
        parts.push(...this.cursor(shown, 10000));
        this.names.replaceChildren(...names);
        for (const svg of [this.svg, this.axis]) svg.setAttribute("width", String(this.width));
        this.svg.replaceChildren(...parts);
        this.axis.replaceChildren(...this.ticks(shown));
    }

    private draw_row(shown: TimeShown, i: number, y: number, parts: SVGElement[], names: HTMLElement[]): void {
        const life = shown.lives[i];
        const now = this.history.stops[shown.stop].event;
        const hide = shown.secret;
        const selected = life === shown.selected;
        const name = h("button", { type: "button", class: "name" + (selected ? " selected" : ""), style: "top:" + i * ROW + "px" },
            h("b", {}, block_name(life)), " " + bytes(life.size), h("span", { class: "where" }, ", " + place_short(this.history, life.place)));
        name.addEventListener("click", () => this.choose(life));
        names.push(name);
        if (hide && life.born > now) return;
        const limit = hide ? this.scale(shown.stop) : Infinity;
        const from = this.x(life.born);
        const end = Math.min(limit, this.x(life.freed));
        const lost = Math.min(end, this.x(Math.min(life.lost, life.out)));
        const at = y + 4;
        const tall = ROW - 8;
        if (selected) parts.push(s("rect", { class: "chosen", x: 0, y, width: this.width, height: ROW }));
        parts.push(s("rect", { class: "bar", x: from, y: at, width: Math.max(3, lost - from), height: tall, rx: 2 }));
        if (lost < end) parts.push(s("rect", { class: "tail", x: lost, y: at, width: Math.max(3, end - lost), height: tall }));
        const holder = life.lost !== NEVER ? last_pointer(this.history, life) : null;
        const told = life.lost !== NEVER && lost < limit
            ? "lost: " + (holder ? holder + ", " : "") + place_short(this.history, life.lost_place)
            : life.out !== NEVER && lost < limit ? "out of reach, " + this.line_before(life.out)
            : life.freed !== NEVER && end < limit ? "freed, " + place_short(this.history, life.freed_place) : "";
        if (!told) return;
        const tail = life.lost !== NEVER || life.out !== NEVER;
        const room = this.width - (tail ? lost : end);
        const wide = told.length * (tail ? 7.6 : 6.9) + 6;
        const right = room < wide + 10 && room < this.width / 2;
        const x = (tail ? lost : end) + (right ? -8 : 8);
        // Letters on hatching are hard to read.
        if (tail) parts.push(s("rect", { class: "told-ground", x: right ? x - wide + 3 : x - 3, y: y + 4, width: wide, height: ROW - 8 }));
        parts.push(s("text", {
            class: tail ? "told lost" : "told", y: y + ROW / 2 + 4,
            x,
            "text-anchor": right ? "end" : "start",
        }, told));
    }

    /* Where to draw the allocation that fails; null where there is none to draw. */
    private failure_at(shown: TimeShown): number | null {
        const { failure, secret, stop } = shown;
        return failure === null || (secret && failure > stop) ? null : this.scale(failure);
    }

    private cursor(shown: TimeShown, height: number): SVGElement[] {
        const parts: SVGElement[] = [];
        if (shown.marked !== null && !shown.secret) {
            const x = this.scale(shown.marked);
            parts.push(s("line", { class: "marked", x1: x, x2: x, y1: 0, y2: height }));
        }
        const failure = this.failure_at(shown);
        if (failure !== null) parts.push(s("line", { class: "failure", x1: failure, x2: failure, y1: 0, y2: height }));
        const x = this.scale(shown.stop);
        parts.push(s("line", { class: "cursor", x1: x, x2: x, y1: 0, y2: height }));
        return parts;
    }

    private ticks(shown: TimeShown): SVGElement[] {
        const parts: SVGElement[] = [];
        const now = this.scale(shown.stop);
        const by_now = (x: number, room: number) => Math.abs(x - now) < room + 9 * String(shown.stop).length;
        const failure = this.failure_at(shown);
        for (const tick of this.scale.ticks(Math.max(2, Math.floor(this.width / 90)))) {
            if (tick !== Math.floor(tick)) continue;
            const x = this.scale(tick);
            if (by_now(x, 14) || (failure !== null && Math.abs(x - failure) < 40)) continue;
            parts.push(s("line", { class: "tick", x1: x, x2: x, y1: AXIS - 5, y2: AXIS }));
            parts.push(s("text", { class: "tick", x, y: AXIS - 9, "text-anchor": "middle" }, String(tick + 1)));
        }
        if (failure !== null && !by_now(failure, 26))
            parts.push(s("text", { class: "tick failure", x: failure, y: AXIS - 9, "text-anchor": "middle" }, "\u2717 fails"));
        const side = now < 30 ? "start" : now > this.width - 30 ? "end" : "middle";
        parts.push(s("text", { class: "tick now", x: now, y: AXIS - 9, "text-anchor": side }, String(shown.stop + 1)));
        parts.push(s("path", { class: "cursor", d: "M" + (now - 5) + "," + (AXIS - 6) + "h10l-5,6z" }));
        return parts;
    }

    private patterns(): SVGElement {
        return s("defs", {}, s("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
            s("rect", { class: "hatch-ground", width: 6, height: 6 }), s("line", { class: "hatch-line", x1: 0, x2: 0, y1: 0, y2: 6 })));
    }
}
