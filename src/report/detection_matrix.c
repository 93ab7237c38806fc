/* SPDX-License-Identifier: MIT */
#include "report/detection_matrix.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "diag/words.h"
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

/* ---- what the cells say ---------------------------------------------------------- */

/* "memcheck, asan at -O2": whose cells of a row, not yet told, say the same as cell
 * `first`; those are marked in `told`. */
static void add_speakers(const struct ll_matrix *matrix,
                         const struct ll_matrix_row *row, size_t first, bool *told,
                         struct ll_buf *out)
{
    const struct ll_cell *cell = &row->cells[first];
    const char *between = "";
    for (size_t tool = first / LL_LEVELS; tool < matrix->tool_count; tool++) {
        size_t same = 0, last = 0;
        for (size_t level = 0; level < LL_LEVELS; level++) {
            const struct ll_cell *other = cell_of(row, tool, level);
            size_t index = LL_LEVELS * tool + level;
            if (told[index] || other->sight != cell->sight || other->words == NULL ||
                strcmp(other->words, cell->words) != 0)
                continue;
            told[index] = true;
            same++;
            last = level;
        }
        if (same == 0)
            continue;
        ll_buf_addf(out, "%s%s", between, matrix->tools[tool]->title);
        if (same < LL_LEVELS)
            ll_buf_addf(out, " at %s", ll_levels[last]);
        between = ", ";
    }
}

/* Whether the tool has a column in the lesson of `row`: one that is for Python's
 * objects alone has none in a lesson without Python, and one that was not asked none.
 */
static bool has_column(const struct ll_matrix *matrix, const struct ll_matrix_row *row,
                       size_t tool)
{
    const char *why = matrix->tools[tool]->needs_python;
    const struct ll_cell *cell = cell_of(row, tool, 0);
    if (cell->sight == LL_SIGHT_UNASKED)
        return false;
    return why == NULL || cell->sight != LL_SIGHT_UNJUDGED || cell->words == NULL ||
           strcmp(cell->words, why) != 0;
}

/* A line for each thing that is said of a row, by those who say it. */
static void add_words(const struct ll_matrix *matrix, const struct ll_matrix_row *row,
                      const char *before, struct ll_buf *out)
{
    size_t count = LL_LEVELS * matrix->tool_count;
    bool *told = calloc(count, sizeof *told);
    if (told == NULL) {
        out->full = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct ll_cell *cell = &row->cells[i];
        if (told[i] || cell->words == NULL || cell->sight == LL_SIGHT_NO_TOOL ||
            !has_column(matrix, row, i / LL_LEVELS))
            continue;
        ll_buf_addf(out, "%s%s ", before, signs[cell->sight]);
        add_speakers(matrix, row, i, told, out);
        ll_buf_addf(out, ": %s\n", cell->words);
    }
    free(told);
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
    ll_buf_puts(out, "What each says, and why it is blind: --format markdown\n");
    return done(out, err);
}

/* ---- Markdown -------------------------------------------------------------------- */

/* The rows of one lesson as a table, then what is said of each of them. */
static void add_lesson(const struct ll_matrix *matrix, const struct ll_matrix_row *rows,
                       size_t count, struct ll_buf *out)
{
    ll_buf_addf(out, "\n## %u · %s\n\n| |", rows->lesson, rows->slug);
    for (size_t j = 0; j < matrix->tool_count; j++)
        if (has_column(matrix, rows, j))
            ll_buf_addf(out, " %s |", matrix->tools[j]->title);
    ll_buf_puts(out, "\n| --- |");
    for (size_t j = 0; j < matrix->tool_count; j++)
        if (has_column(matrix, rows, j))
            ll_buf_puts(out, " :-: |");
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < count; i++) {
        ll_buf_addf(out, "| `%s` |", rows[i].file);
        for (size_t j = 0; j < matrix->tool_count; j++)
            if (has_column(matrix, &rows[i], j))
                ll_buf_addf(out, " %s %s |", signs[cell_of(&rows[i], j, 0)->sight],
                            signs[cell_of(&rows[i], j, 1)->sight]);
        ll_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < count; i++) {
        ll_buf_addf(out, "\n`%s`:\n\n", rows[i].file);
        add_words(matrix, &rows[i], "- ", out);
    }
}

static int write_markdown(const struct ll_matrix *matrix, const struct ll_style *style,
                          struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf raw = LL_BUF_INIT;
    (void)style;
    ll_buf_puts(&raw,
                "<!-- SPDX-License-Identifier: MIT -->\n"
                "# Which tool sees which fault\n\n"
                "Made by `leaklab matrix --format markdown`: every wrong half of the "
                "lessons under every\ntool, compiled without optimisation and with it. "
                "In each pair of signs the first is `-O0`,\nthe second `-O2`.\n\n");
    ll_buf_puts(&raw, "- ● names a line that the lesson marks\n"
                      "- ◐ reports something, but no such line\n"
                      "- ○ says nothing; the lines below the table say why\n"
                      "- ? came to no judgement\n"
                      "- - is not on the machine\n\n");
    ll_buf_puts(&raw, "| tool | version |\n| --- | --- |\n");
    for (size_t i = 0; i < matrix->tool_count; i++)
        ll_buf_addf(&raw, "| %s | %s |\n", matrix->tools[i]->title,
                    matrix->versions[i] == NULL        ? "missing"
                    : matrix->tools[i]->explains_leaks ? "leaklab's own"
                                                       : matrix->versions[i]);
    for (size_t i = 0, count; i < matrix->row_count; i += count) {
        count = 1;
        while (i + count < matrix->row_count &&
               matrix->rows[i + count].lesson == matrix->rows[i].lesson)
            count++;
        add_lesson(matrix, &matrix->rows[i], count, &raw);
    }
    ll_clean(out, ll_buf_text(&raw));
    ll_drop(&raw, out);
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
            set_text(object, "slug", row->slug) && set_text(object, "file", row->file);
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
    {"text", write_text},
    {"markdown", write_markdown},
    {"json", write_json},
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
