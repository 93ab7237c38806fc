/* SPDX-License-Identifier: MIT
 *
 * An element of a local array decides. */
static int count(int argc)
{
    int seen[4]; /* @declared */
    seen[0] = 1;
    if (seen[argc] > 3) /* @use */
        return 1;
    return 2;
}

int main(int argc, char **argv)
{
    (void)argv;
    return count(argc) == 3;
}
