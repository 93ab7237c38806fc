/* SPDX-License-Identifier: MIT
 *
 * programs: runs of small programs, step by step, as the tests show them.
 */
import { readFileSync } from "node:fs";
import type { Picture } from "../../../src/pages/picture/model";
import { Block, fault, Machine } from "./machine";

declare const LL_SOURCE_DIR: string;

/* Where the only line with `text` is: tests name no line numbers. */
function finder(source: string): (text: string) => number {
    const lines = source.split("\n");
    return (text) => {
        const at = lines.findIndex((line) => line.includes(text));
        if (at < 0) throw new Error("no line with " + text);
        return at + 1;
    };
}

function range(line: string, text: string): { from: number; to: number } {
    const from = line.indexOf(text);
    return { from, to: from + text.length };
}

/* The second call of malloc() fails, and the first block is lost. */
export function failing(): Picture {
    const text = ["#include <stdlib.h>", "int main(void)", "{", "    char *kept = NULL;", "    for (int i = 0; i < 2; i++) {",
        "        char *next = malloc(8);", "        if (next == NULL)", "            return 1;", "        free(kept);",
        "        kept = next;", "    }", "    free(kept);", "}", ""].join("\n");
    const m = new Machine("failing.c", text);
    const TEXT = m.pointer(m.char());
    m.function("main", 2, 13, { kept: [TEXT, -24, 4], i: [m.int(), -28, 5], next: [TEXT, -40, 6] });
    m.call("main").line(4).integer(m.at("kept"), 0, 8).line(5).integer(m.at("i"), 0).line(6);
    const block = m.alloc(8);
    m.point(m.at("next"), block).line(7).line(9).line(10).point(m.at("kept"), block)
        .line(5).integer(m.at("i"), 1).line(6).deny(2).null(m.at("next")).line(7).line(8).line(13)
        .gone(m.at("kept")).lose(block, 1).leave().end();
    const loss = fault("definitely-lost", "8 bytes were lost for good", {
        line: 8, function: "main", block: block.number, how: "scope-end", variable: "kept", allocated: { file: 0, line: 6 }, size: 8,
    });
    return m.picture({
        faults: [loss],
        failed: { number: 2, with_all: false, call: "malloc", size: 8, file: 0, line: 6, function: "main" },
    });
}

