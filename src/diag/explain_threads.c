/* SPDX-License-Identifier: MIT
 *
 * explain_threads: a paragraph about a thread that was not joined, or about what
 * several threads did with memory or with locks. */
#include "diag/explain_parts.h"
#include "diag/kind_words.h"
#include "diag/words.h"

void ll_explain_thread_leak(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out)
{
    bool many = diag->blocks > 1;
    if (ll_is_detached(diag)) {
        ll_buf_addf(out,
                    "%s detached: nobody joins %s, and what %s needs (a stack, and the "
                    "C library's notes about it) is given back at its end. That had "
                    "not come when the program ended: %s cut off in the middle.",
                    many ? "These threads were" : "The thread was",
                    many ? "them" : "it", many ? "each" : "it",
                    many ? "they were" : "it was");
        return;
    }
    if (diag->variable != NULL && diag->how == LL_LOSS_SCOPE_END)
        ll_buf_addf(
            out,
            "`%s` was the only variable that held the pthread_t (the number by "
            "which a thread is known). It ended with its function or the braces "
            "around it, and nobody can call pthread_join any more.",
            diag->variable);
    else if (diag->variable != NULL)
        ll_buf_addf(
            out,
            "`%s` held the pthread_t (the number by which a thread is known)%s. "
            "When the program ended, the thread%s had not been joined with "
            "pthread_join, nor ended after pthread_detach.",
            diag->variable, many ? " of each of them" : "", many ? "s" : "");
    else
        ll_say(out, general->happened);
    ll_say(out, general->wrong);
}

static void say_locks(const struct ll_diag *diag, struct ll_buf *out)
{
    const struct ll_thread *a = &diag->other_thread, *b = &diag->thread;
    if (a->locks == NULL && b->locks == NULL) {
        ll_say(out, "Neither of them held a lock.");
        return;
    }
    ll_say(out, "For the first, ");
    ll_say_thread(a, out);
    ll_buf_addf(out, " held %s; for the second, ",
                a->locks != NULL ? a->locks : "no lock");
    ll_say_thread(b, out);
    ll_buf_addf(out,
                " held %s. A lock keeps threads apart only if each of them takes "
                "it.",
                b->locks != NULL ? b->locks : "no lock");
}

void ll_explain_data_race(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out)
{
    if (diag->thread.number == 0 || diag->other.count == 0) {
        ll_explain_generally(diag, general, out);
        return;
    }
    ll_buf_puts(out, "In this run ");
    ll_say_thread(&diag->other_thread, out);
    ll_buf_addf(out, " %s first, and ", diag->other_thread.writes ? "wrote" : "read");
    ll_say_thread(&diag->thread, out);
    ll_buf_addf(out,
                " %s after it; in another run it may be the other way round, or "
                "both at once.",
                diag->thread.writes ? "wrote" : "read");
    say_locks(diag, out);
    ll_say(out, general->wrong);
}

static const struct {
    const char *happened;
} misuses[] = {
    [LL_MISUSE_ORDER] =
        {"If two threads do so at once, each holds one of the locks and "
         "waits for the other one: both wait for good (a deadlock). "
         "This run was lucky."},
    [LL_MISUSE_NOT_LOCKED] = {"Only the thread that took a lock may give it back, and "
                              "only once. A second unlock has no meaning in C: it may "
                              "let two threads go on at once."},
    [LL_MISUSE_NOT_OWNER] = {"Only the thread that took a lock may give it back. From "
                             "here on the other thread works without the lock that it "
                             "holds."},
    [LL_MISUSE_TWICE] = {"The thread waits for a lock that only it can give back: it "
                         "waits for good."},
    [LL_MISUSE_HELD] = {"A thread does not give back its locks when it ends. Whoever "
                        "takes that lock next waits for good."},
    [LL_MISUSE_DESTROYED] = {"Somebody still works under the lock, and gives it back "
                             "later: by then it is no lock any more."},
};

void ll_explain_lock_misuse(const struct ll_diag *diag,
                            const struct ll_explanation *general, struct ll_buf *out)
{
    bool known = diag->misuse < sizeof misuses / sizeof *misuses &&
                 misuses[diag->misuse].happened != NULL;
    if (diag->misuse == LL_MISUSE_CALL && diag->operation != NULL && diag->type != NULL)
        ll_buf_addf(out, "%s returned an error, %s, and did nothing.", diag->operation,
                    diag->type);
    else if (known)
        ll_say(out, misuses[diag->misuse].happened);
    else
        ll_explain_generally(diag, general, out);
}
