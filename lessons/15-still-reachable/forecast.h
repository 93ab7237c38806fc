/* SPDX-License-Identifier: MIT
 *
 * forecast.h: tomorrow's weather in each village, for the page of a weather station.
 *
 * A forecast takes long to work out, so the newest ones are kept: whoever asks for the
 * same village soon gets the same forecast.
 *
 * Life cycle: forecast_for(), as often as somebody asks. What is kept serves to the end
 * of the program and is not freed. It has a limit: FORECASTS_KEPT.
 */
#ifndef FORECAST_H
#define FORECAST_H

enum { FORECASTS_KEPT = 8 };

/* Tomorrow's weather in `village`, such as "clear, 17 degrees". Borrowed: valid until
 * the next call. NULL when memory ran out. */
const char *forecast_for(const char *village);

/* How many forecasts were worked out so far. */
unsigned forecast_count(void);

#endif
