/* SPDX-License-Identifier: MIT */
#include "cli/view.h"

#include "base/home.h"
#include "config.h"

#if LL_HAVE_CURSES

#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "jail/jail.h"

enum { FDS_MAX = 8, LINES_MAX = 4000 };
enum { ESCAPE_MS = 50 }; /* so long a key may take that is sent as several */

static struct {
    bool open;
    WINDOW *pad;    /* the head, and the text below it; NULL: none yet */
    int head_lines; /* that stay where they are */
    int lines;      /* of the text */
    int top;        /* the first line of the text in sight */
    char *keys;     /* owned: in lines that fit */
    int key_rows;
} view;

/* ---- the terminal ------------------------------------------------------------- */

int ll_view_open(struct ll_error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return ll_fail(err, LL_FAULT_USAGE, "it needs a terminal");
    setlocale(LC_CTYPE, "");
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL)
        return ll_fail(err, LL_FAULT_USAGE,
                       "there is no terminal of the type '%s' here: set TERM",
                       getenv("TERM") != NULL ? getenv("TERM") : "");
    view.open = true;
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    curs_set(0);
    if (has_colors() && getenv("NO_COLOR") == NULL) {
        start_color();
        use_default_colors();
        init_pair(1, COLOR_RED, -1);
        init_pair(2, COLOR_GREEN, -1);
        init_pair(3, COLOR_YELLOW, -1);
    }
    refresh();
    return 0;
}

void ll_view_close(void)
{
    if (!view.open)
        return;
    if (view.pad != NULL)
        delwin(view.pad);
    free(view.keys);
    endwin();
    view.pad = NULL;
    view.keys = NULL;
    view.open = false;
}

struct ll_style ll_view_style(void)
{
    struct ll_style style = {.colour = true};
    style.width = COLS < 40 ? 40 : COLS > 100 ? 100 : (unsigned)COLS;
    return style;
}

/* ---- the text ----------------------------------------------------------------- */

/* The sequences of ll_paint(); without colours, bold and dim are left. */
static void apply(const char *codes, size_t length)
{
    bool colours = has_colors() && getenv("NO_COLOR") == NULL;
    for (size_t i = 0; i < length;) {
        long code = strtol(codes + i, NULL, 10);
        if (code == 0)
            wattrset(view.pad, A_NORMAL);
        else if (code == 1)
            wattron(view.pad, A_BOLD);
        else if (code == 2)
            wattron(view.pad, A_DIM);
        else if (colours && code >= 31 && code <= 33)
            wattron(view.pad, COLOR_PAIR(code - 30));
        i += strcspn(codes + i, ";") + 1;
    }
}

/* What a terminal without UTF-8 shows in place of the characters that we draw with. */
static const char *plain(const char *character, size_t length)
{
    static const char *const drawn[][2] = {
        {"│", "|"}, {"─", "-"},  {"…", "..."}, {"·", "-"}, {"→", "->"},
        {"●", "*"}, {"○", "o"},  {"◐", "~"},   {"›", ">"}, {"‘", "'"},
        {"’", "'"}, {"“", "\""}, {"”", "\""},  {"▲", "^"}, {"✗", "x"}};
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
        if (strlen(drawn[i][0]) == length &&
            strncmp(drawn[i][0], character, length) == 0)
            return drawn[i][1];
    return "?";
}

/* Write one character; a terminal without UTF-8 is given another form of it. */
static void write_character(WINDOW *window, const char *character, size_t length)
{
    if (MB_CUR_MAX > 1 || length == 1) {
        waddnstr(window, character, (int)length);
        return;
    }
    /* Three dots in place of one: they take the place of blanks, so that columns stay.
     */
    const char *form = plain(character, length);
    int more = (int)strlen(form) - 1, x = getcurx(window), y = getcury(window);
    if (more == 2 && x >= more && (mvwinch(window, y, x - 1) & A_CHARTEXT) == ' ' &&
        (mvwinch(window, y, x - 2) & A_CHARTEXT) == ' ')
        x -= more;
    mvwaddstr(window, y, x, form);
}

/* Go on in the next line, as far to the right as this one began. */
static void break_line(void)
{
    int y = getcury(view.pad), indent = 0;
    while (indent < COLS / 2 && (mvwinch(view.pad, y, indent) & A_CHARTEXT) == ' ')
        indent++;
    wmove(view.pad, y + 1, indent);
}

/* Write the text into the pad, up to its last line. */
static void write_text(const char *text)
{
    while (*text != '\0' && getcury(view.pad) < LINES_MAX - 1) {
        const char *end = strchr(text, 'm');
        if (text[0] == '\033' && text[1] == '[' && end != NULL) {
            apply(text + 2, (size_t)(end - text - 2));
            text = end + 1;
            continue;
        }
        const char *next = text;
        ll_next_character(&next);
        if (*text != '\n' && getcurx(view.pad) >= COLS)
            break_line();
        write_character(view.pad, text, (size_t)(next - text));
        text = next;
    }
}

/* ---- the line of keys, which may need several ------------------------------------ */

