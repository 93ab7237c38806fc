/* SPDX-License-Identifier: MIT
 *
 * cmd_doctor: the command `doctor`: what this machine can enforce, and its proofs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/screen.h"
#include "doctor/proof.h"
#include "doctor/surroundings.h"

extern const struct ll_command ll_command_doctor;

/* Each line is printed as soon as it is known, because some checks take a second. */
struct doctor {
    struct ll_style style;
    struct ll_surroundings around;
    unsigned layers; /* of this machine */
    unsigned lacks;  /* layers of which it needs more */
    bool explained;  /* a tool that explains leaks is there */
    bool ill;
    bool disposable;
};

static const struct ll_option options[] = {
    {.name = "disposable",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct doctor, disposable),
     .help = "as 'leaklab grade --disposable' grades: whoever starts leaklab ends all "
             "processes that it leaves"},
    {0},
};

static void say_heading(const struct doctor *doctor, const char *text)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_buf_puts(&out, "\n ");
    ll_paint(&out, &doctor->style, LL_PAINT_BOLD, text);
    ll_buf_putc(&out, '\n');
    ll_screen_print(&out);
}

static void say(const struct doctor *doctor, enum ll_paint paint, const char *word,
                const char *subject, const char *why)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_buf_puts(&out, "   ");
    ll_paint(&out, &doctor->style, paint, word);
    ll_buf_addf(&out, "%*s%s", (int)(14 - strlen(word)), "", subject);
    if (why != NULL)
        ll_buf_addf(&out, ": %s", why);
    ll_buf_putc(&out, '\n');
    ll_screen_print(&out);
    fflush(stdout);
}

static void say_layers(struct doctor *doctor)
{
    say_heading(doctor, "Layers of isolation");
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        enum ll_layer layer = (enum ll_layer)i;
        const char *why = ll_layer_missing(layer);
        char subject[128];
        snprintf(subject, sizeof subject, "%-12s against %s", ll_layer_name(layer),
                 ll_layer_stops(layer));
        say(doctor, why == NULL ? LL_PAINT_GOOD : LL_PAINT_MARK,
            why == NULL ? "enforced" : "not enforced", subject, why);
    }

    struct ll_error err = {0};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    /* As a submission is compiled and swept; its program itself may not fork. */
    doctor->layers = ll_isolation_layers(&isolation);
    if (doctor->disposable)
        ll_isolation_leave_to_host();
    doctor->lacks = ll_isolation_lacks(&isolation);
    if (ll_isolation_check(&isolation, &err) != 0) {
        doctor->ill = true;
        say(doctor, LL_PAINT_BAD, "TOO LITTLE", err.text, NULL);
        ll_isolation_leave_to_host(); /* the proofs do not ask */
        if (ll_isolation_check(&isolation, &err) == 0)
            say(doctor, LL_PAINT_MARK, "would do",
                "--disposable, where whoever starts leaklab ends all processes "
                "that it leaves, as a container does",
                NULL);
    } else {
        say(doctor, LL_PAINT_GOOD, "enough", "to run untrusted submissions", NULL);
    }
}

static void say_tools(struct doctor *doctor)
{
    say_heading(doctor, "Tools");
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++) {
        struct ll_error err = {0};
        char *version = (*tool)->version(&err);
        bool needed = (*tool)->by_default;
        if (version != NULL)
            say(doctor, LL_PAINT_GOOD, "found", (*tool)->name,
                (*tool)->programs != NULL ? version : NULL); /* else it is a number */
        else
            say(doctor, needed ? LL_PAINT_BAD : LL_PAINT_MARK, "missing", (*tool)->name,
                err.text);
        doctor->ill = doctor->ill || (version == NULL && needed);
        doctor->explained =
            doctor->explained || (version != NULL && (*tool)->explains_leaks);
        free(version);
    }
}

/* Append "this machine has no layer against it: user or namespaces". */
static void say_needs(unsigned layers, struct ll_buf *out)
{
    const char *between = "this machine has no layer against it: ";
    for (int i = 0; i < LL_LAYER_COUNT; i++)
        if (layers & 1U << i) {
            ll_buf_addf(out, "%s%s", between, ll_layer_name((enum ll_layer)i));
            between = " or ";
        }
}

static void try_attack(struct doctor *doctor, const struct ll_bench *bench,
                       const struct ll_proof *proof)
{
    struct ll_error err = {0};
    struct ll_buf needs = LL_BUF_INIT;
    if (proof->as_root && geteuid() != 0)
        return;
    if (!(proof->any & doctor->layers)) {
        say_needs(proof->any, &needs);
        say(doctor, LL_PAINT_MARK, "not stopped", proof->title, ll_buf_text(&needs));
        ll_buf_release(&needs);
        return;
    }
    int result = ll_proof_run(bench, proof, LL_LAYERS_ALL, &err);
    doctor->ill = doctor->ill || result != 1;
    say(doctor, result == 1 ? LL_PAINT_GOOD : LL_PAINT_BAD,
        result == 1   ? "stopped"
        : result == 0 ? "GOT THROUGH"
                      : "NOT TRIED",
        proof->title, result < 0 ? err.text : NULL);
}

