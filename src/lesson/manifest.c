/* SPDX-License-Identifier: MIT
 *
 * The schema of lesson.yml. The format is defined only by its tables: vet.c checks a
 * manifest against them, and libcyaml loads it with them.
 */
#include "lesson/manifest.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/allocator.h"
#include "diag/terms.h"
#include "lesson/answers.h"
#include "lesson/vet.h"

#define MANIFEST_MAX ((size_t)256 * 1024)

#define MUST CYAML_FLAG_POINTER
#define MAY (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

#define TEXT(key, flags, type, member)                                                 \
    CYAML_FIELD_STRING_PTR(key, flags, struct type, member, 1, CYAML_UNLIMITED)
#define LIST(key, flags, type, member, entry)                                          \
    CYAML_FIELD_SEQUENCE_COUNT(key, flags, struct type, member, member##_count, entry, \
                               1, CYAML_UNLIMITED)
#define KEYS(key, flags, type, member, fields)                                         \
    CYAML_FIELD_MAPPING_PTR(key, flags, struct type, member, fields)

static const cyaml_schema_value_t text_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED)};
static const cyaml_schema_value_t number_value = {
    CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, unsigned)};

static const cyaml_schema_field_t site_fields[] = {
    TEXT("label", MAY, ll_expected_place, label),
    TEXT("code", MAY, ll_expected_place, code),
    TEXT("function", MAY, ll_expected_place, function),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t at_fields[] = {
    TEXT("label", MAY, ll_expected_place, label),
    TEXT("code", MAY, ll_expected_place, code),
    TEXT("function", MAY, ll_expected_place, function),
    TEXT("variable", MAY, ll_expected_place, variable),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t lost_fields[] = {
    TEXT("label", MAY, ll_expected_place, label),
    TEXT("code", MAY, ll_expected_place, code),
    TEXT("function", MAY, ll_expected_place, function),
    TEXT("variable", MAY, ll_expected_place, variable),
    TEXT("how", MAY, ll_expected_place, how),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t expectation_fields[] = {
    LIST("tools", MUST, ll_expectation, tools, &text_value),
    TEXT("kind", MUST, ll_expectation, kind),
    CYAML_FIELD_UINT("bytes", CYAML_FLAG_OPTIONAL, struct ll_expectation, bytes),
    CYAML_FIELD_UINT("blocks", CYAML_FLAG_OPTIONAL, struct ll_expectation, blocks),
    CYAML_FIELD_UINT("ring", CYAML_FLAG_OPTIONAL, struct ll_expectation, ring),
    KEYS("at", MAY, ll_expectation, at, at_fields),
    KEYS("allocated", MAY, ll_expectation, allocated, site_fields),
    KEYS("freed", MAY, ll_expectation, freed, site_fields),
    KEYS("lost", MAY, ll_expectation, lost, lost_fields),
    TEXT("why", MAY, ll_expectation, why),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t expectation_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_expectation, expectation_fields)};

static const cyaml_schema_field_t silence_fields[] = {
    TEXT("tool", MUST, ll_silence, tool),
    TEXT("because", MUST, ll_silence, because),
    CYAML_FIELD_BOOL("optimised", CYAML_FLAG_OPTIONAL, struct ll_silence, optimised),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t silence_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_silence, silence_fields)};

static const cyaml_schema_field_t module_fields[] = {
    TEXT("file", MUST, ll_module, file),
    CYAML_FIELD_BOOL_PTR("passes_tests", MAY, struct ll_module, passes_tests),
    TEXT("because", MAY, ll_module, because),
    LIST("expect", MUST, ll_module, expect, &expectation_value),
    LIST("silent", MAY, ll_module, silent, &silence_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t module_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_module, module_fields)};

static const cyaml_schema_field_t pair_fields[] = {
    LIST("files", MAY, ll_pair, files, &text_value),
    TEXT("module", MAY, ll_pair, module),
    TEXT("tests", MUST, ll_pair, tests),
    TEXT("correct", MUST, ll_pair, correct),
    LIST("buggy", MUST, ll_pair, buggy, &module_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t weight_fields[] = {
    TEXT("test", MUST, ll_weight, test),
    CYAML_FIELD_UINT("weight", CYAML_FLAG_DEFAULT, struct ll_weight, weight),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t weight_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_weight, weight_fields)};

static const cyaml_schema_field_t deduction_fields[] = {
    TEXT("kind", MUST, ll_deduction, kind),
    CYAML_FIELD_UINT("points", CYAML_FLAG_DEFAULT, struct ll_deduction, points),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t deduction_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_deduction, deduction_fields)};

static const cyaml_schema_field_t step_fields[] = {
    TEXT("name", MUST, ll_step, name),
    LIST("kinds", MUST, ll_step, kinds, &text_value),
    LIST("tests", MUST, ll_step, tests, &text_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t step_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_step, step_fields)};

static const cyaml_schema_field_t rubric_fields[] = {
    CYAML_FIELD_UINT("tests", CYAML_FLAG_DEFAULT, struct ll_rubric, tests),
    CYAML_FIELD_UINT("memory", CYAML_FLAG_DEFAULT, struct ll_rubric, memory),
    CYAML_FIELD_UINT("sweep", CYAML_FLAG_OPTIONAL, struct ll_rubric, sweep),
    CYAML_FIELD_UINT("steps", CYAML_FLAG_OPTIONAL, struct ll_rubric, steps),
    LIST("weights", MAY, ll_rubric, weights, &weight_value),
    LIST("deductions", MAY, ll_rubric, deductions, &deduction_value),
    LIST("hidden", MAY, ll_rubric, hidden, &text_value),
    CYAML_FIELD_END,
};

/* Which keys an exercise needs depends on its kind: check_exercise(). */
static const cyaml_strval_t exercise_kinds[] = {
    {"fix", LL_FIX}, {"diagnose", LL_DIAGNOSE}, {"write", LL_WRITE}};

static const cyaml_schema_field_t exercise_fields[] = {
    CYAML_FIELD_ENUM("kind", CYAML_FLAG_STRICT, struct ll_exercise, kind,
                     exercise_kinds, CYAML_ARRAY_LEN(exercise_kinds)),
    TEXT("file", MUST, ll_exercise, module.file),
    TEXT("solution", MAY, ll_exercise, solution),
    LIST("files", MAY, ll_exercise, files, &text_value),
    TEXT("module", MAY, ll_exercise, module_name),
    TEXT("tests", MAY, ll_exercise, tests),
    TEXT("answers", MAY, ll_exercise, answers),
    LIST("asks", MAY, ll_exercise, asks, &text_value),
    TEXT("prints", MAY, ll_exercise, prints),
    CYAML_FIELD_BOOL("sweep", CYAML_FLAG_OPTIONAL, struct ll_exercise, sweep),
    LIST("steps", MAY, ll_exercise, steps, &step_value),
    TEXT("reachable", MAY, ll_exercise, reachable),
    TEXT("grading", MAY, ll_exercise, grading),
    KEYS("rubric", MAY, ll_exercise, rubric, rubric_fields),
    CYAML_FIELD_BOOL_PTR("passes_tests", MAY, struct ll_exercise, module.passes_tests),
    TEXT("because", MAY, ll_exercise, module.because),
    LIST("expect", MAY, ll_exercise, module.expect, &expectation_value),
    LIST("silent", MAY, ll_exercise, module.silent, &silence_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t exercise_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct ll_exercise, exercise_fields)};

static const cyaml_strval_t languages[] = {{"c", LL_C}, {"cython", LL_CYTHON}};

static const cyaml_schema_field_t manifest_fields[] = {
    TEXT("title", MUST, ll_manifest, title),
    TEXT("habit", MUST, ll_manifest, habit),
    TEXT("about", MUST, ll_manifest, about),
    LIST("cwe", MAY, ll_manifest, cwe, &number_value),
    LIST("cert", MAY, ll_manifest, cert, &text_value),
    LIST("tools", MUST, ll_manifest, tools, &text_value),
    TEXT("fail", MAY, ll_manifest, fail),
    CYAML_FIELD_ENUM("language", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
                     struct ll_manifest, language, languages,
                     CYAML_ARRAY_LEN(languages)),
    CYAML_FIELD_BOOL("python", CYAML_FLAG_OPTIONAL, struct ll_manifest, python),
    TEXT("reachable", MAY, ll_manifest, reachable),
    LIST("more", MAY, ll_manifest, more, &text_value),
    LIST("allocator", MAY, ll_manifest, allocator, &text_value),
    KEYS("pair", MUST, ll_manifest, pair, pair_fields),
    LIST("exercises", MUST, ll_manifest, exercises, &exercise_value),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t manifest_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct ll_manifest, manifest_fields)};

