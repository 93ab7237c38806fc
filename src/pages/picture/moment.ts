/* SPDX-License-Identifier: MIT
 *
 * moment: where in the run a fault happened.
 *
 * A loss is in the log. Other faults were seen by a tool that writes no log: their moment is
 * found by the line, by the values that the tool saw, and by the state of their block. If
 * none of these decides, the page says that it is not sure.
 */
import { History, Life, NEVER, Stop } from "./history";
import type { Fault, Place } from "./model";
import { Scene } from "./names";
import { show_scalar } from "./values";

export interface Moment {
    stop: number;
    life: Life | null;
    sure: boolean;
}

/* The index of the cell that an access beside a block reached. */
export interface Beside {
    index: number;
    before: boolean;
    name: string; // how the source calls it: "scores[i]"
    index_name: string | null;
}

const NEAR = 64; // bytes beside a block
const MOST_STOPS = 5000; // that are looked at for a fault
const LEAKS = /^(definitely|indirectly|possibly)-lost$|^still-reachable$|^kept-too-long$/;
const FREED = /^(use-after-free|double-free)$/;
const OUTSIDE = /^invalid-(read|write)$/;

export function is_leak(fault: Fault): boolean {
    return LEAKS.test(fault.kind);
}

/* Whether its block had been freed before. */
export function is_freed(fault: Fault): boolean {
    return FREED.test(fault.kind) || fault.freed !== null;
}

function same(place: Place | null, other: Place | null): boolean {
    return !place || !other || (place.file === other.file && place.line === other.line);
}

/* The blocks that a fault may be about, the likeliest first. */
function candidates(history: History, fault: Fault): Life[] {
    const found: { life: Life; points: number }[] = [];
    for (const life of history.lives) {
        if (fault.block !== null ? life.number !== fault.block
            : !life.own || !fault.allocated || (fault.size !== null && life.size !== fault.size)
                || (life.place !== null && !same(life.place, fault.allocated))) continue;
        let points = 0;
        if (fault.allocated && life.place && same(life.place, fault.allocated)) points += 4;
        if (is_leak(fault) && (life.lost !== NEVER || life.out !== NEVER)) points += 2;
        if (is_leak(fault) && life.freed === NEVER) points += 1;
        if (is_freed(fault) && life.freed !== NEVER) points += 1;
        if (fault.freed && life.freed_place && same(life.freed_place, fault.freed)) points += 2;
        found.push({ life, points });
    }
    return found.sort((x, y) => y.points - x.points || x.life.id - y.life.id).map(({ life }) => life);
}

function scene_at(history: History, stop: Stop): Scene {
    return new Scene(history, stop.event, stop.thread, stop.place?.line ?? 0);
}

/* Whether the variables have the values that a tool saw: null if none can be compared. */
function values_match(history: History, stop: Stop, fault: Fault): boolean | null {
    const scene = scene_at(history, stop);
    const running = scene.variables[scene.variables.length - 1] ?? [];
    let compared = 0;
    for (const value of fault.values) {
        const variable = running.find((v) => v.name === value.name);
        const type = variable && history.types.resolve(variable.type);
        if (!variable || !type || !["int", "char", "bool", "enum", "float"].includes(type.k)) continue;
        const read = history.read(variable.address, variable.size, stop.event, variable.since);
        if (!read.set.every((set) => set)) return false;
        const text = show_scalar(type, read.bytes);
        if (text !== value.text && Number(text) !== Number(value.text)) return false;
        compared++;
    }
    return compared > 0 ? true : null;
}

/* A leak that is no loss in the log, such as a ring: the last time that its line ran while
 * the block was there, or the end of the run. */
function leak_without_loss(history: History, life: Life | null, there: number[]): Moment {
    const alive = there.filter((i) => {
        const t = history.stops[i].event;
        return !life || (life.born <= t && life.freed > t);
    });
    if (alive.length) return { stop: alive[alive.length - 1], life, sure: alive.length === 1 };
    return { stop: history.stops.length - 1, life, sure: life !== null };
}

/* The first of the stops at which one of the blocks is in the state that the fault needs:
 * freed with a pointer that stayed, or allocated. One that the running function points to is
 * preferred. */