static void try_tool(struct doctor *doctor, const struct ll_bench *bench,
                     const struct ll_tool *tool, bool leaky, bool closed)
{
    struct ll_error err = {0};
    struct ll_buf said = LL_BUF_INIT;
    char subject[128];
    snprintf(subject, sizeof subject, "%s under %s%s",
             leaky ? "a program that loses memory" : "a clean program", tool->title,
             closed ? ", leaklab in a folder closed to others" : "");
    int result = ll_proof_tool(bench, tool, leaky, closed, &said, &err);
    doctor->ill = doctor->ill || result != 1;
    say(doctor, result == 1 ? LL_PAINT_GOOD : LL_PAINT_BAD,
        result == 1   ? (leaky ? "seen" : "clean")
        : result == 0 ? "MISJUDGED"
                      : "NOT TRIED",
        subject,
        result == 1  ? NULL
        : result < 0 ? err.text
                     : ll_buf_text(&said));
    ll_buf_release(&said);
}

/* Try each tool that grading relies on. Isolated jobs have to reach leaklab's files
 * wherever it lies; only root has folders that they cannot enter. */
static void try_tools(struct doctor *doctor, const struct ll_bench *bench)
{
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++) {
        if (!(*tool)->by_default && !(doctor->explained && (*tool)->explains_leaks))
            continue;
        for (int leaky = 0; leaky < 2 && !ll_jail_is_cancelled(); leaky++)
            try_tool(doctor, bench, *tool, leaky, false);
        if (geteuid() == 0 && !ll_jail_is_cancelled())
            try_tool(doctor, bench, *tool, true, true);
    }
}

/* "As user 0, in a container of Docker, on Linux 6.1.0." */
static void say_surroundings(struct doctor *doctor)
{
    struct ll_buf out = LL_BUF_INIT;
    ll_surroundings_read("/", &doctor->around);
    ll_buf_addf(&out, "As user %u, ", (unsigned)geteuid());
    ll_surroundings_say(&doctor->around, &out);
    ll_buf_puts(&out, ".\n");
    ll_screen_print(&out);
}

/* What helps against each layer that is missing too much. */
static void say_remedies(const struct doctor *doctor)
{
    struct ll_buf out = LL_BUF_INIT;
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        const enum ll_layer layer = (enum ll_layer)i;
        const int errnum = ll_layer_errno(layer);
        const char *remedy =
            doctor->lacks & 1U << i && errnum != 0
                ? ll_surroundings_remedy(&doctor->around, layer, errnum, geteuid() == 0)
                : NULL;
        if (remedy == NULL)
            continue;
        struct ll_buf line = LL_BUF_INIT;
        ll_buf_addf(&line, "%s: %s", ll_layer_name(layer), remedy);
        ll_wrap(&out, &doctor->style, 3, ll_buf_text(&line));
        ll_buf_release(&line);
    }
    if (out.len > 0)
        say_heading(doctor, "What helps");
    ll_screen_print(&out);
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_bench bench;
    struct doctor doctor = {.style = ll_style_for(1)};
    if (!ll_command_line_parse(&ll_command_doctor, argc, argv, &doctor, &given,
                               &status))
        return status;
    say_surroundings(&doctor);
    say_layers(&doctor);
    say_tools(&doctor);

    status = LL_EXIT_CLEAN;
    if (ll_bench_open(&bench, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    say_heading(&doctor, "Proofs, inside all layers of this machine");
    try_tools(&doctor, &bench);
    for (const struct ll_proof *proof = ll_proofs;
         proof->title != NULL && !ll_jail_is_cancelled(); proof++)
        try_attack(&doctor, &bench, proof);

    say_heading(&doctor, doctor.ill
                             ? "This machine must not grade untrusted submissions."
                             : "This machine can grade untrusted submissions.");
    say_remedies(&doctor);
    if (doctor.ill || ll_jail_is_cancelled())
        status = LL_EXIT_HARNESS;

out:
    ll_bench_close(&bench);
    return status;
}

const struct ll_command ll_command_doctor = {
    .name = "doctor",
    .usage = "[OPTIONS]",
    .summary = "whether this machine can run untrusted code safely",
    .about =
        "Prints which layers of isolation this machine can enforce for the current "
        "user, what it runs in (gVisor, a container), and which tools it has. Then it "
        "proves both: the tools must find the "
        "faults of small programs inside the isolation, and programs that attack the "
        "isolation must be stopped. Where isolation is too weak, it says what helps. "
        "This "
        "takes a few seconds. The result may differ "
        "between root and an ordinary user.",
    .status = "0 a class may be graded here, 3 it must not",
    .options = options,
    .run = run,
};
