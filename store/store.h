/*
 * store: articles, what they share, and the stories they form, in one SQLite
 * file. One process may write while any number read. Whatever order or batch
 * the articles come in, the stories are those of the articles that are there:
 * pairs, furniture, stories and memberships are derived from the articles and
 * can be rebuilt from them by one call.
 *
 *     struct store *s;
 *     if (store_open(&s, "wireprint.db", NULL) == STORE_OK &&
 *         store_add(s, articles, n, results) == STORE_OK &&
 *         store_gather(s, NULL) == STORE_OK)
 *         store_stories(s, NULL, print_story, NULL);
 *     else
 *         fprintf(stderr, "%s\n", store_errmsg(s));
 *     store_close(s);
 *
 * Errors stick: after a failed call every later one on the handle returns the
 * same code and does nothing, so a caller may read straight down and ask once.
 * STORE_NOT_FOUND and STORE_STOPPED do not stick. A handle belongs to one
 * thread at a time. Strings given to a callback live until it returns.
 */
#ifndef WIREPRINT_STORE_H
#define WIREPRINT_STORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define STORE_OK 0
#define STORE_ERROR (-1) /* I/O, SQLite, memory: store_errmsg() has it */
#define STORE_REFUSED                                                          \
    (-2) /* not a wireprint file, or one of another version                    \
            or with other parameters */
#define STORE_NOT_FOUND (-3) /* no such article or story */
#define STORE_STOPPED (-4)   /* a callback asked to stop; the value it gave */

/* A time that is not known. Times are seconds since 1970-01-01 UTC. */
#define STORE_NO_TIME INT64_MIN

struct store;

/* Days between two linked articles, unless params say otherwise. */
#define STORE_WINDOW_DEFAULT 14

/* Fixed when a database is made, and stored in it. 0 means the default. */
struct store_params {
    unsigned shingle; /* w, tokens in a shingle: 2..32, default 5 */
    unsigned least;   /* s of MIN_s: 1..256, default 16 */
    unsigned modulus; /* m of MOD_m: 1..4096, default 16 */
    int no_text;      /* 1: texts are not kept (see README, --no-text) */
    long window;      /* days between two linked articles; -1: any.
                         default 14 */
};

struct store_options {
    int read_only;    /* open for questions only; the file must exist */
    int must_exist;   /* do not make a new file */
    unsigned threads; /* workers of this handle; 0: one a core */
    const struct store_params *params; /* NULL: the file's, or the defaults.
                             Where the file exists and a non-zero member
                             differs from it: STORE_REFUSED */
    /* Called now and then during long work. A non-zero return asks
     * store_rebuild() to stop: it then leaves the file as it was and returns
     * STORE_STOPPED. Other calls go on: they take a batch's time at most. May
     * be NULL. */
    int (*progress)(void *arg, const char *what, uint64_t done, uint64_t total);
    void *progress_arg;
};

/*
 * Opens path, making the file where there is none (unless told otherwise). *s
 * is set on failure too, for store_errmsg(), except where memory ran out;
 * close it either way. options may be NULL.
 */
int store_open(struct store **s, const char *path,
               const struct store_options *options);

/* Takes NULL. */
void store_close(struct store *s);

/* The words of the first error of this handle; never NULL. */
const char *store_errmsg(const struct store *s);

/* The parameters that are in force. */
void store_get_params(const struct store *s, struct store_params *out);

/* ---- articles in ------------------------------------------------------- */

/* One article to add. Strings are UTF-8 as far as known, NUL-terminated and
 * may be NULL; text may hold any bytes. */
struct article {
    const char *id; /* NULL: derived from url, else from the text */
    const char *url;
    const char *site; /* any host name or URL; NULL: the url's host. Kept as
                         registrable domain by the public suffix list */
    const char *title;
    const char *lang;   /* BCP 47, as given */
    const char *author; /* byline, as given */
    const char *source; /* agency or outlet credited by the record's own data */
    int64_t published;  /* STORE_NO_TIME where unknown */
    int64_t fetched;
    int64_t modified; /* 0, too, is unknown */
    const char *text;
    size_t text_len;
};

enum add_result {
    ADD_NEW,
    ADD_REVISED,   /* known id or URL, other text: takes the old one's place */
    ADD_UNCHANGED, /* known id or URL, same text and facts: cost nothing */
    ADD_EMPTY,     /* rejected: no token in the text */
    ADD_TOO_LONG,  /* rejected: 2^31 bytes of text or more */
};

/*
 * Adds a batch in one transaction and finds what it shares text with. Stories
 * follow with store_gather(), once after any number of batches. results, of n
 * entries, may be NULL. On failure nothing of the batch is in the file. Memory
 * grows with the batch; some thousand articles make a good one.
 */
