/* SPDX-License-Identifier: MIT
 *
 * predict: a question about the next step, made from the run itself.
 *
 * What is asked and which answer is right are read from the moment after: no author wrote
 * them. A question has two to six answers, in an order that tells nothing.
 */
import type { Arrow, History, Life, Stop } from "./history";
import { Kind } from "./log";
import { Beside, Moment } from "./moment";
import { block_name, Scene } from "./names";
import { bytes, last_pointer, place_name, quoted, scene, source_line } from "./words";

export interface Question {
    text: string;
    answers: string[];
    right: number[]; // which of them; all are right
    because: string; // told with the answer
}

export function right_answers(question: Question): string {
    return question.right.map((i) => question.answers[i]).join(" or ");
}

interface Pointer {
    address: number;
    name: string;
}

/* The pointer variables of a scene, by the names that the running function uses. */
function pointers(history: History, at: Scene): Pointer[] {
    const found: Pointer[] = [];
    for (const placed of at.all()) {
        for (let offset = 0; offset + 8 <= Math.min(placed.size, 256); offset += 8) {
            const word = history.types.at(placed.type, offset);
            if (!word || !history.types.is_pointer(word.type)) continue;
            const address = placed.address + offset;
            if (found.some((one) => one.address === address)) continue;
            found.push({ address, name: at.name(address) });
        }
    }
    return found;
}

/* Each word once, by the name that it has before the line, else by the one after it. Where
 * two words have one name, their functions are told, too. */
function candidates(history: History, before: Scene, after: Scene): Pointer[] {
    const found = pointers(history, before);
    for (const later of pointers(history, after))
        if (!found.some((one) => one.address === later.address)) found.push(later);
    return found.map((one) => {
        if (!found.some((other) => other !== one && other.name === one.name)) return one;
        const frame = (before.holder(one.address) ?? after.holder(one.address))?.placed.frame;
        return frame ? { ...one, name: one.name.replace(/ in \w+$/, "") + " in " + frame.name } : one;
    });
}

function ask(text: string, right: string[], wrong: string[], because: string): Question | null {
    const rights = [...new Set(right)].slice(0, 4);
    const others = [...new Set(wrong)].filter((answer) => !right.includes(answer)).slice(0, Math.max(1, 5 - rights.length));
    if (!others.length) return null;
    // By their names, and what is no variable last: the order must not tell.
    const last = (answer: string) => (answer.startsWith("no variable") ? 1 : 0);
    const answers = [...rights, ...others].sort((x, y) => last(x) - last(y) || x.localeCompare(y));
    return { text, answers, right: rights.map((answer) => answers.indexOf(answer)), because };
}

const NO_VARIABLE = "no variable: the block is lost";
const IN_BLOCK = "no variable: only another block points to it";

/* `a`, `a` and `b`, with the verb that fits */
function names_point(names: string[]): string {
    return names.map(quoted).join(" and ") + (names.length === 1 ? " points to " : " point to ");
}

function begin(history: History, stop: Stop): string {
    return "Line " + stop.place!.line + " runs next: " + quoted(source_line(history, stop)) + " ";
}

/* The call of the line that found no memory, as the run shows: it allocated nothing, and a
 * pointer became NULL. */
