/* SPDX-License-Identifier: MIT
 *
 * The table of kinds: one row has all that is special about a kind. An example is the
 * body of a function, or a function, and compiles; its mended form differs only where
 * the fault is. */
#include "diag/kinds.h"

#include <string.h>

#include "diag/kind_words.h"
#include "diag/words.h"

/* The order in which a reader should meet faults: first what stops the program. */
enum {
    RANK_CRASH,
    RANK_ACCESS,
    RANK_VALUE,
    RANK_DEFINITELY_LOST,
    RANK_INDIRECTLY_LOST,
    RANK_POSSIBLY_LOST,
    RANK_KEPT,
    RANK_DESCRIPTOR,
    RANK_NOTE
};

/* A row. What stands before the texts cannot be left out. */
#define KIND(id, id_name, id_rank, id_headline, id_explain, ...)                       \
    {                                                                                  \
        .name = id_name, .rank = id_rank, .headline = id_headline,                     \
        .explain = id_explain, .general.kind = id, __VA_ARGS__                         \
    }

/* In the order of enum ll_kind: a row that is missing makes the table too short. */
static const struct ll_kind_row rows[] = {
    KIND(LL_DEFINITELY_LOST, "definitely-lost", RANK_DEFINITELY_LOST,
         ll_headline_definitely_lost, ll_explain_leak, .is_leak = true,
         .by_allocation = true, .here = "it happened here",
         .look_at = "every way out after the block was allocated: each has to "
                    "free it or hand it on.",
         .general.title = "definitely lost: memory that nobody can free any more",
         .general.happened =
             "The program asked for memory, and then the last pointer to it "
             "went away: no variable holds its address any more.",
         .general.wrong =
             "The memory can be neither used nor freed, and stays taken until "
             "the program ends. A loop that loses a block each time around "
             "grows until the machine has no memory left.",
         .general.look =
             "Follow the pointer from the line that allocated: every way out of "
             "the function has to free the block or hand it on.",
         .general.example = "char *copy = strdup(\"hello\");\n"
                            "if (copy == NULL)\n"
                            "    return -1;\n"
                            "puts(copy);\n"
                            "return 0;\n",
         .general.mended = "char *copy = strdup(\"hello\");\n"
                           "if (copy == NULL)\n"
                           "    return -1;\n"
                           "puts(copy);\n"
                           "free(copy);\n"
                           "return 0;\n",
         .general.refs = "CWE-401 · MEM31-C"),
    KIND(LL_INDIRECTLY_LOST, "indirectly-lost", RANK_INDIRECTLY_LOST,
         ll_headline_indirectly_lost, ll_explain_leak, .is_leak = true,
         .by_allocation = true, .here = "it happened here",
         .look_at = "the block that held the pointer to this one, and what has "
                    "to be freed before it.",
         .general.title = "indirectly lost: memory reached only through a lost block",
         .general.happened =
             "A block was lost, and with it the pointers that it held. This "
             "memory was reached only through them: the nodes of a list "
             "whose head is gone, the name in a struct that is gone.",
         .general.wrong =
             "It stays taken until the program ends, like the block that led "
             "to it. One missing loop over a list can lose the whole list.",
         .general.look =
             "Start with the block that held the pointer to this one: free what "
             "it points to first, then the block itself.",
         .general.example = "char **names = calloc(2, sizeof *names);\n"
                            "if (names == NULL)\n"
                            "    return -1;\n"
                            "names[0] = strdup(\"Ada\");\n"
                            "return 0; // names is lost, and names[0] with it\n",
         .general.mended = "char **names = calloc(2, sizeof *names);\n"
                           "if (names == NULL)\n"
                           "    return -1;\n"
                           "names[0] = strdup(\"Ada\");\n"
                           "free(names[0]);\n"
                           "free(names);\n"
                           "return 0;\n",
         .general.refs = "CWE-401 · MEM31-C"),
    KIND(LL_POSSIBLY_LOST, "possibly-lost", RANK_POSSIBLY_LOST,
         ll_headline_possibly_lost, ll_explain_leak, .is_leak = true,
         .by_allocation = true, .here = "it happened here",
         .look_at = "whether the pointer that malloc returned is moved along the "
                    "block.",
         .general.title = "possibly lost: memory with a pointer only to its middle",
         .general.happened =
             "At the end of the program no pointer holds the start of this "
             "block any more; what is left points into its middle.",
         .general.wrong =
             "`free` needs the start. Where the start cannot be worked out from "
             "the middle, the block is lost like any other.",
         .general.look =
             "Look for `p++` or `p += n` on the pointer that malloc returned: "
             "keep that one as it is, and walk with a copy.",
         .general.example = "static char *text;\n"
                            "text = strdup(\"  hello\");\n"
                            "if (text == NULL)\n"
                            "    return -1;\n"
                            "while (*text == ' ')\n"
                            "    text++;\n"
                            "puts(text);\n",
         .general.mended = "char *start = strdup(\"  hello\");\n"
                           "if (start == NULL)\n"
                           "    return -1;\n"
                           "char *text = start;\n"
                           "while (*text == ' ')\n"
                           "    text++;\n"
                           "puts(text);\n"
                           "free(start);\n",
         .general.refs = "CWE-401 · MEM31-C"),
    KIND(LL_STILL_REACHABLE, "still-reachable", RANK_NOTE, ll_headline_still_reachable,
         ll_explain_leak, .is_leak = true, .by_allocation = true, .is_note = true,
         .here = "it happened here",
         .look_at = "how long the block is needed: to the end of the program, "
                    "or to its last use.",
         .general.title = "still reachable: memory that was held to the end",
         .general.happened =
             "Nobody freed this memory: a pointer to it was still there when the "
             "program ended.",
         .general.wrong =
             "The system takes all memory back then, so that does no harm. It is a "
             "leak when such blocks keep coming while the program runs.",
         .general.look =
             "Ask how long the block is needed: to the end (free it at the end of "
             "main), or only to its last use (free it there).",
         .general.example = "static char *greeting;\n"
                            "greeting = strdup(\"hello\");\n"
                            "if (greeting != NULL)\n"
                            "    puts(greeting);\n"
                            "return 0;\n",
         .general.mended = "static char *greeting;\n"
                           "greeting = strdup(\"hello\");\n"
                           "if (greeting != NULL)\n"
                           "    puts(greeting);\n"
                           "free(greeting);\n"
                           "return 0;\n",
         .general.refs = "CWE-401 · MEM31-C-EX1"),
    KIND(LL_KEPT_TOO_LONG, "kept-too-long", RANK_KEPT, ll_headline_kept_too_long,
         ll_explain_kept_too_long, .is_leak = true, .by_allocation = true,
         .here = "it happened here",
         .look_at =
             "when each of these blocks is used for the last time: that is where "
             "it has to be freed.",
         .general.title = "kept too long: memory that is held and no longer needed",
         .general.happened =
             "When the program ended, a pointer to this memory was still there, "
             "and it should have been freed before: the program has no more use "
             "for it.",
         .general.wrong =
             "No block is lost, so most tools say nothing. But where each piece "
             "of input leaves a block behind, a program that runs for long "
             "enough takes all the memory that there is.",
         .general.look =
             "Ask when each block is used for the last time, and free it there; give "
             "what is kept a limit, and free the oldest when it is reached.",
         .general.example = "static char *seen[1000];\n"
                            "for (int i = 0; i < 1000; i++) {\n"
                            "    seen[i] = strdup(\"a visitor\");\n"
                            "    if (seen[i] == NULL)\n"
                            "        return -1;\n"
                            "    puts(seen[i]);\n"
                            "}\n"
                            "return 0; // each one is kept, and used only once\n",
         .general.mended = "for (int i = 0; i < 1000; i++) {\n"
                           "    char *seen = strdup(\"a visitor\");\n"
                           "    if (seen == NULL)\n"
                           "        return -1;\n"
                           "    puts(seen);\n"
                           "    free(seen);\n"
                           "}\n"
                           "return 0;\n",
         .general.refs = "CWE-401 · MEM31-C"),
    KIND(LL_INVALID_READ, "invalid-read", RANK_ACCESS, ll_headline_invalid_read,
         ll_explain_access, .say_here = ll_caption_read,
         .look_at = "whether the pointer was set, and still points to what it "
                    "should.",
         .general.title = "invalid read: reading outside of the memory asked for",
         .general.happened =
             "The program read from an address that belongs to none of its "
             "variables and to no block that it has allocated.",
         .general.wrong =
             "What is found there is chance. It may seem to work here and fail on "
             "another machine.",
         .general.look =
             "Compare the index with the number of elements asked for: of n "
             "elements, the last has the index n - 1.",
         .general.example = "int *numbers = calloc(10, sizeof *numbers);\n"
                            "if (numbers == NULL)\n"
                            "    return -1;\n"
                            "int sum = 0;\n"
                            "for (int i = 0; i <= 10; i++)\n"
                            "    sum += numbers[i];\n"
                            "free(numbers);\n"
                            "return sum;\n",
         .general.mended = "int *numbers = calloc(10, sizeof *numbers);\n"
                           "if (numbers == NULL)\n"
                           "    return -1;\n"
                           "int sum = 0;\n"
                           "for (int i = 0; i < 10; i++)\n"
                           "    sum += numbers[i];\n"
                           "free(numbers);\n"
                           "return sum;\n",
         .general.refs = "CWE-125 · ARR30-C"),
    KIND(LL_INVALID_WRITE, "invalid-write", RANK_ACCESS, ll_headline_invalid_write,
         ll_explain_access, .say_here = ll_caption_write,
         .look_at = "whether the pointer was set, and still points to what it "
                    "should.",
         .general.title = "invalid write: writing outside of the memory asked for",
         .general.happened =
             "The program wrote to an address that belongs to none of its "
             "variables and to no block that it has allocated.",
         .general.wrong =
             "The write may destroy another variable, or the notes that malloc "
             "keeps beside its blocks. The failure then shows up later, far "
             "from this line.",
         .general.look =
             "Compare what is written with the size asked for. A string needs one "
             "byte more than it has letters, for the '\\0' that ends it.",
         .general.example = "const char *name = \"Ada\";\n"
                            "char *copy = malloc(strlen(name));\n"
                            "if (copy != NULL)\n"
                            "    strcpy(copy, name); // no room for the closing '\\0'\n"
                            "free(copy);\n",
         .general.mended = "const char *name = \"Ada\";\n"
                           "char *copy = malloc(strlen(name) + 1);\n"
                           "if (copy != NULL)\n"
                           "    strcpy(copy, name);\n"
                           "free(copy);\n",
         .general.refs = "CWE-787 · ARR30-C, STR31-C"),
    KIND(LL_USE_AFTER_FREE, "use-after-free", RANK_ACCESS, ll_headline_use_after_free,
         ll_explain_use_after_free, .here = "it was used here",
         .look_at = "which pointers to the block are used after the free.",
         .general.title = "use after free: memory used after it was given back",
         .general.happened =
             "A block was freed, and a pointer to it was used afterwards. "
             "`free` does not change the pointers to a block: they still "
             "hold its old address.",
         .general.wrong =
             "The memory may already serve another part of the program. Reading "
             "finds foreign values; writing destroys them, and the failure "
             "shows up elsewhere.",
         .general.look =
             "Start at the line that freed the block: which pointers to it are "
             "still used after that line?",
         .general.example = "char *name = strdup(\"Ada\");\n"
                            "if (name == NULL)\n"
                            "    return -1;\n"
                            "free(name);\n"
                            "puts(name);\n",
         .general.mended = "char *name = strdup(\"Ada\");\n"
                           "if (name == NULL)\n"
                           "    return -1;\n"
                           "puts(name);\n"
                           "free(name);\n",
         .general.refs = "CWE-416 · MEM30-C"),
    KIND(LL_DOUBLE_FREE, "double-free", RANK_ACCESS, ll_headline_double_free,
         ll_explain_double_free, .here = "it was freed here the second time",
         .look_at = "which of the two places owns the block and frees it.",
         .general.title = "double free: a block that was given back twice",
         .general.happened =
             "A block was freed, and later the same address was given to "
             "`free` once more. After the first time the block no longer "
             "belonged to the program.",
         .general.wrong =
             "By then the memory may have been handed out again: the second "
             "`free` takes it from its new owner, or damages the notes that "
             "malloc keeps about it.",
         .general.look =
             "Two places in the code act as the block's owner. Decide which one "
             "frees it; the other may use it but leaves it alone.",
         .general.example = "char *line = strdup(\"text\");\n"
                            "if (line == NULL)\n"
                            "    return -1;\n"
                            "if (strlen(line) < 10)\n"
                            "    free(line);\n"
                            "free(line);\n",
         .general.mended = "char *line = strdup(\"text\");\n"
                           "if (line == NULL)\n"
                           "    return -1;\n"
                           "if (strlen(line) < 10)\n"
                           "    puts(\"short\");\n"
                           "free(line);\n",
         .general.refs = "CWE-415 · MEM30-C"),
    KIND(LL_INVALID_FREE, "invalid-free", RANK_ACCESS, ll_headline_invalid_free,
         ll_explain_invalid_free, .here = "the address was given away here",
         .look_at = "where the pointer came from, and whether it was moved since.",
         .general.title = "invalid free: freeing what malloc did not return",
         .general.happened =
             "`free` was given an address that no malloc, calloc or realloc "
             "returned: one in the middle of a block, that of a variable, or "
             "that of a text in quotes.",
         .general.wrong =
             "`free` takes the address for the start of a block and looks for "
             "malloc's notes beside it. It finds something else there, and the "
             "program crashes or damages its own memory.",
         .general.look =
             "Look where the pointer came from and whether it was moved since: "
             "`free` needs exactly the address that malloc returned.",
         .general.example = "char *text = strdup(\"  hello\");\n"
                            "if (text == NULL)\n"
                            "    return -1;\n"
                            "while (*text == ' ')\n"
                            "    text++;\n"
                            "puts(text);\n"
                            "free(text);\n",
         .general.mended = "char *text = strdup(\"  hello\"), *word = text;\n"
                           "if (text == NULL)\n"
                           "    return -1;\n"
                           "while (*word == ' ')\n"
                           "    word++;\n"
                           "puts(word);\n"
                           "free(text);\n",
         .general.refs = "CWE-590, CWE-761 · MEM34-C"),
    KIND(LL_MISMATCHED_FREE, "mismatched-free", RANK_ACCESS,
         ll_headline_mismatched_free, ll_explain_mismatched_free,
         .say_here = ll_caption_mismatched_free,
         .look_at = "the line that allocated the block: it decides how the block "
                    "is freed.",
         .general.title = "mismatched free: memory given back to another family",
         .general.happened =
             "Functions that hand out memory come in families, each with its "
             "own way to give it back: malloc and free, PyMem_Malloc and "
             "PyMem_Free, PyObject_Malloc and PyObject_Free. Here a block of "
             "one family was given back to another.",
         .general.wrong =
             "Each family keeps its own notes about its blocks. The wrong one "
             "finds no notes of its own and may crash, damage memory, or, with "
             "some settings, seem to work.",
         .general.look =
             "Look at the line that allocated the block: its family decides which "
             "function frees it.",
         .general.example = "char *name = PyMem_Malloc(4);\n"
                            "if (name == NULL)\n"
                            "    return -1;\n"
                            "strcpy(name, \"Ada\");\n"
                            "free(name);\n",
         .general.mended = "char *name = PyMem_Malloc(4);\n"
                           "if (name == NULL)\n"
                           "    return -1;\n"
                           "strcpy(name, \"Ada\");\n"
                           "PyMem_Free(name);\n",
         .general.refs = "CWE-762 · MEM34-C"),
    KIND(LL_UNINITIALISED, "uninitialised", RANK_VALUE, ll_headline_uninitialised,
         ll_explain_uninitialised,
         .allocated_here = "the memory that holds the value came from here",
         .here = "the value was used here",
         .look_at = "where $ should have been set, on each way to this line.",
         .nameless = "the value",
         .general.title = "uninitialised value: used before it was set",
         .general.happened =
             "The program used a value that nobody had set. A local variable "
             "and the memory from malloc start with whatever bytes lay there "
             "before.",
         .general.wrong = "What the program does then depends on chance.",
         .general.look =
             "Find the line that should have set the value, and the way through "
             "the code that misses it. calloc fills memory with zeros.",
         .general.example = "int *counts = malloc(4 * sizeof *counts);\n"
                            "if (counts == NULL)\n"
                            "    return -1;\n"
                            "counts[0]++;\n"
                            "printf(\"%d\\n\", counts[0]);\n"
                            "free(counts);\n",
         .general.mended = "int *counts = calloc(4, sizeof *counts);\n"
                           "if (counts == NULL)\n"
                           "    return -1;\n"
                           "counts[0]++;\n"
                           "printf(\"%d\\n\", counts[0]);\n"
                           "free(counts);\n",
         .general.refs = "CWE-457, CWE-908 · EXP33-C"),
    KIND(LL_OVERLAP, "overlap", RANK_ACCESS, ll_headline_overlap, ll_explain_generally,
         .here = "the copy was made here",
         .look_at = "the two addresses and the count; memmove copies also where they "
                    "overlap.",
         .general.title = "overlap: a copy between places that share bytes",
         .general.happened =
             "A function that copies was given a source and a destination "
             "that share bytes. memcpy, strcpy and their like may copy in any "
             "order, and so overwrite bytes that they have yet to read.",
         .general.wrong =
             "The copy can come out right on one machine and garbled on the "
             "next.",
         .general.look =
             "Compare the two addresses and the count. Where they may overlap, "
             "memmove copies correctly.",
         .general.example = "char text[] = \"xhello\";\n"
                            "strcpy(text, text + 1);\n"
                            "puts(text);\n",
         .general.mended = "char text[] = \"xhello\";\n"
                           "memmove(text, text + 1, strlen(text));\n"
                           "puts(text);\n",
         .general.refs = "CWE-475 · EXP43-C"),
    KIND(LL_BAD_SIZE, "bad-size", RANK_ACCESS, ll_headline_bad_size,
         ll_explain_bad_size, .here = "the size was given here",
         .look_at = "how the size is computed: a negative count, a product too large?",
         .general.title = "bad size: a number of bytes that cannot be right",
         .general.happened =
             "A function was given a size that makes no sense. Sizes have the "
             "type size_t, which has no negative numbers: -1 becomes the "
             "largest number there is, and a product that grows too large "
             "starts again at zero.",
         .general.wrong =
             "The request fails and returns NULL; or the size came out too "
             "small, and what follows writes past the end of the block.",
         .general.look =
             "Look at how the size is computed: can the count be negative, or the "
             "product too large? calloc checks its product itself.",
         .general.example = "int count = atoi(\"-1\");\n"
                            "char *text = malloc((size_t)count);\n"
                            "if (text == NULL)\n"
                            "    return -1;\n"
                            "free(text);\n",
         .general.mended = "int count = atoi(\"-1\");\n"
                           "if (count < 0)\n"
                           "    return -1;\n"
                           "char *text = malloc((size_t)count);\n"
                           "if (text == NULL)\n"
                           "    return -1;\n"
                           "free(text);\n",
         .general.refs = "CWE-131, CWE-190 · INT30-C, MEM35-C"),
    KIND(LL_SIGNED_OVERFLOW, "signed-overflow", RANK_VALUE, ll_headline_signed_overflow,
         ll_explain_signed_overflow, .here = "the result did not fit here",
         .look_at = "the largest and the smallest values that the operands can have; a "
                    "wider type, or a check before the operation.",
         .general.title = "signed overflow: a result that does not fit in its type",
         .general.happened =
             "A calculation with signed numbers, such as those of type int, had a "
             "result that is too large or too small for its type. C gives such an "
             "operation no meaning.",
         .general.wrong =
             "Often a large number turns into a negative one; but a compiler may "
             "assume that it does not happen, and remove a check that comes too late.",
         .general.look =
             "Find out which values the operands can have. Check them before the "
             "operation (a > INT_MAX - b), or calculate in a wider type, such as long "
             "long.",
         .general.example = "int days = 2147483647;\n"
                            "if (getenv(\"LEAP\") == NULL)\n"
                            "    days = days + 1;\n"
                            "printf(\"%d\\n\", days);\n",
         .general.mended = "long long days = 2147483647;\n"
                           "if (getenv(\"LEAP\") == NULL)\n"
                           "    days = days + 1;\n"
                           "printf(\"%lld\\n\", days);\n",
         .general.refs = "CWE-190, CWE-191 · INT32-C"),
    KIND(LL_BAD_SHIFT, "bad-shift", RANK_VALUE, ll_headline_bad_shift,
         ll_explain_bad_shift, .here = "it was shifted here",
         .look_at = "the values that the right operand can have.",
         .general.title = "bad shift: a shift by more places than there are bits",
         .general.happened =
             "The operator << or >> was given a number of places that is below zero, "
             "or not below the number of bits that the left operand has. C gives such "
             "a shift no meaning.",
         .general.wrong =
             "Processors differ in what they do: one gives 0, another shifts by what "
             "is left after a division by the number of bits.",
         .general.look =
             "Find out which values the right operand can have. An int has 32 bits on "
             "most machines: it can be shifted by 0 to 31 places.",
         .general.example = "unsigned bits = 1;\n"
                            "int places = atoi(\"32\");\n"
                            "bits = bits << places;\n"
                            "printf(\"%u\\n\", bits);\n",
         .general.mended = "unsigned bits = 1;\n"
                           "int places = atoi(\"32\");\n"
                           "if (places >= 0 && places < 32)\n"
                           "    bits = bits << places;\n"
                           "printf(\"%u\\n\", bits);\n",
         .general.refs = "CWE-1335 · INT34-C"),
    KIND(LL_DIVISION_BY_ZERO, "division-by-zero", RANK_CRASH,
         ll_headline_division_by_zero, ll_explain_division_by_zero,
         .here = "it was divided here",
         .look_at = "where the divisor got its value: what can be 0 has to be checked "
                    "before the division.",
         .general.title = "division by zero: an integer divided by 0",
         .general.happened =
             "The right operand of / or %, both with integers, was 0. Such a "
             "division has no result.",
         .general.wrong =
             "Most processors stop the program there. Nothing after this line is "
             "done: nothing written, nothing freed.",
         .general.look =
             "Find out how the divisor can be 0: no elements to take the mean of, or "
             "an input that was not read. Check it before the division.",
         .general.example = "int sum = 12;\n"
                            "int count = atoi(\"0\");\n"
                            "printf(\"%d\\n\", sum / count);\n",
         .general.mended = "int sum = 12;\n"
                           "int count = atoi(\"0\");\n"
                           "if (count != 0)\n"
                           "    printf(\"%d\\n\", sum / count);\n",
         .general.refs = "CWE-369 · INT33-C"),
    KIND(LL_STACK_ESCAPE, "stack-escape", RANK_ACCESS, ll_headline_stack_escape,
         ll_explain_stack_escape, .here = "it was used here",
         .look_at = "what the function returns or stores: the address of $ has to "
                    "stay inside.",
         .nameless = "a local variable",
         .general.title = "stack escape: a local variable used after its end",
         .general.happened =
             "A local variable lives on the stack (the memory that running "
             "functions share for their variables) and ends at the closing "
             "brace around it. A pointer to it was kept and used after that.",
         .general.wrong =
             "The next function call puts its own variables in the same place, "
             "and the pointer then reads and writes those.",
         .general.look =
             "Look at what the function returns or stores: the address of a local "
             "variable has to stay inside. The caller can supply the memory.",
         .general.example = "char *name(void)\n"
                            "{\n"
                            "    char text[] = \"Ada\";\n"
                            "    char *start = text;\n"
                            "    return start;\n"
                            "}\n",
         .general.mended = "char *name(void)\n"
                           "{\n"
                           "    char text[] = \"Ada\";\n"
                           "    char *start = strdup(text); // for the caller to free\n"
                           "    return start;\n"
                           "}\n",
         .general.refs = "CWE-562 · DCL30-C"),
    KIND(LL_CRASH, "crash", RANK_CRASH, ll_headline_crash, ll_explain_crash,
         .here = "the program was stopped here",
         .look_at = "each pointer in that line: can it be NULL, or was it never set?",
         .general.title = "crash: the program was stopped by a signal",
         .general.happened =
             "The program did something that the system does not allow, and "
             "was stopped with a signal (a message from the system that ends "
             "a program).",
         .general.wrong =
             "Nothing after this line was done: nothing written, nothing freed. "
             "The cause often lies some lines earlier.",
         .general.look =
             "Look at each pointer in that line: can it be NULL, or was it never "
             "set? What malloc and fopen return is checked before its first use.",
         .general.example = "FILE *file = fopen(\"no-such-file\", \"r\");\n"
                            "printf(\"%d\\n\", fgetc(file));\n"
                            "fclose(file);\n",
         .general.mended = "FILE *file = fopen(\"no-such-file\", \"r\");\n"
                           "if (file == NULL)\n"
                           "    return -1;\n"
                           "printf(\"%d\\n\", fgetc(file));\n"
                           "fclose(file);\n",
         .general.refs = "CWE-476 · EXP34-C"),
    KIND(LL_DESCRIPTOR_LEAK, "descriptor-leak", RANK_DESCRIPTOR,
         ll_headline_descriptor_leak, ll_explain_descriptor, .by_allocation = true,
         .here = "it was opened here",
         .look_at = "every way out after it was opened: each has to close "
                    "it.",
         .general.title = "descriptor leak: a file that was never closed",
         .general.happened =
             "The program opened a file and did not close it. Each open file "
             "takes a descriptor (the number by which the system knows it).",
         .general.wrong =
             "A program can have only so many descriptors, often 1024: one that keeps "
             "forgetting to close can open nothing more at some point.",
         .general.look =
             "Each open, fopen, opendir and socket needs its close, fclose or "
             "closedir on every way out of the function.",
         .general.example = "FILE *file = fopen(\"/dev/null\", \"w\");\n"
                            "if (file == NULL)\n"
                            "    return -1;\n"
                            "fputs(\"hello\", file);\n"
                            "return 0;\n",
         .general.mended = "FILE *file = fopen(\"/dev/null\", \"w\");\n"
                           "if (file == NULL)\n"
                           "    return -1;\n"
                           "fputs(\"hello\", file);\n"
                           "fclose(file);\n"
                           "return 0;\n",
         .general.refs = "CWE-775 · FIO42-C"),
    KIND(LL_THREAD_LEAK, "thread-leak", RANK_DESCRIPTOR, ll_headline_thread_leak,
         ll_explain_thread_leak, .by_allocation = true,
         .here = "the thread was started here",
         .look_at = "every way from this line to the end: each has to pass a "
                    "pthread_join of $, or pthread_detach lets the thread go, if "
                    "it ends before the program.",
         .nameless = "the thread",
         .general.title = "thread leak: a thread that was never joined",
         .general.happened =
             "The program started a thread (a part of a program that runs beside the "
             "others) with pthread_create. When the program ended, nobody had waited "
             "for the thread with pthread_join, and it had not ended by itself after "
             "pthread_detach.",
         .general.wrong =
             "What a thread needs stays taken until it was joined or, after "
             "pthread_detach, has ended: its stack, 8 MB of addresses on most systems, "
             "and the C library's notes about it. A thread that still works when main "
             "returns is cut off in the middle.",
         .general.look =
             "Each pthread_create needs its pthread_join on every way on from there. "
             "Keep the pthread_t (the number by which a thread is known) where the "
             "join can find it.",
         .general.example = "pthread_t helper;\n"
                            "if (pthread_create(&helper, NULL, work, NULL) != 0)\n"
                            "    return -1;\n"
                            "puts(\"hello\");\n"
                            "return 0;\n",
         .general.mended = "pthread_t helper;\n"
                           "if (pthread_create(&helper, NULL, work, NULL) != 0)\n"
                           "    return -1;\n"
                           "puts(\"hello\");\n"
                           "pthread_join(helper, NULL);\n"
                           "return 0;\n",
         .general.refs = "CWE-772 · MEM31-C"),
    KIND(LL_DATA_RACE, "data-race", RANK_ACCESS, ll_headline_data_race,
         ll_explain_data_race, .say_here = ll_caption_data_race,
         .look_at = "which lock belongs to $: every use of it, to read or to write, is "
                    "made between the lock and the unlock.",
         .nameless = "this memory",
         .general.title = "data race: two threads use the same memory, in no order",
         .general.happened =
             "Two threads (parts of a program that run beside each other) used the "
             "same memory, and at least one of them wrote. Nothing put one use before "
             "the other: no lock that both held, and no pthread_create or pthread_join "
             "between them.",
         .general.wrong =
             "Which use comes first is chance, and C gives such a program no meaning: "
             "one change may be lost, or half of one be seen. Many runs go well, and "
             "the one that does not can hardly be repeated.",
         .general.look =
             "Decide which lock (a pthread_mutex_t) belongs to the memory, and make "
             "every use of it, to read or to write, between pthread_mutex_lock and "
             "pthread_mutex_unlock.",
         .general.example = "static int count;\n"
                            "\n"
                            "void *add(void *unused)\n"
                            "{\n"
                            "    count = count + 1; // two threads run this\n"
                            "    return unused;\n"
                            "}\n",
         .general.mended = "static int count;\n"
                           "static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;\n"
                           "void *add(void *unused)\n"
                           "{\n"
                           "    pthread_mutex_lock(&lock);\n"
                           "    count = count + 1; // two threads run this\n"
                           "    pthread_mutex_unlock(&lock);\n"
                           "    return unused;\n"
                           "}\n",
         .general.refs = "CWE-362, CWE-366 · CON43-C, POS49-C"),
    KIND(LL_LOCK_MISUSE, "lock-misuse", RANK_VALUE, ll_headline_lock_misuse,
         ll_explain_lock_misuse, .say_here = ll_caption_lock_misuse,
         .look_at = "which thread takes which lock, in which order, and where it gives "
                    "it back.",
         .general.title = "lock misuse: locks that are not used as they must be",
         .general.happened =
             "A lock (a pthread_mutex_t) lets one thread at a time go on. The program "
             "gave back one that it did not hold, destroyed one that was held, ended a "
             "thread with one, or took two of them in both orders.",
         .general.wrong =
             "Two threads that each wait for the other's lock wait for good. A lock "
             "that is given back by the wrong thread protects nothing.",
         .general.look =
             "Each pthread_mutex_lock needs its pthread_mutex_unlock in the same "
             "function, on every way out. Threads that need several locks take them in "
             "one order.",
         .general.example = "pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;\n"
                            "pthread_mutex_lock(&lock);\n"
                            "puts(\"hello\");\n"
                            "pthread_mutex_destroy(&lock);\n"
                            "return 0;\n",
         .general.mended = "pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;\n"
                           "pthread_mutex_lock(&lock);\n"
                           "puts(\"hello\");\n"
                           "pthread_mutex_unlock(&lock);\n"
                           "pthread_mutex_destroy(&lock);\n"
                           "return 0;\n",
         .general.refs = "CWE-667, CWE-833 · CON35-C, POS51-C"),
    KIND(LL_LOST_REFERENCE, "lost-reference", RANK_DEFINITELY_LOST,
         ll_headline_lost_reference, ll_explain_lost_reference, .is_leak = true,
         .by_allocation = true, .allocated_here = "its memory was allocated here",
         .say_here = ll_caption_lost_reference,
         .look_at = "every way on from the line that took the reference: each has to "
                    "drop it, return it, or give it to another owner.",
         .general.title = "lost reference: a reference to a Python object that was not "
                          "dropped",
         .general.happened =
             "A Python object counts the references to it. The program took one, and "
             "neither dropped it with Py_DECREF nor gave it away; then nothing held "
             "the object's address any more.",
         .general.wrong =
             "The count cannot reach 0 again: the object, and all that it refers to, "
             "stay until the program ends. A function that loses a reference in each "
             "call grows without end.",
         .general.look =
             "Follow the reference from the line that took it: every way out has to "
             "drop it, return it, or give it to another owner.",
         .general.example = "PyObject *name = PyBytes_FromString(\"Ada\");\n"
                            "if (name == NULL)\n"
                            "    return -1;\n"
                            "puts(PyBytes_AS_STRING(name));\n"
                            "return 0;\n",
         .general.mended = "PyObject *name = PyBytes_FromString(\"Ada\");\n"
                           "if (name == NULL)\n"
                           "    return -1;\n"
                           "puts(PyBytes_AS_STRING(name));\n"
                           "Py_DECREF(name);\n"
                           "return 0;\n",
         .general.refs = "CWE-911 · MEM31-C"),
    KIND(LL_OTHER, "other", RANK_VALUE, ll_headline_other, ll_explain_generally,
         .here = "it happened here", .look_at = "the tool's own words, with --raw.",
         .general.title = "other: something else that a tool objects to",
         .general.happened =
             "The tool saw something that fits none of the usual kinds; its "
             "own words say what it was.",
         .general.wrong =
             "What a tool objects to at run time really happened in this run, "
             "and rarely without consequences.",
         .general.look =
             "Read the tool's own words with `--raw`, and start at the first line "
             "in them that belongs to the program.",
         .general.example = "void (*action)(void) = NULL;\n"
                            "if (getenv(\"LOUD\") != NULL)\n"
                            "    action = abort;\n"
                            "action();\n",
         .general.mended = "void (*action)(void) = NULL;\n"
                           "if (getenv(\"LOUD\") != NULL)\n"
                           "    action = abort;\n"
                           "if (action != NULL)\n"
                           "    action();\n",
         .general.refs = "CWE-758 · MSC15-C"),
};
_Static_assert(sizeof rows / sizeof *rows == LL_KIND_COUNT, "each kind has a row");

