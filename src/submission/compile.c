/* SPDX-License-Identifier: MIT */
#include "submission/compile.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "config.h"
#include "runtime/link.h"
#include "session/command.h"
#include "submission/gate_threads.h"
#include "submission/isolate.h"
#include "submission/step.h"
#include "submission/translate.h"
#include "submission/valgrind_request.h"
#include "tools/symbols.h"

enum { PROGRAM_MAX = 64 << 20, TEXT_MAX = 4 << 20, WORDS_MAX = 64 << 10 };
enum { WARNED_MAX = 4 * WORDS_MAX }; /* of all steps */

int ll_compiled_open(const struct ll_harness *harness, const char *source, size_t count,
                     struct ll_compiled *compiled, struct ll_error *err)
{
    *compiled = (struct ll_compiled){.name = ll_exercise_file(harness->exercise),
                                     .source = LL_BUF_INIT,
                                     .text = LL_BUF_INIT,
                                     .object = {.file = LL_BUF_INIT},
                                     .watched = {.file = LL_BUF_INIT},
                                     .words = LL_BUF_INIT};
    ll_buf_init(&compiled->warned, WARNED_MAX);
    compiled->folder = ll_isolate_folder(err);
    if (compiled->folder == NULL)
        return -1;
    ll_buf_puts(&compiled->source, "");
    ll_buf_add(&compiled->source, source, count);
    char *in = ll_path_join(compiled->folder, "in");
    int result = in == NULL || compiled->source.full
                     ? ll_fail_memory(err)
                     : ll_isolate_put(in, compiled->name, source, count, 0644, err);
    for (size_t i = 0; i < harness->headers.count && result == 0; i++) {
        struct ll_buf text = LL_BUF_INIT;
        const char *header = harness->headers.items[i];
        result = ll_file_read(header, TEXT_MAX, &text, err);
        if (result == 0)
            result = ll_isolate_put(in, ll_path_base(header), ll_buf_text(&text),
                                    text.len, 0644, err);
        ll_buf_release(&text);
    }
    free(in);
    return result;
}

void ll_compiled_release(struct ll_compiled *compiled)
{
    if (compiled->folder != NULL)
        ll_path_remove_tree(compiled->folder);
    free(compiled->folder);
    ll_buf_release(&compiled->source);
    ll_buf_release(&compiled->text);
    ll_elf_object_release(&compiled->object);
    ll_elf_object_release(&compiled->watched);
    for (int way = 0; way < LL_WAY_COUNT; way++) {
        ll_buf_release(&compiled->closed[way]);
        ll_buf_release(&compiled->programs[way]);
    }
    ll_buf_release(&compiled->words);
    ll_buf_release(&compiled->warned);
    *compiled = (struct ll_compiled){0};
}

static int add_compiler(const struct ll_harness *harness,
                        const struct ll_compiled *compiled, enum ll_way way,
                        struct ll_strings *argv, struct ll_error *err)
{
    struct ll_subject subject = {.python = harness->lesson->manifest->python};
    subject.name = (char *)compiled->name;
    ll_strings_add(&subject.sources, compiled->name); /* Cython has flags of its own */
    int result = ll_build_flags(&subject, harness->tools[way], argv, err);
    ll_strings_release(&subject.sources);
    if (result != 0)
        return -1;
    if (way == LL_WAY_PLAIN)
        ll_strings_add(argv, "-fPIC");
    ll_strings_addf(argv, "-fdebug-prefix-map=%s/in=" LL_SUBMISSION_ROOT,
                    compiled->folder);
    return ll_strings_ok(argv, err);
}

static int does_not_compile(const struct ll_compiled *compiled, struct ll_buf *why)
{
    if (why->len == 0)
        ll_buf_addf(why, "'%s' does not compile", compiled->name);
    return 1;
}

/* Whether all files that the preprocessor read are the submission's, the lesson's
 * headers or the system's. 0, 1 or -1. */
