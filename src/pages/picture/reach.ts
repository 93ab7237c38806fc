/* SPDX-License-Identifier: MIT
 *
 * reach: which blocks a variable leads to, directly or through other blocks.
 *
 * A block that was lost, and what only such blocks lead to, is out of reach; so is a ring
 * whose last pointer from outside is gone. A block without any pointer that was not lost is
 * on its way, in a register: it counts as reached.
 */
import { Arrow, History, last_at_most, Life, NEVER } from "./history";

const MOST_NOTED = 500; // blocks of a run, for which it is found since when
const MOST_ARROWS = 5000; // beyond, a step would take too long: nothing is said then

export class Reach {
    private readonly enough: boolean;
    private readonly lost: Life[];
    private readonly known = new Map<number, Set<Life>>();

    constructor(private readonly history: History) {
        this.lost = history.lives.filter((life) => life.own && life.lost !== NEVER);
        let arrows = 0;
        for (const life of history.lives) arrows += life.arrows.length;
        this.enough = arrows <= MOST_ARROWS;
    }

    /* The blocks that are out of reach at t. */
    out_of_reach(t: number): Set<Life> {
        let out = this.known.get(t);
        if (out) return out;
        out = new Set();
        if (this.enough) {
            const alive = this.history.alive(t).filter((life) => life.freed > t);
            const reached = this.reached(alive, t);
            for (const life of alive) if (!reached.has(life)) out.add(life);
        } else {
            for (const life of this.lost) if (life.lost <= t && life.freed > t) out.add(life);
        }
        if (this.known.size > 8) this.known.clear();
        this.known.set(t, out);
        return out;
    }

    private reached(alive: Life[], t: number): Set<Life> {
        const sorted = [...alive].sort((x, y) => x.address - y.address);
        const leads = new Map<Life, Life[]>(); // from a block to those that it points to
        const queue: Life[] = [];
        for (const life of alive) {
            const pointers = this.history.pointers_to(life, t);
            if (!pointers.length && life.lost > t) queue.push(life);
            for (const arrow of pointers) {
                const at = last_at_most(sorted.length, (i) => sorted[i].address, arrow.address);
                const holder = sorted[at];
                if (!holder || arrow.address >= holder.address + holder.size) queue.push(life);
                else if (leads.has(holder)) leads.get(holder)!.push(life);
                else leads.set(holder, [life]);
            }
        }
        const reached = new Set<Life>(queue);
        for (let life = queue.pop(); life; life = queue.pop())
            for (const next of leads.get(life) ?? [])
                if (!reached.has(next)) {
                    reached.add(next);
                    queue.push(next);
                }
        return reached;
    }

    /* Note since when the blocks are out of reach that are so at the end of the run. */
    note(): void {
        const { stops, lives } = this.history;
        const at = (i: number) => stops[i].event;
        const end = stops.length - 1;
        if (!this.enough || lives.length > MOST_NOTED) return;
        for (const life of [...this.out_of_reach(at(end))]) {
            if (life.lost !== NEVER) continue;
            let low = this.history.stop_before(life.born);
            let high = end; // out of reach there
            while (high - low > 1) {
                const middle = (low + high) >> 1;
                if (this.out_of_reach(at(middle)).has(life)) high = middle;
                else low = middle;
            }
            life.out = at(high);
        }
    }

    /* The arrows that the line between two moments takes away so that a block is out of
     * reach afterwards. */
    going(t: number, next: number): Arrow[] {
        const before = this.out_of_reach(t);
        const going: Arrow[] = [];
        for (const life of this.out_of_reach(next))
            if (!before.has(life) && life.born <= t)
                going.push(...this.history.pointers_to(life, t).filter((arrow) => arrow.to <= next));
        return going;
    }
}
