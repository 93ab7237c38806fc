/* SPDX-License-Identifier: MIT */
#include "report/detection_matrix.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "diag/words.h"
#include "report/csv.h"
#include "report/json_parts.h"

static const char *const signs[] = {
    [LL_SIGHT_SEES] = "●",     [LL_SIGHT_NOTICES] = "◐", [LL_SIGHT_BLIND] = "○",
    [LL_SIGHT_UNJUDGED] = "?", [LL_SIGHT_NO_TOOL] = "-", [LL_SIGHT_UNASKED] = " ",
};

static const enum ll_paint paints[] = {
    [LL_SIGHT_SEES] = LL_PAINT_GOOD,   [LL_SIGHT_NOTICES] = LL_PAINT_MARK,
    [LL_SIGHT_BLIND] = LL_PAINT_BAD,   [LL_SIGHT_UNJUDGED] = LL_PAINT_DIM,
    [LL_SIGHT_NO_TOOL] = LL_PAINT_DIM, [LL_SIGHT_UNASKED] = LL_PAINT_DIM,
};

static const char legend[] =
    "● names a line that the lesson marks   ◐ reports something, but no such line\n"
    "○ says nothing   ? came to no judgement   - is not on this machine\n";

static const struct ll_cell *cell_of(const struct ll_matrix_row *row, size_t tool,
                                     size_t level)
{
    return &row->cells[LL_LEVELS * tool + level];
}

static int done(struct ll_buf *out, struct ll_error *err)
{
    return out->full ? ll_fail_memory(err) : 0;
}

/* Say the sights at all levels: one sign if they are the same, else a sign for each. */
static void add_sights(const struct ll_matrix_row *row, size_t tool, struct ll_buf *out)
{
    enum ll_sight first = cell_of(row, tool, 0)->sight;
    bool differ = false;
    for (size_t level = 1; level < LL_LEVELS; level++)
        differ |= cell_of(row, tool, level)->sight != first;
    ll_buf_puts(out, signs[first]);
    for (size_t level = 1; level < LL_LEVELS && differ; level++)
        ll_buf_addf(out, "/%s", signs[cell_of(row, tool, level)->sight]);
}

/* The version of a tool, as the document shows it. */
static const char *version_of(const struct ll_matrix *matrix, size_t tool)
{
    return matrix->versions[tool] == NULL        ? "missing"
           : matrix->tools[tool]->explains_leaks ? "leaklab's own"
                                                 : matrix->versions[tool];
}

/* ---- text ------------------------------------------------------------------------ */

enum { PAIR = 2 * LL_LEVELS - 1, GAP = 2, NAMES_LEAST = 16 };

/* How wide the column of the file names is. */
static unsigned names_width(const struct ll_matrix *matrix)
{
    unsigned width = NAMES_LEAST;
    for (size_t i = 0; i < matrix->row_count; i++) {
        unsigned columns = ll_text_columns(matrix->rows[i].file);
        if (columns > width)
            width = columns;
    }
    return width;
}

/* The tools' names, a line each, with a stroke that leads down to the column:
 *
 *     plain
 *     │    memcheck
 *     │    │    asan
 */
static void add_heads(const struct ll_matrix *matrix, unsigned indent,
                      struct ll_buf *out)
{
    for (size_t i = 0; i < matrix->tool_count; i++) {
        ll_blanks(out, indent);
        for (size_t j = 0; j < i; j++)
            ll_buf_addf(out, "│%*s", PAIR + GAP - 1, "");
        ll_buf_addf(out, "%s\n", matrix->tools[i]->name);
    }
}

static void add_signs(const struct ll_matrix *matrix, const struct ll_matrix_row *row,
                      const struct ll_style *style, struct ll_buf *out)
{
    for (size_t i = 0; i < matrix->tool_count; i++)
        for (size_t level = 0; level < LL_LEVELS; level++) {
            enum ll_sight sight = cell_of(row, i, level)->sight;
            bool last = level + 1 == LL_LEVELS;
            ll_paint(out, style, paints[sight], signs[sight]);
            if (!last)
                ll_buf_putc(out, ' ');
            else if (i + 1 < matrix->tool_count)
                ll_buf_addf(out, "%*s", GAP, "");
        }
    ll_buf_putc(out, '\n');
}

/* A line for each tool that is missing. */
static void add_missing(const struct ll_matrix *matrix, struct ll_buf *out)
{
    for (size_t i = 0; i < matrix->tool_count && matrix->row_count > 0; i++) {
        const struct ll_cell *cell = cell_of(&matrix->rows[0], i, 0);
        if (cell->sight == LL_SIGHT_NO_TOOL && cell->words != NULL) {
            ll_buf_addf(out, "- %s: ", matrix->tools[i]->name);
            ll_clean(out, cell->words);
            ll_buf_putc(out, '\n');
        }
    }
}

