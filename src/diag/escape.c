/* SPDX-License-Identifier: MIT
 *
 * The address goes from name to name, and leaves the function at the end:
 *
 *     char text[40];              the variable: an array is its own address
 *     char *start = text;         another name for it
 *     return start;               handed out: here
 *
 * The statements are read in their order. Those that hand the address out are counted,
 * and only one that is alone is told: of two nobody knows which it was. */
#include "diag/escape.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/body.h"
#include "diag/words.h"

#define NAMES_MAX 8

/* What one function does with the address. */
struct search {
    struct ll_body body;
    char *names[NAMES_MAX]; /* owned: the variable, and the pointers that hold it */
    size_t name_count;
    bool is_array;           /* the variable */
    size_t out;              /* a token where the address leaves the function */
    size_t out_count;        /* how many there are */
    size_t return_count;     /* and of these, how many in return statements */
    size_t pass, pass_count; /* where it is passed to another function */
    size_t keep, keep_count; /* where another name of this function gets it */
};

/* ---- names ------------------------------------------------------------------- */

/* The index of the name that is the token at `i`; `name_count`: none. */
static size_t name_at(const struct search *search, size_t i)
{
    size_t n = 0;
    while (n < search->name_count && !ll_body_word(&search->body, i, search->names[n]))
        n++;
    return n;
}

static bool is_member(const struct ll_body *body, size_t i)
{
    return i > 0 && (ll_body_sign(body, i - 1, '.') || ll_body_sign(body, i - 1, '>'));
}

/* "&name", where & has no left operand. */
static bool takes_address(const struct ll_body *body, size_t i)
{
    if (i < 2 || !ll_body_sign(body, i - 1, '&'))
        return false;
    const struct ll_c_token *left = &body->tokens.items[i - 2];
    bool operand = left->kind == LL_C_SIGN ? strchr(")]&", left->sign) != NULL
                                           : !ll_body_word(body, i - 2, "return");
    return !operand;
}

/* Whether the name stands there for the address: "text", not "text[0]", "*text",
 * "text == NULL" or "end - text". */
static bool is_bare(const struct ll_body *body, size_t i)
{
    static const char after[] = "[=!<>-.", before[] = "*-!<>";
    for (const char *sign = after; *sign != '\0'; sign++)
        if (ll_body_sign(body, i + 1, *sign))
            return false;
    for (const char *sign = before; i > 0 && *sign != '\0'; sign++)
        if (ll_body_sign(body, i - 1, *sign))
            return false;
    return i > 0 && !(ll_body_sign(body, i - 1, '=') && !ll_body_assigns(body, i - 1));
}

static bool means_address(const struct search *search, size_t i)
{
    size_t n = name_at(search, i);
    if (n == search->name_count || is_member(&search->body, i))
        return false;
    if (n == 0 && takes_address(&search->body, i))
        return true;
    return (n > 0 || search->is_array) && is_bare(&search->body, i);
}

/* ---- where it goes ------------------------------------------------------------- */

/* Functions of the C library that do not keep what they are given. */
static bool keeps_nothing(const struct ll_c_token *function)
{
    static const char *const names[] = {
        "strlen",   "strcpy",   "strncpy",   "strcat",   "strncat", "strcmp",
        "strncmp",  "strdup",   "strndup",   "memcpy",   "memmove", "memset",
        "memcmp",   "snprintf", "sprintf",   "printf",   "fprintf", "dprintf",
        "scanf",    "fscanf",   "sscanf",    "fgets",    "fputs",   "puts",
        "fgetc",    "fputc",    "getc",      "putc",     "ungetc",  "fread",
        "fwrite",   "getline",  "getdelim",  "fseek",    "ftell",   "rewind",
        "feof",     "ferror",   "fflush",    "fclose",   "fileno",  "readdir",
        "closedir", "dirfd",    "rewinddir", "read",     "write",   "pread",
        "pwrite",   "lseek",    "close",     "fstat",    "isatty",  "fsync",
        "send",     "recv",     "sendto",    "recvfrom", "bind",    "listen",
        "connect",  "accept",   "shutdown",  "qsort",    "bsearch", "free"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ll_c_token_is(function, names[i]))
            return true;
    return false;
}

