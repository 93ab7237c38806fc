/* SPDX-License-Identifier: MIT
 *
 * clip_main.c: a clip in stereo, two parts of it, and a clip that is too wide.
 */
#include <stdio.h>
#include <stdlib.h>

#include "clip.h"

static const char *const results[] = {
    [CLIP_OK] = "made",
    [CLIP_REFUSED] = "refused",
    [CLIP_NO_MEMORY] = "no memory for it",
};

/* Cut a part out of `clip` and print its samples. */
static void show_part(const struct clip *clip, unsigned from, unsigned to)
{
    struct clip part;
    enum clip_result result = clip_cut(clip, from, to, &part);

    printf("frames %u to %u: %s\n", from, to, results[result]);
    if (result != CLIP_OK)
        return;
    for (unsigned i = 0; i < part.channels * part.frames; i++)
        printf(" %d", part.samples[i]);
    printf("\n");
    clip_release(&part);
}

/* Make a clip that starts with rising samples, and say how that went. */
static enum clip_result make(struct clip *clip, unsigned channels, unsigned frames)
{
    enum clip_result result = clip_init(clip, channels, frames);

    printf("%u frames in %u channels: %s\n", frames, channels, results[result]);
    if (result == CLIP_OK)
        for (unsigned i = 0; i < 10; i++)
            clip_set(clip, i / channels, i % channels, (short)(5 * i));
    return result;
}

int main(void)
{
    struct clip stereo, concert;

    if (make(&stereo, 2, 5) != CLIP_OK)
        return EXIT_FAILURE;
    show_part(&stereo, 1, 4);
    show_part(&stereo, 4, 1);
    if (make(&concert, 32769, 4) == CLIP_OK)
        clip_release(&concert);
    clip_release(&stereo);
    return EXIT_SUCCESS;
}