int store_add(struct store *s, const struct article *articles, size_t n,
              enum add_result *results);

struct gather_result {
    uint64_t touched; /* stories that got or lost a copy, new ones with them */
    uint64_t fresh;   /* stories that were not there before */
    uint64_t merged;  /* stories that went into another */
    uint64_t split;   /* stories that gave copies to a new one */
    uint64_t ended;   /* stories that fell to fewer than two copies */
    uint64_t credits; /* articles whose credits changed; store_rebuild() alone
                         looks at them */
};

/* Brings the stories up to date with the articles. result may be NULL. */
int store_gather(struct store *s, struct gather_result *result);

/* Removes the article with this id, or all whose time (published, else
 * fetched) is before the given one, where it is known; stories are brought up
 * to date. *removed gets the number; may be NULL. */
int store_remove(struct store *s, const char *const *ids, size_t n,
                 uint64_t *removed);
int store_expire(struct store *s, int64_t before, uint64_t *removed);

/* Makes every derived table anew from the articles. Story ids keep their
 * meaning. */
int store_rebuild(struct store *s, struct gather_result *result);

/* ---- questions ---------------------------------------------------------- */

/* A callback returns 0 to go on; anything else ends the listing, which then
 * returns STORE_STOPPED. */

/*
 * All questions from store_begin_read() to the store_end_read() that goes with
 * it are answered from the file as it was when the first was called, whatever
 * other processes add meanwhile; they are not held up by it. Each call of the
 * one needs one of the other, also where it failed; pairs may stand inside each
 * other, and the outermost counts. What writes, and store_check(), fail between
 * them, and that error sticks.
 */
int store_begin_read(struct store *s);
int store_end_read(struct store *s);

/* What a copy is to the story's main text (story_row.main_article). */
enum relation {
    RELATION_NONE,     /* nothing worth naming */
    RELATION_SAME,     /* the same words, furniture aside */
    RELATION_NEAR,     /* resemblance 0.5 or more */
    RELATION_CONTAINS, /* a holds most of b, and more */
    RELATION_WITHIN,   /* b holds most of a, and more: contains, seen from a */
    RELATION_PARTIAL,  /* they share a part of the story */
    RELATION_QUOTE,    /* one short passage in otherwise different texts */
    RELATION_SERIES,   /* one form, other facts */
};
const char *relation_name(enum relation r);

enum role { ROLE_COPY, ROLE_DIGEST };
const char *role_name(enum role r);

enum story_sort { SORT_SITES, SORT_COPIES, SORT_FIRST, SORT_LAST };

struct story_filter {
    int64_t since, until; /* stories with a copy in [since, until);
                             STORE_NO_TIME: no bound */
    const char *site;     /* with a copy on this site, or NULL */
    const char *agency;   /* that this agency moved, or NULL */
    unsigned min_sites, min_copies;
    const char *words;    /* every word stands in a copy's title or in the
                             main text, folded; NULL: any */
    int stubs;            /* 1: groups of pages that are no articles (bot
                             walls, error pages) instead of stories */
    enum story_sort sort; /* SORT_FIRST ascending, the others descending */
    uint64_t limit;       /* 0: no limit */
};

struct story_row {
    int64_t story;
    uint64_t copies, sites, digests; /* digests are not counted as copies */
    int64_t first, last;             /* times of the copies, or STORE_NO_TIME */
    const char *main_article; /* id of the copy the others are held against:
                               the one that shares most with the others */
    const char *title;        /* of main_article, else its first words */
    uint64_t words;           /* of main_article, furniture aside (of a stub,
                                 which may be nothing else, all) */
    /* As track.h tells of them; of a stub NULL and 0. */
    const char *agency; /* NULL: nothing tells it */
    const char *origin; /* "agency", "credited", "first" or "none" */
    uint64_t versions, credited, stale; /* copies that name the agency, and
                                           that show what was replaced */
};
int store_stories(struct store *s, const struct story_filter *filter,
                  int (*each)(void *arg, const struct story_row *row),
                  void *arg);

/* One story's row; STORE_NOT_FOUND if there is none. *into, may be NULL, gets
 * the id of the story that a merged or ended one went into, or 0. */
int store_story(struct store *s, int64_t story, int64_t *into,
                int (*each)(void *arg, const struct story_row *row), void *arg);

