/* SPDX-License-Identifier: MIT
 *
 * One tool stops where an unset value is handed over, and never comes to the use. */
static int first(int a, int b)
{
    (void)b;
    return a;
}

int main(int argc, char **argv)
{
    (void)argv;
    int seen[4], unused[4];
    seen[0] = first(0, unused[argc]);
    if (seen[argc] > 3) /* @use */
        return 1;
    return 0;
}
