/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "diag/explain.h"
#include "diag/kinds.h"
#include "diag/losses.h"
#include "diag/words.h"
#include "support/expected.h"
#include "support/suite.h"

#define CASE LL_TESTS_DIR "/report/data/report/src"

static const char *const roots[] = {CASE, NULL};

/* ---- the general texts ------------------------------------------------------ */

#define TEXTS 7

static const char *text_of(const struct ll_explanation *words, int i)
{
    const char *const texts[TEXTS] = {words->title, words->happened, words->wrong,
                                      words->look,  words->example,  words->mended,
                                      words->refs};
    return texts[i];
}

START_TEST(every_kind_has_texts_of_its_own)
{
    for (int a = 0; a < LL_KIND_COUNT; a++) {
        const struct ll_explanation *words = ll_explain((enum ll_kind)a);
        ck_assert_int_eq(words->kind, a);
        for (int i = 0; i < TEXTS; i++) {
            ck_assert_ptr_nonnull(text_of(words, i));
            ck_assert_uint_gt(strlen(text_of(words, i)), 6);
        }
        ck_assert_str_ne(words->example, words->mended);
        for (int b = 0; b < a; b++)
            for (int i = 0; i < TEXTS - 1; i++) /* references may be shared */
                ck_assert_str_ne(text_of(words, i),
                                 text_of(ll_explain((enum ll_kind)b), i));
    }
}
END_TEST

START_TEST(every_kind_has_a_whole_row)
{
    for (int k = 0; k < LL_KIND_COUNT; k++) {
        const struct ll_kind_row *row = ll_kind_row((enum ll_kind)k);
        ck_assert_int_eq(row->general.kind, k);
        ck_assert(row->name != NULL && row->look_at != NULL);
        ck_assert(row->headline != NULL && row->explain != NULL);
        ck_assert((row->here == NULL) != (row->say_here == NULL));
        ck_assert(strchr(row->look_at, '$') == NULL || row->nameless != NULL);
        ck_assert(!row->is_leak || row->by_allocation);
    }
}
END_TEST

START_TEST(every_loss_has_a_whole_row)
{
    for (int l = 0; l < LL_LOSS_COUNT; l++) {
        const struct ll_diag diag = {.how = (enum ll_loss)l};
        const struct ll_loss_row *row = ll_loss_row(&diag);
        ck_assert_int_eq(row->how, l);
        ck_assert(row->name != NULL && row->happened != NULL);
        ck_assert(row->before != NULL && row->after != NULL);
        ck_assert((row->look_at == NULL) == (l == LL_LOSS_UNKNOWN));
        ck_assert(row->look_at == NULL || strchr(row->look_at, '$') == NULL ||
                  row->nameless != NULL);
    }
}
END_TEST

/* Cython has no braces, and its memory belongs to objects. */
START_TEST(a_loss_in_cython_has_words_of_its_own)
{
    struct ll_frame frame = {.file = (char *)(uintptr_t) "/here/noise.pyx", .line = 1};
    struct ll_diag diag = {.lost = {&frame, 1}};
    for (int l = 0; l < LL_LOSS_COUNT; l++) {
        diag.how = (enum ll_loss)l;
        const struct ll_loss_row *row = ll_loss_row(&diag);
        ck_assert_int_eq(row->how, l);
        ck_assert_ptr_null(strstr(row->happened, "braces"));
        if (l == LL_LOSS_CONTAINER_FREED)
            ck_assert_ptr_null(strstr(row->look_at, "__dealloc__"));
    }
    diag.how = LL_LOSS_CONTAINER_FREED; /* an object was, and no block of the source */
    frame.function = (char *)(uintptr_t) "Table.__dealloc__";
    ck_assert_ptr_nonnull(strstr(ll_loss_row(&diag)->look_at, "__dealloc__"));
}
END_TEST

/* The words of `text` in lower case, each between blanks. */
static void words_of(const char *text, struct ll_buf *out)
{
    ll_buf_putc(out, ' ');
    for (; *text != '\0'; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        ll_buf_putc(out, (c >= 'a' && c <= 'z') || c == '\'' ? c : ' ');
    }
    ll_buf_putc(out, ' ');
}

static void check_tone(const char *text)
{
    static const char *const banned[] = {
        " simply ",  " just ",      " obviously ",  " easy ",    " easily ",
        " trivial ", " of course ", " you should ", " mistake ", " forgot ",
        " wrongly ", " stupid ",    " please ",     " oops ",
    };
    struct ll_buf words = LL_BUF_INIT;
    words_of(text, &words);
    ck_assert_ptr_nonnull(words.data);
    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        ck_assert_msg(strstr(ll_buf_text(&words), banned[i]) == NULL, "'%s' in: %s",
                      banned[i], text);
    ck_assert_msg(strchr(text, '!') == NULL, "! in: %s", text);
    ck_assert_msg(strstr(text, "  ") == NULL, "two blanks in: %s", text);
    ll_buf_release(&words);
}

START_TEST(every_text_keeps_the_tone)
{
    for (int k = 0; k < LL_KIND_COUNT; k++) {
        const struct ll_explanation *words = ll_explain((enum ll_kind)k);
        check_tone(words->title);
        check_tone(words->happened);
        check_tone(words->wrong);
        check_tone(words->look);
        ck_assert_int_eq(words->happened[strlen(words->happened) - 1], '.');
        ck_assert_int_eq(words->wrong[strlen(words->wrong) - 1], '.');
        ck_assert_int_ne(words->title[strlen(words->title) - 1], '.');
        ck_assert_str_eq(strstr(words->refs, "CWE-"), words->refs);
        ck_assert_ptr_nonnull(strstr(words->refs, " · "));
    }
}
END_TEST

static int lines_of(const char *text)
{
    int lines = 0;
    for (; (text = strchr(text, '\n')) != NULL; text++)
        lines++;
    return lines;
}

/* Whether gcc takes `code`, the body of a function or a function. */
static bool compiles(const char *code, bool is_function)
{
    char name[] = "/tmp/leaklab-test-XXXXXX.c";
    int fd = mkstemps(name, 2);
    ck_assert_int_ge(fd, 0);
    FILE *file = fdopen(fd, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file,
            "#define _GNU_SOURCE\n#include <pthread.h>\n#include <stdio.h>\n#include "
            "<stdlib.h>\n"
            "#include <string.h>\nvoid *PyMem_Malloc(size_t);\n"
            "void *work(void *), *add(void *);\n"
            "void PyMem_Free(void *);\nchar *name(void);\nint body(void);\n"
            "typedef struct PyObject PyObject;\nPyObject *PyBytes_FromString(char *);\n"
            "char *PyBytes_AS_STRING(PyObject *);\nvoid Py_DECREF(PyObject *);\n%s%s%s",
            is_function ? "" : "int body(void)\n{\n", code,
            is_function ? "" : "return 0;\n}\n");
    ck_assert_int_eq(fclose(file), 0);
    char command[256];
    snprintf(command, sizeof command, "gcc -std=c17 -Wall -Wextra -fsyntax-only %s",
             name);
    int status = system(command); // NOLINT: a command of our own
    unlink(name);
    return status == 0;
}

START_TEST(examples_compile_and_are_short)
{
    const struct ll_explanation *words = ll_explain((enum ll_kind)_i);
    bool function = _i == LL_STACK_ESCAPE || _i == LL_DATA_RACE;
    ck_assert_int_ge(lines_of(words->example), 3);
    ck_assert_int_le(lines_of(words->example), 8);
    ck_assert_int_ge(lines_of(words->mended), 3);
    ck_assert_int_le(lines_of(words->mended), 9);
    ck_assert(compiles(words->example, function));
    ck_assert(compiles(words->mended, function));
}
END_TEST

START_TEST(a_broken_example_would_be_seen)
{
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
    ck_assert(!compiles("return missing;\n", false));
}
END_TEST

/* ---- headlines -------------------------------------------------------------- */

#define HEAP(where, far, size)                                                         \
    .place = {.region = LL_REGION_HEAP,                                                \
              .position = (where),                                                     \
              .distance = (far),                                                       \
              .block_size = (size)}

