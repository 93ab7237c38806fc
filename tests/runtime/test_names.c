/* SPDX-License-Identifier: MIT
 *
 * The runtime takes no function from the program under test: a program may define
 * `write`, `strlen` or `getenv`, rightly or wrongly, and is judged as any other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"
#include "sweep/sweep.h"

/* ---- which names are taken ------------------------------------------------------- */

/* All names that the runtime's objects may take from outside. "A*" stands for all that
 * begin with A. */
static const struct {
    const char *name;
    const char *reason;
} allowed[] = {
    {"_GLOBAL_OFFSET_TABLE_", "made by the linker"},
    {"_DYNAMIC", "made by the linker"},
    {"__ehdr_start", "made by the linker"},
    {"_etext", "made by the linker"},
    {"__dso_handle", "made by the compiler's start files"},
    {"__tls_get_addr", "called by the compiler for thread-local variables"},
    {"__real_*", "the function that the program calls; the linker's --wrap"},
    {"ll_*", "our own: the hooks between the parts"},
    {"__asan_*", "AddressSanitizer's library, reserved name"},
    {"__msan_*", "MemorySanitizer's library, reserved name"},
    {"__lsan_*", "AddressSanitizer's library, reserved name"},
    {"__sanitizer_*", "AddressSanitizer's library, reserved name"},
    {"__ubsan_on_report", "snapshot.o's; operations.o asks whether it is there"},
    {"__interceptor_*", "AddressSanitizer's library, reserved name"},
    {"_dl_find_object", "the dynamic linker's, reserved name"},
    {"_r_debug", "the dynamic linker's, reserved name"},
    {"__environ", "the C library's, reserved name"},
    {"__getauxval", "the C library's, reserved name"},
    {"__executable_start", "the linker's, reserved name"},
    {"_end", "the linker's; a program's own is hidden when it is graded"},
    {"__errno_location", "the C library's, reserved name"},
    {"__fork", "the C library's, reserved name"},
    {"__register_atfork", "the C library's, reserved name"},
    {"__cxa_at_quick_exit", "the C library's, reserved name"},
    {"__cxa_finalize", "the C library's, reserved name"},
    {"__snprintf_chk", "the C library's, reserved name"},
    {"__vsnprintf_chk", "the C library's, reserved name"},
    {"__asprintf_chk", "the C library's, reserved name"},
    {"__longjmp_chk", "the C library's, reserved name"},
    {"__memcpy_chk", "the C library's, reserved name"},
    {"__memset_chk", "the C library's, reserved name"},
    {"__realpath_chk", "the C library's, reserved name"},
    {"__libc_*", "the C library's, reserved name"},
    {"__backtrace", "the C library's, reserved name"},
    {"_Unwind_ForcedUnwind", "libgcc_s's; observe.o asks whether it is there"},
    {"_IO_fflush", "the C library's, reserved name"},
    {"_IO_setvbuf", "the C library's, reserved name"},
    {"_setjmp", "the C library's, reserved name"},
    {"stdout", "observe.o: the variable whose buffer is set; it has no other name"},
    {"mallinfo2", "observe.o: has no other name; a lesson's driver has no allocator"},
    {"malloc_usable_size", "python.o: has no other name"},
    {"Py*", "libpython's, which python.o is for; swept.o asks whether it is there"},
    {"_Py*", "libpython's"},
    {"_Z*", "C++ names, which no C program can define by accident"},
};

static bool is_allowed(const char *name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        size_t length = strcspn(allowed[i].name, "*");
        bool begins = strncmp(name, allowed[i].name, length) == 0;
        if (begins && (allowed[i].name[length] == '*' || name[length] == '\0'))
            return true;
    }
    return false;
}

/* Not host.o, lend.o and attacks.o: they are programs by themselves, and no code of
 * anybody is linked with them. Nor fence.o, stops.o and preload.o: each is (a part of)
 * a library of its own, loaded first. */
static const char *const parts[] = {"fail",  "finish", "observe",  "operations",
                                    "only",  "sizes",  "snapshot", "swept",
                                    "tests", "writes"};
enum { PART_COUNT = sizeof parts / sizeof *parts };

static size_t check_part(const char *part)
{
    char command[512], line[256], name[200];
    size_t count = 0;
    snprintf(command, sizeof command, "nm -u '" LL_BUILD_DIR "/runtime/%s.o'", part);
    FILE *names = popen(command, "r");
    ck_assert_ptr_nonnull(names);
    while (fgets(line, sizeof line, names) != NULL) {
        ck_assert_int_eq(sscanf(line, " %*c %199s", name), 1);
        ck_assert_msg(is_allowed(name), "%s.o takes '%s', which is not on the list",
                      part, name);
        count++;
    }
    ck_assert_int_eq(pclose(names), 0);
    return count;
}

