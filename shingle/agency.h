/*
 * agency: the news agencies, what they are called, where they live, and the
 * manners of speech that credit them, in ten and more languages. The table is
 * text; one is built in, and users put their own behind it.
 *
 *     struct agency_error err;
 *     struct agency_table *t = agency_table_new(mine, len, &err);
 *     if (!t)
 *         printf("line %zu: %s\n", err.line, err.message);
 *     struct agency_name_at m;
 *     if (agency_match(t, line, p, end, 0, &m))
 *         printf("%s\n", agency_at(t, m.agency)->name);
 *     agency_table_free(t);
 *
 * The text is UTF-8, read line by line; spaces around anything do not count, a
 * line that begins with # is a comment and an empty one nothing. A line is a
 * word and what it says; lists are divided by " | ":
 *
 *     agency ID NAME        begins an agency; what is known under this id is
 *                           forgotten, and the lines that follow are its own.
 *                           ID: a-z, 0-9 and -. NAME, which is shown, is
 *                           searched for as well, without "The": as in a line
 *                           name, or as the line says that has it too
 *     extend ID             goes on with an agency that is there
 *     country CC            two letters, for lists; "--" for none
 *     site DOMAIN ...       pages of these domains and those below are its
 *                           own. No public suffix as co.uk is; in either form
 *                           where it is of another script (host.h)
 *     name NAME | ...       as written, in capitals or as a title ("Associated
 *                           press"), wherever a credit may stand
 *     token NAME | ...      in this letter case only: AP, dpa
 *     guarded NAME | ...    the same, for what is a word or another
 *                           abbreviation as well (PA, MAP): only in brackets,
 *                           after words like "Source:", or as a whole field
 *     tail TEXT | ...       what stands at the end of its stories and no other;
 *                           "A ... B": A, and B behind it on the same line
 *     bare SIGN             where the houses of a crawl leave the name out of
 *                           this agency's datelines: those that end in SIGN
 *                           (: or -) and name none are taken for its. None is
 *                           built in
 *     shared SIGN           such datelines are in this agency's manner, which
 *                           is told of a story where copies on two sites have
 *                           the same one and none of the copies names an
 *                           agency; it names nobody. Where two agencies have
 *                           this line they are in neither's manner
 *     home PLACE | ...      a guarded name is believed in a dateline from here
 *                           without a dash behind it: "Stockholm (TT) Text"
 *     only PLACE | ...      as home; and from elsewhere it takes a date to
 *                           believe one: "PITTSBURGH (PA)" is Pennsylvania
 *     unnamed NAME | ...    as name, where it stands for agencies unnamed
 *     manner KIND TEXT | ...  more of a manner; see below
 *
 * A NAME that ends in * may go on with letters (declined forms); a space or
 * hyphen in one stands for any spaces and hyphens; it has 2 to 120 bytes and a
 * letter or digit in them. In a TEXT, letter case,
 * and the form of quotes and dashes, do not matter. KIND is one of the words
 * in agency_manner_word[], or month-1 to month-12.
 */
#ifndef WIREPRINT_AGENCY_H
#define WIREPRINT_AGENCY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AGENCY_NONE (-1)

struct agency_table;

struct agency {
    char id[24];
    char country[3]; /* "" where not given */
    const char *name;
    const char *const *site; /* nsites domains, as host_readable() has them */
    size_t nsites;
    int unnamed; /* stands for agencies that a page does not name */
};

/* What is wrong with a table: line and byte (in the line) from 1 and 0. Line 0
 * is memory that ran out. */
struct agency_error {
    size_t line, byte;
    char message[96];
};

/*
 * The built-in table and, after it, the len bytes at text (NULL: none). NULL
 * on failure, with *err filled. The table is the caller's, to be given to
 * agency_table_free(), which takes NULL; it does not point into text. Once
 * made it does not change and may be used by any number of threads.
 */
struct agency_table *agency_table_new(const char *text, size_t len,
                                      struct agency_error *err);
void agency_table_free(struct agency_table *t);

/* The built-in table as text: parts that end with NULL, to be shown in a row.
 */
extern const char *const agency_builtin[];
extern const char *const agency_builtin_manners[];

/* Agencies in the order of the table, numbered from 0; numbers are those of
 * one table only. */