function failed_call(history: History, stop: Stop, next: Stop): string {
    const call = /\b(?:malloc|calloc|realloc|strdup|strndup|reallocarray)(?=\s*\()/.exec(source_line(history, stop))?.[0];
    if (!call) return "";
    const { kind, a } = history.log;
    const after = scene(history, next);
    let failed = false;
    for (let t = stop.event + 1; t <= next.event; t++) {
        if (kind[t] === Kind.Alloc || kind[t] === Kind.Call) return "";
        const word = kind[t] === Kind.NoPointer ? after.scalar(a[t]) : null;
        if (word && after.read_pointer(a[t], word.since) === 0) failed = true;
    }
    return failed ? quoted(call) + " returns NULL here: there is no memory. " : "";
}

/* Which variable points to `life` after the stop's line? */
export function ask_holder(history: History, stop: number, life: Life): Question | null {
    const here = history.stops[stop];
    const next = history.stops[stop + 1];
    if (!here || !next || !here.place || life.freed <= next.event) return null;
    const after = scene(history, next);
    const words = candidates(history, scene(history, here), after);
    const holders = history.pointers_to(life, next.event);
    const lost = life.lost <= next.event || life.out <= next.event;
    const holds = (one: Pointer) => holders.some((arrow) => arrow.address === one.address);
    const variables = words.filter(holds).map((one) => one.name);
    if (!words.length) return null;
    if (!lost && !holders.length) return null; // it is on its way, in a register
    const right = variables.length ? variables : holders.length && !lost ? [IN_BLOCK] : [NO_VARIABLE];
    const block = block_name(life);
    const name = life.lost <= next.event ? last_pointer(history, life) : null;
    const because = !lost
        ? "After line " + here.place.line + ", " + (variables.length ? names_point(variables) : names_point([after.name(holders[0].address)])) + block + "."
        : (life.how === 0 && name ? "Line " + here.place.line + " put another value into " + quoted(name) + ", the only pointer to " + block
            : life.lost <= next.event
                ? "After line " + here.place.line + ", the last pointer to " + block + (name ? ", " + quoted(name) + "," : "") + " is gone"
                : "After line " + here.place.line + ", only blocks that no variable leads to point to " + block)
            + ". The block is still allocated, but no variable leads to it: nobody can free it.";
    return ask(begin(history, here) + failed_call(history, here, next) + "Which variable points to " + (life.born > here.event ? "the new block " : "block ")
        + block + " after this line?", right, [NO_VARIABLE, ...words.filter((one) => !holds(one)).map((one) => one.name)], because);
}

/* What becomes of a block that the stop's line frees? */
function ask_freed(history: History, stop: number, life: Life): Question | null {
    const here = history.stops[stop];
    const next = history.stops[stop + 1];
    if (!here?.place || !next) return null;
    const kept = history.pointers_to(life, next.event).map((arrow) => scene(history, next).known_name(arrow.address)).filter((name): name is string => name !== null);
    const answers = ["freed, and a pointer still has its address", "freed, and no pointer has its address", "still allocated"];
    const right = answers[kept.length ? 0 : 1];
    return ask(begin(history, here) + "What is block " + block_name(life) + " after this line?", [right], answers,
        "Line " + here.place.line + " frees block " + block_name(life) + ". " + (kept.length
            ? "free() does not change the pointers: " + names_point(kept) + block_name(life) + " afterwards, too."
            : "No pointer has its address afterwards."));
}

const CHANGES: number[] = [Kind.Alloc, Kind.Free, Kind.Pointer, Kind.NoPointer, Kind.Lost];

/* The question about a line that changes a pointer or a block; null for other lines. */
export function ask_line(history: History, stop: number): Question | null {
    const from = history.stops[stop]?.event;
    const to = history.stops[stop + 1]?.event;
    if (from === undefined || to === undefined) return null;
    const { kind } = history.log;
    let changes = false;
    for (let t = from + 1; t <= to && !changes; t++) changes = CHANGES.includes(kind[t]);
    if (!changes) return null;
    const within = (t: number) => t > from && t <= to;
    const own = history.lives.filter((life) => life.own && life.born <= to && (life.gone > from || within(life.freed)));
    const freed = own.find((life) => within(life.freed) && life.born <= from);
    if (freed) return ask_freed(history, stop, freed);
    const scenes = [scene(history, history.stops[stop]), scene(history, history.stops[stop + 1])];
    const known = (arrow: Arrow) => scenes.some((at) => at.known_name(arrow.address) !== null); // not a library's
    for (const life of own) {
        if (!within(life.born) && !within(life.lost) && !life.arrows.some((arrow) => (within(arrow.from) || within(arrow.to)) && known(arrow))) continue;
        const question = ask_holder(history, stop, life);
        if (question) return question;
    }
    return null;
}

/* The question for a fault at its moment. */
export function ask_fault(history: History, moment: Moment, cell: Beside | null): Question | null {
    const { life } = moment;
    const stop = history.stops[moment.stop];
    if (!life || !stop?.place) return null;
    const line = begin(history, stop);
    if (cell) {
        const each = history.types.size(life.type) || 1;
        const count = Math.floor(life.size / each);
        const word = (index: number) => "cell " + index + (index < 0 || index >= count ? ", which is not in the block" : "");
        return ask(line + "Block " + block_name(life) + " has " + bytes(life.size) + ". Which of its cells does this line use?",
            [word(cell.index)], [word(0), word(count - 1), word(cell.before ? -1 : count)].filter((x) => count > 0 || x !== word(-1)),
            "The cells of " + block_name(life) + " are 0 to " + (count - 1) + ". " + (cell.index_name
                ? quoted(cell.index_name) + " is " + cell.index + " here, so the line uses memory beside the block." : "This line uses memory beside the block."));
    }
    if (life.freed <= stop.event)
        return ask(line + "May it still use block " + block_name(life) + "?", ["no: the block was freed before"],
            ["yes: a pointer still leads to it", "yes: it was never freed"],
            "Block " + block_name(life) + " was freed at " + place_name(history, life.freed_place, stop.place.file)
            + ". A pointer kept its address, but the memory is no longer the program's.");
    const next = history.stops[moment.stop + 1]?.event ?? 0;
    return life.lost <= next || life.out <= next ? ask_holder(history, moment.stop, life) : null;
}
