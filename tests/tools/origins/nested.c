/* SPDX-License-Identifier: MIT
 *
 * What only gcc compiles. */
int main(int argc, char **argv)
{
    (void)argv;
    int seen[4];
    int more(void)
    {
        return 1;
    }
    seen[0] = more();
    if (seen[argc] > 3) /* @use */
        return 1;
    return 0;
}