/* Break the line between two keys where the next one does not fit. */
static char *break_keys(const char *keys, unsigned width)
{
    static const char between[] = " · ";
    struct ll_buf lines = LL_BUF_INIT;
    unsigned column = 0;
    while (*keys != '\0') {
        const char *end = strstr(keys, between);
        struct ll_buf key = LL_BUF_INIT;
        ll_buf_add(&key, keys, end != NULL ? (size_t)(end - keys) : strlen(keys));
        unsigned columns = ll_text_columns(ll_buf_text(&key));
        bool fits = column > 0 && column + 3 + columns < width;
        ll_buf_puts(&lines, fits ? between : column > 0 ? "\n" : "");
        column = (fits ? column + 3 : 0) + columns;
        ll_pour(&lines, &key);
        keys = end != NULL ? end + strlen(between) : keys + strlen(keys);
    }
    char *broken = ll_buf_take(&lines);
    ll_buf_release(&lines);
    return broken;
}

static void write_keys(void)
{
    const char *at = view.keys;
    for (int row = LINES - view.key_rows; at != NULL && row < LINES; row++) {
        move(row, 0);
        for (const char *next = at; *at != '\0' && *at != '\n'; at = next) {
            ll_next_character(&next);
            write_character(stdscr, at, (size_t)(next - at));
        }
        at += *at == '\n';
    }
}

/* How many lines of the text there is room for. */
static int rows(void)
{
    int left = LINES - view.key_rows - 1 - view.head_lines;
    return left > 0 ? left : 1;
}

static void draw(void)
{
    int last = view.lines - rows();
    view.top = view.top > last ? last : view.top;
    view.top = view.top < 0 ? 0 : view.top;
    erase();
    if (LINES > view.key_rows)
        write_keys();
    const int first = view.head_lines;
    if (view.top < last && first + rows() < LINES)
        mvaddnstr(first + rows(), 0, "   (more below: Space, or the arrow keys)",
                  COLS - 1);
    wnoutrefresh(stdscr);
    if (view.pad != NULL && LINES > 2 && first > 0)
        pnoutrefresh(view.pad, 0, 0, 0, 0, first - 1, COLS - 1);
    if (view.pad != NULL && LINES > 2)
        pnoutrefresh(view.pad, first + view.top, 0, first, 0, first + rows() - 1,
                     COLS - 1);
    doupdate();
}

void ll_view_show(const char *head, const char *text, const char *keys, bool again)
{
    if (view.pad != NULL)
        delwin(view.pad);
    /* One column more: a line that fills the width is not broken. */
    view.pad = newpad(LINES_MAX, COLS + 1);
    free(view.keys);
    view.keys = break_keys(keys, (unsigned)COLS);
    view.key_rows = 1;
    for (const char *at = view.keys; at != NULL && (at = strchr(at, '\n')) != NULL;
         at++)
        view.key_rows++;
    if (view.pad == NULL)
        return;
    write_text(head);
    view.head_lines = getcury(view.pad);
    write_text(text);
    view.lines = getcury(view.pad) + 1 - view.head_lines;
    if (view.head_lines > (LINES - view.key_rows) / 2) { /* a small terminal */
        view.lines += view.head_lines;
        view.head_lines = 0;
    }
    if (!again)
        view.top = 0;
    draw();
}

/* ---- keys --------------------------------------------------------------------- */

/* Whether the key moved the text. */
static bool move_text(int key)
{
    switch (key) {
    case KEY_DOWN:
        view.top++;
        break;
    case KEY_UP:
        view.top--;
        break;
    case ' ':
        if (view.top >= view.lines - rows())
            return false;
        view.top += rows() - 1;
        break;
    case KEY_NPAGE:
        view.top += rows() - 1;
        break;
    case KEY_PPAGE:
        view.top -= rows() - 1;
        break;
    case KEY_HOME:
        view.top = 0;
        break;
    case KEY_END:
        view.top = view.lines;
        break;
    default:
        return false;
    }
    draw();
    return true;
}

int ll_view_wait(const int *fds, int count, int milliseconds)
{
    struct pollfd polled[FDS_MAX + 1] = {{.fd = STDIN_FILENO, .events = POLLIN}};
    for (int i = 0; i < count && i < FDS_MAX; i++)
        polled[i + 1] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    for (;;) {
        int key = getch();
        if (key == KEY_RESIZE)
            return LL_VIEW_RESIZED;
        if (key != ERR && !move_text(key))
            return key;
        if (key != ERR)
            continue;
        int ready =
            poll(polled, (nfds_t)(count < FDS_MAX ? count : FDS_MAX) + 1, milliseconds);
        if (ll_jail_is_cancelled() || (ready < 0 && errno != EINTR) ||
            (polled[0].revents & (POLLHUP | POLLERR)) != 0)
            return LL_VIEW_END;
        if (ready == 0)
            return LL_VIEW_TICK;
        for (int i = 0; ready > 0 && i < count && i < FDS_MAX; i++)
            if (polled[i + 1].revents != 0)
                return LL_VIEW_READY;
    }
}

#else

int ll_view_open(struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_HARNESS,
                   "leaklab was built without ncurses: install libncurses-dev%s, and "
                   "build it again",
                   ll_home_advise("libncurses-dev").text);
}

void ll_view_close(void)
{
}

struct ll_style ll_view_style(void)
{
    return ll_style_for(1);
}

void ll_view_show(const char *head, const char *text, const char *keys, bool again)
{
    (void)head;
    (void)text;
    (void)keys;
    (void)again;
}

int ll_view_wait(const int *fds, int count, int milliseconds)
{
    (void)fds;
    (void)count;
    (void)milliseconds;
    return LL_VIEW_END;
}

#endif
