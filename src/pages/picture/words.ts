/* SPDX-License-Identifier: MIT
 *
 * words: a moment as sentences, for those who see the picture and those who hear it.
 */
import { Kind } from "./log";
import { failure_deed } from "./failed";
import { Arrow, History, Life, NEVER, Stop } from "./history";
import type { Fault } from "./model";
import { is_freed } from "./moment";
import { block_name, Scene } from "./names";
import { show_scalar } from "./values";

const numbers = new Intl.NumberFormat("en");

export function bytes(count: number): string {
    return count === 1 ? "1 byte" : numbers.format(count) + " bytes";
}

/* The file without its folder, where no other file of the program is called so. */
export function file_name(history: History, file: number): string {
    const { files } = history.picture;
    const entry = files[file];
    const base = (path: string) => path.slice(path.lastIndexOf("/") + 1);
    if (!entry) return "?";
    const alone = files.every((other) => other === entry || base(other.path) !== base(entry.path));
    return alone ? base(entry.path) : entry.shown ?? entry.path;
}

/* "line 13", with the file's name if it is another file than `here`. */
export function place_name(history: History, place: { file: number; line: number } | null, here = -1): string {
    if (!place) return "a library";
    const line = "line " + place.line;
    return history.picture.files.length < 2 || place.file === here ? line
        : line + " of " + file_name(history, place.file);
}

/* "buggy.c:13", or "line 13" where there is one file. */
export function place_short(history: History, place: { file: number; line: number } | null): string {
    if (!place || history.picture.files.length < 2) return place_name(history, place);
    return file_name(history, place.file) + ":" + place.line;
}

export function source_line(history: History, stop: Stop): string {
    if (!stop.place) return "";
    const text = lines_of(history, stop.place.file)[stop.place.line - 1] ?? "";
    return text.replace(/\/\*.*?\*\/|\/\/.*$/g, "").trim();
}

const cache = new WeakMap<object, string[]>();

export function lines_of(history: History, file: number): string[] {
    const entry = history.picture.files[file];
    if (!entry) return [];
    let lines = cache.get(entry);
    if (!lines) cache.set(entry, (lines = entry.text.split("\n")));
    return lines;
}

export function scene(history: History, stop: Stop): Scene {
    return new Scene(history, stop.event, stop.thread, stop.place?.line ?? 0);
}

/* How the last pointer to a block went: the rest of "its last pointer, `p`, …". */
const WENT = [
    "was overwritten", "ended with its function or block of code", "was returned, and nobody kept it",
    "was never stored", "was in a block that was freed", "was in a function that longjmp left",
    "ended with its thread",
];
const GOES = [
    "overwrites", "ends the life of", "drops", "does not store", "frees the block that holds",
    "leaves the function that has", "ends the thread that has",
];

/* The name of the word that held the last pointer to a lost block, as of the moment before;
 * null if it has none. */
export function last_pointer(history: History, life: Life): string | null {
    const told = history.picture.faults.find((fault) => fault.block === life.number && fault.variable
        && (!fault.allocated || !life.place || fault.allocated.line === life.place.line));
    if (told?.variable) return told.variable;
    const stop = history.stops[history.stop_before(life.lost)];
    return stop ? scene(history, stop).known_name(life.lost_word) : null;
}

/* "its last pointer, `p`, was overwritten" */
function loss_words(history: History, life: Life): string {
    const name = last_pointer(history, life);
    return "its last pointer" + (name ? ", " + quoted(name) + ", " : " ") + (WENT[life.how] ?? "is gone");
}

/* What the line at `stop` does until the next stop, a sentence each. */
export function deeds(history: History, index: number): string[] {
    const stop = history.stops[index];
    const next = history.stops[index + 1];
    if (!stop || !next) return [];
    const said: string[] = [];
    for (let t = stop.event + 1; t <= next.event && said.length < MOST_DEEDS; t++) {
        const text = deed(history, stop, next, t);
        if (text && !said.includes(text)) said.push(text);
    }
    return said;
}

const MOST_DEEDS = 7;

