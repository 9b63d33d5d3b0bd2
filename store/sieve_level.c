/*
 * Of the s smallest hashes of two sets together each is in both with
 * probability J, their resemblance (Broder 1997), and one that is in both is
 * among the s smallest of each. Two records of resemblance t or more thus
 * share at least k of their s smallest hashes, where
 *
 *     sum over i < k of (s over i) t^i (1 - t)^(s - i)  <  10^-4
 *
 * (drawing without putting back, the chance is smaller yet). k is the greatest
 * for which that holds, s the least from 16 on where k is 6 or more: at t = 0.8
 * s = 16 and k = 6, at 0.5 s = 31 and k = 6, at 0.95 s = 16 and k = 11. Sets
 * of fewer shingles share at least t of those they have.
 */
#include "store/sieve_level.h"

#define MISSED 1e-4
#define LEAST_SAMPLES 16
#define LEAST_SHARED 6
/* At a resemblance of 0.02 six are shared of so many; below that more pairs
 * are missed, unless they are shorter. */
#define MOST_SAMPLES 1024

size_t sieve_level_least(size_t s, double t)
{
    /* Weights of the binomial distribution, the mode's being 1. */
    size_t mode = (size_t)((double)(s + 1) * t);
    mode = mode > s ? s : mode;
    double w = 1, below = 0, total = 1;
    for (size_t i = mode; i > 0; i--)
        below += w *= (double)i * (1 - t) / ((double)(s - i + 1) * t);
    w = 1;
    for (size_t i = mode; i < s; i++)
        total += w *= (double)(s - i) * t / ((double)(i + 1) * (1 - t));
    total += below;
    size_t k = mode;
    w = 1;
    while (k > 0 && below >= MISSED * total) {
        w *= (double)k * (1 - t) / ((double)(s - k + 1) * t);
        below -= w;
        k--;
    }
    return k;
}

void sieve_levels(struct sieve_level *level, double t)
{
    size_t s = LEAST_SAMPLES;
    while (s < MOST_SAMPLES && sieve_level_least(s, t) < LEAST_SHARED)
        s++;
    for (size_t i = 0; i + 1 < SIEVE_LEVELS; i++, s *= 4) {
        size_t least = sieve_level_least(s, t);
        level[i] = (struct sieve_level){s, least ? least : 1, SIEVE_CAP};
    }
    level[SIEVE_LEVELS - 1] = (struct sieve_level){SIZE_MAX, 0, SIEVE_CAP_ALL};
}