struct copy_row {
    int64_t story;
    const char *article, *site, *url, *title;
    int64_t published, fetched;
    int64_t time; /* published, else fetched */
    int64_t lag;  /* seconds after the story's origin (track.h), in a stub
                     after its first page; STORE_NO_TIME */
    enum role role;
    enum relation relation; /* to the main article; SAME for itself */
    double coverage;        /* share of this copy's words, furniture aside,
                               that stand in the main article */
    double coverage_main;   /* share of the main article's words in this copy */
    uint64_t words;         /* tokens of the whole article */
    uint64_t furniture;     /* of which are set aside as furniture */
    uint64_t matched;       /* of which stand in the main article */
};
/* The copies of one story in order of time, then id. The pages of a stub are
 * held against each other whole, furniture and all. */
int store_copies(struct store *s, int64_t story,
                 int (*each)(void *arg, const struct copy_row *row), void *arg);

/*
 * Passages of the main article with the number of copies (itself included)
 * that carry them, in order; together they are the whole main text. Of a stub
 * nothing is furniture. */
struct shared_row {
    uint64_t copies;
    int furniture; /* set aside as the site's furniture */
    uint64_t words;
    const char *text; /* the original's bytes, not NUL-terminated */
    size_t len;
};
int store_shared(struct store *s, int64_t story,
                 int (*each)(void *arg, const struct shared_row *row),
                 void *arg);

struct match_filter {
    int64_t since, until;
    const char *site;
    unsigned min_words; /* matched words wanted; 0: 12, or all of a shorter
                           text */
    uint64_t limit;     /* 0: no limit */
    const char *of;     /* host name or URL of the text asked about, so that
                           what is furniture there is set aside; NULL: not
                           known, but found out where the page is in the file */
    int scan;           /* 1: hold the text against every article, which finds
                           a short one for certain, in two seconds for
                           100,000 articles of 500 words. STORE_REFUSED
                           without texts */
};
struct match_row {
    const char *article, *site, *url, *title;
    int64_t story; /* 0: stands alone */
    int64_t time;
    enum relation relation; /* of the text asked about (a) to the copy (b) */
    uint64_t matched;       /* words of the text asked about that stand in it */
    uint64_t words, words_text; /* of the copy, of the text asked about */
    double coverage_text;       /* matched share of the text's words, less what
                                   is furniture on its site */
    double coverage;            /* share of the copy's words in the text */
    double resemblance;
    double error;        /* standard error of the four above; 0 where the
                            texts are kept: then they are exact */
    uint64_t longest;    /* words of the longest passage */
    const char *passage; /* its bytes in the text asked about */
    size_t passage_len;
};
/* Who ran this text? Changes nothing; most matched words first, of equals the
 * one with more of its own words matched, then the one stored first. */
int store_match(struct store *s, const char *text, size_t len,
                const struct match_filter *filter,
                int (*each)(void *arg, const struct match_row *row), void *arg);

/* Whether the text is a page that is no article, as the file has it elsewhere:
 * a bot wall or an error page, with a reference number of its own maybe.
 * Changes nothing; pages is 0 where it is not. */
struct match_stub {
    uint64_t pages, sites;
    int64_t story;  /* the group, as store_stories() lists it with stubs */
    uint64_t words; /* of the text asked about, in any case */
};
int store_match_stub(struct store *s, const char *text, size_t len,
                     struct match_stub *out);

/* One kept article, whole. */
struct article_row {
    const char *id, *url, *site, *title, *lang, *author, *source;
    int64_t published, fetched, modified;
    unsigned revision; /* 1 when first added */
    uint64_t words;
    const char *text; /* NULL with --no-text */
    size_t text_len;
    const int64_t *stories; /* ids */
    size_t nstories;
    const uint8_t *furniture; /* one byte a token as text_fold() makes them:
                               1 where set aside; NULL without text */
};
int store_article(struct store *s, const char *id,
                  int (*each)(void *arg, const struct article_row *row),
                  void *arg);

struct article_filter {
    int64_t since, until; /* time in [since, until); STORE_NO_TIME: no bound */
    const char *site;     /* on this site, or NULL */
};
/* The articles whole, in the order in which they were stored, but for stories
 * and furniture, which are not given. Memory is bounded by the longest text. */
int store_articles(struct store *s, const struct article_filter *filter,
                   int (*each)(void *arg, const struct article_row *row),
                   void *arg);

struct pair_filter {
    const char *article;    /* pairs of this one; NULL: all */
    int relation;           /* enum relation, or -1: all */
    double min_resemblance; /* 0: all */
};
struct pair_row {
    const char *a, *b;             /* article ids; a was stored first */
    enum relation relation;        /* of a to b */
    uint64_t words_a, words_b;     /* tokens of each */
    uint64_t matched_a, matched_b; /* furniture aside, standing in the other */
    double coverage_a, coverage_b; /* of the words that are not furniture */
    double resemblance;            /* of the whole texts' shingle sets */
    double containment_a, containment_b; /* shared shingles over a's, b's */
    double error;               /* standard error of the figures; 0: exact */
    uint64_t passages, longest; /* number, words of the longest */
};
int store_pairs(struct store *s, const struct pair_filter *filter,
                int (*each)(void *arg, const struct pair_row *row), void *arg);

