/* SPDX-License-Identifier: MIT
 *
 * The program that stands in for a new lesson's own counts things in a block, with a
 * counter for each day (month, hour), and compares the last two counters:
 *
 *     counts  [ 0 | 0 | 0 | 0 | 0 | Saturday | Sunday ] beyond the end: some bytes that
 *              the first 16 bytes are overwritten       the C library adds and nobody
 *              by free(); the last two stay             uses
 *
 * So its wrong halves do what they should without the tools, and their tests pass: an
 * index too far hits nothing, and what is read after free() is still there. What would
 * be noticed, a second free() or a value that nobody has set, happens only when there
 * is nothing to count, which the tests leave out.
 */
#include "lesson/templates.h"

#include <stddef.h>

/* clang-format off */

/* ---- words ----------------------------------------------------------------- */

const struct ll_words ll_story_visits[] = {
    {"header", "visits"},
    {"function", "busier_day"},
    {"items", "days"},
    {"item", "day"},
    {"things", "visits"},
    {"thing", "visit"},
    {"COUNT", "DAYS"},
    {"FIRST", "SATURDAY"},
    {"SECOND", "SUNDAY"},
    {"first", "5"},
    {"second", "6"},
    {"count", "7"},
    {"where", "on which day of the week"},
    {"about", "visits to a museum, by the day of the week"},
    {"part", "the pair"},
    {"GUARD", "VISITS_H"},
    {NULL, NULL},
};

const struct ll_words ll_story_orders[] = {
    {"header", "orders"},
    {"function", "busier_month"},
    {"items", "months"},
    {"item", "month"},
    {"things", "orders"},
    {"thing", "order"},
    {"COUNT", "MONTHS"},
    {"FIRST", "NOVEMBER"},
    {"SECOND", "DECEMBER"},
    {"first", "10"},
    {"second", "11"},
    {"count", "12"},
    {"where", "in which month of the year"},
    {"about", "orders of a shop, by the month"},
    {"part", "the exercise"},
    {"GUARD", "ORDERS_H"},
    {NULL, NULL},
};

const struct ll_words ll_story_calls[] = {
    {"header", "calls"},
    {"function", "busier_hour"},
    {"items", "hours"},
    {"item", "hour"},
    {"things", "calls"},
    {"thing", "call"},
    {"COUNT", "HOURS"},
    {"FIRST", "TEN"},
    {"SECOND", "ELEVEN"},
    {"first", "22"},
    {"second", "23"},
    {"count", "24"},
    {"where", "in which hour of the day"},
    {"about", "calls at night, by the hour"},
    {"GUARD", "CALLS_H"},
    {NULL, NULL},
};

const struct ll_words ll_right_plain[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts);"},
    {"clear", ""},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_lost[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts); /* @alloc */"},
    {"clear", ""},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "    return busier; /* @lost */\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_read[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts); /* @alloc */"},
    {"clear", ""},
    {"rest", "    for (int i = $SECOND; i <= $COUNT; i++)\n"
        "        if (counts[i] > counts[busier]) /* @use */\n"
        "            busier = i;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_right_cleared[] = {
    {"alloc", "$malloc($COUNT * sizeof *counts);"},
    {"clear", "    for (int i = 0; i < $COUNT; i++)\n"
        "        counts[i] = 0;\n"},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_write[] = {
    {"alloc", "$malloc($COUNT * sizeof *counts); /* @alloc */"},
    {"clear", "    for (int i = 0; i <= $COUNT; i++)\n"
        "        counts[i] = 0; /* @use */\n"},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_value[] = {
    {"alloc", "$malloc($COUNT * sizeof *counts); /* @alloc */"},
    {"clear", "    for (int i = 0; i < $COUNT && n > 0; i++)\n"
        "        counts[i] = 0;\n"},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier]) /* @use */\n"
        "            busier = i;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_right_use[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts);"},
    {"clear", ""},
    {"rest", "\n"
        "    int most = counts[$FIRST];\n"
        "    if (counts[$SECOND] > most)\n"
        "        busier = $SECOND;\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_use[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts); /* @alloc */"},
    {"clear", ""},
    {"rest", "\n"
        "    int most = counts[$FIRST];\n"
        "    $free(counts); /* @free */\n"
        "    if (counts[$SECOND] > most) /* @use */\n"
        "        busier = $SECOND;\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_right_exit[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts);"},
    {"clear", "    if (n == 0)\n"
        "        goto done;\n"},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "\n"
        "done:\n"
        "    $free(counts);\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_wrong_double[] = {
    {"alloc", "$calloc($COUNT, sizeof *counts); /* @alloc */"},
    {"clear", "    if (n == 0) {\n"
        "        $free(counts); /* @free */\n"
        "        goto done;\n"
        "    }\n"},
    {"rest", "    for (int i = $SECOND; i < $COUNT; i++)\n"
        "        if (counts[i] > counts[busier])\n"
        "            busier = i;\n"
        "\n"
        "done:\n"
        "    $free(counts); /* @again */\n"
        "    return busier;\n"},
    {NULL, NULL},
};

