/* SPDX-License-Identifier: MIT
 *
 * Python's families of memory, made visible. See python.h.
 */
#include <Python.h>

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <malloc.h>

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/python.h"

/* The C++ functions, by the names that they have in object code. */
extern const char nothrow __asm__("_ZSt7nothrow");
void *new_array(size_t size, const char *nothrow_tag) __asm__("_ZnamRKSt9nothrow_t");
void *new_object(size_t size, const char *nothrow_tag) __asm__("_ZnwmRKSt9nothrow_t");
void delete_array(void *block) __asm__("_ZdaPv");
void delete_object(void *block) __asm__("_ZdlPv");

/* The C library's, by reserved names. The last argument is the room at `to`. */
void *__memcpy_chk(void *to, const void *from, size_t count, size_t room);
void *__memset_chk(void *to, int byte, size_t count, size_t room);
char *__realpath_chk(const char *path, char *to, size_t room);

/* How many bytes of `block` may be read. 0 when it is no block: the tool's report when
 * it is freed is clearer than that of malloc_usable_size(). */
static size_t readable(void *block)
{
    if (__sanitizer_get_ownership != NULL && !__sanitizer_get_ownership(block))
        return 0;
    return malloc_usable_size(block);
}

/* Copy to `to`, of `size` bytes, what fits of `from`. Returns how much that was. */
static size_t copy(void *to, void *from, size_t size)
{
    size_t length = readable(from);

    if (length > size)
        length = size;
    if (length > 0)
        __memcpy_chk(to, from, length, size);
    return length;
}

/* ---- the hooks ---------------------------------------------------------------
 * CPython has checked the sizes: none is above PY_SSIZE_T_MAX, no product wraps. */

static void *pymem_malloc(void *context, size_t size)
{
    (void)context;
    return new_array(size, &nothrow);
}

static void *pymem_calloc(void *context, size_t count, size_t size)
{
    void *block = new_array(count * size, &nothrow);

    (void)context;
    return block == NULL ? NULL : __memset_chk(block, 0, count * size, count * size);
}

static void *pymem_realloc(void *context, void *old, size_t size)
{
    void *block = new_array(size, &nothrow);

    (void)context;
    if (block == NULL)
        return NULL;
    copy(block, old, size);
    delete_array(old);
    return block;
}

static void pymem_free(void *context, void *block)
{
    (void)context;
    delete_array(block);
}

static void *pyobject_malloc(void *context, size_t size)
{
    void *block = new_object(size, &nothrow);

    (void)context;
    return block == NULL ? NULL : __memset_chk(block, 0, size, size);
}

static void *pyobject_calloc(void *context, size_t count, size_t size)
{
    void *block = new_object(count * size, &nothrow);

    (void)context;
    return block == NULL ? NULL : __memset_chk(block, 0, count * size, count * size);
}

static void *pyobject_realloc(void *context, void *old, size_t size)
{
    char *block = new_object(size, &nothrow);
    size_t copied;

    (void)context;
    if (block == NULL)
        return NULL;
    copied = copy(block, old, size);
    __memset_chk(block + copied, 0, size - copied, size - copied);
    delete_object(old);
    return block;
}

static void pyobject_free(void *context, void *block)
{
    (void)context;
    delete_object(block);
}

/* ---- before main() ---------------------------------------------------------- */

static const struct {
    const char *name;
    PyMemAllocatorName allocator;
} settings[] = {
    {"families", PYMEM_ALLOCATOR_NOT_SET},
    {"pymalloc", PYMEM_ALLOCATOR_PYMALLOC},
    {"malloc", PYMEM_ALLOCATOR_MALLOC},
    {"malloc_debug", PYMEM_ALLOCATOR_MALLOC_DEBUG},
};

static void refuse(const char *what)
{
    static const char begin[] = "leaklab: " LL_PYTHON_MALLOC ": ";
    ll_write_all(STDERR_FILENO, begin, sizeof begin - 1);
    ll_write_all(STDERR_FILENO, what, ll_length(what));
    ll_write_all(STDERR_FILENO, "\n", 1);
    ll_sys_exit(125);
}