static const struct {
    struct ll_diag diag;
    const char *function; /* of the innermost frame, NULL: no stack */
    const char *headline;
} headlines[] = {
    {{.kind = LL_DEFINITELY_LOST, .bytes = 32, .blocks = 1},
     NULL,
     "32 bytes were lost for good"},
    {{.kind = LL_LOST_REFERENCE, .blocks = 1, .type = "bytes", .repr = "b'Ada'"},
     NULL,
     "a reference to the bytes object b'Ada' was lost"},
    {{.kind = LL_LOST_REFERENCE, .blocks = 1, .type = "list"},
     NULL,
     "a reference to an object of type list was lost"},
    {{.kind = LL_LOST_REFERENCE, .blocks = 1},
     NULL,
     "a reference to an object of Python was lost"},
    {{.kind = LL_LOST_REFERENCE, .blocks = 3, .type = "bytes"},
     NULL,
     "references to 3 objects of type bytes were lost"},
    {{.kind = LL_DEFINITELY_LOST, .bytes = 1, .blocks = 1},
     NULL,
     "1 byte was lost for good"},
    {{.kind = LL_DEFINITELY_LOST, .bytes = 96, .blocks = 3},
     NULL,
     "96 bytes in 3 blocks were lost for good"},
    {{.kind = LL_DEFINITELY_LOST}, NULL, "a block of memory was lost for good"},
    {{.kind = LL_INDIRECTLY_LOST, .bytes = 48, .blocks = 2},
     NULL,
     "48 bytes in 2 blocks were lost with the block that led to them"},
    {{.kind = LL_INDIRECTLY_LOST, .bytes = 1, .blocks = 1},
     NULL,
     "1 byte was lost with the block that led to it"},
    {{.kind = LL_POSSIBLY_LOST, .bytes = 8, .blocks = 1},
     NULL,
     "8 bytes may be lost: no pointer to their start is left"},
    {{.kind = LL_STILL_REACHABLE, .bytes = 472, .blocks = 1},
     NULL,
     "472 bytes were still in use at the end, and never freed"},
    {{.kind = LL_INVALID_READ, .access = 4, HEAP(LL_AFTER, 0, 40)},
     NULL,
     "4 bytes were read right past the end of a block of 40 bytes"},
    {{.kind = LL_INVALID_WRITE, .access = 1, HEAP(LL_AFTER, 4, 40)},
     NULL,
     "1 byte was written 4 bytes past the end of a block of 40 bytes"},
    {{.kind = LL_INVALID_READ, .access = 4, HEAP(LL_BEFORE, 4, 40)},
     NULL,
     "4 bytes were read right before the start of a block of 40 bytes"},
    {{.kind = LL_INVALID_READ, .access = 4, HEAP(LL_BEFORE, 8, 40)},
     NULL,
     "4 bytes were read 8 bytes before the start of a block of 40 bytes"},
    {{.kind = LL_INVALID_READ, .access = 8, HEAP(LL_INSIDE, 36, 40)},
     NULL,
     "8 bytes were read across the end of a block of 40 bytes"},
    {{.kind = LL_INVALID_READ, .access = 4, HEAP(LL_INSIDE, 36, 40)},
     NULL,
     "4 bytes were read that the program had put off limits, 36 bytes into a block of "
     "40 "
     "bytes"},
    {{.kind = LL_INVALID_READ,
      .access = 4,
      .variable = (char[]){"row"},
      .place = {.region = LL_REGION_STACK, .position = LL_AFTER}},
     NULL,
     "4 bytes were read right past the end of `row`"},
    {{.kind = LL_INVALID_WRITE,
      .access = 4,
      .place = {.region = LL_REGION_GLOBAL, .position = LL_AFTER, .distance = 2}},
     NULL,
     "4 bytes were written 2 bytes past the end of a global variable"},
    {{.kind = LL_INVALID_WRITE,
      .access = 8,
      .place = {.region = LL_REGION_NOTHING, .is_null = true}},
     NULL,
     "8 bytes were written through a NULL pointer"},
    {{.kind = LL_INVALID_READ,
      .access = 4,
      .place = {.region = LL_REGION_NOTHING, .is_null = true, .null_offset = 0x50}},
     NULL,
     "4 bytes were read at the address 0x50, near NULL"},
    {{.kind = LL_INVALID_WRITE,
      .access = 99,
      .place = {.region = LL_REGION_HEAP,
                .position = LL_AFTER,
                .block_size = 50,
                .first_bad = true}},
     NULL,
     "99 bytes were written, at least 49 of them past the end of a block of 50 bytes"},
    {{.kind = LL_INVALID_READ,
      .access = 20,
      .variable = (char[]){"line"},
      .place = {.region = LL_REGION_STACK,
                .position = LL_AFTER,
                .block_size = 32,
                .first_bad = true}},
     NULL,
     "20 bytes were read, at least 1 of them past the end of `line`"},
    {{.kind = LL_INVALID_WRITE, .access = 1, .place = {.region = LL_REGION_ALLOCA}},
     NULL,
     "1 byte was written outside of memory from alloca, or of an array whose size was "
     "set at run time"},
    {{.kind = LL_THREAD_LEAK, .bytes = 272, .blocks = 1},
     "pthread_create@@GLIBC_2.34",
     "a thread was started and never joined"},
    {{.kind = LL_THREAD_LEAK, .bytes = 544, .blocks = 2},
     "pthread_create@@GLIBC_2.34",
     "2 threads were started and never joined"},
    {{.kind = LL_DATA_RACE,
      .variable = (char *)(uintptr_t) "pool.first",
      .thread = {.number = 3, .writes = true},
      .other_thread = {.number = 2, .writes = true}},
     NULL,
     "`pool.first` was used by two threads that nothing keeps apart, and both wrote"},
    {{.kind = LL_DATA_RACE,
      .access = 8,
      .place = {.region = LL_REGION_HEAP, .block_size = 48},
      .thread = {.number = 3},
      .other_thread = {.number = 2, .writes = true}},
     NULL,
     "8 bytes in a block of 48 bytes were used by two threads that nothing keeps "
     "apart, and one of them wrote"},
    {{.kind = LL_LOCK_MISUSE,
      .misuse = LL_MISUSE_ORDER,
      .operation = (char *)(uintptr_t) "`a` and `b`"},
     NULL,
     "`a` and `b` were taken in both orders"},
    {{.kind = LL_LOCK_MISUSE, .misuse = LL_MISUSE_NOT_LOCKED},
     NULL,
     "a lock was unlocked, and nobody held it"},
    {{.kind = LL_LOCK_MISUSE,
      .misuse = LL_MISUSE_CALL,
      .operation = (char *)(uintptr_t) "pthread_join"},
     NULL,
     "pthread_join failed"},
    {{.kind = LL_DESCRIPTOR_LEAK}, "pipe2", "a pipe end was opened and never closed"},
    {{.kind = LL_INVALID_READ, .place = {.region = LL_REGION_NOTHING}},
     NULL,
     "memory was read where there is no memory"},
    {{.kind = LL_INVALID_READ, .access = 2},
     NULL,
     "2 bytes were read outside of the program's own memory"},
    {{.kind = LL_USE_AFTER_FREE, HEAP(LL_INSIDE, 0, 24)},
     NULL,
     "a block of 24 bytes was used after it was freed"},
    {{.kind = LL_DOUBLE_FREE}, NULL, "a block was freed twice"},
    {{.kind = LL_DOUBLE_FREE, HEAP(LL_INSIDE, 0, 1)},
     NULL,
     "a block of 1 byte was freed twice"},
    {{.kind = LL_INVALID_FREE, HEAP(LL_INSIDE, 8, 16)},
     "__interceptor_free",
     "an address 8 bytes into a block of 16 bytes was given to free"},
    {{.kind = LL_INVALID_FREE, .place = {.region = LL_REGION_STACK}},
     "realloc",
     "the address of a local variable was given to realloc"},
    {{.kind = LL_INVALID_FREE, .place = {.region = LL_REGION_GLOBAL}},
     "free",
     "the address of a global variable or a text in quotes was given to free"},
    {{.kind = LL_INVALID_FREE},
     NULL,
     "an address that malloc did not return was given to free"},
    {{.kind = LL_MISMATCHED_FREE,
      .allocated_by = (char[]){"malloc"},
      .freed_by = (char[]){"operator delete []"},
      HEAP(LL_INSIDE, 0, 16)},
     "pymem_free",
     "a block of 16 bytes from malloc was given to PyMem_Free"},
    {{.kind = LL_MISMATCHED_FREE,
      .allocated_by = (char[]){"malloc"},
      .freed_by = (char[]){"operator delete []"},
      HEAP(LL_INSIDE, 0, 16)},
     "pymem_realloc",
     "a block of 16 bytes from malloc was given to PyMem_Realloc"},
    {{.kind = LL_MISMATCHED_FREE,
      .allocated_by = (char[]){"operator new"},
      .freed_by = (char[]){"free"}},
     NULL,
     "a block from new was given to free"},
    {{.kind = LL_UNINITIALISED}, NULL, "a value was used that nobody had set"},
    {{.kind = LL_UNINITIALISED, .variable = (char[]){"total"}},
     NULL,
     "`total` was used before it was set"},
    {{.kind = LL_INVALID_WRITE,
      .place = {.region = LL_REGION_ARRAY, .position = LL_AFTER}},
     NULL,
     "memory was written past the end of an array"},
    {{.kind = LL_INVALID_READ,
      .place = {.region = LL_REGION_ARRAY, .position = LL_BEFORE}},
     NULL,
     "memory was read before the start of an array"},
    {{.kind = LL_OVERLAP},
     "__memcpy_avx_unaligned",
     "memcpy was given a source and a destination that overlap"},
    {{.kind = LL_OVERLAP},
     NULL,
     "a copy was given a source and a destination that overlap"},
    {{.kind = LL_BAD_SIZE},
     "__interceptor_calloc",
     "calloc was given a size that cannot be right"},
    {{.kind = LL_BAD_SIZE, .operation = (char[]){"18085043209519168248"}},
     "__wrap_malloc",
     "malloc was given a size that came from an unset value"},
    {{.kind = LL_BAD_SIZE,
      .place = {.region = LL_REGION_ARRAY},
      .operation = (char[]){"-1094795586"}},
     NULL,
     "a local array was given a length that came from an unset value"},
    {{.kind = LL_BAD_SIZE,
      .place = {.region = LL_REGION_ARRAY},
      .operation = (char[]){"-1"}},
     NULL,
     "a local array was given the length -1"},
    {{.kind = LL_SIGNED_OVERFLOW,
      .operation = (char[]){"2147483647 + 1"},
      .type = (char[]){"int"}},
     NULL,
     "the result of 2147483647 + 1 does not fit in the type `int`"},
    {{.kind = LL_SIGNED_OVERFLOW}, NULL, "a result does not fit in its type"},
    {{.kind = LL_BAD_SHIFT, .operation = (char[]){"32"}, .type = (char[]){"int"}},
     NULL,
     "a number of type `int` was shifted by 32 places"},
    {{.kind = LL_BAD_SHIFT}, NULL, "a number was shifted by too many places"},
    {{.kind = LL_DIVISION_BY_ZERO}, NULL, "a number was divided by 0"},
    {{.kind = LL_STACK_ESCAPE, .variable = (char[]){"line"}},
     NULL,
     "the local variable `line` was used after its end"},
    {{.kind = LL_STACK_ESCAPE}, NULL, "a local variable was used after its end"},
    {{.kind = LL_CRASH, .signal = SIGSEGV},
     NULL,
     "the program was stopped by SIGSEGV: it used an address where it has no memory"},
    {{.kind = LL_CRASH, .signal = SIGFPE},
     NULL,
     "the program was stopped by SIGFPE: it divided a whole number by 0, or "
     "the result did not fit"},
    {{.kind = LL_CRASH, .signal = 61}, NULL, "the program was stopped by signal 61"},
    {{.kind = LL_CRASH}, NULL, "the program crashed"},
    {{.kind = LL_DEFINITELY_LOST,
      .bytes = 96,
      .blocks = 3,
      .ring_blocks = 3,
      .ring_bytes = 96},
     NULL,
     "a ring of 3 blocks, 96 bytes, was lost"},
    {{.kind = LL_DEFINITELY_LOST,
      .bytes = 32,
      .blocks = 1,
      .ring_blocks = 3,
      .ring_bytes = 96},
     NULL,
     "a ring of 3 blocks, 96 bytes, was lost"},
    {{.kind = LL_DEFINITELY_LOST,
      .bytes = 960,
      .blocks = 30,
      .ring_blocks = 3,
      .ring_bytes = 96},
     NULL,
     "10 rings of 3 blocks each, 960 bytes, were lost"},
    {{.kind = LL_DEFINITELY_LOST,
      .bytes = 32,
      .blocks = 1,
      .ring_blocks = 1,
      .ring_bytes = 32},
     NULL,
     "a block that points to itself, 32 bytes, was lost"},
    {{.kind = LL_DEFINITELY_LOST,
      .bytes = 64,
      .blocks = 2,
      .ring_blocks = 1,
      .ring_bytes = 32},
     NULL,
     "2 blocks, each of which points to itself, 64 bytes, were lost"},
    {{.kind = LL_KEPT_TOO_LONG, .bytes = 24},
     NULL,
     "24 bytes were still in use at the end, and never freed"},
    {{.kind = LL_KEPT_TOO_LONG,
      .grows = true,
      .bytes = 2400,
      .blocks = 100,
      .fewer_bytes = 24,
      .fewer_blocks = 1},
     NULL,
     "24 bytes were still in use at the end, and 2400 bytes in 100 blocks with more "
     "input"},
    {{.kind = LL_KEPT_TOO_LONG, .grows = true, .bytes = 2400, .blocks = 100},
     NULL,
     "nothing was still in use at the end, but 2400 bytes in 100 blocks with more "
     "input"},
    {{.kind = LL_DESCRIPTOR_LEAK}, NULL, "a file was opened and never closed"},
    {{.kind = LL_DESCRIPTOR_LEAK}, "opendir", "a folder was opened and never closed"},
    {{.kind = LL_DESCRIPTOR_LEAK}, "socket", "a socket was opened and never closed"},
    {{.kind = LL_STACK_ESCAPE,
      .variable = (char[]){"line"},
      .place = {.is_null = true}},
     NULL,
     "the address of the local variable `line` was returned"},
    {{.kind = LL_DESCRIPTOR_LEAK, .blocks = 3},
     NULL,
     "3 files were opened and never closed"},
    {{.kind = LL_OTHER, .what = (char[]){"Illegal memory pool address"}},
     NULL,
     "Illegal memory pool address"},
    {{.kind = LL_OTHER}, NULL, "a tool objects to this"},
};

