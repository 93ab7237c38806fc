/* SPDX-License-Identifier: MIT
 *
 * A struct is freed. The string that it owns is not freed.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=container-freed variable=person->name
 */
#include <stdlib.h>
#include <string.h>

struct person {
    int age;
    char *name;
};

static struct person *person_new(const char *name, int age)
{
    struct person *person = malloc(sizeof *person);

    person->age = age;
    person->name = strdup(name); /* @alloc */
    return person;
}

static void person_free(struct person *person)
{
    free(person); /* @lost */
}

int main(void)
{
    person_free(person_new("Grace", 42));
    return 0;
}
