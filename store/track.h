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
    uint64_t manner;             /* of these copies, those of stories that are
                                    told to be its by manner alone */
    uint64_t carriers;           /* sites of the copies */
    int64_t median_lag;          /* of the copies but for the origins;
                                    STORE_NO_TIME */
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

/* What an article says of which version of a story it is. */
struct marker_row {
    const char *article;
    const char *kind;    /* "update", "lead", "writethru", "correction",
                            "repeat", "summary", "advisory", "kill", "urgent" */
    unsigned number;     /* of UPDATE 2, 1st Lead; 0: none */
    const char *where;   /* the string it stands in: "title" or "text" */
    uint64_t begin, end; /* its bytes there */
    const char *words;   /* they themselves; NULL of a text with --no-text */
    size_t words_len;
    int decides; /* 1: makes a version of the article; one does at most. Of
                    several it is, in this order, a kill, correction, advisory,
                    update, lead with a number, writethru, lead, summary */
};
/* Of one article, those of its title first, in the order of their places. */
int store_markers(struct store *s, const char *article,
                  int (*each)(void *arg, const struct marker_row *row),
                  void *arg);

/* ---- one story ----------------------------------------------------------- */

/* Confidence in an agency by manner alone, below. In syndicate.py (seeds 1 to
 * 3) all of 62 such stories are right, but no house there has such a manner of
 * its own, and crawls have them: no more than half is claimed. */
#define TRACK_MANNER 0.5
#define TRACK_MANNER_KIND "manner"

/*
 * The agency of a story is the one with most evidence: of each site that
 * credits it the best, added up. A copy that credits two, as "(AFP/dpa)",
 * counts for both. Of agencies with as much evidence it is the one that was
 * credited first, and of those that the same copy credits, the one before the
 * other there. Where copies credit two, confidence is lowered by the share of
 * the others; what does not decide (struct credit_row) counts nothing.
 *
 * Where no copy names any agency, a dateline that names none ("CAIRO:") and
 * that copies on two sites share may have the manner of one agency ("shared" in
 * shingle/agency.h). The story is then told to be in the manner of that agency,
 * with a confidence of TRACK_MANNER; the copies that bear the dateline have it
 * as their agency, with TRACK_MANNER_KIND as the evidence. Nobody names the
 * agency by this, and nothing else follows from it: it makes no origin, no
 * store_uncredited(), and no part of a credit rate.
 *
 * To name the agency of a story, a copy credits its text to it, be it beside
 * another or below one ("PARIS (AFP) - ... (dpa)" names both), or says that the
 * agency's material is in it ("With reporting by AFP", kind "mixed"):
 * carry_row.names. It does not name it by a photo, or by what somebody told the
 * agency. All that counts copies which name the agency counts those.
 *
 * The origin, in the order of trust; copies that name the agency, but are not
 * credited to it, are none. Of copies with the same time the one with the
 * lesser id comes first. The agency's own page is where the story began. Else
 * the origin is the first copy that says whose it is, and papers that do not
 * say may well have been earlier: their lags are negative, and nobody's clock
 * is wrong. When the story was first seen is track_row.first.
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
    const char *agency; /* id, or NULL: nothing tells it */
    const char *by;     /* article with the best evidence for it, or NULL */
    double confidence;  /* of the agency; 0 where NULL */
    int manner;         /* 1: by the manner of datelines alone */
    enum origin origin;
    const char *origin_article, *origin_site;
    int64_t origin_time;
    uint64_t copies, sites, digests, versions;
    uint64_t credited;                  /* copies that name the agency */
    uint64_t undated, conflicts, stale; /* conflicts: see carry_row */
    int64_t first, last;                /* times of copies */
    int64_t median_lag; /* of the dated copies but for the origin, of which the
                           lag is 0 whatever happened; of two in the middle the
                           earlier; or STORE_NO_TIME */
    int64_t half_life;  /* from the origin, or from the first copy where that
                           is earlier, until half of them were out */
    const uint64_t *by_hour; /* copies in each of the first 72 hours from the
                                origin on */
    size_t hours;
    uint64_t early; /* dated copies before the origin */
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
 *   - what bears a marker of the agency; of the same marker, what has other
 *     figures. Copies that lost it are told by these. What stands below the
 *     text is a house's own note, or heads another story that it links to, and
 *     counts only where several sites have it there;
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
 *
 * A notice that a story must not be used, which names it by its headline but
 * has none of its text, is the last version of it, with no copies: three of
 * four words of the headline of a copy stand in it in their order; that copy is
 * on its site or credited to an agency that it credits, and was published in
 * the two days before it. The story has no other kill.
 */
