/*
 * By what the articles are to each other, furniture set aside: they go into a
 * database, a temporary one unless one was named, are gathered, and then it
 * is chosen among them. The records wait in the spool meanwhile. The temporary
 * database is one without a name: SQLite removes its file as it makes it.
 */
#include "cli/dedup.h"

#include <stdlib.h>

#include "cli/session.h"
#include "store/choose.h"
#include "store/handing.h"

/* The tag of a record: what it is, and a number. */
enum { TAG_KEEP, TAG_HAD, TAG_CHOICE };
#define TAG(kind, number) ((uint64_t)(kind) | (uint64_t)(number) << 2)
#define TAG_KIND(tag) ((tag)&3)
#define TAG_NUMBER(tag) ((tag) >> 2)

struct sorting {
    struct store *s;
    struct twins texts;
    struct choices choices;
    uint64_t *tags;
    size_t cap;
    uint64_t records; /* articles so far */
};

static int store_failed(const struct dedup *d, const struct store *s)
{
    const char *words = s ? store_errmsg(s) : "out of memory";
    complain("%s%s", d->db ? "" : "the temporary database", words);
    return -1;
}

/* ---- in ------------------------------------------------------------------ */

static int64_t rank_of(struct dedup *d, struct store *s, size_t i)
{
    return d->prefer.by == PREFER_LONGEST
               ? -(int64_t)handing_words(s, d->nums[i])
               : d->ranks[i];
}

static int tag_article(struct dedup *d, struct sorting *w, size_t i,
                       uint64_t *tag)
{
    uint32_t num = d->nums[i];
    size_t at;
    w->records++;
    *tag = TAG(TAG_KEEP, 0);
    if (!num)
        return 0;
    if (handing_had(w->s, num)) {
        *tag = TAG(TAG_HAD, num);
        return 0;
    }
    if (choices_note(&w->choices, num, rank_of(d, w->s, i), w->records, &at)) {
        complain("out of memory");
        return -1;
    }
    *tag = TAG(TAG_CHOICE, at);
    return 0;
}

static int add_batch(struct dedup *d, const struct batch *b)
{
    struct sorting *w = d->way;
    if (d->narticles > w->cap) {
        uint64_t *more = realloc(w->tags, d->narticles * sizeof *more);
        if (!more) {
            complain("out of memory");
            return -1;
        }
        w->tags = more;
        w->cap = d->narticles;
    }
    if (handing_add(w->s, &w->texts, d->articles, d->narticles, d->nums))
        return store_failed(d, w->s);
    for (size_t i = 0; i < d->narticles; i++)
        if (tag_article(d, w, i, &w->tags[i]))
            return -1;
    return dedup_hold(d, b, w->tags);
}

/* ---- out ----------------------------------------------------------------- */

/* Drops record in favour of an article: one of this run or one had before. */
static int drop_for(struct dedup *d, struct sorting *w, uint64_t record,
                    uint32_t kept, struct drop *row)
{
    const struct choice *c = choices_find(&w->choices, kept);
    char *name;
    int rc;
    if (c)
        return dedup_drop(d, record, c->record, NULL, row);
    row->earlier = 1;
    if (!(name = handing_id(w->s, kept)))
        return store_failed(d, w->s);
    rc = dedup_drop(d, record, 0, name, row);
    free(name);
    return rc;
}

static int hand_one(struct dedup *d, struct sorting *w, uint64_t record,
                    uint64_t tag)
{
    struct drop row = {.relation = "same", .resemblance = 1, .coverage = 1};
    const struct choice *c;
    uint32_t kept;
    if (TAG_KIND(tag) == TAG_KEEP) {
        d->kept++;
        return 0;
    }
    c = TAG_KIND(tag) == TAG_CHOICE ? &w->choices.at[TAG_NUMBER(tag)] : NULL;
    if (c && !c->kept && c->record == record) {
        d->kept++;
        return 0;
    }
    kept = c ? c->kept ? c->kept : c->num : (uint32_t)TAG_NUMBER(tag);
    if (c && c->kept) {
        row.relation = relation_name(c->relation);
        row.resemblance = c->resemblance;
        row.coverage = c->coverage;
    }
    d->related[c && c->kept ? c->relation : RELATION_SAME]++;
    dedup_decide(d, 0);
    return drop_for(d, w, record, kept, &row);
}

static int hand_all(struct dedup *d, struct sorting *w)
{
    uint64_t tag, record = 0;
    int rc;
    while ((rc = dedup_held(d, &tag)) == 1)
        if (hand_one(d, w, ++record, tag))
            return -1;
    return rc;
}

/* -------------------------------------------------------------------------- */

static int choose(struct dedup *d, struct sorting *w)
{
    const struct choose_rule rule = {.by = d->by == DEDUP_SAME   ? CHOOSE_SAME
                                           : d->by == DEDUP_NEAR ? CHOOSE_NEAR
                                                                 : CHOOSE_STORY,
                                     .resemblance = d->resemblance};
    if (store_gather(w->s, NULL) || store_choose(w->s, &rule, &w->choices))
        return store_failed(d, w->s);
    return 0;
}

static int settle(struct dedup *d, struct sorting *w)
{
    size_t n = w->choices.n;
    uint32_t *nums = calloc(n + 1, sizeof *nums);
    int rc;
    if (!nums) {
        complain("out of memory");
        return -1;
    }
    for (size_t i = 0; i < n; i++)
        nums[i] = w->choices.at[i].num;
    rc = handing_settle(w->s, nums, n) ? store_failed(d, w->s) : 0;
    free(nums);
    return rc;
}

static int open_store(struct dedup *d, struct store **s)
{
    const struct store_params params = {.shingle = d->shingle,
                                        .window = d->window};
    struct store_options o = {.threads = session.threads,
                              .params = &params,
                              .progress = progress_store,
                              .progress_arg = &d->progress};
    if (store_open(s, d->db ? d->db : "", &o) || handing_open(*s))
        return store_failed(d, *s);
    return 0;
}

int dedup_story(struct dedup *d)
{
    struct sorting w = {0};
    int rc = open_store(d, &w.s);
    d->way = &w;
    if (!rc)
        rc = spool_open(&d->spool);
    if (!rc)
        rc = dedup_read(d, add_batch);
    if (!rc)
        rc = choose(d, &w);
    if (!rc)
        rc = hand_all(d, &w);
    if (!rc)
        rc = dedup_finish(d);
    if (!rc && d->db)
        rc = settle(d, &w);
    store_close(w.s);
    twins_release(&w.texts);
    choices_release(&w.choices);
    free(w.tags);
    return rc;
}