static int write_text(const struct ll_matrix *matrix, const struct ll_style *style,
                      struct ll_buf *out, struct ll_error *err)
{
    unsigned width = names_width(matrix);
    add_heads(matrix, 4 + width + GAP, out);
    for (size_t i = 0; i < matrix->row_count; i++) {
        const struct ll_matrix_row *row = &matrix->rows[i];
        if (i == 0 || row[-1].lesson != row->lesson) {
            ll_buf_addf(out, "%3u ", row->lesson);
            ll_clean(out, row->slug);
            ll_buf_putc(out, '\n');
        }
        ll_buf_puts(out, "    ");
        ll_clean(out, row->file);
        ll_blanks(out, width + GAP - ll_text_columns(row->file));
        add_signs(matrix, row, style, out);
    }
    ll_buf_addf(out, "\nIn each pair of signs: %s, %s.\n%s", ll_levels[0], ll_levels[1],
                legend);
    add_missing(matrix, out);
    ll_buf_puts(out, "What each says, and why it is blind: --format csv\n");
    return done(out, err);
}

/* ---- Markdown -------------------------------------------------------------------- */

/* "45 (-O2: 43)": for how many rows the tool names a line. */
static void add_total(const struct ll_matrix *matrix, size_t tool, struct ll_buf *out)
{
    size_t counts[LL_LEVELS] = {0};
    for (size_t i = 0; i < matrix->row_count; i++)
        for (size_t level = 0; level < LL_LEVELS; level++)
            counts[level] +=
                cell_of(&matrix->rows[i], tool, level)->sight == LL_SIGHT_SEES;
    ll_buf_addf(out, " %zu", counts[0]);
    for (size_t level = 1; level < LL_LEVELS; level++)
        if (counts[level] != counts[0])
            ll_buf_addf(out, "/%zu", counts[level]);
    ll_buf_puts(out, " |");
}

/* The lesson is named in the first of its rows. */
static void add_markdown_row(const struct ll_matrix *matrix, size_t index,
                             struct ll_buf *out)
{
    const struct ll_matrix_row *row = &matrix->rows[index];
    ll_buf_puts(out, "| ");
    if (index == 0 || row[-1].lesson != row->lesson)
        ll_buf_addf(out, "%u %s ", row->lesson, row->slug);
    ll_buf_addf(out, "| `%s` | %s |", row->file, row->faults);
    for (size_t tool = 0; tool < matrix->tool_count; tool++) {
        ll_buf_putc(out, ' ');
        add_sights(row, tool, out);
        ll_buf_puts(out, " |");
    }
    ll_buf_putc(out, '\n');
}

static void add_table(const struct ll_matrix *matrix, struct ll_buf *out)
{
    ll_buf_puts(out, "| lesson | wrong half | fault |");
    for (size_t i = 0; i < matrix->tool_count; i++)
        ll_buf_addf(out, " %s |", matrix->tools[i]->name);
    ll_buf_puts(out, "\n| --- | --- | --- |");
    for (size_t i = 0; i < matrix->tool_count; i++)
        ll_buf_puts(out, " :-: |");
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < matrix->row_count; i++)
        add_markdown_row(matrix, i, out);
    ll_buf_addf(out, "| all | %zu | ● of each |", matrix->row_count);
    for (size_t i = 0; i < matrix->tool_count; i++)
        add_total(matrix, i, out);
    ll_buf_putc(out, '\n');
}

