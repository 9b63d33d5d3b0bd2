#include "cli/spread_rows.h"

#include "cli/curve.h"
#include "cli/evidence_rows.h"
#include "cli/tracked_rows.h"

const char *const spread_parts[] = {"story",    "versions", "changes", "copies",
                                    "evidence", "curve",    "all",     NULL};

const struct column_set spread_sets[] = {
    {"--part copies", tracked_copy_columns},
    {"--part story", tracked_story_columns},
    {"--part versions", tracked_version_columns},
    {"--part changes", tracked_change_columns},
    {"--part evidence", evidence_columns},
    {"--part curve", curve_columns},
    {0}};

static void story_rows(struct spread_rows *r, const struct tracked *t)
{
    tracked_story_row(&r->out, t);
}

static void version_rows(struct spread_rows *r, const struct tracked *t)
{
    for (size_t i = 0; i < t->nversions; i++)
        if (tracked_version_row(&r->out, &t->version[i]))
            return;
}

static void change_rows(struct spread_rows *r, const struct tracked *t)
{
    for (size_t i = 0; i < t->nversions; i++)
        for (size_t k = 0; k < t->version[i].nchanges; k++)
            if (tracked_change_row(&r->out, &t->version[i],
                                   &t->version[i].change[k]))
                return;
}

static void copy_rows(struct spread_rows *r, const struct tracked *t)
{
    for (size_t i = 0; i < t->ncopies; i++)
        if (tracked_copy_row(&r->out, &t->copy[i]))
            return;
}

static void curve_part(struct spread_rows *r, const struct tracked *t)
{
    struct curve curve;
    if (curve_make(&curve, t, r->step)) {
        complain("out of memory");
        r->failed = 1;
    } else {
        curve_rows(&r->out, &curve);
    }
    curve_release(&curve);
}

/* In the order of enum spread_part; evidence is asked of the store. */
static const struct {
    const char *name; /* of one row */
    const struct column *columns;
    void (*write)(struct spread_rows *r, const struct tracked *t);
} parts[] = {
    {"story", tracked_story_columns, story_rows},
    {"version", tracked_version_columns, version_rows},
    {"change", tracked_change_columns, change_rows},
    {"copy", tracked_copy_columns, copy_rows},
    {"evidence", evidence_columns, NULL},
    {"curve", curve_columns, curve_part},
};

void spread_rows_begin(struct spread_rows *r, struct store *s,
                       enum spread_part part, int64_t step)
{
    *r = (struct spread_rows){.s = s, .part = part, .step = step};
    output_begin(&r->out, (enum output_format)session.format,
                 parts[part == SPREAD_ALL ? SPREAD_STORY : part].columns);
}

static int write_part(struct spread_rows *r, const struct tracked *t,
                      enum spread_part part)
{
    if (parts[part].write) {
        parts[part].write(r, t);
        return STORE_OK;
    }
    return evidence_rows(&r->out, r->s, t);
}

int spread_rows(struct spread_rows *r, const struct tracked *t)
{
    int code = STORE_OK;
    r->stories++;
    if (r->part != SPREAD_ALL) {
        code = write_part(r, t, r->part);
    } else {
        for (unsigned i = 0; i < SPREAD_ALL && !code && !r->failed; i++) {
            output_begin(&r->out, OUTPUT_JSON, parts[i].columns);
            r->out.part = parts[i].name;
            code = write_part(r, t, (enum spread_part)i);
        }
    }
    return !code && (r->failed || ferror(stdout)) ? STORE_STOPPED : code;
}

int spread_rows_end(struct spread_rows *r)
{
    return output_end(&r->out) | r->failed;
}
