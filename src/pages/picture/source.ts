/* SPDX-License-Identifier: MIT
 *
 * source: the program's text, with the line that runs next.
 *
 * Where each line stands is computed, not measured. Of a file with many lines, only those
 * near what is seen are in the document.
 */
import { code_parts } from "../common/code";
import { h, prose, short, visible } from "../common/dom";
import { History, last_at_most } from "./history";
import type { Fault, Mark } from "./model";
import { file_name, lines_of } from "./words";

const ROW = 1.5; // em: the height of a line, in picture.css, too
const MARK = 2.3; // and of a caption below it
const ALL = 600; // a file of so many lines is in the document as a whole
const AROUND = 20;
const MOST_CHARACTERS = 300;

export class SourceView {
    readonly node = h("section", { class: "source", "aria-label": "Source" });
    private readonly head = h("div", { class: "panel-head" });
    private readonly list = h("ol", { class: "lines" });
    private readonly view = h("div", { class: "view", tabindex: 0, role: "region", "aria-label": "Lines of the source" });
    private readonly ran = new Map<number, Set<number>>();
    private file = -1;
    private fault: Fault | null = null;
    private secret = false;
    private tops = new Float64Array(0); // of each line, in em; and the end
    private rows = new Map<number, HTMLLIElement>(); // those in the document, by line
    private now = 0;
    private callers: number[] = [];
    private seen = { top: 0, height: 300, em: 14 }; // of the view, as last seen

    constructor(
        private readonly history: History,
        private readonly go_to_line: (file: number, line: number) => void,
        private readonly failure: Mark | null, // the caption of an allocation that fails
    ) {
        for (const stop of history.stops) {
            if (!stop.place) continue;
            let lines = this.ran.get(stop.place.file);
            if (!lines) this.ran.set(stop.place.file, (lines = new Set()));
            lines.add(stop.place.line);
        }
        this.view.append(this.list);
        this.node.append(this.head, this.view);
        this.fill_head();
        this.view.addEventListener("scroll", () => {
            this.seen.top = this.view.scrollTop;
            this.draw();
        }, { passive: true });
        new ResizeObserver(() => {
            this.seen.height = this.view.clientHeight;
            this.seen.em = parseFloat(getComputedStyle(this.list).fontSize) || 14;
            this.reveal();
            this.draw();
        }).observe(this.view);
    }

    private fill_head(): void {
        const files = this.history.picture.files;
        if (files.length < 2) {
            this.head.append(h("h2", {}, files.length ? file_name(this.history, 0) : "no source"));
            return;
        }
        const select = h("select", { "aria-label": "File" });
        files.forEach((_, i) => select.append(h("option", { value: i }, file_name(this.history, i))));
        select.addEventListener("change", () => {
            this.take(Number(select.value), this.fault, this.secret);
            this.now = 0;
            this.callers = [];
            this.view.scrollTop = this.seen.top = 0;
            this.draw();
        });
        this.head.append(h("h2", {}, "Source"), select);
    }

    /* Show the line as the next to run; `called` are the lines where callers wait. While a
     * question is open, nothing is told. */
    show(file: number, line: number, called: { file: number; line: number }[], fault: Fault | null, secret: boolean): void {
        this.take(file, fault, secret);
        this.mark_rows(false);
        this.now = line;
        this.callers = called.filter((place) => place.file === file).map((place) => place.line);
        this.reveal();
        this.draw();
        this.mark_rows(true);
    }

    private mark_rows(on: boolean): void {
        const row = this.rows.get(this.now);
        row?.classList.toggle("now", on);
        if (on) row?.setAttribute("aria-current", "step");
        else row?.removeAttribute("aria-current");
        for (const line of this.callers) this.rows.get(line)?.classList.toggle("caller", on && line !== this.now);
    }

    /* Take a file, with the captions of a fault. */
    private take(file: number, fault: Fault | null, secret: boolean): void {
        if (file === this.file && fault === this.fault && secret === this.secret) return;
        const select = this.head.querySelector("select");
        if (select) select.value = String(file);
        this.file = file;
        this.fault = fault;
        this.secret = secret;
        const count = lines_of(this.history, file).length;
        this.tops = new Float64Array(count + 1);
        for (let i = 0; i < count; i++) this.tops[i + 1] = this.tops[i] + ROW + MARK * this.marks(i + 1).length;
        this.list.style.height = this.tops[count] + "em";
        this.list.replaceChildren();
        this.rows.clear();
    }

    private marks(line: number): Mark[] {
        const all = [...(this.failure && !this.secret ? [this.failure] : []), ...(this.fault?.marks ?? [])];
        return all.filter((mark) => mark.file === this.file && mark.line === line);
    }

    /* Scroll to the line, if it is out of sight. */
    private reveal(): void {
        if (this.now < 1 || this.now >= this.tops.length) return;
        const { top, height, em } = this.seen;
        const from = this.tops[this.now - 1] * em;
        const to = this.tops[this.now] * em;
        if (from >= top + em && to <= top + height - em) return;
        this.seen.top = Math.max(0, from - height / 3);
        this.view.scrollTop = this.seen.top;
    }

    private draw(): void {
        const lines = lines_of(this.history, this.file);
        const { top, height, em } = this.seen;
        const at = (y: number) => last_at_most(lines.length, (i) => this.tops[i], y / em) + 1;
        const all = lines.length <= ALL;
        const first = all ? 1 : Math.max(1, at(top) - AROUND);
        const last = all ? lines.length : Math.min(lines.length, at(top + height) + AROUND);
        for (const [line, row] of this.rows)
            if (line < first || line > last) {
                row.remove();
                this.rows.delete(line);
            }
        const added: HTMLLIElement[] = [];
        for (let line = first; line <= last; line++) {
            if (this.rows.has(line)) continue;
            const row = this.row(line, lines[line - 1]);
            this.rows.set(line, row);
            added.push(row);
        }
        if (!added.length) return;
        this.list.append(...added);
        this.mark_rows(true);
    }

    private row(line: number, text: string): HTMLLIElement {
        const { file } = this;
        const ran = this.ran.get(file)?.has(line) ?? false;
        const number = ran
            ? h("button", { type: "button", class: "number", tabindex: -1, "aria-label": "go to line " + line }, String(line))
            : h("span", { class: "number" }, String(line));
        const code = h("code");
        for (const part of code_parts(short(text, MOST_CHARACTERS)))
            code.append(part.kind ? h("span", { class: part.kind }, part.text) : visible(part.text));
        const row = h("li", { class: ran ? "ran" : "", "data-line": line, value: line, style: "top:" + this.tops[line - 1] + "em" },
            number, h("span", { class: "arrow", "aria-hidden": true }), code,
            ...this.marks(line).map((mark) => this.mark(text, mark)));
        if (ran) row.addEventListener("click", () => this.go_to_line(file, line));
        return row;
    }

    private mark(text: string, mark: Mark): HTMLElement {
        const from = Math.min(mark.from, MOST_CHARACTERS);
        const to = Math.min(Math.max(mark.to, from + 1), MOST_CHARACTERS);
        const rule = text.slice(0, from).replace(/[^\t]/g, " ");
        return h("div", { class: mark === this.failure ? "mark failure" : "mark" },
            h("span", { class: "rule", "aria-hidden": true }, rule, h("b", {}, "\u00af".repeat(Math.max(1, to - from)))),
            h("span", { class: "text" }, h("span", { class: "indent", "aria-hidden": true }, rule), ...prose(short(mark.text, 200))));
    }
}