function deed(history: History, stop: Stop, next: Stop, t: number): string {
    const { kind, a, b } = history.log;
    const life = history.life_of.get(t); // of an allocation, a release or a loss
    if (life && !life.own) return "";
    const left = stop.frame !== null && stop.frame.to <= next.event;
    switch (kind[t]) {
        case Kind.Alloc:
            return life ? "It allocates block " + block_name(life) + ", " + bytes(life.size) + "." : "";
        case Kind.Free:
            return life ? "It frees block " + block_name(life) + "." : "";
        case Kind.Pointer: {
            const arrow = history.arrow(a[t], t);
            const name = scene(history, { ...stop, event: t }).known_name(a[t]); // null: only a library knows it
            return arrow?.life.own && name ? "Now " + quoted(name) + " points to " + block_name(arrow.life) + "." : "";
        }
        case Kind.NoPointer: {
            const after = scene(history, { ...stop, event: next.event });
            const word = left ? null : after.scalar(a[t]);
            return word && after.read_pointer(a[t], word.since) === 0 ? "Now " + quoted(after.name(a[t])) + " is NULL." : "";
        }
        case Kind.Lost:
            return life?.lost === t ? "Block " + block_name(life) + " is lost: " + loss_words(history, life) + "." : "";
        case Kind.Denied:
            return failure_deed(history, a[t]);
        case Kind.Call:
            return "It calls " + (history.log.functions.get(a[t]) ?? "a function") + "().";
        case Kind.Return:
            return stop.frame && stop.frame.to === t ? stop.frame.name + "() returns; its variables end." : "";
        case Kind.Write: {
            const now = scene(history, { ...stop, event: t });
            const stray = left ? null : history.arrow(a[t] - (a[t] % 8), t);
            if (stray && stray.from === t && stray.life.freed <= t && now.scalar(stray.address))
                return "Now " + quoted(now.name(stray.address)) + " points to " + block_name(stray.life) + ", which is freed already.";
            const word = left || b[t] > 8 ? null : now.scalar(a[t]);
            const type = word && history.types.resolve(word.type);
            if (!word || !type || type.k === "pointer" || type.k === "char" || history.types.size(word.type) !== b[t]) return "";
            const value = show_scalar(type, history.read(a[t], b[t], t, word.since).bytes);
            return "Now " + quoted(now.name(a[t])) + " is " + value + ".";
        }
        default:
            return "";
    }
}

/* A name as code, for prose(). */
export function quoted(name: string): string {
    return "`" + name + "`";
}

/* The sentence about a block that is lost at the stop, or that no variable leads to after
 * it. */
export function loss_sentence(history: History, index: number, life: Life): string {
    const stop = history.stops[index];
    const block = "block " + block_name(life) + " (" + bytes(life.size) + ", allocated at " + place_name(history, life.place, stop.place?.file) + ")";
    const next = history.stops[index + 1];
    if (!next || life.lost <= stop.event || life.lost > next.event)
        return "After this line no variable leads to " + block + ".";
    const name = last_pointer(history, life);
    return (name ? "This line " + (GOES[life.how] ?? "removes") + " " + quoted(name) + ". That is the last pointer to "
        : "With this line goes the last pointer to ") + block + ".";
}

/* What a moment is, without what the line will do. */
export function moment_sentence(history: History, index: number): string {
    const stop = history.stops[index];
    if (!stop) return "Nothing of the program's own code ran.";
    const step = "Step " + (index + 1) + " of " + history.stops.length + ". ";
    if (stop.kind === "end")
        return step + (history.log.complete ? "The program has ended." : "The log ends here: the run went on.");
    const place = "Line " + (stop.place?.line ?? "?") + " of " + file_name(history, stop.place?.file ?? -1)
        + (stop.frame ? ", in " + stop.frame.name + "()," : "");
    return step + place + (stop.kind === "within" ? " is half done." : " runs next.");
}

/* A block's state at t, in words; `here` is the file that is shown, `out` has the blocks that
 * are out of reach. */
