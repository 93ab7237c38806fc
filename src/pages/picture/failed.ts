/* SPDX-License-Identifier: MIT
 *
 * failed: the allocation that was made to fail: when it was asked for, and in words.
 *
 * `leaklab picture --fail` tells which one it is. Where a lesson made it fail, only its moment
 * is known.
 */
import type { History } from "./history";
import { Kind } from "./log";
import type { Failed, Mark } from "./model";
import { bytes, lines_of, quoted } from "./words";

/* "3rd" */
function ordinal(n: number): string {
    const teen = n % 100 >= 11 && n % 100 <= 13;
    return n + (teen ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th");
}

/* The stop whose line asks for it; null if nothing was made to fail. */
export function stop_of_failure(history: History): number | null {
    const { kind, count } = history.log;
    for (let t = 0; t < count; t++) if (kind[t] === Kind.Denied) return history.stop_before(t);
    return null;
}

/* "the 3rd allocation (malloc, 24 bytes) fails here" */
export function failure_words(failed: Failed | null | undefined, where = " here"): string {
    if (!failed) return "an allocation fails" + where;
    return "the " + ordinal(failed.number) + " allocation (" + failed.call + ", " + bytes(failed.size) + ")"
        + (failed.with_all ? " and all after it fail" : " fails") + where;
}

/* What its line does; that of one after it, too. */
export function failure_deed(history: History, number: number): string {
    const { failed } = history.picture;
    if (number === 0) return "An allocation is made to fail: it gets no memory.";
    return failed && failed.number === number ? "Its call of " + quoted(failed.call) + " gets no memory."
        : "The " + ordinal(number) + " allocation fails, too.";
}

/* Its caption in the source: at the call, if the line shows it. */
export function failure_mark(history: History, stop: number | null): Mark | null {
    const { failed } = history.picture;
    const place = stop === null ? null : history.stops[stop].place;
    if (!place) return null;
    const line = lines_of(history, place.file)[place.line - 1] ?? "";
    const call = failed ? line.search(new RegExp("\\b" + failed.call.replace(/\W/g, "") + "\\b")) : -1;
    const from = call < 0 ? line.length - line.trimStart().length : call;
    const to = call < 0 ? line.trimEnd().length : call + failed!.call.length;
    return { ...place, from, to, text: failure_words(failed) };
}