/* The start of what "=" at `equals` assigns to, and whether it is a name alone. */
static size_t target_of(const struct ll_body *body, size_t equals, bool *is_name)
{
    size_t i = equals;
    *is_name = true;
    for (size_t start = ll_body_statement(body, equals); i > start; i--) {
        const struct ll_c_token *token = &body->tokens.items[i - 1];
        bool part = token->kind == LL_C_SIGN && strchr("*.->[]", token->sign) != NULL;
        if ((token->kind == LL_C_SIGN && !part) || ll_body_word(body, i - 1, "else"))
            break;
        if (part && token->sign != '*')
            *is_name = false;
    }
    if (ll_body_sign(body, i, '*')) /* "*to = text" */
        *is_name = false;
    return i;
}

/* The address was stored by the "=" at `equals`: in another name of this function, or
 * somewhere that outlives it. */
static void store(struct search *search, size_t equals)
{
    bool is_name;
    size_t from = target_of(&search->body, equals, &is_name);
    char *name = is_name && equals > 0 ? ll_body_name(&search->body, equals - 1) : NULL;
    bool known = name == NULL || name_at(search, equals - 1) < search->name_count;
    bool is_own = name != NULL && !ll_body_word(&search->body, from, "static") &&
                  ll_body_declares(&search->body, name);
    if (is_own && !known && search->name_count < NAMES_MAX) {
        search->names[search->name_count++] = name;
        search->keep = equals;
        search->keep_count++;
        return;
    }
    free(name);
    if (!is_own) {
        search->out = equals;
        search->out_count++;
    }
}

/* The "(" of a compound literal whose brace is before `start`: "(struct view){text}".
 * 0: there is none. */
static size_t literal_before(const struct ll_body *body, size_t start)
{
    size_t i = start > 1 ? start - 1 : 0;
    int depth = 0;
    if (i == 0 || !ll_body_sign(body, i, '{') || !ll_body_sign(body, i - 1, ')'))
        return 0;
    do {
        i--;
        depth += ll_body_sign(body, i, ')');
        depth -= ll_body_sign(body, i, '(');
    } while (i > 0 && depth > 0);
    bool is_value =
        i > 0 &&
        (ll_body_assigns(body, i - 1) || ll_body_sign(body, i - 1, ',') ||
         ll_body_sign(body, i - 1, '(') || ll_body_word(body, i - 1, "return"));
    return is_value ? i : 0;
}

static void follow(struct search *search, size_t i)
{
    struct ll_body *body = &search->body;
    size_t start = ll_body_statement(body, i), function = ll_body_call(body, i);
    if (function < body->tokens.count) {
        if (!keeps_nothing(&body->tokens.items[function])) {
            search->pass = i;
            search->pass_count++;
        }
        return;
    }
    /* "struct view view = {text, 0};" */
    if (start > 1 && ll_body_sign(body, start - 1, '{') &&
        ll_body_assigns(body, start - 2)) {
        store(search, start - 2);
        return;
    }
    if (literal_before(body, start) > 0) {
        follow(search, literal_before(body, start));
        return;
    }
    for (size_t k = i; k-- > start;) {
        if (ll_body_assigns(body, k)) {
            store(search, k);
            return;
        }
        if (ll_body_word(body, k, "return")) {
            search->out = i;
            search->out_count++;
            search->return_count++;
            return;
        }
    }
}

static void follow_names(struct search *search, size_t from)
{
    for (size_t i = from; i < search->body.tokens.count; i++)
        if (means_address(search, i))
            follow(search, i);
}

/* Follow the address from the declaration of the variable, at or after `line`, to the
 * end of the function. False: the variable is not declared there. */
static bool follow_all(struct search *search, unsigned line)
{
    const struct ll_body *body = &search->body;
    size_t i = 0;
    while (i < body->tokens.count &&
           (body->tokens.items[i].line < line || name_at(search, i) > 0))
        i++;
    if (i == body->tokens.count || body->tokens.items[i].line != line)
        return false;
    search->is_array = ll_body_sign(body, i + 1, '[');
    follow_names(search, i + 1);
    return true;
}

static bool begin(struct search *search, const struct ll_frame *owner,
                  const char *variable)
{
    if (variable == NULL || !ll_body_read(&search->body, owner))
        return false;
    search->names[0] = strdup(variable);
    search->body.failed = search->names[0] == NULL;
    search->name_count = search->names[0] == NULL ? 0 : 1;
    return search->name_count > 0;
}

