/* SPDX-License-Identifier: MIT */
import assert from "node:assert/strict";
import test from "node:test";
import { History, NEVER } from "../../../src/pages/picture/history";
import { from_base64, read_log } from "../../../src/pages/picture/log";
import type { Picture } from "../../../src/pages/picture/model";
import { beside, moment_of } from "../../../src/pages/picture/moment";
import { failure_mark, failure_words, stop_of_failure } from "../../../src/pages/picture/failed";
import { GAP, place_blocks } from "../../../src/pages/picture/place";
import { Reach } from "../../../src/pages/picture/reach";
import { ask_fault, ask_holder, ask_line, right_answers } from "../../../src/pages/picture/predict";
import { deeds, events_of, file_name, freed_use, last_pointer, life_sentence, loss_sentence, moment_sentence, scene } from "../../../src/pages/picture/words";
import { fault, Machine } from "../support/machine";
import { beside_and_twice, failing, large, list_and_freed, lost_realloc, many_variables } from "../support/programs";

const history_of = (picture: Picture) => new History(picture, read_log(from_base64(picture.log)));
const line_at = (history: History, stop: number) => history.stops[stop].place?.line;

test("the_loss_of_lesson_3_is_at_its_line_with_its_variable", () => {
    const picture = lost_realloc();
    const history = history_of(picture);
    const moment = moment_of(history, picture.faults[0]);
    assert.equal(line_at(history, moment.stop), picture.faults[0].line);
    assert.ok(moment.sure);
    const life = moment.life!;
    assert.equal(life.size, 32);
    assert.equal(history.types.name(life.type), "double");
    const arrows = new Reach(history).going(history.stops[moment.stop].event, history.stops[moment.stop + 1].event);
    assert.equal(arrows.length, 1);
    assert.equal(scene(history, history.stops[moment.stop]).name(arrows[0].address), "series->data");
    assert.equal(last_pointer(history, life), "series->data");
    assert.match(loss_sentence(history, moment.stop, life), /overwrites `series->data`.*last pointer to block #1 \(32 bytes/);
    assert.match(moment_sentence(history, moment.stop), /Line \d+ of buggy.c, in series_resize\(\), runs next/);
    assert.deepEqual(history.pointers_to(life, history.stops[moment.stop + 1].event), []);
    assert.match(life_sentence(history, life, history.stops[moment.stop + 1].event), /nobody can free it/);
    assert.ok(deeds(history, moment.stop).includes("Now `series->data` is NULL."));
});

test("the_name_of_the_last_pointer_is_found_without_a_diagnosis", () => {
    const picture = { ...lost_realloc(), faults: [] };
    const history = history_of(picture);
    assert.equal(last_pointer(history, history.lives[0]), "series->data");
});

test("values_are_those_of_the_moment_forwards_and_backwards", () => {
    const history = history_of(lost_realloc());
    const life = history.lives[0];
    const double = (t: number, i: number) => new DataView(history.read(life.address + 8 * i, 8, t, life.born).bytes.buffer).getFloat64(0, true);
    const last = history.stops.length - 1;
    const at = (i: number) => history.stops[i].event;
    assert.equal(double(at(last), 3), 19.5);
    assert.equal(double(at(last), 0), 17.5);
    const early = history.stops.findIndex((stop) => stop.event > life.born);
    assert.deepEqual(history.read(life.address, 8, at(early), life.born).set, new Array(8).fill(false));
});

test("memory_of_a_frame_that_begins_was_never_set", () => {
    const m = new Machine("a.c", "int main(void)\n{\n}\n");
    const INT = m.int();
    m.function("main", 1, 30, { x: [INT, -20, 2] });
    m.function("f", 40, 50, { y: [INT, -20, 41] });
    m.call("main").line(2);
    for (const value of [7, 8]) {
        m.call("f").line(41);
        if (value === 7) m.integer(m.at("y"), value);
        m.line(42).leave().line(3);
    }
    m.end();
    const history = history_of(m.picture());
    const stops = history.stops.filter((stop) => stop.place?.line === 42);
    const seen = stops.map((stop) => {
        const at = scene(history, stop).variables[1][0];
        return history.read(at.address, 4, stop.event, at.since).set[0];
    });
    assert.deepEqual(seen, [true, false]);
});

test("a_parameter_that_was_copied_is_shown_with_its_value_at_the_first_stop_of_its_function", () => {
    const history = history_of(lost_realloc());
    const stop = history.stops.find((one) => one.frame?.name === "series_resize")!;
    const at = scene(history, stop).variables.slice(-1)[0].find((v) => v.name === "capacity")!;
    assert.equal(history.read(at.address, 8, stop.event, at.since).bytes[0], 10);
});

test("a_block_keeps_its_place_while_others_come_and_go", () => {
    const picture = large(2000);
    const history = history_of(picture);
    const own = history.lives.filter((life) => life.own);
    const height = (life: { id: number }) => 2 + (life.id % 5);
    const { top } = place_blocks(own, height);
    for (const life of own.slice(0, 200))
        for (const other of own)
            if (other !== life && other.born < life.gone && life.born < other.gone)
                assert.ok(top[life.id] + height(life) + GAP <= top[other.id] + 1e-6 || top[other.id] + height(other) + GAP <= top[life.id] + 1e-6);
});

test("a_step_back_over_a_hundred_thousand_events_needs_no_replay", () => {
    const history = history_of(large(100000));
    assert.ok(history.log.count > 99900 && history.log.count <= 100000);
    const begin = Date.now();
    for (let i = 0; i < 200; i++) {
        const stop = history.stops[(i * 7919) % history.stops.length];
        scene(history, stop);
        history.alive(stop.event);
    }
    assert.ok(Date.now() - begin < 200 * 16);
});

test("a_freed_block_is_there_for_as_long_as_a_pointer_stays", () => {
    const picture = list_and_freed();
    const history = history_of(picture);
    const freed = history.lives[2];
    assert.ok(freed.freed < freed.gone);
    const moment = moment_of(history, picture.faults[1]);
    assert.equal(moment.life, freed);
    assert.equal(line_at(history, moment.stop), picture.faults[1].line);
    assert.match(life_sentence(history, freed, history.stops[moment.stop].event), /was freed at line 30; 1 pointer still leads to it/);
});

test("a_loss_with_the_freed_block_that_held_it_is_before_the_free", () => {
    const picture = list_and_freed();
    const history = history_of(picture);
    const moment = moment_of(history, picture.faults[0]);
    assert.equal(line_at(history, moment.stop), 30);
    const at = scene(history, history.stops[moment.stop]);
    assert.deepEqual(at.why(moment.life!)!.map((arrow) => at.name(arrow.address)), ["old", "old->next"]);
    assert.equal(scene(history, history.stops[moment.stop + 1]).why(moment.life!), null);
});

test("an_index_beside_the_block_is_found_in_the_line_with_its_value", () => {
    const picture = beside_and_twice();
    const history = history_of(picture);
    const moment = moment_of(history, picture.faults[0]);
    const cell = beside(history, picture.faults[0], moment)!;
    assert.deepEqual(cell, { index: 5, before: false, name: "scores[i]", index_name: "i" });
    assert.ok(moment.sure);
    const i = scene(history, history.stops[moment.stop]).variables[0].find((v) => v.name === "i")!;
    assert.equal(history.read(i.address, 4, history.stops[moment.stop].event, i.since).bytes[0], 5);
});

test("a_double_free_is_found_where_the_block_is_freed_already", () => {
    const picture = beside_and_twice();
    const history = history_of(picture);
    const moment = moment_of(history, picture.faults[1]);
    assert.equal(line_at(history, moment.stop), 9);
    assert.ok(moment.life!.freed <= history.stops[moment.stop].event);
});

test("a_fault_whose_line_never_ran_is_not_sure", () => {
    const picture = beside_and_twice();
    const moment = moment_of(history_of(picture), fault("invalid-read", "?", { line: 2 }));
    assert.ok(!moment.sure);
});

test("a_loss_in_the_line_that_allocates_has_a_stop_of_its_own", () => {
    const m = new Machine("a.c", "\n\n\n");
    const P = m.pointer(m.int());
    m.function("main", 1, 9, { p: [P, -24, 1] });
    m.call("main").line(2);
    const block = m.alloc(4);
    m.point(m.at("p"), block).null(m.at("p")).lose(block).line(3).leave().end();
    const history = history_of(m.picture());
    const stop = history.stop_before(history.lives[0].lost);
    assert.equal(history.stops[stop].kind, "within");
    assert.equal(new Reach(history).going(history.stops[stop].event, history.stops[stop + 1].event).length, 1);
});

test("a_loss_that_was_cancelled_is_none", () => {
    const m = new Machine("a.c", "\n\n\n");
    const P = m.pointer(m.int());
    m.function("main", 1, 9, { p: [P, -24, 1] });
    m.call("main").line(2);
    const block = m.alloc(4);
    m.point(m.at("p"), block).gone(m.at("p")).lose(block);
    m.log.type("V").number(1);
    m.point(m.at("p"), block).line(3).leave().end();
    assert.equal(history_of(m.picture()).lives[0].lost, NEVER);
});

test("a_number_that_is_used_again_is_another_block", () => {
    const m = new Machine("a.c", "\n\n\n");
    const P = m.pointer(m.int());
    m.function("main", 1, 9, { p: [P, -24, 1] });
    m.call("main").line(2);
    const block = m.alloc(4);
    m.point(m.at("p"), block).line(3).null(m.at("p")).free(block).line(4);
    m.log.type("A").number(1).address(block.address).number(8);
    m.point(m.at("p"), { ...block, size: 8 }).line(5).leave().end();
    const history = history_of(m.picture());
    assert.deepEqual(history.lives.map((life) => [life.size, life.own]), [[4, true], [8, true]]);
});

test("a_block_that_only_a_library_points_to_is_not_the_programs", () => {
    const m = new Machine("a.c", "\n\n\n");
    m.function("main", 1, 9, {});
    m.call("main").line(2);
    m.point(0x4a29798, m.alloc(4096)).line(3).leave().end();
    const history = history_of(m.picture());
    assert.ok(!history.lives[0].own);
    assert.deepEqual(history.alive(history.log.count), []);
});

test("a_word_of_a_library_functions_frame_is_not_the_programs", () => {
    const m = new Machine("a.c", "\n\n\n");
    m.function("main", 1, 9, { p: [m.pointer(m.int()), -24, 1] });
    m.call("main").line(2);
    m.point(m.at("p") - 200, m.alloc(64)).line(3);
    m.point(m.at("p"), m.alloc(4)).line(4).leave().end();
    assert.deepEqual(history_of(m.picture()).lives.map((life) => life.own), [false, true]);
});

test("frames_that_longjmp_left_end_with_the_line_that_runs_then", () => {
    const m = new Machine("a.c", "\n".repeat(60));
    m.function("main", 1, 9, {});
    m.function("f", 20, 29, {});
    m.function("g", 40, 49, {});
    m.call("main").line(2).call("f").line(21).call("g").line(41).line(3).line(4).end();
    const history = history_of(m.picture());
    const stop = history.stops.find((one) => one.place?.line === 4)!;
    assert.deepEqual(scene(history, stop).stack.map((frame) => frame.name), ["main"]);
});

test("the_events_of_a_block_are_steps_in_order", () => {
    const picture = list_and_freed();
    const history = history_of(picture);
    const lines = events_of(history, history.lives[2]).map((i) => line_at(history, i));
    assert.deepEqual(lines.filter((line, i) => line !== lines[i - 1]), [14, 20, 27, 28, 29, 30, 31]);
});

test("a_ring_without_a_pointer_from_outside_is_out_of_reach", () => {
    const m = new Machine("a.c", "\n\n\n\n");
    const NODE_P = m.type({ k: "pointer", to: 1, size: 8 });
    m.struct("struct node", 8, [["next", 0, NODE_P]]);
    m.function("main", 1, 9, { p: [NODE_P, -24, 1] });
    m.call("main").line(2);
    const [one, two] = [m.alloc(8), m.alloc(8)];
    m.point(m.at("p"), one).point(one.address, two).point(two.address, one).line(3).null(m.at("p")).line(4).leave().end();
    const history = history_of(m.picture());
    const reach = new Reach(history);
    const at = (line: number) => history.stops.find((stop) => stop.place?.line === line)!.event;
    assert.equal(reach.out_of_reach(at(3)).size, 0);
    assert.deepEqual([...reach.out_of_reach(at(4))], history.lives);
    reach.note();
    assert.equal(history.lives[1].out, at(4));
    assert.deepEqual(reach.going(at(3), at(4)).map((arrow) => [arrow.address, arrow.life.id]), [[history.lives[0].arrows[0].address, 0]]);
});

test("a_block_on_its_way_from_a_function_is_not_out_of_reach", () => {
    const history = history_of(list_and_freed());
    const reach = new Reach(history);
    for (const stop of history.stops.filter((one) => one.place && one.place.line < 30))
        assert.equal(reach.out_of_reach(stop.event).size, 0);
});

test("what_only_a_lost_block_leads_to_is_out_of_reach_with_it", () => {
    const history = history_of(list_and_freed());
    const end = history.stops[history.stops.length - 1].event;
    assert.deepEqual([...new Reach(history).out_of_reach(end)], [history.lives[0], history.lives[1]]);
});

test("the_question_about_a_loss_has_no_variable_as_its_answer", () => {
    const picture = lost_realloc();
    const history = history_of(picture);
    const question = ask_fault(history, moment_of(history, picture.faults[0]), null)!;
    assert.match(right_answers(question), /no variable/);
    assert.ok(question.answers.includes("series->data"));
    assert.match(question.text, /Which variable points to block #1 after this line/);
});

test("the_question_about_a_step_that_loses_nothing_names_the_variable", () => {
    const picture = list_and_freed();
    const history = history_of(picture);
    const stop = history.stops.findIndex((one) => one.place?.line === 29);
    const question = ask_holder(history, stop, history.lives[0])!;
    assert.equal(right_answers(question), "list");
    assert.ok(question.answers.length > 1);
});

test("nothing_is_asked_about_a_block_on_its_way", () => {
    const history = history_of(list_and_freed());
    const life = history.lives[0];
    const stop = history.stops.findIndex((one, i) => history.stops[i + 1] && !history.pointers_to(life, history.stops[i + 1].event).length
        && life.born <= one.event && history.stops[i + 1].event < life.freed && history.stops[i + 1].event < life.lost);
    assert.ok(stop > 0);
    assert.equal(ask_holder(history, stop, life), null);
});

test("of_several_freed_blocks_that_is_taken_which_the_function_points_to", () => {
    const m = new Machine("a.c", "\n".repeat(9));
    const P = m.pointer(m.int());
    m.function("main", 1, 9, { p: [P, -24, 1], q: [P, -32, 1] });
    m.call("main").line(2);
    const one = m.alloc(4);
    m.point(m.at("p"), one).line(2);
    const two = m.alloc(4);
    m.point(m.at("q"), two).line(3).free(one).null(m.at("p")).line(5).line(4).free(two).line(5).line(6).leave().end();
    const history = history_of(m.picture());
    const place = (line: number) => ({ file: 0, line });
    const moment = moment_of(history, fault("use-after-free", "?", { line: 5, size: 4, allocated: place(2), freed: place(4) }));
    assert.equal(moment.life, history.lives[1]);
    assert.equal(history.stops[moment.stop - 1].place?.line, 4);
});

test("a_pointer_before_the_block_tells_the_cell", () => {
    const m = new Machine("a.c", "\n\n\n*--p = 1;\n\n");
    const P = m.pointer(m.char());
    m.function("main", 1, 9, { p: [P, -24, 1], text: [P, -32, 1] });
    m.call("main").line(2);
    const block = m.alloc(5);
    m.point(m.at("text"), block).integer(m.at("p"), block.address - 1, 8).line(4).line(5).leave().end();
    const history = history_of(m.picture());
    const told = fault("invalid-write", "1 byte was written BEFORE a block of 5 bytes", { line: 4, size: 5, allocated: { file: 0, line: 2 } });
    assert.deepEqual(beside(history, told, moment_of(history, told)), { index: -1, before: true, name: "*p", index_name: null });
});

test("the_question_about_an_index_asks_for_the_cell", () => {
    const picture = beside_and_twice();
    const history = history_of(picture);
    const moment = moment_of(history, picture.faults[0]);
    const question = ask_fault(history, moment, beside(history, picture.faults[0], moment))!;
    assert.match(right_answers(question), /cell 5, which is not in the block/);
});

test("a_log_of_version_1_has_arrows_and_no_values", () => {
    const m = new Machine("a.c", "\n\n\n", 1);
    m.function("main", 1, 9, { p: [m.pointer(m.int()), -24, 1] });
    m.call("main").line(2);
    const block = m.alloc(4);
    m.point(m.at("p"), block).line(3).leave().end();
    const history = history_of(m.picture());
    assert.equal(history.log.version, 1);
    assert.ok(history.lives[0].own);
});

test("an_allocation_that_fails_has_its_moment_and_its_words", () => {
    const picture = failing();
    const history = history_of(picture);
    const stop = stop_of_failure(history)!;
    assert.equal(line_at(history, stop), 6);
    assert.equal(history.stops.filter((one, i) => one.place?.line === 6 && i < stop).length, 1);
    assert.equal(failure_words(picture.failed), "the 2nd allocation (malloc, 8 bytes) fails here");
    assert.deepEqual(deeds(history, stop), ["Its call of `malloc` gets no memory.", "Now `next` is NULL."]);
    const mark = failure_mark(history, stop)!;
    assert.equal(picture.files[0].text.split("\n")[mark.line - 1].slice(mark.from, mark.to), "malloc");
    assert.equal(failure_words({ ...picture.failed!, number: 11, with_all: true }, ""), "the 11th allocation (malloc, 8 bytes) and all after it fail");
});

test("of_an_allocation_that_a_lesson_makes_fail_the_moment_is_known", () => {
    const picture = { ...failing(), failed: null };
    const history = history_of(picture);
    const stop = stop_of_failure(history)!;
    assert.equal(line_at(history, stop), 6);
    assert.equal(failure_mark(history, stop)!.text, "an allocation fails here");
    assert.equal(stop_of_failure(history_of(lost_realloc())), null);
});

/* A function that gets a pointer and keeps it in two variables: what `q` asks. */
function two_holders(): Picture {
    const m = new Machine("two.c", "int main(void)\n{\n    int n = 1;\n    p = malloc(8);\n    q = p;\n    n = 2;\n    free(p);\n    f(q);\n}\nvoid f(int *p)\n{\n    p = 0;\n}\n");
    const INT = m.int();
    const INT_P = m.pointer(INT);
    m.function("main", 1, 9, { n: [INT, -20, 1], p: [INT_P, -32, 1], q: [INT_P, -40, 1] });
    m.call("main").line(3).integer(m.at("n"), 1).line(4);
    const block = m.alloc(8);
    m.point(m.at("p"), block).line(5).point(m.at("q"), block).line(6).integer(m.at("n"), 2).line(7).free(block).line(9).leave().end();
    return m.picture();
}

test("each_variable_that_points_to_the_block_is_a_right_answer", () => {
    const history = history_of(two_holders());
    const at = (line: number) => history.stops.findIndex((stop) => stop.place?.line === line);
    const question = ask_line(history, at(5))!;
    assert.match(question.text, /Which variable points to block #1 after this line\?/);
    assert.deepEqual(question.right.map((i) => question.answers[i]).sort(), ["p", "q"]);
    assert.match(question.because, /`p` and `q` point to #1/);
    assert.match(ask_line(history, at(4))!.text, /the new block #1/);
});

test("a_line_that_changes_no_pointer_and_no_block_is_not_asked_about", () => {
    const history = history_of(two_holders());
    const at = (line: number) => history.stops.findIndex((stop) => stop.place?.line === line);
    assert.equal(ask_line(history, at(3)), null);
    assert.equal(ask_line(history, at(6)), null);
    const freed = ask_line(history, at(7))!;
    assert.equal(right_answers(freed), "freed, and a pointer still has its address");
});

test("no_question_offers_one_variable_under_two_names", () => {
    for (const picture of [lost_realloc(), list_and_freed(), two_holders()]) {
        const history = history_of(picture);
        history.stops.forEach((_, i) => {
            const question = ask_line(history, i);
            if (!question) return;
            assert.equal(new Set(question.answers).size, question.answers.length);
            assert.ok(!(question.answers.includes("series->data") && question.answers.some((answer) => answer.startsWith("day.data"))), question.answers.join());
        });
    }
});

test("the_question_about_a_realloc_that_fails_says_that_it_fails", () => {
    const picture = lost_realloc();
    const history = history_of(picture);
    const question = ask_fault(history, moment_of(history, picture.faults[0]), null)!;
    assert.match(question.text, /`realloc` returns NULL here: there is no memory\. Which variable points to block #1/);
});

/* A list is freed from its head, and each step to the next goes through a freed block: the log
 * counts no pointer that is read there. */
function walk_of_freed(): { history: History; stop: (n: number) => number; picture: Picture } {
    const text = "struct waggon { struct waggon *next; };\nvoid release(void)\n{\n    while (w != NULL) {\n        free(w);\n        w = w->next;\n    }\n    done();\n}\n";
    const m = new Machine("walk.c", text);
    const W_P = m.type({ k: "pointer", to: m.types.length + 1, size: 8 });
    m.struct("struct waggon", 8, [["next", 0, W_P]]);
    m.function("release", 2, 9, { w: [W_P, -24, 2] });
    m.call("release").line(4);
    const blocks = [m.alloc(8), m.alloc(8), m.alloc(8)];
    blocks.forEach((block, i) => {
        if (blocks[i + 1]) m.point(block.address, blocks[i + 1]);
        else m.integer(block.address, 0, 8);
    });
    m.point(m.at("w"), blocks[0]);
    blocks.forEach((block, i) => {
        m.line(5);
        if (blocks[i + 1]) m.gone(block.address);
        m.free(block).line(6);
        if (i === 0) m.gone(m.at("w"));
        m.integer(m.at("w"), blocks[i + 1]?.address ?? 0, 8);
    });
    m.line(8).line(9).leave().end();
    const picture = m.picture({ faults: [fault("use-after-free", "a block was used after it was freed",
        { line: 6, allocated: { file: 0, line: 4 }, freed: { file: 0, line: 5 }, size: 8 })] });
    const history = history_of(picture);
    const stops = history.stops.flatMap((stop, i) => (stop.place?.line === 6 ? [i] : []));
    return { history, picture, stop: (n) => stops[n] };
}

test("each_freed_block_is_there_while_a_pointer_to_it_stays_also_one_out_of_freed_memory", () => {
    const { history, stop } = walk_of_freed();
    const freed = (n: number) => {
        const t = history.stops[stop(n)].event;
        return history.alive(t).filter((life) => life.freed <= t).map((life) => life.id + 1);
    };
    assert.deepEqual([freed(0), freed(1), freed(2)], [[1], [2], [3]]);
    assert.deepEqual(history.alive(history.stops[history.stops.length - 1].event), []);
});

test("each_use_of_freed_memory_on_the_line_of_the_fault_is_told", () => {
    const { history, picture, stop } = walk_of_freed();
    const told = [0, 1, 2].map((n) => freed_use(history, stop(n), picture.faults[0])?.deed);
    assert.deepEqual(told, ["It reads `.next` out of freed #1.", "It reads `.next` out of freed #2.", "It reads `.next` out of freed #3."]);
    assert.equal(freed_use(history, stop(0) - 1, picture.faults[0]), null);
});

test("a_freed_block_is_gone_when_another_block_has_its_memory", () => {
    const m = new Machine("a.c", "int main(void)\n{\n}\n");
    const INT_P = m.pointer(m.int());
    m.function("main", 1, 30, { p: [INT_P, -24, 1], q: [INT_P, -32, 1] });
    m.call("main").line(2);
    const block = m.alloc(8);
    m.point(m.at("p"), block).line(3).gone(m.at("p")).integer(m.at("p"), 0, 8).free(block).line(4).integer(m.at("q"), block.address, 8).line(5).line(6);
    m.heap = block.address;
    m.alloc(8);
    m.line(7).end();
    const history = history_of(m.picture());
    const there = (line: number) => history.alive(history.stops.find((stop) => stop.place?.line === line)!.event).map((life) => life.id);
    assert.deepEqual([there(4), there(5), there(7)], [[], [0], []]);
});

test("a_static_variable_has_its_own_name_in_its_function_and_that_of_the_function_elsewhere", () => {
    const history = history_of(many_variables());
    const goods = history.globals[0].address;
    const name = (of: string) => scene(history, history.stops.find((stop) => stop.frame?.name === of)!).known_name(goods);
    assert.equal(name("main"), "goods[0]");
    assert.equal(name("f"), "goods[0] in main");
});

test("a_pointer_that_only_a_library_knows_is_not_named", () => {
    const m = new Machine("a.c", "int main(void)\n{\n}\n");
    m.function("main", 1, 30, { p: [m.pointer(m.int()), -24, 1] });
    m.call("main").line(2);
    const block = m.alloc(8);
    m.point(m.at("p"), block).point(0x7f0000, block).line(3).point(0x7f0008, block).line(4).end();
    const history = history_of(m.picture());
    assert.deepEqual(deeds(history, 0), ["It allocates block #1, 8 bytes.", "Now `p` points to #1."]);
    assert.equal(ask_line(history, 1), null);
});

test("the_last_pointer_is_seen_until_the_loss_also_past_its_scope", () => {
    const m = new Machine("scope.c", "int f(void)\n{\n    for (;;) {\n        p = malloc(8);\n        return 1;\n    }\n}\nint main(void)\n{\n    f();\n}\n");
    const INT_P = m.pointer(m.int());
    m.function("main", 8, 11, {});
    m.function("f", 1, 7, { p: [INT_P, -24, 4] });
    m.call("main").line(10).call("f").line(4);
    const block = m.alloc(8);
    m.point(m.at("p"), block).line(5).line(7).gone(m.at("p")).lose(block, 1).leave().line(11).leave().end();
    const picture = m.picture();
    picture.functions.forEach((one) => one.variables.forEach((variable) => (variable.to = 6)));
    const history = history_of(picture);
    const at = (line: number) => history.stops.findIndex((stop) => stop.place?.line === line);
    const names = (line: number) => scene(history, history.stops[at(line)]).all().map(({ name }) => name);
    assert.deepEqual(names(5), ["p"]);
    assert.deepEqual(names(7), ["p"]);
    assert.deepEqual(names(11), []);
});

test("a_file_is_named_without_its_folder_where_that_is_clear", () => {
    const picture = lost_realloc();
    const named = (...paths: string[]) => {
        picture.files = paths.map((path) => ({ path: "/home/ann/" + path, text: "", shown: path }));
        return file_name(history_of(picture), 0);
    };
    assert.equal(named("src/list.c", "src/main.c"), "list.c");
    assert.equal(named("src/list.c", "tests/list.c"), "src/list.c");
});
