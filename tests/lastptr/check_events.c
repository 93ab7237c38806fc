/* SPDX-License-Identifier: MIT
 *
 * check_events: replays a log of events and compares the pointers at its end with those
 * that the program printed (lines "word value" on standard input).
 *
 *   check_events LOG < POINTERS
 *
 * Every printed word must have the printed value in the replay. Every pointer of the
 * replay that is in a live block must have been printed. Prints the number of events of
 * each type.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/lastptr_log.h"

#define BLOCKS_MAX 4096
#define WORDS_MAX 65536

struct block {
    uint64_t address, size;
    bool live;
};

struct word {
    uint64_t address, block, offset; /* block 0: no pointer */
    bool told;
};

static struct block blocks[BLOCKS_MAX];
static struct word words[WORDS_MAX];
static size_t word_count;

static struct word *word_at(uint64_t address)
{
    for (size_t i = 0; i < word_count; i++) {
        if (words[i].address == address)
            return &words[i];
    }
    if (word_count == WORDS_MAX)
        exit(2);
    words[word_count].address = address;
    return &words[word_count++];
}

static void apply(const struct ll_event *event)
{
    struct word *word;

    if (event->block >= BLOCKS_MAX)
        exit(2);
    switch (event->type) {
    case LL_EVENT_ALLOC:
        blocks[event->block] = (struct block){event->address, event->size, true};
        break;
    case LL_EVENT_FREE:
        blocks[event->block].live = false;
        break;
    case LL_EVENT_POINTER:
        word = word_at(event->address);
        word->block = event->block;
        word->offset = event->size;
        break;
    case LL_EVENT_NO_POINTER:
        word_at(event->address)->block = 0;
        break;
    default:
        break;
    }
}

static bool replay(const char *path)
{
    struct ll_events *log = ll_events_open(path);
    unsigned long counts[256] = {0};
    struct ll_event event;
    int result;

    if (!log) {
        perror(path);
        return false;
    }
    event.type = LL_EVENT_CUT;
    while ((result = ll_events_next(log, &event)) == 1) {
        counts[(unsigned char)event.type]++;
        apply(&event);
    }
    ll_events_close(log);
    for (int type = 0; type < 256; type++) {
        if (counts[type])
            printf("%c %lu\n", type, counts[type]);
    }
    return result == 0 && counts[LL_EVENT_END] == 1 && counts[LL_EVENT_LINE] > 0 &&
           counts[LL_EVENT_CALL] ==
               counts[LL_EVENT_RETURN] + 1; /* main did not return */
}

static bool in_live_block(uint64_t address)
{
    for (size_t i = 0; i < BLOCKS_MAX; i++) {
        if (blocks[i].live && address - blocks[i].address < blocks[i].size)
            return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    unsigned long address, value;
    int wrong = 0, told = 0;

    if (argc != 2 || !replay(argv[1]))
        return 1;
    while (scanf("%lx %lx", &address, &value) == 2) {
        struct word *word = word_at(address);
        const struct block *block = &blocks[word->block];

        word->told = true;
        told++;
        if (!word->block || !block->live || block->address + word->offset != value) {
            printf("word %lx: the program says %lx\n", address, value);
            wrong++;
        }
    }
    for (size_t i = 0; i < word_count; i++) {
        const struct word *word = &words[i];

        if (word->block && blocks[word->block].live && in_live_block(word->address) &&
            !word->told) {
            printf("word %lx: the log has a pointer, the program has none\n",
                   (unsigned long)word->address);
            wrong++;
        }
    }
    printf("%d pointers told, %d wrong\n", told, wrong);
    return told == 0 || wrong > 0;
}