static void require(PyStatus status)
{
    if (PyStatus_Exception(status))
        refuse(status.err_msg);
}

static void set_families(void)
{
    PyMemAllocatorEx pymem = {NULL, pymem_malloc, pymem_calloc, pymem_realloc,
                              pymem_free};
    PyMemAllocatorEx pyobject = {NULL, pyobject_malloc, pyobject_calloc,
                                 pyobject_realloc, pyobject_free};

    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &pymem);
    PyMem_SetAllocator(PYMEM_DOMAIN_OBJ, &pyobject);
}

/* The file that libpython was loaded from; NULL: it is not known. */
static const char *find_libpython(void)
{
    for (const struct link_map *loaded = _r_debug.r_map; loaded != NULL;
         loaded = loaded->l_next)
        for (const char *name = loaded->l_name; *name != '\0'; name++)
            if (ll_starts(name, "/libpython"))
                return loaded->l_name;
    return NULL;
}

/* Set what Python's own library is found by: it is the one beside libpython, whatever
 * is first on PATH. */
static void set_home(PyConfig *config)
{
    char home[PATH_MAX];
    const char *path = find_libpython();
    char *end = home;

    if (path == NULL || __realpath_chk(path, home, sizeof home) == NULL)
        refuse("libpython is not there");
    while (*end != '\0' && !ll_starts(end, "/lib/"))
        end++;
    if (*end == '\0')
        refuse("libpython is not in a folder 'lib'");
    *end = '\0';
    require(PyConfig_SetBytesString(config, &config->home, home));
    require(PyConfig_SetString(config, &config->program_name, L"python3"));
}

