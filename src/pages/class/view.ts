/* SPDX-License-Identifier: MIT
 *
 * view: what the parts of the page share: the data, what is chosen, and how learners are
 * called. A part asks for a change with `change`, and is told of each by `changed`.
 */
import * as model from "./model";
import { all_names, finder, full_name, numbers, telling, without } from "./names";
import type { Class } from "./types";

export interface State {
    named: boolean;
    sort: model.Sort;
    choice: model.Choice;
    open: number | null; /* the submission that is open: its place in the list */
}

export class View {
    readonly data: Class;
    readonly state: State;
    readonly numbers: number[];
    private all: RegExp | null | undefined; /* finds the names of the class; undefined: not made yet */
    private readonly listeners: Array<(what: Set<keyof State>) => void> = [];

    constructor(data: Class, hash: string) {
        this.data = data;
        this.numbers = numbers(data.submissions);
        this.state = {
            named: true,
            sort: { by: "name", down: false },
            choice: model.everything,
            open: null,
        };
        this.read(hash);
    }

    changed(listener: (what: Set<keyof State>) => void): void {
        this.listeners.push(listener);
    }

    change(change: Partial<State>): void {
        Object.assign(this.state, change);
        const what = new Set(Object.keys(change) as Array<keyof State>);
        for (const listener of this.listeners) listener(what);
    }

    /* How a submission is called. */
    name(i: number): string {
        return this.state.named ? full_name(this.data.submissions[i]) : "No. " + this.numbers[i];
    }

    id(i: number): string {
        return this.state.named ? this.data.submissions[i].id ?? "" : "";
    }

    /* All names and IDs, as they are shown: what is sorted by, and searched. */
    names(): string[] {
        return this.data.submissions.map((_, i) => this.name(i));
    }

    /* Places in an order that tells nothing, while names are off. */
    mixed(places: number[]): number[] {
        return this.state.named ? places
            : [...places].sort((a, b) => this.numbers[a] - this.numbers[b]);
    }

    searched(): string[] {
        return this.data.submissions.map((one, i) =>
            this.state.named ? this.name(i) + "\n" + this.id(i) + "\n" + one.name : this.name(i));
    }

    /* A text that may tell who a submission is from, as it may be shown. */
    text(i: number, text: string): string {
        if (this.state.named || text === "") return text;
        this.all ??= finder(all_names(this.data.submissions));
        return without(without(text, finder(telling(this.data.submissions[i]))), this.all);
    }

    /* ---- the link that keeps all of it ---- */

    hash(): string {
        const { named, sort, choice, open } = this.state;
        const words: string[] = [];
        if (!named) words.push("names=off");
        if (sort.by !== "name" || sort.down) words.push(`sort=${sort.down ? "-" : ""}${sort.by}`);
        if (choice.verdict !== "all") words.push("show=" + choice.verdict);
        if (choice.fault) words.push("fault=" + choice.fault);
        if (choice.item >= 0) words.push("test=" + this.data.items[choice.item].name);
        if (open !== null) words.push("no=" + this.numbers[open]);
        return words.map((w) => w.split("=").map(encodeURIComponent).join("=")).join("&");
    }

    private read(hash: string): void {
        const said = new URLSearchParams(hash.replace(/^#/, ""));
        const by = /^(-?)(name|id|test|step|memory|sweep|total|faults)$/.exec(said.get("sort") ?? "");
        const show = said.get("show");
        const open = this.numbers.indexOf(Number(said.get("no")));
        this.state.named = said.get("names") !== "off";
        if (by) this.state.sort = { by: by[2] as model.Column, down: by[1] === "-" };
        this.state.choice = {
            verdict: show === "pass" || show === "fail" || show === "need" ? show : "all",
            fault: said.get("fault") ?? "",
            item: this.data.items.findIndex((item) => item.name === said.get("test")),
            words: "",
        };
        this.state.open = open >= 0 ? open : null;
    }
}
