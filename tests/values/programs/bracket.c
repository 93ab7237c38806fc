/* SPDX-License-Identifier: MIT
 *
 * A divisor that is a sum in brackets. */
int main(void)
{
    int size = 1;
    return 42 % (size - 1);
}