START_TEST(headlines_name_the_fault_with_its_figures)
{
    for (size_t i = 0; i < sizeof headlines / sizeof *headlines; i++) {
        struct ll_diag diag = headlines[i].diag;
        if (headlines[i].function != NULL)
            ck_assert(ll_stack_add(
                ll_diag_key_stack(&diag) == &diag.at ? &diag.at : &diag.allocated,
                headlines[i].function, NULL, 0, 0, NULL));
        struct ll_buf out = LL_BUF_INIT;
        ll_diag_headline(&diag, &out);
        ck_assert_str_eq(ll_buf_text(&out), headlines[i].headline);
        check_tone(ll_buf_text(&out));
        ll_buf_release(&out);
        ll_stack_release(&diag.at);
        ll_stack_release(&diag.allocated);
    }
}
END_TEST

/* ---- the paragraph and where to look ---------------------------------------- */

static void assert_headline(const struct ll_diag *diag, const char *expected)
{
    struct ll_buf words = LL_BUF_INIT;
    ll_diag_headline(diag, &words);
    ck_assert_str_eq(ll_buf_text(&words), expected);
    ll_buf_release(&words);
}

#define PARAGRAPHS LL_TESTS_DIR "/diag/data/paragraphs.txt"
#define TEMPORARY "leaklab-test-" /* then six characters that differ */

/* The whole paragraph is one of those recorded, each of which is a line between empty
 * ones. */
static void check_recorded(const char *paragraph)
{
    struct ll_buf entry = LL_BUF_INIT, all = LL_BUF_INIT;
    char *known = read_text(PARAGRAPHS);
    ll_buf_addf(&entry, "\n%s\n", paragraph);
    ck_assert(!entry.full);
    for (char *name = entry.data; (name = strstr(name, TEMPORARY)) != NULL;) {
        name += strlen(TEMPORARY);
        memset(name, 'X', strlen("XXXXXX"));
    }
    bool is_known = strstr(known, ll_buf_text(&entry)) != NULL;
    ck_assert_msg(is_known || update_expected(), "not in '%s': %s", PARAGRAPHS,
                  paragraph);
    ll_buf_addf(&all, "%s%s", known, ll_buf_text(&entry));
    ck_assert(!all.full);
    if (!is_known)
        write_text(PARAGRAPHS, ll_buf_text(&all), all.len);
    free(known);
    ll_buf_release(&all);
    ll_buf_release(&entry);
}

static void check_words(const struct ll_diag *diag, const char *words, const char *look)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_buf_puts(&out, "Before.\n"); /* appended, whatever stood there */
    ll_explain_diag(diag, &out);
    ck_assert_ptr_nonnull(out.data);
    ck_assert_msg(strstr(ll_buf_text(&out), words) != NULL, "'%s' not in: %s", words,
                  out.data);
    ck_assert_int_ne(out.data[8], ' ');
    check_recorded(strchr(out.data, '\n') + 1);
    check_tone(ll_buf_text(&out));
    ll_buf_clear(&out);
    ll_diag_look(diag, &out);
    ck_assert_str_eq(ll_buf_text(&out), look);
    check_tone(ll_buf_text(&out));
    ll_buf_release(&out);
}

START_TEST(an_operation_is_told_with_its_values)
{
    const struct {
        struct ll_diag diag;
        const char *words, *look;
    } cases[] = {
        {{.kind = LL_SIGNED_OVERFLOW,
          .operation = (char[]){"-(-2147483648)"},
          .type = (char[]){"int"}},
         "In C an operation on signed numbers whose result does not fit in its type "
         "has no "
         "meaning.",
         "the largest and the smallest values that the operands can have; a wider "
         "type, "
         "or a check before the operation."},
        {{.kind = LL_BAD_SHIFT,
          .operation = (char[]){"-1"},
          .type = (char[]){"unsigned int"}},
         "The number was to be shifted by -1 places; a shift goes by 0 places at "
         "least, "
         "and by fewer places than the number has bits.",
         "the values that the right operand can have."},
        {{.kind = LL_DIVISION_BY_ZERO, .signal = SIGFPE},
         "There the system stopped the program with SIGFPE.",
         "where the divisor got its value: what can be 0 has to be checked before the "
         "division."},
        {{.kind = LL_INVALID_WRITE,
          .place = {.region = LL_REGION_ARRAY, .position = LL_AFTER},
          .operation = (char[]){"30"},
          .type = (char[]){"int [10]"}},
         "The index was 30; an array of the type `int [10]` has the indices 0 to 9.",
         "the largest index or count that can occur, and the size asked for."},
        {{.kind = LL_INVALID_WRITE,
          .place = {.region = LL_REGION_ARRAY, .position = LL_AFTER},
          .operation = (char[]){"30"},
          .type = (char[]){"int [*]"}},
         "past the end of an array. The index was 30. The write",
         "the largest index or count that can occur, and the size asked for."},
        {{.kind = LL_BAD_SIZE,
          .place = {.region = LL_REGION_ARRAY},
          .operation = (char[]){"0"}},
         "The length of the array was computed while the program ran, and came to 0. "
         "An array has at least one element. What happens then is chance: the array "
         "takes no room on the stack, or the room of other variables.",
         "how the size is computed: a negative count, a product too large?"},
        {{.kind = LL_INVALID_WRITE, .access = 4, HEAP(LL_INSIDE, 36, 40)},
         "That block is in use. But the program has told the tools that nobody may use "
         "these bytes of it",
         "who gave these bytes back to the pool, and who kept a pointer to them."},
        {{.kind = LL_BAD_SIZE, .operation = (char[]){"0"}},
         "Here realloc freed the block and returned NULL, as if it had failed. "
         "Elsewhere it may return a block of no bytes: C does not say which, and since "
         "C23 gives the call no meaning. The old pointer must not be used, and not be "
         "freed again.",
         "how the size came to 0; to give a block back, call free."},
        {{.kind = LL_BAD_SIZE, .operation = (char[]){"8 * 18446744072614756030"}},
         "The value was calculated from memory that nobody had set. Here such memory "
         "is "
         "filled with one byte again and again, so the size came to 8 * "
         "18446744072614756030. Where it is not, it may come to any number.",
         "where each value that the size comes from should have been set."},
        {{.kind = LL_BAD_SIZE,
          .place = {.region = LL_REGION_ARRAY},
          .operation = (char[]){"-16843010"}},
         "filled with one byte again and again, so the length came to -16843010.",
         "where each value that the size comes from should have been set."},
        {{.kind = LL_BAD_SIZE, .operation = (char[]){"18446744073709551358"}},
         "The size was 18446744073709551358, and no object can be so large.", /* -258 */
         "how the size is computed: a negative count, a product too large?"},
        {{.kind = LL_BAD_SIZE, .operation = (char[]){"4 * 9223372036854775807"}},
         "The size was 4 * 9223372036854775807, and no object can be so large. Sizes "
         "have the type size_t, which has no negative numbers: -1 becomes the largest "
         "number there is.",
         "how the size is computed: a negative count, a product too large?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_words(&cases[i].diag, cases[i].words, cases[i].look);
}
END_TEST

static void check_closed(enum ll_kind kind, const char *used_by, const char *headline,
                         const char *words, const char *look, const char *const *marks)
{
    struct ll_diag diag = {.kind = kind};
    struct ll_mark found[LL_MARKS_MAX];
    struct ll_buf out = LL_BUF_INIT;
    ck_assert(ll_stack_add(&diag.at, used_by, NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "fopen", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "work", CASE "/series.c", 8, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "free", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "fclose@@GLIBC_2.2.5", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "work", CASE "/series.c", 10, 0, NULL));
    ll_diag_headline(&diag, &out);
    ck_assert_str_eq(ll_buf_text(&out), headline);
    check_words(&diag, words, look);
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, found), 3);
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(found[i].caption, marks[i]);
    ll_buf_release(&out);
    ll_stack_release(&diag.at);
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.freed);
}

/* The block is the C library's: the reader knows it as a file. */
START_TEST(a_closed_file_is_told_as_one)
{
    check_closed(LL_USE_AFTER_FREE, "getc", "a file was used after it was closed",
                 "The file was closed at series.c:10 and used after that.",
                 "each use that can come after the line that closes it.",
                 (const char *const[]){"the file was opened here", "it was closed here",
                                       "it was used here"});
    check_closed(LL_DOUBLE_FREE, "fclose@@GLIBC_2.2.5", "a file was closed twice",
                 "The file was closed at series.c:10 and closed again after that.",
                 "which of the two places closes it; the other leaves it alone.",
                 (const char *const[]){"the file was opened here",
                                       "it was closed here the first time",
                                       "it was closed here the second time"});
}
END_TEST

