/* SPDX-License-Identifier: MIT */
#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"

/* A course of 10,000 learners with 1 KiB each. */
enum { SHEET_MAX = 16 << 20 };

static const char mark[] = "\xEF\xBB\xBF"; /* of the byte order */

void ll_sheet_release(struct ll_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        for (size_t j = 0; j < sheet->rows[i].count; j++)
            free(sheet->rows[i].cells[j].set);
        free(sheet->rows[i].cells);
    }
    free(sheet->rows);
    ll_buf_release(&sheet->text);
    *sheet = (struct ll_sheet){0};
}

/* ---- reading --------------------------------------------------------------------- */

static bool is_utf8(const char *text)
{
    while (*text != '\0')
        if (ll_utf8_next(&text) < 0)
            return false;
    return true;
}

/* What the first line has most of, outside of quotes. */
static char find_separator(const char *text)
{
    static const char separators[] = ",;\t";
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;
    for (; *text != '\0' && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *found = strchr(separators, *text);
        quoted ^= *text == '"';
        if (!quoted && found != NULL)
            counts[found - separators]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (counts[i] > counts[best])
            best = i;
    return separators[best];
}

/* The length of the cell at `at`, with its quotes. */
static size_t cell_length(const char *at, char separator)
{
    size_t length = 0;
    bool quoted = false;
    for (; at[length] != '\0'; length++) {
        char c = at[length];
        quoted ^= c == '"';
        if (!quoted && (c == separator || c == '\n' || c == '\r'))
            break;
    }
    return length;
}

/* Read the row at `*at`, which moves to the end of its line. */
static int read_row(struct ll_sheet *sheet, size_t *at, struct ll_error *err)
{
    const char *text = ll_buf_text(&sheet->text);
    struct ll_sheet_row *row;
    if (!LL_GROW_ONE(sheet->rows, sheet->count))
        return ll_fail_memory(err);
    row = &sheet->rows[sheet->count++];
    *row = (struct ll_sheet_row){0};
    for (;; ++*at) {
        size_t length = cell_length(text + *at, sheet->separator);
        if (!LL_GROW_ONE(row->cells, row->count))
            return ll_fail_memory(err);
        row->cells[row->count++] = (struct ll_sheet_cell){*at, length, NULL};
        *at += length;
        if (text[*at] != sheet->separator)
            return 0;
    }
}

int ll_sheet_read(const char *path, struct ll_sheet *sheet, struct ll_error *err)
{
    *sheet = (struct ll_sheet){.text = LL_BUF_INIT};
    if (ll_file_read(path, SHEET_MAX, &sheet->text, err) != 0)
        return -1;
    const char *text = ll_buf_text(&sheet->text);
    size_t at = ll_starts_with(text, mark) ? strlen(mark) : 0;
    if (strlen(text) < sheet->text.len || !is_utf8(text))
        return ll_fail(err, LL_FAULT_INPUT,
                       "'%s' is not text in UTF-8: save it as CSV in UTF-8", path);
    sheet->separator = find_separator(text + at);
    while (text[at] != '\0') {
        if (text[at] == '\n' || text[at] == '\r')
            at++;
        else if (read_row(sheet, &at, err) != 0)
            return -1;
    }
    return sheet->count > 0 ? 0
                            : ll_fail(err, LL_FAULT_INPUT,
                                      "'%s' is empty: it needs a row with the "
                                      "names of its columns",
                                      path);
}

/* ---- cells ----------------------------------------------------------------------- */

/* A copy of `text` without white space around it. Takes ownership of `text`. */
static char *trim(char *text)
{
    static const char blanks[] = " \t\r\n";
    if (text == NULL)
        return NULL;
    size_t length = strlen(text), before = strspn(text, blanks);
    while (length > before && strchr(blanks, text[length - 1]) != NULL)
        length--;
    memmove(text, text + before, length - before);
    text[length - before] = '\0';
    return text;
}

char *ll_sheet_get(const struct ll_sheet *sheet, size_t row, size_t column)
{
    if (row >= sheet->count || column >= sheet->rows[row].count)
        return strdup("");
    const struct ll_sheet_cell *cell = &sheet->rows[row].cells[column];
    const char *raw = ll_buf_text(&sheet->text) + cell->from;
    char *text = strndup(raw, cell->length);
    if (text == NULL || raw[0] != '"')
        return trim(text);
    size_t to = 0;
    for (size_t from = 1; text[from] != '\0'; from++) {
        if (text[from] == '"' && text[++from] != '"')
            break; /* the quote that ends it */
        text[to++] = text[from];
    }
    text[to] = '\0';
    return trim(text);
}

int ll_sheet_set(struct ll_sheet *sheet, size_t row, size_t column, const char *text,
                 struct ll_error *err)
{
    return ll_set_text(&sheet->rows[row].cells[column].set, text) ? 0
                                                                  : ll_fail_memory(err);
}

size_t ll_sheet_column(const struct ll_sheet *sheet, const char *name)
{
    size_t column = 0;
    for (bool found = false; column < sheet->rows[0].count; column++) {
        char *own = ll_sheet_get(sheet, 0, column);
        found = own != NULL && strcasecmp(own, name) == 0;
        free(own);
        if (found)
            break;
    }
    return column;
}

void ll_sheet_write(const struct ll_sheet *sheet, struct ll_buf *out)
{
    const char *text = ll_buf_text(&sheet->text);
    size_t done = 0;
    for (size_t i = 0; i < sheet->count; i++)
        for (size_t j = 0; j < sheet->rows[i].count; j++) {
            const struct ll_sheet_cell *cell = &sheet->rows[i].cells[j];
            if (cell->set == NULL)
                continue;
            ll_buf_add(out, text + done, cell->from - done);
            ll_buf_puts(out, cell->set);
            done = cell->from + cell->length;
        }
    ll_buf_add(out, text + done, sheet->text.len - done);
}