static const cyaml_config_t config = {
    .mem_fn = cyaml_mem,
    .flags = CYAML_CFG_NO_ALIAS,
};

/* Check that the exercise has all keys that its kind needs, and no others. */
static int check_exercise(const struct ll_exercise *exercise, const char *path,
                          struct ll_error *err)
{
    bool diagnose = exercise->kind == LL_DIAGNOSE;
    const struct {
        const char *key;
        bool there, wanted;
    } keys[] = {
        {"solution", exercise->solution != NULL, !diagnose},
        {"tests", exercise->tests != NULL, !diagnose},
        {"answers", exercise->answers != NULL, diagnose},
        {"asks", exercise->asks_count > 0, diagnose},
    };
    const char *kind = exercise_kinds[exercise->kind].str;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].there != keys[i].wanted)
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              keys[i].wanted
                                  ? "key '%s' is missing in the exercise '%s' of kind "
                                    "'%s': add it"
                                  : "key '%s' is not used in the exercise '%s' of kind "
                                    "'%s': remove it",
                              keys[i].key, exercise->module.file, kind);
    /* A handout has no `expect` at all: see handout.h and check_tools(). */
    if (exercise->kind == LL_WRITE && exercise->module.expect_count > 0)
        return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                          "key 'expect' is not used in the exercise '%s' of kind '%s': "
                          "remove it",
                          exercise->module.file, kind);
    for (unsigned i = 0; i < exercise->asks_count; i++)
        if (!ll_question_known(exercise->asks[i]))
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              "unknown question '%s': use " LL_QUESTIONS,
                              exercise->asks[i]);
    return 0;
}

