#include "cli/evidence_rows.h"

#include <string.h>

const struct column evidence_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"article", CELL_TEXT, NULL, 0, "id of the copy"},
    {"site", CELL_TEXT, NULL, 0, "registrable domain"},
    {"evidence", CELL_TEXT, NULL, 0,
     "credit: of an agency, or marker: of a version"},
    {"agency", CELL_TEXT, NULL, 0,
     "of a credit; none: a dateline that names none"},
    {"kind", CELL_TEXT, NULL, 0,
     "of a credit: own site, source, dateline, byline, credit line, copyright, "
     "tail, mixed, told, photo or manner (a dateline that names none); of a "
     "marker: update, lead, writethru, "
     "correction, repeat, summary, advisory, kill or urgent"},
    {"number", CELL_ID, NULL, 0, "of a marker: 2 of UPDATE 2; none: none"},
    {"where", CELL_TEXT, NULL, 0,
     "the string that it stands in: text, title, author, source, site or url"},
    {"begin", CELL_COUNT, NULL, 0, "first of its bytes there, from 0 on"},
    {"end", CELL_COUNT, NULL, 0, "the byte behind its last"},
    {"words", CELL_TEXT, NULL, 0, "how they read; none: not kept"},
    {"confidence", CELL_REAL, NULL, 0, "of a credit, 0 to 1"},
    {"decides", CELL_COUNT, NULL, 0,
     "1: for this the copy counts as credited to the agency, or as a version "
     "of its own"},
    {0}};

struct listing {
    struct output *out;
    const struct carry_row *copy;
};

static int each_credit(void *arg, const struct credit_row *row)
{
    const struct listing *l = arg;
    const struct carry_row *c = l->copy;
    /* A dateline that names none, but has an agency's manner in this story. */
    int manner = !row->agency && c->evidence &&
                 !strcmp(c->evidence, TRACK_MANNER_KIND) &&
                 row->begin == c->begin && !strcmp(row->where, c->where);
    const struct cell cells[] = {
        cell_id(c->story),
        cell_text(row->article),
        cell_site(c->site),
        cell_text("credit"),
        cell_text(manner ? c->agency : row->agency),
        cell_text(manner ? c->evidence : row->kind),
        cell_id(0),
        cell_text(row->where),
        cell_count(row->begin),
        cell_count(row->end),
        cell_bytes(row->words, row->words_len),
        cell_real(manner ? c->confidence : row->confidence),
        cell_count(row->decides != 0),
    };
    return output_row(l->out, cells);
}

static int each_marker(void *arg, const struct marker_row *row)
{
    const struct listing *l = arg;
    const struct cell cells[] = {
        cell_id(l->copy->story),
        cell_text(row->article),
        cell_site(l->copy->site),
        cell_text("marker"),
        cell_text(NULL),
        cell_text(row->kind),
        cell_id(row->number),
        cell_text(row->where),
        cell_count(row->begin),
        cell_count(row->end),
        cell_bytes(row->words, row->words_len),
        cell_real(CELL_UNKNOWN),
        cell_count(row->decides != 0),
    };
    return output_row(l->out, cells);
}

int evidence_rows(struct output *o, struct store *s, const struct tracked *t)
{
    int code = STORE_OK;
    for (size_t i = 0; i < t->ncopies && !code; i++) {
        struct listing l = {o, &t->copy[i]};
        code = store_credits(s, l.copy->article, each_credit, &l);
        if (!code)
            code = store_markers(s, l.copy->article, each_marker, &l);
    }
    return code == STORE_STOPPED ? STORE_OK : code;
}
