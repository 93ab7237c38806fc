/* SPDX-License-Identifier: MIT */
import assert from "node:assert/strict";
import test from "node:test";
import type { Type } from "../../../src/pages/picture/model";
import { show_char, show_float, show_scalar, show_text } from "../../../src/pages/picture/values";
import { block_slots, variable_slots } from "../../../src/pages/picture/slots";
import { Types } from "../../../src/pages/picture/types";

const INT: Type = { k: "int", name: "int", size: 4, signed: true };
const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: string, set = value.length) =>
    show_text({ bytes: Uint8Array.from(value, (c) => c.charCodeAt(0)), set: Array.from(value, (_, i) => i < set) });

test("integers_have_their_sign", () => {
    assert.equal(show_scalar(INT, bytes(254, 255, 255, 255)), "-2");
    assert.equal(show_scalar({ ...INT, k: "int", signed: false }, bytes(254, 255, 255, 255)), "4294967294");
    assert.equal(show_scalar({ k: "int", name: "long", size: 8, signed: true }, bytes(0, 0, 0, 0, 0, 0, 0, 128)), "-9223372036854775808");
});

test("bit_fields_are_taken_out_of_their_word", () => {
    assert.equal(show_scalar({ k: "int", name: "unsigned", size: 4, signed: false }, bytes(0b10110100, 0, 0, 0), 2, 3), "5");
    assert.equal(show_scalar(INT, bytes(0b11100, 0, 0, 0), 2, 3), "-1");
});

test("reals_look_like_reals", () => {
    assert.equal(show_float(18, 8), "18.0");
    assert.equal(show_float(17.5, 8), "17.5");
    assert.equal(show_float(Math.fround(0.1), 4), "0.1");
    assert.equal(show_float(-0, 8), "-0.0");
    assert.equal(show_float(NaN, 8), "nan");
    assert.equal(show_scalar({ k: "float", name: "long double", size: 16 },
        bytes(0, 0, 0, 0, 0, 0, 0, 0xc0, 0xff, 0x3f, 0, 0, 0, 0, 0, 0)), "1.5");
    assert.equal(show_scalar({ k: "float", name: "long double", size: 16, quad: true },
        bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0xbf)), "-1.5");
});

test("an_enum_is_told_by_its_name_or_else_by_its_number", () => {
    const colour: Type = { k: "enum", name: "enum colour", size: 4, signed: false, values: [["RED", 0], ["BLUE", 2]] };
    assert.equal(show_scalar(colour, bytes(2, 0, 0, 0)), "BLUE");
    assert.equal(show_scalar(colour, bytes(1, 0, 0, 0)), "1");
});

test("characters_are_written_as_in_C", () => {
    assert.equal(show_char(97), "'a'");
    assert.equal(show_char(0), "'\\0'");
    assert.equal(show_char(39), "'\\''");
    assert.equal(show_char(200), "'\\xc8'");
});

test("a_text_ends_at_its_end_or_where_nothing_was_set", () => {
    assert.deepEqual(text("ab\0xy"), { text: '"ab"', ended: true });
    assert.deepEqual(text("abcd"), { text: '"abcd"', ended: false });
    assert.deepEqual(text("abcd", 2), { text: '"ab"', ended: false });
    assert.equal(text('a"\n\0').text, '"a\\"\\n"');
});

test("a_text_in_UTF_8_is_shown_and_a_broken_one_in_numbers", () => {
    const utf8 = new TextEncoder().encode("\u00e5\0");
    assert.equal(show_text({ bytes: utf8, set: [true, true, true] }).text, '"\u00e5"');
    assert.equal(text("\u00ff\0").text, '"\\xff"');
});

const types = new Types([
    INT, { k: "char", name: "char", size: 1, signed: true }, { k: "array", of: 1, count: 8, size: 8 },
    { k: "pointer", to: 4, size: 8 },
    { k: "struct", name: "struct node", size: 24, fields: [{ name: "value", at: 0, type: 0 }, { name: "name", at: 4, type: 2 }, { name: "next", at: 16, type: 3 }] },
    { k: "array", of: 0, count: null, size: null },
    { k: "struct", name: "struct row", size: 4, fields: [{ name: "count", at: 0, type: 0 }, { name: "cells", at: 4, type: 5 }] },
    { k: "typedef", name: "loop", type: 7 },
    { k: "array", of: 4, count: 2, size: 48 },
]);

test("a_struct_has_a_row_for_each_field", () => {
    const slots = variable_slots(types, 4, "node");
    assert.deepEqual(slots.map((slot) => slot.kind + " " + slot.label + " " + slot.at),
        ["heading node 0", "scalar .value 0", "text .name 4", "scalar .next 16"]);
});

test("an_array_without_a_length_goes_on_to_the_end_of_its_block", () => {
    const slots = block_slots(types, 6, 4 + 6 * 4);
    assert.deepEqual(slots.map((slot) => [slot.kind, slot.at, slot.count]), [["scalar", 0, 1], ["heading", 4, 1], ["strip", 4, 4], ["strip", 20, 2]]);
});

test("a_block_of_characters_is_a_text_and_its_cells", () => {
    assert.deepEqual(block_slots(types, 1, 9).map((slot) => [slot.kind, slot.at, slot.count]), [["text", 0, 9], ["strip", 0, 8], ["strip", 8, 1]]);
});

test("a_large_block_says_how_much_is_left_out", () => {
    const slots = block_slots(types, 0, 4000);
    assert.equal(slots.length, 17);
    assert.deepEqual([slots[16].kind, slots[16].count], ["more", 1000 - 64]);
});

test("types_are_named_as_in_C", () => {
    assert.equal(types.name(3), "struct node *");
    assert.equal(types.name(2), "char [8]");
    assert.equal(types.name(null), "void");
});

test("the_path_to_a_field_is_found_by_its_place", () => {
    assert.deepEqual(types.at(8, 24 + 16), { type: 3, path: "[1].next" });
    assert.equal(types.at(4, 17), null);
    assert.deepEqual(types.at(8, 24, 4), { type: 4, path: "[1]" });
});

test("a_typedef_of_itself_is_void", () => {
    assert.equal(types.resolve(7).k, "void");
    assert.equal(types.size(7), 0);
});
