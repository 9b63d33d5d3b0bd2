/*
 * credit: which agency a page says its text is from, and where it says so.
 *
 * Every answer is evidence with a place in what the page gave: a dateline, a
 * byline, a line of credit, a copyright, a tail, a field, the site itself. What
 * only looks like a credit is told apart and kept as well: an agency's photo,
 * an agency that was told something, agency material in a paper's own report.
 *
 *     struct credit c;
 *     struct credit_facts f = {.text = bytes, .text_len = len};
 *     credit_find(t, &f, &c);
 *     if (c.credited == CREDIT_FULL)
 *         printf("%s\n", agency_at(t, c.agency[0])->id);
 */
#ifndef WIREPRINT_CREDIT_H
#define WIREPRINT_CREDIT_H

#include "shingle/agency.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Evidence kept for one page, and agencies named by its verdict. A page of one
 * story has one to five. */
#define CREDIT_EVIDENCE 16
#define CREDIT_AGENCIES 4

/* What the evidence is. Those from CREDIT_MIXED on credit no full text. */
enum credit_kind {
    CREDIT_SITE,      /* the page stands on the agency's own site */
    CREDIT_SOURCE,    /* the record's own source field */
    CREDIT_DATELINE,  /* PARIS (AP) -; agency AGENCY_NONE where it has none */
    CREDIT_BYLINE,    /* By Jane Doe, Associated Press */
    CREDIT_LINE,      /* Source: dpa; this article was published by AFP */
    CREDIT_COPYRIGHT, /* (c) 2024 AFP */
    CREDIT_TAIL,      /* -- Reuters; (dpa); PTI SKL; (Reporting by */
    CREDIT_MIXED,     /* with reporting by AFP and dpa */
    CREDIT_TOLD,      /* told the AP */
    CREDIT_PHOTO,     /* AP Photo; Foto: dpa */
    CREDIT_KINDS
};

/* In order: own site, source field, dateline, byline, credit line, copyright,
 * tail, mixed, told, photo. */
extern const char *const credit_kind_word[CREDIT_KINDS];

/* Which of the facts a span is in. */
enum credit_where {
    CREDIT_IN_TEXT,
    CREDIT_IN_TITLE,
    CREDIT_IN_AUTHOR,
    CREDIT_IN_SOURCE,
    CREDIT_IN_SITE,
    CREDIT_IN_URL
};

/*
 * Bytes [begin, end) of one of the facts say it. confidence is the share of
 * such evidence that was right where it was counted (see credit.c), and less
 * where little was seen. Right means that the text is the agency's where the
 * kind says so, and that it is not wholly where the kind is mixed, told or
 * photo.
 */
struct credit_evidence {
    uint8_t kind;
    uint8_t where;
    int agency;
    size_t begin, end;
    float confidence;
};

enum credit_verdict {
    CREDIT_NO,   /* nothing says that the text is an agency's */
    CREDIT_PART, /* own report with agency material */
    CREDIT_FULL  /* the text is credited to the agencies named */
};

struct credit {
    enum credit_verdict credited;
    float confidence; /* of the best evidence for the verdict; 0 for no */
    int agency[CREDIT_AGENCIES];
    size_t nagencies;
    struct credit_evidence evidence[CREDIT_EVIDENCE]; /* see below */
    size_t n;
};

/* What is known of a page; strings end with NUL, text is any bytes; NULL where
 * there is none. site is a host name; url serves where it is NULL. */
struct credit_facts {
    const char *site, *url, *title, *author, *source;
    const char *text;
    size_t text_len;
};

/*
 * Fills *c, whatever it held. Evidence comes in the order site, source, author,
 * title, text, and in each in that of the names. Where there is more than fits,
 * what says least is left out. Never fails, allocates nothing, any number of
 * threads.
 *
 * The verdict is that of the strongest evidence: full if there is any of a kind
 * before CREDIT_MIXED that names an agency and has a confidence of .5 or more,
 * else part if there is a mixed one. Its agencies are those of the surest
 * evidence of the strongest kind, in the order of enum credit_kind, and of two
 * as sure, of the first.
 *
 * Time is linear in the text, about 2 ns a byte of ordinary news.
 */
void credit_find(const struct agency_table *t, const struct credit_facts *f,
                 struct credit *c);

#ifdef __cplusplus
}
#endif
#endif
