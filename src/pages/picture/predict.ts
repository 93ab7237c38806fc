/* SPDX-License-Identifier: MIT
 *
 * predict: a question about the next step, made from the run itself.
 *
 * What is asked and which answer is right are read from the moment after: no author wrote
 * them. A question has two to six answers, in an order that tells nothing.
 */
import type { History, Life } from "./history";
import { Beside, Moment } from "./moment";
import { block_name } from "./names";
import { bytes, last_pointer, place_name, quoted, scene, source_line } from "./words";

export interface Question {
    text: string;
    answers: string[];
    right: number;
    because: string; // told with the answer
}

/* The pointer variables in sight at a stop, by the names that the running function uses. */
function pointers(history: History, stop: number): { name: string; life: Life | null }[] {
    const at = scene(history, history.stops[stop]);
    const found: { name: string; life: Life | null }[] = [];
    const seen = new Set<string>();
    for (const placed of at.all()) {
        for (let offset = 0; offset + 8 <= Math.min(placed.size, 256); offset += 8) {
            const word = history.types.at(placed.type, offset);
            if (!word || !history.types.is_pointer(word.type)) continue;
            const name = at.name(placed.address + offset);
            if (seen.has(name)) continue;
            seen.add(name);
            found.push({ name, life: history.arrow(placed.address + offset, at.t)?.life ?? null });
        }
    }
    return found;
}

function ask(text: string, right: string, wrong: string[], because: string): Question | null {
    const others = [...new Set(wrong)].filter((answer) => answer !== right).slice(0, 4);
    if (!others.length) return null;
    // By their names, and what is no variable last: the order must not tell.
    const last = (answer: string) => (answer.startsWith("no variable") ? 1 : 0);
    const answers = [right, ...others].sort((x, y) => last(x) - last(y) || x.localeCompare(y));
    return { text, answers, right: answers.indexOf(right), because };
}

const NO_VARIABLE = "no variable: the block is lost";
const IN_BLOCK = "no variable: only another block points to it";

/* Which variable holds `life` after the stop's line? */
export function ask_holder(history: History, stop: number, life: Life): Question | null {
    const here = history.stops[stop];
    const next = history.stops[stop + 1];
    if (!here || !next || !here.place) return null;
    const before = pointers(history, stop);
    const holders = history.pointers_to(life, next.event);
    const after = scene(history, next);
    const lost = life.lost <= next.event || life.out <= next.event;
    if (life.freed <= next.event) return null;
    const variables = holders.filter((arrow) => after.holder(arrow.address)).map((arrow) => after.name(arrow.address));
    const right = variables[0] ?? (holders.length && !lost ? IN_BLOCK : NO_VARIABLE);
    const names = before.map((pointer) => pointer.name).filter((name) => !variables.includes(name));
    if (!names.length && !variables.length) return null;
    if (!lost && !holders.length) return null; // it is on its way, in a register
    const block = block_name(life);
    const name = life.lost <= next.event ? last_pointer(history, life) : null;
    const because = !lost
        ? "After line " + here.place.line + ", " + (variables.length ? variables : [after.name(holders[0].address)]).map(quoted).join(" and ")
            + " points to " + block + "."
        : (life.how === 0 && name ? "Line " + here.place.line + " put another value into " + quoted(name) + ", the only pointer to " + block
            : life.lost <= next.event
                ? "After line " + here.place.line + ", the last pointer to " + block + (name ? ", " + quoted(name) + "," : "") + " is gone"
                : "After line " + here.place.line + ", only blocks that no variable leads to point to " + block)
            + ". The block is still allocated, but no variable leads to it: nobody can free it.";
    return ask("Line " + here.place.line + " runs next: " + quoted(source_line(history, here)) + " Which variable holds block "
        + block_name(life) + " after this line?", right, [NO_VARIABLE, ...names], because);
}

/* The question for a fault at its moment. */
export function ask_fault(history: History, moment: Moment, cell: Beside | null): Question | null {
    const { life } = moment;
    const stop = history.stops[moment.stop];
    if (!life || !stop?.place) return null;
    const line = "Line " + stop.place.line + " runs next: " + quoted(source_line(history, stop)) + " ";
    if (cell) {
        const each = history.types.size(life.type) || 1;
        const count = Math.floor(life.size / each);
        const word = (index: number) => "cell " + index + (index < 0 || index >= count ? ", which is not in the block" : "");
        return ask(line + "Block " + block_name(life) + " has " + bytes(life.size) + ". Which of its cells does this line use?",
            word(cell.index), [word(0), word(count - 1), word(cell.before ? -1 : count)].filter((x) => count > 0 || x !== word(-1)),
            "The cells of " + block_name(life) + " are 0 to " + (count - 1) + ". " + (cell.index_name
                ? quoted(cell.index_name) + " is " + cell.index + " here, so the line uses memory beside the block." : "This line uses memory beside the block."));
    }
    if (life.freed <= stop.event)
        return ask(line + "May it still use block " + block_name(life) + "?", "no: the block was freed before",
            ["yes: a pointer still leads to it", "yes: it was never freed"],
            "Block " + block_name(life) + " was freed at " + place_name(history, life.freed_place, stop.place.file)
            + ". A pointer kept its address, but the memory is no longer the program's.");
    const next = history.stops[moment.stop + 1]?.event ?? 0;
    return life.lost <= next || life.out <= next ? ask_holder(history, moment.stop, life) : null;
}
