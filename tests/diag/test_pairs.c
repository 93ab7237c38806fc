/* SPDX-License-Identifier: MIT
 *
 * pairs: which call of a library allocated a block, and which one gives it back. */
#include "diag/pairs.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "diag/explain.h"
#include "support/command.h"
#include "support/expected.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/ada", NULL};
static struct ll_strings more;
static struct ll_diags diags;
static struct ll_error err;
static char *folder;

static void set_up(void)
{
    folder = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(folder);
}

static void tear_down(void)
{
    ll_path_remove_tree(folder);
    free(folder);
    ll_strings_release(&more);
    ll_diags_release(&diags);
}

/* Write a file in the folder. New string. */
static char *write_file(const char *name, const char *text)
{
    char *path = ll_path_join(folder, name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), &err), 0);
    return path;
}

/* ---- the table ------------------------------------------------------------- */

START_TEST(the_table_is_sorted_and_has_each_opener_once)
{
    size_t count = 0;
    for (; ll_pairs_known[count] != NULL; count++) {
        const char *row = ll_pairs_known[count];
        const char *closer = strchr(row, ':');
        ck_assert_ptr_nonnull(closer);
        if (count == 0)
            continue;
        const char *before = ll_pairs_known[count - 1];
        char a[80], b[80];
        snprintf(a, sizeof a, "%.*s", (int)strcspn(before, ":"), before);
        snprintf(b, sizeof b, "%.*s", (int)strcspn(row, ":"), row);
        ck_assert_msg(strcmp(a, b) < 0, "%s comes after %s", b, a);
    }
    ck_assert_uint_gt(count, 100);
}
END_TEST

START_TEST(the_installed_file_is_the_table)
{
    ck_assert_int_eq(ll_pairs_read(LL_SOURCE_DIR "/src/diag/pairs.txt", &more, &err),
                     0);
    for (size_t i = 0; i < more.count; i++)
        ck_assert_str_eq(more.items[i], ll_pairs_known[i]);
    ck_assert_ptr_null(ll_pairs_known[more.count]);
}
END_TEST

/* A source that names both functions of each pair, where the pair's header is there:
 * each is declared by it, or a macro. */
static void add_row(struct ll_buf *source, const char *line, size_t number)
{
    char name[2][80], header[80];
    ck_assert_int_eq(sscanf(line, "%79s %79s %79s", name[0], name[1], header), 3);
    ll_buf_addf(source, "#if __has_include(<%s>)\n#include <%s>\n", header, header);
    for (size_t i = 0; i < 2; i++)
        ll_buf_addf(source,
                    "#ifndef %s\nvoid (*const f%zu_%zu)(void) = (void (*)(void))%s;\n"
                    "#endif\n",
                    name[i], number, i, name[i]);
    ll_buf_addf(source, "#else\n#warning <%s> is not here\n#endif\n", header);
}

/* " <curl/curl.h> <glib.h>": each once, from the compiler's warnings. */
static const char *missing(const struct ll_buf *warnings)
{
    static char names[1000];
    for (const char *at = ll_buf_text(warnings);
         (at = strstr(at, "#warning <")) != NULL; at++) {
        char name[100];
        snprintf(name, sizeof name, " %.*s>", (int)strcspn(at + 9, ">"), at + 9);
        if (strstr(names, name) == NULL && strlen(names) + strlen(name) < sizeof names)
            strcat(names, name);
    }
    return names;
}