function first_with(history: History, stops: number[], lives: Life[], freed: boolean): { stop: number; life: Life } | null {
    let other: { stop: number; life: Life } | null = null;
    for (const stop of stops.slice(0, MOST_STOPS)) {
        const t = history.stops[stop].event;
        const scene = scene_at(history, history.stops[stop]);
        const running = scene.variables[scene.variables.length - 1] ?? [];
        const direct = new Set(running.map((v) => history.arrow(v.address, t)?.life));
        const fitting = lives.filter((life) => (freed ? life.freed <= t : life.born <= t && life.freed > t));
        const best = fitting.find((life) => direct.has(life)) ?? fitting.find((life) => life.gone > t);
        if (best && (direct.has(best) || !freed)) return { stop, life: best };
        if (best ?? fitting[0]) other ??= { stop, life: best ?? fitting[0] };
    }
    return other;
}

/* The stop that a fault happened at, with its block. */
export function moment_of(history: History, fault: Fault): Moment {
    const lives = candidates(history, fault);
    const life = lives[0] ?? null;
    const last = history.stops.length - 1;
    if (life && is_leak(fault) && (life.lost !== NEVER || life.out !== NEVER))
        return { stop: history.stop_before(Math.min(life.lost, life.out)), life, sure: true };
    if (fault.event !== null && fault.event >= 0 && fault.event < history.log.count)
        return { stop: history.stop_before(fault.event + 1), life, sure: true };

    const there: number[] = [];
    history.stops.forEach((stop, i) => {
        if (stop.place && stop.place.line === fault.line && stop.place.file === fault.file) there.push(i);
    });
    if (is_leak(fault)) return leak_without_loss(history, life, there);
    if (!there.length) return { stop: last, life, sure: false };
    const matching = fault.values.length
        ? there.filter((i) => values_match(history, history.stops[i], fault) === true) : [];
    const freed = is_freed(fault);
    const fits = first_with(history, matching, lives, freed) ?? first_with(history, there, lives, freed);
    if (matching.length) return { stop: fits && matching.includes(fits.stop) ? fits.stop : matching[0], life: fits?.life ?? life, sure: true };
    if (fits) return { ...fits, sure: true };
    return { stop: there[0], life, sure: there.length === 1 };
}

/* Which cell beside its block a fault reached, from the line's text and the values there. */
export function beside(history: History, fault: Fault, moment: Moment): Beside | null {
    const { life } = moment;
    if (!life || !OUTSIDE.test(fault.kind) || is_freed(fault)) return null;
    const each = history.types.size(life.type) || 1;
    const count = Math.floor(life.size / each);
    const stop = history.stops[moment.stop];
    const scene = scene_at(history, stop);
    const running = [...(scene.variables[scene.variables.length - 1] ?? []), ...scene.globals];
    const line = fault.file !== null && fault.line !== null
        ? history.picture.files[fault.file]?.text.split("\n")[fault.line - 1] ?? "" : "";
    const number = (text: string): number | null => {
        if (/^\d+$/.test(text)) return Number(text);
        const told = fault.values.find((value) => value.name === text);
        if (told && /^-?\d+$/.test(told.text)) return Number(told.text);
        const variable = running.find((v) => v.name === text);
        const type = variable && history.types.resolve(variable.type);
        if (!variable || !type || type.k !== "int") return null;
        const read = history.read(variable.address, variable.size, stop.event, variable.since);
        return read.set.every((set) => set) ? Number(show_scalar(type, read.bytes)) : null;
    };
    for (const match of line.slice(0, 2000).matchAll(/([A-Za-z_][\w.]*(?:->\w+)*)\[\s*(\w+)\s*([+-]\s*\w+)?\s*\]/g)) {
        let index = number(match[2]);
        const more = match[3] ? number(match[3].slice(1).trim()) : 0;
        if (index === null || more === null) continue;
        index += match[3]?.startsWith("-") ? -more : more;
        if (index < 0 || index >= count)
            return { index, before: index < 0, name: match[0], index_name: /^\d/.test(match[2]) ? null : match[2] };
    }
    for (const variable of running) {
        if (!history.types.is_pointer(variable.type)) continue;
        const value = scene.read_pointer(variable.address, variable.since);
        const offset = value === null ? 0 : value - life.address;
        if (value !== null && ((offset < 0 && offset >= -NEAR) || (offset >= each * count && offset < life.size + NEAR)))
            return { index: Math.floor(offset / each), before: offset < 0, name: "*" + variable.name, index_name: null };
    }
    const before = /\bbefore\b/i.test(fault.headline);
    return { index: before ? -1 : count, before, name: "", index_name: null };
}
