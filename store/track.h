/*
 * track: who moved a story, who ran which version of it, and how it spread.
 * Everything is derived from the articles and the stories: credits when an
 * article is added, the rest when stories are brought up to date, for those
 * that changed. Every statement has evidence with a place in a text.
 *
 *     struct track_calls calls = {.story = print_story, .carry = print_copy};
 *     if (store_track(s, 17, &calls, NULL) != STORE_OK)
 *         fprintf(stderr, "%s\n", store_errmsg(s));
 *
 * Errors and callbacks are as in store.h. Lags are seconds after the origin.
 */
#ifndef WIREPRINT_TRACK_H
#define WIREPRINT_TRACK_H

#include "store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- agencies and credits ------------------------------------------------ */

/* Makes the file use the built-in table of agencies with the entries of text
 * (its grammar: shingle/agency.h) added or put in the place of those with the
 * same id; NULL: the built-in table alone. Articles that are there already
 * follow with store_rebuild(). STORE_REFUSED, which does not stick here: *line
 * and why, of cap bytes, tell of the first line that is wrong. */
int store_set_agencies(struct store *s, const char *text, size_t len,
                       uint64_t *line, char *why, size_t cap);

/* The text that store_set_agencies() was given, with a NUL behind it; the
 * caller frees it. NULL: the file goes by the built-in table alone. */
int store_get_agencies(struct store *s, char **text, size_t *len);

/* One agency of the table, with counts. */
struct agency_row {
    const char *agency, *name;   /* id as "reuters", name in full; the id again
                                    where the table has it no more */
    const char *country, *sites; /* "fr" or ""; "afp.com afpforum.com" */
    uint64_t articles;           /* that credit it by evidence of their own */
    uint64_t stories;            /* that it moved */
    uint64_t copies;             /* of these stories */
    uint64_t credited;           /* of these copies, those that name it */
    uint64_t carriers;           /* sites of the copies */
    int64_t median_lag;          /* of the copies; STORE_NO_TIME */
    int64_t median_span;         /* first to last copy, of the stories */
};
/* since, until: articles of [since, until) and stories with a copy in it; all:
 * 1: agencies without an article too. Most copies first. Medians of an even
 * number are the lower of the two in the middle. */
int store_agencies(struct store *s, int64_t since, int64_t until, int all,
                   int (*each)(void *arg, const struct agency_row *row),
                   void *arg);

/* One piece of evidence. */
struct credit_row {
    const char *article;
    const char *agency;  /* NULL: a dateline that names none */
    const char *kind;    /* "own site", "dateline", "byline", "credit line",
                            "tail", "told", "copyright", "source", "mixed",
                            "photo" */
    const char *where;   /* the string it stands in: "text", "title", "author",
                            "source", "site", "url" */
    uint64_t begin, end; /* its bytes there */
    const char *words;   /* they themselves; NULL with --no-text */
    size_t words_len;
    double confidence;
    int decides; /* 1: for this the article counts as credited to it */
};
/* Of one article, in the order of their places. */
int store_credits(struct store *s, const char *article,
                  int (*each)(void *arg, const struct credit_row *row),
                  void *arg);

/* ---- one story ----------------------------------------------------------- */

/*
 * The agency of a story is the one with most evidence: of each site that names
 * it the best, added up. Where copies name two, confidence is lowered by the
 * share of the others; what does not decide (struct credit_row) counts nothing.
 *
 * The origin, in the order of trust. Of copies with the same time the one with
 * the lesser id comes first.
 */
enum origin {
    ORIGIN_AGENCY,   /* earliest copy on the agency's own site */
    ORIGIN_CREDITED, /* else the earliest copy that credits the agency */
    ORIGIN_FIRST,    /* else the earliest copy with a time */
    ORIGIN_NONE,     /* no copy has a time */
};
const char *origin_name(enum origin o);

struct track_row {
    int64_t story;
    const char *title;
    const char *agency; /* id, or NULL: no copy credits one */
    const char *by;     /* article with the best evidence for it, or NULL */
    double confidence;  /* of the agency; 0 where NULL */
    enum origin origin;
    const char *origin_article, *origin_site;
    int64_t origin_time;
    uint64_t copies, sites, digests, versions;
    uint64_t credited;                  /* copies that name the agency */
    uint64_t undated, conflicts, stale; /* conflicts: copies before the origin,
                                           or fetched before published */
    int64_t first, last;                /* times of copies */
    int64_t median_lag; /* of the dated copies, of two in the middle the
                           earlier; or STORE_NO_TIME */
    int64_t half_life;  /* from the origin, or from the first copy where that
                           is earlier, until half of them were out */
    const uint64_t *by_hour; /* copies in each of the first 72 hours from the
                                origin on */
    size_t hours;
};

/* What changed from the version before. */
enum change_kind { CHANGE_NUMBER, CHANGE_WORDS, CHANGE_IN, CHANGE_OUT };
const char *change_name(enum change_kind k);
struct change {
    enum change_kind kind;
    const char *before, *after; /* the words; "" where there are none */
};

/*
 * Copies show one version where they have the same text but for what houses do
 * to it: cuts, other spelling or wording, paragraphs of their own. Other
 * versions are:
 *   - what bears a marker of the agency. Copies that lost it are told by their
 *     figures;
 *   - other figures in sentences that are else the same, and other names where
 *     copies of several sites have them;
 *   - the first take: paragraphs of the beginning, seen before anything longer.
 *     Later copies show it where they end exactly where it does;
 *   - sentences that the first copies, of several sites, all lack and the later
 *     have, or the other way round.
 * A copy in which the part that differs was cut shows the latest version that
 * was there when it was published. Versions are numbered in the order in which
 * they were first seen, but a marked one comes after the text without a marker,
 * and UPDATE 2 after UPDATE 1. Without texts there are only markers to go by.
 */