const struct ll_kind_row *ll_kind_row(enum ll_kind kind)
{
    return &rows[kind];
}

const char *ll_kind_name(enum ll_kind kind)
{
    return rows[kind].name;
}

bool ll_kind_from_name(const char *name, enum ll_kind *kind)
{
    for (int i = 0; i < LL_KIND_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0) {
            *kind = (enum ll_kind)i;
            return true;
        }
    return false;
}

bool ll_kind_is_access(enum ll_kind kind)
{
    return kind == LL_INVALID_READ || kind == LL_INVALID_WRITE;
}

bool ll_kind_is_leak(enum ll_kind kind)
{
    return rows[kind].is_leak;
}

bool ll_kind_is_fault(enum ll_kind kind)
{
    return !rows[kind].is_note;
}

const struct ll_explanation *ll_explain(enum ll_kind kind)
{
    return &rows[kind].general;
}

void ll_explain_diag(const struct ll_diag *diag, struct ll_buf *out)
{
    struct ll_buf paragraph = LL_BUF_INIT;
    rows[diag->kind].explain(diag, &rows[diag->kind].general, &paragraph);
    if (diag->sequel != NULL)
        ll_buf_addf(&paragraph, " %s", diag->sequel);
    ll_buf_puts(out, ll_buf_text(&paragraph));
    ll_drop(&paragraph, out);
}

void ll_diag_headline(const struct ll_diag *diag, struct ll_buf *out)
{
    if (diag->in_one_run)
        ll_buf_puts(out, "in one run, ");
    rows[diag->kind].headline(diag, out);
}
