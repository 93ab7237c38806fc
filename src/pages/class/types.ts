/* SPDX-License-Identifier: MIT
 *
 * types: the data of the class page, "leaklab-class/1". docs/formats.md describes them.
 */

export type Verdict = "pass" | "fail" | "ungradable" | "harness-error";

/* An item of the rubric. */
export interface Item {
    name: string;
    title: string;
    kind: "test" | "memory" | "sweep" | "step";
    hidden?: boolean;
}

/* What a submission got for an item; `item` is its place in the list of all items. */
export interface Result {
    item: number;
    points: number;
    most: number;
    verdict: Verdict;
    message?: string;
}

/* A place in the source that a fault is about. */
export interface Mark {
    file: string;
    line?: number;
    function?: string;
    text: string;
    main?: boolean;
}

export interface Value {
    name: string;
    value?: string;
    type?: string;
    note?: string;
}

export interface Call {
    function: string;
    file?: string;
    line?: number;
    arguments: Value[];
}

export interface Fault {
    kind: string;
    headline: string;
    marks: Mark[];
    text?: string;
    look?: string;
    sequel?: string;
    tools?: string[];
    values?: Value[];
    path?: Call[];
}

export interface Submission {
    name: string;
    id?: string;
    learner?: string;
    note?: string;
    late?: boolean;
    path?: string;
    file?: string; /* the source, as marks name it; undefined: as the exercise */
    verdict: Verdict;
    why?: string;
    mend?: string;
    score?: number;
    most: number;
    items: Result[];
    faults: Fault[];
    picture?: string; /* its page, seen from the folder of this one */
    explanation?: string;
    explanation_cut?: boolean;
    source?: string;
    source_cut?: boolean;
    brief?: boolean;
}

/* Submissions that are near-identical, by their places in the list. */
export interface Group {
    members: number[];
    solution?: string;
    least: number;
    most: number;
}

export interface Class {
    format: string;
    written: string;
    lesson?: number;
    title?: string;
    exercise?: string;
    program?: { folder: string; files: string[] }; /* of which the exercise is a part */
    kinds: Record<string, string>;
    items: Item[];
    alike: Group[];
    submissions: Submission[];
}