/* Lesson 3's wrong half, as it runs when its first realloc fails. */
export function lost_realloc(): Picture {
    const folder = LL_SOURCE_DIR + "/lessons/03-lost-realloc/";
    const clean = (name: string) => readFileSync(folder + name, "utf8").replace(/ *\/\* @\w+ \*\//g, "");
    const text = clean("buggy.c");
    const main_text = clean("main.c");
    const m = new Machine("lessons/03-lost-realloc/buggy.c", text);
    const MAIN = m.add_file("lessons/03-lost-realloc/main.c", main_text);
    const at = finder(text);
    const at_main = finder(main_text);
    const DOUBLE = m.double();
    const SIZE = m.int("unsigned long", 8, false);
    const SIZE_T = m.type({ k: "typedef", name: "size_t", type: SIZE });
    const DATA = m.pointer(DOUBLE);
    const SERIES = m.struct("struct series", 24, [["data", 0, DATA], ["count", 8, SIZE_T], ["capacity", 16, SIZE_T]]);
    const SERIES_P = m.pointer(SERIES);
    const readings = [17.5, 18.0, 18.5, 19.5, 21.0, 22.5, 23.0, 21.5];
    const begin = at_main("int main(void)");
    m.function("main", begin, begin + 22, { day: [SERIES, -64, begin + 2], i: [SIZE_T, -24, at_main("for (size_t i = 0; i < READINGS")] }, MAIN);
    const init = at("int series_init");
    m.function("series_init", init, init + 8, { series: [SERIES_P, -24, init, true] });
    const resize = at("static int series_resize");
    m.function("series_resize", resize, resize + 10, { series: [SERIES_P, -24, resize, true], capacity: [SIZE_T, -32, resize, true] });
    const add = at("int series_add");
    m.function("series_add", add, add + 8, { series: [SERIES_P, -24, add, true], value: [DOUBLE, -32, add, true] });
    const release = at("void series_release");
    m.function("series_release", release, release + 6, { series: [SERIES_P, -24, release, true] });
    const loop = at_main("for (size_t i = 0; i < READINGS");
    m.frame_size = 80;

    m.call("main").line(begin, MAIN).line(at_main("if (series_init"), MAIN);
    const day = m.at("day");
    m.call("series_init").line(init).integer(m.at("series"), day, 8);
    const alloc = at("malloc(FIRST");
    m.line(alloc);
    const block = m.alloc(32);
    m.point(day, block).line(alloc + 1).line(alloc + 3).integer(day + 8, 0, 8).line(alloc + 4).integer(day + 16, 4, 8)
        .line(alloc + 5).line(alloc + 6).leave();
    m.line(at_main("if (series_init"), MAIN).line(loop, MAIN).integer(m.at("i"), 0, 8);
    const realloc = at("realloc(series->data");
    for (let i = 0; i < 5; i++) {
        m.line(loop + 1, MAIN).call("series_add").line(add).integer(m.at("series"), day, 8).real(m.at("value"), readings[i]);
        m.line(add + 2);
        if (i < 4) {
            const store = at("series->data[series->count] = value");
            m.line(store).real(block.address + 8 * i, readings[i]).line(store + 1).integer(day + 8, i + 1, 8)
                .line(store + 2).line(add + 8).leave().line(loop + 1, MAIN).line(loop, MAIN).integer(m.at("i"), i + 1, 8);
            continue;
        }
        m.line(add + 3).call("series_resize").line(resize).integer(m.at("series"), day, 8).integer(m.at("capacity"), 10, 8);
        m.line(realloc).null(day).lose(block).line(realloc + 1).line(realloc + 2).integer(day + 8, 0, 8)
            .line(realloc + 3).integer(day + 16, 0, 8).line(realloc + 4).line(resize + 10).leave();
        m.line(add + 3).line(add + 4).line(add + 8).leave().line(loop + 1, MAIN).line(loop + 2, MAIN).line(loop + 3, MAIN);
    }
    const print = at_main("printf(\"%zu of");
    m.line(print, MAIN).line(print + 1, MAIN).line(print + 3, MAIN).line(print + 4, MAIN).call("series_release").line(release)
        .integer(m.at("series"), day, 8).line(release + 2).line(release + 3).line(release + 4).line(release + 5).line(release + 6).leave();
    m.line(print + 5, MAIN).line(print + 6, MAIN).leave().end();

    const line = (n: number) => text.split("\n")[n - 1];
    return m.picture({
        title: "Lesson 3: A pointer lost when realloc fails", command: ["build/lesson3/buggy"],
        lesson: { number: 3, half: "buggy" },
        output: "0 of 8 readings kept:\n",
        faults: [fault("definitely-lost", "32 bytes were lost for good", {
            text: [
                "The last pointer to the block, `series->data`, was overwritten at line " + realloc + ". The block was allocated at line " + alloc + ".",
                "realloc failed and returned NULL, but it did not free the old block. The assignment in series_resize() replaced `series->data`, the only pointer to that block, with NULL: nobody can free it any more.",
            ],
            line: realloc, function: "series_resize", block: 1, how: "overwritten", variable: "series->data",
            allocated: { file: 0, line: alloc }, size: 32,
            values: [{ name: "capacity", text: "10" }, { name: "series->count", text: "4" }],
            marks: [
                { file: 0, line: alloc, ...range(line(alloc), "malloc(FIRST_CAPACITY * sizeof *series->data)"), text: "these 32 bytes were allocated here" },
                { file: 0, line: realloc, ...range(line(realloc), "series->data"), text: "the last pointer to them, series->data, was overwritten here" },
            ],
        })],
    });
}

const LIST = `#include <stdlib.h>
#include <string.h>

struct node {
    int value;
    char name[12];
    struct node *next;
};

static int made;

static struct node *push(struct node *list, int value, const char *name)
{
    struct node *node = malloc(sizeof *node);
    node->value = value;
    strcpy(node->name, name);
    node->next = list;
    made++;
    return node;
}

int main(void)
{
    struct node *list = NULL;
    list = push(list, 1, "one");
    list = push(list, 2, "two");
    list = push(list, 3, "three");
    struct node *old = list;
    list = list->next->next;
    free(old);
    return old->value;
}
`;

function list_types(m: Machine): { NODE: number; NODE_P: number; INT: number; TEXT: number } {
    const INT = m.int();
    const CHAR = m.char();
    const NAME = m.array(CHAR, 12, 12);
    const NODE_P = m.type({ k: "pointer", to: m.types.length + 1, size: 8 });
    const NODE = m.struct("struct node", 24, [["value", 0, INT], ["name", 4, NAME], ["next", 16, NODE_P]]);
    return { NODE, NODE_P, INT, TEXT: m.pointer(CHAR) };
}

/* A list whose second node is lost with the first, and a use after free. */
export function list_and_freed(): Picture {
    const m = new Machine("list.c", LIST);
    const at = finder(LIST);
    const { NODE_P, INT, TEXT } = list_types(m);
    const push = at("static struct node *push");
    const main = at("int main");
    m.function("push", push, push + 8, { list: [NODE_P, -40, push, true], value: [INT, -44, push, true], name: [TEXT, -56, push, true], node: [NODE_P, -24, push + 2] });
    m.function("main", main, main + 9, { list: [NODE_P, -24, main + 2], old: [NODE_P, -32, at("*old")] });
    const made = m.global("made", INT, 0x4010, at("static int made"));
    m.integer(made, 0);
    m.call("main").line(main).line(main + 2).integer(m.at("list"), 0, 8);
    const list = m.at("list");
    const blocks: Block[] = [];
    ["one", "two", "three"].forEach((name, i) => {
        m.line(main + 3 + i).call("push").line(push).integer(m.at("value"), i + 1).integer(m.at("name"), 0x402010 + 8 * i, 8);
        const previous = blocks[i - 1];
        if (previous) m.point(m.at("list"), previous);
        else m.integer(m.at("list"), 0, 8);
        m.line(push + 2);
        const block = m.alloc(24);
        m.point(m.at("node"), block).line(push + 3).integer(block.address, i + 1).line(push + 4).string(block.address + 4, name).line(push + 5);
        if (previous) m.point(block.address + 16, previous);
        else m.integer(block.address + 16, 0, 8);
        m.line(push + 6).integer(made, i + 1).line(push + 7).line(push + 8).gone(m.at("node"));
        if (previous) m.gone(m.at("list"));
        m.leave().line(main + 3 + i).point(list, block);
        blocks.push(block);
    });
    m.line(main + 6).point(m.at("old"), blocks[2]).line(main + 7).point(list, blocks[0]).line(main + 8);
    m.gone(blocks[2].address + 16).lose(blocks[1], 4).free(blocks[2]);
    m.line(main + 9 - 0).gone(list).lose(blocks[0], 1).gone(m.at("old")).leave().end();
    return m.picture({
        title: "list.c",
        faults: [
            fault("definitely-lost", "24 bytes were lost for good", { line: main + 8, function: "main", block: 2, how: "container-freed", variable: "old->next",
                allocated: { file: 0, line: push + 2 }, size: 24, text: ["The block that was freed at line " + (main + 8) + " held the last pointer to it, `old->next`."],
                marks: [{ file: 0, line: main + 8, from: 4, to: 13, text: "this frees the block that holds the last pointer" }] }),
            fault("invalid-read", "4 bytes were read in a block that was freed before", { line: main + 9, function: "main", tool: "memcheck",
                allocated: { file: 0, line: push + 2 }, freed: { file: 0, line: main + 8 }, size: 24, text: ["The block was freed at line " + (main + 8) + "; `old` still holds its address."],
                marks: [{ file: 0, line: main + 9, from: 11, to: 21, text: "the block was freed before" }] }),
            fault("definitely-lost", "24 bytes were lost for good", { line: main + 9, function: "main", block: 1, how: "scope-end", variable: "list", allocated: { file: 0, line: push + 2 }, size: 24,
                text: ["The last pointer, `list`, went out of scope."] }),
        ],
    });
}

const ARRAY = `#include <stdlib.h>

int main(void)
{
    int *scores = malloc(5 * sizeof *scores);
    for (int i = 0; i <= 5; i++)
        scores[i] = 10 * i;
    free(scores);
    free(scores);
    return 0;
}
`;

/* A write beside a block, and a block that is freed twice. */
export function beside_and_twice(): Picture {
    const m = new Machine("scores.c", ARRAY);
    const INT = m.int();
    m.function("main", 3, 11, { scores: [m.pointer(INT), -24, 5], i: [INT, -28, 6] });
    m.call("main").line(3).line(5);
    const block = m.alloc(20);
    m.point(m.at("scores"), block);
    for (let i = 0; i <= 5; i++) {
        m.line(6).integer(m.at("i"), i).line(7);
        if (i < 5) m.integer(block.address + 4 * i, 10 * i);
    }
    m.line(6).integer(m.at("i"), 6).line(8).free(block).line(9).line(10).line(11).gone(m.at("scores")).leave().end();
    return m.picture({
        title: "scores.c", lesson: { number: 7, half: "buggy" },
        faults: [
            fault("invalid-write", "4 bytes were written AFTER a block of 20 bytes", { line: 7, function: "main", tool: "memcheck", size: 20,
                allocated: { file: 0, line: 5 }, values: [{ name: "i", text: "5" }], text: ["The block has 5 elements, 0 to 4. `i` is 5."],
                marks: [{ file: 0, line: 7, from: 8, to: 17, text: "i = 5: the cell after the last one" }] }),
            fault("double-free", "a block was freed twice", { line: 9, function: "main", tool: "memcheck", size: 20,
                allocated: { file: 0, line: 5 }, freed: { file: 0, line: 8 }, text: ["The block was freed at line 8 and again at line 9."] }),
        ],
    });
}

/* A run of `events` events, or some less: a list that grows, loses nodes and is freed in part. */
export function large(events: number): Picture {
    const text = "#include <stdlib.h>\n\nint main(void)\n{\n" + "    /* work */\n".repeat(20000) + "}\n";
    const m = new Machine("large.c", text);
    const { NODE_P, INT } = list_types(m);
    m.function("main", 3, 20005, { list: [NODE_P, -24, 5], i: [INT, -28, 5] });
    m.call("main").line(5).integer(m.at("list"), 0, 8);
    const live: Block[] = [];
    let seed = 1;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let i = 0; m.log.events < events - 20; i++) {
        m.line(6 + (i % 19000)).integer(m.at("i"), i);
        const block = m.alloc(24);
        m.point(m.at("list"), block).line(7 + (i % 19000)).integer(block.address, i).string(block.address + 4, "node");
        if (live.length) m.point(block.address + 16, live[live.length - 1]);
        else m.integer(block.address + 16, 0, 8);
        live.push(block);
        if (i % 3 === 0 && live.length > 2) {
            const old = live.splice(random(live.length - 1), 1)[0];
            m.line(9 + (i % 19000)).gone(old.address + 16).free(old);
        }
    }
    m.line(20004).gone(m.at("list")).lose(live[live.length - 1], 1).leave().end();
    const last = live[live.length - 1];
    return m.picture({ title: "large.c", faults: [fault("definitely-lost", "24 bytes were lost for good", { line: 20004, block: last.number, size: 24, variable: "list", how: "scope-end" })] });
}

