/* SPDX-License-Identifier: MIT */
#include "doctor/surroundings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

/* ---- what it is ------------------------------------------------------------------ */

/* A file that shows it, and the text in it; NULL: that the file exists. The first that
 * is true counts: gVisor is below what makes the container. */
static const struct {
    const char *file, *text;
    enum ll_container container;
} signs[] = {
    {"proc/version", "gvisor", LL_CONTAINER_GVISOR},
    {"proc/version", "#1 SMP Sun Jan 10 15:06:54 PST 2016", LL_CONTAINER_GVISOR},
    {"var/run/secrets/kubernetes.io", NULL, LL_CONTAINER_KUBERNETES},
    {"proc/1/cgroup", "kubepods", LL_CONTAINER_KUBERNETES},
    {".dockerenv", NULL, LL_CONTAINER_DOCKER},
    {"proc/1/cgroup", "/docker", LL_CONTAINER_DOCKER},
    {"run/.containerenv", NULL, LL_CONTAINER_PODMAN},
    {"proc/1/cgroup", "/libpod", LL_CONTAINER_PODMAN},
    {"proc/1/cgroup", "/lxc", LL_CONTAINER_LXC},
    {"run/systemd/container", NULL, LL_CONTAINER_OTHER},
};

/* Read the file below `root`; nothing where it cannot be read. */
static void read_text(const char *root, const char *name, struct ll_buf *out)
{
    char *path = ll_path_join(root, name);
    if (path != NULL)
        (void)!ll_file_read(path, 1 << 16, out, &(struct ll_error){0});
    free(path);
}

static bool is_there(const char *root, const char *name)
{
    char *path = ll_path_join(root, name);
    bool is = path != NULL && ll_path_exists(path);
    free(path);
    return is;
}

static bool is_shown(const char *root, const char *name, const char *text)
{
    struct ll_buf content = LL_BUF_INIT;
    if (text == NULL)
        return is_there(root, name);
    read_text(root, name, &content);
    bool is = strstr(ll_buf_text(&content), text) != NULL;
    ll_buf_release(&content);
    return is;
}

static void read_release(const char *root, struct ll_surroundings *out)
{
    struct ll_buf text = LL_BUF_INIT;
    unsigned major = 0, minor = 0;
    read_text(root, "proc/sys/kernel/osrelease", &text);
    const char *release = ll_buf_text(&text);
    snprintf(out->release, sizeof out->release, "%.*s", (int)strcspn(release, "\n"),
             release);
    if (sscanf(out->release, "%u.%u", &major, &minor) == 2)
        out->has_landlock = major > 5 || (major == 5 && minor >= 13);
    ll_buf_release(&text);
}

void ll_surroundings_read(const char *root, struct ll_surroundings *out)
{
    *out = (struct ll_surroundings){0};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (is_shown(root, signs[i].file, signs[i].text)) {
            out->container = signs[i].container;
            break;
        }
    read_release(root, out);
    out->filtered = is_shown(root, "proc/self/status", "\nSeccomp:\t2");
}

void ll_surroundings_say(const struct ll_surroundings *in, struct ll_buf *out)
{
    static const char *const names[] = {
        [LL_CONTAINER_NONE] = "",
        [LL_CONTAINER_GVISOR] = "in gVisor, ",
        [LL_CONTAINER_KUBERNETES] = "in a container of Kubernetes, ",
        [LL_CONTAINER_DOCKER] = "in a container of Docker, ",
        [LL_CONTAINER_PODMAN] = "in a container of Podman, ",
        [LL_CONTAINER_LXC] = "in a container of LXC, ",
        [LL_CONTAINER_OTHER] = "in a container, ",
    };
    ll_buf_addf(out, "%son ", names[in->container]);
    if (in->container == LL_CONTAINER_GVISOR)
        ll_buf_puts(out, "a kernel of its own that calls itself ");
    ll_buf_addf(out, "Linux%s%s", in->release[0] != '\0' ? " " : "", in->release);
}

