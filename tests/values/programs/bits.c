/* SPDX-License-Identifier: MIT
 *
 * Bit fields: signed, unsigned, an enumerator, one that crosses a byte. */
#include <stddef.h>

enum suit { CLUBS, HEARTS, SPADES };

struct card {
    unsigned rank : 4;
    int change : 5;
    enum suit suit : 3;
    unsigned worth : 12;
    struct card *next;
};

int main(void)
{
    struct card card = {11, -3, SPADES, 1000, NULL};
    struct card *hand = &card;
    if (hand->rank > 0 && hand->change < 0 && hand->suit == SPADES)
        return hand->next->worth + hand->worth;
    return 0;
}