static int check_rubric(const struct ll_exercise *exercise, const char *path,
                        struct ll_error *err)
{
    enum ll_kind kind;
    const struct ll_rubric *rubric = exercise->rubric;
    if (exercise->grading != NULL && strcmp(exercise->grading, "in-process") != 0)
        return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                          "unknown grading '%s': use in-process, or remove the key",
                          exercise->grading);
    if (rubric != NULL && rubric->sweep > 0 && !exercise->sweep)
        return ll_fail_at(
            err, LL_FAULT_INPUT, path, 0,
            "the rubric has points for a sweep, but the exercise has none: add "
            "'sweep: true' to the exercise");
    for (unsigned i = 0; rubric != NULL && i < rubric->deductions_count; i++)
        if (!ll_kind_from_name(rubric->deductions[i].kind, &kind))
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              "unknown kind of fault '%s' in the rubric's deductions",
                              rubric->deductions[i].kind);
    return 0;
}

/* Check that no kind and no test is in two steps: a fault seen is that of one step. */
static int check_step(const struct ll_exercise *exercise, unsigned number,
                      const char *path, struct ll_error *err)
{
    const struct ll_step *step = &exercise->steps[number];
    enum ll_kind kind;
    for (unsigned i = 0; i < step->kinds_count; i++) {
        if (!ll_kind_from_name(step->kinds[i], &kind))
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              "unknown kind of fault '%s' in the step '%s'",
                              step->kinds[i], step->name);
        const struct ll_step *first = ll_exercise_step(exercise, kind);
        if (first != step)
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              "'%s' is a fault of the steps '%s' and '%s': use faults "
                              "of different kinds",
                              step->kinds[i], first->name, step->name);
    }
    for (unsigned i = 0; i < number; i++)
        for (unsigned k = 0; k < exercise->steps[i].tests_count; k++)
            for (unsigned t = 0; t < step->tests_count; t++)
                if (strcmp(exercise->steps[i].tests[k], step->tests[t]) == 0)
                    return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                                      "the test '%s' is in two steps: remove it from "
                                      "one",
                                      step->tests[t]);
    return 0;
}

static int check_steps(const struct ll_exercise *exercise, const char *path,
                       struct ll_error *err)
{
    const struct ll_rubric *rubric = exercise->rubric;
    if (exercise->steps_count > 0 && exercise->kind != LL_FIX)
        return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                          "key 'steps' is not used in the exercise '%s' of kind '%s': "
                          "remove it",
                          exercise->module.file, exercise_kinds[exercise->kind].str);
    if (rubric != NULL && rubric->steps > 0 && exercise->steps_count == 0)
        return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                          "the rubric has points for steps, but the exercise has none: "
                          "add 'steps' to the exercise");
    for (unsigned i = 0; i < exercise->steps_count; i++)
        if (check_step(exercise, i, path, err) != 0)
            return -1;
    return 0;
}

