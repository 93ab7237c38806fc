/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>

enum colour { RED, GREEN, BLUE };

struct point {
    int x, y;
    double weight;
    const char *name;
};

int main(void)
{
    enum colour colour = BLUE;
    double ratio = 0.25;
    float single = 1.5F;
    bool ready = true;
    char letter = 'x', newline = '\n';
    unsigned char byte = 200;
    unsigned long large = 18446744073709551615UL;
    short small = -3;
    struct point point = {1, -2, 0.5, "corner"};
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    int *nothing = NULL;
    if (colour == BLUE && ready && letter < newline + 200)
        if (ratio < single && byte > small && large > 3 && point.x < grid[1][2])
            *nothing = 1;
    return 0;
}
