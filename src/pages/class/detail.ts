/* SPDX-License-Identifier: MIT
 *
 * detail: one submission, opened: its source with the lines of its faults, each fault
 * explained, what failed, and what the learner reads.
 */
import { code_parts } from "../common/code";
import { h, prose, short, visible } from "../common/dom";
import * as model from "./model";
import type { Fault, Mark, Submission, Value } from "./types";
import type { View } from "./view";

const LINE_MOST = 4000; /* characters of a line that are shown */

/* ---- the source ------------------------------------------------------------------ */

/* A note below a line: which fault it is of, and what happened there. */
interface Note {
    fault: number; /* from 0; -1: of the compiler */
    mark: Mark;
}

function notes(one: Submission, exercise: string | undefined): Map<number, Note[]> {
    const found = new Map<number, Note[]>();
    const add = (note: Note): void => {
        if (!note.mark.line || !model.is_own(note.mark, one, exercise)) return;
        found.set(note.mark.line, [...found.get(note.mark.line) ?? [], note]);
    };
    one.faults.forEach((fault, i) => fault.marks.forEach((mark) => add({ fault: i, mark })));
    const error = model.is_judged(one) ? null : model.first_error(one.explanation);
    if (error)
        add({ fault: -1, mark: { file: one.file ?? exercise ?? "", line: error.line, text: error.text, main: true } });
    return found;
}

/* What is drawn of a source, and how one shows another fault in it. */
interface Source {
    node: HTMLElement;
    choose: (fault: number, scroll: boolean) => void;
    go: (line: number) => void;
}

function coloured(line: string): HTMLElement {
    return h("code", {}, ...code_parts(line).map(({ kind, text }) =>
        kind === "" ? document.createTextNode(visible(text)) : h("span", { class: kind }, text)));
}

function source(view: View, i: number): Source | null {
    const one = view.data.submissions[i], exercise = view.data.exercise;
    if (one.source === undefined) return null;
    const marked = notes(one, exercise);
    const rows = new Map<number, HTMLElement>();
    const drawn: Array<{ note: Note; node: HTMLElement }> = [];
    const text = view.text(i, one.source).replace(/\n$/, "");
    const list = h("ol", { class: "source" }, ...text.split("\n").map((line, at) => {
        const own = marked.get(at + 1) ?? [];
        const row = h("li", { value: at + 1 }, coloured(short(line, LINE_MOST)),
            ...own.map((note) => {
                const node = h("div", { class: "note" + (note.mark.main ? " main" : "") },
                    note.fault >= 0 && one.faults.length > 1
                        ? h("span", { class: "badge" }, String(note.fault + 1)) : null,
                    ...prose(note.mark.text));
                drawn.push({ note, node });
                return node;
            }));
        if (own.length) rows.set(at + 1, row);
        return row;
    }));
    const box = h("div", {
        class: "scroll", tabindex: 0, role: "region",
        "aria-label": "the source, as it was handed in",
    }, list);
    const go = (line: number): void => {
        const row = list.children[line - 1] as HTMLElement | undefined;
        if (row) box.scrollTop = row.offsetTop - box.clientHeight / 3;
    };
    const choose = (fault: number, scroll: boolean): void => {
        for (const row of rows.values()) row.className = "other";
        for (const { note, node } of drawn) {
            const on = note.fault === fault || note.fault < 0;
            node.classList.toggle("off", !on);
            if (on) rows.get(note.mark.line ?? 0)!.className = "hit";
        }
        const mark = one.faults[fault] && model.main_mark(one.faults[fault]);
        const line = mark && model.is_own(mark, one, exercise) ? mark.line
            : [...marked.keys()].sort((a, b) => a - b)[0];
        if (scroll && line) go(line);
    };
    const node = h("div", { class: "left" },
        h("h3", {}, exercise ?? "source"), box,
        one.source_cut ? h("p", { class: "hint" }, "The rest of the source is left out of this page.")
            : null);
    return { node, choose, go };
}