/* A file descriptor has no memory: it is a number. */
START_TEST(a_closed_descriptor_is_told_as_a_number)
{
    static const struct {
        enum ll_kind kind;
        const char *used_by, *headline, *words, *look, *here;
    } cases[] = {
        {LL_USE_AFTER_FREE, "read", "a file descriptor was used after it was closed",
         "The file descriptor was closed at series.c:10 and used after that. It is a "
         "number, and the system gives that number to the next file that is opened. A "
         "later call fails, or works on that other file.",
         "each use that can come after the line that closes it.", "it was used here"},
        {LL_DOUBLE_FREE, "__close_nocancel", "a file descriptor was closed twice",
         "The file descriptor was closed at series.c:10 and closed again after that.",
         "which of the two places closes it; the other leaves it alone.",
         "it was closed here the second time"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ll_diag diag = {.kind = cases[i].kind};
        struct ll_mark found[LL_MARKS_MAX];
        struct ll_buf out = LL_BUF_INIT;
        ck_assert(ll_stack_add(&diag.at, cases[i].used_by, NULL, 0, 0, NULL));
        ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
        ck_assert(ll_stack_add(&diag.freed, "close", NULL, 0, 0, NULL));
        ck_assert(ll_stack_add(&diag.freed, "work", CASE "/series.c", 10, 0, NULL));
        ll_diag_headline(&diag, &out);
        ck_assert_str_eq(ll_buf_text(&out), cases[i].headline);
        check_words(&diag, cases[i].words, cases[i].look);
        size_t count = ll_diag_marks(&diag, roots, found);
        ck_assert_uint_eq(count, 2);
        ck_assert_str_eq(found[1].caption, cases[i].here);
        ll_buf_release(&out);
        ll_stack_release(&diag.at);
        ll_stack_release(&diag.freed);
    }
}
END_TEST

/* A function of the reader's own may have such a name. */
START_TEST(an_own_function_that_closes_is_no_fclose)
{
    struct ll_diag diag = {.kind = LL_DOUBLE_FREE};
    struct ll_buf out = LL_BUF_INIT;
    ck_assert(ll_stack_add(&diag.freed, "free", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "log_fclose", CASE "/series.c", 10, 0, NULL));
    ll_diag_headline(&diag, &out);
    ck_assert_str_eq(ll_buf_text(&out), "a block was freed twice");
    ll_buf_release(&out);
    ll_stack_release(&diag.freed);
}
END_TEST

START_TEST(a_loss_by_realloc_is_read_from_the_source)
{
    struct ll_diag diag = {.kind = LL_DEFINITELY_LOST,
                           .how = LL_LOSS_OVERWRITTEN,
                           .bytes = 32,
                           .blocks = 1,
                           .variable = (char[]){"series->data"}};
    ck_assert(ll_stack_add(&diag.lost, "resize", CASE "/series.c", 18, 0, NULL));
    check_words(
        &diag,
        "realloc failed and returned NULL, but it did not free the old block. "
        "The assignment put NULL in the place of the only pointer to that block, "
        "`series->data`: nobody can free it any more.",
        "what `series->data` holds when realloc fails.");
    diag.variable = NULL;
    check_words(&diag, "the only pointer to that block: nobody",
                "what the pointer holds when realloc fails.");
    diag.lost.frames[0].line = 10; /* a line without realloc */
    check_words(
        &diag,
        "A variable was given a new value while it held the last pointer to the "
        "block: nobody can free it any more.",
        "what the variable still holds when the new value is put into it.");
    ll_stack_release(&diag.lost);
}
END_TEST

static const struct ll_diag no_diag;

START_TEST(only_what_is_true_of_an_address_is_said)
{
    struct ll_diag diag = no_diag;
    diag.kind = LL_CRASH;
    diag.signal = SIGSEGV;
    diag.place = (struct ll_place){
        .region = LL_REGION_NOTHING, .is_null = true, .null_offset = 5};
    ck_assert(ll_stack_add(&diag.at, "main", CASE "/series.c", 18, 0, NULL));
    check_words(&diag, "The address was 0x5, where no program has memory.",
                "where the pointer got its value: what can be NULL has to be checked "
                "before its use, and a number is no address.");
    diag.place.null_offset = 0;
    check_words(&diag, "NULL points to nothing: no program has memory there.",
                "where the pointer got its value.");
    ll_stack_release(&diag.at);

    diag.place = (struct ll_place){0};
    ck_assert(ll_stack_add(&diag.at, "fclose", NULL, 0, 0, "/lib/libc.so.6"));
    check_words(&diag, "In which line that was, no tool could tell.",
                "calls through pointers to functions, and writes past the end of local "
                "arrays: both can end a program where there is no line.");
    ck_assert(ll_stack_add(&diag.at, "main", CASE "/series.c", 18, 0, NULL));
    check_words(&diag,
                "That was inside the C library, in a function that this line called.",
                "each pointer in that line: can it be NULL, or was it never set?");
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(one_line_that_frees_twice_is_told_so)
{
    struct ll_diag diag = no_diag;
    diag.kind = LL_DOUBLE_FREE;
    ck_assert(ll_stack_add(&diag.freed, "main", CASE "/series.c", 18, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "main", CASE "/series.c", 18, 0, NULL));
    check_words(
        &diag, "After the first `free` the block no longer",
        "how that line comes to free the same block twice: a loop, or two calls "
        "with the same pointer.");
    diag.at.frames[0].line = 19;
    check_words(&diag, "After the first `free` the block no longer",
                "which of the two places owns the block and frees it.");
    ll_stack_release(&diag.freed);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(the_owner_and_the_way_out_of_a_local_variable_are_told)
{
    struct ll_diag diag = {.kind = LL_STACK_ESCAPE, .variable = (char[]){"text"}};
    const char *const folders[] = {"/home/ada", NULL};
    struct ll_mark marks[LL_MARKS_MAX];
    const char *look = "what the function returns or stores: the address of `text` has "
                       "to stay inside.";
    ck_assert(ll_stack_add(&diag.allocated, "greet", "/home/ada/a.c", 3, 0, NULL));
    ck_assert(ll_stack_add(&diag.lost, "greet", "/home/ada/a.c", 5, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "main", "/home/ada/a.c", 9, 0, NULL));
    check_words(&diag, "`text` is a local variable of greet().", look);
    diag.place.is_null = true;
    check_words(&diag, "The compiler (gcc) knows that and returns NULL in its place",
                look);
    ck_assert_uint_eq(ll_diag_marks(&diag, folders, marks), 3);
    ck_assert_str_eq(marks[0].caption, "`text` is declared here");
    ck_assert_str_eq(marks[1].caption, "its address was handed out here");
    ck_assert_str_eq(marks[2].caption, "it was used here");
    ck_assert_ptr_eq(ll_diag_main_mark(marks, 3), &marks[1]);
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.lost);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(the_variable_that_held_a_folder_is_told)
{
    struct ll_diag diag = {.kind = LL_DESCRIPTOR_LEAK, .variable = (char[]){"pages"}};
    const char *look = "every way out after it was opened: each has to close it.";
    ck_assert(ll_stack_add(&diag.allocated, "opendir", NULL, 0, 0, "/lib/libc.so.6"));
    check_words(
        &diag,
        "`pages` held the folder, and on the way that the program went, closedir "
        "was not called for it.",
        look);
    diag.how = LL_LOSS_SCOPE_END;
    check_words(&diag, "`pages` was the last variable that held the folder.", look);
    ll_stack_release(&diag.allocated);
}
END_TEST

START_TEST(a_thread_and_a_pipe_are_no_block_and_no_file)
{
    struct ll_diag diag = no_diag;
    diag.kind = LL_THREAD_LEAK;
    diag.bytes = 272;
    ck_assert(
        ll_stack_add(&diag.allocated, "pthread_create", NULL, 0, 0, "/lib/libc.so.6"));
    check_words(
        &diag, "nobody had waited for the thread with pthread_join",
        "every way from this line to the end: each has to pass a pthread_join of "
        "the thread, or pthread_detach lets the thread go, if it ends before the "
        "program.");
    diag.variable = (char[]){"worker"};
    check_words(
        &diag, "`worker` held the pthread_t",
        "every way from this line to the end: each has to pass a pthread_join of "
        "`worker`, or pthread_detach lets the thread go, if it ends before the "
        "program.");
    diag.operation = (char[]){LL_DETACHED};
    assert_headline(&diag, "a detached thread had not ended when the program did");
    check_words(&diag, "The thread was detached: nobody joins it",
                "what main does before it ends: it can wait for the thread, with a "
                "condition variable, or end with pthread_exit, after which the program "
                "goes on until its last thread has ended.");
    diag.blocks = 2;
    assert_headline(&diag, "2 detached threads had not ended when the program did");
    check_words(&diag, "These threads were detached: nobody joins them",
                "what main does before it ends: it can wait for the thread, with a "
                "condition variable, or end with pthread_exit, after which the program "
                "goes on until its last thread has ended.");
    diag.operation = NULL;
    diag.variable = NULL;
    ll_stack_release(&diag.allocated);
    diag.kind = LL_DESCRIPTOR_LEAK;
    ck_assert(ll_stack_add(&diag.allocated, "pipe", NULL, 0, 0, "/lib/libc.so.6"));
    check_words(&diag, "The program opened a pipe end and did not call close for it.",
                "every way out after it was opened: each has to close it.");
    ll_stack_release(&diag.allocated);
}
END_TEST

START_TEST(a_race_tells_both_threads_and_their_locks)
{
    static const char look[] =
        "which lock belongs to `count`: every use of it, to read or to write, is made "
        "between the lock and the unlock.";
    struct ll_diag diag = no_diag;
    diag.kind = LL_DATA_RACE;
    diag.variable = (char[]){"count"};
    check_words(&diag, "Nothing put one use before the other", look);
    ck_assert(ll_stack_add(&diag.other, "add", NULL, 0, 0, NULL));
    diag.thread = (struct ll_thread){.number = 1};
    diag.other_thread = (struct ll_thread){.number = 2, .writes = true};
    check_words(
        &diag, "In this run thread 2 wrote first, and the thread of main read after it",
        look);
    check_words(&diag, "Neither of them held a lock.", look);
    diag.other_thread.locks = (char[]){"`lock`"};
    check_words(
        &diag,
        "For the first, thread 2 held `lock`; for the second, the thread of main "
        "held no lock.",
        look);
    ll_stack_release(&diag.other);
}
END_TEST

START_TEST(of_many_bytes_those_past_the_end_are_counted)
{
    struct ll_diag diag = no_diag;
    diag.kind = LL_INVALID_WRITE;
    diag.access = 200;
    diag.variable = (char[]){"block"};
    diag.place = (struct ll_place){.region = LL_REGION_STACK,
                                   .position = LL_AFTER,
                                   .block_size = 32,
                                   .first_bad = true};
    check_words(&diag,
                "Of the 200 bytes, at least 168 lie past the end of `block`, which has "
                "32 bytes.",
                "the largest index or count that can occur, and the size asked for.");
}
END_TEST

START_TEST(a_text_without_room_is_told_as_one)
{
    struct ll_diag diag = {.kind = LL_INVALID_WRITE,
                           .access = 4,
                           .place = {.region = LL_REGION_HEAP,
                                     .position = LL_AFTER,
                                     .block_size = 3,
                                     .first_bad = true}};
    ck_assert(ll_stack_add(&diag.at, "__interceptor_strcpy", NULL, 0, 0, NULL));
    check_words(&diag,
                "Of the 4 bytes, at least 1 lies past the end of a block of 3 bytes.",
                "how long the text can be, and the room for it: a text takes one byte "
                "more than it has letters, for the '\\0' at its end.");
    ll_stack_release(&diag.at);
}
END_TEST

/* Not "free": that function is another one. */
START_TEST(a_lost_block_is_given_back_by_its_own_function)
{
    struct ll_diag diag = {.kind = LL_DEFINITELY_LOST,
                           .how = LL_LOSS_SCOPE_END,
                           .blocks = 1,
                           .variable = (char[]){"p"},
                           .freed_by = (char[]){"pool_give"}};
    check_words(&diag, "nobody can give it back with `pool_give` any more.",
                "every way out: each has to give `p` back with `pool_give` or hand it "
                "on.");
    diag.how = LL_LOSS_LONGJMP;
    check_words(&diag, "nobody can give it back with `pool_give` any more.",
                "what is still to be given back with `pool_give` when longjmp leaves "
                "the function.");
    diag.freed_by = NULL;
    ck_assert(
        ll_stack_add(&diag.allocated, "pool_take", CASE "/series.c", 10, 0, NULL));
    check_words(&diag, "nobody can give it back any more.",
                "what is still to be given back when longjmp leaves the function.");
    diag.how = LL_LOSS_RETURN_IGNORED;
    check_words(&diag, "nobody can give it back any more.",
                "the call: what it returns has to be kept, and given back after its "
                "last use.");
    ll_stack_release(&diag.allocated);
}
END_TEST

START_TEST(every_way_to_lose_has_its_words)
{
    static const struct {
        enum ll_loss how;
        const char *words, *look;
    } cases[] = {
        {LL_LOSS_UNKNOWN, "no variable holds its address any more.",
         "every way out after the block was allocated: each has to free it or hand it "
         "on."},
        {LL_LOSS_OVERWRITTEN, "`p` was given a new value while it held",
         "what `p` still holds when the new value is put into it."},
        {LL_LOSS_SCOPE_END, "`p` was a local variable, and ended while",
         "every way out: each has to free `p` or hand it on."},
        {LL_LOSS_RETURN_IGNORED,
         "each of these blocks: the function returned the address of the block, and "
         "its",
         "the call: what it returns has to be kept, and freed after its last use."},
        {LL_LOSS_NEVER_STORED, "no variable was given the address of the block. Nobody",
         "the call: what it returns has to be kept, and freed after its last use."},
        {LL_LOSS_CONTAINER_FREED, "`p` lay in a block that was freed",
         "the order: first free each of these blocks (`p` leads to one), then the "
         "block that holds its address."},
        {LL_LOSS_LONGJMP, "a longjmp (a jump out of functions",
         "what is still to be freed when longjmp leaves the function."},
        {LL_LOSS_THREAD_END, "a thread (a part of a program that runs beside",
         "the end of the thread: there `p` has to be freed or handed on."},
    };
    ck_assert_uint_eq(sizeof cases / sizeof *cases, LL_LOSS_COUNT);
    for (size_t i = 0; i < LL_LOSS_COUNT; i++) {
        struct ll_diag diag = {.kind = LL_DEFINITELY_LOST,
                               .how = cases[i].how,
                               .bytes = 96,
                               .blocks = 3,
                               .variable = (char[]){"p"}};
        check_words(&diag, cases[i].words, cases[i].look);
        diag.kind = LL_STILL_REACHABLE; /* held to the end: nothing was lost */
        check_words(
            &diag, "a pointer to it was still there when the program ended",
            "how long the block is needed: to the end of the program, or to its "
            "last use.");
    }
    struct ll_diag inner = {.kind = LL_DEFINITELY_LOST,
                            .how = LL_LOSS_CONTAINER_FREED,
                            .blocks = 1,
                            .variable = (char[]){"p"}};
    check_words(&inner,
                "`p` lay in a block that was freed, and held the last pointer to "
                "another block: nobody can free it any more.",
                "the order: first free `p`, then the block that holds it.");
    struct ll_diag elements = {.kind = LL_DEFINITELY_LOST,
                               .how = LL_LOSS_CONTAINER_FREED,
                               .blocks = 2,
                               .variable = (char[]){"rows[...]"}};
    check_words(
        &elements,
        "The same happened to each of these blocks: an element of `rows` lay in "
        "a block that was freed, and held the last pointer to this one. Nobody "
        "can free them any more.",
        "the order: first free each of these blocks (`rows[...]` leads to one), "
        "then the block that holds its address.");
    struct ll_diag part = {.kind = LL_DEFINITELY_LOST,
                           .how = LL_LOSS_SCOPE_END,
                           .variable = (char[]){"odd.next"}};
    check_words(&part,
                "`odd.next` was part of a local variable, and ended while it held",
                "every way out: each has to free `odd.next` or hand it on.");
    struct ll_diag moved = {.kind = LL_POSSIBLY_LOST,
                            .how = LL_LOSS_OVERWRITTEN,
                            .approximate = true,
                            .variable = (char[]){"text"}};
    check_words(&moved,
                "`text` was given a new value while it held the last pointer to "
                "the start of the block; what is left points into its middle.",
                "what `text` still holds when the new value is put into it.");
    check_words(&moved, "so it is not known where the last pointer was lost",
                "what `text` still holds when the new value is put into it.");
    ck_assert(ll_stack_add(&moved.lost, "skip", CASE "/text.c", 3, 0, NULL));
    check_words(&moved, "so the marked line may be the wrong one",
                "what `text` still holds when the new value is put into it.");
    ll_stack_release(&moved.lost);
}
END_TEST

START_TEST(an_overwritten_guard_is_told_as_that)
{
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGABRT};
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "__stack_chk_fail", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "copy", CASE "/series.c", 23, 0, NULL));
    check_words(
        &diag, "a write past the end of a local array had changed the guard behind it",
        "what is written to the local arrays of that function, in it or in what "
        "it called: the indexes and counts, and the room for texts.");
    ll_stack_release(&diag.at);
}
END_TEST