static bool asks_for_growth(const struct ll_manifest *manifest)
{
    bool asks = ll_same_text(manifest->reachable, "grows");
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        asks = asks || ll_same_text(manifest->exercises[i].reachable, "grows");
    return asks;
}

/* Two runs are compared where growth is a fault, and only there. */
static int check_more(const struct ll_manifest *manifest, const char *path,
                      struct ll_error *err)
{
    bool asks = asks_for_growth(manifest);
    if (asks == (manifest->more_count > 0))
        return 0;
    return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                      asks ? "key 'more' is missing for 'reachable: grows': add the "
                             "arguments with which the programs get more input"
                           : "key 'more' is not used without 'reachable: grows': "
                             "remove it");
}

static int check_allocators(const struct ll_manifest *manifest, const char *path,
                            struct ll_error *err)
{
    for (unsigned i = 0; i < manifest->allocator_count; i++)
        if (!ll_allocator_is_valid(manifest->allocator[i]))
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0,
                              "'%s' in 'allocator' is no function: write its name, or "
                              "NAME:FREE with the function that takes its blocks back",
                              manifest->allocator[i]);
    return 0;
}

/* Halves and solutions are imported by one name, whatever their files are called. */
static int check_modules(const struct ll_manifest *manifest, const char *path,
                         struct ll_error *err)
{
    static const char missing[] =
        "key 'module' is missing in %s: add the name by which '%s' is imported";
    if (ll_path_ends(manifest->pair->correct, ".pyx") && manifest->pair->module == NULL)
        return ll_fail_at(err, LL_FAULT_INPUT, path, 0, missing, "'pair'",
                          manifest->pair->correct);
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        if (ll_path_ends(exercise->module.file, ".pyx") &&
            exercise->module_name == NULL)
            return ll_fail_at(err, LL_FAULT_INPUT, path, 0, missing, "an exercise",
                              exercise->module.file);
    }
    return 0;
}

static int check_exercises(const struct ll_manifest *manifest, const char *path,
                           struct ll_error *err)
{
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (check_exercise(&manifest->exercises[i], path, err) != 0 ||
            check_rubric(&manifest->exercises[i], path, err) != 0 ||
            check_steps(&manifest->exercises[i], path, err) != 0)
            return -1;
    return 0;
}

/* Replace another word for a kind by its name. */
static bool name_kind(char **kind)
{
    const struct ll_term *term = ll_term_find(*kind);
    return term == NULL || term->count > 1 ||
           ll_set_text(kind, ll_kind_name(term->kinds[0]));
}

static bool name_expected(struct ll_module *module)
{
    bool ok = true;
    for (unsigned i = 0; i < module->expect_count && ok; i++)
        ok = name_kind(&module->expect[i].kind);
    return ok;
}

static bool name_step(struct ll_step *step)
{
    bool ok = true;
    for (unsigned i = 0; i < step->kinds_count && ok; i++)
        ok = name_kind(&step->kinds[i]);
    return ok;
}

static bool name_kinds(struct ll_manifest *manifest)
{
    bool ok = true;
    for (unsigned i = 0; manifest->pair != NULL && i < manifest->pair->buggy_count; i++)
        ok = name_expected(&manifest->pair->buggy[i]) && ok;
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        struct ll_exercise *exercise = &manifest->exercises[i];
        ok = name_expected(&exercise->module) && ok;
        for (unsigned k = 0;
             exercise->rubric != NULL && k < exercise->rubric->deductions_count; k++)
            ok = name_kind(&exercise->rubric->deductions[k].kind) && ok;
        for (unsigned k = 0; k < exercise->steps_count; k++)
            ok = name_step(&exercise->steps[k]) && ok;
    }
    return ok;
}