START_TEST(each_name_is_declared_by_its_header)
{
    struct ll_buf source = LL_BUF_INIT, out, errors;
    ll_buf_init(&out, 1 << 20);
    ll_buf_init(&errors, 1 << 20);
    ll_buf_puts(&source, "#include <stdio.h>\n#include <stdlib.h>\n");
    FILE *table = fopen(LL_SOURCE_DIR "/src/diag/pairs.txt", "r");
    ck_assert_ptr_nonnull(table);
    char line[256];
    for (size_t number = 0; fgets(line, sizeof line, table) != NULL; number++)
        if (line[0] != '#')
            add_row(&source, line, number);
    fclose(table);
    char *path = write_file("names.c", ll_buf_text(&source));
    const char *const argv[] = {"cc", "-D_GNU_SOURCE", "-fsyntax-only", path, NULL};
    const struct command_place place = {folder, NULL, NULL};
    int status = run_command(argv, &place, &out, &errors);
    ck_assert_msg(status == 0, "%s", ll_buf_text(&errors));
    if (strstr(ll_buf_text(&errors), "is not here") != NULL)
        skip("the pairs of these headers were not checked:%s", missing(&errors));
    free(path);
    ll_buf_release(&errors);
    ll_buf_release(&out);
    ll_buf_release(&source);
}
END_TEST

/* ---- files ------------------------------------------------------------------ */

START_TEST(a_file_has_a_pair_a_line)
{
    char *path = write_file("own", "# ours\n\nfoo_open foo_close\n"
                                   "  bar_new\tbar_free bar.h # and its header\n");
    ck_assert_int_eq(ll_pairs_read(path, &more, &err), 0);
    ck_assert_uint_eq(more.count, 2);
    ck_assert_str_eq(more.items[0], "foo_open:foo_close");
    ck_assert_str_eq(more.items[1], "bar_new:bar_free");
    free(path);
}
END_TEST

START_TEST(a_line_that_is_no_pair_is_told_with_its_number)
{
    static const char *const wrong[] = {"foo_open foo_close\nfoo_new\n",
                                        "\nfoo_open() foo_close()\n", "# x\n1 2\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *path = write_file("own", wrong[i]);
        ck_assert_int_eq(ll_pairs_read(path, &more, &err), -1);
        ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
        ck_assert_ptr_nonnull(strstr(err.text, "own:2: a line has the names of two"));
        free(path);
    }
}
END_TEST

START_TEST(a_file_that_is_missing_is_told)
{
    ck_assert_int_eq(ll_pairs_read("/nowhere/pairs", &more, &err), -1);
    ck_assert_str_eq(err.text,
                     "cannot open '/nowhere/pairs': No such file or directory");
}
END_TEST

/* ---- blocks ------------------------------------------------------------------ */

/* A leak that "malloc regcomp main:7" allocated: a line is one of Ada's; "?" has no
 * name. */
static struct ll_diag *add_leak(enum ll_kind kind, const char *stack)
{
    struct ll_diag diag;
    char words[200];
    ll_diag_init(&diag, kind);
    diag.bytes = 8;
    diag.blocks = 1;
    strcpy(words, stack);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        char *colon = strchr(word, ':');
        if (colon != NULL)
            *colon = '\0';
        ck_assert(ll_stack_add(
            &diag.allocated, strcmp(word, "?") == 0 ? NULL : word,
            colon == NULL ? NULL : "/home/ada/a.c",
            colon == NULL ? 0 : (unsigned)strtoul(colon + 1, NULL, 10), 0, NULL));
    }
    ck_assert_int_eq(ll_diags_add(&diags, &diag, &err), 0);
    return &diags.items[diags.count - 1];
}

/* `opener` NULL: no pair. */
static void becomes(const char *stack, const char *opener, const char *closer)
{
    const struct ll_diag *diag = add_leak(LL_DEFINITELY_LOST, stack);
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    if (opener == NULL) {
        ck_assert_msg(diag->allocated_by == NULL && diag->freed_by == NULL, "%s",
                      stack);
    } else {
        ck_assert_msg(diag->allocated_by != NULL, "%s", stack);
        ck_assert_str_eq(diag->allocated_by, opener);
        ck_assert_str_eq(diag->freed_by, closer);
    }
    ll_diags_release(&diags);
}

