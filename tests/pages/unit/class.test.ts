/* SPDX-License-Identifier: MIT
 *
 * What the class page says of a class: counts, order, choice, and names that are left out.
 */
import assert from "node:assert/strict";
import test from "node:test";
import * as model from "../../../src/pages/class/model";
import { all_names, finder, HIDDEN, numbers, telling, without } from "../../../src/pages/class/names";
import type { Class, Submission } from "../../../src/pages/class/types";
import { View } from "../../../src/pages/class/view";

const items: Class["items"] = [
    { name: "a", title: "a text is read", kind: "test" },
    { name: "b", title: "an empty text is read", kind: "test" },
    { name: "memory", title: "its memory is in order", kind: "memory" },
    { name: "sweep", title: "it survives each failing allocation", kind: "sweep" },
];

/* A submission that got these points; the items have 2, 2, 4 and 2. */
function of(name: string, points: number[] | null, more: Partial<Submission> = {}): Submission {
    const most = [2, 2, 4, 2];
    const got = (points ?? []).map((p, item) => ({
        item, points: p, most: most[item], verdict: p === most[item] ? "pass" as const : "fail" as const,
    }));
    const score = got.reduce((a, r) => a + r.points, 0);
    return {
        name, verdict: points === null ? "ungradable" : score === 10 ? "pass" : "fail", most: 10, items: got,
        faults: [], ...(points === null ? {} : { score }), ...more,
    };
}

function lost(line: number, kind = "definitely-lost"): Submission["faults"][0] {
    return {
        kind, headline: "8 bytes were lost for good",
        marks: [{ file: "exercise.c", line: 3, text: "allocated" }, { file: "exercise.c", line, text: "lost", main: true }],
    };
}

function a_class(submissions: Submission[]): Class {
    return {
        format: "leaklab-class/1", written: "", exercise: "exercise.c", kinds: {}, items, alike: [], submissions,
    };
}

const data = a_class([
    of("ann_7", [2, 2, 4, 2], { id: "7", learner: "Ann Lee" }),
    of("bob_10", [2, 0, 4, 0], { id: "10", learner: "Bob Ångström" }),
    of("cem_9", null, { id: "9", why: "'exercise.c' does not compile", mend: "ask", explanation: "  exercise.c:20:13: error: expected ';'\n" }),
    of("dora", [2, 2, 1, 0], { faults: [lost(9), lost(7), lost(9, "double-free")] }),
    of("eve", null, { verdict: "harness-error", why: "the machine went away", mend: "repeat" }),
]);

test("data_of_another_kind_are_refused", () => {
    assert.throws(() => model.check({ format: "leaklab-picture/1" }), /leaklab-class/);
    assert.throws(() => model.check(null), /leaklab-class/);
    assert.equal(model.check(data), data);
});

test("those_who_were_not_judged_have_no_share_in_the_mean", () => {
    assert.deepEqual(model.count(data.submissions),
        { all: 5, pass: 1, fail: 2, need: 2, mean: 70, median: 60 });
    assert.equal(model.count([]).mean, null);
});

test("everything_has_a_bar_of_its_own", () => {
    assert.deepEqual(model.histogram(data.submissions), [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1]);
});

test("a_fault_counts_once_a_submission_and_its_times_are_known", () => {
    assert.deepEqual(model.faults(data.submissions), [
        { key: "definitely-lost", submissions: 1, times: 2 }, { key: "double-free", submissions: 1, times: 1 }]);
});

test("a_sweep_that_was_not_tried_is_no_failure", () => {
    assert.deepEqual(model.failed(data.submissions[1], items), [1]);
    assert.deepEqual(model.failed(of("x", [2, 2, 4, 0]), items), [3]);
    assert.equal(model.sum(data.submissions[1], items, "sweep"), null);
    assert.equal(model.sum(of("x", [2, 2, 4, 0]), items, "sweep")?.points, 0);
    assert.deepEqual(model.failures(data).map((t) => [t.key, t.submissions]), [["1", 1], ["2", 1]]);
});

test("our_own_failures_come_first_and_a_compilers_first_error_says_why", () => {
    assert.deepEqual(model.needs(data.submissions), [{ mend: "repeat", who: [4] }, { mend: "ask", who: [2] }]);
    assert.equal(model.reason(data.submissions[2]), "line 20: expected ';'");
    assert.equal(model.reason(data.submissions[4]), "the machine went away");
    assert.equal(model.first_error("a.c:1: warning: x"), null);
    assert.deepEqual(model.first_error("x\na.c:4:1: fatal error: no.h: No such file"), { line: 4, text: "no.h: No such file" });
});

