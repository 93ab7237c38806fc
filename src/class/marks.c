/* SPDX-License-Identifier: MIT */
#include "class/marks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "class/platform.h"
#include "report/csv.h"
#include "report/sheet.h"

static const char worksheet_file[] = "moodle-worksheet.csv";
static const char gradebook_file[] = "canvas-gradebook.csv";

/* ---- a table that was given ------------------------------------------------------ */

/* Where things are in a table. */
struct plan {
    const char *file; /* borrowed: as it was named */
    struct ll_sheet sheet;
    size_t first;       /* the first row that may be a learner's */
    size_t id, mark;    /* columns */
    size_t most;        /* the column of the maximum; the number of columns: none */
    double most_of_all; /* the same maximum for all; 0: none */
    size_t unjudged;    /* how many have a row, but no mark */
};

/* 1000.5 of "1000.5" and "1000,50"; 0 when it is no number. */
static double number_in(char *text)
{
    char *comma = strchr(text, ','), *end = text;
    if (comma != NULL)
        *comma = '.';
    double number = strtod(text, &end);
    return *end == '\0' && number > 0 && number < 1e9 ? number : 0;
}

static double number_at(const struct plan *plan, size_t row, size_t column)
{
    char *text = ll_sheet_get(&plan->sheet, row, column);
    double number = text != NULL ? number_in(text) : 0;
    free(text);
    return number;
}

static int plan_worksheet(const struct ll_marks *marks, struct plan *plan,
                          struct ll_error *err)
{
    const char *column = marks->column != NULL ? marks->column : "Grade";
    *plan = (struct plan){.file = marks->worksheet, .first = 1};
    if (ll_sheet_read(plan->file, &plan->sheet, err) != 0)
        return -1;
    size_t count = plan->sheet.rows[0].count;
    plan->id = ll_sheet_column(&plan->sheet, "Identifier");
    plan->mark = ll_sheet_column(&plan->sheet, column);
    plan->most = ll_sheet_column(&plan->sheet, "Maximum Grade");
    if (plan->id == count)
        plan->id = 0; /* in another language */
    if (plan->mark == count)
        return ll_fail(err, LL_FAULT_INPUT,
                       "'%s' has no column '%s': give Moodle's grading worksheet, and "
                       "name its column with --column",
                       plan->file, column);
    return 0;
}

/* Whether the gradebook's column `column` can be an assignment's, by the row of maxima.
 */
static bool is_assignment(const struct plan *plan, size_t column, size_t maxima)
{
    static const char *const others[] = {"Current", "Final", "Override"};
    char *name = ll_sheet_get(&plan->sheet, 0, column);
    char *most = ll_sheet_get(&plan->sheet, maxima, column);
    bool is = name != NULL && most != NULL && name[0] != '\0' &&
              strstr(most, "read only") == NULL;
    for (size_t i = 0; i < 3 && is; i++)
        is = !ll_starts_with(name, others[i]);
    free(most);
    free(name);
    return is;
}

/* "Lesson 3" is "Lesson 3 (4711)", too. */
static bool is_called(const struct plan *plan, size_t column, const char *wanted)
{
    char *name = ll_sheet_get(&plan->sheet, 0, column);
    size_t length = strlen(wanted);
    bool is = name != NULL && strncasecmp(name, wanted, length) == 0 &&
              (name[length] == '\0' ||
               (strncmp(name + length, " (", 2) == 0 &&
                strspn(name + length + 2, "0123456789") == strlen(name) - length - 3));
    free(name);
    return is;
}

/* The row of the maxima; the number of rows where there is none. */
static size_t find_maxima(const struct ll_sheet *sheet)
{
    size_t row = 1;
    for (bool found = false; row < sheet->count; row++) {
        char *first = ll_sheet_get(sheet, row, 0);
        found = first != NULL && strstr(first, "Points Possible") != NULL;
        free(first);
        if (found)
            break;
    }
    return row;
}

/* Find the column that is filled in among those after "Section". */
static int find_assignment(struct plan *plan, size_t section, size_t maxima,
                           const char *wanted, struct ll_error *err)
{
    size_t count = plan->sheet.rows[0].count, found = 0;
    struct ll_buf names = LL_BUF_INIT;
    for (size_t i = section + 1; i < count; i++) {
        if (!is_assignment(plan, i, maxima))
            continue;
        char *name = ll_sheet_get(&plan->sheet, 0, i);
        ll_buf_addf(&names, "%s'%s'", names.len > 0 ? ", " : "",
                    name != NULL ? name : "");
        free(name);
        if (wanted != NULL && !is_called(plan, i, wanted))
            continue;
        found++;
        plan->mark = i;
    }
    if (found != 1)
        ll_fail(err, LL_FAULT_INPUT,
                "'%s': which column is to be filled in? Name it with --column; there "
                "are %.400s",
                plan->file, names.len > 0 ? ll_buf_text(&names) : "none");
    ll_buf_release(&names);
    return found == 1 ? 0 : -1;
}

