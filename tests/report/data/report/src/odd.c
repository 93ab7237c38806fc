/* Lines that are hard to show. */
double mean = 0; const char *naïve = "Übergröße 大"; double *total = malloc(sizeof *total); // why
	int x = a[10] + b[i].name; /* @bug */
    free(series); free(series);
char *name = the_function_with_a_long_name(series->data, series->capacity, "a long text in quotes", 1, 2, 3, 4), *q = malloc(12);
    puts("[31mred[0m ‮right to left �"); // not for a terminal
// @only-a-label
