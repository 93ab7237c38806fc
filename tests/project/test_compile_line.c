/* SPDX-License-Identifier: MIT
 *
 * What is read of a compiler's command line. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "project/compile_line.h"
#include "support/suite.h"

static const char letters[] = {
    [LL_WORD_OPTION] = 'o', [LL_WORD_LEFT_OUT] = '-', [LL_WORD_SOURCE] = 's',
    [LL_WORD_LINKED] = 'l', [LL_WORD_LIBRARY] = 'L',  [LL_WORD_FOLDER] = 'F'};

static const char modes[] = {[LL_COMPILE_OTHER] = '.',
                             [LL_COMPILE_OBJECTS] = 'o',
                             [LL_COMPILE_JOINED] = 'r',
                             [LL_COMPILE_SHARED] = 's',
                             [LL_COMPILE_PROGRAM] = 'p'};

/* The mode, the output, and a letter for each word. */
static const struct {
    const char *line, *read;
} lines[] = {
    {"-c a.c", "o - os"},
    {"-O2 -c -o x.o a.c", "o x.o oos"},
    {"-c -ox.o a.c b.c", "o x.o oss"},
    {"a.c b.o -lm", "p - slL"},
    {"-o p a.o lib/libx.a -L lib -l x -Llib", "p p llFLF"},
    {"-o p -Wl,-Map=p.map -Wl,-rpath,lib a.o", "p p -ol"},
    {"-shared -o x.so a.o", "s x.so ol"},
    {"-r -o x.o a.o b.o", "r x.o oll"},
    {"-MMD -MF a.d -MTa.o -MP -Wp,-MD,a.d -c a.c", "o - ------os"},
    {"-flto=auto -fsanitize=undefined -fprofile-arcs -c a.c", "o - ---os"},
    {"-I -c -D o.c -include a.h -c a.c", "o - ooooooos"}, /* values are no words */
    {"-x c data -x none b.o", "p - oosool"},
    {"-E a.c", ". - os"},
    {"-MM a.c", ". - os"},
    {"--version", ". - o"},
    {"-c -", ". - ol"},
    {"-x c-header a.inc", ". - oos"},
    {"-o a.h.gch a.h", ". a.h.gch l"},
    {"-o", ". - o"},
    {"", ". - "},
    {"'-DX=a b' \"-DY='c'\" -DZ=\\\" -c a\\ b.c", "o - oooos"},
};

static void read_line(const char *text, struct ll_buf *read)
{
    struct ll_strings words = LL_STRINGS_INIT;
    struct ll_compile_line line;
    ck_assert_int_eq(ll_compile_line_split(text, &words, NULL), 0);
    char *const none[] = {NULL};
    ck_assert_int_eq(
        ll_compile_line_read(words.count > 0 ? words.items : none, &line, NULL), 0);
    ll_buf_addf(read, "%c %s ", modes[line.mode],
                line.output != NULL ? line.output : "-");
    for (size_t i = 0; i < line.words.count; i++)
        ll_buf_putc(read, letters[line.kinds[i]]);
    ll_compile_line_release(&line);
    ll_strings_release(&words);
}

START_TEST(each_word_is_what_the_compiler_takes_it_for)
{
    struct ll_buf read = LL_BUF_INIT;
    read_line(lines[_i].line, &read);
    ck_assert_msg(strcmp(ll_buf_text(&read), lines[_i].read) == 0, "%s: %s, not %s",
                  lines[_i].line, ll_buf_text(&read), lines[_i].read);
    ll_buf_release(&read);
}
END_TEST

START_TEST(words_may_be_in_files)
{
    struct ll_buf read = LL_BUF_INIT, text = LL_BUF_INIT;
    char *folder = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(folder);
    char *file = ll_path_join(folder, "words");
    ck_assert_ptr_nonnull(file);
    ll_buf_addf(&text, "-c\n'a.c' @%s @missing", file); /* names itself: no end */
    ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
    ll_buf_clear(&text);
    ll_buf_addf(&text, "-g @%s -o a.o", file);
    read_line(ll_buf_text(&text), &read);
    ck_assert_msg(strncmp(ll_buf_text(&read), "o a.o oosos", 11) == 0, "%s",
                  ll_buf_text(&read));
    ll_buf_release(&text);
    ll_buf_release(&read);
    ll_path_remove_tree(folder);
    free(file);
    free(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compile_line");
    TCase *tcase = case_create("words");
    tcase_add_loop_test(tcase, each_word_is_what_the_compiler_takes_it_for, 0,
                        (int)(sizeof lines / sizeof *lines));
    tcase_add_test(tcase, words_may_be_in_files);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
