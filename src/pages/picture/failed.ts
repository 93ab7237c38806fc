/* SPDX-License-Identifier: MIT
 *
 * failed: the allocation that was made to fail: when it was asked for, and in words.
 */
import type { History } from "./history";
import { Kind } from "./log";
import type { Failed, Mark, Picture } from "./model";
import { bytes, quoted } from "./words";

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

/* "the 3rd allocation (malloc, 24 bytes)" */
function name(failed: Failed): string {
    return "the " + ordinal(failed.number) + " allocation (" + failed.call + ", " + bytes(failed.size) + ")";
}

/* "the 3rd allocation (malloc, 24 bytes) fails here" */
export function failure_words(failed: Failed, where = " here"): string {
    return name(failed) + (failed.with_all ? " and all after it fail" : " fails") + where;
}

/* What its line does; that of one after it, too. */
export function failure_deed(history: History, number: number): string {
    const failed = history.picture.failed;
    return failed && failed.number === number ? "Its call of " + quoted(failed.call) + " gets no memory."
        : "The " + ordinal(number) + " allocation fails, too.";
}

/* Its caption in the source. */
export function failure_mark(picture: Picture): Mark | null {
    const { failed } = picture;
    if (!failed || failed.file === null || !failed.line) return null;
    const line = picture.files[failed.file]?.text.split("\n")[failed.line - 1] ?? "";
    const call = line.search(new RegExp("\\b" + failed.call.replace(/\W/g, "") + "\\b"));
    const from = call < 0 ? line.length - line.trimStart().length : call;
    const to = call < 0 ? line.trimEnd().length : call + failed.call.length;
    return { file: failed.file, line: failed.line, from, to, text: failure_words(failed) };
}