static bool end(struct search *search)
{
    bool good = !search->body.failed;
    for (size_t i = 0; i < search->name_count; i++)
        free(search->names[i]);
    ll_body_release(&search->body);
    return good;
}

static bool set_place(struct ll_stack *stack, const struct ll_frame *owner,
                      unsigned line)
{
    return stack->count > 0 ||
           ll_stack_add(stack, owner->function, owner->file, line, 0, owner->object);
}

/* The token that hands the address out; 0: not known. Where it leaves the function
 * counts first, then where it is passed on, then where a variable of the same function
 * gets it that may live longer. */
static size_t way_out(const struct search *search)
{
    if (search->out_count > 0)
        return search->out_count == 1 ? search->out : 0;
    if (search->pass_count > 0)
        return search->pass_count == 1 ? search->pass : 0;
    return search->keep_count == 1 ? search->keep : 0;
}

bool ll_escape_find(struct ll_diag *diag, const struct ll_frame *owner, unsigned line)
{
    struct search search = {.body = LL_BODY_INIT};
    bool good = true;
    if (begin(&search, owner, diag->variable) && follow_all(&search, line)) {
        size_t out = way_out(&search);
        good = set_place(&diag->allocated, owner, line) &&
               (out == 0 ||
                set_place(&diag->lost, owner, search.body.tokens.items[out].line));
    }
    return end(&search) && good;
}

bool ll_escape_find_declared(struct ll_diag *diag, const char *name, const char *path)
{
    static const char in[] = ", in ";
    const char *line = diag->declared == NULL ? NULL : strchr(diag->declared, ':');
    const char *function = line == NULL ? NULL : strstr(line, in);
    if (diag->kind != LL_STACK_ESCAPE || function == NULL ||
        strlen(name) != (size_t)(line - diag->declared) ||
        !ll_starts_with(diag->declared, name))
        return true;
    char *owner_function = strdup(function + strlen(in)), *file = strdup(path);
    const struct ll_frame owner = {.function = owner_function,
                                   .file = file,
                                   .line = (unsigned)strtoul(line + 1, NULL, 10)};
    bool good = owner_function != NULL && file != NULL &&
                ll_escape_find(diag, &owner, owner.line);
    free(owner_function);
    free(file);
    return good;
}

enum ll_escape_way ll_escape_way_of(struct ll_body *body, size_t name)
{
    struct search search = {.body = *body, .name_count = 1, .is_array = true};
    search.names[0] = ll_body_name(&search.body, name);
    if (search.names[0] == NULL) {
        body->failed = true;
        return LL_WAY_LEAVES;
    }
    follow_names(&search, name + 1);
    body->failed = search.body.failed;
    for (size_t i = 0; i < search.name_count; i++)
        free(search.names[i]);
    if (search.out_count + search.pass_count == 0)
        return LL_WAY_STAYS;
    return search.return_count == search.out_count + search.pass_count ? LL_WAY_RETURNED
                                                                       : LL_WAY_LEAVES;
}

/* ---- NULL for an address ------------------------------------------------------- */

/* The variable whose address the return statement in that line returns;
 * body->tokens.count: the line shows none. */
static size_t returned_name(const struct ll_body *body, unsigned line)
{
    for (size_t i = 0; i + 1 < body->tokens.count; i++) {
        if (body->tokens.items[i].line != line || !ll_body_word(body, i, "return"))
            continue;
        size_t name = i + 1;
        while (ll_body_sign(body, name, '(') || ll_body_sign(body, name, '&'))
            name++;
        bool found =
            name < body->tokens.count && body->tokens.items[name].kind == LL_C_WORD &&
            (ll_body_sign(body, name + 1, ';') || ll_body_sign(body, name + 1, ')') ||
             ll_body_sign(body, name + 1, '[') || ll_body_sign(body, name + 1, '.'));
        return found ? name : body->tokens.count;
    }
    return body->tokens.count;
}

/* The line that declares the name, which the body has at `use`; 0: none. */
static unsigned declaration_of(const struct ll_body *body, size_t use)
{
    char name[64];
    ll_c_token_copy(&body->tokens.items[use], name, sizeof name);
    for (size_t i = 0; i < use && ll_body_declares(body, name); i++)
        if (ll_body_word(body, i, name))
            return body->tokens.items[i].line;
    return 0;
}

