/* SPDX-License-Identifier: MIT
 *
 * table: a row a submission: sorted, chosen, opened, by mouse and by keyboard.
 *
 * All rows are on the page, so that the browser's own search, a screen reader and a printer
 * find them. The first are made at once, and the others while the page can be used.
 */
import { h, visible } from "../common/dom";
import { detail } from "./detail";
import * as model from "./model";
import type { Result, Submission } from "./types";
import type { View } from "./view";

const FIRST = 60, AT_ONCE = 250; /* rows */
const CELLS = 14; /* tests of which each has a sign */

interface Head {
    by: model.Column;
    title: string;
    number: boolean;
}

function heads(view: View): Head[] {
    const { data } = view;
    const has = (kind: string): boolean => data.items.some((item) => item.kind === kind);
    const all: Array<Head | false> = [
        { by: "name", title: "Name", number: false },
        data.submissions.some((one) => one.id) && { by: "id", title: "ID", number: false },
        has("test") && { by: "test", title: "Tests", number: true },
        has("step") && { by: "step", title: "Steps", number: true },
        has("memory") && { by: "memory", title: "Memory", number: true },
        has("sweep") && { by: "sweep", title: "Sweep", number: true },
        { by: "total", title: "Total", number: true },
        { by: "faults", title: "Faults, and where", number: false },
    ];
    return all.filter((head): head is Head => head !== false);
}

/* A sign a test: full where it passed. */
function cells(of: Result[]): HTMLElement {
    return h("span", { class: "cells", "aria-hidden": "true" },
        of.map((r) => (r.verdict === "pass" ? "\u25a0" : "\u25a1")).join(""));
}

export class Table {
    readonly node: HTMLElement;
    private readonly heads: Head[];
    private readonly table: HTMLTableElement;
    private readonly rows: Array<HTMLTableRowElement | undefined>;
    private readonly status = h("p", { class: "status", role: "status" });
    private readonly empty = h("p", { class: "hint" }, "No submission is like that.");
    private order: number[] = [];
    private shown: number[] = [];
    private opened: HTMLTableRowElement | null = null;
    private later = 0;

    constructor(private readonly view: View) {
        this.rows = new Array(view.data.submissions.length);
        this.heads = heads(view);
        this.table = h("table", { class: "class" },
            h("caption", { class: "unseen" }, "A row a submission. The button with the name opens it."),
            h("colgroup", {}, ...this.heads.map((head) => h("col", { class: head.by }))),
            h("thead", {}, h("tr", {}, ...this.heads.map((head) => this.head(head)))));
        this.table.addEventListener("keydown", (event) => this.key(event));
        this.node = h("section", { class: "submissions", "aria-labelledby": "submissions" },
            h("h2", { id: "submissions" }, "Submissions"), this.tools(), this.status,
            h("div", { class: "wide-table", tabindex: -1 }, this.table), this.empty);
        view.changed((what) => {
            if (what.has("named")) this.rename();
            if (what.has("sort") || what.has("choice") || what.has("named")) this.arrange();
            if (what.has("open") || what.has("named")) this.unfold();
        });
        this.arrange();
        if (view.state.open !== null) this.unfold();
    }

    /* ---- above the table ---- */