export function life_sentence(history: History, life: Life, t: number, here = -1, out: Set<Life> = new Set()): string {
    const where = (place: Life["place"]) => place_name(history, place, here);
    const name = "Block " + block_name(life) + " (" + bytes(life.size) + ", " + where(life.place) + ")";
    const count = history.pointers_to(life, t).length;
    if (life.born > t) return name + " is not allocated yet.";
    if (life.freed <= t)
        return name + " was freed at " + where(life.freed_place)
            + (count ? "; " + count + (count === 1 ? " pointer still leads" : " pointers still lead") + " to it." : ".");
    if (life.lost <= t)
        return name + " is lost since " + where(life.lost_place) + ": no pointer leads to it, so nobody can free it.";
    if (out.has(life)) return name + " is out of reach: no variable leads to it, so nobody can free it.";
    return name + (count === 0 ? ": no variable points to it at this moment."
        : count === 1 ? " has one pointer to it." : " has " + count + " pointers to it.");
}

/* The steps at which something happens to a block, in order of time. */
export function events_of(history: History, life: Life): number[] {
    const times = [life.born, life.freed, life.lost];
    for (const arrow of [...life.arrows, ...life.strays]) times.push(arrow.from, arrow.to);
    const stops = times.filter((t) => t !== NEVER).map((t) => history.stop_before(t));
    return [...new Set(stops)].sort((x, y) => x - y);
}

/* What the line at a stop does with a block that is freed already, as its text says. */
export interface FreedUse {
    life: Life;
    deed: string;
}

/* A use of freed memory on the line of a fault that is about such a use. Null if no pointer of
 * the running function that the line goes through leads to a freed block. */
export function freed_use(history: History, index: number, fault: Fault): FreedUse | null {
    const stop = history.stops[index];
    if (!stop?.place || !is_freed(fault) || stop.place.line !== fault.line || stop.place.file !== fault.file) return null;
    const text = source_line(history, stop).slice(0, 2000);
    const variables = scene(history, stop).variables;
    for (const { name, address } of variables[variables.length - 1] ?? []) {
        const life = history.arrow(address, stop.event)?.life;
        if (!life || life.freed > stop.event || !/^\w+$/.test(name)) continue;
        if (fault.kind === "double-free") {
            if (new RegExp("\\b(?:free|realloc)\\s*\\(\\s*" + name + "\\b(?!\\s*(?:->|\\[))").test(text)) return { life, deed: "It frees " + block_name(life) + " again." };
            continue;
        }
        const found = new RegExp("(?<![\\w.>])" + name + "\\s*(?:->\\s*(\\w+)|(\\[[^\\]]*\\]))|\\*\\s*" + name + "\\b").exec(text);
        if (!found) continue;
        const what = found[1] ? "." + found[1] : found[2] ?? found[0];
        const writes = /^\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)/.test(text.slice(found.index + found[0].length));
        return { life, deed: (writes ? "It writes " + quoted(what) + " into freed " : "It reads " + quoted(what) + " out of freed ") + block_name(life) + "." };
    }
    return null;
}

function points(names: string[]): string {
    return names.map(quoted).join(" and ") + (names.length === 1 ? " points" : " point");
}

/* Who points to a block, or why nobody does; `path` leads to it from a variable, or is null. */
export function why_sentence(history: History, index: number, life: Life, path: Arrow[] | null, out: Set<Life>): string {
    const stop = history.stops[index];
    const t = stop.event;
    const now = scene(history, stop);
    const block = "Block " + block_name(life);
    const names = history.pointers_to(life, t).map((arrow) => now.known_name(arrow.address) ?? "a library's variable");
    const which = [...new Set(names)];
    if (life.born > t) return life_sentence(history, life, t, stop.place?.file, out);
    if (life.freed <= t)
        return block + " was freed at " + place_name(history, life.freed_place, stop.place?.file) + ". "
            + (which.length ? points(which) + " to it still." : "No pointer leads to it any more.");
    if (life.lost <= t)
        return block + " is lost since " + place_name(history, life.lost_place, stop.place?.file) + ": " + loss_words(history, life) + ".";
    if (!path || out.has(life))
        return block + " is lost: no variable leads to it. " + (which.length ? "Only " + points(which) + " to it, and no variable leads there." : "");
    const first = path[path.length - 1];
    const others = history.pointers_to(life, t).filter((arrow) => arrow !== first).map((arrow) => now.known_name(arrow.address)).filter((name): name is string => name !== null);
    return block + " is alive because " + path.map((arrow) => quoted(now.name(arrow.address)) + " points to " + block_name(arrow.life)).join(", and ") + "."
        + (others.length ? " " + points([...new Set(others)]) + " to it, too." : "");
}