static int plan_gradebook(const struct ll_marks *marks, struct plan *plan,
                          struct ll_error *err)
{
    *plan = (struct plan){.file = marks->gradebook};
    if (ll_sheet_read(plan->file, &plan->sheet, err) != 0)
        return -1;
    size_t count = plan->sheet.rows[0].count;
    size_t section = ll_sheet_column(&plan->sheet, "Section");
    size_t maxima = find_maxima(&plan->sheet);
    plan->id = ll_sheet_column(&plan->sheet, "ID");
    plan->most = count;
    plan->first = maxima < plan->sheet.count ? maxima + 1 : 1;
    if (plan->id == count || section == count)
        return ll_fail(
            err, LL_FAULT_INPUT,
            "'%s' has no columns 'ID' and 'Section': give the gradebook that "
            "Canvas exports",
            plan->file);
    if (find_assignment(plan, section, maxima, marks->column, err) != 0)
        return -1;
    plan->most_of_all = number_at(plan, maxima, plan->mark);
    return 0;
}

int ll_marks_check(const struct ll_marks *marks, struct ll_error *err)
{
    struct plan plan = {0};
    int result = 0;
    if (marks->worksheet != NULL) {
        result = plan_worksheet(marks, &plan, err);
        ll_sheet_release(&plan.sheet);
    }
    if (result == 0 && marks->gradebook != NULL) {
        result = plan_gradebook(marks, &plan, err);
        ll_sheet_release(&plan.sheet);
    }
    return result;
}

/* ---- filling it in --------------------------------------------------------------- */

/* The number at the end of "Participant 12345". */
static const char *digits_of(const char *identifier)
{
    const char *end = identifier + strlen(identifier);
    while (end > identifier && isdigit((unsigned char)end[-1]))
        end--;
    return end;
}

/* The index of the submission from the learner; the number of them where there is none.
 */
static size_t find_learner(const struct ll_class *class, const char *id)
{
    size_t i = 0;
    while (i < class->count && (class->all[i].learner.id == NULL || id[0] == '\0' ||
                                strcmp(class->all[i].learner.id, id) != 0))
        i++;
    return i;
}

static int remark(struct ll_strings *remarks, const struct ll_graded *graded,
                  const char *file, const char *reason, struct ll_error *err)
{
    struct ll_buf who = LL_BUF_INIT;
    ll_graded_who(graded, &who);
    ll_strings_addf(remarks, "%s has no mark in '%s': %s", ll_buf_text(&who), file,
                    reason);
    ll_buf_release(&who);
    return ll_strings_ok(remarks, err);
}

/* Why they have none is told elsewhere. */
static int remark_unjudged(struct ll_strings *remarks, size_t count, const char *file,
                           struct ll_error *err)
{
    if (count > 0)
        ll_strings_addf(remarks, "%zu submission%s no mark in '%s': not judged", count,
                        count == 1 ? " has" : "s have", file);
    return ll_strings_ok(remarks, err);
}

/* The mark, with no more digits than Moodle and Canvas keep. */
static void say_mark(struct ll_buf *out, const struct ll_graded *graded, double most)
{
    double mark = graded->score;
    if (most > 0 && graded->most > 0)
        mark = mark / graded->most * most;
    ll_say_points(out, mark);
}

/* What stands in the cell says that it has no mark: Canvas's words for "excused" and
 * "not assigned". */
static bool is_kept(const struct plan *plan, size_t row)
{
    char *text = ll_sheet_get(&plan->sheet, row, plan->mark);
    bool kept =
        text != NULL && (strcasecmp(text, "EX") == 0 || strcasecmp(text, "N/A") == 0);
    free(text);
    return kept;
}

static int fill_row(struct plan *plan, size_t row, const struct ll_graded *graded,
                    struct ll_strings *remarks, struct ll_error *err)
{
    struct ll_buf mark = LL_BUF_INIT;
    const struct ll_sheet_row *cells = &plan->sheet.rows[row];
    double most = plan->most < cells->count ? number_at(plan, row, plan->most)
                                            : plan->most_of_all;
    if (plan->mark >= cells->count)
        return remark(remarks, graded, plan->file, "its row is too short", err);
    if (!ll_graded_is_judged(graded)) {
        plan->unjudged++;
        return 0;
    }
    if (is_kept(plan, row))
        return remark(remarks, graded, plan->file,
                      "the table says that the learner is excused, or has not got the "
                      "assignment",
                      err);
    say_mark(&mark, graded, most);
    int result = mark.full ? ll_fail_memory(err)
                           : ll_sheet_set(&plan->sheet, row, plan->mark,
                                          ll_buf_text(&mark), err);
    ll_buf_release(&mark);
    return result;
}