/* Names and sources that try to be more than text. */
export function hostile(): Picture {
    const evil = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>";
    const text = "int main(void) { /* " + evil + " \u202e reversed \u2028 */\n" + "x".repeat(1 << 20) + "\n    return 0;\n}\n";
    const m = new Machine("evil\u202e/" + evil + ".c", text);
    const CHAR = m.char();
    m.function(evil, 1, 4, { [evil]: [m.pointer(CHAR), -24, 1] });
    m.call(evil).line(1);
    const block = m.alloc(8);
    m.point(m.at(evil), block).string(block.address, "<b>\u202e").line(2).null(m.at(evil)).lose(block).line(3).line(4).leave().end();
    return m.picture({
        title: evil, command: [evil], output: evil + "\u0007\u001b[31m", lesson: { number: 1, half: evil },
        faults: [fault("definitely-lost", evil, { line: 2, block: 1, variable: evil, text: [evil], size: 8,
            values: [{ name: evil, text: evil }], marks: [{ file: 0, line: 1, from: 0, to: 1e9, text: evil }] })],
    });
}

/* Many variables in two frames, of which one changes at each step; a static one of main. */
export function many_variables(): Picture {
    const count = 30;
    const names = Array.from({ length: count }, (_, i) => "v" + i);
    const text = "int f(int given)\n{\n" + names.map((name) => "    int " + name + " = 1;\n").join("") + "    return 0;\n}\n"
        + "int main(void)\n{\n    static int goods[1];\n    return f(1);\n}\n";
    const m = new Machine("many.c", text);
    m.add_file("other.c", "int other;\n");
    const INT = m.int();
    const main = count + 5;
    const variable = (i: number): [number, number, number] => [INT, -32 - 4 * i, 1];
    m.function("f", 1, count + 4, { given: [INT, -20, 1, true], ...Object.fromEntries(names.map((name, i) => [name, variable(i)])) });
    m.function("main", main, main + 4, {});
    const goods = m.global("goods", m.array(INT, 1, 4), 0x4010, main + 2, "main");
    m.integer(goods, 0);
    m.call("main").line(main).line(main + 3).call("f").line(2).integer(m.at("given"), 1);
    for (let i = 0; i < count; i++) m.line(3 + i).integer(m.at("v" + i), 1);
    m.line(count + 3).line(count + 4).leave().line(main + 4).leave().end();
    return m.picture();
}
