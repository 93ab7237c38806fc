/* SPDX-License-Identifier: MIT
 *
 * model: what the page says of a class, computed from its data: counts, order, choice.
 * It knows no page, so that its tests need none.
 */
import type { Class, Fault, Item, Mark, Submission, Verdict } from "./types";

/* The data, checked as far as a wrong file would mislead. */
export function check(data: unknown): Class {
    const one = data as Class;
    if (!one || one.format !== "leaklab-class/1" || !Array.isArray(one.submissions))
        throw new Error("these are no data of a class (leaklab-class/1)");
    return one;
}

export function is_judged(one: Submission): boolean {
    return one.verdict === "pass" || one.verdict === "fail";
}

/* "7", "7.5", "6.67". */
export function points(value: number): string {
    return String(Math.round(value * 100) / 100);
}

export function plural(count: number, word: string): string {
    return count + " " + word + (count === 1 ? "" : "s");
}

/* Per cent of what could be had; null: it was not judged. */
export function share(one: Submission): number | null {
    return is_judged(one) && one.score !== undefined && one.most > 0
        ? 100 * one.score / one.most
        : null;
}

/* ---- counts ---------------------------------------------------------------------- */

export interface Counts {
    all: number;
    pass: number;
    fail: number;
    need: number; /* nobody has judged them */
    mean: number | null; /* per cent */
    median: number | null;
}

export function count(all: Submission[]): Counts {
    const of = (verdict: Verdict): number => all.filter((s) => s.verdict === verdict).length;
    const shares = all.map(share).filter((s): s is number => s !== null).sort((a, b) => a - b);
    const middle = shares.length >> 1;
    return {
        all: all.length,
        pass: of("pass"),
        fail: of("fail"),
        need: of("ungradable") + of("harness-error"),
        mean: shares.length ? shares.reduce((a, b) => a + b, 0) / shares.length : null,
        median: !shares.length ? null
            : shares.length % 2 ? shares[middle]
            : (shares[middle - 1] + shares[middle]) / 2,
    };
}

/* How many submissions got how much: ten steps of 10 %, and those with everything. */
export function histogram(all: Submission[]): number[] {
    const bars = new Array<number>(11).fill(0);
    for (const one of all) {
        const s = share(one);
        if (s !== null) bars[s >= 100 ? 10 : Math.max(0, Math.floor(s / 10))]++;
    }
    return bars;
}

export interface Tally {
    key: string;
    submissions: number;
    times: number;
}

function tally(all: Submission[], keys: (one: Submission) => string[]): Tally[] {
    const found = new Map<string, Tally>();
    for (const one of all) {
        const seen = new Set<string>();
        for (const key of keys(one)) {
            const t = found.get(key) ?? { key, submissions: 0, times: 0 };
            t.times++;
            if (!seen.has(key)) t.submissions++;
            seen.add(key);
            found.set(key, t);
        }
    }
    return [...found.values()].sort(
        (a, b) => b.submissions - a.submissions || (a.key < b.key ? -1 : 1));
}

/* Each kind of fault, and how many it hit. What is of no kind says nothing of a class. */
export function faults(all: Submission[]): Tally[] {
    return tally(all, (one) => one.faults.map((f) => f.kind).filter((kind) => kind !== "other"));
}

/* The items that a submission failed. Allocations are made to fail only where all else
 * passes: a sweep that was not tried is no failure. */
export function failed(one: Submission, items: Item[]): number[] {
    if (!is_judged(one)) return [];
    const bad = one.items.filter((r) => r.verdict !== "pass").map((r) => r.item);
    const rest = bad.filter((i) => items[i].kind !== "sweep");
    return rest.length ? rest : bad;
}

/* Each item, and how many failed it; the key is its place in the list of items. */
export function failures(data: Class): Tally[] {
    return tally(data.submissions, (one) => failed(one, data.items).map(String));
}

/* ---- who needs the instructor ------------------------------------------------------ */

/* The first error in a compiler's words: "line 20: expected ';' before '}' token". */
export function first_error(words: string | undefined): { line: number; text: string } | null {
    const m = /^\s*[^\s:][^:\n]*:(\d+):(?:\d+:)? (?:fatal )?error: (.*)$/m.exec(words ?? "");
    return m ? { line: Number(m[1]), text: m[2] } : null;
}

/* Why nobody has judged it, as short as it can be said. */
export function reason(one: Submission): string {
    const error = one.verdict === "ungradable" ? first_error(one.explanation) : null;
    return error ? `line ${error.line}: ${error.text}` : one.why ?? "";
}

export interface Need {
    mend: string; /* "": nothing is known that helps all of them */
    who: number[];
}

/* The submissions that were not judged, together where the same helps; ours first, then
 * the largest groups. */