struct member_row {
    const char *article;
    int64_t story; /* 0: stands alone */
    enum role role;
    enum relation relation; /* to the story's main article */
    double coverage;
};
/* One row an article and story, in order of article id. */
int store_members(struct store *s,
                  int (*each)(void *arg, const struct member_row *row),
                  void *arg);

struct store_stats {
    uint64_t articles, sites, dated, words, text_bytes;
    int64_t first, last; /* times of the articles */
    uint64_t stories, copies, digests, pairs, postings, furniture;
    uint64_t stubs;   /* pages that are no articles, in groups */
    uint64_t pending; /* articles that await store_gather() */
    uint64_t file_bytes, text_stored, posting_bytes, signature_bytes;
    unsigned schema, fold_version;
};
int store_get_stats(struct store *s, struct store_stats *out);

/* Every invariant of the file; each() gets a sentence for every one that does
 * not hold, *problems their number. */
int store_check(struct store *s, int (*each)(void *arg, const char *problem),
                void *arg, uint64_t *problems);

/* What was learned to be furniture, site by site, longest first. */
struct furniture_row {
    const char *site;        /* "": on all sites together */
    uint64_t days, articles; /* on which its least seen sampled shingle was
                               seen: the passage itself at most so often */
    int64_t first, last;     /* days it was seen, as times; STORE_NO_TIME */
    uint64_t words;
    const char *text; /* the original's bytes on one page; NULL where
                         that page or its text is gone */
    size_t len;
};
/* site: any host name or URL; NULL: all. */
int store_furniture(struct store *s, const char *site,
                    int (*each)(void *arg, const struct furniture_row *row),
                    void *arg);

/* Why two articles are in one story, or are not. */
struct explanation {
    const char *a, *b;
    const char *site_a, *site_b;
    int64_t time_a, time_b;
    uint64_t words_a, words_b, furniture_a, furniture_b;
    uint64_t matched_a, matched_b, passages, longest;
    double coverage_a, coverage_b, resemblance;
    uint64_t samples; /* sampled shingles in both, less furniture */
    uint64_t numbers_changed, numbers_same; /* inside what they share, whole */
    enum relation relation;                 /* of a to b */
    int64_t story_a, story_b; /* as copies, or the first as digests; 0: none */
    enum role role_a, role_b;
    uint64_t links, copies; /* a is linked to so many of so many other copies
                               of b's story */
    int together;           /* both in one story */
    const char *rule;       /* the rule that decided, as store_rules() names
                               it, or "window", "samples", "furniture",
                               "stub" */
    const char *reason;     /* one or two sentences with the figures */
    size_t nfacts;          /* what differs inside what they share */
    const struct fact_row {
        const char *a, *b; /* the words in either, as printed */
    } * facts;
};
int store_explain(struct store *s, const char *a, const char *b,
                  int (*each)(void *arg, const struct explanation *row),
                  void *arg);

/* The numbers that decide. */
struct rule_row {
    const char *name, *meaning; /* meaning: a sentence */
    double value, standard;     /* standard: the default */
    double least, most;         /* value is within them */
};
int store_rules(struct store *s,
                int (*each)(void *arg, const struct rule_row *row), void *arg);
/* Sets a rule in this file; store_rebuild() then judges by it. STORE_NOT_FOUND:
 * no such rule. STORE_REFUSED (which does not stick here): out of range. */
int store_set_rule(struct store *s, const char *name, double value);

/*
 * time is the crawl's, not that of the day the program ran, so that the same
 * articles in the same batches give the same log: when the last of the story's
 * copies was fetched (published, where that is not known), as they were after
 * it; of a merged story those of the one that it went into, of an ended one
 * those that it leaves in the file. STORE_NO_TIME where none tells.
 */
struct log_row {
    uint64_t entry;       /* ascending */
    int64_t story, other; /* other: the story merged into or split from; 0 */
    const char *event;    /* "new", "merged", "split", "ended" */
    uint64_t copies;      /* of the story after it */
    int64_t time;
    int stub; /* 1: a group of pages that are no articles */
};
/* The log of one story, or of all where story is 0. */
int store_log(struct store *s, int64_t story,
              int (*each)(void *arg, const struct log_row *row), void *arg);

#ifdef __cplusplus
}
#endif
#endif