test("lines_are_where_one_looks_first_ascending_and_each_once", () => {
    assert.deepEqual(model.lines(data.submissions[3], "exercise.c"), [7, 9]);
    assert.deepEqual(model.lines(data.submissions[3], "other.c"), []);
    assert.deepEqual(model.lines({ ...data.submissions[3], file: "dora.c" }, "exercise.c"), []);
});

test("those_without_a_value_come_last_up_and_down", () => {
    const names = data.submissions.map((s) => s.name);
    const order = (by: model.Column, down: boolean): number[] => model.order(data, names, { by, down });
    assert.deepEqual(order("total", false), [3, 1, 0, 2, 4]);
    assert.deepEqual(order("total", true), [0, 1, 3, 2, 4]);
    assert.deepEqual(order("id", false), [0, 2, 1, 3, 4]);
    assert.deepEqual(order("name", true), [4, 3, 2, 1, 0]);
    assert.deepEqual(order("faults", true), [3, 0, 1, 2, 4]);
});

test("all_chosen_words_are_found_without_accents_and_in_any_order", () => {
    const view = new View(data, "");
    const found = (choice: Partial<model.Choice>): number[] => {
        const chosen = model.chooser(data, { ...model.everything, ...choice }, view.searched());
        return data.submissions.map((_, i) => i).filter(chosen);
    };
    assert.deepEqual(found({ words: "angstrom BOB" }), [1]);
    assert.deepEqual(found({ words: "empty" }), [1]);
    assert.deepEqual(found({ words: "double-free" }), [3]);
    assert.deepEqual(found({ verdict: "need" }), [2, 4]);
    assert.deepEqual(found({ fault: "definitely-lost", verdict: "fail" }), [3]);
    assert.deepEqual(found({ item: 1 }), [1]);
});

test("a_number_says_nothing_and_stays", () => {
    const many = Array.from({ length: 200 }, (_, i) => of("learner" + String(i).padStart(3, "0"), null));
    const one = numbers(many);
    assert.deepEqual([...one].sort((a, b) => a - b), many.map((_, i) => i + 1));
    assert.deepEqual(numbers(many), one);
    const kept = one.filter((n, i) => i > 0 && n > one[i - 1]).length;
    assert.ok(kept > 70 && kept < 130, "it follows the order of the names: " + kept);
});

test("names_are_left_out_of_texts_as_words_and_words_of_C_stay", () => {
    const one = of("Ann Long_1234", null, { learner: "Ann Long", id: "1234" });
    const own = (text: string, who: Submission): string => without(text, finder(telling(who)));
    assert.equal(own("/* by ann long, 1234 */ long annual = 12345;", one),
        `/* by ${HIDDEN}, ${HIDDEN} */ long annual = 12345;`);
    assert.equal(own("in 'Ann Long_1234_file_'", one), `in '${HIDDEN}_file_'`);
    assert.equal(own("a(b|c)", of("b|c", null)), `a(${HIDDEN})`);
    assert.equal(without("text", finder([])), "text");
});

test("the_name_of_another_learner_is_left_out_too", () => {
    const any = finder(all_names([...data.submissions, of("main", null)]));
    assert.equal(without("int main(void) /* from Ann Lee */", any), `int main(void) /* from ${HIDDEN} */`);
    const view = new View(data, "#names=off");
    assert.equal(view.text(0, "like bob ångström's"), `like ${HIDDEN}'s`);
    view.change({ named: true });
    assert.equal(view.text(0, "like Bob Ångström's"), "like Bob Ångström's");
});

test("the_link_keeps_what_is_chosen_and_no_name", () => {
    const view = new View(data, "");
    view.change({
        named: false, sort: { by: "total", down: true }, open: 3,
        choice: { verdict: "fail", fault: "double-free", item: 2, words: "dora" },
    });
    const hash = view.hash();
    assert.equal(hash, `names=off&sort=-total&show=fail&fault=double-free&test=memory&no=${view.numbers[3]}`);
    const again = new View(data, "#" + hash).state;
    assert.deepEqual(again, { ...view.state, choice: { ...view.state.choice, words: "" } });
    assert.equal(new View(data, "#no=99&sort=height&test=none&show=<").hash(), "");
});

test("a link to a picture leads to a file beside the page, whatever its name is", () => {
    assert.equal(model.link("pictures/Ann Lee.html"), "./pictures/Ann%20Lee.html");
    assert.equal(model.link("javascript:alert(1)"), "./javascript%3Aalert(1)");
});
