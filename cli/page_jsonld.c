/*
 * Only objects whose @type says so are articles; lists of other stories stand
 * in ItemLists, which are not entered. Persons and organisations may be
 * elsewhere in the graph, told by @id.
 */
#include "cli/page_jsonld.h"
#include "cli/page_facts.h"
#include "shingle/utf8.h"

#include <json-c/json.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>

#define DEPTH 64     /* json-c's levels; real ones have about ten */
#define MOST 8388608 /* bytes of one block */
#define OBJECTS 200  /* looked at in one block */
#define NAMES 20

struct reading {
    struct page_facts *facts;
    struct page_buffer *body;
    struct json_object *root;
    int article; /* one was found already */
    int objects;
};

static void offer(struct reading *r, const char *key, const char *s, size_t len)
{
    char value[2048];
    if (len >= sizeof value)
        return;
    memcpy(value, s, len);
    len = page_jsonld_unescape(value, len);
    page_facts_offer(r->facts, key, value, len);
}

static void offer_string(struct reading *r, const char *key,
                         struct json_object *v)
{
    if (json_object_is_type(v, json_type_array))
        v = json_object_array_get_idx(v, 0);
    if (json_object_is_type(v, json_type_string))
        offer(r, key, json_object_get_string(v),
              (size_t)json_object_get_string_len(v));
    else if (json_object_is_type(v, json_type_int))
        offer(r, key, json_object_get_string(v),
              strlen(json_object_get_string(v)));
}

/* ---- types and names ---------------------------------------------------- */

static int ends_in(const char *s, const char *word)
{
    size_t n = strlen(s), k = strlen(word);
    return n >= k && !strcmp(s + n - k, word);
}

/* Whether the @type is or ends in one of two words. */
static int is_type(struct json_object *v, const char *a, const char *b)
{
    struct json_object *type;
    size_t n = 1;
    if (!json_object_object_get_ex(v, "@type", &type))
        return 0;
    if (json_object_is_type(type, json_type_array))
        n = json_object_array_length(type);
    for (size_t i = 0; i < n; i++) {
        struct json_object *t = json_object_is_type(type, json_type_array)
                                    ? json_object_array_get_idx(type, i)
                                    : type;
        const char *s = json_object_is_type(t, json_type_string)
                            ? json_object_get_string(t)
                            : "";
        if (ends_in(s, a) || ends_in(s, b))
            return 1;
    }
    return 0;
}

/* The object of the graph that has this @id and more than that. */
static struct json_object *by_id(const struct reading *r, const char *id)
{
    struct json_object *graph = r->root, *other;
    size_t n;
    if (json_object_is_type(graph, json_type_object) &&
        !json_object_object_get_ex(graph, "@graph", &graph))
        return NULL;
    n = json_object_is_type(graph, json_type_array)
            ? json_object_array_length(graph)
            : 0;
    for (size_t i = 0; i < n && i < OBJECTS; i++) {
        struct json_object *v = json_object_array_get_idx(graph, i);
        if (json_object_is_type(v, json_type_object) &&
            json_object_object_get_ex(v, "@id", &other) &&
            json_object_is_type(other, json_type_string) &&
            !strcmp(json_object_get_string(other), id))
            return v;
    }
    return NULL;
}

/* Appends the name of a person or organisation, or of several. */
static size_t names(const struct reading *r, struct json_object *v, char *out,
                    size_t n, size_t size, int depth)
{
    struct json_object *name;
    size_t len;
    if (depth > 4 || !v)
        return n;
    if (json_object_is_type(v, json_type_array)) {
        size_t count = json_object_array_length(v);
        for (size_t i = 0; i < count && i < NAMES; i++)
            n = names(r, json_object_array_get_idx(v, i), out, n, size,
                      depth + 1);
        return n;
    }
    if (json_object_is_type(v, json_type_object)) {
        if (json_object_object_get_ex(v, "name", &name))
            return names(r, name, out, n, size, depth + 1);
        if (json_object_object_get_ex(v, "@id", &name) &&
            json_object_is_type(name, json_type_string) &&
            (name = by_id(r, json_object_get_string(name))) && name != v)
            return names(r, name, out, n, size, depth + 1);
        return n;
    }
    if (!json_object_is_type(v, json_type_string))
        return n;
    len = (size_t)json_object_get_string_len(v);
    if (!len || n + len + 3 > size)
        return n;
    if (n) {
        memcpy(out + n, ", ", 2);
        n += 2;
    }
    memcpy(out + n, json_object_get_string(v), len);
    return n + len;
}

static void offer_names(struct reading *r, const char *key,
                        struct json_object *v)
{
    char list[1000];
    size_t n = names(r, v, list, 0, sizeof list, 0);
    if (n)
        offer(r, key, list, n);
}

/* ---- objects ------------------------------------------------------------ */

/* A URL, or an object that is told by one. */
static void offer_link(struct reading *r, const char *key,
                       struct json_object *v)
{
    struct json_object *id;
    if (json_object_is_type(v, json_type_object) &&
        (json_object_object_get_ex(v, "@id", &id) ||
         json_object_object_get_ex(v, "url", &id)))
        v = id;
    if (json_object_is_type(v, json_type_string))
        offer_string(r, key, v);
}