/* ---- a fault --------------------------------------------------------------------- */

/* What is code as a whole needs no marks for the code in it. */
function plain(text: string): string {
    return text.replace(/`/g, "");
}

function value(one: Value): HTMLElement {
    return h("li", {}, h("code", {}, one.name), one.value !== undefined ? " = " : null,
        one.value !== undefined ? h("code", {}, plain(short(one.value, 400))) : null,
        ...(one.note ? prose(" \u2013 " + one.note) : []));
}

function calls(fault: Fault): HTMLElement | null {
    if (!fault.path?.length) return null;
    return h("ol", { class: "calls", "aria-label": "the calls that led there, the innermost first" },
        ...fault.path.map((call) => h("li", {}, h("code", {}, call.function + "(" +
            call.arguments.map((a) => (a.value === undefined ? a.name : `${a.name} = ${plain(short(a.value, 200))}`))
                .join(", ") + ")"),
            call.line ? h("span", { class: "place" }, ` ${call.file}:${call.line}`) : null)));
}

function explained(view: View, i: number, at: number, drawn: Source | null): HTMLElement {
    const one = view.data.submissions[i], fault = one.faults[at];
    const shown = (text: string): Array<Node | string> => prose(view.text(i, text));
    const said = one.faults.slice(0, at).some((other) => other.text === fault.text);
    const title = one.faults.length > 1 ? [h("span", { class: "badge" }, String(at + 1)), " "] : [];
    const places = fault.marks.map((mark) => {
        const here = drawn && mark.line && model.is_own(mark, one, view.data.exercise);
        const where = mark.line ? (here ? "line " + mark.line : `${mark.file}:${mark.line}`) : mark.file;
        const line = h("li", { class: mark.main ? "main" : "" });
        if (here) {
            const button = h("button", { type: "button", class: "line" }, where);
            button.addEventListener("click", () => drawn.go(mark.line!));
            line.append(button);
        } else line.append(h("span", { class: "place" }, where));
        line.append(" ", ...prose(mark.text));
        return line;
    });
    return h("section", { class: "fault", "aria-label": fault.headline },
        h("h4", {}, ...title, ...shown(fault.headline)),
        h("p", { class: "hint" }, fault.kind,
            fault.tools?.length ? ", seen by " + fault.tools.join(", ") : ""),
        places.length ? h("ol", { class: "places" }, ...places) : null,
        fault.values?.length ? h("ul", { class: "values", "aria-label": "what the variables held" },
            ...fault.values.map(value)) : null,
        calls(fault),
        fault.text && !said ? h("p", {}, ...shown(fault.text)) : null,
        fault.look ? h("p", {}, h("strong", {}, "Look at: "), ...shown(fault.look)) : null);
}

/* ---- the rest -------------------------------------------------------------------- */

function results(view: View, i: number): HTMLElement | null {
    const one = view.data.submissions[i];
    if (!one.items.length) return null;
    const judged = model.is_judged(one);
    const bad = one.items.filter((r) => r.verdict !== "pass");
    const rows = [...bad, ...one.items.filter((r) => r.verdict === "pass")].map((r) => {
        const item = view.data.items[r.item], ok = r.verdict === "pass";
        return h("li", { class: ok ? "ok" : "bad" },
            h("span", { class: "sign", "aria-hidden": "true" }, ok ? "\u2713" : judged ? "\u2717" : "?"),
            h("span", { class: "unseen" }, ok ? "passed: " : judged ? "failed: " : "not judged: "),
            h("span", { class: "what" }, item.title, item.hidden ? " (hidden)" : "",
                r.message ? h("span", { class: "message" }, ...prose(view.text(i, r.message))) : null),
            h("span", { class: "number" }, `${model.points(r.points)} of ${model.points(r.most)}`));
    });
    return h("details", { class: "results", open: bad.length > 0 },
        h("summary", {}, judged
            ? bad.length ? `${bad.length} of ${one.items.length} failed` : `all ${one.items.length} passed`
            : "not judged yet"),
        h("ul", { class: "plain" }, ...rows));
}

/* As one word of the shell. */
export function quoted(word: string): string {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : "'" + word.replace(/'/g, "'\\''") + "'";
}

/* The picture of its memory, or how to see it. A page begins no run of a learner's code, and
 * that one is not isolated: the instructor decides. */
function picture(view: View, i: number): HTMLElement | null {
    const one = view.data.submissions[i], { program, exercise } = view.data;
    if (one.picture && view.state.named) /* its address has the name */
        return h("p", {}, h("a", { class: "picture", href: model.link(one.picture) }, "Its memory, step by step"),
            ": the page opens where the fault happens.");
    if (!one.faults.length || one.source === undefined || !exercise) return null;
    const save = one.source_cut ? null : h("a", {
        download: exercise, href: "data:text/x-c;charset=utf-8," + encodeURIComponent(one.source),
    }, "save " + exercise);
    const folder = program?.folder ?? "";
    const command = program && save && h("code", { class: "command" }, ["leaklab picture -I", quoted(folder),
        ...program.files.map((file) => quoted(folder + "/" + file)), quoted(exercise)].join(" "));
    return save && h("p", { class: "hint" }, ...(command
        ? ["To see its memory, step by step, ", save, ", read it, and run ", command,
            " beside it: this runs the learner\u2019s program with your rights, isolated from nothing."]
        : [save]));
}

function learner_reads(view: View, i: number): HTMLElement | null {
    const one = view.data.submissions[i];
    if (!one.explanation) return null;
    return h("details", { open: !one.faults.length && one.verdict !== "pass" },
        h("summary", {}, one.verdict === "ungradable" ? "What the compiler says, and all that the learner reads"
            : "All that the learner reads"),
        h("pre", { tabindex: 0 }, view.text(i, one.explanation)),
        one.explanation_cut ? h("p", { class: "hint" }, "The rest is in the learner\u2019s feedback.") : null);
}

export function detail(view: View, i: number): HTMLElement {
    const one = view.data.submissions[i];
    const drawn = source(view, i);
    const right = h("div", { class: "right" });
    if (!model.is_judged(one))
        right.append(h("p", { class: "why" }, h("strong", {},
            one.verdict === "ungradable" ? "Not gradable: " : "Not graded, by no fault of theirs: "),
            ...prose(view.text(i, one.why ?? ""))));
    if (one.mend) right.append(h("p", {}, h("strong", {}, "What helps: "), one.mend));
    if (one.note) right.append(h("p", {}, view.text(i, one.note)));
    if (one.brief)
        right.append(h("p", { class: "hint" },
            "This class is too large for all details: see the learner\u2019s feedback."));
    const sections = one.faults.map((_, at) => explained(view, i, at, drawn));
    sections.forEach((section, at) => {
        const choose = (): void => {
            sections.forEach((s, k) => s.classList.toggle("chosen", k === at));
            drawn?.choose(at, false);
        };
        section.addEventListener("click", choose);
        section.addEventListener("focusin", choose);
        section.classList.toggle("chosen", at === 0);
    });
    const add = (...parts: Array<HTMLElement | null>): void =>
        right.append(...parts.filter((p): p is HTMLElement => p !== null));
    add(...sections, results(view, i), learner_reads(view, i), picture(view, i));
    if (one.path && view.state.named)
        right.append(h("p", { class: "hint" }, "Handed in as ", h("code", {}, one.path)));
    const node = h("div", { class: "detail" + (drawn ? "" : " alone") }, drawn?.node, right);
    /* Once it is on the page, where it can be scrolled. */
    requestAnimationFrame(() => drawn?.choose(0, true));
    return node;
}
