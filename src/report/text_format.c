/* SPDX-License-Identifier: MIT
 *
 * text_format: the row of the text format. */
#include "report/report.h"
#include "report/text.h"
#include "report/text_sweep.h"

const struct ll_format ll_format_text = {
    .name = "text", .check = ll_text_check, .sweep = ll_text_sweep};