size_t agency_count(const struct agency_table *t);
const struct agency *agency_at(const struct agency_table *t, int agency);

/* The agency of this id, or AGENCY_NONE. */
int agency_by_id(const struct agency_table *t, const char *id);

/* The agency whose site the host (in any letter case, in either form, without a
 * port) is or is below of, or AGENCY_NONE. */
int agency_by_site(const struct agency_table *t, const char *host);

/* The agency that a dateline without a name is taken for if sign, ':' or '-',
 * ends it, or AGENCY_NONE. */
int agency_of_bare(const struct agency_table *t, char sign);

/* The same where copies of one story share the dateline. */
int agency_of_shared(const struct agency_table *t, char sign);

/* How a name may be used; or-ed together. */
enum {
    AGENCY_EXACT = 1,   /* token: in this letter case */
    AGENCY_STEM = 2,    /* may go on with letters */
    AGENCY_GUARDED = 4, /* only where nothing else can be meant */
    AGENCY_TAIL = 8,    /* says itself where the text is from */
    AGENCY_UNNAMED = 16,
};

/* A name of an agency at [begin, end). */
struct agency_name_at {
    const char *begin, *end;
    int agency;
    unsigned flags;
    const char *rest; /* what must follow a tail on its line, or NULL */
};

/*
 * Whether a name stands at p in [begin, end), as a word of its own; the longest
 * where several do. loose: in small letters too, and tokens that are not
 * guarded as names are; for fields that hold a name and little else.
 */
int agency_match(const struct agency_table *t, const char *begin, const char *p,
                 const char *end, int loose, struct agency_name_at *m);

/*
 * The first p at or after from where agency_match() finds one, or 0. To go on,
 * start again at m->end. Runs at about one byte a nanosecond.
 */
int agency_search(const struct agency_table *t, const char *begin,
                  const char *from, const char *end, int loose,
                  struct agency_name_at *m);

/* Manners: what stands before or after a name, and smaller words. */
enum agency_manner {
    MANNER_BY,           /* begins a byline: By */
    MANNER_SOURCE,       /* before a name: Source: */
    MANNER_COPYRIGHT,    /* before a name: Copyright */
    MANNER_PUBLISHED,    /* before: this article was first published by */
    MANNER_MIXED,        /* before: with reporting by */
    MANNER_MIXED_AFTER,  /* after: contributed to this report */
    MANNER_CREDIT_AFTER, /* after: is responsible for all content */
    MANNER_TOLD,         /* before: told */
    MANNER_TOLD_AFTER,   /* after: ye konustu */
    MANNER_PHOTO,        /* before: Photo by */
    MANNER_PHOTO_AFTER,  /* after: Photo */
    MANNER_FILLER,       /* between a manner and a name: the */
    MANNER_JOIN,         /* between two names: and */
    MANNER_JOB,          /* after a name in a byline: Writer */
    MANNER_PLACE,        /* small words in names of places: de */
    MANNER_NOPLACE,      /* capitals that are no place: UPDATE */
    MANNER_REPORTER,     /* after a Chinese or Japanese dateline */
    MANNER_HOME,         /* places; see agency_home() */
    MANNER_DAY,          /* days of the week and other words of dates */
    MANNER_MONTH,
    MANNER_KINDS = MANNER_MONTH + 12
};

extern const char *const agency_manner_word[MANNER_MONTH];

/* Whether the n plain bytes at s are a place that the agency has a home or only
 * line for: 1 if so, -1 if not but it has only lines, else 0. */
int agency_home(const struct agency_table *t, int agency,
                const unsigned char *s, size_t n);

/*
 * Whether the n plain bytes at s (plain.h) end with a manner of this kind, as
 * a word of its own; *start is then where the longest begins. Spaces at the
 * end do not count.
 */
int agency_manner_before(const struct agency_table *t, enum agency_manner kind,
                         const unsigned char *s, size_t n, size_t *start);

/* The same at their beginning; *end is where the longest ends. */
int agency_manner_after(const struct agency_table *t, enum agency_manner kind,
                        const unsigned char *s, size_t n, size_t *end);

/* Whether one stands anywhere in them; *start and *end say where. */
int agency_manner_in(const struct agency_table *t, enum agency_manner kind,
                     const unsigned char *s, size_t n, size_t *start,
                     size_t *end);

#ifdef __cplusplus
}
#endif
#endif
