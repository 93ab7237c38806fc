/* SPDX-License-Identifier: MIT
 *
 * templates: the texts of a new lesson. For skeleton.c alone.
 */
#ifndef LL_LESSON_TEMPLATES_H
#define LL_LESSON_TEMPLATES_H

/* A word and what is put in for it; lists end with a NULL name. */
struct ll_words {
    const char *name, *text;
};

/* Three stories for one function. */
extern const struct ll_words ll_story_visits[], ll_story_orders[], ll_story_calls[];

/* The parts in which the halves of a kind differ. */
extern const struct ll_words ll_right_plain[], ll_right_cleared[], ll_right_use[],
    ll_right_exit[];
extern const struct ll_words ll_wrong_lost[], ll_wrong_read[], ll_wrong_write[],
    ll_wrong_use[], ll_wrong_double[], ll_wrong_value[];

/* What the manifest and the handout say of a kind, and what may be asked of it (words
 * that start with "ask"). */
extern const struct ll_words ll_about_lost[], ll_about_read[], ll_about_write[],
    ll_about_use[], ll_about_double[], ll_about_value[];

/* Where memory comes from. */
extern const struct ll_words ll_words_plain[], ll_words_python[];

extern const char ll_template_header[], ll_template_module[], ll_template_main[],
    ll_template_tests[], ll_template_suspect[], ll_template_answers[];
extern const char ll_template_repeat_header[], ll_template_repeat_stub[],
    ll_template_repeat_solution[], ll_template_repeat_main[],
    ll_template_repeat_tests[];
extern const char ll_template_manifest_head[], ll_template_manifest_pair[],
    ll_template_manifest_fix[], ll_template_manifest_diagnose[],
    ll_template_manifest_write[];
extern const char ll_template_readme[];

/* By enum ll_exercise_kind. */
extern const char *const ll_template_readme_exercises[3], *const ll_template_hints[3];

#endif