START_TEST(each_part_takes_only_names_on_the_list)
{
    ck_assert_uint_gt(check_part(parts[_i]), 0);
}
END_TEST

START_TEST(the_parts_for_python_take_only_names_on_the_list)
{
    if (!ll_path_exists(LL_BUILD_DIR "/runtime/python.o")) {
        skip("there is no libpython (python3-dev)");
        return;
    }
    ck_assert_uint_gt(check_part("python"), 0);
    ck_assert_uint_gt(check_part("script"), 0);
    ck_assert_uint_gt(check_part("references"), 0);
}
END_TEST

/* ---- programs that define them --------------------------------------------------- */

/* Defined as functions that stop the program at once. Those in the second list are
 * called by AddressSanitizer's own library, with and without our runtime (strlen by
 * libgcc's unwinder, which it uses; on arm64 there are three more). */
static const char *const names[] = {
    "write",     "openat",        "read",           "getpid",  "getenv",
    "unsetenv",  "setenv",        "strcpy",         "strcmp",  "strncmp",
    "strnlen",   "strcspn",       "strspn",         "strtol",  "strtoul",
    "strtod",    "strstr",        "memcmp",         "memmove", "memchr",
    "snprintf",  "vsnprintf",     "dprintf",        "fprintf", "sscanf",
    "fork",      "kill",          "wait",           "waitpid", "wait4",
    "nanosleep", "stat",          "clock_gettime",  "fstat",   "ioctl",
    "lseek",     "pread",         "pwrite",         "dup2",    "ftruncate",
    "opendir",   "readdir",       "closedir",       "dirfd",   "sigaction",
    "dladdr",    "at_quick_exit", "pthread_atfork", "fflush",  "setvbuf",
    "longjmp",   "realpath",      "explicit_bzero", "syscall", "exit",
    "_exit",     "asprintf",      "quick_exit",
#if !defined __aarch64__
    "strchr",    "memcpy",        "memset",
#endif
    NULL,
};
static const char *const asans_too[] = {
    "close",       "open",      "strrchr",         "fcntl",  "mmap",   "munmap",
    "sigaltstack", "getrlimit", "dl_iterate_phdr", "isatty", "strlen",
#if defined __aarch64__
    "strchr",      "memcpy",    "memset",
#endif
    NULL,
};

static void add_functions(const char *file, const char *const *list)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, "#pragma GCC diagnostic ignored "
                       "\"-Wbuiltin-declaration-mismatch\"\n");
    for (; *list != NULL; list++)
        ll_buf_addf(&text, "int %s(void) { __builtin_trap(); }\n", *list);
    add_source(file, ll_buf_text(&text));
    ll_buf_release(&text);
}

static const char loses_seven[] = "#include <stdlib.h>\n"
                                  "static void lose(void)\n"
                                  "{\n"
                                  "    char *block = malloc(7);\n"
                                  "    if (block != NULL)\n"
                                  "        block[0] = 'x';\n"
                                  "}\n"
                                  "int main(void) { lose(); return 3; }\n";

static void run_under(const struct ll_tool *const *tools)
{
    ll_result_release(&result);
    int status = ll_session_run_one(&session, &subject, tools, &result, &err);
    ck_assert_msg(status == 0, "%s", err.text);
}

/* The tools agree on the one leak of 7 bytes, and the program ended as it should. */
static void run_and_find_the_leak(const struct ll_tool *const *tools)
{
    run_under(tools);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(result.diags.items[0].bytes, 7);
    for (size_t i = 0; i < result.run_count; i++) {
        ck_assert_int_eq(result.runs[i].ended.how, LL_END_EXITED);
        ck_assert(ll_diag_seen_by(&result.diags.items[0], result.runs[i].tool->name));
    }
}

START_TEST(a_program_may_define_each_of_them_wrongly)
{
    add_source("main.c", loses_seven);
    add_functions("names.c", names);
    run_and_find_the_leak(both);
}
END_TEST

/* At a fault, snapshot.o walks the stack and writes memory to a file. */
static const char reads_freed[] = "#include <stdlib.h>\n"
                                  "int main(void)\n"
                                  "{\n"
                                  "    char *block = malloc(7);\n"
                                  "    if (block == NULL)\n"
                                  "        return 1;\n"
                                  "    free(block);\n"
                                  "    return block[0];\n"
                                  "}\n";

static const struct ll_tool *asan_alone[2];

START_TEST(at_a_fault_it_may_define_each_of_them_wrongly)
{
    add_source("main.c", reads_freed);
    add_functions("names.c", names);
    run_under(asan_alone);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_USE_AFTER_FREE);
    ck_assert_uint_eq(result.diags.items[0].path.count, 1);
    const struct ll_value_list *values = &result.diags.items[0].values;
    ck_assert_ptr_nonnull(ll_values_find(values, "block"));
    ck_assert_str_eq(ll_values_find(values, "block")->value, "memory freed at line 7");
}
END_TEST