static void article(struct reading *r, struct json_object *v)
{
    static const char *const strings[] = {
        "headline",    "name", "datePublished", "dateModified",
        "dateCreated", "url",  "inLanguage",    "creditText"};
    static const char *const people[] = {
        "author",   "publisher",       "sourceOrganization",
        "provider", "copyrightHolder", "isBasedOn"};
    struct json_object *o;
    char key[40] = "ld:";
    r->article = 1;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (json_object_object_get_ex(v, strings[i], &o)) {
            strcpy(key + 3, strings[i]);
            offer_string(r, key, o);
        }
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (json_object_object_get_ex(v, people[i], &o)) {
            strcpy(key + 3, people[i]);
            offer_names(r, key, o);
        }
    if (json_object_object_get_ex(v, "mainEntityOfPage", &o))
        offer_link(r, "ld:mainentityofpage", o);
    if (json_object_object_get_ex(v, "inLanguage", &o) &&
        json_object_is_type(o, json_type_object))
        offer_names(r, "ld:inlanguage", o);
    if (json_object_object_get_ex(v, "articleBody", &o) &&
        json_object_is_type(o, json_type_string) && !r->body->n)
        page_buffer_add(r->body, json_object_get_string(o),
                        (size_t)json_object_get_string_len(o));
}

static void visit(struct reading *r, struct json_object *v, int depth)
{
    struct json_object *o;
    if (!v || depth > 4 || ++r->objects > OBJECTS)
        return;
    if (json_object_is_type(v, json_type_array)) {
        size_t n = json_object_array_length(v);
        for (size_t i = 0; i < n && r->objects <= OBJECTS; i++)
            visit(r, json_object_array_get_idx(v, i), depth + 1);
        return;
    }
    if (!json_object_is_type(v, json_type_object))
        return;
    if (is_type(v, "Article", "Posting") || is_type(v, "Report", "Article")) {
        if (!r->article)
            article(r, v);
    } else if (is_type(v, "WebPage", "ItemPage")) {
        if (json_object_object_get_ex(v, "datePublished", &o))
            offer_string(r, "ldpage:datepublished", o);
        if (json_object_object_get_ex(v, "dateModified", &o))
            offer_string(r, "ldpage:datemodified", o);
        if (json_object_object_get_ex(v, "mainEntity", &o))
            visit(r, o, depth + 1);
    } else if (is_type(v, "WebSite", "NewsMediaOrganization")) {
        if (json_object_object_get_ex(v, "name", &o))
            offer_string(r, "ldsite:name", o);
    }
    if (json_object_object_get_ex(v, "@graph", &o))
        visit(r, o, depth + 1);
}

/* ---- broken blocks ------------------------------------------------------ */

/* The string behind "key": wherever that stands. */
static void salvage(struct reading *r, const char *s, const char *key)
{
    char quoted[40], name[40] = "ld:", value[1000];
    size_t n = strlen(key), len = 0;
    quoted[0] = '"';
    memcpy(quoted + 1, key, n);
    strcpy(quoted + n + 1, "\"");
    strcpy(name + 3, key);
    if (!(s = strstr(s, quoted)))
        return;
    s += n + 2;
    s += strspn(s, " \t\r\n");
    if (*s++ != ':')
        return;
    s += strspn(s, " \t\r\n");
    if (*s++ != '"')
        return;
    for (; *s && *s != '"' && len < sizeof value; s++) {
        if (*s == '\\' && s[1] == 'u')
            return; /* not for this simple reader */
        if (*s == '\\' && s[1])
            s++;
        value[len++] = *s;
    }
    if (*s == '"')
        offer(r, name, value, len);
}

/* A script's contents may be wrapped for the readers of other times. */
static const char *unwrapped(const char *s)
{
    return s + strcspn(s, "{[");
}

static int read_block(struct reading *r, const char *s)
{
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
    const char *json = unwrapped(s);
    size_t len = strlen(json);
    if (!tokener)
        return -1;
    r->article = r->objects = 0;
    r->root = NULL;
    if (len && len < MOST)
        r->root = json_tokener_parse_ex(tokener, json, (int)len);
    if (r->root) {
        visit(r, r->root, 0);
    } else if (len && len < MOST) {
        static const char *const keys[] = {"headline", "datePublished",
                                           "dateModified"};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            salvage(r, s, keys[i]);
    }
    json_object_put(r->root);
    json_tokener_free(tokener);
    return 0;
}

int page_jsonld_read(const char *blocks, size_t len, struct page_facts *facts,
                     struct page_buffer *body)
{
    struct reading r = {facts, body, NULL, 0, 0};
    size_t at = 0;
    while (at < len) {
        if (read_block(&r, blocks + at))
            return -1;
        at += strlen(blocks + at) + 1;
    }
    return body->failed ? -1 : 0;
}

/* ---- entities ----------------------------------------------------------- */

/* The character of the entity between & and ;, n bytes at s; 0: none. */
static uint32_t entity(const char *s, size_t n)
{
    char name[12];
    const htmlEntityDesc *known;
    if (n < 2 || n >= sizeof name)
        return 0;
    memcpy(name, s, n);
    name[n] = 0;
    if (name[0] == '#') {
        int hex = name[1] == 'x' || name[1] == 'X';
        char *end;
        unsigned long v = strtoul(name + 1 + hex, &end, hex ? 16 : 10);
        if (*end || v < ' ' || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
            return 0;
        return (uint32_t)v;
    }
    known = htmlEntityLookup((const xmlChar *)name);
    return known ? known->value : 0;
}

size_t page_jsonld_unescape(char *s, size_t len)
{
    size_t out = 0;
    for (size_t i = 0; i < len;) {
        size_t near = len - i < 14 ? len - i : 14;
        const char *end = s[i] == '&' ? memchr(s + i, ';', near) : NULL;
        size_t n = end ? (size_t)(end - s) - i - 1 : 0;
        uint32_t c = end && n < 12 ? entity(s + i + 1, n) : 0;
        if (c) {
            out += utf8_put((unsigned char *)s + out, c);
            i += n + 2;
        } else {
            s[out++] = s[i++];
        }
    }
    return out;
}
