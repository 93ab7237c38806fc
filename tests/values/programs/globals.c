/* SPDX-License-Identifier: MIT */
static int table[3] = {7, 8, 9};
static int used = 3;
const char *names[2] = {"one", "two"};

static int find(const char *name)
{
    return name != names[1] ? table[used] : 0;
}

int main(void)
{
    return find(names[0]);
}