START_TEST(the_function_that_the_readers_line_calls_is_the_opener)
{
    becomes("malloc re_compile_internal regcomp main:7", "regcomp", "regfree");
    becomes("malloc regcomp regcomp@@GLIBC_2.2.5 main:7", "regcomp", "regfree");
    becomes("malloc __alloc_dir opendir_tail main:7", "opendir", "closedir");
    becomes("realloc __scandir64_tail main:7", "scandir", "free");
    becomes("malloc __vasprintf_internal __asprintf_chk main:7", "asprintf", "free");
    becomes("malloc __fopen_internal fopen64 main:7", "fopen", "fclose");
    becomes("open _IO_file_open __fopen_internal main:7", "fopen", "fclose");
    becomes("malloc _IO_getdelim main:7", "getdelim", "free");
    becomes("malloc ? __interceptor_asprintf main:7", "asprintf", "free");
    becomes("malloc deflateInit2_ deflateInit_ main:7", "deflateInit", "deflateEnd");
}
END_TEST

START_TEST(what_another_function_asked_for_is_not_of_the_pair)
{
    becomes("malloc main:7", NULL, NULL);
    becomes("malloc regcomp start_library main:7", NULL, NULL);
    becomes("malloc regcompile main:7", NULL, NULL);
    becomes("malloc my_regcomp main:7", NULL, NULL);
    becomes("malloc regcomp:3 main:7", NULL, NULL); /* Ada's own regcomp */
    becomes("malloc ? main:7", NULL, NULL);         /* and no source of the line */
}
END_TEST

START_TEST(a_pair_of_the_readers_own_comes_first)
{
    ck_assert(ll_strings_add(&more, "foo_open:foo_close"));
    ck_assert(ll_strings_add(&more, "regcomp:re_drop"));
    becomes("malloc grow foo_open main:7", "foo_open", "foo_close");
    becomes("malloc regcomp main:7", "regcomp", "re_drop");
    becomes("malloc opendir main:7", "opendir", "closedir");
}
END_TEST

/* Run the settling on a line of a file that there is. */
static const struct ll_diag *settle_line(const char *function, const char *line)
{
    char *path = write_file("a.c", line);
    const char *const here[] = {folder, NULL};
    struct ll_diag diag;
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    ck_assert(ll_stack_add(&diag.allocated, "malloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, function, NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "main", path, 1, 0, NULL));
    ck_assert_int_eq(ll_diags_add(&diags, &diag, &err), 0);
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, here, &err), 0);
    free(path);
    return &diags.items[diags.count - 1];
}

START_TEST(the_line_says_which_function_it_calls)
{
    static const char *const lines[][3] = {
        {"getdelim", "n = getline(&line, &size, stdin);\n", "getline"},
        {"getdelim", "n = getdelim(&line, &size, ';', stdin);\n", "getdelim"},
        {"getdelim", "n = READ(line);\n", "getdelim"},
        {NULL, "if (sqlite3_open(\"a.db\", &db) != 0)\n", "sqlite3_open"},
        {NULL, "copy(sqlite3_open(a, &db), XML_ParserCreate(NULL));\n", NULL},
        {NULL, "text = strdup(make());\n", NULL},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct ll_diag *diag = settle_line(lines[i][0], lines[i][1]);
        if (lines[i][2] == NULL)
            ck_assert_ptr_null(diag->allocated_by);
        else
            ck_assert_str_eq(diag->allocated_by, lines[i][2]);
    }
}
END_TEST

START_TEST(an_allocator_that_was_named_stays)
{
    struct ll_diag *diag = add_leak(LL_DEFINITELY_LOST, "malloc regcomp main:7");
    diag->freed_by = strdup("pool_give");
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    ck_assert_ptr_null(diag->allocated_by);
    ck_assert_str_eq(diag->freed_by, "pool_give");
}
END_TEST

/* How the blocks of a library lead to each other is no matter of its caller's. */
START_TEST(a_ring_in_a_library_is_not_told)
{
    add_leak(LL_DEFINITELY_LOST, "malloc newlocale main:7")->ring_blocks = 1;
    add_leak(LL_DEFINITELY_LOST, "malloc scandir main:7")->ring_blocks = 1;
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    ck_assert_uint_eq(diags.items[0].ring_blocks, 0);
    ck_assert_uint_eq(diags.items[1].ring_blocks, 1);
}
END_TEST

/* ---- words ------------------------------------------------------------------- */

