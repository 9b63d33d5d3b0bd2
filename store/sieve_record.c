#include "store/sieve_record.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "shingle/shingle.h"

/* Numbers of a buffer that is kept for the next text: 700 words, 16 KiB. */
#define KEEP 2048

void sieve_record_release(struct sieve_record *r)
{
    free(r->memory);
    memset(r, 0, sizeof *r);
}

void sieve_maker_release(struct sieve_maker *m)
{
    text_release(&m->text);
    free(m->count);
    memset(m, 0, sizeof *m);
}

void sieve_record_trim(struct sieve_record *r)
{
    if (r->cap > KEEP)
        sieve_record_release(r);
}

static int reserve(struct sieve_record *r, size_t n)
{
    size_t need = 2 * n + 1;
    if (need <= r->cap)
        return 0;
    free(r->memory);
    r->cap = need <= KEEP / 4 * 3 ? need + need / 3 : need;
    r->memory = malloc(r->cap * sizeof *r->memory);
    if (!r->memory)
        r->cap = 0;
    return r->memory ? 0 : -1;
}

/* ---- sorting ------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Longer than chance makes them: a shingle many times over, or a text that
 * was made to fall into one bucket. */
#define SMALL 24

static void sort_bucket(uint64_t *at, size_t n)
{
    if (n > SMALL) {
        qsort(at, n, sizeof *at, by_value);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint64_t x = at[i];
        size_t k = i;
        for (; k && at[k - 1] > x; k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
}

/* Hashes are uniform: their upper bits say within a place or two where they
 * belong. Two to four a bucket were the fastest, at 7 ns a hash where qsort()
 * takes 50. */
static int sort(const uint64_t *from, uint64_t *to, size_t n,
                struct sieve_maker *m)
{
    unsigned bits = 1;
    while (bits < 24 && (n >> bits) > 2)
        bits++;
    size_t buckets = (size_t)1 << bits;
    if (buckets + 1 > m->cap) {
        free(m->count);
        m->count = malloc((buckets + 1) * sizeof *m->count);
        m->cap = m->count ? buckets + 1 : 0;
        if (!m->count)
            return -1;
    }
    uint32_t *count = m->count;
    memset(count, 0, (buckets + 1) * sizeof *count);
    for (size_t i = 0; i < n; i++)
        count[(from[i] >> (64 - bits)) + 1]++;
    for (size_t b = 1; b < buckets; b++)
        count[b + 1] += count[b];
    for (size_t i = 0; i < n; i++)
        to[count[from[i] >> (64 - bits)]++] = from[i];
    for (size_t b = 0, at = 0; b < buckets; at = count[b++])
        if (count[b] > at + 1)
            sort_bucket(to + at, count[b] - at);
    return 0;
}

/* ---- making -------------------------------------------------------------- */

static void swap_bytes(uint64_t *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t x = v[i], y = 0;
        for (int k = 0; k < 8; k++)
            y |= (x >> (8 * k) & 0xff) << (56 - 8 * k);
        v[i] = y;
    }
}

/* XXH3 of the tokens' hashes, least byte first, whatever the machine. */
static uint64_t hash_words(struct text *t)
{
    const uint16_t one = 1;
    int swap = !*(const unsigned char *)&one;
    if (!t->n)
        return 0;
    if (swap)
        swap_bytes(t->hash, t->n);
    uint64_t hash = XXH3_64bits(t->hash, t->n * sizeof *t->hash);
    if (swap)
        swap_bytes(t->hash, t->n);
    return hash;
}

static int make_set(struct sieve_record *r, struct sieve_maker *m)
{
    if (r->n && sort(r->shingle, r->set, r->n, m))
        return -1;
    for (size_t i = 0; i < r->n; i++)
        if (!r->nset || r->set[r->nset - 1] != r->set[i])
            r->set[r->nset++] = r->set[i];
    return 0;
}

/* Room for n shingles. */
static int begin(struct sieve_record *r, size_t n)
{
    r->n = r->nset = 0;
    if (reserve(r, n))
        return -1;
    r->n = n;
    r->shingle = r->memory;
    r->set = r->memory + n;
    return 0;
}

int sieve_record_fold(struct sieve_record *r, struct sieve_maker *m, unsigned w,
                      uint64_t seed, const char *bytes, size_t len)
{
    int rc = text_fold(&m->text, bytes, len);
    r->words = 0;
    if (rc)
        return rc == TEXT_TOO_LONG ? -2 : -1;
    if (begin(r, w ? shingle_count(m->text.n, w) : 0))
        return -1;
    r->words = (uint32_t)m->text.n;
    r->text = hash_words(&m->text);
    if (r->n)
        shingle_hash(&m->text, w, seed, r->shingle);
    return 0;
}

int sieve_record_make(struct sieve_record *r, struct sieve_maker *m, unsigned w,
                      uint64_t seed, const char *bytes, size_t len)
{
    int rc = sieve_record_fold(r, m, w, seed, bytes, len);
    return rc ? rc : make_set(r, m);
}

int sieve_record_remake(struct sieve_record *r, struct sieve_maker *m,
                        const uint64_t *shingle, size_t n)
{
    if (begin(r, n))
        return -1;
    if (n)
        memcpy(r->shingle, shingle, n * sizeof *shingle);
    return make_set(r, m);
}

/* ---- comparing ----------------------------------------------------------- */

size_t sieve_least(double t, size_t a, size_t b)
{
    size_t both = a + b;
    size_t shared = (size_t)(t / (1 + t) * (double)both);
    shared -= shared > 2 ? 2 : shared; /* whatever rounding did */
    while (shared < both && (double)shared / (double)(both - shared) < t)
        shared++;
    return shared ? shared : 1;
}

/* Steps between two looks at whether least can still be reached. */
#define STRIDE 48

size_t sieve_shared(const uint64_t *a, size_t na, const uint64_t *b, size_t nb,
                    size_t least)
{
    size_t i = 0, j = 0, shared = 0;
    for (;;) {
        size_t left = na - i < nb - j ? na - i : nb - j;
        if (shared + left < least || !left)
            return shared < least ? 0 : shared;
        /* Each step takes one at most of either: none runs over. */
        for (size_t k = left < STRIDE ? left : STRIDE; k; k--) {
            uint64_t x = a[i], y = b[j];
            shared += x == y;
            i += x <= y;
            j += y <= x;
        }
    }
}

/* Whether hash is in the set: where it would stand if all were spread evenly
 * is where it is looked for first; at least an eighth goes at each step. */
static int holds(const uint64_t *set, size_t n, uint64_t hash)
{
    size_t low = 0, high = n;
    while (high - low > 8) {
        uint64_t first = set[low], last = set[high - 1];
        if (hash < first || hash > last)
            return 0;
        size_t width = high - low, eighth = width / 8;
        size_t at = (size_t)((double)(hash - first) /
                             ((double)(last - first) + 1) * (double)width);
        if (at < eighth)
            at = eighth;
        if (at > width - eighth)
            at = width - eighth;
        if (set[low + at] <= hash)
            low += at;
        else
            high = low + at;
    }
    while (low < high && set[low] < hash)
        low++;
    return low < high && set[low] == hash;
}

/* A bit for each upper 16 bits that a hash has. */
#define MARKS (65536 / 64)

/* Marks the hashes of a that b does not hold. */
static void mark_missing(uint64_t *mark, const uint64_t *a, size_t na,
                         const uint64_t *b, size_t nb)
{
    size_t i = 0, j = 0;
    while (i < na) {
        uint64_t x = a[i], y = j < nb ? b[j] : UINT64_MAX;
        if (x < y || j == nb)
            mark[x >> 54] |= UINT64_C(1) << (x >> 48 & 63);
        i += x <= y || j == nb;
        j += j < nb && y <= x;
    }
}

/* Most of a text that is dropped is covered: only what bears the mark of a
 * missing hash is looked for. */
uint32_t sieve_covered(const struct sieve_record *r, unsigned w,
                       const uint64_t *set, size_t n)
{
    uint64_t mark[MARKS] = {0};
    uint64_t end = 0, count = 0; /* words before end are decided */
    mark_missing(mark, r->set, r->nset, set, n);
    for (size_t i = 0; i < r->n; i++) {
        uint64_t x = r->shingle[i];
        if ((mark[x >> 54] >> (x >> 48 & 63) & 1) && !holds(set, n, x))
            continue;
        uint64_t stop = i + w < r->words ? i + w : r->words;
        count += stop - (i > end ? i : end);
        end = stop;
    }
    return (uint32_t)count;
}