/* Whether the line of `frame` uses what `function` returned: it calls the function, or
 * it names a variable that got the result before. */
static bool uses_result(const struct ll_body *body, const struct ll_frame *frame,
                        const char *function)
{
    for (size_t i = 0; i + 1 < body->tokens.count; i++) {
        if (!ll_body_word(body, i, function) || !ll_body_sign(body, i + 1, '('))
            continue;
        if (body->tokens.items[i].line == frame->line)
            return true;
        if (body->tokens.items[i].line > frame->line || i < 2 ||
            !ll_body_assigns(body, i - 1))
            continue;
        char name[64];
        ll_c_token_copy(&body->tokens.items[i - 2], name, sizeof name);
        for (size_t k = i; k < body->tokens.count; k++)
            if (body->tokens.items[k].line == frame->line &&
                ll_body_word(body, k, name))
                return true;
    }
    return false;
}

/* Whether one of the calls that led to the fault uses the result of `function`. */
static bool came_from(const struct ll_diag *diag, const char *function,
                      const char *const *roots, bool *failed)
{
    const struct ll_frame *own[8];
    size_t count = ll_stack_owns(&diag->at, roots, own, sizeof own / sizeof *own);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        struct ll_body body = LL_BODY_INIT;
        found = ll_body_read(&body, own[i]) && uses_result(&body, own[i], function);
        *failed = *failed || body.failed;
        ll_body_release(&body);
    }
    return found;
}

bool ll_escape_explain_null(struct ll_diag *diag, const struct ll_frame *returns,
                            const char *const *roots)
{
    struct ll_body body = LL_BODY_INIT;
    bool failed = false, read = ll_body_read(&body, returns);
    size_t name = read ? returned_name(&body, returns->line) : body.tokens.count;
    if (name < body.tokens.count &&
        came_from(diag, returns->function, roots, &failed)) {
        unsigned declared = declaration_of(&body, name);
        free(diag->variable);
        diag->variable = ll_body_name(&body, name);
        diag->kind = LL_STACK_ESCAPE;
        failed = failed ||
                 (declared > 0 && !set_place(&diag->allocated, returns, declared)) ||
                 !set_place(&diag->lost, returns, returns->line);
    }
    failed = failed || body.failed;
    ll_body_release(&body);
    return !failed;
}

/* ---- what a call was given ----------------------------------------------------- */

/* The function that the reader's line at `lost` called for the block. */
static const char *called_for(const struct ll_diag *diag, const struct ll_frame *lost)
{
    for (size_t i = diag->allocated.count; i-- > 1;)
        if (ll_frames_same_line(&diag->allocated.frames[i], lost))
            return diag->allocated.frames[i - 1].function;
    return NULL;
}

/* The only call of `function` in that line; body->tokens.count: none, or several. */
static size_t only_call(const struct ll_body *body, unsigned line, const char *function)
{
    size_t found = body->tokens.count;
    for (size_t i = 0; i < body->tokens.count; i++) {
        if (body->tokens.items[i].line != line || !ll_body_word(body, i, function) ||
            !ll_body_sign(body, i + 1, '('))
            continue;
        if (found < body->tokens.count)
            return body->tokens.count;
        found = i;
    }
    return found;
}

char *ll_escape_given_to(const struct ll_diag *diag)
{
    const struct ll_frame *lost = ll_readable_frame(&diag->lost);
    const char *function = lost == NULL ? NULL : called_for(diag, lost);
    struct ll_body body = LL_BODY_INIT;
    char *name = NULL;
    if ((diag->how == LL_LOSS_RETURN_IGNORED || diag->how == LL_LOSS_NEVER_STORED) &&
        !diag->inside && function != NULL && ll_body_read(&body, lost)) {
        size_t inner = only_call(&body, lost->line, function);
        size_t outer =
            inner < body.tokens.count ? ll_body_call(&body, inner) : body.tokens.count;
        if (outer < body.tokens.count && !keeps_nothing(&body.tokens.items[outer]))
            name = ll_body_name(&body, outer);
    }
    ll_body_release(&body);
    return name;
}