static void says(void (*say)(const struct ll_diag *diag, struct ll_buf *out),
                 const struct ll_diag *diag, const char *part)
{
    struct ll_buf words = LL_BUF_INIT;
    say(diag, &words);
    assert_has(&words, part);
    ll_buf_release(&words);
}

START_TEST(a_leak_is_told_by_its_pair)
{
    struct ll_diag *diag = add_leak(LL_DEFINITELY_LOST, "malloc regcomp main:7");
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    says(ll_explain_diag, diag,
         "allocated this block, and no call of `regfree` gave it "
         "back.");
    says(ll_diag_look, diag, "each has to call `regfree`.");
    diag->blocks = 3;
    diag->how = LL_LOSS_SCOPE_END;
    diag->variable = strdup("pattern");
    says(ll_explain_diag, diag,
         "allocated these blocks, and no call of `regfree` gave "
         "them back.");
    says(ll_explain_diag, diag,
         "`pattern` was a local variable, and ended while it held "
         "the last pointer to these blocks: nobody can give them "
         "back with `regfree` any more.");
    says(ll_diag_look, diag, "each has to call `regfree` for `pattern` or hand it on.");
    struct ll_mark marks[LL_MARKS_MAX];
    ck_assert_uint_ge(ll_diag_marks(diag, roots, marks), 1);
    ck_assert_str_eq(marks[0].caption,
                     "regcomp allocated these 8 bytes here; regfree gives them back");
}
END_TEST

START_TEST(what_the_caller_has_to_free_is_told_so)
{
    struct ll_diag *diag = add_leak(LL_DEFINITELY_LOST, "malloc asprintf main:7");
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    diag->how = LL_LOSS_OVERWRITTEN;
    diag->variable = strdup("text");
    says(ll_explain_diag, diag,
         "allocated this block for its caller, who has to free "
         "it. `text` was given a new value");
    says(ll_explain_diag, diag, "nobody can free it any more.");
}
END_TEST

START_TEST(a_reachable_block_is_told_as_before)
{
    struct ll_buf with = LL_BUF_INIT, without = LL_BUF_INIT;
    struct ll_diag *diag = add_leak(LL_STILL_REACHABLE, "malloc regcomp main:7");
    ll_explain_diag(diag, &without);
    ll_diag_look(diag, &without);
    ck_assert_int_eq(ll_pairs_settle(&diags, &more, roots, &err), 0);
    ll_explain_diag(diag, &with);
    ll_diag_look(diag, &with);
    ck_assert_str_eq(ll_buf_text(&with), ll_buf_text(&without));
    diag->kind = LL_KEPT_TOO_LONG; /* where it counts as a fault, it is told */
    says(ll_explain_diag, diag, "no call of `regfree` gave it back.");
    ll_buf_release(&with);
    ll_buf_release(&without);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pairs");
    TCase *tcase = case_create("pairs");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_table_is_sorted_and_has_each_opener_once);
    tcase_add_test(tcase, the_installed_file_is_the_table);
    tcase_add_test(tcase, each_name_is_declared_by_its_header);
    tcase_add_test(tcase, a_file_has_a_pair_a_line);
    tcase_add_test(tcase, a_line_that_is_no_pair_is_told_with_its_number);
    tcase_add_test(tcase, a_file_that_is_missing_is_told);
    tcase_add_test(tcase, the_function_that_the_readers_line_calls_is_the_opener);
    tcase_add_test(tcase, what_another_function_asked_for_is_not_of_the_pair);
    tcase_add_test(tcase, a_pair_of_the_readers_own_comes_first);
    tcase_add_test(tcase, the_line_says_which_function_it_calls);
    tcase_add_test(tcase, an_allocator_that_was_named_stays);
    tcase_add_test(tcase, a_ring_in_a_library_is_not_told);
    tcase_add_test(tcase, a_leak_is_told_by_its_pair);
    tcase_add_test(tcase, what_the_caller_has_to_free_is_told_so);
    tcase_add_test(tcase, a_reachable_block_is_told_as_before);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