static int write_markdown(const struct ll_matrix *matrix, const struct ll_style *style,
                          struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf raw = LL_BUF_INIT;
    (void)style;
    ll_buf_puts(
        &raw,
        "<!-- SPDX-License-Identifier: MIT -->\n"
        "# Which tool sees which fault\n\n"
        "Made by `leaklab matrix`: every wrong half of the lessons under every tool, "
        "compiled with\n`-O0` and with `-O2`. Where the two differ, both signs are "
        "shown, `-O0` first.\n\n");
    ll_buf_puts(&raw, "- ● names a line that the lesson marks\n"
                      "- ◐ reports something, but no such line\n"
                      "- ○ says nothing\n"
                      "- ? came to no judgement\n"
                      "- - is not on the machine\n"
                      "- no sign: it is not for this lesson\n\n"
                      "What each tool reported, or why it says nothing:\n"
                      "[detection-matrix.csv](detection-matrix.csv), a line for each "
                      "wrong half and tool.\n\n");
    add_table(matrix, &raw);
    ll_buf_puts(&raw, "\n| tool | what it is | version |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < matrix->tool_count; i++)
        ll_buf_addf(&raw, "| %s | %s | %s |\n", matrix->tools[i]->name,
                    matrix->tools[i]->title, version_of(matrix, i));
    ll_clean(out, ll_buf_text(&raw));
    ll_drop(&raw, out);
    return done(out, err);
}

/* ---- CSV ------------------------------------------------------------------------- */

/* A line for each wrong half and each tool that is for its lesson. The levels are
 * written without their '-', which a spreadsheet would take for a formula. */
static int write_csv(const struct ll_matrix *matrix, const struct ll_style *style,
                     struct ll_buf *out, struct ll_error *err)
{
    (void)style;
    ll_buf_puts(out, "lesson,slug,wrong half,tool");
    for (size_t level = 0; level < LL_LEVELS; level++)
        ll_buf_addf(out, ",sight %s", ll_levels[level] + 1);
    for (size_t level = 0; level < LL_LEVELS; level++)
        ll_buf_addf(out, ",words %s", ll_levels[level] + 1);
    ll_buf_puts(out, ",fault\n");
    for (size_t i = 0; i < matrix->row_count; i++)
        for (size_t tool = 0; tool < matrix->tool_count; tool++) {
            const struct ll_matrix_row *row = &matrix->rows[i];
            if (cell_of(row, tool, 0)->sight == LL_SIGHT_UNASKED)
                continue;
            ll_buf_addf(out, "%u,", row->lesson);
            ll_csv_text(out, row->slug);
            ll_buf_putc(out, ',');
            ll_csv_text(out, row->file);
            ll_buf_addf(out, ",%s", matrix->tools[tool]->name);
            for (size_t level = 0; level < LL_LEVELS; level++)
                ll_buf_addf(out, ",%s",
                            ll_sight_name(cell_of(row, tool, level)->sight));
            for (size_t level = 0; level < LL_LEVELS; level++) {
                ll_buf_putc(out, ',');
                ll_csv_text(out, cell_of(row, tool, level)->words);
            }
            ll_buf_putc(out, ',');
            ll_csv_text(out, row->faults);
            ll_buf_putc(out, '\n');
        }
    return done(out, err);
}

/* ---- JSON ------------------------------------------------------------------------ */

/* Set `key` to `text`, cleaned, or to null. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return text != NULL ? ll_json_text(object, key, text)
                        : json_object_set_new(object, key, json_null()) == 0;
}

static bool add_cell(const struct ll_matrix *matrix, const struct ll_matrix_row *row,
                     size_t tool, size_t level, json_t *cells)
{
    const struct ll_cell *cell = cell_of(row, tool, level);
    bool reports = cell->sight <= LL_SIGHT_NOTICES;
    json_t *object = json_object();
    bool good = json_array_append_new(cells, object) == 0;
    return good && set_text(object, "tool", matrix->tools[tool]->name) &&
           set_text(object, "level", ll_levels[level]) &&
           set_text(object, "sight", ll_sight_name(cell->sight)) &&
           set_text(object, reports ? "reports" : "because", cell->words);
}

static bool add_row(const struct ll_matrix *matrix, const struct ll_matrix_row *row,
                    json_t *rows)
{
    json_t *object = json_object(), *cells = json_array();
    bool good = json_array_append_new(rows, object) == 0;
    good &= ll_json_count(object, "lesson", row->lesson) &&
            set_text(object, "slug", row->slug) &&
            set_text(object, "file", row->file) &&
            set_text(object, "faults", row->faults);
    good &= json_object_set_new(object, "cells", cells) == 0;
    for (size_t i = 0; i < LL_LEVELS * matrix->tool_count && good; i++)
        good = add_cell(matrix, row, i / LL_LEVELS, i % LL_LEVELS, cells);
    return good;
}

static int write_json(const struct ll_matrix *matrix, const struct ll_style *style,
                      struct ll_buf *out, struct ll_error *err)
{
    (void)style;
    json_t *root = json_object(), *rows = json_array(), *versions = json_object();
    bool good = json_object_set_new(root, "tools", versions) == 0;
    good &= json_object_set_new(root, "modules", rows) == 0;
    for (size_t i = 0; i < matrix->tool_count && good; i++)
        good = set_text(versions, matrix->tools[i]->name, matrix->versions[i]);
    for (size_t i = 0; i < matrix->row_count && good; i++)
        good = add_row(matrix, &matrix->rows[i], rows);
    if (good)
        return ll_json_dump(root, out, err);
    json_decref(root);
    return ll_fail_memory(err);
}

const struct ll_matrix_format ll_matrix_formats[] = {
    {"text", write_text}, {"markdown", write_markdown},
    {"csv", write_csv},   {"json", write_json},
    {NULL, NULL},
};

const struct ll_matrix_format *ll_matrix_format_find(const char *name)
{
    for (const struct ll_matrix_format *row = ll_matrix_formats; row->name != NULL;
         row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}
