/* SPDX-License-Identifier: MIT
 *
 * slots: how an object of a type is laid out in rows, whatever it holds.
 *
 * The rows depend on the type and the size alone, so a block keeps its height, and with it
 * its place, from one step to the next.
 *
 *     struct series            .data      → #1          a scalar
 *                              .count     4             a scalar
 *     double [4]               17.5 | 18.0 | …          a strip of cells
 *     char name[8] in a struct .name      "Ann"         a text
 */
import { Types } from "./types";

export interface Slot {
    kind: "scalar" | "text" | "strip" | "heading" | "more" | "unknown";
    label: string;
    depth: number;
    at: number; // bytes from the object's start
    type: number | null; // of the scalar, or of each cell
    count: number; // cells of a strip, characters of a text, elements left out of "more"
    first: number; // index of a strip's first cell
    bit: number;
    bits: number;
}

export const MOST_ROWS = 16;
export const ALL_ROWS = 600;

function slot(kind: Slot["kind"], label: string, depth: number, at: number, type: number | null,
    more: Partial<Slot> = {}): Slot {
    return { kind, label, depth, at, type, count: 1, first: 0, bit: 0, bits: 0, ...more };
}

/* How many cells of a type stand in one row. */
export function columns(types: Types, type: number | null): number {
    const of = types.resolve(type);
    if (of.k === "char" || of.k === "bool") return 8;
    return of.k === "pointer" ? 1 : types.size(type) > 8 ? 2 : 4;
}

class Layout {
    readonly slots: Slot[] = [];
    constructor(private readonly types: Types, private readonly most: number) {}

    private full(left: number, at: number): boolean {
        if (this.slots.length < this.most) return false;
        if (this.slots[this.slots.length - 1].kind !== "more")
            this.slots.push(slot("more", "", 0, at, null, { count: left }));
        return true;
    }

    /* `end` is where the object's memory ends: an array without a length goes on to there. */
    object(type: number | null, at: number, end: number, label: string, depth: number, bit = 0, bits = 0): void {
        if (this.full(1, at)) return;
        const of = this.types.resolve(type);
        if (of.k === "struct" || of.k === "union") {
            if (label) this.slots.push(slot("heading", label, depth, at, type));
            const last = of.fields.length - 1;
            of.fields.forEach((field, i) =>
                this.object(field.type, at + field.at,
                    i === last ? end : at + field.at + this.types.size(field.type),
                    "." + (field.name || "(no name)"), label ? depth + 1 : depth, field.bit, field.bits));
        } else if (of.k === "array") {
            const each = this.types.size(of.of);
            const count = of.count || (each > 0 ? Math.max(0, Math.floor((end - at) / each)) : 0);
            this.array(of.of, at, count, label, depth);
        } else {
            this.slots.push(slot("scalar", label, depth, at, type, { bit, bits }));
        }
    }

    array(type: number, at: number, count: number, label: string, depth: number): void {
        const of = this.types.resolve(type);
        const each = this.types.size(type);
        if (this.types.is_char(type) && label) {
            this.slots.push(slot("text", label, depth, at, type, { count }));
        } else if (of.k === "struct" || of.k === "union" || of.k === "array") {
            for (let i = 0; i < count && !this.full(count - i, at + i * each); i++)
                this.object(type, at + i * each, at + (i + 1) * each, label + "[" + i + "]", depth);
        } else {
            this.strips(type, at, count, label, depth);
        }
    }

    strips(type: number, at: number, count: number, label: string, depth: number): void {
        if (label && count > 0) this.slots.push(slot("heading", label, depth, at, type));
        const wide = columns(this.types, type);
        const each = this.types.size(type);
        for (let i = 0; i < count && !this.full(count - i, at + i * each); i += wide)
            this.slots.push(slot("strip", "", label ? depth + 1 : depth, at + i * each, type,
                { first: i, count: Math.min(wide, count - i) }));
    }
}

/* The rows of a variable. */
export function variable_slots(types: Types, type: number, name: string): Slot[] {
    const layout = new Layout(types, MOST_ROWS);
    layout.object(type, 0, types.size(type), name, 0);
    return layout.slots;
}

/* The rows of a block of `size` bytes that is an array of `type`. */
export function block_slots(types: Types, type: number | null, size: number, most = MOST_ROWS): Slot[] {
    const layout = new Layout(types, most);
    const each = types.size(type);
    if (type === null || each === 0)
        return [slot("unknown", "", 0, 0, null, { count: size })];
    const of = types.resolve(type);
    const count = Math.floor(size / each);
    if (types.is_char(type)) {
        layout.slots.push(slot("text", "", 0, 0, type, { count: size }));
        layout.strips(type, 0, count, "", 0);
    } else if ((of.k === "struct" || of.k === "union") && (count === 1 || has_open_end(types, type))) {
        layout.object(type, 0, size, "", 0);
    } else {
        layout.array(type, 0, count, "", 0);
    }
    return layout.slots;
}

function has_open_end(types: Types, type: number): boolean {
    const of = types.resolve(type);
    if (of.k !== "struct" || !of.fields.length) return false;
    const last = of.fields[of.fields.length - 1].type;
    const array = types.resolve(last);
    return array.k === "array" && !array.count;
}
