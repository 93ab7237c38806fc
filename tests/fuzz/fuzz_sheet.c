/* SPDX-License-Identifier: MIT
 *
 * Worksheets and gradebooks in CSV: what is read is written back byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "report/sheet.h"

/* Read each cell, and set the last of each row. */
static void use(struct ll_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count && i < 32; i++) {
        size_t most = sheet->rows[i].count;
        for (size_t j = 0; j <= most && j < 32; j++)
            free(ll_sheet_get(sheet, i, j));
        fuzz_expect(most > 0, "a row has a cell");
        fuzz_expect(ll_sheet_set(sheet, i, most - 1, "7.5", NULL) == 0,
                    "a cell can be set");
    }
    fuzz_expect(ll_sheet_column(sheet, "grade") <= sheet->rows[0].count,
                "a column is in the first row, or there is none");
}

static bool read_sheet(const uint8_t *bytes, size_t count)
{
    struct ll_sheet sheet;
    struct ll_buf out = LL_BUF_INIT;
    bool good = ll_sheet_read(fuzz_file(bytes, count), &sheet, NULL) == 0;
    if (good) {
        ll_sheet_write(&sheet, &out);
        fuzz_expect(out.len == count && memcmp(ll_buf_text(&out), bytes, count) == 0,
                    "a sheet is written as it was read");
        use(&sheet);
        ll_sheet_write(&sheet, &out);
    }
    ll_sheet_release(&sheet);
    ll_buf_release(&out);
    return good;
}

static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    ll_buf_puts(good, "\xEF\xBB\xBFIdentifier,\"Full name\",Grade\r\n"
                      "Participant 7,\"Lee, \"\"Ann\"\"\",\r\n");
    ll_buf_puts(bad, "Identifier,Full name\n7,Lee \xE4\n");
}

const struct fuzzer fuzzer = {read_sheet, examples};
