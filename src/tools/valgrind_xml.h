/* SPDX-License-Identifier: MIT
 *
 * valgrind_xml: one XML report of a tool of Valgrind's, read into diagnoses.
 *
 * Two steps: valgrind_xml.c turns the document into one `struct ll_valgrind_error`
 * at a time, valgrind_error.c turns that into a diagnosis. Protocols 4, 5 and 6
 * are read; an unknown kind of error becomes LL_OTHER with its text.
 *
 *   an error element            its parts
 *     <what>  Invalid read …      0: the headline and where it happened
 *     <stack> …
 *     <auxwhat> Address … free'd  1: what is known of the address, where freed
 *     <stack> …
 *     <auxwhat> Block was …       2: where allocated
 *     <stack> …
 *     <lost> …                    lastptr's: how the last pointer went, which variable
 *                                 held it (docs/lastptr.md), with a part of its own
 */
#ifndef LL_TOOLS_VALGRIND_XML_H
#define LL_TOOLS_VALGRIND_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "diag/diag.h"

#define LL_VALGRIND_PARTS 8

struct ll_valgrind_part {
    char *text; /* owned; NULL: a stack without words */
    struct ll_stack stack;
    unsigned long long ip; /* of the innermost frame */
};

struct ll_valgrind_error {
    char *kind; /* owned: "InvalidRead"; "signal" and "descriptor" are ours */
    struct ll_valgrind_part parts[LL_VALGRIND_PARTS];
    size_t part_count;
    unsigned long long bytes, blocks;           /* leaks */
    unsigned long long ring_blocks, ring_bytes; /* lastptr: 0: no ring */
    unsigned long long address;                 /* a crash's */
    bool has_address;
    int signal;
    char *signal_name, *event; /* owned: "SIGSEGV", "Access not within mapped region" */
    int descriptor;            /* protocol 5; -1: none */
    unsigned return_line;      /* lastptr: of a return statement; 0: unknown */
    size_t lost_part;          /* lastptr: where the last pointer went; 0: none */
    char *how, *variable, *declared, *confidence; /* owned: of that */
    struct ll_buf raw; /* in the style of Valgrind's text output */
};

/* Where the document stops. */
enum ll_valgrind_end {
    LL_VALGRIND_WHOLE,        /* FINISHED and the closing tag */
    LL_VALGRIND_CUT_BETWEEN,  /* between two elements: so does exec */
    LL_VALGRIND_CUT_INSIDE,   /* in the middle of an element */
    LL_VALGRIND_NOT_FINISHED, /* closed, but never FINISHED */
    LL_VALGRIND_TOO_MUCH,     /* more errors than we keep */
    LL_VALGRIND_JUNK,         /* not well formed, or more after the end */
};

struct ll_valgrind_report {
    struct ll_diags diags;
    enum ll_valgrind_end end;
    long parent;                    /* the process that started this one; 0: unknown */
    unsigned long long allocations; /* protocol 6; 0: unknown */
};

/* Replace in place what Valgrind writes although XML forbids it: control characters in
 * names; markup in <what> and <path>, which have a line of their own; and an element
 * that is not closed. A name with a line break is left: what it makes of the report is
 * no report. */
void ll_valgrind_mend(char *bytes, size_t count);

/* Read a document, which is mended first. Everything before a
 * cut is kept. -1 only when memory ran out. `out` is empty on entry; release it in any
 * case. `tool`, a row's name, becomes the witness. */
int ll_valgrind_read(const char *tool, char *bytes, size_t count,
                     struct ll_valgrind_report *out,
                     struct ll_error *err) LL_MUST_CHECK;
void ll_valgrind_report_release(struct ll_valgrind_report *report);

/* Fill `diag` (the caller's to release), taking the stacks and the headline out of
 * `error`. False when memory ran out. */
bool ll_valgrind_diagnose(struct ll_valgrind_error *error,
                          struct ll_diag *diag) LL_MUST_CHECK;

/* Whether it is about an open descriptor that is no fault: a standard one, or one that
 * was inherited; or about what only some versions of Valgrind report, and another tool
 * tells. */
bool ll_valgrind_is_harmless(const struct ll_valgrind_error *error);

/* Put more of the tool's words around those of the first witness. */
bool ll_valgrind_add_words(struct ll_diag *diag, const char *before,
                           const char *after) LL_MUST_CHECK;

/* Release all that the error owns; it is empty then. */
void ll_valgrind_error_release(struct ll_valgrind_error *error);

/* The name in "Location 0x… is 0 bytes inside pool.first, …" or in "Address 0x… is 0
 * bytes inside data symbol "lock"". New string; NULL: there is none, or memory ran out.
 */
char *ll_valgrind_location(const char *text);

/* The address in "Address 0x… is …", false when `text` is none. */
bool ll_valgrind_address(const char *text, unsigned long long *address);

#endif
