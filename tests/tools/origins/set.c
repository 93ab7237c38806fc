/* SPDX-License-Identifier: MIT
 *
 * Nothing is unset. */
int main(int argc, char **argv)
{
    (void)argv;
    int seen[4] = {0};
    return seen[argc & 3];
}
