/* SPDX-License-Identifier: MIT */
#include "class/similarity.h"

#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/grow.h"

enum {
    TOKENS = 12,    /* in a fingerprint */
    WINDOW = 6,     /* fingerprints of which one is kept */
    OWN_LEAST = 20, /* fingerprints: some ten lines */
    ALIKE = 85,     /* per cent */
    FEW = 10,       /* of a class may have the same by their own doing ... */
    SHARE = 4,      /* ... or a quarter of it */
};

/* ---- tokens -------------------------------------------------------------------- */

/* Words that nobody can rename: they stand for themselves. */
static bool is_fixed(const char *word)
{
    static const char *const words[] = {
        "auto",   "break",    "case",   "char",     "const",  "continue", "default",
        "do",     "double",   "else",   "enum",     "extern", "float",    "for",
        "goto",   "if",       "inline", "int",      "long",   "register", "return",
        "short",  "signed",   "sizeof", "static",   "struct", "switch",   "typedef",
        "union",  "unsigned", "void",   "volatile", "while",  "bool",     "true",
        "false",  "size_t",   "NULL",   "malloc",   "calloc", "realloc",  "free",
        "strdup", "strlen",   "strcpy", "strcmp",   "memcpy", "memmove",  "memset",
        "printf", "fprintf",  "puts",   "snprintf", "define", "ifdef",    "endif",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static uint64_t mix(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) /* FNV-1a */
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

struct reader {
    struct ll_c_tokens tokens;
    bool in_include; /* a line that is left out */
};

static bool is_include(struct ll_c_tokens after, const struct ll_c_token *token)
{
    struct ll_c_token word;
    return token->first && token->sign == '#' && ll_c_tokens_next(&after, &word) &&
           !word.first && ll_c_token_is(&word, "include");
}

/* The next token, as a hash of what cannot be changed about it. False at the end.
 * Comments and includes are left out. */
static bool next_token(struct reader *reader, uint64_t *hash)
{
    static const uint64_t start = UINT64_C(0xcbf29ce484222325);
    struct ll_c_token token;
    char word[32];
    do {
        if (!ll_c_tokens_next(&reader->tokens, &token))
            return false;
        if (token.first)
            reader->in_include = is_include(reader->tokens, &token);
    } while (token.kind == LL_C_COMMENT || reader->in_include);
    switch (token.kind) {
    case LL_C_WORD:
        ll_c_token_copy(&token, word, sizeof word);
        *hash = is_fixed(word) ? mix(start, word, strlen(word)) : mix(start, "a", 1);
        break;
    case LL_C_NUMBER:
        *hash = mix(start, "1", 1);
        break;
    case LL_C_STRING:
    case LL_C_CHAR:
        *hash = mix(start, token.kind == LL_C_STRING ? "\"" : "'", 1);
        break;
    default:
        *hash = mix(start, &token.sign, 1);
        break;
    }
    return true;
}

/* ---- fingerprints -------------------------------------------------------------- */

void ll_fingerprints_release(struct ll_fingerprints *prints)
{
    free(prints->items);
    *prints = (struct ll_fingerprints){0};
}

static int compare(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

static void sort(struct ll_fingerprints *prints)
{
    size_t kept = 0;
    if (prints->count > 0)
        qsort(prints->items, prints->count, sizeof *prints->items, compare);
    for (size_t i = 0; i < prints->count; i++)
        if (kept == 0 || prints->items[kept - 1] != prints->items[i])
            prints->items[kept++] = prints->items[i];
    prints->count = kept;
}

static void add_windows(struct ll_fingerprints *prints, const uint64_t *grams,
                        size_t count)
{
    size_t last = SIZE_MAX;
    size_t windows = count < WINDOW ? (count > 0) : count - WINDOW + 1;
    for (size_t from = 0; from < windows; from++) {
        size_t least = from;
        for (size_t i = from; i < from + WINDOW && i < count; i++)
            if (grams[i] <= grams[least]) /* of equals the last one */
                least = i;
        if (least != last)
            prints->items[prints->count++] = grams[least];
        last = least;
    }
}

int ll_fingerprints_add(struct ll_fingerprints *prints, const char *text, size_t length,
                        bool all, struct ll_error *err)
{
    struct reader reader = {0};
    uint64_t *grams = NULL, recent[TOKENS] = {0}, token;
    size_t count = 0, room = 0, seen = 0;
    int result = 0;
    ll_c_tokens_init(&reader.tokens, text, length);
    while (next_token(&reader, &token)) {
        recent[seen++ % TOKENS] = token;
        if (seen < TOKENS)
            continue;
        if (!LL_GROW(grams, count, room)) {
            result = ll_fail_memory(err);
            goto out;
        }
        uint64_t hash = 0;
        for (size_t i = 0; i < TOKENS; i++)
            hash = mix(hash, (const char *)&recent[(seen + i) % TOKENS], sizeof token);
        grams[count++] = hash;
    }
    if (count == 0)
        goto out;
    uint64_t *items = reallocarray(prints->items, prints->count + count, sizeof *items);
    if (items == NULL) {
        result = ll_fail_memory(err);
        goto out;
    }
    prints->items = items;
    if (all) {
        memcpy(prints->items + prints->count, grams, count * sizeof *grams);
        prints->count += count;
    } else {
        add_windows(prints, grams, count);
    }
    sort(prints);

out:
    free(grams);
    return result;
}

static bool has(const struct ll_fingerprints *prints, uint64_t print)
{
    return prints->count > 0 &&
           bsearch(&print, prints->items, prints->count, sizeof print, compare) != NULL;
}

void ll_fingerprints_without(struct ll_fingerprints *prints,
                             const struct ll_fingerprints *base)
{
    size_t kept = 0;
    for (size_t i = 0; i < prints->count; i++)
        if (!has(base, prints->items[i]))
            prints->items[kept++] = prints->items[i];
    prints->count = kept;
}

/* ---- comparing ----------------------------------------------------------------- */

void ll_similarity_release(struct ll_similarity *alike)
{
    for (size_t i = 0; i < alike->count; i++)
        free(alike->groups[i].members);
    free(alike->groups);
    *alike = (struct ll_similarity){0};
}

/* What more than a few, and more than a share of the class, have: common ground. */
static int find_common(const struct ll_fingerprints *all, size_t count,
                       struct ll_fingerprints *common, struct ll_error *err)
{
    size_t total = 0, most = count / SHARE > FEW ? count / SHARE : FEW;
    for (size_t i = 0; i < count; i++)
        total += all[i].count;
    if (total == 0)
        return 0;
    common->items = calloc(total, sizeof *common->items);
    if (common->items == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (all[i].count > 0)
            memcpy(common->items + common->count, all[i].items,
                   all[i].count * sizeof *common->items);
        common->count += all[i].count;
    }
    qsort(common->items, total, sizeof *common->items, compare);
    size_t kept = 0;
    for (size_t i = 0, next; i < total; i = next) {
        for (next = i; next < total && common->items[next] == common->items[i];)
            next++;
        if (next - i > most)
            common->items[kept++] = common->items[i];
    }
    common->count = kept;
    return 0;
}

static size_t count_shared(const struct ll_fingerprints *a,
                           const struct ll_fingerprints *b)
{
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        int order = compare(&a->items[i], &b->items[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return shared;
}

/* Of two submissions, the per cent of their own code that both have; 0: they have too
 * little of their own to be compared. */
static unsigned compare_code(const struct ll_fingerprints *a,
                             const struct ll_fingerprints *b)
{
    if (a->count < OWN_LEAST || b->count < OWN_LEAST)
        return 0;
    return (unsigned)(200 * count_shared(a, b) / (a->count + b->count));
}

/* ---- groups -------------------------------------------------------------------- */

/* A submission while groups are made. The first one of a group stands for it, and has
 * what is known of the group. */
struct place {
    size_t of; /* another one of the group, nearer to the first; the first: itself */
    size_t count;
    unsigned least, most;
};

static size_t first_of(struct place *places, size_t i)
{
    while (places[i].of != i) {
        places[i].of = places[places[i].of].of; /* the next search is shorter */
        i = places[i].of;
    }
    return i;
}

static void join(struct place *places, size_t a, size_t b, unsigned percent)
{
    size_t first = first_of(places, a), second = first_of(places, b);
    if (second < first) {
        size_t other = first;
        first = second;
        second = other;
    }
    struct place *group = &places[first], *other = &places[second];
    if (first != second) {
        other->of = first;
        group->count += other->count;
        group->least = other->least < group->least ? other->least : group->least;
        group->most = other->most > group->most ? other->most : group->most;
    }
    group->least = percent < group->least ? percent : group->least;
    group->most = percent > group->most ? percent : group->most;
}

static int compare_groups(const void *a, const void *b)
{
    const struct ll_similar_group *left = a, *right = b;
    if (left->most != right->most)
        return left->most > right->most ? -1 : 1;
    return left->members[0] < right->members[0] ? -1 : 1;
}

/* Add the group whose first member is `first`. */
static bool add_group(struct place *places, size_t first, size_t count,
                      struct ll_similarity *alike)
{
    struct ll_similar_group group = {.least = places[first].least,
                                     .most = places[first].most};
    if (!LL_GROW_ONE(alike->groups, alike->count) ||
        (group.members = calloc(places[first].count, sizeof *group.members)) == NULL)
        return false;
    for (size_t i = first; i < count; i++)
        if (first_of(places, i) == first)
            group.members[group.count++] = i;
    alike->groups[alike->count++] = group;
    return true;
}

static bool find_groups(const struct ll_fingerprints *all, size_t count,
                        struct ll_similarity *alike)
{
    struct place *places = calloc(count + 1, sizeof *places);
    bool ok = places != NULL;
    for (size_t i = 0; i < count && ok; i++)
        places[i] = (struct place){.of = i, .count = 1, .least = 100};
    for (size_t a = 0; a < count && ok; a++)
        for (size_t b = a + 1; b < count; b++) {
            unsigned percent = compare_code(&all[a], &all[b]);
            if (percent >= ALIKE)
                join(places, a, b, percent);
        }
    for (size_t i = 0; i < count && ok; i++)
        if (places[i].of == i && places[i].count > 1)
            ok = add_group(places, i, count, alike);
    free(places);
    return ok;
}

int ll_similarity_find(struct ll_fingerprints *all, size_t count,
                       struct ll_similarity *alike, struct ll_error *err)
{
    struct ll_fingerprints common = {0};
    *alike = (struct ll_similarity){0};
    if (find_common(all, count, &common, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        ll_fingerprints_without(&all[i], &common);
    ll_fingerprints_release(&common);
    if (!find_groups(all, count, alike)) {
        ll_similarity_release(alike);
        return ll_fail_memory(err);
    }
    if (alike->count > 0)
        qsort(alike->groups, alike->count, sizeof *alike->groups, compare_groups);
    return 0;
}
