/*
 * By words alone: the sieve. Where the record that came first is kept, each
 * batch goes out as soon as it is judged. Where something else is preferred,
 * the sieve and the spool hold everything back, on disk, until the end of the
 * input.
 */
#include "cli/dedup.h"

#include "cli/session.h"

static int sieve_failed(const struct sieve *v)
{
    complain("%s", v ? sieve_errmsg(v) : "out of memory");
    return -1;
}

static int count(struct dedup *d, const struct sieve_verdict *v)
{
    struct drop row = {.earlier = v->earlier,
                       .resemblance = v->resemblance,
                       .coverage = v->coverage};
    enum relation r = v->resemblance >= 0.5 ? RELATION_NEAR : RELATION_PARTIAL;
    if (v->keep) {
        d->kept++;
        return 0;
    }
    row.relation = v->same ? "copy" : relation_name(r);
    if (v->same)
        d->copies++;
    else
        d->related[r]++;
    return dedup_drop(d, v->number, v->kept, v->kept_name, &row);
}

/* ---- as they come -------------------------------------------------------- */

static int put_batch(struct dedup *d, const struct batch *b)
{
    struct sieve *v = d->way;
    if (d->narticles &&
        sieve_put(v, d->articles, d->names, d->narticles, d->verdicts))
        return sieve_failed(v);
    for (size_t i = 0; i < d->narticles; i++) {
        d->keep[d->of[i]] = (unsigned char)d->verdicts[i].keep;
        if (count(d, &d->verdicts[i]))
            return -1;
    }
    return dedup_hand(d, b);
}

/* ---- held back ----------------------------------------------------------- */

static int hold_batch(struct dedup *d, const struct batch *b)
{
    const int64_t *ranks = d->prefer.by == PREFER_LONGEST ? NULL : d->ranks;
    struct sieve *v = d->way;
    if (d->narticles &&
        sieve_hold(v, d->articles, d->names, ranks, d->narticles))
        return sieve_failed(v);
    return dedup_hold(d, b, NULL);
}

/* Verdicts come in the order in which the spool has the articles. */
static int each_verdict(void *arg, const struct sieve_verdict *v)
{
    struct dedup *d = arg;
    uint64_t tag;
    d->failed = dedup_held(d, &tag) != 1;
    if (d->failed)
        return -1;
    dedup_decide(d, v->keep);
    d->failed = count(d, v);
    return d->failed;
}

static int judge(struct dedup *d, struct sieve *v)
{
    uint64_t tag;
    if (sieve_judge(v, each_verdict, d))
        return d->failed ? -1 : sieve_failed(v);
    return dedup_held(d, &tag) ? -1 : 0;
}

/* -------------------------------------------------------------------------- */

int dedup_sieve(struct dedup *d)
{
    struct sieve_options o = {.resemblance = d->resemblance,
                              .copies = d->by == DEDUP_COPY,
                              .shingle = d->shingle,
                              .threads = session.threads,
                              .db = d->db};
    struct sieve *v = NULL;
    int first = d->prefer.by == PREFER_FIRST;
    int rc = sieve_open(&v, &o) ? sieve_failed(v) : 0;
    d->way = v;
    if (!rc && !first)
        rc = spool_open(&d->spool);
    if (!rc)
        rc = dedup_read(d, first ? put_batch : hold_batch);
    if (!rc && !first)
        rc = judge(d, v);
    if (!rc)
        rc = dedup_finish(d);
    if (!rc && d->db && sieve_remember(v))
        rc = sieve_failed(v);
    sieve_close(v);
    return rc;
}