/* ---- what helps ------------------------------------------------------------------ */

static const char *help_landlock(const struct ll_surroundings *in, int errnum)
{
    bool contained = in->container != LL_CONTAINER_NONE;
    if (in->container == LL_CONTAINER_GVISOR)
        return "gVisor has no Landlock, and no option turns it on. Grade in a virtual "
               "machine, or in a container that uses the host's kernel (docker run "
               "--runtime=runc).";
    if (errnum == EOPNOTSUPP)
        return contained
                   ? "The host's kernel has Landlock, but it is off. On the host, put "
                     "landlock into the list lsm= of the kernel's command line (now: "
                     "/sys/kernel/security/lsm) and start the host again."
                   : "The kernel has Landlock, but it is off. Put landlock into the "
                     "list lsm= of the kernel's command line (now: "
                     "/sys/kernel/security/lsm) and start the machine again.";
    if (errnum == ENOSYS && !in->has_landlock)
        return contained ? "Landlock needs Linux 5.13 or newer, and a container has "
                           "the kernel of its host. Grade on a host or in a virtual "
                           "machine with a newer one."
                         : "Landlock needs Linux 5.13 or newer. Grade on a machine "
                           "with a newer kernel.";
    if (in->filtered && contained)
        return "The kernel is new enough for Landlock: the container's filter of "
               "system calls refuses it. Update the container's engine, or start the "
               "container without that filter (--security-opt seccomp=unconfined). "
               "leaklab applies a stricter one of its own.";
    if (in->filtered)
        return "The kernel is new enough for Landlock: a filter of system calls "
               "refuses it, such as SystemCallFilter= of a systemd service. Run "
               "leaklab without it.";
    return "The kernel is new enough for Landlock, but was built without it "
           "(CONFIG_SECURITY_LANDLOCK). Use one of your distribution's.";
}

static const char *help_user(const struct ll_surroundings *in, int errnum, bool root)
{
    if (!root)
        return "Run leaklab as root: each submission then has a user of its own.";
    switch (errnum) {
    case EPERM:
        return in->container == LL_CONTAINER_NONE
                   ? "Give leaklab the capabilities CAP_SETUID and CAP_SETGID, or run "
                     "it as an ordinary user."
                   : "Start the container with the capabilities to change the user "
                     "(--cap-add=SETUID --cap-add=SETGID), or run leaklab in it as an "
                     "ordinary user.";
    case EINVAL:
        return "The container needs user ids up to 61111: give it more "
               "(/etc/subuid of a rootless engine), or run leaklab in it as an "
               "ordinary user.";
    case EROFS:
        return "Make /run writable (--tmpfs /run).";
    default:
        return NULL;
    }
}

static const char *help_namespaces(const struct ll_surroundings *in, bool root)
{
    if (in->container == LL_CONTAINER_NONE && !root)
        return "Allow user namespaces (sysctl user.max_user_namespaces; on Debian "
               "kernel.unprivileged_userns_clone=1, on Ubuntu "
               "kernel.apparmor_restrict_unprivileged_userns=0).";
    return NULL; /* containers seldom allow them, and root needs none */
}

const char *ll_surroundings_remedy(const struct ll_surroundings *in,
                                   enum ll_layer layer, int errnum, bool root)
{
    switch (layer) {
    case LL_LAYER_LANDLOCK:
        return help_landlock(in, errnum);
    case LL_LAYER_USER:
        return help_user(in, errnum, root);
    case LL_LAYER_NAMESPACES:
        return help_namespaces(in, root);
    case LL_LAYER_SECCOMP:
        return in->filtered ? "A filter of system calls refuses another one: run "
                              "leaklab without it, or with one that allows seccomp()."
                            : "Use a kernel with filters of system calls "
                              "(CONFIG_SECCOMP_FILTER).";
    case LL_LAYER_MEMORY:
        return "Mount /proc where leaklab runs, and use a kernel that tells the "
               "children of a process there (CONFIG_PROC_CHILDREN).";
    default:
        return NULL;
    }
}
