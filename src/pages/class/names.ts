/* SPDX-License-Identifier: MIT
 *
 * names: how learners are called, and how their names are left out.
 *
 * While names are off, for a projector, a learner is a number that says nothing: neither
 * the order of the names nor that of the IDs can be read from it.
 */
import type { Submission } from "./types";

/* "Ann Lee", or what the submission is called. */
export function full_name(one: Submission): string {
    return one.learner ?? one.name;
}

function hash(text: string): number {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) {
        h ^= text.charCodeAt(i);
        h = Math.imul(h, 0x01000193);
    }
    /* The last characters have to reach the first bits. */
    h ^= h >>> 16;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    return h >>> 0;
}

/* A number for each, from 1 on; the same each time that the page is opened. */
export function numbers(all: Submission[]): number[] {
    const order = all.map((one, i) => ({ i, h: hash(one.name + "\n" + i) }))
        .sort((a, b) => a.h - b.h || a.i - b.i);
    const result = new Array<number>(all.length);
    order.forEach(({ i }, at) => { result[i] = at + 1; });
    return result;
}

export const HIDDEN = "\u2039hidden\u203a";

/* Words of C stay, whoever is called so. */
const C = new Set(("auto break case char const continue default double else enum extern float for " +
    "goto inline int long register restrict return short signed sizeof static struct switch " +
    "typedef union unsigned void volatile while null free malloc realloc calloc main").split(" "));

/* The words that tell who a learner is: the longest first. */
export function telling(one: Submission): string[] {
    const whole = [one.name, one.learner, one.id].filter((w): w is string => !!w);
    const parts = whole.flatMap((w) => w.split(/[^\p{L}\p{N}\p{M}]+/u))
        .filter((w) => w.length >= 3 && !C.has(w.toLowerCase()));
    return [...new Set([...whole, ...parts])].sort((a, b) => b.length - a.length);
}

/* The text without what `any` finds. */
export function without(text: string, any: RegExp | null): string {
    return any === null ? text : text.replace(any, HIDDEN);
}

/* What finds these words, where they stand as words; null: there are none. */
export function finder(words: string[]): RegExp | null {
    if (!words.length) return null;
    const any = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, "giu");
}

/* The names and IDs of a whole class: somebody's may be in the source of another. */
export function all_names(all: Submission[]): string[] {
    const words = all.flatMap((one) => [one.name, one.learner, one.id])
        .filter((w): w is string => !!w && w.length >= 4 && !C.has(w.toLowerCase()));
    return [...new Set(words)].sort((a, b) => b.length - a.length);
}
