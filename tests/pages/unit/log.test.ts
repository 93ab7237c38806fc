/* SPDX-License-Identifier: MIT */
import assert from "node:assert/strict";
import test from "node:test";
import { from_base64, Kind, read_log } from "../../../src/pages/picture/log";
import { base64, Encoder } from "../support/machine";

test("addresses_are_read_from_both_anchors", () => {
    const log = read_log(new Encoder().type("A").number(1).address(0x4a3a040).number(32)
        .type("P").address(0x1fff000570).number(1).number(8).type("U").address(0x1fff000568).type("Z").done());
    assert.equal(log.count, 4);
    assert.equal(log.b[0], 0x4a3a040);
    assert.equal(log.a[1], 0x1fff000570);
    assert.equal(log.c[1], 8);
    assert.equal(log.a[2], 0x1fff000568);
    assert.ok(log.complete);
});

test("definitions_are_no_events", () => {
    const log = read_log(new Encoder().type("F").number(1).text("a.c").type("N").number(1).text("main")
        .type("L").number(1).number(300).type("Z").done());
    assert.equal(log.count, 2);
    assert.equal(log.files.get(1), "a.c");
    assert.equal(log.functions.get(1), "main");
    assert.equal(log.b[0], 300);
});

test("a_write_keeps_its_bytes", () => {
    const log = read_log(new Encoder().type("W").address(64).number(3).byte(1).byte(2).byte(3).type("S").number(2).done());
    assert.deepEqual([...log.bytes.subarray(log.c[0], log.c[0] + log.b[0])], [1, 2, 3]);
    assert.equal(log.kind[1], Kind.Thread);
});

test("a_log_that_is_cut_anywhere_is_read_up_to_there_and_is_not_complete", () => {
    const whole = new Encoder().type("A").number(1).address(4096).number(5).type("W").address(4096).number(5)
        .byte(1).byte(2).byte(3).byte(4).byte(5).type("L").number(1).number(7).type("Z").done();
    for (let length = 5; length < whole.length; length++) {
        const log = read_log(whole.slice(0, length));
        assert.ok(!log.complete, "at " + length);
        assert.ok(log.count < 4);
    }
    assert.ok(read_log(whole).complete);
});

test("what_is_no_log_is_refused", () => {
    assert.throws(() => read_log(new Uint8Array([1, 2, 3])), /none of version 1 or 2/);
    assert.throws(() => read_log(new Encoder(3).done()), /none of version 1 or 2/);
});

test("an_event_of_no_known_type_ends_the_reading", () => {
    const log = read_log(new Encoder().type("L").number(1).number(1).type("?").type("Z").done());
    assert.equal(log.count, 1);
    assert.ok(!log.complete);
});

test("a_number_without_an_end_ends_the_reading", () => {
    const log = read_log(new Uint8Array([76, 80, 69, 86, 2, 76, ...new Array(20).fill(255)]));
    assert.equal(log.count, 0);
});

test("many_events_fit", () => {
    const encoder = new Encoder();
    for (let i = 0; i < 5000; i++) encoder.type("L").number(1).number(i);
    assert.equal(read_log(encoder.done()).b[4999], 4999);
});

test("base64_is_read_as_it_was_written", () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
    assert.deepEqual(from_base64(base64(bytes)), bytes);
});
