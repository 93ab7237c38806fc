/* SPDX-License-Identifier: MIT */
static int last(int count)
{
    int values[count];
    for (int i = 0; i < count; i++)
        values[i] = i;
    return values[count];
}

int main(void)
{
    return last(6);
}
