/* SPDX-License-Identifier: MIT */
#include "base/machine.h"

#include <elf.h>

/* Rotations of one register, by all of its bits together: they change nothing. */
static const unsigned char amd64_request[] = {0x48, 0xc1, 0xc7, 0x03, 0x48, 0xc1,
                                              0xc7, 0x0d, 0x48, 0xc1, 0xc7, 0x3d,
                                              0x48, 0xc1, 0xc7, 0x33};
static const unsigned char arm64_request[] = {0x8c, 0x0d, 0xcc, 0x93, 0x8c, 0x35,
                                              0xcc, 0x93, 0x8c, 0xcd, 0xcc, 0x93,
                                              0x8c, 0xf5, 0xcc, 0x93};

static const struct ll_machine machines[] = {
    {.title = "x86-64",
     .valgrind = "amd64-linux",
     .folder = "x86_64-linux-gnu",
     .elf = EM_X86_64,
     .frame_pointer = 6, /* rbp: above it are the caller's and the return address */
     .below_frame_end = 16,
     .request = {amd64_request, sizeof amd64_request}},
    {.title = "arm64",
     .valgrind = "arm64-linux",
     .folder = "aarch64-linux-gnu",
     .elf = EM_AARCH64,
     .frame_pointer = 29,
     .long_double_is_quad = true,
     .request = {arm64_request, sizeof arm64_request}},
};

#if defined __x86_64__
enum { HERE = EM_X86_64 };
#elif defined __aarch64__
enum { HERE = EM_AARCH64 };
#else
#error "leaklab does not know this processor: add it to machines[]"
#endif

const struct ll_machine *ll_machine_of(unsigned elf)
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].elf == elf)
            return &machines[i];
    return NULL;
}

const struct ll_machine *ll_machine(void)
{
    return ll_machine_of(HERE);
}
