/* SPDX-License-Identifier: MIT
 *
 * machine: all that the runtime has to know of the processor. Another processor needs a
 * part here, and nothing in other files:
 *
 *   ll_system_call()     number and arguments in, the result or -errno out. The
 *                        numbers are <sys/syscall.h>'s; the calls used exist on all
 *                        processors that Linux has gained since 2012, and on x86-64
 *   ll_machine_called()  the library function that is called just before the return
 *                        address `back`, found in the table where the dynamic linker
 *                        writes the addresses of functions. NULL: the call does not
 *                        go through that table, or it is not known
 *
 * LL_MACHINE_
 *   AUDIT                its name in filters for system calls
 *   INTERPRETER          the path of the dynamic linker
 *   KEPT                 the registers that a function keeps for its caller, by their
 *                        DWARF numbers; of others the unwinder knows nothing
 *   SP                   the stack pointer's number, if it stays the same between a
 *                        function's first instructions and its end; else 0
 *   PAGE                 the bytes of a page: on some processors it depends on how the
 *                        kernel was built
 *   BITS                 of an address of a program
 */
#ifndef LL_RUNTIME_MACHINE_H
#define LL_RUNTIME_MACHINE_H

#include <errno.h>
#include <linux/audit.h>
#include <linux/auxvec.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

/* The C library's, by its reserved name. */
unsigned long __getauxval(unsigned long type);

#if defined __x86_64__

#define LL_MACHINE_AUDIT AUDIT_ARCH_X86_64
#define LL_MACHINE_INTERPRETER "/lib64/ld-linux-x86-64.so.2"
#define LL_MACHINE_KEPT                                                                \
    {                                                                                  \
        3, 6, 12, 13, 14, 15                                                           \
    }
#define LL_MACHINE_SP 0
#define LL_MACHINE_PAGE ((size_t)4096)
#define LL_MACHINE_BITS 47

static inline long ll_system_call(long number, long a, long b, long c, long d, long e,
                                  long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static inline int32_t ll_machine_offset(const unsigned char *bytes)
{
    int32_t offset;
    __builtin_memcpy(&offset, bytes, sizeof offset);
    return offset;
}

static inline const void *ll_machine_called(uintptr_t back)
{
    const unsigned char *after = (const unsigned char *)back; /* of the call */
    if (after[-6] == 0xff && after[-5] == 0x15)               /* call *table(%rip) */
        return *(void *const *)(after + ll_machine_offset(after - 4));
    if (after[-5] != 0xe8) /* call */
        return NULL;
    const unsigned char *stub = after + ll_machine_offset(after - 4);
    if (stub[0] == 0xf3 && stub[1] == 0x0f && stub[2] == 0x1e && stub[3] == 0xfa)
        stub += 4;                          /* endbr64 */
    stub += stub[0] == 0xf2;                /* bnd */
    if (stub[0] != 0xff || stub[1] != 0x25) /* jmp *table(%rip) */
        return NULL;
    return *(void *const *)(stub + 6 + ll_machine_offset(stub + 2));
}

#elif defined __aarch64__

#define LL_MACHINE_AUDIT AUDIT_ARCH_AARCH64
#define LL_MACHINE_INTERPRETER "/lib/ld-linux-aarch64.so.1"
#define LL_MACHINE_KEPT                                                                \
    {                                                                                  \
        19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29                                     \
    }
#define LL_MACHINE_SP 31
#define LL_MACHINE_PAGE ((size_t)__getauxval(AT_PAGESZ))
#define LL_MACHINE_BITS 48

static inline long ll_system_call(long number, long a, long b, long c, long d, long e,
                                  long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory", "cc");
    return x0;
}

static inline const void *ll_machine_called(uintptr_t back)
{
    const uint32_t *call = (const uint32_t *)(back - 4);
    if (*call >> 26 != 0x25) /* bl */
        return NULL;
    const uint32_t *stub = call + ((int32_t)(*call << 6) >> 6);
    stub += *stub == 0xd503245f; /* bti c */
    /* adrp x16, page; ldr x17, [x16, offset]; add x16, x16, offset; br x17 */
    if ((stub[0] & 0x9f00001f) != 0x90000010 || (stub[1] & 0xffc003ff) != 0xf9400211 ||
        stub[3] != 0xd61f0220)
        return NULL;
    uint32_t upper = (stub[0] >> 3 & 0x1ffffc) | (stub[0] >> 29 & 3);
    intptr_t pages = (int32_t)(upper << 11) >> 11;
    uintptr_t page = ((uintptr_t)stub & ~(uintptr_t)4095) + (uintptr_t)(pages * 4096);
    return *(void *const *)(page + (stub[1] >> 10 & 0xfff) * 8);
}

#else

#define LL_MACHINE_KEPT                                                                \
    {                                                                                  \
        0                                                                              \
    }
#define LL_MACHINE_SP 0
#define LL_MACHINE_PAGE ((size_t)__getauxval(AT_PAGESZ))
#define LL_MACHINE_BITS 47

/* Works, but is not private: a program that defines syscall() is called here. */
static inline long ll_system_call(long number, long a, long b, long c, long d, long e,
                                  long f)
{
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}

static inline const void *ll_machine_called(uintptr_t back)
{
    (void)back;
    return NULL;
}

#endif

#endif