static int check_headers(struct ll_compiled *compiled, struct ll_buf *why,
                         struct ll_error *err)
{
    static const char *const allowed[] = {"/usr/include/", "/usr/lib/gcc/",
                                          "/usr/lib/linux/", /* Debian 13 */
                                          "/usr/local/include/"};
    struct ll_buf rules = LL_BUF_INIT;
    char *out = ll_path_join(compiled->folder, "out");
    int result = out == NULL
                     ? ll_fail_memory(err)
                     : ll_isolate_fetch(out, "headers.d", TEXT_MAX, &rules, err);
    if (result > 0)
        ll_buf_addf(why, "the headers of '%s' are not known", compiled->name);
    char *at = result == 0 && rules.data != NULL ? strchr(rules.data, ':') : NULL;
    for (char *save, *word = at == NULL ? NULL : strtok_r(at + 1, " \\\n", &save);
         word != NULL && result == 0; word = strtok_r(NULL, " \\\n", &save)) {
        bool known = strchr(word, '/') == NULL; /* beside it */
        for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
            known = known ||
                    (ll_starts_with(word, allowed[i]) && strstr(word, "/../") == NULL);
        if (known)
            continue;
        ll_buf_addf(why,
                    "'%s' includes '%s', which is neither the lesson's nor the "
                    "system's: include only their headers",
                    compiled->name, word);
        result = 1;
    }
    ll_buf_release(&rules);
    free(out);
    return result;
}

/* Run the preprocessor on the source in C. */
static int preprocess(const struct ll_harness *harness, struct ll_compiled *compiled,
                      const char *out, struct ll_buf *why, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_buf name = LL_BUF_INIT;
    int result = add_compiler(harness, compiled, LL_WAY_PLAIN, &argv, err);
    ll_strings_add_all(&argv, (const char *const[]){"-I.", "-E", "-MD", "-MF", NULL});
    ll_strings_addf(&argv, "%s/headers.d", out);
    if (result == 0 && !ll_translate_name(compiled, &name))
        result = ll_fail_memory(err);
    ll_strings_add(&argv, ll_buf_text(&name));
    ll_strings_addf(&argv, "-o%s/text.i", out);
    if (result == 0)
        result = ll_step_run(harness, compiled, &argv, why, err);
    ll_buf_release(&name);
    ll_strings_release(&argv);
    return result;
}

int ll_compiled_preprocess(const struct ll_harness *harness,
                           struct ll_compiled *compiled, struct ll_buf *why,
                           struct ll_error *err)
{
    char *out = ll_path_join(compiled->folder, "out");
    int result =
        out == NULL ? ll_fail_memory(err) : ll_translate(harness, compiled, why, err);
    if (result == 0)
        result = preprocess(harness, compiled, out, why, err);
    if (result == 0)
        result = check_headers(compiled, why, err);
    if (result == 0) {
        result = ll_isolate_fetch(out, "text.i", TEXT_MAX, &compiled->text, err);
        if (result > 0)
            ll_buf_addf(why, "'%s' is too large once its macros are expanded",
                        compiled->name);
    }
    free(out);
    return result > 0 ? does_not_compile(compiled, why) : result;
}

/* Whether it is a section that compilers make by themselves. */
static bool is_known_section(const char *name)
{
    static const char *const known[] = {".text",     ".data",     ".bss",     ".rodata",
                                        ".tdata",    ".tbss",     ".comment", ".note",
                                        ".debug",    ".rela",     ".symtab",  ".strtab",
                                        ".shstrtab", ".eh_frame", ".group"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ll_starts_with(name, known[i]))
            return true;
    return name[0] == '\0';
}

/* Whether it is the one section that AddressSanitizer itself runs before main, with one
 * function. */
static bool is_sanitizers(const struct ll_elf_object *object,
                          const struct ll_section *one, enum ll_way way)
{
    size_t count = 0;
    for (size_t i = 0; i < object->section_count; i++)
        count += strcmp(object->sections[i].name, one->name) == 0;
    return way == LL_WAY_ASAN && count == 1 && one->size == 8 &&
           (strcmp(one->name, ".init_array.00099") == 0 ||
            strcmp(one->name, ".fini_array.00099") == 0);
}

