/* SPDX-License-Identifier: MIT
 *
 * clip.h: a sound. Each frame holds one sample for each channel: left, right ...
 *
 *     samples ──► [ L R | L R | L R ]     channels = 2, frames = 3
 *
 * Life cycle: clip_init() or clip_cut(), then reading and clip_set(), then
 * clip_release().
 */
#ifndef CLIP_H
#define CLIP_H

enum { CLIP_CHANNELS_MAX = 8, CLIP_FRAMES_MAX = 10000000 };

struct clip {
    unsigned channels, frames;
    unsigned short frame_size; /* bytes of a frame: 16 bits, as in a sound file */
    short *samples;            /* owned by the clip: frame by frame */
};

enum clip_result { CLIP_OK = 0, CLIP_REFUSED = 1, CLIP_NO_MEMORY = 2 };

/* Make a clip, whose samples are yet to be set. Refused: no channel or no frame, or
 * more of them than the limits above. When the result is not CLIP_OK, there is nothing
 * to release. */
enum clip_result clip_init(struct clip *clip, unsigned channels, unsigned frames);

/* Set a sample. What lies outside of the clip is left out. */
void clip_set(struct clip *clip, unsigned frame, unsigned channel, short sample);

/* Copy the frames from `from` up to, but without, `to` into `part`, a clip of its own.
 * Refused: a part that is empty, ends before it begins, or ends after the clip. When
 * the result is not CLIP_OK, there is nothing to release. */
enum clip_result clip_cut(const struct clip *clip, unsigned from, unsigned to,
                          struct clip *part);

/* Free what the clip owns. */
void clip_release(struct clip *clip);

#endif
