/* SPDX-License-Identifier: MIT
 *
 * source: the program's text, with the line that runs next.
 *
 * A file of many lines is shown in part, around that line: `AROUND` lines on each side.
 */
import { h, short, visible } from "../shared/dom";
import { code_parts } from "../shared/code";
import type { History } from "./history";
import type { Fault } from "./model";
import { file_name, lines_of } from "./words";

const AROUND = 400;
const MOST_CHARACTERS = 300;

export class SourceView {
    readonly node = h("section", { class: "source", "aria-label": "Source" });
    private readonly head = h("div", { class: "panel-head" });
    private readonly list = h("ol", { class: "lines", tabindex: 0, "aria-label": "Lines; those that ran can be gone to" });
    private file = -2;
    private first = 0;
    private rows: HTMLLIElement[] = [];
    private readonly ran = new Map<number, Set<number>>();
    private marks = "";

    constructor(
        private readonly history: History,
        private readonly go_to_line: (file: number, line: number) => void,
    ) {
        for (const stop of history.stops) {
            if (!stop.place) continue;
            let lines = this.ran.get(stop.place.file);
            if (!lines) this.ran.set(stop.place.file, (lines = new Set()));
            lines.add(stop.place.line);
        }
        this.node.append(this.head, this.list);
        this.fill_head();
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
            this.show_file(Number(select.value), 1, null);
        });
        this.head.append(h("h2", {}, "Source"), select);
    }

    private select(): HTMLSelectElement | null {
        return this.head.querySelector("select");
    }

    /* Show the line as the next to run; `called` are the lines where callers wait. */
    show(file: number, line: number, called: { file: number; line: number }[], fault: Fault | null): void {
        this.show_file(file, line, fault);
        for (const row of this.rows) row.classList.remove("now", "caller");
        for (const row of this.list.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
        for (const place of called)
            if (place.file === file) this.rows[place.line - 1 - this.first]?.classList.add("caller");
        const row = this.rows[line - 1 - this.first];
        if (!row) return;
        row.classList.add("now");
        row.setAttribute("aria-current", "step");
        const top = row.offsetTop;
        const view = this.list;
        if (top < view.scrollTop + 30 || top + row.offsetHeight > view.scrollTop + view.clientHeight - 30)
            view.scrollTop = top - view.clientHeight / 3;
    }

    private show_file(file: number, line: number, fault: Fault | null): void {
        const lines = lines_of(this.history, file);
        const first = lines.length <= 2 * AROUND ? 0
            : Math.max(0, Math.min(lines.length - 2 * AROUND, line - 1 - AROUND));
        const near = lines.length <= 2 * AROUND
            || (line - 1 >= this.first + 20 && line - 1 < this.first + 2 * AROUND - 20)
            || first === this.first;
        const marks = fault ? JSON.stringify(fault.marks) : "";
        if (file === this.file && near && marks === this.marks) return;
        if (file !== this.file || !near) this.first = first;
        this.file = file;
        this.marks = marks;
        const select = this.select();
        if (select) select.value = String(file);
        this.rows = lines.slice(this.first, this.first + 2 * AROUND)
            .map((text, i) => this.row(file, this.first + i + 1, text, fault));
        const left_out = lines.length > 2 * AROUND
            ? h("li", { class: "note" }, "Lines " + (this.first + 1) + " to " + (this.first + this.rows.length)
                + " of " + lines.length + " are shown.") : null;
        this.list.replaceChildren(...this.rows, ...(left_out ? [left_out] : []));
    }

    private row(file: number, line: number, text: string, fault: Fault | null): HTMLLIElement {
        const ran = this.ran.get(file)?.has(line);
        const number = ran
            ? h("button", { type: "button", class: "number", tabindex: -1, "aria-label": "go to line " + line }, String(line))
            : h("span", { class: "number" }, String(line));
        const code = h("code");
        for (const part of code_parts(short(text, MOST_CHARACTERS)))
            code.append(part.kind ? h("span", { class: part.kind }, part.text) : visible(part.text));
        const row = h("li", { class: ran ? "ran" : "", "data-line": line },
            number, h("span", { class: "arrow", "aria-hidden": true }), code);
        for (const mark of fault?.marks ?? [])
            if (mark.file === file && mark.line === line) row.append(this.mark(text, mark));
        if (ran) row.addEventListener("click", () => this.go_to_line(file, line));
        return row;
    }

    private mark(text: string, mark: { from: number; to: number; text: string }): HTMLElement {
        const from = Math.min(mark.from, MOST_CHARACTERS);
        const to = Math.min(Math.max(mark.to, from), MOST_CHARACTERS);
        const rule = text.slice(0, from).replace(/[^\t]/g, " ") + "\u2500".repeat(Math.max(1, to - from));
        return h("div", { class: "mark" }, h("span", { class: "rule", "aria-hidden": true }, rule),
            h("span", { class: "text" }, mark.text));
    }
}