/* Whether it has a variable that AddressSanitizer does not watch: gcc puts nothing
 * around one that is aligned at more than two of its redzones. */
static bool is_unwatched(const struct ll_section *one, enum ll_way way)
{
    enum { WATCHED_MOST = 64 };
    return way == LL_WAY_ASAN && (one->flags & SHF_ALLOC) != 0 &&
           (one->flags & (SHF_EXECINSTR | SHF_TLS)) == 0 && one->align > WATCHED_MOST;
}

/* The command that hides all names but the functions that the lesson asks for, and
 * removes sections that run by themselves. 1 when the object has something that it must
 * not have. */
static int add_closing(const struct ll_harness *harness,
                       const struct ll_elf_object *object, enum ll_way way,
                       struct ll_strings *argv, struct ll_buf *why)
{
    ll_strings_add(argv, "objcopy");
    for (size_t i = 0; i < harness->functions.count; i++)
        ll_strings_addf(argv, "--keep-global-symbol=%s", harness->functions.items[i]);
    for (size_t i = 0; i < object->section_count; i++) {
        const struct ll_section *one = &object->sections[i];
        bool rela = ll_starts_with(one->name, ".rela");
        if (ll_section_runs_by_itself(one)) {
            if (!is_sanitizers(object, one, way))
                ll_strings_addf(argv, "--remove-section=%s", one->name);
        } else if ((one->flags & SHF_EXECINSTR) != 0 && (one->flags & SHF_WRITE) != 0) {
            ll_buf_addf(why,
                        "it puts something into a section '%.60s' whose machine code "
                        "could be changed: leave that to the compiler",
                        one->name);
            return 1;
        } else if (!is_known_section(one->name) ||
                   ((one->flags & SHF_EXECINSTR) != 0 && !rela &&
                    !ll_starts_with(one->name, ".text"))) {
            ll_buf_addf(why,
                        "it puts something into a section '%.60s' of its own: leave "
                        "that to the compiler",
                        one->name);
            return 1;
        } else if (is_unwatched(one, way)) {
            ll_buf_puts(why, "it aligns a static variable at more than 64 bytes, where "
                             "AddressSanitizer does not watch it: align it at less");
            return 1;
        }
    }
    return 0;
}

/* 1 when it defines a name that objcopy would not hide, or one of which code decides
 * that runs before main. */
static int check_names(const struct ll_elf_object *object, struct ll_buf *why)
{
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct ll_symbol *symbol = &object->symbols[i];
        if (symbol->type == STT_GNU_IFUNC)
            ll_buf_addf(why,
                        "'%s' is chosen by a function that runs before main: define it "
                        "as a plain function",
                        symbol->name);
        else if (ll_symbol_stays_global(symbol))
            ll_buf_addf(why,
                        "'%.60s' is one for all libraries of the program (common, or "
                        "unique): define it as a plain function or variable",
                        symbol->name);
        else
            continue;
        return 1;
    }
    return 0;
}

static int close_object(const struct ll_harness *harness, struct ll_compiled *compiled,
                        enum ll_way way, const char *object, const char *closed,
                        struct ll_buf *why, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_elf_object read = {.file = LL_BUF_INIT};
    struct ll_error trouble = {0};
    int result = 0;
    if (ll_elf_object_read(object, ll_machine(), &read, &trouble) != 0) {
        result = trouble.fault == LL_FAULT_HARNESS ? ll_fail_memory(err) : 1;
        if (result > 0)
            ll_buf_puts(why, trouble.text);
    }
    if (result == 0)
        result = add_closing(harness, &read, way, &argv, why);
    if (result == 0)
        result = check_names(&read, why);
    ll_strings_add(&argv, object);
    ll_strings_add(&argv, closed);
    if (result == 0)
        result = ll_step_run(harness, compiled, &argv, why, err);
    if (way == LL_WAY_PLAIN && result == 0)
        compiled->object = read;
    else if (way == LL_WAY_ASAN && result == 0)
        compiled->watched = read;
    else
        ll_elf_object_release(&read);
    ll_strings_release(&argv);
    return result;
}

