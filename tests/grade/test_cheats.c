/* SPDX-License-Identifier: MIT
 *
 * Each cheat and bomb of tests/grade/cheats/ is graded with the gate and without it,
 * several side by side, as a class is, and honest submissions between them. None may
 * pass, each has to be stopped by the wall that its header names, and none may leave
 * anything: no process, no changed file, no honest submission that fails.
 *
 *   cheat: what it tries
 *   wall with the gate: NAME     (of `walls` below)
 *   wall without: NAME
 *   lesson: 22                   what it is handed in for; none: 3. 19 opens files, 21
 *                                has threads, 22 and 23 are modules for Python, 25 has
 *                                Python's families of memory, 26 is a module in Cython,
 *                                27 has a pool
 *   python: 3.11                 the last version that loses something by it: later
 *                                ones count no references to None and the like
 *   module: leaky                it stands above that lesson's leaky module of modules/
 *                                in the same file
 *   judge: second                only the second judge of races sees it, which some
 *                                machines cannot run
 *   judge: stops                 only runs with stopped threads show it: on x86-64
 *   above: request               it stands below modules/request.c
 *   because: why not             where a wall is "none": a gap that is known
 *   chance: why                  such a gap passes on an idle machine only: whether it
 *                                is stopped here says nothing
 *   limits: short                for what would otherwise run for long
 *   includes: stay               where they are: else they are moved to the top
 *   soak: what has the same      only `make soak` grades it
 *
 * The folder right/ has submissions that do it another way than the solution, and look
 * odd to a tool or to the gate. Their headers say "right:" and what they do; "lesson:",
 * "module:", "judge:" and "soak:" are as above. Each must get all points.
 *
 * Where isolation alone stops the trick, the rest of the module is judged as it is; the
 * trick, if it worked, would print "got through".
 *
 * CHEATS=name,name grades these alone; CHEATS_SHOW=1 prints what was said of each;
 * CHEATS_SLOWER=20 makes each limit of time 20 times as long, for an emulated machine.
 * After a change that is meant, LL_UPDATE_EXPECTED=1 writes the table in
 * docs/security.md.
 */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "base/text.h"
#include "class/class.h"
#include "config.h"
#include "diag/explain.h"
#include "jail/isolation.h"
#include "lesson/lesson.h"
#include "runtime/stops.h"
#include "session/session.h"
#include "support/expected.h"
#include "support/suite.h"

#define CHEATS LL_TESTS_DIR "/grade/cheats"
#define LESSON LL_SOURCE_DIR "/lessons/03-lost-realloc"
#define SECURITY LL_SOURCE_DIR "/docs/security.md"

