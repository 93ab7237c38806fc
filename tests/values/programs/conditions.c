/* SPDX-License-Identifier: MIT */
int main(void)
{
    int table[5] = {5, 4, 3, 2, 1}, sum = 0;
    int limit = 9;
    for (int row = 0; row < 3; row++) {
        if (limit > row)
            for (int i = 0; i < limit; i++)
                sum += table[i];
    }
    int below = -2;
    sum += table[below];
    return sum;
}
