/* SPDX-License-Identifier: MIT */
#include "value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static struct value *new_value(enum value_kind kind)
{
    struct value *value = calloc(1, sizeof *value);

    if (value != NULL)
        value->kind = kind;
    return value;
}

struct value *value_new_number(double number)
{
    struct value *value = new_value(VALUE_NUMBER);

    if (value != NULL)
        value->as.number = number;
    return value;
}

struct value *value_new_text(const char *text, size_t length)
{
    struct value *value = new_value(VALUE_TEXT);

    if (value == NULL)
        return NULL;
    value->as.text = strndup(text, length);
    if (value->as.text == NULL) {
        free(value);
        return NULL;
    }
    return value;
}

struct value *value_new_list(void)
{
    return new_value(VALUE_LIST);
}

static int make_room(struct value *list)
{
    size_t capacity = list->as.list.capacity == 0 ? 2 : 2 * list->as.list.capacity;
    struct value **items = realloc(list->as.list.items, capacity * sizeof(*items));

    if (items == NULL)
        return -1;
    list->as.list.items = items;
    list->as.list.capacity = capacity;
    return 0;
}

int list_add(struct value *list, struct value *item)
{
    if (list->as.list.count == list->as.list.capacity && make_room(list) != 0)
        return -1;
    list->as.list.items[list->as.list.count++] = item;
    return 0;
}

static const char *skip_blanks(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* The items up to the ')', where `*text` stands behind the '('. */
static struct value *read_list(const char **text)
{
    struct value *list = value_new_list();

    if (list == NULL)
        return NULL;
    while (*(*text = skip_blanks(*text)) != ')') {
        struct value *item = value_read(text);

        if (item == NULL || list_add(list, item) != 0) {
            value_free(item);
            value_free(list);
            return NULL;
        }
    }
    ++*text;
    return list;
}

struct value *value_read(const char **text)
{
    const char *begin = skip_blanks(*text);
    char *end;
    double number = strtod(begin, &end);

    if (*begin == '(') {
        *text = begin + 1;
        return read_list(text);
    }
    if (end > begin) {
        *text = end;
        return value_new_number(number);
    }
    int quoted = *begin == '"';
    begin += quoted;
    size_t length = strcspn(begin, quoted ? "\"" : " \t\n()\"");
    if (length == 0)
        return NULL; /* the text ends here, or a ')' is too many */
    *text = begin + length + (begin[length] == '"');
    return value_new_text(begin, length);
}

double value_sum(const struct value *value)
{
    double sum = value->kind == VALUE_NUMBER ? value->as.number : 0;

    if (value->kind == VALUE_LIST)
        for (size_t i = 0; i < value->as.list.count; i++)
            sum += value_sum(value->as.list.items[i]);
    return sum;
}

void value_write(const struct value *value, FILE *to)
{
    switch (value->kind) {
    case VALUE_NUMBER:
        fprintf(to, "%g", value->as.number);
        break;
    case VALUE_TEXT:
        fputc('"', to);
        fputs(value->as.text, to);
        fputc('"', to);
        break;
    case VALUE_LIST:
        fputc('(', to);
        for (size_t i = 0; i < value->as.list.count; i++) {
            if (i > 0)
                fputc(' ', to);
            value_write(value->as.list.items[i], to);
        }
        fputc(')', to);
        break;
    }
}

void value_free(struct value *value)
{
    if (value == NULL)
        return;
    if (value->kind == VALUE_TEXT)
        free(value->as.text);
    if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->as.list.count; i++)
            value_free(value->as.list.items[i]);
        free(value->as.list.items);
    }
    free(value);
}