static int fill_rows(struct plan *plan, const struct ll_class *class, bool *seen,
                     struct ll_strings *remarks, struct ll_error *err)
{
    int result = 0;
    for (size_t row = plan->first; row < plan->sheet.count && result == 0; row++) {
        char *identifier = ll_sheet_get(&plan->sheet, row, plan->id);
        if (identifier == NULL)
            return ll_fail_memory(err);
        size_t i = find_learner(class, digits_of(identifier));
        free(identifier);
        if (i == class->count)
            continue;
        seen[i] = true;
        result = fill_row(plan, row, &class->all[i], remarks, err);
    }
    for (size_t i = 0; i < class->count && result == 0; i++)
        if (!seen[i])
            result = remark(remarks, &class->all[i], plan->file,
                            "it has no row with that ID", err);
    return result == 0 ? remark_unjudged(remarks, plan->unjudged, plan->file, err)
                       : result;
}

static int write_text(const char *folder, const char *name, const struct ll_buf *text,
                      struct ll_strings *written, struct ll_error *err)
{
    char *path = text->full ? NULL : ll_path_join(folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, ll_buf_text(text), text->len, err);
    free(path);
    if (result == 0 && !ll_strings_add(written, name))
        result = ll_fail_memory(err);
    return result;
}

/* Fill in the table of the plan, whose making came to `result`, and write it. */
static int fill(int result, struct plan *plan, const struct ll_class *class,
                const char *folder, const char *name, struct ll_strings *written,
                struct ll_strings *remarks, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    bool *seen = calloc(class->count + 1, sizeof *seen);
    if (result == 0)
        result = seen == NULL ? ll_fail_memory(err)
                              : fill_rows(plan, class, seen, remarks, err);
    if (result == 0) {
        ll_sheet_write(&plan->sheet, &text);
        result = write_text(folder, name, &text, written, err);
    }
    free(seen);
    ll_buf_release(&text);
    ll_sheet_release(&plan->sheet);
    return result;
}

/* ---- a new worksheet ------------------------------------------------------------- */

static bool is_moodles(const struct ll_graded *graded)
{
    return ll_platform_of_place(graded->learner.place) == LL_PLATFORM_MOODLE;
}

/* With the columns that Moodle asks for, and no more. Moodle reads a date of "-" as
 * none. */
static int write_worksheet(const struct ll_class *class, const char *folder,
                           struct ll_strings *written, struct ll_strings *remarks,
                           struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    size_t unjudged = 0;
    ll_buf_puts(&text, "Identifier,Full name,Grade,Maximum Grade,"
                       "Last modified (grade)\r\n");
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        if (!is_moodles(graded))
            continue;
        ll_buf_addf(&text, "Participant %s,", graded->learner.id);
        ll_csv_text(&text, graded->learner.name);
        ll_buf_putc(&text, ',');
        if (ll_graded_is_judged(graded))
            say_mark(&text, graded, 0);
        unjudged += !ll_graded_is_judged(graded);
        ll_buf_putc(&text, ',');
        if (ll_graded_is_judged(graded))
            ll_say_points(&text, graded->most);
        ll_buf_puts(&text, ",-\r\n");
    }
    int result = write_text(folder, worksheet_file, &text, written, err);
    if (result == 0)
        result = remark_unjudged(remarks, unjudged, worksheet_file, err);
    ll_buf_release(&text);
    return result;
}

int ll_marks_write(const struct ll_class *class, const struct ll_marks *marks,
                   const char *folder, struct ll_strings *written,
                   struct ll_strings *remarks, struct ll_error *err)
{
    struct plan plan = {0};
    bool moodle = false;
    int result = 0;
    for (size_t i = 0; i < class->count; i++)
        moodle |= is_moodles(&class->all[i]);
    if (marks->worksheet != NULL)
        result = fill(plan_worksheet(marks, &plan, err), &plan, class, folder,
                      worksheet_file, written, remarks, err);
    else if (moodle)
        result = write_worksheet(class, folder, written, remarks, err);
    if (result == 0 && marks->gradebook != NULL)
        result = fill(plan_gradebook(marks, &plan, err), &plan, class, folder,
                      gradebook_file, written, remarks, err);
    return result;
}
