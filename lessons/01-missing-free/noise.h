/* SPDX-License-Identifier: MIT
 *
 * noise.h: random noise, the same for the same seed.
 */
#ifndef NOISE_H
#define NOISE_H

#include <stddef.h>

/* Fill `out` with `n` values of noise around 0; the loudest is 1 or -1.
 *
 * `out` belongs to the caller and has room for `n` values, at least one. Nothing
 * that the function allocates outlives the call.
 *
 * Returns 0. Returns -1 when memory ran out, or when the noise is silent (one
 * value alone always is); `out` is then unchanged. */
int random_noise(size_t n, unsigned seed, double *out);

#endif