export function needs(all: Submission[]): Need[] {
    const found = new Map<string, Need & { ours: boolean }>();
    all.forEach((one, i) => {
        if (is_judged(one)) return;
        const mend = one.mend ?? "";
        const need = found.get(mend) ?? { mend, who: [], ours: one.verdict === "harness-error" };
        need.who.push(i);
        found.set(mend, need);
    });
    return [...found.values()]
        .sort((a, b) => Number(b.ours) - Number(a.ours) || b.who.length - a.who.length)
        .map(({ mend, who }) => ({ mend, who }));
}

/* ---- the table --------------------------------------------------------------------- */

export interface Sums {
    passed: number;
    all: number;
    points: number;
    most: number;
}

/* What a submission got for all items of a kind; null: it has none, or they were not
 * tried. */
export function sum(one: Submission, items: Item[], kind: Item["kind"]): Sums | null {
    const of = one.items.filter((r) => items[r.item].kind === kind);
    if (!of.length || !is_judged(one)) return null;
    const bad = failed(one, items);
    if (kind === "sweep" && bad.length && items[bad[0]].kind !== "sweep") return null;
    return {
        passed: of.filter((r) => r.verdict === "pass").length,
        all: of.length,
        points: of.reduce((a, r) => a + r.points, 0),
        most: of.reduce((a, r) => a + r.most, 0),
    };
}

/* The place of a fault that one looks at first. */
export function main_mark(fault: Fault): Mark | undefined {
    return fault.marks.find((m) => m.main) ?? fault.marks[fault.marks.length - 1];
}

/* Whether a mark is in what was handed in. */
export function is_own(mark: Mark, one: Submission, exercise: string | undefined): boolean {
    return mark.file === (one.file ?? exercise ?? mark.file);
}

/* The lines of the handed-in source where its faults are, each once, ascending. */
export function lines(one: Submission, exercise: string | undefined): number[] {
    const found = new Set<number>();
    for (const fault of one.faults) {
        const mark = main_mark(fault);
        if (mark?.line && is_own(mark, one, exercise)) found.add(mark.line);
    }
    return [...found].sort((a, b) => a - b);
}

export type Column = "name" | "id" | "test" | "step" | "memory" | "sweep" | "total" | "faults";

export interface Sort {
    by: Column;
    down: boolean;
}

/* What a column sorts by. Those without come last, up and down. */
function sort_key(one: Submission, data: Class, by: Column): number | null {
    switch (by) {
    case "total": return share(one);
    case "faults": return is_judged(one) ? one.faults.length : null;
    case "name": case "id": return null;
    default: return sum(one, data.items, by)?.points ?? null;
    }
}

const collator = new Intl.Collator(undefined, { numeric: true });

/* The submissions' places, in order. `names` are as they are shown. */
export function order(data: Class, names: string[], sort: Sort): number[] {
    const all = data.submissions.map((_, i) => i);
    const sign = sort.down ? -1 : 1;
    const by_name = (a: number, b: number): number => collator.compare(names[a], names[b]) || a - b;
    if (sort.by === "name") return all.sort((a, b) => sign * by_name(a, b));
    if (sort.by === "id") {
        const id = (i: number): string => data.submissions[i].id ?? "";
        return all.sort((a, b) =>
            Number(id(a) === "") - Number(id(b) === "") ||
            sign * collator.compare(id(a), id(b)) || by_name(a, b));
    }
    const keys = data.submissions.map((one) => sort_key(one, data, sort.by));
    return all.sort((a, b) => {
        const x = keys[a], y = keys[b];
        if (x === null || y === null) return Number(x === null) - Number(y === null) || by_name(a, b);
        return sign * (x - y) || by_name(a, b);
    });
}

export interface Choice {
    verdict: "all" | "pass" | "fail" | "need";
    fault: string; /* a kind; "": any */
    item: number; /* one that failed; -1: any */
    words: string;
}

export const everything: Choice = { verdict: "all", fault: "", item: -1, words: "" };

function fold(text: string): string {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/* What a search looks at. `names`: what is shown of the learner. */
function haystack(one: Submission, data: Class, names: string): string {
    return fold([
        names, one.why ?? "", one.note ?? "", one.late ? "late" : "", one.verdict,
        ...one.faults.map((f) => f.kind + " " + f.headline),
        ...failed(one, data.items).map((i) => data.items[i].title),
    ].join("\n"));
}

/* A test of each submission's place: whether it is chosen. */
export function chooser(data: Class, choice: Choice, names: string[]): (i: number) => boolean {
    const words = fold(choice.words).split(/\s+/).filter((w) => w !== "");
    return (i) => {
        const one = data.submissions[i];
        if (choice.verdict === "need" ? is_judged(one)
            : choice.verdict !== "all" && one.verdict !== choice.verdict) return false;
        if (choice.fault && !one.faults.some((f) => f.kind === choice.fault)) return false;
        if (choice.item >= 0 && !failed(one, data.items).includes(choice.item)) return false;
        if (!words.length) return true;
        const text = haystack(one, data, names[i]);
        return words.every((w) => text.includes(w));
    };
}

/* A file below the page's folder, as a link, whatever its name has in it. */
export function link(file: string): string {
    return "./" + file.split("/").map(encodeURIComponent).join("/");
}