    private tools(): HTMLElement {
        const { view } = this, counts = model.count(view.data.submissions);
        const search = h("input", {
            type: "search", id: "search", "aria-keyshortcuts": "/", autocomplete: "off", spellcheck: "false",
            placeholder: "name, ID, fault, test", "aria-label": "search: name, ID, fault or test",
        });
        search.addEventListener("input", () =>
            view.change({ choice: { ...view.state.choice, words: search.value } }));
        search.addEventListener("keydown", (event) => {
            if (event.key === "ArrowDown" || event.key === "Enter") {
                event.preventDefault();
                this.focus(0);
            }
        });
        const verdicts: Array<[model.Choice["verdict"], string, number]> = [
            ["all", "All", counts.all], ["pass", "Pass", counts.pass],
            ["fail", "Fail", counts.fail], ["need", "Need you", counts.need]];
        const buttons = verdicts.map(([verdict, title, count]) => {
            const button = h("button", { type: "button" }, title + " ", h("span", { class: "number" }, String(count)));
            button.addEventListener("click", () => view.change({ choice: { ...view.state.choice, verdict } }));
            const show = (): void =>
                button.setAttribute("aria-pressed", String(view.state.choice.verdict === verdict));
            view.changed((what) => what.has("choice") && show());
            show();
            return button;
        });
        const chips = h("span", { class: "chips" });
        const show_chips = (): void => {
            const { choice } = view.state;
            const chip = (text: string, none: Partial<model.Choice>): HTMLElement => {
                const button = h("button", { type: "button", class: "chip", "aria-label": "no longer only: " + text },
                    text, h("span", { "aria-hidden": "true" }, " \u00d7"));
                button.addEventListener("click", () => {
                    view.change({ choice: { ...view.state.choice, ...none } });
                    search.focus();
                });
                return button;
            };
            chips.replaceChildren(
                ...(choice.fault ? [chip(choice.fault.replace(/-/g, " "), { fault: "" })] : []),
                ...(choice.item >= 0 ? [chip("fails: " + view.data.items[choice.item].title, { item: -1 })] : []));
            if (search.value !== choice.words) search.value = choice.words;
        };
        view.changed((what) => what.has("choice") && show_chips());
        show_chips();
        return h("div", { class: "tools" }, search,
            h("div", { class: "verdicts", role: "group", "aria-label": "which submissions" }, ...buttons), chips);
    }

    private head(head: Head): HTMLElement {
        const { view } = this;
        const button = h("button", { type: "button" }, head.title, h("span", { class: "arrow", "aria-hidden": "true" }));
        const cell = h("th", { scope: "col", class: head.by + (head.number ? " number" : "") }, button);
        button.addEventListener("click", () => {
            const { sort } = view.state;
            view.change({ sort: { by: head.by, down: sort.by === head.by ? !sort.down : false } });
        });
        const show = (): void => {
            const { sort } = view.state;
            if (sort.by === head.by) cell.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
            else cell.removeAttribute("aria-sort");
        };
        view.changed((what) => what.has("sort") && show());
        show();
        return cell;
    }

    /* ---- rows ---- */

    private sum(one: Submission, kind: "test" | "step" | "memory" | "sweep"): Array<Node | string> {
        const { items } = this.view.data;
        const sum = model.sum(one, items, kind);
        if (!sum) return [h("span", { class: "none" }, "\u2013")];
        if (kind === "memory" || kind === "sweep")
            return [h("span", { class: sum.passed === sum.all ? "" : "less" },
                model.points(sum.points), h("span", { class: "of" }, "/" + model.points(sum.most)))];
        const of = one.items.filter((r) => items[r.item].kind === kind);
        return [h("span", { class: "tests" }, of.length <= CELLS ? cells(of) : "",
            h("span", { class: sum.passed === sum.all ? "" : "less" },
                String(sum.passed), h("span", { class: "of" }, "/" + sum.all)))];
    }

    private total(one: Submission): HTMLElement {
        if (!model.is_judged(one))
            return h("span", { class: "verdict need" },
                one.verdict === "ungradable" ? "not gradable" : "not graded");
        return h("span", { class: "verdict " + one.verdict },
            h("span", { class: "sign", "aria-hidden": "true" }, one.verdict === "pass" ? "\u2713 " : "\u2717 "),
            model.points(one.score ?? 0), h("span", { class: "of" }, "/" + model.points(one.most)),
            h("span", { class: "unseen" }, one.verdict === "pass" ? ", pass" : ", fail"));
    }

