/* SPDX-License-Identifier: MIT
 *
 * A hash table replaces a value without freeing the old one.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=overwritten variable=entry->value
 */
#include <stdlib.h>
#include <string.h>

#define BUCKETS 8

struct entry {
    struct entry *next;
    char *key, *value;
};

struct table {
    struct entry *buckets[BUCKETS];
};

static unsigned hash(const char *key)
{
    unsigned h = 5381;

    while (*key)
        h = h * 33 + (unsigned char)*key++;
    return h % BUCKETS;
}

static void table_set(struct table *table, const char *key, const char *value)
{
    struct entry **bucket = &table->buckets[hash(key)], *entry;

    for (entry = *bucket; entry; entry = entry->next) {
        if (strcmp(entry->key, key) == 0) {
            entry->value = strdup(value); /* @lost */
            return;
        }
    }
    entry = malloc(sizeof *entry);
    entry->key = strdup(key);
    entry->value = strdup(value); /* @alloc */
    entry->next = *bucket;
    *bucket = entry;
}

static void table_free(struct table *table)
{
    int i;

    for (i = 0; i < BUCKETS; i++) {
        while (table->buckets[i]) {
            struct entry *entry = table->buckets[i];

            table->buckets[i] = entry->next;
            free(entry->key);
            free(entry->value);
            free(entry);
        }
    }
    free(table);
}

int main(void)
{
    struct table *table = calloc(1, sizeof *table);
    char key[2] = "a";

    for (; key[0] <= 'z'; key[0]++)
        table_set(table, key, "value");
    table_set(table, "k", "another");
    table_free(table);
    return 0;
}
