/*
 * narrow: the options that say which of the stories, copies or sites a listing
 * is about, the same for each listing that has them.
 *
 *     static struct narrow narrow = NARROW_INIT;
 *     static const struct option_def options[] = {
 *         NARROW_AGENCY(narrow, "stories that AGENCY moved"),
 *         NARROW_LIMIT(narrow, "N stories at most; 0: all"),
 *         {0}};
 */
#ifndef WIREPRINT_NARROW_H
#define WIREPRINT_NARROW_H

#include "cli/command.h"
#include "store/track.h"

struct narrow {
    struct track_filter track; /* its limit is never set */
    uint64_t limit;            /* 0: none */
    uint64_t taken, more;      /* rows within it, and beyond */
};

#define NARROW_INIT                                                            \
    {                                                                          \
        .track = {.since = STORE_NO_TIME, .until = STORE_NO_TIME},             \
        .limit = 100                                                           \
    }

#define NARROW_AGENCY(n, words)                                                \
    {                                                                          \
        .name = "agency", .kind = OPTION_TEXT, .value = &(n).track.agency,     \
        .argument = "AGENCY",                                                  \
        .help = words " (its id, as 'wireprint agencies' lists it)"            \
    }
#define NARROW_SITE(n, words)                                                  \
    {                                                                          \
        .name = "site", .kind = OPTION_TEXT, .value = &(n).track.site,         \
        .argument = "SITE", .help = words "; -: on pages of unknown site"      \
    }
#define NARROW_TIMES(n)                                                        \
    {.name = "since",                                                          \
     .kind = OPTION_DATE,                                                      \
     .value = &(n).track.since,                                                \
     .argument = "DATE",                                                       \
     .help = "copies of DATE or later"},                                       \
    {                                                                          \
        .name = "until", .kind = OPTION_UNTIL, .value = &(n).track.until,      \
        .argument = "DATE",                                                    \
        .help = "copies from before DATE, or of it where DATE is a day"        \
    }
#define NARROW_LIMIT(n, words)                                                 \
    {                                                                          \
        .name = "limit", .letter = 'n', .kind = OPTION_COUNT,                  \
        .value = &(n).limit, .argument = "N", .help = words                    \
    }

/* Whether a row about this site is to be written; counts it. */
int narrow_takes(struct narrow *n, const char *site);

/* Says on stderr how many rows the limit kept back, if any. */
void narrow_more(const struct narrow *n, const char *what);

/* Whether site is the one named by a host name or URL; "-" names that of the
 * pages of unknown site, which is "". */
int narrow_is_site(const char *site, const char *named);

#endif
