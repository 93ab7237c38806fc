/* SPDX-License-Identifier: MIT */
#include "session/translated.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS_MOST = 16 };

static struct text {
    enum { EMPTY, BEING_MADE, KEPT } state;
    struct ll_key key;
    char *data; /* of a text that is kept */
    size_t length;
    unsigned long used; /* when it was last asked for */
} texts[TEXTS_MOST];

static unsigned long clock_of_use;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static struct text *find(const struct ll_key *key)
{
    for (size_t i = 0; i < TEXTS_MOST; i++)
        if (texts[i].state != EMPTY && memcmp(&texts[i].key, key, sizeof *key) == 0)
            return &texts[i];
    return NULL;
}

static void empty(struct text *text)
{
    free(text->data);
    *text = (struct text){.state = EMPTY};
}

/* A place for another text: an empty one, or that of the text which was not asked for
 * the longest. NULL: all are being made. */
static struct text *find_place(void)
{
    struct text *oldest = NULL;
    for (size_t i = 0; i < TEXTS_MOST; i++) {
        if (texts[i].state == EMPTY)
            return &texts[i];
        if (texts[i].state == KEPT && (oldest == NULL || texts[i].used < oldest->used))
            oldest = &texts[i];
    }
    return oldest;
}

bool ll_translated_get(const struct ll_key *key, struct ll_buf *text)
{
    bool got = false;
    pthread_mutex_lock(&lock);
    struct text *found;
    while ((found = find(key)) != NULL && found->state == BEING_MADE)
        pthread_cond_wait(&changed, &lock);
    if (found != NULL) {
        found->used = ++clock_of_use;
        got = ll_buf_add(text, found->data, found->length);
    } else if ((found = find_place()) != NULL) {
        empty(found);
        found->state = BEING_MADE;
        found->key = *key;
    }
    pthread_mutex_unlock(&lock);
    return got;
}

void ll_translated_put(const struct ll_key *key, const struct ll_buf *text)
{
    pthread_mutex_lock(&lock);
    struct text *found = find(key);
    if (found != NULL && found->state == BEING_MADE) {
        char *copy = text != NULL && text->len > 0 ? malloc(text->len) : NULL;
        if (copy == NULL) {
            empty(found);
        } else {
            memcpy(copy, text->data, text->len);
            found->data = copy;
            found->length = text->len;
            found->used = ++clock_of_use;
            found->state = KEPT;
        }
    }
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}
