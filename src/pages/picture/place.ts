/* SPDX-License-Identifier: MIT
 *
 * place: where each block stands in the column of blocks.
 *
 * A block gets its place when it is allocated, the first gap that is high enough, and keeps
 * it until it is gone: nothing on the page moves because of another block.
 */
import type { Life } from "./history";

export interface Placement {
    top: Float64Array; // by the block's id; in rows
    rows: number; // the height of the column
}

export const GAP = 0.8;

export function place_blocks(lives: Life[], height: (life: Life) => number): Placement {
    let most = 0;
    for (const life of lives) most = Math.max(most, life.id);
    const top = new Float64Array(most + 1).fill(-1);
    let holes: [number, number][] = [[0, Infinity]]; // free parts: from, to
    const leaving: Life[] = []; // a heap, the first to go at its root
    let rows = 0;
    for (const life of lives) {
        while (leaving.length && leaving[0].gone <= life.born) {
            const gone = pop(leaving);
            holes = give_back(holes, top[gone.id], top[gone.id] + height(gone) + GAP);
        }
        const size = height(life) + GAP;
        const at = holes.findIndex(([from, to]) => to - from >= size);
        const [from, to] = holes[at];
        top[life.id] = from;
        rows = Math.max(rows, from + size);
        if (to - from > size) holes[at] = [from + size, to];
        else holes.splice(at, 1);
        push(leaving, life);
    }
    return { top, rows };
}

function give_back(holes: [number, number][], from: number, to: number): [number, number][] {
    const at = holes.findIndex((hole) => hole[0] >= to);
    const after = holes[at];
    const before = holes[at - 1];
    const joins_before = before && before[1] === from;
    const joins_after = after && after[0] === to;
    if (joins_before && joins_after) {
        before[1] = after[1];
        holes.splice(at, 1);
    } else if (joins_before) {
        before[1] = to;
    } else if (joins_after) {
        after[0] = from;
    } else {
        holes.splice(at < 0 ? holes.length : at, 0, [from, to]);
    }
    return holes;
}

function push(heap: Life[], life: Life): void {
    let at = heap.push(life) - 1;
    while (at > 0) {
        const parent = (at - 1) >> 1;
        if (heap[parent].gone <= heap[at].gone) break;
        [heap[parent], heap[at]] = [heap[at], heap[parent]];
        at = parent;
    }
}

function pop(heap: Life[]): Life {
    const first = heap[0];
    const last = heap.pop()!;
    if (heap.length) {
        heap[0] = last;
        for (let at = 0; ;) {
            let least = at;
            for (const child of [2 * at + 1, 2 * at + 2])
                if (child < heap.length && heap[child].gone < heap[least].gone) least = child;
            if (least === at) break;
            [heap[least], heap[at]] = [heap[at], heap[least]];
            at = least;
        }
    }
    return first;
}