/* No line of that function is known; that of its call is. */
START_TEST(a_loss_in_code_without_debug_information_is_told_of_that_code)
{
    struct ll_diag diag = {.kind = LL_DEFINITELY_LOST, .inside = true, .bytes = 6};
    struct ll_mark marks[LL_MARKS_MAX];
    ck_assert(ll_stack_add(&diag.lost, "memcpy", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.lost, "add", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.lost, "main", CASE "/series.c", 12, 0, NULL));
    ck_assert_str_eq(ll_lost_inside(&diag), "add");
    check_words(&diag, "`add`, or what it called, lost the last pointer to the block",
                "every way out of `add`: each has to free the block or hand it on.");
    check_words(&diag,
                "no debug information, which `-g` adds, so the line is not known.",
                "every way out of `add`: each has to free the block or hand it on.");
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 1);
    ck_assert_str_eq(marks[0].caption, "the last pointer to them was lost in `add`");

    diag.how = LL_LOSS_RETURN_IGNORED;
    diag.blocks = 2;
    check_words(&diag,
                "`add` lost the last pointer to each of these blocks, or returned it "
                "and its caller did not keep it",
                "what `add` returns: if it is the block, it has to be kept, and freed "
                "after its last use; if not, each way out of the function has to free "
                "the block or hand it on.");
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 1);
    ck_assert_str_eq(marks[0].caption, "the last pointer to them was lost in `add`, or "
                                       "returned and not kept here");

    free(diag.lost.frames[1].function);
    diag.lost.frames[1].function = NULL; /* stripped */
    diag.how = LL_LOSS_UNKNOWN;
    diag.kind = LL_INDIRECTLY_LOST;
    check_words(&diag,
                "The function that was called there, or what it called, lost the last "
                "pointer that led to each of these blocks",
                "every way out of the function that is called there: each has to free "
                "the block or hand it on.");
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 1);
    ck_assert_str_eq(marks[0].caption,
                     "the last pointer that led to them was lost in this call");
    ll_stack_release(&diag.lost);
}
END_TEST

START_TEST(accesses_and_frees_tell_what_is_known)
{
    struct ll_diag read = {.kind = LL_INVALID_READ, .access = 4, HEAP(LL_AFTER, 4, 40)};
    ck_assert(ll_stack_add(&read.allocated, "malloc", "/no/such/vg.c", 3, 0, NULL));
    ck_assert(ll_stack_add(&read.allocated, "new", CASE "/series.c", 10, 0, NULL));
    check_words(&read,
                "The read began 4 bytes past the end of a block of 40 bytes, the block "
                "that malloc returned at series.c:10.",
                "the largest index or count that can occur, and the size asked for.");
    read.place.position = LL_BEFORE;
    check_words(&read, "right before the start of",
                "the smallest index that can occur: is it below 0?");
    ll_stack_release(&read.allocated);

    struct ll_diag null = {
        .kind = LL_INVALID_WRITE, .signal = SIGSEGV, .place = {.is_null = true}};
    const char *check_null = "where the pointer got its value.";
    check_words(&null,
                "there is no memory to write at that address. There the system "
                "stopped the program with SIGSEGV. Functions that can fail",
                check_null);
    null.kind = LL_CRASH;
    check_words(
        &null,
        "NULL points to nothing: no program has memory there. The system stopped "
        "the program with SIGSEGV (a segmentation fault).",
        check_null);

    struct ll_diag twice = {.kind = LL_DOUBLE_FREE};
    ck_assert(ll_stack_add(&twice.freed, "drop", CASE "/series.c", 25, 0, NULL));
    check_words(&twice, "After the first `free` the block no longer belonged",
                "which of the two places owns the block and frees it.");
    twice.kind = LL_USE_AFTER_FREE;
    check_words(&twice, "`free` does not change the pointers to a block",
                "which pointers to the block are used after the free.");
    ll_stack_release(&twice.freed);
    ck_assert(ll_stack_add(&twice.freed, "realloc", NULL, 0, 0, NULL));
    check_words(&twice, "only the address that realloc returned may be used",
                "each pointer to the old block: after the realloc it has to be set to "
                "what realloc returned.");
    ll_stack_release(&twice.freed);
}
END_TEST

/* The header's line is not the reader's, even where its code is in the program. */
START_TEST(a_freed_object_is_told_as_one)
{
    struct ll_diag diag = {.kind = LL_USE_AFTER_FREE};
    ck_assert(ll_stack_add(&diag.allocated, "pyobject_malloc", NULL, 0, 0, NULL));
    ck_assert(
        ll_stack_add(&diag.freed, "Py_DECREF", "/usr/include/stdio.h", 5, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "drop", CASE "/series.c", 25, 0, NULL));
    check_words(&diag, "`free` does not change the pointers to a block",
                "which pointers to the block are used after the free.");
    ck_assert(ll_stack_add(&diag.allocated, "PyBytes_FromString", NULL, 0, 0, NULL));
    check_words(&diag,
                "The block was memory of a Python object. It was freed at series.c:25, "
                "with the "
                "object or because the object needed it no more, and used after that.",
                "which pointers to the block are used after the free.");
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.freed);
}
END_TEST