int ll_compiled_compile(const struct ll_harness *harness, struct ll_compiled *compiled,
                        enum ll_way way, struct ll_buf *why, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    char *out = ll_path_join(compiled->folder, "out");
    struct ll_buf object = LL_BUF_INIT, closed = LL_BUF_INIT;
    ll_buf_addf(&object, "%s/%s.o", out == NULL ? "" : out, ll_way_names[way]);
    ll_buf_addf(&closed, "%s/%s.closed.o", out == NULL ? "" : out, ll_way_names[way]);
    int result = out == NULL || object.full || closed.full
                     ? ll_fail_memory(err)
                     : add_compiler(harness, compiled, way, &argv, err);
    ll_strings_add(&argv, "-fpreprocessed");
    ll_strings_add(&argv, "-c");
    ll_strings_addf(&argv, "%s/text.i", out == NULL ? "" : out);
    ll_strings_add(&argv, "-o");
    ll_strings_add(&argv, ll_buf_text(&object));
    if (result == 0)
        result = ll_step_run(harness, compiled, &argv, why, err);
    if (result == 0 && way == LL_WAY_ASAN &&
        !ll_buf_puts(&compiled->warned, ll_buf_text(&compiled->words)))
        result = ll_fail_memory(err);
    if (result == 0)
        result = close_object(harness, compiled, way, ll_buf_text(&object),
                              ll_buf_text(&closed), why, err);
    if (result == 0)
        result = ll_isolate_fetch(out, ll_path_base(ll_buf_text(&closed)), PROGRAM_MAX,
                                  &compiled->closed[way], err);
    compiled->done[way] = result == 0;
    ll_buf_release(&object);
    ll_buf_release(&closed);
    ll_strings_release(&argv);
    free(out);
    return result > 0 ? does_not_compile(compiled, why) : result;
}

int ll_compiled_warn(const struct ll_harness *harness, struct ll_compiled *compiled,
                     struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_buf why = LL_BUF_INIT, name = LL_BUF_INIT, of_asan = compiled->warned;
    char *out = ll_path_join(compiled->folder, "out");
    int result = out == NULL
                     ? ll_fail_memory(err)
                     : add_compiler(harness, compiled, LL_WAY_PLAIN, &argv, err);
    if (result == 0 && !ll_translate_name(compiled, &name))
        result = ll_fail_memory(err);
    ll_strings_add_all(&argv, (const char *const[]){"-I.", "-c", NULL});
    ll_strings_add(&argv, ll_buf_text(&name));
    ll_strings_addf(&argv, "-o%s/warned.o", out == NULL ? "" : out);
    if (result == 0)
        result = ll_step_run(harness, compiled, &argv, &why, err);
    ll_buf_init(&compiled->warned, WARNED_MAX);
    if (result == 0 && !ll_buf_puts(&compiled->warned, ll_buf_text(&compiled->words)))
        result = ll_fail_memory(err);
    if (result >= 0 && !ll_buf_puts(&compiled->warned, ll_buf_text(&of_asan)))
        result = ll_fail_memory(err);
    ll_buf_release(&of_asan);
    ll_buf_release(&name);
    ll_buf_release(&why);
    ll_strings_release(&argv);
    free(out);
    return result < 0 ? -1 : 0;
}

static void add_words(struct ll_strings *list, const char *words)
{
    while (*(words += strspn(words, " ")) != '\0') {
        size_t length = strcspn(words, " ");
        ll_strings_addf(list, "%.*s", (int)length, words);
        words += length;
    }
}

/* The first name that the linker missed. */
static void say_undefined(const struct ll_compiled *compiled, struct ll_buf *why)
{
    static const char said[] = "undefined reference to `";
    const char *at = strstr(ll_buf_text(&compiled->words), said);
    if (at == NULL)
        return;
    at += sizeof said - 1;
    ll_buf_addf(why,
                "it uses '%.*s', which is neither in the lesson nor in the C library",
                (int)strcspn(at, "'\n"), at);
}

