/* SPDX-License-Identifier: MIT */
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/text.h"
#include "diag/words.h"

#define REPLACEMENT 0xFFFD
#define WIDTH_DEFAULT 80
#define WIDTH_MIN 40
#define WIDTH_MAX 100 /* longer lines are hard to read */

/* ---- characters ------------------------------------------------------------- */

static bool in(long character, long first, long last)
{
    return first <= character && character <= last;
}

static bool is_command(long c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || in(c, 0x7F, 0x9F) ||
           in(c, 0x2028, 0x202E) || in(c, 0x2066, 0x2069);
}

/* What is not seen: two texts with it and without it look the same. The joiners U+200C
 * and U+200D are not among them, which some scripts need. */
static bool is_hidden(long c)
{
    return c == 0xAD || c == 0x61C || c == 0x180E || c == 0x200B ||
           in(c, 0x200E, 0x200F) || in(c, 0x2060, 0x206F) || c == 0xFEFF ||
           in(c, 0xFFF9, 0xFFFB) || in(c, 0xE0000, 0xE007F);
}

unsigned ll_next_character(const char **text)
{
    long character = ll_utf8_next(text);
    if (character < 0 || (character & 0xFFFE) == 0xFFFE || is_command(character) ||
        is_hidden(character))
        return REPLACEMENT;
    return (unsigned)character;
}

static void put_character(struct ll_buf *out, unsigned c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t count = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
    ll_buf_add(out, bytes, (size_t)count);
}

unsigned ll_text_columns(const char *text)
{
    unsigned columns = 0;
    while (*text != '\0') {
        if (text[0] == '\033' && text[1] == '[') {
            text += strcspn(text, "m");
            text += *text == 'm';
        } else {
            columns += ll_utf8_columns(ll_next_character(&text));
        }
    }
    return columns;
}

void ll_blanks(struct ll_buf *out, unsigned count)
{
    ll_buf_addf(out, "%*s", (int)count, "");
}

void ll_pour(struct ll_buf *out, struct ll_buf *from)
{
    ll_buf_puts(out, ll_buf_text(from));
    ll_drop(from, out);
}

void ll_pour_paint(struct ll_buf *out, const struct ll_style *style,
                   enum ll_paint paint, struct ll_buf *from)
{
    ll_paint(out, style, paint, ll_buf_text(from));
    ll_drop(from, out);
}

static unsigned columns_at(unsigned character, unsigned column)
{
    return character == '\t' ? LL_TAB - column % LL_TAB : ll_utf8_columns(character);
}

unsigned ll_columns_before(const char *text, size_t bytes)
{
    const char *end = text + bytes;
    unsigned column = 0;
    while (text < end)
        column += columns_at(ll_next_character(&text), column);
    return column;
}

void ll_cut(struct ll_buf *out, const char *text, unsigned from, unsigned to)
{
    unsigned column = 0;
    while (*text != '\0') {
        unsigned c = ll_next_character(&text);
        unsigned columns = columns_at(c, column);
        if (c == '\n')
            column = columns = 0;
        if (c == '\n')
            ll_buf_putc(out, '\n');
        else if (c == '\t')
            for (unsigned i = column; i < column + columns; i++)
                ll_buf_puts(out, from <= i && i < to ? " " : "");
        else if (from <= column && column + columns <= to)
            put_character(out, c);
        column += columns;
    }
}

void ll_clean(struct ll_buf *out, const char *text)
{
    ll_cut(out, text, 0, (unsigned)-1);
}

void ll_clean_cut(struct ll_buf *out, const char *text, size_t most)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    size_t length = clean.len;
    if (length > most)
        length = (size_t)(ll_utf8_start(clean.data, clean.data + most) - clean.data);
    ll_buf_add(out, ll_buf_text(&clean), length);
    ll_buf_puts(out, length < clean.len ? " ..." : "");
    out->full |= clean.full;
    ll_buf_release(&clean);
}

/* ---- style ------------------------------------------------------------------ */

static bool wants_colour(int fd)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fd) == 1 && (none == NULL || *none == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

static unsigned width_of(int fd)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    return width == 0 || width > 10000 ? WIDTH_DEFAULT : (unsigned)width;
}

struct ll_style ll_style_for(int fd)
{
    unsigned width = width_of(fd);
    return (struct ll_style){
        .colour = wants_colour(fd),
        .width = width < WIDTH_MIN   ? WIDTH_MIN
                 : width > WIDTH_MAX ? WIDTH_MAX
                                     : width,
    };
}

/* ---- pieces ----------------------------------------------------------------- */

void ll_paint(struct ll_buf *out, const struct ll_style *style, enum ll_paint paint,
              const char *text)
{
    static const char *const codes[] = {
        [LL_PAINT_NONE] = "",    [LL_PAINT_BOLD] = "1",  [LL_PAINT_DIM] = "2",
        [LL_PAINT_BAD] = "1;31", [LL_PAINT_GOOD] = "32", [LL_PAINT_MARK] = "33",
    };
    if (style->colour && paint != LL_PAINT_NONE)
        ll_buf_addf(out, "\033[%sm%s\033[0m", codes[paint], text);
    else
        ll_buf_puts(out, text);
}

/* Append one word to the line that ends at `*column`, or to a new one. */
static void wrap_word(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      unsigned *column, const char *word, size_t length)
{
    struct ll_buf copy = LL_BUF_INIT;
    ll_buf_add(&copy, word, length);
    unsigned columns = ll_text_columns(ll_buf_text(&copy));
    if (*column > indent && *column + 1 + columns > style->width) {
        ll_buf_putc(out, '\n');
        *column = 0;
    }
    if (*column == 0) {
        ll_blanks(out, indent);
        *column = indent;
    } else if (*column > indent) {
        ll_buf_putc(out, ' ');
        ++*column;
    }
    ll_pour(out, &copy);
    *column += columns;
}

/* How many bytes a word has: up to a blank where a line may end. More than one blank,
 * and one between quotes, are part of a value, as in `name = "   "`. */
static size_t word_length(const char *text)
{
    size_t length = strcspn(text, " \t\n");
    for (;;) {
        const char *blanks = text + length;
        size_t count = strspn(blanks, " ");
        bool quoted = count == 1 && length > 0 && blanks[-1] == '"' && blanks[1] == '"';
        if ((count < 2 && !quoted) || strchr("\t\n", blanks[count]) != NULL)
            return length;
        length += count + strcspn(blanks + count, " \t\n");
    }
}

void ll_wrap(struct ll_buf *out, const struct ll_style *style, unsigned indent,
             const char *text)
{
    unsigned column = 0;
    while (*text != '\0') {
        size_t blank = strspn(text, " \t\n");
        bool paragraph =
            blank > 1 && memchr(text, '\n', blank) != memrchr(text, '\n', blank);
        text += blank;
        if (*text == '\0')
            break;
        if (paragraph && column > 0) {
            ll_buf_puts(out, "\n\n");
            column = 0;
        }
        size_t length = word_length(text);
        wrap_word(out, style, indent, &column, text, length);
        text += length;
    }
    if (column > 0)
        ll_buf_putc(out, '\n');
}

void ll_columns(struct ll_buf *out, const struct ll_style *style, const char *left,
                const char *right)
{
    unsigned l = ll_text_columns(left), r = ll_text_columns(right);
    ll_buf_puts(out, left);
    if (r > 0 && l + 2 + r > style->width) {
        ll_buf_putc(out, '\n');
        l = 0;
    }
    if (r > 0)
        ll_blanks(out, l + r < style->width ? style->width - l - r : 0);
    ll_buf_puts(out, right);
    ll_buf_putc(out, '\n');
}