struct version_row {
    int64_t story;
    unsigned version;      /* from 1 on */
    const char *article;   /* the copy that is its text at its fullest, without
                              what stands behind the place where most others
                              end; or the notice */
    const char *marker;    /* "correction", "update 2", ... or NULL */
    const char *marked_in; /* words of the marker */
    const char *marked_article, *marked_where; /* where it stands, as in
                                                  struct marker_row; NULL */
    uint64_t marked_begin, marked_end;
    int64_t first, last;
    uint64_t copies, sites;
    int measured;   /* 0: the file has no texts, and these are not known: */
    uint64_t words; /* and what changed, below */
    /* 1: a kill; a correction or advisory that several sites bear, or the
     * agency's own page, or that has other figures or words than what was
     * before; any other marked version that has other figures. Its first is
     * then the time from which its text is known to have been shown: of a page
     * that was modified after it was published, the former; of one without the
     * marker that was published before any that bears it, and of one that was
     * published before anything earlier was seen, when it was fetched. */
    int replaces;
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
    unsigned version; /* 0: a digest */
    /* What it says of whose it is: it credits the agency of the story, else
     * another, else says that the story's agency has a part in it; or has its
     * manner. */
    const char *agency;   /* NULL: none */
    const char *evidence; /* kind of the evidence; NULL */
    double confidence;
    const char *where; /* where that stands, as in struct credit_row */
    uint64_t begin, end;
    int names;    /* 1: it names the agency of the story; see above */
    int measured; /* 0: the file has no texts, and the words are not known: */
    /* Against the text of its version, in words of that, less datelines,
     * bylines and lines of credit, furniture but what copies of other sites
     * have in the same place (the sentences of a form), short lines without a
     * full stop above and below the text (headlines, dates, links), and what
     * copies of two other sites pass by and none has: kept in place, cut behind
     * the last that is kept, cut elsewhere, and kept in another place. The rest
     * was changed. */
    uint64_t version_words, kept, cut_end, cut_inside, moved;
    /* In words of the copy: added, and those in the place of others, where at
     * most 10 stand for at most 10. */
    uint64_t added, changed;
    int headline_changed; /* the folded title is not the one that most copies
                             of the version have, of as many the first */
    /* 1: a later version replaces the one that it shows, it shows a figure,
     * words or a sentence that were changed there (after a kill, or without
     * texts, anything), and it was still shown (published, modified, fetched or
     * fetched again and found the same, whichever is last known) after that was
     * first seen. What became of it after that is not known, and a copy that
     * was only seen before is not called stale. */
    int stale;
    enum origin origin; /* what the story's is */
    int before_origin;  /* published before it */
    int fetched_before; /* fetched before it was published */
    int conflict;       /* one of its clocks, or the origin's, is wrong: it was
                           fetched before it was published, or published before
                           the agency's own page, the origin, was */
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
    uint64_t manner; /* of these, of stories whose agency is told by manner
                        alone */
    uint64_t stale, conflicts;
    double share;       /* agency_copies over articles */
    double credit_rate; /* credited over agency_copies less manner; 0 where
                           that is none */
    int64_t median_lag, quarter_lag, three_quarter_lag;
    int64_t least_lag, most_lag;      /* least: below 0 before the origin */
    const struct site_agency *agency; /* most copies first */
    size_t nagencies;
};
/* Sites with a copy, most copies first. Quarters, median, least and most are of
 * the lags of the copies that are no origin, which are counted by firsts; they
 * are times of copies; of two the earlier. All five are STORE_NO_TIME where no
 * such copy has a lag. */
int store_sites(struct store *s, const struct track_filter *filter,
                int (*each)(void *arg, const struct site_row *row), void *arg);

/* Copies of agency stories that do not name the agency, or whose site is no
 * customer of it. What shares no words with a copy that credits the agency is
 * not listed, nor is a story whose agency is told by manner alone. */
struct uncredited_row {
    struct carry_row copy; /* its agency: another that it credits */
    const char *agency;
    const char *proof; /* the copy that credits it and shares most words; of a
                          story with more than 8 such copies, among the 8 that
                          show most of their version, and where these share
                          none, among the next 8, to 64 of them */
    const char *proof_site;
    uint64_t matched;    /* words of the copy that stand in the proof; without
                            texts (copy.measured 0) not known, nor is longest */
    const char *passage; /* the longest passage, bytes of the copy; NULL without
                            texts, and never else */
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

/* Copies that still show what was replaced. */
struct stale_row {
    struct carry_row copy;
    const char *agency; /* that moved the story; NULL: nothing tells it */
    unsigned replaced_by;
    const char *article, *marker; /* of that version */
    int64_t since;                /* when that version was first seen */
    int64_t seen;                 /* when the copy was last, as it is */
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