/* What cheats are handed in for. */
static const struct kind {
    unsigned number;
    const char *lesson, *exercise, *leaky, *ends;
} kinds[] = {
    {3, LESSON, "exercise.c", "leaky.c", ".c"},
    {19, LL_SOURCE_DIR "/lessons/19-handles", "exercise.c", "", ".c"},
    {21, LL_SOURCE_DIR "/lessons/21-threads", "exercise.c", "racy.c", ".c"},
    {22, LL_SOURCE_DIR "/lessons/22-object-lifetime", "exercise.c", "leaky_module.c",
     ".c"},
    {23, LL_SOURCE_DIR "/lessons/23-refcounts", "exercise.c", "", ".c"},
    {25, LL_SOURCE_DIR "/lessons/25-domains", "exercise.c", "", ".c"},
    {26, LL_SOURCE_DIR "/lessons/26-cython", "exercise.pyx", "leaky_cython.pyx",
     ".pyx"},
    {27, LL_SOURCE_DIR "/lessons/27-arenas", "exercise.c", "", ".c"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

enum { CHEATS_MAX = 200 };

/* So many cheats for each honest submission. */
static size_t honest_every(void)
{
    return is_soak() ? 12 : 36;
}

/* The limits of a process where the limits are short, by the clock and of processor
 * time: the solution needs 0.4 s under memcheck, and other tests run beside it. And
 * what a submission may take then, all in all: 8 times as much, twice as much in the
 * fence, and the time to compile. */
enum { SHORT_SECONDS = 10, SHORT_CPU_SECONDS = 2 };
enum { SHORT_IN_ALL = 10 * SHORT_SECONDS + 40 };

static struct ll_error err;

/* What fails before there is a suite fails all of it. */
static void must(bool good)
{
    if (good)
        return;
    fprintf(stderr, "test_cheats: %s\n",
            err.text[0] != '\0' ? err.text : strerror(errno));
    exit(EXIT_FAILURE);
}

/* ---- the walls ---------------------------------------------------------------------
 * What is said when one of them has held. */

static const struct wall {
    const char *name;
    enum ll_verdict verdict;
    const char *said[6];
} walls[] = {
    /* before it runs */
    {"intake", LL_UNGRADABLE, {"is a link", "is a FIFO", "bytes of value 0", "1 MiB"}},
    {"directives", LL_UNGRADABLE, {"has the directive '#"}},
    {"headers", LL_UNGRADABLE, {"which is neither the lesson's nor the system's"}},
    /* gcc 16 gives up on what nests too deep by a crash */
    {"compiler", LL_UNGRADABLE, {"does not compile", "was killed by SIGSEGV"}},
    {"compiler's limits",
     LL_UNGRADABLE,
     {"the compiler, given '", "is too large once"}},
    {"macros", LL_UNGRADABLE, {"includes a header below the macro"}},
    {"tokens", LL_UNGRADABLE, {"which no exercise needs: remove it"}},
    {"names",
     LL_UNGRADABLE,
     {"a module ", "nothing of a module", "memory comes from", "do without it"}},
    {"tools", LL_UNGRADABLE, {"leave the tools alone"}},
    {"sections",
     LL_UNGRADABLE,
     {"section '", "before main or after it", "that runs before main",
      "is one for all libraries", "it aligns a static variable"}},
    {"linker", LL_UNGRADABLE, {"neither in the lesson nor in the C library"}},
    /* while it runs */
    {"transcript", LL_UNGRADABLE, {"wrote to the transcript"}},
    {"log", LL_UNGRADABLE, {"wrote to the tool's log"}},
    {"bounds", LL_UNGRADABLE, {"outside of driver and tests"}},
    {"broken tool", LL_UNGRADABLE, {"it breaks the tool that watches it"}},
    {"canaries", LL_UNGRADABLE, {"did not report what it was shown", "is not whole"}},
    /* when it has run */
    {"completion", LL_FAIL, {"was ended in it", "by exit()", "was not reached"}},
    {"isolation", LL_FAIL, {"lost for good"}}, /* and it did not get through, below */
    {"leak check", LL_FAIL, {"lost for good"}},
    {"malloc trace", LL_FAIL, {"never freed", "lost sight of the blocks"}},
    {"descriptors", LL_FAIL, {"open that it had opened"}},
    {"heap", LL_FAIL, {"is not in memory from malloc"}},
    {"references", LL_FAIL, {"that were never dropped", "that was never dropped"}},
    {"bare run", LL_FAIL, {"when no tool looks on"}},
    {"sweep", LL_FAIL, {"failing the", "where allocations are made to fail"}},
    {"fence", LL_FAIL, {"when each block lies in pages of its own"}},
    {"memory",
     LL_FAIL,
     {"was used after it was freed", "near NULL", "that nobody had set",
      "past the end"}},
    {"races",
     LL_FAIL,
     {"two threads that nothing keeps apart",
      "when its threads are stopped at other moments"}},
    {"values", LL_FAIL, {"and should be", "prints more than it should"}},
    {"crash", LL_FAIL, {"was killed by SIG"}},
    {"clock", LL_FAIL, {"did not end within", "processor time"}},
    {"amounts", LL_FAIL, {"too much", "more than"}},
};

/* What no wall stops, with the reason in its header. */
static const char open_gap[] = "none";

static const struct wall *find_wall(const char *name)
{
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++)
        if (strcmp(walls[i].name, name) == 0)
            return &walls[i];
    return NULL;
}

static bool has_held(const struct wall *wall, enum ll_verdict verdict, const char *text)
{
    if (verdict != wall->verdict)
        return false;
    for (size_t i = 0; i < 6 && wall->said[i] != NULL; i++)
        if (strstr(text, wall->said[i]) != NULL)
            return true;
    return false;
}

/* ---- the cheats ------------------------------------------------------------------ */

enum { GATE, NO_GATE, WAYS };

/* What became of one. */
struct outcome {
    bool known;
    enum ll_verdict verdict;
    double seconds;
    char *said; /* owned */
};

static struct cheat {
    char *name, *tries;
    char *wall[WAYS];
    const struct kind *kind;
    char *because; /* of a gap; NULL: there is none */
    char *chance;  /* of a gap that may be stopped; NULL: it is not */
    char *above;
    bool on_leaky, is_short;
    bool needs_second, needs_stops; /* judge */
    bool is_for_soak;               /* another has the same */
    bool is_of_counts;              /* Python 3.12 and later lose nothing by it */
    int (*make)(const char *path);  /* it is made here */
    struct outcome outcome[WAYS];
} cheats[CHEATS_MAX];
static size_t cheat_count;

static int make_link(const char *path)
{
    return symlink(LESSON "/solution.c", path);
}

static int make_fifo(const char *path)
{
    return mkfifo(path, 0644);
}

static int make_linked_folder(const char *path)
{
    char *file = ll_path_join(path, "exercise.c");
    int result = mkdir(path, 0755) != 0 ? -1 : symlink(LESSON "/solution.c", file);
    free(file);
    return result;
}

static int make_zeros(const char *path)
{
    static const char zeros[4096];
    return ll_file_write(path, zeros, sizeof zeros, NULL);
}

static int make_large(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    int result = fd < 0 ? -1 : ftruncate(fd, (off_t)1 << 40);
    close(fd);
    return result;
}

/* By the path that it has on this machine. */
static int make_including(const char *path)
{
    static const char source[] = "#include \"" LESSON "/solution.c\"\n";
    return ll_file_write(path, source, sizeof source - 1, NULL);
}

/* Those that git cannot hold, or should not. */
static const struct {
    const char *name, *tries, *wall;
    int (*make)(const char *path);
} made[] = {
    {"file_link", "is a link to the solution", "intake", make_link},
    {"file_fifo", "is a FIFO, which a reader waits at for ever", "intake", make_fifo},
    {"file_folder_link", "is a folder with a link to the solution", "intake",
     make_linked_folder},
    {"file_zeros", "is a file of zero bytes", "intake", make_zeros},
    {"file_large", "is a file of a terabyte, with nothing in it", "intake", make_large},
    {"steal_solution", "includes the solution", "compiler", make_including},
};

/* What stands behind `key`, to the end of its line and of those below that are indented
 * further; NULL: it is not there. New string. */
static char *header(const char *text, const char *key)
{
    struct ll_buf value = LL_BUF_INIT;
    const char *at = strstr(text, key);
    const char *end = strstr(text, "*/");
    if (at == NULL || end == NULL || at > end)
        return NULL;
    at += strlen(key);
    for (;;) {
        size_t length = strcspn(at, "\n");
        ll_buf_add(&value, at, length);
        at += length + 1;
        if (strncmp(at, " *     ", 7) != 0)
            return ll_buf_take(&value);
        ll_buf_puts(&value, " ");
        at += 7;
    }
}

static struct cheat *new_cheat(const char *name)
{
    must(cheat_count < CHEATS_MAX);
    struct cheat *cheat = &cheats[cheat_count++];
    cheat->name = strdup(name);
    cheat->kind = &kinds[0];
    return cheat;
}

static void read_cheat(const char *file)
{
    struct ll_buf text = LL_BUF_INIT;
    char *path = ll_path_join(CHEATS, file);
    must(ll_file_read(path, 1 << 20, &text, NULL) == 0);
    struct cheat *cheat = new_cheat(file);
    *strrchr(cheat->name, '.') = '\0';
    cheat->tries = header(ll_buf_text(&text), " * cheat: ");
    cheat->wall[GATE] = header(ll_buf_text(&text), " * wall with the gate: ");
    cheat->wall[NO_GATE] = header(ll_buf_text(&text), " * wall without: ");
    cheat->because = header(ll_buf_text(&text), " * because: ");
    cheat->chance = header(ll_buf_text(&text), " * chance: ");
    char *module = header(ll_buf_text(&text), " * module: ");
    char *above = header(ll_buf_text(&text), " * above: ");
    char *limits = header(ll_buf_text(&text), " * limits: ");
    char *lesson = header(ll_buf_text(&text), " * lesson: ");
    char *python = header(ll_buf_text(&text), " * python: ");
    char *judge = header(ll_buf_text(&text), " * judge: ");
    char *soak = header(ll_buf_text(&text), " * soak: ");
    for (size_t i = 0; lesson != NULL && i < KINDS; i++)
        if (strtoul(lesson, NULL, 10) == kinds[i].number)
            cheat->kind = &kinds[i];
    cheat->on_leaky = module != NULL;
    if (above != NULL)
        must(asprintf(&cheat->above, CHEATS "/modules/%s.c", above) > 0);
    cheat->is_short = limits != NULL;
    cheat->is_of_counts = python != NULL;
    cheat->is_for_soak = soak != NULL;
    cheat->needs_second = judge != NULL && strcmp(judge, "second") == 0;
    cheat->needs_stops = judge != NULL && strcmp(judge, "stops") == 0;
    free(soak);
    free(judge);
    free(module);
    free(above);
    free(limits);
    free(lesson);
    free(python);
    free(path);
    ll_buf_release(&text);
}

/* Whether this machine can run the second judge of races. */
static bool has_second_judge(void)
{
    static int known; /* 0: not yet */
    const struct ll_tool *const tools[] = {ll_tool_for(LL_TOOL_RACES_BUILT_IN), NULL};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_subject subject = {0};
    struct ll_result result = {0};
    if (known == 0) {
        session.no_cache = true;
        subject.name = strdup("data-race");
        must(ll_subject_add_source(&subject, LL_TESTS_DIR "/tools/kinds/data-race.c",
                                   &err) == 0);
        must(ll_session_run_one(&session, &subject, tools, &result, &err) == 0);
        known = result.runs[0].diags.count > 0 ? 1 : -1;
        ll_result_release(&result);
        ll_subject_release(&subject);
    }
    return known > 0;
}

static bool is_python(const struct kind *kind)
{
    return kind->number == 22 || kind->number == 23 || kind->number == 26;
}

/* Whether no module for Python before it has the same wall with the gate. */
static bool is_first_at_wall(const struct cheat *cheat)
{
    for (const struct cheat *one = cheats; one < cheat; one++)
        if (is_python(one->kind) && one->wall[GATE] != NULL &&
            cheat->wall[GATE] != NULL &&
            strcmp(one->wall[GATE], cheat->wall[GATE]) == 0)
            return false;
    return true;
}

static bool is_gap(const struct cheat *cheat, int way)
{
    return cheat->because != NULL && cheat->wall[way] != NULL &&
           strcmp(cheat->wall[way], open_gap) == 0;
}

/* Whether it is graded in that way. If the same wall stops it with the gate and
 * without, the gate has let it through, and its program is the same: only `make soak`
 * grades it twice. Only there, too, modules for Python are graded without the gate, or
 * when another such module is stopped by the same wall: each takes half a minute. And
 * so is what no wall stops: it shows that a gap is closed, not that a wall holds. */
static bool is_graded(const struct cheat *cheat, int way)
{
    if (is_soak() || getenv("CHEATS") != NULL)
        return true;
    if (cheat->is_for_soak || is_gap(cheat, way))
        return false;
    if (way == GATE)
        return !is_python(cheat->kind) || is_first_at_wall(cheat);
    bool is_module = cheat->kind != &kinds[0];
    return !is_module && (cheat->wall[GATE] == NULL || cheat->wall[NO_GATE] == NULL ||
                          strcmp(cheat->wall[GATE], cheat->wall[NO_GATE]) != 0);
}

static bool is_chosen(const char *name)
{
    const char *chosen = getenv("CHEATS");
    size_t length = strlen(name);
    for (const char *at = chosen; at != NULL && (at = strstr(at, name)) != NULL; at++)
        if ((at == chosen || at[-1] == ',') && strchr(",", at[length]) != NULL)
            return true;
    return chosen == NULL;
}

static double times_slower(void)
{
    const char *times = getenv("CHEATS_SLOWER");
    return times == NULL ? 1 : strtod(times, NULL);
}

static void read_cheats(void)
{
    struct dirent **entries;
    int count = scandir(CHEATS, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *dot = strrchr(entries[i]->d_name, '.');
        if (dot != NULL && (strcmp(dot, ".c") == 0 || strcmp(dot, ".pyx") == 0))
            read_cheat(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        struct cheat *cheat = new_cheat(made[i].name);
        cheat->tries = strdup(made[i].tries);
        cheat->wall[GATE] = strdup(made[i].wall);
        cheat->wall[NO_GATE] = strdup(made[i].wall);
        cheat->make = made[i].make;
    }
}

/* ---- what must not change -------------------------------------------------------- */

static struct ll_buf state; /* of all files that are ours */

static void note_files(const char *folder, struct ll_buf *into)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct stat st;
        char *path = ll_path_join(folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && lstat(path, &st) == 0) {
            ll_buf_addf(into, "%s %o %u %lld %lld.%09ld\n", path, st.st_mode, st.st_uid,
                        (long long)st.st_size, (long long)st.st_mtim.tv_sec,
                        st.st_mtim.tv_nsec);
            if (S_ISDIR(st.st_mode))
                note_files(path, into);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
}

static void note_state(struct ll_buf *into)
{
    struct stat st;
    ll_buf_init(into, 16 << 20);
    note_files(LL_SOURCE_DIR "/src", into);
    note_files(LL_SOURCE_DIR "/lessons", into);
    note_files(CHEATS, into);
    note_files(LL_BUILD_DIR "/runtime", into);
    static const char *const single[] = {"/etc/passwd", LL_BUILD_DIR "/leaklab",
                                         "/tmp/leaklab-cheat",
                                         "/dev/shm/leaklab-cheat"};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (stat(single[i], &st) == 0)
            ll_buf_addf(into, "%s %lld %lld\n", single[i], (long long)st.st_size,
                        (long long)st.st_mtim.tv_sec);
}

/* ---- what must not live on ------------------------------------------------------- */

static char *home;             /* TMPDIR of all that is run is in it */
static struct ll_buf survived; /* what did */

/* Whether a process was started in there: its program, its folder, its arguments or its
 * environment says so. */
static bool is_ours(const char *pid)
{
    static const char *const harness[] = {"exe", "cwd", "cmdline", "environ"};
    char text[65536], path[64];
    for (size_t i = 0; i < sizeof harness / sizeof *harness; i++) {
        snprintf(path, sizeof path, "/proc/%s/%s", pid, harness[i]);
        ssize_t got = readlink(path, text, sizeof text);
        int fd = got < 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (fd >= 0) {
            got = read(fd, text, sizeof text);
            close(fd);
        }
        if (got > 0 && memmem(text, (size_t)got, home, strlen(home)) != NULL)
            return true;
    }
    return false;
}

/* End and count them; the last look only counts. */
static size_t count_survivors(struct ll_buf *names)
{
    DIR *processes = opendir("/proc");
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9' ||
            strtol(entry->d_name, NULL, 10) == getpid() || !is_ours(entry->d_name))
            continue;
        count++;
        if (names != NULL) {
            ll_buf_addf(names, " %s", entry->d_name);
            kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
        }
    }
    closedir(processes);
    return count;
}