/* Whether a function that the exercise asks for is not defined; `why` names it. */
static bool lacks_function(const struct ll_harness *harness,
                           const struct ll_compiled *compiled, struct ll_buf *why)
{
    for (size_t i = 0; i < harness->functions.count; i++) {
        const struct ll_symbol *symbol =
            ll_elf_object_find(&compiled->object, harness->functions.items[i]);
        if (symbol != NULL && ll_symbol_is_given(symbol))
            continue;
        ll_buf_addf(why, "'%s' does not define '%s', which the exercise asks for",
                    compiled->name, harness->functions.items[i]);
        return true;
    }
    return false;
}

/* Whether a thread of it may end by unwinding its stack. The C library loads what does
 * that only then, which the lock (runtime/observe/lock.h) does not allow. */
static bool unwinds(const struct ll_elf_object *object)
{
    for (size_t i = 0; i < object->symbol_count; i++)
        if (ll_symbol_is_taken(&object->symbols[i]) &&
            ll_gate_threads_unwinds(object->symbols[i].name))
            return true;
    return false;
}

static void add_linking(const struct ll_harness *harness,
                        const struct ll_compiled *compiled, const char *out,
                        enum ll_way way, struct ll_strings *argv)
{
    const struct ll_manifest *manifest = harness->lesson->manifest;
    enum ll_way object = way == LL_WAY_TELLING ? LL_WAY_PLAIN : way;
    ll_strings_add(argv, harness->tools[way]->compiler);
    if (ll_harness_is_loadable(harness, way)) {
        /* Its calls reach its own functions, whatever else has their names. */
        ll_strings_add_all(
            argv, (const char *const[]){"-shared", "-Wl,-Bsymbolic,-z,defs", NULL});
        ll_strings_add(argv, harness->start);
    }
    ll_strings_add_all(argv, harness->tools[way]->ldflags);
    ll_symbols_link(harness->tools[way], true, argv);
    ll_strings_add_all(argv, (const char *const[]){LL_LINK_FINISH, NULL});
    if (manifest->fail != NULL)
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_FAIL, NULL});
    else if (harness->tools[way]->checks_sizes)
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_SIZES, NULL});
    if (harness->tools[way]->checks_writes)
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_WRITES, NULL});
    ll_strings_add(argv, "-Wl,-z,noexecstack");
    ll_strings_add(argv, "-Wl,-z,text");
    ll_strings_add(argv, harness->objects[way]);
    ll_strings_addf(argv, "%s/%s.closed.o", out, ll_way_names[object]);
    if (manifest->python) {
        add_words(argv, LL_PYTHON_LIBS);
        ll_strings_add(argv, "-lstdc++");
    }
    if (unwinds(&compiled->object))
        ll_strings_add_all(
            argv, (const char *const[]){"-Wl,--no-as-needed", "-lgcc_s", NULL});
    ll_strings_add(argv, "-lm");
}

int ll_compiled_link(const struct ll_harness *harness, struct ll_compiled *compiled,
                     enum ll_way way, struct ll_buf *why, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    if (lacks_function(harness, compiled, why))
        return 1;
    char *out = ll_path_join(compiled->folder, "out");
    if (out == NULL)
        return ll_fail_memory(err);
    add_linking(harness, compiled, out, way, &argv);
    ll_strings_addf(&argv, "-o%s/%s", out, ll_way_names[way]);
    int result = ll_step_run(harness, compiled, &argv, why, err);
    if (result == 0) {
        result = ll_isolate_fetch(out, ll_way_names[way], PROGRAM_MAX,
                                  &compiled->programs[way], err);
        const struct ll_buf *program = &compiled->programs[way];
        if (result == 0 &&
            ll_valgrind_requests(ll_machine(), program->data, program->len) >
                harness->requests[way]) {
            ll_buf_puts(why, "it speaks to Valgrind: leave the tools alone");
            result = 1;
        }
    } else if (result > 0 && why->len == 0) {
        say_undefined(compiled, why);
        if (why->len == 0)
            ll_buf_addf(why, "'%s' cannot be linked", compiled->name);
    }
    ll_strings_release(&argv);
    free(out);
    return result;
}
