/* SPDX-License-Identifier: MIT
 *
 * The row of a lesson's own Check suite: does the module still do its work?
 *
 * The suite and the module are linked into one program. Check runs each test in a
 * process of its own. Each failed test in its XML log becomes a diagnosis, so that the
 * session, the cache and the reports need no special case. The module runs in the same
 * process as the test and can cheat it: the result is feedback, not proof.
 */
#include "base/text.h"
#include "tools/tool.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "tools/assertion.h"

enum { REPORT_MAX = 4 * 1024 * 1024, TEXT_MAX = 64 * 1024 };

/* Of a longer message, Check cuts the end off. */
#define MESSAGE_MAX "32768"

struct reader {
    XML_Parser parser;
    struct ll_findings *out;
    struct ll_buf text; /* of the element that is open */
    char *result, *file, *name, *message;
    unsigned line;
    bool closed; /* </testsuites> was seen */
    bool failed; /* memory ran out */
};

static void forget_test(struct reader *reader)
{
    free(reader->result);
    free(reader->file);
    free(reader->name);
    free(reader->message);
    reader->result = reader->file = reader->name = reader->message = NULL;
    reader->line = 0;
}

static void copy(struct reader *reader, char **to, const char *text)
{
    if (!ll_set_text(to, text))
        reader->failed = true;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *reader = data;
    ll_buf_clear(&reader->text);
    if (strcmp(name, "test") != 0)
        return;
    forget_test(reader);
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], "result") == 0)
            copy(reader, &reader->result, attributes[1]);
}

static void on_text(void *data, const XML_Char *text, int length)
{
    struct reader *reader = data;
    ll_buf_add(&reader->text, text, (size_t)length);
}

/* <fn>test_series.c:41</fn>: the file and the line where the test failed. */
static void take_place(struct reader *reader)
{
    const char *place = ll_buf_text(&reader->text);
    const char *colon = strrchr(place, ':');
    if (colon == NULL)
        return;
    free(reader->file);
    reader->file = strndup(place, (size_t)(colon - place));
    reader->failed |= reader->file == NULL;
    long line = strtol(colon + 1, NULL, 10); /* -1: it came to no assertion */
    reader->line = line > 0 ? (unsigned)line : 0;
}

/* Append where a test failed. Of one that was stopped, Check knows only the last line
 * with an assertion that held. */
static void say_place(const struct reader *reader, int signal, struct ll_buf *out)
{
    if (reader->line > 0)
        ll_buf_addf(out, " %s line %u of %s", signal != 0 ? "after" : "in",
                    reader->line, ll_path_base(reader->file));
}

/* Describe a failed test. The texts that it compared are apart where they are long. */
static void describe(const struct reader *reader, struct ll_diag *diag)
{
    struct ll_buf what = LL_BUF_INIT;
    const char *message = reader->message ? reader->message : "no reason given";
    diag->signal = ll_assertion_signal(message);
    ll_buf_addf(&what, "the test '%s' failed", reader->name ? reader->name : "?");
    say_place(reader, diag->signal, &what);
    ll_buf_puts(&what, ": ");
    if (ll_assertion_say(message, &what, &diag->got, &diag->wanted))
        diag->what = ll_buf_take(&what);
    ll_buf_release(&what);
}

/* A test has ended: if it failed, it becomes a diagnosis. */
static void take_test(struct reader *reader)
{
    reader->out->tests++;
    if (reader->result == NULL || strcmp(reader->result, "success") == 0)
        return;
    struct ll_diag diag;
    ll_diag_init(&diag, LL_OTHER);
    describe(reader, &diag);
    if (diag.what == NULL ||
        !ll_stack_add(&diag.at, reader->name, reader->file, reader->line, 0, NULL) ||
        !ll_diag_add_witness(&diag, "behaviour", reader->message)) {
        ll_diag_release(&diag);
        reader->failed = true;
        return;
    }
    reader->failed |= ll_diags_add(&reader->out->diags, &diag, NULL) != 0;
}

static void on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    const char *text = ll_buf_text(&reader->text);
    if (strcmp(name, "fn") == 0)
        take_place(reader);
    else if (strcmp(name, "id") == 0)
        copy(reader, &reader->name, text);
    else if (strcmp(name, "message") == 0)
        copy(reader, &reader->message, text);
    else if (strcmp(name, "test") == 0)
        take_test(reader);
    else if (strcmp(name, "testsuites") == 0)
        reader->closed = true;
    ll_buf_clear(&reader->text);
}

static char *version(struct ll_error *err)
{
    const char *argv[] = {"gcc", "--version", NULL};
    return ll_tool_version_line(argv, "gcc", err);
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    ll_strings_add(argv, run->program);
    ll_strings_add_all(argv, run->args);
    ll_strings_addf(env, "CK_XML_LOG_FILE_NAME=%s/check.xml", run->dir);
    ll_strings_add(env, "CK_FORK=yes");
    ll_strings_add(env, "CK_VERBOSITY=silent");
    ll_strings_add(env, "CK_MAX_MSG_SIZE=" MESSAGE_MAX);
    ll_strings_add(env, "CK_RUN_CASE");
    ll_strings_add(env, "CK_RUN_SUITE");
    ll_strings_add(env, "CK_INCLUDE_TAGS");
    ll_strings_add(env, "CK_EXCLUDE_TAGS");
    if (ll_strings_ok(argv, err) != 0)
        return -1;
    return ll_strings_ok(env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    int result = 0;
    struct ll_buf xml = LL_BUF_INIT;
    struct reader reader = {.out = out, .parser = XML_ParserCreate(NULL)};
    ll_buf_init(&reader.text, TEXT_MAX);
    char *path = ll_path_join(run->dir, "check.xml");
    if (reader.parser == NULL || path == NULL) {
        result = ll_fail_memory(err);
        goto out;
    }
    out->complete = LL_REPORT_MISSING;
    if (ll_path_exists(path)) {
        if (ll_file_read(path, REPORT_MAX, &xml, err) != 0) {
            result = -1;
            goto out;
        }
        XML_SetUserData(reader.parser, &reader);
        XML_SetElementHandler(reader.parser, on_start, on_end);
        XML_SetCharacterDataHandler(reader.parser, on_text);
        bool whole = XML_Parse(reader.parser, ll_buf_text(&xml), (int)xml.len,
                               XML_TRUE) == XML_STATUS_OK;
        out->complete = whole && reader.closed ? LL_COMPLETE : LL_REPORT_CUT;
    }
    if (out->complete != LL_COMPLETE) {
        out->note = strdup("the tests did not run to their end");
        reader.failed |= out->note == NULL;
    }
    if (reader.failed)
        result = ll_fail_memory(err);

out:
    forget_test(&reader);
    if (reader.parser != NULL)
        XML_ParserFree(reader.parser);
    ll_buf_release(&reader.text);
    ll_buf_release(&xml);
    free(path);
    return result;
}

const struct ll_tool ll_tool_behaviour = {
    .name = "behaviour",
    .title = "its tests",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){LL_CHECK_FLAGS, NULL},
    .package = "check",
    .role = LL_TOOL_SUITE,
    .programs = (const char *const[]){"gcc", NULL},
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