static const struct ll_tool *memcheck_alone[2];

START_TEST(under_memcheck_it_may_define_those_of_asan_too)
{
    add_source("main.c", loses_seven);
    add_functions("names.c", names);
    add_functions("more.c", asans_too);
    run_and_find_the_leak(memcheck_alone);
}
END_TEST

static struct ll_sweep swept;

static void sweep(const struct ll_tool *const *tools)
{
    struct ll_sweep_options options = {.tools = tools, .seconds = 120};
    int status = ll_sweep_run(&session, &subject, &options, &swept, &err);
    ck_assert_msg(status == 0, "%s", err.text);
}

static const char leaks_when_full[] = "#include <stdlib.h>\n"
                                      "int main(void)\n"
                                      "{\n"
                                      "    char *first = malloc(48);\n"
                                      "    char *second = malloc(8);\n"
                                      "    if (second == NULL)\n"
                                      "        return 1;\n" /* first is lost */
                                      "    free(first);\n"
                                      "    free(second);\n"
                                      "    return 0;\n"
                                      "}\n";

static void check_sweep(void)
{
    ck_assert_ptr_null(swept.unfit);
    ck_assert_uint_eq(swept.allocations, 2);
    ck_assert_uint_eq(swept.count, 4);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 1);
    ll_sweep_release(&swept);
}

START_TEST(the_sweep_judges_such_a_program_rightly)
{
    add_source("main.c", leaks_when_full);
    add_functions("names.c", names);
    sweep(both);
    check_sweep();
    add_functions("more.c", asans_too);
    sweep(memcheck_alone);
    check_sweep();
}
END_TEST

/* Functions that do what they should, and count: the runtime calls none of them,
 * neither before main nor in the sweep's children. */
START_TEST(a_program_that_counts_calls_counts_its_own)
{
    add_source("main.c",
               "#define _GNU_SOURCE\n"
               "#include <fcntl.h>\n"
               "#include <stdarg.h>\n"
               "#include <stdlib.h>\n"
               "#include <sys/syscall.h>\n"
               "#include <unistd.h>\n"
               "static int opened, closed, written, asked;\n"
               "int open(const char *path, int flags, ...)\n"
               "{ opened++; return (int)syscall(SYS_open, path, flags, 0600); }\n"
               "int close(int fd)\n"
               "{ closed++; return (int)syscall(SYS_close, fd); }\n"
               "ssize_t write(int fd, const void *from, size_t count)\n"
               "{ written++; return syscall(SYS_write, fd, from, count); }\n"
               "pid_t getpid(void)\n"
               "{ asked++; return (pid_t)syscall(SYS_getpid); }\n"
               "int main(void)\n"
               "{\n"
               "    if (opened + closed + written + asked != 0)\n"
               "        return 9;\n"
               "    int fd = open(\"/dev/null\", O_WRONLY);\n"
               "    char *block = malloc(8);\n"
               "    int status = block == NULL ? 1 : 0;\n"
               "    if (write(fd, \"x\", 1) != 1)\n"
               "        status = 8;\n"
               "    free(block);\n"
               "    close(fd);\n"
               "    if (opened != 1 || closed != 1 || written != 1 || asked != 0)\n"
               "        status = 9;\n"
               "    return status;\n"
               "}\n");
    run_under(memcheck_alone);
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_int_eq(result.runs[0].ended.status, 0);
    sweep(memcheck_alone);
    ck_assert_uint_eq(swept.allocations, 1);
    ck_assert_uint_eq(ll_sweep_faults(&swept), 0);
    for (size_t i = 0; i < swept.count; i++)
        ck_assert_int_eq(swept.attempts[i].result.runs[0].ended.status, 1);
    ll_sweep_release(&swept);
}
END_TEST

static void setup(void)
{
    programs_setup();
    memcheck_alone[0] = both[0];
    asan_alone[0] = both[1];
}

int main(void)
{
    Suite *suite = suite_create("names");
    TCase *taken = case_create("taken");
    tcase_add_loop_test(taken, each_part_takes_only_names_on_the_list, 0, PART_COUNT);
    tcase_add_test(taken, the_parts_for_python_take_only_names_on_the_list);
    suite_add_tcase(suite, taken);
    TCase *defined = case_create("defined");
    tcase_add_checked_fixture(defined, setup, programs_teardown);
    tcase_add_test(defined, a_program_may_define_each_of_them_wrongly);
    tcase_add_test(defined, at_a_fault_it_may_define_each_of_them_wrongly);
    tcase_add_test(defined, under_memcheck_it_may_define_those_of_asan_too);
    tcase_add_test(defined, the_sweep_judges_such_a_program_rightly);
    tcase_add_test(defined, a_program_that_counts_calls_counts_its_own);
    suite_add_tcase(suite, defined);
    return suite_run(suite);
}