static struct ll_diag used_object(void)
{
    struct ll_diag diag = {.kind = LL_USE_AFTER_FREE};
    ck_assert(ll_stack_add(&diag.allocated, "pyobject_malloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "PyType_GenericAlloc", NULL, 0, 0, NULL));
    return diag;
}

START_TEST(an_object_that_was_resized_is_not_told_as_freed)
{
    static const char *const hooks[] = {"pyobject_realloc", "pyobject_free"};
    struct ll_diag diag = used_object();
    ck_assert(ll_stack_add(&diag.freed, hooks[_i], NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "PyByteArray_Resize", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "play", CASE "/series.c", 25, 0, NULL));
    check_words(&diag,
                "The block was memory of a Python object. The object was resized at "
                "series.c:25: Python moved what was in the block to another one, and "
                "freed this one.",
                "which pointers to the block are used after the free.");
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.freed);
}
END_TEST

/* Python's code used the object, called by no line of the program: Python had counted
 * on a reference. Where a line of the program used it, it may have been the only owner.
 */
START_TEST(a_drop_too_many_is_told_where_python_used_the_object)
{
    static const char *const droppers[] = {"Py_DECREF", "Py_XDECREF", "PyList_SetItem",
                                           "Py_DECREF"};
    struct ll_diag diag = used_object();
    ck_assert(ll_stack_add(&diag.freed, "pyobject_free", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, droppers[_i], NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.freed, "pack", CASE "/series.c", 25, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "Py_TYPE", NULL, 0, 0, NULL));
    if (_i == 3)
        ck_assert(ll_stack_add(&diag.at, "pack", CASE "/series.c", 26, 0, NULL));
    if (_i < 2)
        check_words(
            &diag,
            "It was freed at series.c:25: there its count of references came to "
            "0. But Python relied on a reference to the object, and used it "
            "after that.",
            "each Py_DECREF of the object, and each reference that the program "
            "took or gave away: they have to come out even.");
    else
        check_words(&diag, "needs a reference of its own, from Py_INCREF to Py_DECREF.",
                    "which pointers to the block are used after the free.");
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.freed);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(a_block_of_python_is_told_with_its_function)
{
    struct ll_diag diag = {
        .kind = LL_INVALID_WRITE,
        .access = 4,
        .place = {.region = LL_REGION_HEAP, .position = LL_AFTER, .block_size = 16}};
    ck_assert(ll_stack_add(&diag.allocated, "pymem_malloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "tree_new", CASE "/series.c", 25, 0, NULL));
    check_words(&diag, "the block that PyMem_Malloc returned at series.c:25.",
                "the largest index or count that can occur, and the size asked for.");
    ll_stack_release(&diag.allocated);
}
END_TEST

START_TEST(a_type_that_is_kept_is_told_as_one)
{
    struct ll_diag diag = {.kind = LL_POSSIBLY_LOST, .bytes = 960, .blocks = 1};
    ck_assert(ll_stack_add(&diag.allocated, "pyobject_malloc", NULL, 0, 0, NULL));
    ck_assert(
        ll_stack_add(&diag.allocated, "PyType_FromModuleAndSpec", NULL, 0, 0, NULL));
    ck_assert(
        ll_stack_add(&diag.allocated, "add_types", CASE "/series.c", 25, 0, NULL));
    check_words(&diag,
                "The type was made at series.c:25, and stayed because its count of "
                "references did not come to 0.",
                "the dealloc of the type: it ends with Py_DECREF of the type, which it "
                "has read with Py_TYPE before it freed the object.");
    ll_stack_release(&diag.allocated);
}
END_TEST

/* A line above the one that frees is of another call. */
START_TEST(a_dealloc_that_frees_too_early_is_told_as_one)
{
    static const char source[] = "type->tp_free(object);\n\ntype->tp_free(object);\n";
    static const char told[] = "The block was the memory of a Python object. "
                               "cookie_dealloc() gave it back at ";
    char name[] = "/tmp/leaklab-test-XXXXXX.c";
    int fd = mkstemps(name, 2);
    ck_assert_int_eq(write(fd, source, sizeof source - 1), sizeof source - 1);
    ck_assert_int_eq(close(fd), 0);
    for (unsigned freed = 1; freed <= 3; freed++) {
        struct ll_diag diag = used_object();
        ck_assert(ll_stack_add(&diag.freed, "pyobject_free", NULL, 0, 0, NULL));
        ck_assert(ll_stack_add(&diag.freed, "cookie_dealloc", name, freed, 0, NULL));
        ck_assert(ll_stack_add(&diag.at, "cookie_dealloc", name, 2, 0, NULL));
        check_words(&diag, freed == 1 ? told : "It was freed at leaklab-test-",
                    "which pointers to the block are used after the free.");
        ll_stack_release(&diag.allocated);
        ll_stack_release(&diag.freed);
        ll_stack_release(&diag.at);
    }
    unlink(name);
}
END_TEST

START_TEST(a_mismatch_names_the_families_of_python)
{
    struct ll_diag diag = {.kind = LL_MISMATCHED_FREE,
                           .allocated_by = (char[]){"operator new []"},
                           .freed_by = (char[]){"free"}};
    ck_assert(ll_stack_add(&diag.allocated, "operator new[]", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "pymem_malloc", NULL, 0, 0, NULL));
    const char *look = "the line that allocated the block: it decides how the block is "
                       "freed.";
    check_words(&diag,
                "The block came from PyMem_Malloc, and only PyMem_Free can give it "
                "back; it was given to free.",
                look);
    check_words(&diag,
                "In the tools' own words `operator new []` stands for "
                "PyMem_Malloc.",
                look);
    diag.freed_by = (char[]){"operator delete"};
    ck_assert(ll_stack_add(&diag.at, "pyobject_free", NULL, 0, 0, NULL));
    check_words(
        &diag,
        "In the tools' own words `operator new []` stands for PyMem_Malloc, and "
        "`operator delete` stands for PyObject_Free.",
        look);
    ll_stack_release(&diag.at);
    diag.freed_by = (char[]){"free"};
    free(diag.allocated.frames[1].function);
    diag.allocated.frames[1].function = strdup("PyObject_Malloc");
    diag.allocated_by = (char[]){"operator new"};
    check_words(&diag, "came from PyObject_Malloc, and only PyObject_Free", look);
    free(diag.allocated.frames[1].function);
    diag.allocated.frames[1].function = strdup("pyobject_realloc");
    check_words(&diag, "came from PyObject_Realloc, and only PyObject_Free", look);
    ll_stack_release(&diag.allocated);
}
END_TEST

START_TEST(a_block_given_to_a_resize_of_python_is_told_as_that)
{
    struct ll_diag diag = {.kind = LL_MISMATCHED_FREE,
                           .allocated_by = (char[]){"malloc"},
                           .freed_by = (char[]){"operator delete []"}};
    const char *look = "the line that allocated the block: it decides how the block is "
                       "freed.";
    ck_assert(ll_stack_add(&diag.at, "operator delete[]", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "pymem_realloc", NULL, 0, 0, NULL));
    check_words(
        &diag,
        "it was given to PyMem_Realloc, which frees the old block as PyMem_Free "
        "does.",
        look);
    check_words(&diag, "`operator delete []` stands for PyMem_Free.", look);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(a_lost_object_leads_to_who_kept_it)
{
    struct ll_diag diag = used_object();
    const char *way_out = "every way out after the block was allocated: each has to "
                          "free it or hand it on.";
    diag.kind = LL_DEFINITELY_LOST;
    check_words(
        &diag, "no variable holds its address any more",
        "who took a reference to the object or a buffer of it, and did not give "
        "it back, with Py_DECREF or PyBuffer_Release.");
    ll_stack_release(&diag.allocated);
    check_words(&diag, "no variable holds its address any more", way_out);
}
END_TEST

/* The report of PyMem_RawFree has `free` only, that of Py_EncodeLocale the allocator.
 */
START_TEST(a_mismatch_names_the_calls_that_the_lines_make)
{
    static const char source[] = "tour->name = Py_EncodeLocale(name, NULL);\n"
                                 "PyMem_RawFree(tour->name); // not free\n"
                                 "PyMem_RawFree(tour->name), free(tour);\n";
    struct ll_diag diag = {.kind = LL_MISMATCHED_FREE,
                           .allocated_by = (char[]){"operator new []"},
                           .freed_by = (char[]){"free"}};
    const char *look = "the line that allocated the block: it decides how the block is "
                       "freed.";
    char name[] = "/tmp/explain-XXXXXX";
    int fd = mkstemp(name);
    ck_assert_int_eq(write(fd, source, sizeof source - 1), sizeof source - 1);
    close(fd);
    ck_assert(ll_stack_add(&diag.allocated, "pymem_malloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "tour_init", name, 1, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "tour_release", name, 2, 0, NULL));
    check_words(&diag,
                "The block came from Py_EncodeLocale, and only PyMem_Free can give it "
                "back; it was given to PyMem_RawFree. malloc and each domain",
                look);
    check_words(
        &diag, "stands for the mem domain, and `free` stands for PyMem_RawFree.", look);
    diag.at.frames[0].line = 3; /* which of both it was is not known */
    check_words(&diag, "it was given to free.", look);
    unlink(name);
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(what_a_wrong_resize_made_may_be_freed_by_the_right_line)
{
    struct ll_diag diag = {.kind = LL_MISMATCHED_FREE,
                           .allocated_by = (char[]){"operator new"},
                           .freed_by = (char[]){"operator delete []"}};
    ck_assert(ll_stack_add(&diag.allocated, "pyobject_realloc", NULL, 0, 0, NULL));
    ck_assert(ll_stack_add(&diag.at, "pymem_free", NULL, 0, 0, NULL));
    check_words(
        &diag,
        "If PyObject_Realloc was itself given a block of another domain, that "
        "call is the wrong one, and this one may be right.",
        "the line that allocated the block: it decides how the block is freed.");
    ll_stack_release(&diag.allocated);
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(every_kind_has_words_when_nothing_is_known)
{
    for (int k = 0; k < LL_KIND_COUNT; k++) {
        struct ll_diag diag = {.kind = (enum ll_kind)k};
        struct ll_buf out = LL_BUF_INIT;
        ll_explain_diag(&diag, &out);
        ck_assert_uint_gt(out.len, 80);
        check_tone(ll_buf_text(&out));
        ll_buf_clear(&out);
        ll_diag_look(&diag, &out);
        ck_assert_uint_gt(out.len, 20);
        ck_assert_ptr_null(strchr(ll_buf_text(&out), '$'));
        assert_lacks(&out, "(null)");
        ll_buf_release(&out);
    }
}
END_TEST

/* ---- marks ------------------------------------------------------------------ */

static void add_value(struct ll_diag *diag, const char *name, const char *type,
                      const char *value)
{
    const struct ll_value one = {.name = (char *)(uintptr_t)name,
                                 .type = (char *)(uintptr_t)type,
                                 .value = (char *)(uintptr_t)value};
    ck_assert(ll_values_add(&diag->values, &one));
}

START_TEST(a_headline_names_what_is_null)
{
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGSEGV};
    diag.place.is_null = true;
    assert_headline(&diag, "a pointer that is NULL was used as an address");
    add_value(&diag, "list", "struct node *", "the block of line 3");
    add_value(&diag, "list->next", "struct node *", "NULL");
    assert_headline(&diag, "`list->next` is NULL, and was used as an address");
    add_value(&diag, "end", "int *", "NULL"); /* which of them? */
    assert_headline(&diag, "a pointer that is NULL was used as an address");
    ll_diag_release(&diag);
}
END_TEST

/* Make a source with that text; its path is in `path`, a template of mkstemp(). */
static void write_source(char *path, const char *text)
{
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(dprintf(file, "%s", text), (int)strlen(text));
    close(file);
}

START_TEST(only_the_result_of_a_call_has_to_be_checked)
{
    char path[] = "/tmp/ll-null-XXXXXX";
    write_source(path, "void work(int *given)\n{\n"
                       "    int *made = malloc(4), *none = NULL;\n"
                       "    *made = *none = *given;\n}\n");
    static const char *const looks[][2] = {
        {"made",
         "where `made` got its value: what can be NULL has to be checked before its "
         "use."},
        {"none", "where `none` got its value."},
        {"given", "where `given` got its value."},
    };
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGSEGV};
    diag.place.is_null = true;
    ck_assert(ll_stack_add(&diag.at, "work", path, 4, 0, NULL));
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        add_value(&diag, looks[i][0], "int *", "NULL");
        check_words(&diag, "NULL points to nothing", looks[i][1]);
        ll_values_release(&diag.values);
    }
    ll_diag_release(&diag);
    unlink(path);
}
END_TEST

START_TEST(a_small_number_and_an_index_below_0_are_no_address)
{
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGSEGV};
    diag.place = (struct ll_place){.is_null = true, .null_offset = 1};
    add_value(&diag, "s", "struct b *", LL_VALUE_NO_ADDRESS);
    assert_headline(&diag, "`s` is no valid address, and was used as one");
    check_words(&diag, "The address was 0x1, where no program has memory.",
                "where `s` got its value: it is not NULL, but it is no address.");
    check_words(&diag, "`s` is not NULL: a small number was taken for a pointer, or",
                "where `s` got its value: it is not NULL, but it is no address.");
    ll_values_release(&diag.values);
    check_words(&diag, "has such an address if the pointer to it is NULL",
                "where the pointer got its value: what can be NULL has to be checked "
                "before its use, and a number is no address.");
    ll_values_release(&diag.values);
    struct ll_diag none = {
        .kind = LL_CRASH, .signal = SIGSEGV, .place = {.is_null = true}};
    add_value(&none, "argv[1]", "char *", "NULL");
    check_words(&none, "NULL points to nothing",
                "argc, which counts the arguments: behind the last one argv holds "
                "NULL, and there lies `argv[1]`.");
    ll_values_release(&none.values);
    add_value(&diag, "argv[-1]", "char *", LL_VALUE_NO_ADDRESS);
    assert_headline(&diag, "`argv[-1]` is no valid address, and was used as one");
    check_words(&diag,
                "The index is below 0: `argv[-1]` lies before `argv[0]`, where an",
                "the index: the first element has the index 0.");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(an_alignment_is_told_as_one)
{
    struct ll_diag diag = {.kind = LL_BAD_SIZE, .operation = (char[]){"24"}};
    ck_assert(ll_stack_add(&diag.at, "__wrap_posix_memalign", NULL, 0, 0, NULL));
    assert_headline(&diag, "posix_memalign was given the alignment 24");
    check_words(&diag, "a multiple of sizeof(void *). It was 24. Such a call can fail",
                "the alignment, and what the function returned: did it give a block?");
    ll_stack_release(&diag.at);
}
END_TEST

START_TEST(a_headline_names_the_index)
{
    struct ll_diag diag = {.kind = LL_INVALID_WRITE, .access = 4};
    diag.place = (struct ll_place){.region = LL_REGION_ARRAY, .position = LL_AFTER};
    diag.operation = strdup("10");
    assert_headline(&diag, "4 bytes were written past the end of an array");
    ck_assert(ll_values_add(
        &diag.values, &(struct ll_value){.name = (char[]){"a"},
                                         .note = (char[]){"`a` has 10 elements, the "
                                                          "last is `a[9]`"}}));
    assert_headline(&diag, "the index 10 is past the end of `a`");
    diag.place.first_bad = true; /* of the bytes: the index says more */
    check_words(&diag, "The write may destroy another variable.",
                "the largest index or count that can occur, and the size asked for.");
    ck_assert_ptr_nonnull(diag.bound = strdup("`i <= n` in line 9"));
    check_words(&diag, "The write may destroy another variable.",
                "the condition `i <= n` in line 9: the index came to 10, and the last "
                "element is `a[9]`.");
    diag.operation[0] = '-';
    check_words(&diag, "The write may destroy another variable.",
                "the condition `i <= n` in line 9: the index came to -0, and the first "
                "element is `a[0]`.");
    assert_headline(&diag, "the index -0 is before the start of `a`");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(an_array_without_elements_has_no_end_to_cross)
{
    struct ll_diag diag = {.kind = LL_INVALID_READ, .access = 4};
    diag.place = (struct ll_place){
        .region = LL_REGION_STACK, .position = LL_INSIDE, .block_size = 1};
    diag.variable = strdup("a");
    assert_headline(&diag, "4 bytes were read across the end of `a`");
    ck_assert(ll_values_add(
        &diag.values, &(struct ll_value){.name = (char[]){"a"},
                                         .note = (char[]){"`a` has no elements"}}));
    assert_headline(&diag, "4 bytes were read from `a`, which has no elements");
    check_words(&diag, "`a` has no room for even one element.",
                "the length: is it what was meant, and can it be 0?");
    ck_assert_ptr_nonnull(diag.values.items[0].type = strdup("int[0]"));
    check_words(&diag, "ISO C allows no array of the length 0; gcc does, and `a`",
                "the declaration: an array needs the length 1 or more.");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(a_headline_names_what_is_unset)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    add_value(&diag, "text", "char[8]", LL_VALUE_UNSET); /* perhaps only written to */
    assert_headline(&diag, "a value was used that nobody had set");
    ll_values_release(&diag.values);
    add_value(&diag, "end", "int *", LL_VALUE_UNSET); /* from a caller, perhaps */
    assert_headline(&diag, "the pointer `end` was used, and its value is unset");
    check_words(&diag, "depends on chance.", "where `end` should have got its value.");
    ll_values_release(&diag.values);
    add_value(&diag, "text", "char[8]", "\"Hi\" without '\\0', the rest unset");
    assert_headline(&diag, "`text` was used, and a part of it is unset");
    check_words(&diag, "depends on chance.",
                "where the value should have been set, on each way to this line.");
    ck_assert(ll_stack_add(&diag.at, "strlen", NULL, 0, 0, "/lib/libc.so.6"));
    check_words(&diag, "know its end: `text` was given none.",
                "the line that should have put '\\0' at the end of `text`.");
    add_value(&diag, "name", "char[2]", "\"H\" without '\\0', the rest unset");
    check_words(
        &diag, "know its end: `text` and `name` were given none.",
        "the lines that should have put '\\0' at the end of `text` and `name`.");
    ll_values_release(&diag.values);
    diag.variable = strdup("counts");
    diag.type = strdup("int[8]");
    assert_headline(&diag, "a part of `counts` was used before it was set");
    ll_values_release(&diag.values);
    add_value(&diag, "sum", "int", LL_VALUE_UNSET); /* calculated from it */
    assert_headline(&diag, "a part of `counts` was used before it was set");
    ll_values_release(&diag.values);
    add_value(&diag, "counts[3]", "int", LL_VALUE_UNSET);
    assert_headline(&diag, "`counts[3]` was used before it was set");
    ll_diag_release(&diag);
}
END_TEST

static void assert_caption(const struct ll_diag *diag, const char *caption)
{
    struct ll_mark marks[LL_MARKS_MAX];
    ck_assert_uint_eq(ll_diag_marks(diag, roots, marks), 1);
    ck_assert_str_eq(marks[0].caption, caption);
}

START_TEST(a_variable_with_a_copy_of_an_unset_value_was_set)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED,
                           .place = {.region = LL_REGION_HEAP}};
    ck_assert(ll_stack_add(&diag.allocated, "main", CASE "/series.c", 8, 0, NULL));
    add_value(&diag, "c", "char", LL_VALUE_UNSET);
    assert_headline(&diag, "`c` was used, and its value is unset");
    check_words(&diag, "memory from malloc starts with",
                "what should have been stored in the memory from series.c:8: the unset "
                "value came from there.");
    assert_caption(&diag, "the value comes from memory that was allocated here");
    ll_values_release(&diag.values);
    add_value(&diag, "text[6]", "char", LL_VALUE_UNSET);
    assert_headline(&diag, "`text[6]` was used before it was set");
    assert_caption(&diag, "the memory that holds the value came from here");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(a_block_that_was_led_to_had_no_pointer_in_that_variable)
{
    struct ll_diag diag = {.kind = LL_INDIRECTLY_LOST,
                           .bytes = 30,
                           .blocks = 1,
                           .how = LL_LOSS_OVERWRITTEN,
                           .variable = (char[]){"head"}};
    ck_assert(ll_stack_add(&diag.lost, "work", CASE "/series.c", 12, 0, NULL));
    assert_caption(&diag, "the last pointer that led to them, `head`, was overwritten "
                          "here");
    check_words(&diag, "while it held the last pointer to a block that led to this one",
                "what `head` still holds when the new value is put into it.");
    diag.kind = LL_DEFINITELY_LOST;
    assert_caption(&diag, "the last pointer to them, `head`, was overwritten here");
    diag.variable = (char[]){"heads[...]"};
    assert_caption(&diag,
                   "the last pointers to them, `heads[...]`, were overwritten here");
    diag.how = LL_LOSS_SCOPE_END;
    assert_caption(&diag, "the last pointers to them, `heads[...]`, ended here");
    ll_stack_release(&diag.lost);
}
END_TEST

START_TEST(a_pointer_that_was_moved_along_its_block_held_the_start)
{
    struct ll_diag diag = {.kind = LL_POSSIBLY_LOST,
                           .bytes = 32,
                           .blocks = 1,
                           .how = LL_LOSS_OVERWRITTEN,
                           .variable = (char[]){"numbers"}};
    ck_assert(ll_stack_add(&diag.lost, "work", CASE "/series.c", 12, 0, NULL));
    assert_caption(&diag,
                   "the last pointer to their start, `numbers`, was overwritten here");
    check_words(&diag, "what is left points into its middle. `free` needs the start.",
                "what `numbers` still holds when the new value is put into it.");
    ll_stack_release(&diag.lost);
}
END_TEST

START_TEST(an_abort_is_told_by_who_called_it)
{
    static const char *const printed = "what the program printed last (`--output` "
                                       "shows it), and the line that gave up.";
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGABRT};
    ck_assert(ll_stack_add(&diag.at, "raise", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    assert_headline(&diag, "the program was stopped by SIGABRT: it called abort");
    check_words(&diag, "a message that ends a program): it called abort.", printed);
    ll_stack_release(&diag.at);
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "__assert_fail", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    assert_headline(&diag, "the program was stopped by SIGABRT: the condition of an "
                           "assert was false");
    check_words(&diag, "the condition of an assert was false.",
                "the condition of the assert, and where its values came from.");
    ll_stack_release(&diag.at);
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "free", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    check_words(&diag, "it, or the C library for it, called abort.", printed);
    ll_stack_release(&diag.at);
}
END_TEST

/* Whether the crash is told to have its cause in an earlier line, perhaps. */
static bool points_back(const struct ll_diag *diag)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_explain_diag(diag, &out);
    bool back = strstr(ll_buf_text(&out), "often lies some lines earlier") != NULL;
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "nothing written, nothing freed."));
    ll_buf_release(&out);
    return back;
}

START_TEST(only_a_crash_that_may_have_its_cause_earlier_is_told_so)
{
    struct ll_diag diag = {.kind = LL_CRASH, .signal = SIGSEGV};
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    ck_assert(points_back(&diag));
    diag.place.region = LL_REGION_STACK; /* it was full */
    ck_assert(!points_back(&diag));
    ll_diag_release(&diag);
    diag = (struct ll_diag){.kind = LL_CRASH, .signal = SIGABRT};
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    ck_assert(!points_back(&diag));
    ll_stack_release(&diag.at);
    ck_assert(ll_stack_add(&diag.at, "abort", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "free", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    ck_assert(points_back(&diag));
    ll_diag_release(&diag);
}
END_TEST

START_TEST(several_unset_values_are_all_named)
{
    static const char *const look =
        "where each of these should have been set, on each way to this line.";
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    ck_assert(ll_stack_add(&diag.at, "work", CASE "/series.c", 12, 0, NULL));
    add_value(&diag, "i", "int", LL_VALUE_UNSET); /* both from elsewhere, perhaps */
    add_value(&diag, "j", "int", LL_VALUE_UNSET);
    assert_headline(&diag, "a value was used that nobody had set");
    add_value(&diag, "c->c", "char", LL_VALUE_UNSET);
    add_value(&diag, "n", "int", "1");
    assert_headline(&diag,
                    "`i`, `j` and `c->c` are unset, and at least one of them was used");
    check_words(&diag, "Local variables and memory from malloc start with", look);
    assert_caption(&diag, "at least one of them was used here");
    ll_values_release(&diag.values);
    diag.variable = strdup("f");
    diag.type = strdup("struct f");
    add_value(&diag, "f.d", "double", LL_VALUE_UNSET);
    assert_headline(&diag, "`f.d` was used before it was set");
    check_words(&diag, "Nobody had set `f.d`:",
                "where `f.d` should have been set, on each way to this line.");
    assert_caption(&diag, "the value was used here");
    add_value(&diag, "c.a[0]", "char", LL_VALUE_UNSET);
    assert_headline(&diag,
                    "`f.d` and `c.a[0]` are unset, and at least one of them was used");
    check_words(&diag, "Local variables and memory from malloc start with", look);
    ll_diag_release(&diag);
}
END_TEST

START_TEST(two_texts_that_are_compared_are_both_used)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    diag.variable = strdup("j");
    diag.type = strdup("char[2]");
    ck_assert(ll_stack_add(&diag.at, "strcmp", NULL, 0, 0, "/lib/libc.so.6"));
    add_value(&diag, "i", "char[2]", "\"H\" without '\\0', the rest unset");
    add_value(&diag, "j", "char[2]", "\"H\" without '\\0', the rest unset");
    assert_headline(&diag, "parts of `i` and `j` were used before they were set");
    check_words(&diag, "Nobody had set those parts: local variables and memory",
                "the lines that should have put '\\0' at the end of `i` and `j`.");
    ck_assert(ll_set_text(&diag.values.items[0].value,
                          "\"Ha\" without '\\0', the rest unset"));
    assert_headline(&diag, "a part of `j` was used before it was set");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(a_variable_that_is_unset_altogether_is_named_whole)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    diag.variable = strdup("point");
    diag.type = strdup("struct point");
    assert_headline(&diag, "a part of `point` was used before it was set");
    add_value(&diag, "point", "struct point", LL_VALUE_UNSET);
    assert_headline(&diag, "`point` was used before it was set");
    ll_diag_release(&diag);
}
END_TEST

START_TEST(what_printf_is_given_is_used)
{
    char path[] = "/tmp/ll-printed-XXXXXX";
    write_source(path, "printf(\"%d %d\", a->x, a->y);\n"
                       "printf(\"%d\", a->x > 0 ? a->x : a->y);\n");
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    ck_assert(ll_stack_add(&diag.at, "printf", NULL, 0, 0, "/lib/libc.so.6"));
    ck_assert(ll_stack_add(&diag.at, "work", path, 1, 0, NULL));
    add_value(&diag, "a->x", "int", LL_VALUE_UNSET);
    add_value(&diag, "a->y", "int", LL_VALUE_UNSET);
    assert_headline(&diag, "`a->x` and `a->y` are unset, and were used");
    diag.at.frames[1].line = 2;
    assert_headline(&diag,
                    "`a->x` and `a->y` are unset, and at least one of them was used");
    ll_diag_release(&diag);
    unlink(path);
}
END_TEST

/* Add a call in line `line` of the caller, with an argument of that value. */
static void add_call(struct ll_diag *diag, const char *function, unsigned line,
                     const char *value)
{
    struct ll_call *call = ll_path_add(&diag->path, function);
    ck_assert_ptr_nonnull(call);
    ck_assert(ll_call_place(call, "/here/chain.c", line));
    ck_assert(ll_values_add(&call->arguments,
                            &(struct ll_value){.name = (char[]){"a"},
                                               .type = (char[]){"int *"},
                                               .value = (char *)(uintptr_t)value}));
}

START_TEST(an_unset_argument_is_followed_to_where_it_was_first_given)
{
    struct ll_diag diag = {.kind = LL_UNINITIALISED};
    add_value(&diag, "a", "int *", LL_VALUE_UNSET);
    add_call(&diag, "f3", 4, LL_VALUE_UNSET);
    add_call(&diag, "f2", 7, LL_VALUE_UNSET);
    add_call(&diag, "f1", 11, "NULL");
    add_call(&diag, "main", 17, "NULL");
    assert_headline(&diag, "the pointer `a` was used, and its value is unset");
    check_words(&diag, "Line 11, in f1, passed it on unset. A local variable and",
                "what line 11, in f1, passes on.");
    free(diag.path.calls[0].arguments.items[0].value);
    ck_assert_ptr_nonnull(diag.path.calls[0].arguments.items[0].value = strdup("NULL"));
    check_words(&diag, "The program used a value that nobody had set.",
                "where `a` should have got its value.");
    ll_diag_release(&diag);
}
END_TEST

/* The line that called xmalloc() is told, unless it is told already, or lies in a file
 * that the fault is not about, as a test does. */
START_TEST(the_call_of_a_helper_is_marked)
{
    static const struct {
        const char *file;
        unsigned line, marks;
        const char *lost_in;
    } calls[] = {
        {CASE "/series.c", 30, 3, "main"},
        {CASE "/series.c", 40, 2, "main"}, /* where it was lost, too */
        {CASE "/test_series.c", 30, 2, "main"},
        {CASE "/series.c", 30, 2, "xmalloc"}, /* it had not returned yet */
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct ll_diag diag = {.kind = LL_DEFINITELY_LOST, .bytes = 4};
        struct ll_mark marks[LL_MARKS_MAX];
        ck_assert(
            ll_stack_add(&diag.allocated, "xmalloc", CASE "/series.c", 10, 0, NULL));
        ck_assert(ll_stack_add(&diag.allocated, "main", calls[i].file, calls[i].line, 0,
                               NULL));
        ck_assert(
            ll_stack_add(&diag.lost, calls[i].lost_in, CASE "/series.c", 40, 0, NULL));
        ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), calls[i].marks);
        if (calls[i].marks == 3) {
            ck_assert_int_eq(marks[1].role, LL_ROLE_CALLED);
            ck_assert_uint_eq(marks[1].frame->line, 30);
            ck_assert_str_eq(marks[1].caption, "allocated during this call");
        }
        ll_diag_release(&diag);
    }
}
END_TEST

START_TEST(marks_tell_the_story_in_order)
{
    struct ll_diag diag = {.kind = LL_DEFINITELY_LOST,
                           .how = LL_LOSS_OVERWRITTEN,
                           .bytes = 32,
                           .variable = (char[]){"series->data"}};
    struct ll_mark marks[LL_MARKS_MAX];
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 0);
    ck_assert_ptr_null(ll_diag_main_mark(marks, 0));

    ck_assert(ll_stack_add(&diag.lost, "resize", CASE "/series.c", 18, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "malloc", "/elsewhere.c", 1, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "new", CASE "/series.c", 10, 0, NULL));
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 2);
    ck_assert_int_eq(marks[0].role, LL_ROLE_ALLOCATED);
    ck_assert_uint_eq(marks[0].frame->line, 10);
    ck_assert_str_eq(marks[0].caption, "these 32 bytes were allocated here");
    ck_assert_int_eq(marks[1].role, LL_ROLE_LOST);
    ck_assert_str_eq(marks[1].caption,
                     "the last pointer to them, `series->data`, was overwritten here");
    ck_assert_ptr_eq(ll_diag_main_mark(marks, 2), &marks[1]);

