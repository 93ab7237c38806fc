/* SPDX-License-Identifier: MIT
 *
 * model: the data of a picture, as `leaklab picture` writes it ("leaklab-picture/1").
 */

export type Type =
    | { k: "int"; name: string; size: number; signed: boolean }
    | { k: "char"; name: string; size: number; signed: boolean }
    | { k: "bool"; name: string; size: number }
    | { k: "float"; name: string; size: number; quad?: boolean }
    | { k: "enum"; name: string; size: number; signed: boolean; values: [string, number][] }
    | { k: "pointer"; to: number | null; size: number }
    | { k: "function"; name: string }
    | { k: "struct" | "union"; name: string; size: number; fields: Field[] }
    | { k: "array"; of: number; count: number | null; size: number | null }
    | { k: "typedef"; name: string; type: number }
    | { k: "void" };

export interface Field {
    name: string;
    at: number;
    type: number;
    bit?: number;
    bits?: number;
}

export interface Variable {
    name: string;
    type: number;
    at: number; // bytes from the frame's CFA
    from: number; // the lines of its scope
    to: number;
    declared: number;
    parameter: boolean;
}

export interface FunctionInfo {
    name: string;
    file: number;
    line: number;
    end: number;
    variables: Variable[];
}

export interface Global {
    name: string;
    type: number;
    address: string | number;
    file: number;
    line: number;
    function?: string | null; // it is a static variable in there
}

export interface Place {
    file: number;
    line: number;
}

export interface Mark extends Place {
    from: number;
    to: number;
    text: string;
}

export interface Fault {
    kind: string;
    headline: string;
    text: string[];
    tool: string;
    file: number | null;
    line: number | null;
    function: string | null;
    block: number | null;
    event: number | null;
    how: string | null;
    variable: string | null;
    allocated: Place | null;
    freed: Place | null;
    size: number | null;
    values: { name: string; text: string; note?: string | null }[];
    marks: Mark[];
}

/* An allocation that was made to fail. */
export interface Failed {
    number: number;
    with_all: boolean; // and all after it
    call: string;
    size: number;
    file: number | null;
    line: number | null;
    function: string | null;
}

export interface Picture {
    format: string;
    title: string;
    command: string[];
    files: { path: string; text: string; shown?: string }[];
    types: Type[];
    functions: FunctionInfo[];
    globals: Global[];
    faults: Fault[];
    notes?: Fault[]; // what is none, such as memory that is still reachable at the end
    report?: string; // what a terminal shows
    failed?: Failed | null;
    lesson: { number: number; half: string } | null;
    output: string;
    cut: { reason: string; events: number; kept: number } | null;
    log: string; // base64
}

export const FORMAT = "leaklab-picture/1";
