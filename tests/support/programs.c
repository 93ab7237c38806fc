/* SPDX-License-Identifier: MIT */
#include "support/programs.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"

const char clean_program[] = "#include <stdio.h>\n"
                             "#include <stdlib.h>\n"
                             "int main(void) { free(malloc(8)); puts(\"done\"); }\n";

const char leaky_program[] = "#include <stdlib.h>\n"
                             "static void lose(void)\n"
                             "{\n"
                             "    char *block = malloc(32);\n"
                             "    block[0] = 'x';\n"
                             "}\n"
                             "int main(void) { lose(); return 0; }\n";

char *folder;
struct ll_session session;
struct ll_subject subject;
struct ll_result result;
struct ll_error err;
const struct ll_tool *both[3];

char *in_folder(const char *name)
{
    char *path = ll_path_join(folder, name);
    ck_assert_ptr_nonnull(path);
    return path;
}

char *write_file(const char *name, const char *text)
{
    char *path = in_folder(name);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), &err), 0);
    return path;
}

void programs_setup(void)
{
    setenv("LEAKLAB_HOME", LL_BUILD_DIR, 1);
    folder = ll_path_temp_dir(&err);
    ck_assert_ptr_nonnull(folder);
    char *work = in_folder("work");
    ck_assert_int_eq(mkdir(work, 0700), 0);
    setenv("TMPDIR", work, 1);
    setenv("XDG_CACHE_HOME", folder, 1);
    free(work);
    session = (struct ll_session)LL_SESSION_INIT;
    subject = (struct ll_subject){.name = strdup("test.c")};
    both[0] = ll_tool_find("memcheck");
    both[1] = ll_tool_find("asan");
}

void programs_teardown(void)
{
    ll_result_release(&result);
    ll_subject_release(&subject);
    ll_path_remove_tree(folder);
    free(folder);
}

void add_source(const char *name, const char *text)
{
    char *path = write_file(name, text);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
    free(path);
}

void run(void)
{
    ll_result_release(&result);
    int status = ll_session_run_one(&session, &subject, both, &result, &err);
    ck_assert_msg(status == 0, "%s", err.text);
    ck_assert_uint_eq(result.run_count, 2);
}

void run_program(const char *text)
{
    add_source("test.c", text);
    run();
}

size_t count_left_over(void)
{
    size_t count = 0;
    DIR *dir = opendir(getenv("TMPDIR"));
    ck_assert_ptr_nonnull(dir);
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count - 2; /* . and .. */
}
