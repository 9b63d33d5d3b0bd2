/*
 * fields: under which names an article's facts are found in a record. Each
 * tool has its own names; the ones below are recognised without being told,
 * and where a record has several of them the first in the list that holds a
 * usable value is taken. A name with points looks into nested objects, or is
 * a flattened name with the points in it.
 *
 *     struct fields f;
 *     char why[256];
 *     if (fields_init(&f) || fields_parse(&f, "text=body,site=meta.host", why,
 *                                         sizeof why))
 *         fprintf(stderr, "--map: %s\n", why);
 *     fields_release(&f);
 *
 * The names, in order, are in fields.c, one list a field; fields_names()
 * gives them to the help. They are those of Scrapy projects, trafilatura
 * (where "source" is the URL and "source-hostname" the name of the site),
 * news-please, Fundus, newspaper3k and newspaper4k, Common Crawl's tools
 * (cc_net, C4, OSCAR, RedPajama, FineWeb, RealNews, WET as JSON), JSON-LD,
 * ninjs, and the news services' answers (GDELT, NewsAPI, Webz, Event Registry,
 * Media Cloud, Guardian).
 *
 * Not taken as an id: "digest" and "fingerprint". They are hashes of the text,
 * so that all the copies of one story would become one article.
 *
 * A text whose name has "html" in it is HTML, and is reduced to text.
 *
 * As the site only what looks like a host name or a URL is taken ("The Times"
 * does not): first from names that mean a host, then, where the record has no
 * URL either, from names that often hold the publisher's name.
 */
#ifndef WIREPRINT_FIELDS_H
#define WIREPRINT_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#define FIELDS_OK 0
#define FIELDS_UNKNOWN (-1) /* no such field, or no name given */
#define FIELDS_NO_MEMORY (-2)

enum field {
    FIELD_ID,
    FIELD_URL,
    FIELD_SITE,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_PUBLISHED,
    FIELD_FETCHED,
    FIELD_LANG,
    FIELD_AUTHOR,
    FIELD_SOURCE,
    FIELD_MODIFIED,
    FIELD_COUNT
};

/* How far a name is to be trusted. */
enum field_trust {
    FIELD_SURE,
    FIELD_AS_URL,    /* only where the value looks like a URL */
    FIELD_AS_HOST,   /* only where it looks like a host name or URL */
    FIELD_WEAK_HOST, /* the same, and only where there is no URL */
    FIELD_AS_NAME,   /* only where it is no URL */
};

/* The most names that one field can have; a rank is under it. */
#define FIELDS_MAX 64

/* One name of one field. */
struct field_name {
    const char *path;
    uint32_t hash;  /* of the path, or of its part up to the first point */
    uint16_t head;  /* bytes of that part */
    uint16_t field; /* enum field */
    uint16_t rank;  /* place in the order of preference, from 0 */
    uint16_t trust;
};

struct fields {
    struct field_name *names; /* a name with points twice: by its head too */
    uint16_t *slots;          /* hash table of them */
    size_t n;
    char *lists[FIELD_COUNT]; /* the names, each NUL-terminated, then "" */
    int mapped[FIELD_COUNT];
};

/* Sets f to the names recognised by default. FIELDS_OK or _NO_MEMORY, f then
 * empty. */
int fields_init(struct fields *f);

/*
 * Reads a mapping, FIELD=NAME[,FIELD=NAME...]. A mapped field is looked for
 * under the names given here only; given several times, in that order. On
 * failure why gets a sentence, with the list of fields where one is unknown,
 * and f is as before.
 */
int fields_parse(struct fields *f, const char *spec, char *why, size_t cap);

/* Frees what f holds. Takes NULL. */
void fields_release(struct fields *f);

/* "id", "url", ... */
const char *field_label(enum field field);

/* The default names of a field as one string, separated by spaces. */
const char *fields_names(enum field field);

/*
 * Calls found for each name that begins with, or as a whole is, the key of a
 * top-level member: rest is what follows in the path, "" where nothing does.
 * Safe from any number of threads.
 */
void fields_find(const struct fields *f, const char *key,
                 void (*found)(void *arg, const struct field_name *name,
                               const char *rest),
                 void *arg);

/* Whether the len bytes at s could be a host name (letters, digits and hyphens
 * in two or more labels, the last of two letters or more), or a URL. */
int fields_is_host(const char *s, size_t len);
int fields_is_url(const char *s, size_t len);

#endif
