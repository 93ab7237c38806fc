/* SPDX-License-Identifier: MIT */
#include "class/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "report/sheet.h"

void ll_roster_release(struct ll_roster *roster)
{
    for (size_t i = 0; i < roster->count; i++)
        ll_learner_release(&roster->learners[i]);
    free(roster->learners);
    free(roster->file);
    *roster = (struct ll_roster){0};
}

/* ---- reading --------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct ll_learner *)a)->id,
                  ((const struct ll_learner *)b)->id);
}

static int add_learner(struct ll_roster *roster, const struct ll_sheet *sheet,
                       size_t row, const size_t columns[2], struct ll_error *err)
{
    if (!LL_GROW_ONE(roster->learners, roster->count))
        return ll_fail_memory(err);
    struct ll_learner *learner = &roster->learners[roster->count++];
    *learner = (struct ll_learner){.id = ll_sheet_get(sheet, row, columns[0]),
                                   .name = ll_sheet_get(sheet, row, columns[1])};
    if (learner->id == NULL || learner->name == NULL)
        return ll_fail_memory(err);
    if (learner->id[0] == '\0')
        return ll_fail(err, LL_FAULT_INPUT, "'%s': row %zu has no ID", roster->file,
                       row + 1);
    return 0;
}

static int read_rows(struct ll_roster *roster, const struct ll_sheet *sheet,
                     struct ll_error *err)
{
    static const char *const names[] = {"id", "name"};
    size_t columns[2];
    for (size_t i = 0; i < 2; i++) {
        columns[i] = ll_sheet_column(sheet, names[i]);
        if (columns[i] == sheet->rows[0].count)
            return ll_fail(err, LL_FAULT_INPUT,
                           "'%s' has no column '%s': its first row names the columns, "
                           "id and name",
                           roster->file, names[i]);
    }
    for (size_t row = 1; row < sheet->count; row++)
        if (add_learner(roster, sheet, row, columns, err) != 0)
            return -1;
    if (roster->count > 0)
        qsort(roster->learners, roster->count, sizeof *roster->learners, compare_ids);
    for (size_t i = 1; i < roster->count; i++)
        if (compare_ids(&roster->learners[i - 1], &roster->learners[i]) == 0)
            return ll_fail(err, LL_FAULT_INPUT, "'%s' has the ID '%s' twice",
                           roster->file, roster->learners[i].id);
    return 0;
}

int ll_roster_read(const char *file, struct ll_roster *roster, struct ll_error *err)
{
    struct ll_sheet sheet;
    *roster = (struct ll_roster){.file = strdup(file)};
    int result = ll_sheet_read(file, &sheet, err);
    if (result == 0)
        result =
            roster->file == NULL ? ll_fail_memory(err) : read_rows(roster, &sheet, err);
    ll_sheet_release(&sheet);
    return result;
}

/* ---- using it -------------------------------------------------------------------- */

/* Append "a, b and more" to a remark of this begin. */
static void add_to(struct ll_buf *remark, size_t *count, const char *text)
{
    ll_buf_puts(remark, (*count)++ == 0 ? "" : ", ");
    ll_buf_puts(remark, text);
}

/* The learner of the submission gets the name. `seen` (one for each in the roster) says
 * who has handed something in. */
static int name_one(const struct ll_roster *roster, struct ll_submission *one,
                    bool *seen, struct ll_buf *unknown, size_t *count,
                    struct ll_error *err)
{
    struct ll_learner *own = &one->learner;
    const struct ll_learner key = {.id = own->id != NULL ? own->id : one->name};
    const struct ll_learner *found =
        roster->count == 0 ? NULL
                           : bsearch(&key, roster->learners, roster->count,
                                     sizeof *roster->learners, compare_ids);
    if (found == NULL) {
        add_to(unknown, count, key.id);
        return 0;
    }
    seen[found - roster->learners] = true;
    return (own->id != NULL || ll_set_text(&own->id, found->id)) &&
                   ll_set_text(&own->name, found->name)
               ? 0
               : ll_fail_memory(err);
}

static void find_missing(const struct ll_roster *roster, const bool *seen,
                         struct ll_buf *missing, size_t *count)
{
    for (size_t i = 0; i < roster->count; i++)
        if (!seen[i]) {
            add_to(missing, count, roster->learners[i].name);
            ll_buf_addf(missing, " (%s)", roster->learners[i].id);
        }
}

int ll_roster_apply(const struct ll_roster *roster, struct ll_submissions *submissions,
                    struct ll_error *err)
{
    struct ll_buf unknown = LL_BUF_INIT, missing = LL_BUF_INIT;
    size_t strangers = 0, absent = 0;
    bool *seen = calloc(roster->count + 1, sizeof *seen);
    int result = seen == NULL ? ll_fail_memory(err) : 0;
    for (size_t i = 0; i < submissions->count && result == 0; i++)
        result =
            name_one(roster, &submissions->items[i], seen, &unknown, &strangers, err);
    if (result == 0)
        find_missing(roster, seen, &missing, &absent);
    if (result == 0 && strangers > 0)
        ll_strings_addf(&submissions->remarks, "not in '%s': %s", roster->file,
                        ll_buf_text(&unknown));
    if (result == 0 && absent > 0)
        ll_strings_addf(&submissions->remarks, "in '%s', without a submission: %s",
                        roster->file, ll_buf_text(&missing));
    if (result == 0 && (unknown.full || missing.full))
        result = ll_fail_memory(err);
    if (result == 0)
        result = ll_strings_ok(&submissions->remarks, err);
    ll_buf_release(&missing);
    ll_buf_release(&unknown);
    free(seen);
    return result;
}