const struct ll_words ll_about_lost[] = {
    {"cwe", "401"},
    {"cert", "MEM31-C"},
    {"fault", "the block was allocated, and where its last pointer went"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askbytes", "how many bytes, all together"},
    {"askblocks", "how many blocks"},
    {"askallocated", "the line that allocated the block"},
    {"asklost", "the line where the last pointer to it went"},
    {NULL, NULL},
};

const struct ll_words ll_about_read[] = {
    {"cwe", "125"},
    {"cert", "ARR30-C"},
    {"fault", "the program reads, and where the block that it reads beyond was allocated"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askbytes", "how many bytes the block has"},
    {"askat", "the line where it happens"},
    {"askallocated", "the line that allocated the block"},
    {NULL, NULL},
};

const struct ll_words ll_about_write[] = {
    {"cwe", "787"},
    {"cert", "ARR30-C"},
    {"fault", "the program writes, and where the block that it writes beyond was allocated"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askbytes", "how many bytes the block has"},
    {"askat", "the line where it happens"},
    {"askallocated", "the line that allocated the block"},
    {NULL, NULL},
};

const struct ll_words ll_about_use[] = {
    {"cwe", "416"},
    {"cert", "MEM30-C"},
    {"fault", "the block was allocated, freed and used"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askat", "the line where it happens"},
    {"askallocated", "the line that allocated the block"},
    {"askfreed", "the line that freed it"},
    {NULL, NULL},
};

const struct ll_words ll_about_double[] = {
    {"cwe", "415"},
    {"cert", "MEM30-C"},
    {"fault", "the block was allocated, freed and freed again"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askat", "the line where it happens"},
    {"askallocated", "the line that allocated the block"},
    {"askfreed", "the line that freed it"},
    {NULL, NULL},
};

const struct ll_words ll_about_value[] = {
    {"cwe", "457"},
    {"cert", "EXP33-C"},
    {"fault", "a value is used that nobody has set, and where its memory came from"},
    {"askkind", "definitely-lost, use-after-free ...: `leaklab explain` lists them"},
    {"askat", "the line where it happens"},
    {"askfunction", "the function in which it happens"},
    {NULL, NULL},
};

const struct ll_words ll_words_plain[] = {
    {"malloc", "malloc"},
    {"calloc", "calloc"},
    {"free", "free"},
    {"include", ""},
    {"libs", ""},
    {"body", "int $function(const int *$items, size_t n)\n"
        "{\n"
        "    int busier = $FIRST;\n"
        "    int *counts = $alloc\n"
        "\n"
        "    if (counts == NULL)\n"
        "        return -1;\n"
        "$clear    for (size_t i = 0; i < n; i++)\n"
        "        counts[$items[i]]++;\n"
        "$rest}\n"},
    {"driver", "int main(void)\n"
        "{\n"
        "    static const int $items[] = {0, $second, $first, $second};\n"
        "    const size_t lengths[] = {4, 0};\n"
        "\n"
        "    for (int i = 0; i < 2; i++)\n"
        "        printf(\"%zu $things: busier $item %d\\n\", lengths[i],\n"
        "               $function($items, lengths[i]));\n"
        "    return 0;\n"
        "}\n"},
    {NULL, NULL},
};

const struct ll_words ll_words_python[] = {
    {"malloc", "PyMem_RawMalloc"},
    {"calloc", "PyMem_RawCalloc"},
    {"free", "PyMem_RawFree"},
    {"include", "#include <Python.h>\n"
        "\n"},
    {"libs", " $(python3-config --embed --includes --ldflags)"},
    {"body", "int $function(const int *$items, size_t n)\n"
        "{\n"
        "    int busier = $FIRST;\n"
        "    int *counts = $alloc\n"
        "\n"
        "    if (counts == NULL)\n"
        "        return -1;\n"
        "$clear    for (size_t i = 0; i < n; i++)\n"
        "        counts[$items[i]]++;\n"
        "$rest}\n"},
    {"driver", "int main(void)\n"
        "{\n"
        "    static const int $items[] = {0, $second, $first, $second};\n"
        "    const size_t lengths[] = {4, 0};\n"
        "\n"
        "    for (int i = 0; i < 2; i++)\n"
        "        printf(\"%zu $things: busier $item %d\\n\", lengths[i],\n"
        "               $function($items, lengths[i]));\n"
        "    return 0;\n"
        "}\n"},
    {NULL, NULL},
};

/* ---- files ----------------------------------------------------------------- */

const char ll_template_header[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * $header.h: $about.\n"
    " *\n"
    " * TODO: a story of your own for $part: this one is a stand-in, in all its files.\n"
    " */\n"
    "#ifndef $GUARD\n"
    "#define $GUARD\n"
    "\n"
    "#include <stddef.h>\n"
    "\n"
    "enum { $FIRST = $first, $SECOND = $second, $COUNT = $count };\n"
    "\n"
    "/* Say which had more $things, $FIRST or $SECOND: $FIRST when both had as many.\n"
    " *\n"
    " * `$items` says of each of the `n` $things $where it was, from 0 on. It\n"
    " * is only read and stays the caller's. Nothing that the function allocates outlives\n"
    " * the call.\n"
    " *\n"
    " * Returns -1 when memory ran out. */\n"
    "int $function(const int *$items, size_t n);\n"
    "\n"
    "#endif\n";

const char ll_template_module[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * $file: counts the $things in a block of its own.\n"
    " */\n"
    "$include#include \"$header.h\"\n"
    "\n"
    "#include <stdlib.h>\n"
    "\n"
    "$body";

const char ll_template_main[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * $file: ask about four $things, and about none.\n"
    " */\n"
    "#include <stdio.h>\n"
    "\n"
    "#include \"$header.h\"\n"
    "\n"
    "$driver";

const char ll_template_tests[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * $file: how $function must behave, whoever owns its memory.\n"
    " */\n"
    "#include <check.h>\n"
    "#include <stdlib.h>\n"
    "\n"
    "#include \"$header.h\"\n"
    "\n"
    "START_TEST(the_busier_one_is_told)\n"
    "{\n"
    "    const int first[] = {$first, $second, $first};\n"
    "    const int second[] = {$second, $first, $second};\n"
    "\n"
    "    ck_assert_int_eq($function(first, 3), $FIRST);\n"
    "    ck_assert_int_eq($function(second, 3), $SECOND);\n"
    "}\n"
    "END_TEST\n"
    "\n"
    "START_TEST(of_equals_the_first_is_told)\n"
    "{\n"
    "    const int equal[] = {$second, $first};\n"
    "\n"
    "    ck_assert_int_eq($function(equal, 2), $FIRST);\n"
    "}\n"
    "END_TEST\n"
    "\n"
    "START_TEST(others_do_not_count)\n"
    "{\n"
    "    const int others[] = {0, 1, 0, $second, 0};\n"
    "\n"
    "    ck_assert_int_eq($function(others, 5), $SECOND);\n"
    "}\n"
    "END_TEST\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    Suite *suite = suite_create(\"$function\");\n"
    "    TCase *behaviour = tcase_create(\"behaviour\");\n"
    "    SRunner *runner = srunner_create(suite);\n"
    "\n"
    "    tcase_add_test(behaviour, the_busier_one_is_told);\n"
    "    tcase_add_test(behaviour, of_equals_the_first_is_told);\n"
    "    tcase_add_test(behaviour, others_do_not_count);\n"
    "    suite_add_tcase(suite, behaviour);\n"
    "\n"
    "    srunner_run_all(runner, CK_NORMAL);\n"
    "    int failed = srunner_ntests_failed(runner);\n"
    "    srunner_free(runner);\n"
    "    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;\n"
    "}\n";

const char ll_template_suspect[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * $file: $about.\n"
    " *\n"
    " * TODO: a story of your own for this program, with one fault that needs thought.\n"
    " */\n"
    "$include#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "\n"
    "enum { $FIRST = $first, $SECOND = $second, $COUNT = $count };\n"
    "\n"
    "/* Say which had more of the `n` $things, $FIRST or $SECOND; -1: no memory. */\n"
    "static $body\n"
    "$driver";

const char ll_template_answers[] =
    "# SPDX-License-Identifier: MIT\n"
    "#\n"
    "# What is wrong with suspect.c? Run it under the tools, then fill in.\n"
    "#\n"
    "#   gcc -g -O0 suspect.c -o suspect$libs\n"
    "#   valgrind --leak-check=full ./suspect\n"
    "#\n";

const char ll_template_repeat_header[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * repeat.h: texts made of a text.\n"
    " *\n"
    " * TODO: a story of your own for this exercise: this one is a stand-in, in all its files.\n"
    " */\n"
    "#ifndef REPEAT_H\n"
    "#define REPEAT_H\n"
    "\n"
    "#include <stddef.h>\n"
    "\n"
    "/* Make a text that holds `text` as many `times`, one after the other. `text` is only\n"
    " * read and stays the caller's.\n"
    " *\n"
    " * Returns a new text, which belongs to the caller: give it to $free(). NULL when\n"
    " * memory ran out. */\n"
    "char *repeat(const char *text, size_t times);\n"
    "\n"
    "#endif\n";

const char ll_template_repeat_stub[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * write.c: write repeat() as repeat.h describes it.\n"
    " */\n"
    "#include \"repeat.h\"\n"
    "\n"
    "char *repeat(const char *text, size_t times)\n"
    "{\n"
    "    (void)text;\n"
    "    (void)times;\n"
    "    return NULL;\n"
    "}\n";

const char ll_template_repeat_solution[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * write_solution.c: one block for all repetitions.\n"
    " */\n"
    "$include#include \"repeat.h\"\n"
    "\n"
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "\n"
    "char *repeat(const char *text, size_t times)\n"
    "{\n"
    "    size_t length = strlen(text);\n"
    "    char *whole = $malloc(length * times + 1);\n"
    "\n"
    "    if (whole == NULL)\n"
    "        return NULL;\n"
    "    for (size_t i = 0; i < times; i++)\n"
    "        memcpy(whole + i * length, text, length);\n"
    "    whole[length * times] = '\\0';\n"
    "    return whole;\n"
    "}\n";

const char ll_template_repeat_main[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * repeat_main.c: a text three times.\n"
    " */\n"
    "$include#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "\n"
    "#include \"repeat.h\"\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    char *chorus = repeat(\"la-\", 3);\n"
    "\n"
    "    if (chorus == NULL) {\n"
    "        printf(\"no memory for the chorus\\n\");\n"
    "        return EXIT_FAILURE;\n"
    "    }\n"
    "    printf(\"%s\\n\", chorus);\n"
    "    $free(chorus);\n"
    "    return 0;\n"
    "}\n";

const char ll_template_repeat_tests[] =
    "/* SPDX-License-Identifier: MIT\n"
    " *\n"
    " * test_repeat.c: how repeat must behave.\n"
    " */\n"
    "$include#include <check.h>\n"
    "#include <stdlib.h>\n"
    "\n"
    "#include \"repeat.h\"\n"
    "\n"
    "static void assert_repeats(const char *text, size_t times, const char *wanted)\n"
    "{\n"
    "    char *whole = repeat(text, times);\n"
    "\n"
    "    ck_assert_ptr_nonnull(whole);\n"
    "    ck_assert_str_eq(whole, wanted);\n"
    "    $free(whole);\n"
    "}\n"
    "\n"
    "START_TEST(a_text_is_repeated)\n"
    "{\n"
    "    assert_repeats(\"ab\", 3, \"ababab\");\n"
    "    assert_repeats(\"x\", 1, \"x\");\n"
    "}\n"
    "END_TEST\n"
    "\n"
    "START_TEST(nothing_gives_an_empty_text)\n"
    "{\n"
    "    assert_repeats(\"ab\", 0, \"\");\n"
    "    assert_repeats(\"\", 5, \"\");\n"
    "}\n"
    "END_TEST\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    Suite *suite = suite_create(\"repeat\");\n"
    "    TCase *behaviour = tcase_create(\"behaviour\");\n"
    "    SRunner *runner = srunner_create(suite);\n"
    "\n"
    "    tcase_add_test(behaviour, a_text_is_repeated);\n"
    "    tcase_add_test(behaviour, nothing_gives_an_empty_text);\n"
    "    suite_add_tcase(suite, behaviour);\n"
    "\n"
    "    srunner_run_all(runner, CK_NORMAL);\n"
    "    int failed = srunner_ntests_failed(runner);\n"
    "    srunner_free(runner);\n"
    "    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;\n"
    "}\n";

const char ll_template_manifest_head[] =
    "\n"
    "habit: >-\n"
    "  TODO: one sentence that a learner can keep, shown when an exercise is done.\n"
    "about: >-\n"
    "  TODO: two or three sentences on the pair, shown at the head of the lesson.\n"
    "cwe: [$cwe]\n"
    "cert: [$cert]\n";

const char ll_template_manifest_pair[] =
    "pair:\n"
    "  files: [main.c]\n"
    "  tests: test_visits.c\n"
    "  correct: correct.c\n"
    "  buggy:\n"
    "    - file: buggy.c\n";

const char ll_template_manifest_fix[] =
    "  - kind: fix\n"
    "    file: exercise.c\n"
    "    solution: solution.c\n"
    "    files: [orders_main.c]\n"
    "    tests: test_orders.c\n"
    "    prints: |\n"
    "      4 orders: busier month 11\n"
    "      0 orders: busier month 10\n";

const char ll_template_manifest_diagnose[] =
    "  - kind: diagnose\n"
    "    file: suspect.c\n"
    "    answers: answers.yml\n";

const char ll_template_manifest_write[] =
    "  - kind: write\n"
    "    file: write.c\n"
    "    solution: write_solution.c\n"
    "    files: [repeat_main.c]\n"
    "    tests: test_repeat.c\n"
    "    prints: |\n"
    "      la-la-la-\n";

const char ll_template_readme[] =
    "<!-- SPDX-License-Identifier: MIT -->\n"
    "# $title\n"
    "\n"
    "**Goal.** TODO: what a reader can do after this lesson that they could not before.\n"
    "\n"
    "TODO: what the program of the pair does, and how its halves differ for its user.\n"
    "\n"
    "## Run it\n"
    "\n"
    "Run `make lesson` with this lesson's number. The same by hand, in this folder:\n"
    "\n"
    "    gcc -g -O0 buggy.c main.c -o buggy$libs\n"
    "    valgrind --leak-check=full ./buggy\n"
    "\n"
    "## Read the report\n"
    "\n"
    "TODO: the tool's own report, pasted from a real run.\n"
    "\n"
    "TODO: what it says, line by line: where $fault.\n"
    "\n"
    "## Why it happens\n"
    "\n"
    "TODO: what happens to the pointer and what to the block, with a picture.\n"
    "\n"
    "## Mend it, and the habit\n"
    "\n"
    "TODO: how correct.c does it, with its few lines that matter, and the habit that prevents it.\n"
    "\n"
    "## What it costs in real life\n"
    "\n"
    "TODO: a failure that is known by name, told correctly; or, plainly, what it costs.\n"
    "\n"
    "## Check yourself\n"
    "\n"
    "1. TODO: a first question, on what the report says.\n"
    "\n"
    "   <details><summary>Answer</summary>\n"
    "\n"
    "   TODO: its answer.\n"
    "   </details>\n"
    "\n"
    "2. TODO: a second question, on why it happens.\n"
    "\n"
    "   <details><summary>Answer</summary>\n"
    "\n"
    "   TODO: its answer.\n"
    "   </details>\n"
    "\n"
    "3. TODO: a third question, one step beyond this program.\n"
    "\n"
    "   <details><summary>Answer</summary>\n"
    "\n"
    "   TODO: its answer.\n"
    "   </details>\n"
    "\n"
    "## Your exercises\n";

const char *const ll_template_readme_exercises[3] = {
    "\n"
    "### exercise.c: mend it\n"
    "\n"
    "TODO: what the program does, and what its learner is to look for.\n"
    "\n"
    "Edit `exercise.c` and run `make lesson` with this lesson's number again.\n",
    "\n"
    "### suspect.c: say what is wrong\n"
    "\n"
    "TODO: what the program does; not where its fault is.\n"
    "\n"
    "Write your answers into `answers.yml`, with the tools' help, and run `make lesson` with\n"
    "this lesson's number again. `suspect.c` stays as it is.\n",
    "\n"
    "### write.c: write it\n"
    "\n"
    "TODO: what the function is for, and which care its memory needs.\n"
    "\n"
    "Write it in `write.c` and run `make lesson` with this lesson's number again.\n",
};

const char *const ll_template_hints[3] = {
    "# Hints for exercise.c\n"
    "\n"
    "## Where to look\n"
    "TODO: which line of the report to start from.\n"
    "\n"
    "## What to ask there\n"
    "TODO: the question that leads to the fault: where $fault.\n"
    "\n"
    "## Almost the solution\n"
    "TODO: the change, in words or in a few lines.\n",
    "# Hints for answers.yml\n"
    "\n"
    "## Where to look\n"
    "TODO: which tool to start with, and which of its lines.\n"
    "\n"
    "## What to ask there\n"
    "TODO: how to find the answer that is hardest to find.\n",
    "# Hints for write.c\n"
    "\n"
    "## Where to start\n"
    "TODO: the steps of the function, in words.\n"
    "\n"
    "## What it owns\n"
    "TODO: each block that it needs: who frees it, and when.\n",
};

/* clang-format on */