static void look_for_survivors(const char *after)
{
    for (int i = 0; i < 50 && count_survivors(NULL) > 0; i++)
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    size_t before = survived.len;
    if (count_survivors(&survived) > 0 && survived.len > before)
        ll_buf_addf(&survived, " (%s)", after);
}

/* ---- grading them ---------------------------------------------------------------- */

#define HONEST ".honest"
static struct outcome honest[64];
static char *honest_names[64];
static size_t honest_count;

/* Whether a line has to stand above all macros: the gate refuses headers below them. */
static bool belongs_to_top(const char *line)
{
    static const char *const begins[] = {"#include", "#define _GNU_SOURCE",
                                         "#define PY_SSIZE_T_CLEAN"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncmp(line, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

/* Append the lines of a text that belong to the top, or all others. */
static void add_lines(const char *text, bool top, struct ll_buf *to)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        if (belongs_to_top(text) == top)
            ll_buf_add(to, text, length);
        text += length;
    }
}

/* A file of the texts of up to three others; NULL: of less. Its includes come first,
 * unless the cheat says that they stay where they are. */
static void put(const char *folder, const char *name, const char *ends,
                const char *const from[3])
{
    struct ll_buf top = LL_BUF_INIT, text = LL_BUF_INIT;
    char *path = NULL;
    must(asprintf(&path, "%s/%s%s", folder, name, ends) > 0);
    for (size_t i = 0; i < 3; i++) {
        struct ll_buf part = LL_BUF_INIT;
        must(from[i] == NULL || ll_file_read(from[i], 1 << 20, &part, NULL) == 0);
        bool stay = strcmp(ends, ".c") != 0 ||
                    strstr(ll_buf_text(&part), " * includes: stay") != NULL;
        if (!stay)
            add_lines(ll_buf_text(&part), true, &top);
        if (stay)
            ll_buf_puts(&text, ll_buf_text(&part));
        else
            add_lines(ll_buf_text(&part), false, &text);
        ll_buf_release(&part);
    }
    ll_buf_puts(&top, ll_buf_text(&text));
    must(ll_file_write(path, ll_buf_text(&top), top.len, NULL) == 0);
    free(path);
    ll_buf_release(&text);
    ll_buf_release(&top);
}

static void put_cheat(const char *folder, const struct cheat *cheat)
{
    const struct kind *kind = cheat->kind;
    char *path = NULL, *leaky = NULL;
    if (cheat->make != NULL) {
        must(asprintf(&path, "%s/%s%s", folder, cheat->name,
                      cheat->make == make_linked_folder ? "" : ".c") > 0);
        must(cheat->make(path) == 0);
    } else {
        must(asprintf(&path, CHEATS "/%s%s", cheat->name, kind->ends) > 0);
        must(asprintf(&leaky, CHEATS "/modules/%s", kind->leaky) > 0);
        const char *const from[3] = {cheat->above, path,
                                     cheat->on_leaky ? leaky : NULL};
        put(folder, cheat->name, kind->ends, from);
    }
    free(leaky);
    free(path);
}

/* Behind the cheat, in the order of names. */
static void put_honest(const char *folder, const struct cheat *after, size_t count)
{
    const struct kind *kind = after->kind;
    char name[128], solution[PATH_MAX];
    snprintf(name, sizeof name, "%s" HONEST, after->name);
    snprintf(solution, sizeof solution, "%s/solution%s", kind->lesson, kind->ends);
    bool other = kind == kinds && count % (2 * honest_every()) == 0;
    const char *const from[3] = {other ? CHEATS "/modules/honest.c" : solution};
    put(folder, name, kind->ends, from);
}

/* Right submissions that do it another way than the solution. */
static void put_right(const char *folder, const struct kind *kind)
{
    struct dirent **entries;
    int count = scandir(CHEATS "/right", &entries, NULL, alphasort);
    must(count > 2);
    for (int i = 0; i < count; i++) {
        struct ll_buf text = LL_BUF_INIT;
        char *name = entries[i]->d_name, *dot = strrchr(name, '.');
        char *path = ll_path_join(CHEATS "/right", name), *leaky = NULL;
        bool is_c = dot != NULL && dot != name && strcmp(dot, kind->ends) == 0;
        must(!is_c || ll_file_read(path, 1 << 20, &text, NULL) == 0);
        char *lesson = header(ll_buf_text(&text), " * lesson: ");
        char *module = header(ll_buf_text(&text), " * module: ");
        char *judge = header(ll_buf_text(&text), " * judge: ");
        char *soak = header(ll_buf_text(&text), " * soak: ");
        must(asprintf(&leaky, CHEATS "/modules/%s", kind->leaky) > 0);
        if (lesson != NULL && strtoul(lesson, NULL, 10) == kind->number &&
            (soak == NULL || is_soak()) && (judge == NULL || has_second_judge())) {
            const char *const from[3] = {path, module != NULL ? leaky : NULL};
            *dot = '\0';
            char *full = NULL;
            must(asprintf(&full, "%s" HONEST, name) > 0);
            put(folder, full, kind->ends, from);
            free(full);
        }
        free(leaky);
        free(soak);
        free(judge);
        free(module);
        free(lesson);
        free(path);
        free(entries[i]);
        ll_buf_release(&text);
    }
    free(entries);
}

/* All that was said of it. New string. */
static char *said_of(const struct ll_graded *graded)
{
    struct ll_buf said = LL_BUF_INIT;
    ll_buf_puts(&said, graded->why == NULL ? "" : graded->why);
    for (size_t i = 0; i < graded->count; i++) {
        const struct ll_graded_item *item = &graded->items[i];
        if (item->message != NULL)
            ll_buf_addf(&said, "\n%s: %s", item->title, item->message);
        else if (item->points < item->most)
            ll_buf_addf(&said, "\n%s: %g of %g", item->title, item->points, item->most);
    }
    for (size_t i = 0; i < graded->diags.count; i++) {
        ll_buf_puts(&said, "\n");
        ll_diag_headline(&graded->diags.items[i], &said);
        if (graded->diags.items[i].what != NULL)
            ll_buf_addf(&said, " (%s)", graded->diags.items[i].what);
    }
    return ll_buf_take(&said);
}

static void keep(struct outcome *outcome, const struct ll_graded *graded)
{
    *outcome =
        (struct outcome){true, graded->verdict, graded->seconds, said_of(graded)};
}

static void keep_all(const struct ll_class *class, int way)
{
    for (size_t i = 0; i < class->count; i++) {
        const struct ll_graded *graded = &class->all[i];
        if (strstr(graded->name, HONEST) != NULL) {
            must(honest_count < sizeof honest / sizeof *honest);
            honest_names[honest_count] = strdup(graded->name);
            keep(&honest[honest_count++], graded);
            continue;
        }
        for (size_t k = 0; k < cheat_count; k++)
            if (strcmp(cheats[k].name, graded->name) == 0)
                keep(&cheats[k].outcome[way], graded);
    }
}

/* One class: all cheats of that kind that have these limits. */
static void grade_round(const struct kind *kind, const struct ll_lesson *lesson,
                        int way, bool is_short)
{
    struct ll_grade_options options = {.gate = way == GATE,
                                       .limits = ll_limits_isolated};
    struct ll_submissions submissions = {0};
    struct ll_class_outcome outcome = {0};
    char *folder = NULL, *output = NULL;
    size_t count = 0;
    options.limits.wall_seconds = (is_short ? SHORT_SECONDS : 60) * times_slower();
    options.limits.cpu_seconds = (is_short ? SHORT_CPU_SECONDS : 20) * times_slower();
    must(asprintf(&folder, "%s/class%u-%d%d", home, kind->number, way, is_short) > 0);
    must(asprintf(&output, "%s.out", folder) > 0);
    must(mkdir(folder, 0755) == 0);
    for (size_t i = 0; i < cheat_count; i++) {
        if (cheats[i].kind != kind || cheats[i].is_short != is_short ||
            !is_chosen(cheats[i].name) || !is_graded(&cheats[i], way))
            continue;
        put_cheat(folder, &cheats[i]);
        /* Of the others `make test` has an honest one elsewhere: they take long. */
        bool with_honest =
            kind == kinds || (way == GATE && (is_soak() || !is_python(kind)));
        if (with_honest && !is_short && count % honest_every() == 0)
            put_honest(folder, &cheats[i], count);
        count++;
    }
    if (count > 0 && !is_short && (way == GATE || is_soak()))
        put_right(folder, kind);
    const char *const paths[] = {folder, NULL};
    const struct ll_class_options class = {
        .lesson = lesson,
        .exercise = kind->exercise,
        .output = output,
        .no_cache = true,
        .jobs = 2,
        .most_seconds = (double)HANG_SECONDS * times_slower(),
    };
    struct ll_grader *grader = NULL;
    if (count > 0) {
        grader = ll_grader_new(lesson, &options, &err);
        must(grader != NULL);
        must(ll_submissions_find(paths, false, kind->exercise, output, &submissions,
                                 &err) == 0);
        must(ll_class_grade(grader, &submissions, &class, &outcome, &err) == 0);
    }
    keep_all(&outcome.class, way);
    look_for_survivors(way == GATE ? "with the gate" : "without the gate");
    ll_class_outcome_release(&outcome);
    ll_submissions_release(&submissions);
    ll_grader_free(grader);
    free(folder);
    free(output);
}

/* Whether this machine has what the lesson needs. */
static bool can_grade(const struct kind *kind)
{
    return kind == kinds || LL_PYTHON_LIBS[0] != '\0';
}

static void grade_all(void)
{
    for (size_t i = 0; i < KINDS; i++) {
        struct ll_lesson *lesson = ll_lesson_load(kinds[i].lesson, &err);
        must(lesson != NULL);
        for (int way = 0; way < WAYS && can_grade(&kinds[i]); way++)
            for (int is_short = 0; is_short < 2; is_short++)
                grade_round(&kinds[i], lesson, way, is_short);
        ll_lesson_free(lesson);
    }
}

static const char *verdict_name(enum ll_verdict verdict)
{
    static const char *const names[] = {"pass", "fail", "ungradable", "harness error"};
    return names[verdict];
}

static void show(void)
{
    for (size_t i = 0; i < cheat_count; i++)
        for (int way = 0; way < WAYS; way++) {
            const struct outcome *outcome = &cheats[i].outcome[way];
            if (!outcome->known)
                continue;
            printf("%s, %s: %s, %.1f s:", cheats[i].name, way == GATE ? "gate" : "none",
                   verdict_name(outcome->verdict), outcome->seconds);
            for (size_t k = 0; k < sizeof walls / sizeof *walls; k++)
                if (has_held(&walls[k], outcome->verdict, outcome->said))
                    printf(" [%s]", walls[k].name);
            printf("\n  %s\n", outcome->said);
        }
}

/* ---- what has to hold ------------------------------------------------------------ */

START_TEST(no_cheat_passes)
{
    const struct cheat *cheat = &cheats[_i / WAYS];
    int way = _i % WAYS;
    const struct outcome *outcome = &cheat->outcome[way];
    const char *where = way == GATE ? "with the gate" : "without the gate";
    if (!is_chosen(cheat->name) || !is_graded(cheat, way))
        return;
    if (!can_grade(cheat->kind)) {
        skip("needs libpython");
        return;
    }
    if (cheat->needs_second && !has_second_judge()) {
        skip("ThreadSanitizer does not run here");
        return;
    }
    if (cheat->needs_stops && !LL_STOPS_WORK) {
        skip("threads can be stopped at each instruction on x86-64 only");
        return;
    }
    if (cheat->is_of_counts && LL_PYTHON_INLINES) { /* as from 3.12 on */
        skip("Python's shared objects are immortal: nothing is lost");
        return;
    }
    ck_assert_msg(outcome->known, "%s, %s: was not graded", cheat->name, where);
    if (is_gap(cheat, way)) {
        ck_assert_msg(outcome->verdict == LL_PASS || cheat->chance != NULL,
                      "%s, %s: a gap that is closed: name its wall: %s", cheat->name,
                      where, outcome->said);
        return;
    }
    ck_assert_msg(outcome->verdict != LL_PASS, "%s, %s: passes", cheat->name, where);
    ck_assert_msg(cheat->tries != NULL && cheat->wall[way] != NULL,
                  "%s: its header does not say what it tries and what stops it",
                  cheat->name);
    const struct wall *wall = find_wall(cheat->wall[way]);
    ck_assert_msg(wall != NULL, "%s, %s: there is no wall '%s'", cheat->name, where,
                  cheat->wall[way]);
    ck_assert_msg(has_held(wall, outcome->verdict, outcome->said),
                  "%s, %s: it is not '%s' that stops it: %s: %s", cheat->name, where,
                  wall->name, verdict_name(outcome->verdict), outcome->said);
    ck_assert_msg(strstr(outcome->said, "got through") == NULL, "%s, %s: gets through",
                  cheat->name, where);
    /* The limits of each run are far below. */
    double most = cheat->is_short ? SHORT_IN_ALL : HANG_SECONDS / 2;
    most *= times_slower();
    ck_assert_msg(outcome->seconds < most, "%s, %s: took %.0f s", cheat->name, where,
                  outcome->seconds);
}
END_TEST

START_TEST(honest_submissions_among_the_cheats_pass)
{
    if (getenv("CHEATS") == NULL)
        ck_assert_uint_ge(honest_count, WAYS);
    for (size_t i = 0; i < honest_count; i++)
        ck_assert_msg(honest[i].verdict == LL_PASS, "%s, %s: %s", honest_names[i],
                      verdict_name(honest[i].verdict), honest[i].said);
}
END_TEST

START_TEST(no_process_of_a_cheat_is_left)
{
    ck_assert_msg(survived.len == 0, "processes:%s", ll_buf_text(&survived));
}
END_TEST

START_TEST(no_file_of_ours_is_changed)
{
    struct ll_buf now = LL_BUF_INIT;
    note_state(&now);
    const char *is = ll_buf_text(&now), *was = ll_buf_text(&state);
    while (*is != '\0' && strncmp(is, was, strcspn(is, "\n") + 1) == 0) {
        is = ll_next_line(is);
        was = ll_next_line(was);
    }
    ck_assert_msg(*is == '\0' && *was == '\0', "'%.*s' was '%.*s'",
                  (int)strcspn(is, "\n"), is, (int)strcspn(was, "\n"), was);
    ll_buf_release(&now);
}
END_TEST

START_TEST(there_are_at_least_44_cheats)
{
    ck_assert_uint_ge(cheat_count, 44);
}
END_TEST

/* ---- the table ------------------------------------------------------------------- */

#define TABLE_BEGIN "<!-- cheats: written by tests/grade/test_cheats.c -->\n"
#define TABLE_END "<!-- cheats end -->\n"

static void write_table(struct ll_buf *table)
{
    ll_buf_puts(table, TABLE_BEGIN "| cheat | what it tries | stopped by | without the "
                                   "gate, by |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < cheat_count; i++)
        ll_buf_addf(table, "| `%s` | %s%s%s | %s | %s |\n", cheats[i].name,
                    cheats[i].tries, cheats[i].because != NULL ? ". Not stopped: " : "",
                    cheats[i].because != NULL ? cheats[i].because : "",
                    cheats[i].wall[GATE], cheats[i].wall[NO_GATE]);
    ll_buf_puts(table, TABLE_END);
}

START_TEST(the_security_page_lists_each_cheat)
{
    struct ll_buf text = LL_BUF_INIT, table = LL_BUF_INIT;
    write_table(&table);
    ck_assert_int_eq(ll_file_read(SECURITY, 1 << 20, &text, NULL), 0);
    const char *begin = strstr(ll_buf_text(&text), TABLE_BEGIN);
    const char *end = strstr(ll_buf_text(&text), TABLE_END);
    ck_assert_ptr_nonnull(begin);
    ck_assert_ptr_nonnull(end);
    size_t length = (size_t)(end - begin) + strlen(TABLE_END);
    if (update_expected()) {
        struct ll_buf anew = LL_BUF_INIT;
        ll_buf_add(&anew, ll_buf_text(&text), (size_t)(begin - ll_buf_text(&text)));
        ll_buf_puts(&anew, ll_buf_text(&table));
        ll_buf_puts(&anew, begin + length);
        ck_assert_int_eq(ll_file_write(SECURITY, ll_buf_text(&anew), anew.len, NULL),
                         0);
        ll_buf_release(&anew);
    } else {
        ck_assert_msg(
            length == table.len && strncmp(begin, ll_buf_text(&table), length) == 0,
            "the table in docs/security.md is not what tests/grade/cheats/ says: "
            "LL_UPDATE_EXPECTED=1 writes it");
    }
    ll_buf_release(&text);
    ll_buf_release(&table);
}
END_TEST

/* ---- all of it ------------------------------------------------------------------- */

/* Everything that is started has this folder for its temporary files. */
static void open_home(void)
{
    char *temp = NULL;
    home = ll_path_temp_dir(&err);
    must(home != NULL);
    must(chmod(home, 0711) == 0);
    must(asprintf(&temp, "%s/tmp", home) > 0);
    must(mkdir(temp, 0711) == 0);
    must(setenv("TMPDIR", temp, 1) == 0);
    free(temp);
}

int main(void)
{
    const struct ll_isolation isolation = LL_ISOLATION_INIT;
    if (ll_isolation_check(&isolation, &err) != 0)
        return skip_suite("%s", err.text);
    read_cheats();
    note_state(&state);
    open_home();
    grade_all();
    if (getenv("CHEATS_SHOW") != NULL)
        show();

    Suite *suite = suite_create("cheats");
    TCase *all = case_create("all");
    tcase_add_loop_test(all, no_cheat_passes, 0, (int)(cheat_count * WAYS));
    tcase_add_test(all, honest_submissions_among_the_cheats_pass);
    tcase_add_test(all, no_process_of_a_cheat_is_left);
    tcase_add_test(all, no_file_of_ours_is_changed);
    tcase_add_test(all, there_are_at_least_44_cheats);
    tcase_add_test(all, the_security_page_lists_each_cheat);
    suite_add_tcase(suite, all);
    int status = suite_run(suite);
    ll_path_remove_tree(home);
    return status;
}