static void start_interpreter(int argc, char **argv)
{
    PyConfig config;

    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    config.buffered_stdio = 0; /* what was printed before a crash is not lost */
    set_home(&config);
    require(PyConfig_SetBytesArgv(&config, argc, argv));
    require(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
}

/* Import from these folders first. */
static void add_paths(void)
{
    PyObject *path = PySys_GetObject("path"); /* borrowed */

    for (Py_ssize_t i = 0; ll_python_paths[i] != NULL; i++) {
        PyObject *folder = PyUnicode_DecodeFSDefault(ll_python_paths[i]);
        if (path == NULL || folder == NULL || PyList_Insert(path, i, folder) != 0)
            refuse("out of memory");
        Py_DECREF(folder);
    }
}

static void add_modules(void)
{
    for (const struct ll_python_module *module = ll_python_modules;
         module->name != NULL; module++)
        if (PyImport_AppendInittab(module->name, module->start) != 0)
            refuse("out of memory");
}

/* Python looks for built-in modules outside of packages only. */
static const char find_in_packages[] =
    "import sys\n"
    "from _frozen_importlib import BuiltinImporter, spec_from_loader\n"
    "class Finder:\n"
    "    @staticmethod\n"
    "    def find_spec(name, path=None, target=None):\n"
    "        if path is not None and name in sys.builtin_module_names:\n"
    "            return spec_from_loader(name, BuiltinImporter, origin='built-in')\n"
    "sys.meta_path.insert(0, Finder)\n";

static bool has_packages(void)
{
    for (const struct ll_python_module *module = ll_python_modules;
         module->name != NULL; module++)
        if (module->name[ll_until(module->name, '.')] == '.')
            return true;
    return false;
}

static void add_finder(void)
{
    PyObject *globals = PyDict_New(), *result = NULL;
    PyObject *code = Py_CompileString(find_in_packages, "<leaklab>", Py_file_input);

    if (code != NULL && globals != NULL)
        result = PyEval_EvalCode(code, globals, globals);
    if (result == NULL)
        refuse("cannot import modules of a package");
    Py_DECREF(result);
    Py_DECREF(code);
    Py_DECREF(globals);
}

static PyMemAllocatorName find_setting(void)
{
    const char *wanted = ll_getenv(LL_PYTHON_MALLOC);
    const size_t count = sizeof settings / sizeof *settings;
    size_t chosen = 0;

    while (wanted != NULL && chosen < count && !ll_same(wanted, settings[chosen].name))
        chosen++;
    if (chosen == count)
        refuse("not one of families, pymalloc, malloc, malloc_debug");
    return settings[chosen].allocator;
}

/* Preinitialised here, Python cannot be told otherwise by the environment later. */
__attribute__((constructor)) static void start(int argc, char **argv)
{
    const bool has_modules = ll_python_modules != NULL;
    PyPreConfig config;

    PyPreConfig_InitIsolatedConfig(&config);
    config.allocator = (int)find_setting();
    config.utf8_mode = has_modules;
    require(Py_PreInitialize(&config));
    if (config.allocator == PYMEM_ALLOCATOR_NOT_SET)
        set_families();
    if (has_modules)
        add_modules();
    if (has_modules || config.allocator != PYMEM_ALLOCATOR_NOT_SET)
        start_interpreter(argc, argv);
    if (has_modules)
        add_paths();
    if (has_modules && has_packages())
        add_finder();
}

/* Python keeps all containers in rings, each with a head of its own, for its collector.
 * A lost container stays in its ring when Python is finalised, and so tools would find
 * a pointer to it. The marker is put into a ring before that, and leads to the others:
 *
 *     ┌─► head ◄──► lost list ◄──► marker ◄─┐
 *     └─────────────────────────────────────┘
 *
 * Python 3.14 takes the head out of the ring at the end, and leaves in it the addresses
 * of the first and the last container.
 */
struct collected {
    uintptr_t next, previous; /* with flags in the lowest bits */
};

#define FLAGS ((uintptr_t)3)

static struct {
    struct collected head;
    PyListObject list;
} marker = {.list = {.ob_base = {.ob_base = {.ob_type = &PyList_Type}}}};

static struct collected *from_link(uintptr_t link)
{
    return (struct collected *)(link & ~FLAGS);
}

/* Take the container out of its ring. PyObject_GC_UnTrack() of Python 3.14 cannot: it
 * needs a thread's state, and there is none any more. */
static void take_out(struct collected *at)
{
    struct collected *next = from_link(at->next);
    struct collected *previous = from_link(at->previous);

    previous->next = (uintptr_t)next | (previous->next & FLAGS);
    next->previous = (uintptr_t)previous | (next->previous & FLAGS);
    at->next = 0;
    at->previous &= FLAGS;
}

/* The head of a ring is one of libpython's variables. */
static bool is_head(const struct collected *at)
{
    struct dl_find_object found;
    return _dl_find_object((void *)(uintptr_t)at, &found) == 0;
}

/* Put the marker into the ring of the oldest containers, where all are when Python is
 * finalised. Returns the ring's head, or NULL. */
static struct collected *enter_ring(void)
{
    struct collected *at;

    Py_SET_REFCNT((PyObject *)&marker.list, 1);
    PyObject_GC_Track(&marker.list);
    PyGC_Enable();
    PyGC_Collect();
    at = from_link(marker.head.next);
    while (at != NULL && at != &marker.head && !is_head(at))
        at = from_link(at->next);
    return at != &marker.head ? at : NULL;
}

static void empty_ring(struct collected *head)
{
    struct collected *at = from_link(marker.head.next);

    while (at != NULL && at != &marker.head) {
        struct collected *next = from_link(at->next);
        if (!is_head(at))
            take_out(at);
        at = next;
    }
    if (head != NULL)
        head->next = head->previous = (uintptr_t)head;
}

/* After the functions of atexit() and before finish.o looks for leaks. Not when Python
 * code called what ends the program: its frames still hold their objects. */
__attribute__((destructor)) static void stop(void)
{
    struct collected *head;

    if (ll_python_modules == NULL || !Py_IsInitialized() || !PyGILState_Check() ||
        PyEval_GetFrame() != NULL)
        return;
    if (ll_references_describe != NULL)
        ll_references_describe();
    head = enter_ring();
    Py_FinalizeEx();
    empty_ring(head);
}
