/* SPDX-License-Identifier: MIT
 *
 * operations: what the program calls where an operation has no meaning in C.
 *
 * gcc's -fsanitize=signed-integer-overflow, shift-exponent, integer-divide-by-zero,
 * bounds and vla-bound put a check before each such operation, and a call of one of
 * these functions where the check fails. They are linked in place of gcc's own library
 * for it, libubsan: that library takes as long to link as the rest of the program, and
 * takes AddressSanitizer's report file away when both are loaded.
 *
 * A report goes to AddressSanitizer's report file, in the form in which clang's library
 * writes it there:
 *
 *     /src/a.c:9:5: runtime error: division by zero
 *         #0 0x55d1 in work /src/a.c:9
 *     SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior /src/a.c:9:5
 *
 * The program goes on. Each place is told once.
 *
 * The names and the arguments are what gcc calls, the same since gcc 5. */
#include <stdatomic.h>

#include "runtime/hooks.h"
#include "runtime/private.h"

struct place {
    const char *file;
    uint32_t line;
    _Atomic uint32_t column;
};

struct type {
    uint16_t kind; /* 0: an integer, as all are here */
    uint16_t info; /* bit 0: it is signed; the rest: n of 2^n bits */
    char name[];   /* "'int'", with these quotes */
};

struct operation {
    struct place place;
    const struct type *type;
};

struct two_types {
    struct place place;
    const struct type *left, *right; /* of an index: the array's and its own */
};

/* AddressSanitizer's: print a line, and the stack, to its report file. */
void __sanitizer_report_error_summary(const char *line);
void __sanitizer_print_stack_trace(void);

/* What gcc calls. A value is passed as it is, or by its address if it has over 64 bits.
 */
void __ubsan_handle_add_overflow(struct operation *data, uintptr_t a, uintptr_t b);
void __ubsan_handle_sub_overflow(struct operation *data, uintptr_t a, uintptr_t b);
void __ubsan_handle_mul_overflow(struct operation *data, uintptr_t a, uintptr_t b);
void __ubsan_handle_negate_overflow(struct operation *data, uintptr_t a);
void __ubsan_handle_divrem_overflow(struct operation *data, uintptr_t a, uintptr_t b);
void __ubsan_handle_shift_out_of_bounds(struct two_types *data, uintptr_t a,
                                        uintptr_t b);
void __ubsan_handle_out_of_bounds(struct two_types *data, uintptr_t index);
void __ubsan_handle_vla_bound_not_positive(struct operation *data, uintptr_t bound);

enum { NUMBER = 32, LINE = 4096 + 512, NO_COLUMN = -1 };

static atomic_flag telling = ATOMIC_FLAG_INIT;

static unsigned bits_of(const struct type *type)
{
    return 1U << (type->info >> 1);
}

static bool is_signed(const struct type *type)
{
    return (type->info & 1) != 0;
}

/* The value of a signed integer of up to 64 bits. */
static long long value_of(const struct type *type, uintptr_t value)
{
    unsigned unused = 64 - bits_of(type);
    return (long long)((unsigned long long)value << unused) >> unused;
}

static bool is_below_zero(const struct type *type, uintptr_t value)
{
    if (bits_of(type) > 64)
        return is_signed(type) && *(const __int128 *)value < 0;
    return is_signed(type) && value_of(type, value) < 0;
}

static const char *number(char out[NUMBER], const struct type *type, uintptr_t value)
{
    if (bits_of(type) > 64)
        return "a large number";
    if (is_signed(type))
        ll_format(out, NUMBER, "%lld", value_of(type, value));
    else
        ll_format(out, NUMBER, "%llu", (unsigned long long)value);
    return out;
}

/* Print a report, unless the place has one. */
__attribute__((noinline)) static void ll_operation_tell(struct place *place,
                                                        const char *words)
{
    char line[LINE];
    uint32_t column = atomic_exchange(&place->column, (uint32_t)NO_COLUMN);
    if (column == (uint32_t)NO_COLUMN)
        return;
    while (atomic_flag_test_and_set(&telling))
        continue;
    if (__ubsan_on_report != NULL)
        __ubsan_on_report();
    ll_format(line, LINE, "%s:%u:%u: runtime error: %s", place->file, place->line,
              column, words);
    __sanitizer_report_error_summary(line);
    __sanitizer_print_stack_trace();
    ll_format(line, LINE,
              "SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior %s:%u:%u",
              place->file, place->line, column);
    __sanitizer_report_error_summary(line);
    atomic_flag_clear(&telling);
}

static void tell_overflow(struct operation *data, uintptr_t a, char sign, uintptr_t b)
{
    char words[LINE], left[NUMBER], right[NUMBER];
    ll_format(words, LINE,
              "signed integer overflow: %s %c %s cannot be represented in type %s",
              number(left, data->type, a), sign, number(right, data->type, b),
              data->type->name);
    ll_operation_tell(&data->place, words);
}

void __ubsan_handle_add_overflow(struct operation *data, uintptr_t a, uintptr_t b)
{
    tell_overflow(data, a, '+', b);
}

void __ubsan_handle_sub_overflow(struct operation *data, uintptr_t a, uintptr_t b)
{
    tell_overflow(data, a, '-', b);
}

void __ubsan_handle_mul_overflow(struct operation *data, uintptr_t a, uintptr_t b)
{
    tell_overflow(data, a, '*', b);
}

void __ubsan_handle_negate_overflow(struct operation *data, uintptr_t a)
{
    char words[LINE], value[NUMBER];
    ll_format(words, LINE, "negation of %s cannot be represented in type %s",
              number(value, data->type, a), data->type->name);
    ll_operation_tell(&data->place, words);
}

/* A division by zero, or one of the smallest number by -1. */
void __ubsan_handle_divrem_overflow(struct operation *data, uintptr_t a, uintptr_t b)
{
    char words[LINE], value[NUMBER];
    if (!is_below_zero(data->type, b)) {
        ll_operation_tell(&data->place, "division by zero");
        return;
    }
    ll_format(words, LINE, "division of %s by -1 cannot be represented in type %s",
              number(value, data->type, a), data->type->name);
    ll_operation_tell(&data->place, words);
}

void __ubsan_handle_shift_out_of_bounds(struct two_types *data, uintptr_t a,
                                        uintptr_t b)
{
    char words[LINE], value[NUMBER];
    (void)a;
    number(value, data->right, b);
    if (is_below_zero(data->right, b))
        ll_format(words, LINE, "shift exponent %s is negative", value);
    else
        ll_format(words, LINE, "shift exponent %s is too large for %u-bit type %s",
                  value, bits_of(data->left), data->left->name);
    ll_operation_tell(&data->place, words);
}

void __ubsan_handle_out_of_bounds(struct two_types *data, uintptr_t index)
{
    char words[LINE], value[NUMBER];
    ll_format(words, LINE, "index %s out of bounds for type %s",
              number(value, data->right, index), data->left->name);
    ll_operation_tell(&data->place, words);
}

void __ubsan_handle_vla_bound_not_positive(struct operation *data, uintptr_t bound)
{
    char words[LINE], value[NUMBER];
    ll_format(words, LINE,
              "variable length array bound evaluates to non-positive value %s",
              number(value, data->type, bound));
    ll_operation_tell(&data->place, words);
}
