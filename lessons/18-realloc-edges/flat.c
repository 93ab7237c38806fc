/* SPDX-License-Identifier: MIT
 *
 * flat.c: three people share a flat, and write down who has paid for what.
 */
#include <stdio.h>
#include <stdlib.h>

struct person {
    const char *name;
    int paid; /* in cents */
};

static struct person *people; /* owned; NULL: the flat is empty */
static size_t count;

/* Somebody moves in. Returns the new person; NULL when memory ran out. */
static struct person *move_in(const char *name)
{
    struct person *more = realloc(people, (count + 1) * sizeof *more);

    if (more == NULL)
        return NULL;
    people = more;
    people[count] = (struct person){name, 0};
    return &people[count++];
}

static void pay(struct person *person, int cents)
{
    person->paid += cents;
}

static void tell_all(void)
{
    for (size_t i = 0; i < count; i++)
        printf("%-6s %3d.%02d\n", people[i].name, people[i].paid / 100,
               people[i].paid % 100);
}

int main(void)
{
    struct person *lodger = NULL, *landlady = move_in("Vera");

    if (landlady != NULL)
        pay(landlady, 1250);
    if (landlady != NULL && move_in("Sam") != NULL)
        lodger = move_in("Noor");
    if (lodger != NULL) {
        pay(lodger, 480);
        pay(landlady, 320);
    }
    tell_all();
    free(people);
    return lodger != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}
