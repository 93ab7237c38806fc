/* SPDX-License-Identifier: MIT
 *
 * overview: the parts above and below the table: who needs the instructor, the marks, the
 * faults and tests with how many they hit, and near-identical code.
 */
import { h } from "../common/dom";
import * as model from "./model";
import type { View } from "./view";

const FIRST = 8, FIRST_NEEDS = 5; /* of a list that may be long */

/* A learner's name as a button that opens the submission. */
function who(view: View, i: number, open: (i: number) => void): HTMLElement {
    const id = view.id(i);
    const button = h("button", { type: "button", class: "who" }, h("bdi", {}, view.name(i)),
        id ? h("span", { class: "id" }, id) : null);
    button.addEventListener("click", () => open(i));
    return button;
}

/* A list, of which the first are shown until the rest is asked for. */
function list(rows: HTMLElement[], what: string, first = FIRST): HTMLElement[] {
    const all = h("ul", { class: "plain" }, ...rows.slice(0, first));
    if (rows.length <= first) return [all];
    const more = h("button", { type: "button", class: "more" },
        `Show ${rows.length - first} more ${what}`);
    more.addEventListener("click", () => {
        const next = rows[first].querySelector("button");
        all.append(...rows.slice(first));
        more.remove();
        next?.focus();
    });
    return [all, more];
}

export function needs(view: View, open: (i: number) => void): HTMLElement | null {
    const all = model.needs(view.data.submissions);
    const noted = view.mixed(view.data.submissions.map((_, i) => i))
        .map((i) => ({ one: view.data.submissions[i], i }))
        .filter(({ one }) => one.note && model.is_judged(one));
    if (!all.length && !noted.length) return null;
    const row = (i: number, words: string): HTMLElement =>
        h("li", {}, who(view, i, open), " ", h("span", { class: "reason" }, view.text(i, words)));
    const parts = all.map(({ mend, who: members }) => {
        const notes = (i: number): string => {
            const one = view.data.submissions[i];
            return model.reason(one) + (one.note ? " \u2013 " + one.note : "");
        };
        return h("div", { class: "need" },
            ...list(view.mixed(members).map((i) => row(i, notes(i))), "submissions", FIRST_NEEDS),
            mend ? h("p", { class: "mend" }, h("strong", {},
                members.length > 1 ? `What helps all ${members.length}: ` : "What helps: "), mend) : null);
    });
    if (noted.length)
        parts.push(h("div", { class: "need noted" },
            ...list(noted.map(({ one, i }) => row(i, one.note ?? "")), "submissions", FIRST_NEEDS),
            h("p", { class: "mend" }, h("strong", {}, "Graded all the same. "),
                "See that it is the file that counts.")));
    return h("section", { class: "needs", "aria-labelledby": "needs" },
        h("h2", { id: "needs" }, "Need you"), ...parts);
}

/* A bar with its number: a part of `most`. */
function bar(count: number, most: number): HTMLElement {
    const full = count > 0 ? h("span", { class: "full" }) : null;
    if (full) full.style.width = (100 * count / most).toFixed(2) + "%";
    return h("span", { class: "bar", "aria-hidden": "true" }, full);
}

function marks(view: View): HTMLElement {
    const bars = model.histogram(view.data.submissions);
    const most = Math.max(...bars);
    const said = bars.map((count, i) => h("tr", {},
        h("th", { scope: "row" }, i === 10 ? "100 %" : `${i * 10}\u2013${i * 10 + 10} %`),
        h("td", { class: "wide" }, bar(count, most)),
        h("td", { class: "number" }, String(count))));
    return h("section", { class: "panel", "aria-labelledby": "marks" },
        h("h2", { id: "marks" }, "Marks"),
        h("table", { class: "bars" },
            h("caption", { class: "unseen" }, "How many submissions have so many points"),
            h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, "Points"),
                h("td", {}), h("th", { scope: "col" }, "Submissions"))),
            h("tbody", {}, ...said)));
}

interface Row {
    label: string;
    tally: model.Tally;
    title: string;
    chosen: () => boolean;
    choose: (on: boolean) => void;
}

/* Bars that choose the submissions which they count. */
function tallies(view: View, id: string, title: string, rows: Row[], of: string): HTMLElement {
    const most = Math.max(...rows.map((r) => r.tally.submissions));
    const made = rows.map((row) => {
        const { submissions, times } = row.tally;
        const button = h("button", { type: "button", class: "tally", title: row.title },
            h("span", { class: "label" }, row.label), bar(submissions, most),
            h("span", { class: "number" }, String(submissions),
                h("span", { class: "unseen" }, submissions === 1 ? " submission" : " submissions"),
                times > submissions ? h("span", { class: "times" }, ` (${times} times)`) : null));
        button.addEventListener("click", () => row.choose(!row.chosen()));
        const show = (): void => button.setAttribute("aria-pressed", String(row.chosen()));
        view.changed((what) => what.has("choice") && show());
        show();
        return h("li", {}, button);
    });
    return h("section", { class: "panel", "aria-labelledby": id },
        h("h2", { id }, title), h("p", { class: "hint" }, of), ...list(made, "rows"));
}

export function overview(view: View): HTMLElement {
    const { data } = view;
    const choose = (choice: Partial<model.Choice>): void =>
        view.change({ choice: { ...view.state.choice, ...choice } });
    const faults = model.faults(data.submissions);
    const tests = model.failures(data);
    const judged = data.submissions.filter(model.is_judged).length;
    const parts = [marks(view)];
    if (faults.length)
        parts.push(tallies(view, "faults", "Faults", faults.map((tally) => ({
            label: tally.key.replace(/-/g, " "),
            tally,
            title: data.kinds[tally.key] ?? tally.key,
            chosen: () => view.state.choice.fault === tally.key,
            choose: (on) => choose({ fault: on ? tally.key : "" }),
        })), "in how many submissions; choose one to see which"));
    if (tests.length)
        parts.push(tallies(view, "tests", "What fails", tests.map((tally) => {
            const at = Number(tally.key), item = data.items[at];
            return {
                label: item.title + (item.hidden ? " (hidden)" : ""),
                tally: { ...tally, times: tally.submissions },
                title: item.title,
                chosen: () => view.state.choice.item === at,
                choose: (on) => choose({ item: on ? at : -1 }),
            };
        }), `for how many of ${judged}; choose one to see which`));
    return h("div", { class: "overview" }, ...parts);
}

export function alike(view: View, open: (i: number) => void): HTMLElement | null {
    if (!view.data.alike.length) return null;
    const rows = view.data.alike.map((group) => {
        const same = group.least < group.most ? `${group.least} to ${group.most} %` : `${group.most} %`;
        const members = view.mixed(group.members).map((i) => who(view, i, open));
        if (group.solution)
            members.push(h("span", { class: "who solution" }, "the lesson\u2019s own ",
                h("code", {}, group.solution)));
        return h("li", {}, h("strong", {}, same), " ", ...members);
    });
    return h("section", { class: "alike", "aria-labelledby": "alike" },
        h("h2", { id: "alike" }, "Near-identical code"),
        h("p", { class: "hint" }, "How much of the code that is not the lesson\u2019s a pair shares. " +
            "That is a remark, no proof: there are many ways to come to the same code."),
        ...list(rows, "groups"));
}