    private where(one: Submission, i: number): Array<Node | string> {
        if (!model.is_judged(one)) return [this.view.text(i, model.reason(one))];
        const kinds = model.faults([one]);
        if (!kinds.length) {
            const bad = model.failed(one, this.view.data.items);
            return bad.length ? [h("span", { class: "fails" },
                "fails: " + this.view.data.items[bad[0]].title + (bad.length > 1 ? ` and ${bad.length - 1} more` : ""))] : [];
        }
        const lines = model.lines(one, this.view.data.exercise);
        return [kinds.map((k) => k.key.replace(/-/g, " ") + (k.times > 1 ? ` (${k.times})` : "")).join(", "),
            lines.length ? h("span", { class: "place" },
                (lines.length > 1 ? " lines " : " line ") + lines.slice(0, 6).join(", ") +
                (lines.length > 6 ? " \u2026" : "")) : ""];
    }

    private named(row: HTMLTableRowElement, i: number): void {
        const { view } = this, one = view.data.submissions[i];
        const name = row.cells[0].querySelector("bdi")!;
        name.textContent = "";
        name.append(...h("bdi", {}, view.name(i)).childNodes);
        const id = row.querySelector("td.id");
        if (id) id.textContent = visible(view.id(i));
        row.lastElementChild!.replaceChildren(
            ...this.where(one, i).map((part) => (typeof part === "string" ? visible(part) : part)));
    }

    private row(i: number): HTMLTableRowElement {
        const made = this.rows[i];
        if (made) return made;
        const one = this.view.data.submissions[i];
        const button = h("button", { type: "button", class: "open", "aria-expanded": "false" },
            h("span", { class: "fold", "aria-hidden": "true" }), h("bdi"));
        button.addEventListener("click", () =>
            this.view.change({ open: this.view.state.open === i ? null : i }));
        const row = h("tr", { class: one.verdict, "data-at": i }, ...this.heads.map((head) => {
            switch (head.by) {
            case "name": return h("th", { scope: "row", class: "name" }, button,
                one.late ? h("span", { class: "late" }, "late") : null);
            case "id": return h("td", { class: "id" });
            case "total": return h("td", { class: "total number" }, this.total(one));
            case "faults": return h("td", { class: "faults" });
            default: return h("td", { class: head.by + " number" }, ...this.sum(one, head.by));
            }
        }));
        row.addEventListener("click", (event) => {
            if (!(event.target as Element).closest("button") && !String(getSelection())) button.click();
        });
        this.named(row, i);
        this.rows[i] = row;
        return row;
    }

    private rename(): void {
        this.rows.forEach((row, i) => row && this.named(row, i));
    }

    /* Put the rows in their order; those that are not chosen are not on the page. */
    private arrange(): void {
        const { view } = this, { state, data } = view;
        const focus = document.activeElement;
        cancelIdle(this.later);
        this.order = model.order(data, view.names(), state.sort);
        this.shown = this.order.filter(model.chooser(data, state.choice, view.searched()));
        for (const body of [...this.table.tBodies]) body.remove();
        this.put(0, FIRST);
        this.go_on(FIRST);
        this.keep_open();
        this.status.textContent =
            `${this.shown.length} of ${model.plural(data.submissions.length, "submission")}, by ${this.sorted_by()}`;
        this.empty.hidden = this.shown.length > 0;
        if (focus instanceof HTMLElement && focus !== document.activeElement && this.table.contains(focus)) focus.focus();
    }

    private sorted_by(): string {
        const { by, down } = this.view.state.sort;
        const words: Record<model.Column, string> = {
            name: "name", id: "ID", test: "points for tests", step: "points for steps", memory: "points for memory",
            sweep: "points for the sweep", total: "total", faults: "number of faults",
        };
        if (by === "name" || by === "id") return words[by] + (down ? ", the last first" : "");
        return `${words[by]}, ${down ? "the most" : "the least"} first`;
    }

