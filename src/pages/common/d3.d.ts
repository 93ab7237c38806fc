/* SPDX-License-Identifier: MIT
 *
 * d3.d.ts: the types of the few functions of d3 that the pages use. Debian's packages of d3
 * have none.
 */
declare module "d3-scale" {
    export interface Linear {
        (value: number): number;
        invert(pixel: number): number;
        domain(): [number, number];
        domain(values: [number, number]): Linear;
        range(): [number, number];
        range(values: [number, number]): Linear;
        ticks(count: number): number[];
        copy(): Linear;
    }
    export function scaleLinear(): Linear;
}

declare module "d3-shape" {
    type Point = [number, number];
    export interface Line {
        (points: Point[]): string | null;
        curve(curve: unknown): Line;
    }
    export function line(): Line;
    export const curveBasis: unknown;
}

declare module "d3-selection" {
    export interface Selection {
        call(behaviour: unknown, ...args: unknown[]): Selection;
    }
    export function select(node: Element): Selection;
    export const event: { sourceEvent: Event | null; transform: import("d3-zoom").Transform };
}

declare module "d3-zoom" {
    import type { Linear } from "d3-scale";
    export interface Transform {
        k: number;
        x: number;
        y: number;
        rescaleX(scale: Linear): Linear;
        translate(x: number, y: number): Transform;
        scale(k: number): Transform;
    }
    export interface Zoom {
        (selection: unknown): void;
        scaleExtent(extent: [number, number]): Zoom;
        extent(extent: [[number, number], [number, number]]): Zoom;
        translateExtent(extent: [[number, number], [number, number]]): Zoom;
        filter(filter: () => boolean): Zoom;
        on(type: string, listener: () => void): Zoom;
        transform: unknown;
    }
    export function zoom(): Zoom;
    export const zoomIdentity: Transform;
}