    diag.approximate = true;
    diag.bytes = 1;
    diag.how = LL_LOSS_SCOPE_END;
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 2);
    ck_assert_str_eq(marks[0].caption, "this 1 byte was allocated here");
    ck_assert_str_eq(marks[1].caption,
                     "the last pointer to it, `series->data`, ended near here");

    diag.kind = LL_DOUBLE_FREE;
    diag.freed = diag.allocated;
    diag.at = diag.lost;
    diag.lost.count = 0;
    ck_assert_uint_eq(ll_diag_marks(&diag, roots, marks), 3);
    ck_assert_str_eq(marks[0].caption, "the block was allocated here");
    ck_assert_str_eq(marks[1].caption, "it was freed here the first time");
    ck_assert_str_eq(marks[2].caption, "it was freed here the second time");
    ck_assert_ptr_eq(ll_diag_main_mark(marks, 3), &marks[2]);
    ck_assert_ptr_eq(ll_diag_main_mark(marks, 2), &marks[0]);
    ll_stack_release(&diag.at);
    ll_stack_release(&diag.allocated);
}
END_TEST

int main(void)
{
    FILE *anew = update_expected() ? fopen(PARAGRAPHS, "w") : NULL;
    if (anew != NULL)
        fclose(anew);
    Suite *suite = suite_create("explain");
    TCase *tcase = case_create("words");
    tcase_add_test(tcase, every_kind_has_texts_of_its_own);
    tcase_add_test(tcase, every_kind_has_a_whole_row);
    tcase_add_test(tcase, every_loss_has_a_whole_row);
    tcase_add_test(tcase, a_loss_in_cython_has_words_of_its_own);
    tcase_add_test(tcase, every_text_keeps_the_tone);
    tcase_add_loop_test(tcase, examples_compile_and_are_short, 0, LL_KIND_COUNT);
    tcase_add_test(tcase, a_broken_example_would_be_seen);
    tcase_add_test(tcase, headlines_name_the_fault_with_its_figures);
    tcase_add_test(tcase, an_operation_is_told_with_its_values);
    tcase_add_test(tcase, a_closed_file_is_told_as_one);
    tcase_add_test(tcase, a_closed_descriptor_is_told_as_a_number);
    tcase_add_test(tcase, an_own_function_that_closes_is_no_fclose);
    tcase_add_test(tcase, a_loss_by_realloc_is_read_from_the_source);
    tcase_add_test(tcase, only_what_is_true_of_an_address_is_said);
    tcase_add_test(tcase, one_line_that_frees_twice_is_told_so);
    tcase_add_test(tcase, the_owner_and_the_way_out_of_a_local_variable_are_told);
    tcase_add_test(tcase, the_variable_that_held_a_folder_is_told);
    tcase_add_test(tcase, a_thread_and_a_pipe_are_no_block_and_no_file);
    tcase_add_test(tcase, a_race_tells_both_threads_and_their_locks);
    tcase_add_test(tcase, of_many_bytes_those_past_the_end_are_counted);
    tcase_add_test(tcase, every_way_to_lose_has_its_words);
    tcase_add_test(tcase, a_text_without_room_is_told_as_one);
    tcase_add_test(tcase, a_lost_block_is_given_back_by_its_own_function);
    tcase_add_test(tcase, an_overwritten_guard_is_told_as_that);
    tcase_add_test(tcase,
                   a_loss_in_code_without_debug_information_is_told_of_that_code);
    tcase_add_test(tcase, accesses_and_frees_tell_what_is_known);
    tcase_add_test(tcase, a_freed_object_is_told_as_one);
    tcase_add_loop_test(tcase, an_object_that_was_resized_is_not_told_as_freed, 0, 2);
    tcase_add_loop_test(tcase, a_drop_too_many_is_told_where_python_used_the_object, 0,
                        4);
    tcase_add_test(tcase, a_block_of_python_is_told_with_its_function);
    tcase_add_test(tcase, a_type_that_is_kept_is_told_as_one);
    tcase_add_test(tcase, a_dealloc_that_frees_too_early_is_told_as_one);
    tcase_add_test(tcase, a_lost_object_leads_to_who_kept_it);
    tcase_add_test(tcase, a_mismatch_names_the_calls_that_the_lines_make);
    tcase_add_test(tcase, what_a_wrong_resize_made_may_be_freed_by_the_right_line);
    tcase_add_test(tcase, a_mismatch_names_the_families_of_python);
    tcase_add_test(tcase, a_block_given_to_a_resize_of_python_is_told_as_that);
    tcase_add_test(tcase, every_kind_has_words_when_nothing_is_known);
    tcase_add_test(tcase, a_headline_names_what_is_null);
    tcase_add_test(tcase, a_headline_names_what_is_unset);
    tcase_add_test(tcase, a_variable_with_a_copy_of_an_unset_value_was_set);
    tcase_add_test(tcase, only_a_crash_that_may_have_its_cause_earlier_is_told_so);
    tcase_add_test(tcase, several_unset_values_are_all_named);
    tcase_add_test(tcase, two_texts_that_are_compared_are_both_used);
    tcase_add_test(tcase, a_variable_that_is_unset_altogether_is_named_whole);
    tcase_add_test(tcase, what_printf_is_given_is_used);
    tcase_add_test(tcase, an_abort_is_told_by_who_called_it);
    tcase_add_test(tcase, a_block_that_was_led_to_had_no_pointer_in_that_variable);
    tcase_add_test(tcase, a_pointer_that_was_moved_along_its_block_held_the_start);
    tcase_add_test(tcase, an_unset_argument_is_followed_to_where_it_was_first_given);
    tcase_add_test(tcase, an_array_without_elements_has_no_end_to_cross);
    tcase_add_test(tcase, a_headline_names_the_index);
    tcase_add_test(tcase, a_small_number_and_an_index_below_0_are_no_address);
    tcase_add_test(tcase, an_alignment_is_told_as_one);
    tcase_add_test(tcase, only_the_result_of_a_call_has_to_be_checked);
    tcase_add_test(tcase, the_call_of_a_helper_is_marked);
    tcase_add_test(tcase, marks_tell_the_story_in_order);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
