/* SPDX-License-Identifier: MIT
 *
 * The general explanation of each kind. An example is the body of a function, or
 * a function, and compiles; its mended form differs only where the fault is. */
#include "diag/explain.h"

static const struct ll_explanation explanations[LL_KIND_COUNT] = {
    [LL_DEFINITELY_LOST] =
        {
            .kind = LL_DEFINITELY_LOST,
            .title = "definitely lost: memory that nobody can free any more",
            .happened = "The program asked for memory, and then the last pointer to it "
                        "went away: no variable holds its address any more.",
            .wrong = "The memory can be neither used nor freed, and stays taken until "
                     "the program ends. A loop that loses a block each time around "
                     "grows until the machine has no memory left.",
            .look = "Follow the pointer from the line that allocated: every way out of "
                    "the function has to free the block or hand it on.",
            .example = "char *copy = strdup(\"hello\");\n"
                       "if (copy == NULL)\n"
                       "    return -1;\n"
                       "puts(copy);\n"
                       "return 0;\n",
            .mended = "char *copy = strdup(\"hello\");\n"
                      "if (copy == NULL)\n"
                      "    return -1;\n"
                      "puts(copy);\n"
                      "free(copy);\n"
                      "return 0;\n",
            .refs = "CWE-401 · MEM31-C",
        },
    [LL_INDIRECTLY_LOST] =
        {
            .kind = LL_INDIRECTLY_LOST,
            .title = "indirectly lost: memory reached only through a lost block",
            .happened = "A block was lost, and with it the pointers that it held. This "
                        "memory was reached only through them: the nodes of a list "
                        "whose head is gone, the name in a struct that is gone.",
            .wrong = "It stays taken until the program ends, like the block that led "
                     "to it. One missing loop over a list can lose the whole list.",
            .look = "Start with the block that held the pointer to this one: free what "
                    "it points to first, then the block itself.",
            .example = "char **names = calloc(2, sizeof *names);\n"
                       "if (names == NULL)\n"
                       "    return -1;\n"
                       "names[0] = strdup(\"Ada\");\n"
                       "return 0; // names is lost, and names[0] with it\n",
            .mended = "char **names = calloc(2, sizeof *names);\n"
                      "if (names == NULL)\n"
                      "    return -1;\n"
                      "names[0] = strdup(\"Ada\");\n"
                      "free(names[0]);\n"
                      "free(names);\n"
                      "return 0;\n",
            .refs = "CWE-401 · MEM31-C",
        },
    [LL_POSSIBLY_LOST] =
        {
            .kind = LL_POSSIBLY_LOST,
            .title = "possibly lost: memory with a pointer only to its middle",
            .happened = "At the end of the program no pointer holds the start of this "
                        "block any more; what is left points into its middle.",
            .wrong =
                "`free` needs the start. Where the start cannot be worked out from "
                "the middle, the block is lost like any other.",
            .look = "Look for `p++` or `p += n` on the pointer that malloc returned: "
                    "keep that one as it is, and walk with a copy.",
            .example = "static char *text;\n"
                       "text = strdup(\"  hello\");\n"
                       "if (text == NULL)\n"
                       "    return -1;\n"
                       "while (*text == ' ')\n"
                       "    text++;\n"
                       "puts(text);\n",
            .mended = "char *start = strdup(\"  hello\");\n"
                      "if (start == NULL)\n"
                      "    return -1;\n"
                      "char *text = start;\n"
                      "while (*text == ' ')\n"
                      "    text++;\n"
                      "puts(text);\n"
                      "free(start);\n",
            .refs = "CWE-401 · MEM31-C",
        },
    [LL_STILL_REACHABLE] =
        {
            .kind = LL_STILL_REACHABLE,
            .title = "still reachable: memory that was held to the end",
            .happened = "When the program ended, a pointer to this memory was still "
                        "there, but nobody had freed it.",
            .wrong = "The system takes all memory back when a program ends, so a block "
                     "that serves to the very end does no harm. It is a leak when such "
                     "blocks keep coming while the program runs.",
            .look =
                "Ask how long the block is needed: to the end (free it at the end of "
                "main), or only to its last use (free it there).",
            .example = "static char *greeting;\n"
                       "greeting = strdup(\"hello\");\n"
                       "if (greeting != NULL)\n"
                       "    puts(greeting);\n"
                       "return 0;\n",
            .mended = "static char *greeting;\n"
                      "greeting = strdup(\"hello\");\n"
                      "if (greeting != NULL)\n"
                      "    puts(greeting);\n"
                      "free(greeting);\n"
                      "return 0;\n",
            .refs = "CWE-401 · MEM31-C-EX1",
        },
    [LL_INVALID_READ] =
        {
            .kind = LL_INVALID_READ,
            .title = "invalid read: reading outside of the memory asked for",
            .happened = "The program read from an address that belongs to none of its "
                        "variables and to no block that it has allocated.",
            .wrong = "What is found there is chance: old bytes, another variable, or a "
                     "crash. It may seem to work here and fail on another machine.",
            .look = "Compare the index with the number of elements asked for: of n "
                    "elements, the last has the index n - 1.",
            .example = "int *numbers = calloc(10, sizeof *numbers);\n"
                       "if (numbers == NULL)\n"
                       "    return -1;\n"
                       "int sum = 0;\n"
                       "for (int i = 0; i <= 10; i++)\n"
                       "    sum += numbers[i];\n"
                       "free(numbers);\n"
                       "return sum;\n",
            .mended = "int *numbers = calloc(10, sizeof *numbers);\n"
                      "if (numbers == NULL)\n"
                      "    return -1;\n"
                      "int sum = 0;\n"
                      "for (int i = 0; i < 10; i++)\n"
                      "    sum += numbers[i];\n"
                      "free(numbers);\n"
                      "return sum;\n",
            .refs = "CWE-125 · ARR30-C",
        },
    [LL_INVALID_WRITE] =
        {
            .kind = LL_INVALID_WRITE,
            .title = "invalid write: writing outside of the memory asked for",
            .happened = "The program wrote to an address that belongs to none of its "
                        "variables and to no block that it has allocated.",
            .wrong = "The write may destroy another variable, or the notes that malloc "
                     "keeps beside its blocks. The failure then shows up later, far "
                     "from this line.",
            .look =
                "Compare what is written with the size asked for. A string needs one "
                "byte more than it has letters, for the '\\0' that ends it.",
            .example = "const char *name = \"Ada\";\n"
                       "char *copy = malloc(strlen(name));\n"
                       "if (copy != NULL)\n"
                       "    strcpy(copy, name); // no room for the closing '\\0'\n"
                       "free(copy);\n",
            .mended = "const char *name = \"Ada\";\n"
                      "char *copy = malloc(strlen(name) + 1);\n"
                      "if (copy != NULL)\n"
                      "    strcpy(copy, name);\n"
                      "free(copy);\n",
            .refs = "CWE-787 · ARR30-C, STR31-C",
        },
    [LL_USE_AFTER_FREE] =
        {
            .kind = LL_USE_AFTER_FREE,
            .title = "use after free: memory used after it was given back",
            .happened = "A block was freed, and a pointer to it was used afterwards. "
                        "`free` does not change the pointers to a block: they still "
                        "hold its old address.",
            .wrong =
                "The memory may already serve another part of the program. Reading "
                "finds foreign values; writing destroys them, and the failure "
                "shows up elsewhere.",
            .look = "Start at the line that freed the block: which pointers to it are "
                    "still used after that line?",
            .example = "char *name = strdup(\"Ada\");\n"
                       "if (name == NULL)\n"
                       "    return -1;\n"
                       "free(name);\n"
                       "puts(name);\n",
            .mended = "char *name = strdup(\"Ada\");\n"
                      "if (name == NULL)\n"
                      "    return -1;\n"
                      "puts(name);\n"
                      "free(name);\n",
            .refs = "CWE-416 · MEM30-C",
        },
    [LL_DOUBLE_FREE] =
        {
            .kind = LL_DOUBLE_FREE,
            .title = "double free: a block that was given back twice",
            .happened = "A block was freed, and later the same address was given to "
                        "`free` once more. After the first time the block no longer "
                        "belonged to the program.",
            .wrong = "By then the memory may have been handed out again: the second "
                     "`free` takes it from its new owner, or damages the notes that "
                     "malloc keeps about it.",
            .look = "Two places in the code act as the block's owner. Decide which one "
                    "frees it; the other may use it but leaves it alone.",
            .example = "char *line = strdup(\"text\");\n"
                       "if (line == NULL)\n"
                       "    return -1;\n"
                       "if (strlen(line) < 10)\n"
                       "    free(line);\n"
                       "free(line);\n",
            .mended = "char *line = strdup(\"text\");\n"
                      "if (line == NULL)\n"
                      "    return -1;\n"
                      "if (strlen(line) < 10)\n"
                      "    puts(\"short\");\n"
                      "free(line);\n",
            .refs = "CWE-415 · MEM30-C",
        },
    [LL_INVALID_FREE] =
        {
            .kind = LL_INVALID_FREE,
            .title = "invalid free: freeing what malloc did not return",
            .happened =
                "`free` was given an address that no malloc, calloc or realloc "
                "returned: one in the middle of a block, that of a variable, or "
                "that of a text in quotes.",
            .wrong = "`free` takes the address for the start of a block and looks for "
                     "malloc's notes beside it. It finds something else there, and the "
                     "program crashes or damages its own memory.",
            .look = "Look where the pointer came from and whether it was moved since: "
                    "`free` needs exactly the address that malloc returned.",
            .example = "char *text = strdup(\"  hello\");\n"
                       "if (text == NULL)\n"
                       "    return -1;\n"
                       "while (*text == ' ')\n"
                       "    text++;\n"
                       "puts(text);\n"
                       "free(text);\n",
            .mended = "char *text = strdup(\"  hello\"), *word = text;\n"
                      "if (text == NULL)\n"
                      "    return -1;\n"
                      "while (*word == ' ')\n"
                      "    word++;\n"
                      "puts(word);\n"
                      "free(text);\n",
            .refs = "CWE-590, CWE-761 · MEM34-C",
        },
    [LL_MISMATCHED_FREE] =
        {
            .kind = LL_MISMATCHED_FREE,
            .title = "mismatched free: memory given back to another family",
            .happened =
                "Functions that hand out memory come in families, each with its "
                "own way to give it back: malloc and free, PyMem_Malloc and "
                "PyMem_Free, PyObject_Malloc and PyObject_Free. Here a block of "
                "one family was given back to another.",
            .wrong = "Each family keeps its own notes about its blocks. The wrong one "
                     "finds no notes of its own and may crash, damage memory, or, with "
                     "some settings, seem to work.",
            .look =
                "Look at the line that allocated the block: its family decides which "
                "function frees it.",
            .example = "char *name = PyMem_Malloc(4);\n"
                       "if (name == NULL)\n"
                       "    return -1;\n"
                       "strcpy(name, \"Ada\");\n"
                       "free(name);\n",
            .mended = "char *name = PyMem_Malloc(4);\n"
                      "if (name == NULL)\n"
                      "    return -1;\n"
                      "strcpy(name, \"Ada\");\n"
                      "PyMem_Free(name);\n",
            .refs = "CWE-762 · MEM34-C",
        },
    [LL_UNINITIALISED] =
        {
            .kind = LL_UNINITIALISED,
            .title = "uninitialised value: used before it was set",
            .happened =
                "The program used a value that nobody had set. A local variable "
                "and the memory from malloc start with whatever bytes lay there "
                "before.",
            .wrong =
                "What the program does then depends on chance, and can differ from "
                "run to run and from machine to machine.",
            .look = "Find the line that should have set the value, and the way through "
                    "the code that misses it. calloc fills memory with zeros.",
            .example = "int *counts = malloc(4 * sizeof *counts);\n"
                       "if (counts == NULL)\n"
                       "    return -1;\n"
                       "counts[0]++;\n"
                       "printf(\"%d\\n\", counts[0]);\n"
                       "free(counts);\n",
            .mended = "int *counts = calloc(4, sizeof *counts);\n"
                      "if (counts == NULL)\n"
                      "    return -1;\n"
                      "counts[0]++;\n"
                      "printf(\"%d\\n\", counts[0]);\n"
                      "free(counts);\n",
            .refs = "CWE-457, CWE-908 · EXP33-C",
        },
    [LL_OVERLAP] =
        {
            .kind = LL_OVERLAP,
            .title = "overlap: a copy between places that share bytes",
            .happened =
                "A function that copies was given a source and a destination "
                "that share bytes. memcpy, strcpy and their like may copy in any "
                "order, and so overwrite bytes that they have yet to read.",
            .wrong = "The copy can come out right on one machine and garbled on the "
                     "next.",
            .look = "Compare the two addresses and the count. Where they may overlap, "
                    "memmove copies correctly.",
            .example = "char text[] = \"xhello\";\n"
                       "strcpy(text, text + 1);\n"
                       "puts(text);\n",
            .mended = "char text[] = \"xhello\";\n"
                      "memmove(text, text + 1, strlen(text));\n"
                      "puts(text);\n",
            .refs = "CWE-475 · EXP43-C",
        },
    [LL_BAD_SIZE] =
        {
            .kind = LL_BAD_SIZE,
            .title = "bad size: a number of bytes that cannot be right",
            .happened =
                "A function was given a size that makes no sense. Sizes have the "
                "type size_t, which has no negative numbers: -1 becomes the "
                "largest number there is, and a product that grows too large "
                "starts again at zero.",
            .wrong = "The request fails and returns NULL; or the size came out too "
                     "small, and what follows writes past the end of the block.",
            .look =
                "Look at how the size is computed: can the count be negative, or the "
                "product too large? calloc checks its product itself.",
            .example = "int count = atoi(\"-1\");\n"
                       "char *text = malloc((size_t)count);\n"
                       "if (text == NULL)\n"
                       "    return -1;\n"
                       "free(text);\n",
            .mended = "int count = atoi(\"-1\");\n"
                      "if (count < 0)\n"
                      "    return -1;\n"
                      "char *text = malloc((size_t)count);\n"
                      "if (text == NULL)\n"
                      "    return -1;\n"
                      "free(text);\n",
            .refs = "CWE-131, CWE-190 · INT30-C, MEM35-C",
        },
    [LL_STACK_ESCAPE] =
        {
            .kind = LL_STACK_ESCAPE,
            .title = "stack escape: a local variable used after its end",
            .happened =
                "A local variable lives on the stack (the memory that running "
                "functions share for their variables) and ends at the closing "
                "brace around it. A pointer to it was kept and used after that.",
            .wrong = "The next function call puts its own variables in the same place, "
                     "and the pointer then reads and writes those.",
            .look =
                "Look at what the function returns or stores: the address of a local "
                "variable has to stay inside. The caller can supply the memory.",
            .example = "char *name(void)\n"
                       "{\n"
                       "    char text[] = \"Ada\";\n"
                       "    char *start = text;\n"
                       "    return start;\n"
                       "}\n",
            .mended = "char *name(void)\n"
                      "{\n"
                      "    char text[] = \"Ada\";\n"
                      "    char *start = strdup(text); // for the caller to free\n"
                      "    return start;\n"
                      "}\n",
            .refs = "CWE-562 · DCL30-C",
        },
    [LL_CRASH] =
        {
            .kind = LL_CRASH,
            .title = "crash: the program was stopped by a signal",
            .happened =
                "The program did something that the system does not allow, and "
                "was stopped with a signal (a message from the system that ends "
                "a program).",
            .wrong =
                "Nothing after this line was done: nothing written, nothing freed. "
                "The cause often lies some lines earlier.",
            .look =
                "Look at each pointer in that line: can it be NULL, or was it never "
                "set? What malloc and fopen return is checked before its first use.",
            .example = "FILE *file = fopen(\"no-such-file\", \"r\");\n"
                       "printf(\"%d\\n\", fgetc(file));\n"
                       "fclose(file);\n",
            .mended = "FILE *file = fopen(\"no-such-file\", \"r\");\n"
                      "if (file == NULL)\n"
                      "    return -1;\n"
                      "printf(\"%d\\n\", fgetc(file));\n"
                      "fclose(file);\n",
            .refs = "CWE-476 · EXP34-C",
        },
    [LL_DESCRIPTOR_LEAK] =
        {
            .kind = LL_DESCRIPTOR_LEAK,
            .title = "descriptor leak: a file that was never closed",
            .happened =
                "The program opened a file and did not close it. Each open file "
                "takes a descriptor (the number by which the system knows it).",
            .wrong = "A program can have only so many files open, often 1024: one that "
                     "keeps forgetting to close them can open no more at some point. "
                     "And what was written may not be in the file yet.",
            .look = "Each open, fopen, opendir and socket needs its close, fclose or "
                    "closedir on every way out of the function.",
            .example = "FILE *file = fopen(\"/dev/null\", \"w\");\n"
                       "if (file == NULL)\n"
                       "    return -1;\n"
                       "fputs(\"hello\", file);\n"
                       "return 0;\n",
            .mended = "FILE *file = fopen(\"/dev/null\", \"w\");\n"
                      "if (file == NULL)\n"
                      "    return -1;\n"
                      "fputs(\"hello\", file);\n"
                      "fclose(file);\n"
                      "return 0;\n",
            .refs = "CWE-775 · FIO42-C",
        },
    [LL_OTHER] =
        {
            .kind = LL_OTHER,
            .title = "other: something else that a tool objects to",
            .happened = "The tool saw something that fits none of the usual kinds; its "
                        "own words say what it was.",
            .wrong = "What a tool objects to at run time really happened in this run, "
                     "and rarely without consequences.",
            .look =
                "Read the tool's own words with `--raw`, and start at the first line "
                "in them that belongs to the program.",
            .example = "void (*action)(void) = NULL;\n"
                       "if (getenv(\"LOUD\") != NULL)\n"
                       "    action = abort;\n"
                       "action();\n",
            .mended = "void (*action)(void) = NULL;\n"
                      "if (getenv(\"LOUD\") != NULL)\n"
                      "    action = abort;\n"
                      "if (action != NULL)\n"
                      "    action();\n",
            .refs = "CWE-758 · MSC15-C",
        },
};

const struct ll_explanation *ll_explain(enum ll_kind kind)
{
    return &explanations[kind];
}
