/* SPDX-License-Identifier: MIT
 *
 * The schema of lesson.yml. Its tables are the one definition of the format: vet.c
 * checks a manifest against them, libcyaml loads it with them.
 */
#include "lesson/manifest.h"

#include <stddef.h>

#include "base/path.h"
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
    TEXT("function", MAY, ll_expected_place, function),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t at_fields[] = {
    TEXT("label", MAY, ll_expected_place, label),
    TEXT("function", MAY, ll_expected_place, function),
    TEXT("variable", MAY, ll_expected_place, variable),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t lost_fields[] = {
    TEXT("label", MAY, ll_expected_place, label),
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
    TEXT("tests", MUST, ll_pair, tests),
    TEXT("correct", MUST, ll_pair, correct),
    LIST("buggy", MUST, ll_pair, buggy, &module_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t exercise_fields[] = {
    TEXT("file", MUST, ll_exercise, module.file),
    TEXT("solution", MUST, ll_exercise, solution),
    LIST("files", MAY, ll_exercise, files, &text_value),
    TEXT("tests", MUST, ll_exercise, tests),
    TEXT("prints", MAY, ll_exercise, prints),
    CYAML_FIELD_BOOL_PTR("passes_tests", MAY, struct ll_exercise, module.passes_tests),
    TEXT("because", MAY, ll_exercise, module.because),
    LIST("expect", MUST, ll_exercise, module.expect, &expectation_value),
    LIST("silent", MAY, ll_exercise, module.silent, &silence_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t manifest_fields[] = {
    CYAML_FIELD_UINT("number", CYAML_FLAG_DEFAULT, struct ll_manifest, number),
    TEXT("title", MUST, ll_manifest, title),
    TEXT("habit", MUST, ll_manifest, habit),
    TEXT("about", MUST, ll_manifest, about),
    LIST("cwe", MAY, ll_manifest, cwe, &number_value),
    LIST("cert", MAY, ll_manifest, cert, &text_value),
    LIST("tools", MUST, ll_manifest, tools, &text_value),
    TEXT("fail", MAY, ll_manifest, fail),
    CYAML_FIELD_BOOL("python", CYAML_FLAG_OPTIONAL, struct ll_manifest, python),
    KEYS("pair", MUST, ll_manifest, pair, pair_fields),
    KEYS("exercise", MUST, ll_manifest, exercise, exercise_fields),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t manifest_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct ll_manifest, manifest_fields)};

static const cyaml_config_t config = {
    .mem_fn = cyaml_mem,
    .flags = CYAML_CFG_NO_ALIAS,
};

struct ll_manifest *ll_manifest_load(const char *path, unsigned number,
                                     struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    cyaml_data_t *manifest = NULL;
    if (ll_file_read(path, MANIFEST_MAX, &text, err) != 0 ||
        ll_vet(&text, path, number, &manifest_value, err) != 0)
        goto out;
    cyaml_err_t status = cyaml_load_data((const uint8_t *)text.data, text.len, &config,
                                         &manifest_value, &manifest, NULL);
    if (status == CYAML_ERR_OOM || status == CYAML_ERR_LIBYAML_PARSER ||
        status == CYAML_ERR_LIBYAML_PARSER_INIT) /* it is YAML: memory ran out */
        ll_fail_memory(err);
    else if (status != CYAML_OK)
        ll_fail_at(err, LL_FAULT_HARNESS, path, 0, "libcyaml cannot load it: %s",
                   cyaml_strerror(status));
out:
    ll_buf_release(&text);
    return manifest;
}

void ll_manifest_free(struct ll_manifest *manifest)
{
    (void)cyaml_free(&config, &manifest_value, manifest, 0);
}