    /* Add the rows of these places, as a body of their own: browsers lay out each body once. */
    private put(from: number, to: number): void {
        this.table.append(h("tbody", {}, ...this.shown.slice(from, to).map((i) => this.row(i))));
    }

    private go_on(from: number): void {
        if (from >= this.shown.length) {
            this.node.dataset.complete = "yes";
            return;
        }
        delete this.node.dataset.complete;
        this.later = idle(() => {
            this.put(from, from + AT_ONCE);
            this.keep_open();
            this.go_on(from + AT_ONCE);
        });
    }

    /* ---- the one that is open ---- */

    private keep_open(): void {
        const { open } = this.view.state;
        const row = open === null ? undefined : this.rows[open];
        if (this.opened && row?.isConnected && row.nextSibling !== this.opened) row.after(this.opened);
    }

    private unfold(): void {
        const { open } = this.view.state;
        for (const row of this.rows)
            if (row && row.classList.contains("opened")) {
                row.classList.remove("opened");
                row.querySelector("button.open")!.setAttribute("aria-expanded", "false");
            }
        this.opened?.remove();
        this.opened = null;
        if (open === null) return;
        const row = this.row(open);
        row.classList.add("opened");
        const button = row.querySelector("button.open")!;
        button.setAttribute("aria-expanded", "true");
        button.setAttribute("aria-controls", "opened");
        const cell = h("td", { colspan: this.heads.length }, detail(this.view, open));
        this.opened = h("tr", { class: "opened-detail", id: "opened" }, cell);
        if (row.isConnected) row.after(this.opened);
    }

    /* Open a submission from elsewhere on the page, and go to it. */
    open(i: number): void {
        if (!this.shown.includes(i)) this.view.change({ choice: model.everything });
        if (this.view.state.open !== i) this.view.change({ open: i });
        this.all_now();
        const row = this.row(i);
        row.querySelector<HTMLElement>("button.open")!.focus({ preventScroll: true });
        row.scrollIntoView({ block: "start" });
    }

    /* Make the rows that are still missing. */
    private all_now(): void {
        if (this.node.dataset.complete === "yes") return;
        cancelIdle(this.later);
        for (let at = this.table.querySelectorAll("tr[data-at]").length; at < this.shown.length; at += AT_ONCE)
            this.put(at, at + AT_ONCE);
        this.node.dataset.complete = "yes";
        this.keep_open();
    }

    /* ---- keys ---- */

    /* Move to a row: its place in the order. */
    focus(at: number): void {
        if (at < 0 || at >= this.shown.length) return;
        if (!this.rows[this.shown[at]]?.isConnected) this.all_now();
        const button = this.row(this.shown[at]).querySelector<HTMLElement>("button.open")!;
        button.focus();
        button.scrollIntoView({ block: "nearest" });
    }

    private key(event: KeyboardEvent): void {
        const target = event.target as Element;
        if (event.ctrlKey || event.altKey || event.metaKey || !target.matches("button.open")) return;
        const at = this.shown.indexOf(Number((target.closest("tr") as HTMLElement).dataset.at));
        const to: Record<string, number> = {
            ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1,
            Home: 0, End: this.shown.length - 1,
        };
        if (event.key in to) {
            event.preventDefault();
            this.focus(to[event.key]);
        }
    }

    /* Close what is open; whether there was something. */
    close(): boolean {
        const { open } = this.view.state;
        if (open === null) return false;
        this.view.change({ open: null });
        const row = this.rows[open];
        if (row?.isConnected) row.querySelector<HTMLElement>("button.open")!.focus();
        return true;
    }
}

/* Where a browser has no such thing, soon is good enough. */
function idle(work: () => void): number {
    return "requestIdleCallback" in window
        ? window.requestIdleCallback(work, { timeout: 100 })
        : (window as Window).setTimeout(work, 0);
}

function cancelIdle(id: number): void {
    if ("cancelIdleCallback" in window) window.cancelIdleCallback(id);
    else (window as Window).clearTimeout(id);
}