struct ll_manifest *ll_manifest_load(const char *path, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_manifest *manifest = NULL;
    cyaml_data_t *loaded = NULL;
    if (ll_file_read(path, MANIFEST_MAX, &text, err) != 0 ||
        ll_vet(&text, path, &manifest_value, err) != 0)
        goto out;
    cyaml_err_t status = cyaml_load_data((const uint8_t *)text.data, text.len, &config,
                                         &manifest_value, &loaded, NULL);
    manifest = loaded;
    if (status == CYAML_ERR_OOM || status == CYAML_ERR_LIBYAML_PARSER ||
        status == CYAML_ERR_LIBYAML_PARSER_INIT) /* valid YAML: memory ran out */
        ll_fail_memory(err);
    else if (status != CYAML_OK)
        ll_fail_at(err, LL_FAULT_HARNESS, path, 0, "libcyaml cannot load it: %s",
                   cyaml_strerror(status));
    if (manifest != NULL && manifest->language == LL_CYTHON)
        manifest->python = true;
    if (manifest != NULL && ((!name_kinds(manifest) && ll_fail_memory(err) != 0) ||
                             check_more(manifest, path, err) != 0 ||
                             check_allocators(manifest, path, err) != 0 ||
                             check_modules(manifest, path, err) != 0 ||
                             check_exercises(manifest, path, err) != 0)) {
        ll_manifest_free(manifest);
        manifest = NULL;
    }
out:
    ll_buf_release(&text);
    return manifest;
}

/* Whether a key has the value that it has when it is absent. libcyaml writes all
 * numbers and booleans, also "bytes: 0" and "blocks: 0", which a manifest may not
 * contain. */
static bool is_default(yaml_document_t *document, const yaml_node_pair_t *pair)
{
    static const char *const defaults[][2] = {
        {"bytes", "0"},         {"blocks", "0"},     {"language", "c"},
        {"ring", "0"},          {"python", "false"}, {"sweep", "false"},
        {"optimised", "false"}, {"steps", "0"}};
    const yaml_node_t *key = yaml_document_get_node(document, pair->key);
    const yaml_node_t *value = yaml_document_get_node(document, pair->value);
    if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
        return false;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (strcmp((const char *)key->data.scalar.value, defaults[i][0]) == 0 &&
            strcmp((const char *)value->data.scalar.value, defaults[i][1]) == 0)
            return true;
    return false;
}

static void drop_defaults(yaml_document_t *document)
{
    for (yaml_node_t *node = document->nodes.start; node < document->nodes.top;
         node++) {
        if (node->type != YAML_MAPPING_NODE)
            continue;
        yaml_node_pair_t *to = node->data.mapping.pairs.start;
        for (yaml_node_pair_t *from = to; from < node->data.mapping.pairs.top; from++)
            if (!is_default(document, from))
                *to++ = *from;
        node->data.mapping.pairs.top = to;
    }
}

static int append(void *out, unsigned char *bytes, size_t count)
{
    return ll_buf_add(out, bytes, count);
}

/* Append the YAML `text` without keys that have their default value. */
static bool add_terse(struct ll_buf *out, const char *text, size_t length)
{
    yaml_parser_t parser;
    yaml_emitter_t emitter;
    yaml_document_t document;
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    bool ok = yaml_parser_load(&parser, &document) != 0;
    yaml_parser_delete(&parser);
    if (!ok)
        return false;
    drop_defaults(&document);
    if (!yaml_emitter_initialize(&emitter)) {
        yaml_document_delete(&document);
        return false;
    }
    yaml_emitter_set_output(&emitter, append, out);
    yaml_emitter_set_unicode(&emitter, 1);
    ok = yaml_emitter_open(&emitter) != 0;
    if (ok)
        ok = yaml_emitter_dump(&emitter, &document) != 0; /* takes the document */
    else
        yaml_document_delete(&document);
    ok = yaml_emitter_close(&emitter) != 0 && ok;
    yaml_emitter_delete(&emitter);
    return ok;
}

int ll_manifest_write(const struct ll_manifest *manifest, const char *path,
                      struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    char *text = NULL;
    size_t length = 0;
    cyaml_err_t status =
        cyaml_save_data(&text, &length, &config, &manifest_value, manifest, 0);
    int result = -1;
    if (status != CYAML_OK || !add_terse(&out, text, length)) /* known to be valid */
        ll_fail_memory(err);
    else
        result = ll_file_write(path, ll_buf_text(&out), out.len, err);
    free(text);
    ll_buf_release(&out);
    return result;
}

void ll_manifest_free(struct ll_manifest *manifest)
{
    (void)cyaml_free(&config, &manifest_value, manifest, 0);
}