struct version_row {
    int64_t story;
    unsigned version;      /* from 1 on */
    const char *article;   /* the copy that is its text at its fullest */
    const char *marker;    /* "correction", "update 2", ... or NULL */
    const char *marked_in; /* words of the marker */
    int64_t first, last;
    uint64_t copies, sites, words;
    int replaces; /* 1: a correction, advisory or kill, or other figures in a
                     version with a marker: who still shows an earlier version
                     is stale */
    uint64_t numbers, words_changed, sentences_in, sentences_out;
    const struct change *change; /* at most 50 of them, from the version
                                    before, in the order of the text */
    size_t nchanges;
};

/* One copy as an editor sees it. */
struct carry_row {
    int64_t story;
    const char *article, *site, *url, *title;
    int64_t time, published, fetched, modified;
    int64_t lag; /* STORE_NO_TIME where it or the origin has no time */
    enum role role;
    enum relation relation;
    unsigned version;     /* 0: a digest */
    const char *agency;   /* that it credits itself; NULL: none */
    const char *evidence; /* kind of the evidence; NULL */
    double confidence;
    /* Against the text of its version, in words of that, less furniture, short
     * lines without a full stop above and below the text (headlines, dates,
     * links), and what copies of two other sites pass by and none has: kept in
     * place, cut behind the last that is kept, cut elsewhere, and kept
     * in another place. The rest was changed. */
    uint64_t version_words, kept, cut_end, cut_inside, moved;
    /* In words of the copy: added, and those in the place of others, where at
     * most 10 stand for at most 10. */
    uint64_t added, changed;
    int headline_changed; /* the folded title is not the one that most copies
                             of the version have, of as many the first */
    /* 1: a later version replaces the one that it shows, and it was still shown
     * (published, modified or fetched, whichever is last known) after that was
     * first seen. The file has a page as it was last fetched: whether it was
     * put right after that is not known, and a copy that was only seen before
     * is not called stale. */
    int stale;
    int before_origin;  /* published before the origin */
    int fetched_before; /* fetched before it was published */
};

struct track_calls {
    int (*story)(void *arg, const struct track_row *row);
    int (*version)(void *arg, const struct version_row *row);
    int (*carry)(void *arg, const struct carry_row *row); /* by time */
};
/* Any call may be NULL. STORE_NOT_FOUND if there is no such story. */
int store_track(struct store *s, int64_t story, const struct track_calls *calls,
                void *arg);

/* ---- over all stories ---------------------------------------------------- */

/* Where copies are listed or counted (store_sites() and below), they are those
 * on the site and within the bounds of time that are asked for; limit counts
 * stories there, too. */

struct track_filter {
    int64_t since, until; /* stories with a copy in [since, until) */
    const char *agency;   /* moved by it; NULL: any */
    const char *site;     /* with a copy on it; NULL: any */
    int64_t story;        /* only this; 0: all */
    uint64_t limit;       /* 0: none; by reach, most sites first */
};
/* Each story with its versions and copies; memory is that of one story. */
int store_track_all(struct store *s, const struct track_filter *filter,
                    const struct track_calls *calls, void *arg);

struct site_agency {
    const char *agency;
    uint64_t copies;
};
struct site_row {
    const char *site;
    uint64_t articles; /* within the bounds of time, in a story or not */
    uint64_t copies, stories, firsts; /* firsts: origins it had */
    uint64_t agency_copies;           /* of stories that an agency moved */
    uint64_t credited;                /* of these, naming it */
    uint64_t stale, conflicts;
    double share;       /* agency_copies over articles */
    double credit_rate; /* credited over agency_copies; 0 where none */
    int64_t median_lag, quarter_lag, three_quarter_lag;
    const struct site_agency *agency; /* most copies first */
    size_t nagencies;
};
/* Sites with a copy, most copies first. Quarters and median of their lags are
 * times of copies; of two the earlier. */
int store_sites(struct store *s, const struct track_filter *filter,
                int (*each)(void *arg, const struct site_row *row), void *arg);

/* Copies of agency stories that do not name the agency, or whose site is no
 * customer of it. */
struct uncredited_row {
    struct carry_row copy;
    const char *agency;
    const char *proof; /* the copy that credits it and shares most words; of a
                          story with more than 8 such copies, among the 8 that
                          show most of their version */
    const char *proof_site;
    uint64_t matched;    /* words of the copy that stand in the proof */
    const char *passage; /* the longest passage, bytes of the copy */
    size_t passage_len;
    uint64_t longest; /* words of it */
    int unnamed, unlicensed;
};
struct uncredited_filter {
    struct track_filter track;
    /* Customers, "agency<TAB>site" or "site" for all agencies; NULL: no list.
     * Sites are host names or URLs. */
    const char *const *licensed;
    size_t nlicensed;
};
int store_uncredited(struct store *s, const struct uncredited_filter *filter,
                     int (*each)(void *arg, const struct uncredited_row *row),
                     void *arg);

/* Copies that still show a version that was replaced. */
struct stale_row {
    struct carry_row copy;
    unsigned replaced_by;
    const char *article, *marker; /* of that version */
    int64_t since;                /* when that version was first seen */
    const struct change *change;  /* numbers and words that changed from the
                                     version shown to that one */
    size_t nchanges;
};
int store_stale(struct store *s, const struct track_filter *filter,
                int (*each)(void *arg, const struct stale_row *row), void *arg);

#ifdef __cplusplus
}
#endif
#endif
