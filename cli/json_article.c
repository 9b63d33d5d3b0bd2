/*
 * Every member's key is looked up among the known names, and what is found is
 * put in its place in the order of preference; then each field takes the
 * first that it can use.
 */
#include "cli/json_article.h"
#include "cli/date.h"
#include "cli/json_text.h"
#include "cli/ninjs.h"

#include <stdio.h>
#include <string.h>

/* What was found for each field, by rank. */
struct found {
    struct json_object *member;
    uint64_t ranks[FIELD_COUNT]; /* a bit for each that is set below */
    struct json_object *value[FIELD_COUNT][FIELDS_MAX];
    const struct field_name *name[FIELD_COUNT][FIELDS_MAX];
    struct json_object *html; /* a value that says of itself that it is */
};

struct job {
    struct source *src;
    struct batch *b;
    struct article *article;
    struct found *found;
    uint64_t line, byte;
};

/* The member of v that the rest of a path names; NULL for none. */
static struct json_object *inner(struct json_object *v, const char *rest)
{
    while (*rest && v) {
        char key[128];
        struct json_object *next = NULL;
        size_t len = strcspn(rest, ".");
        if (!json_object_is_type(v, json_type_object) || len >= sizeof key)
            return NULL;
        if (rest[len] && json_object_object_get_ex(v, rest, &next))
            return next;
        memcpy(key, rest, len);
        key[len] = 0;
        if (!json_object_object_get_ex(v, key, &next))
            return NULL;
        v = next;
        rest += len + (rest[len] != 0);
    }
    return v;
}

static void note(void *arg, const struct field_name *name, const char *rest)
{
    struct found *f = arg;
    struct json_object *v = inner(f->member, rest);
    int html = 0;
    v = ninjs_value(v, &html);
    if (html)
        f->html = v;
    if (!v || (f->ranks[name->field] >> name->rank & 1))
        return;
    f->ranks[name->field] |= (uint64_t)1 << name->rank;
    f->value[name->field][name->rank] = v;
    f->name[name->field][name->rank] = name;
}

static void collect(struct found *f, struct json_object *object,
                    const struct fields *fields)
{
    struct lh_entry *e = json_object_get_object(object)->head;
    memset(f->ranks, 0, sizeof f->ranks);
    f->html = NULL;
    for (; e; e = lh_entry_next(e)) {
        f->member = lh_entry_v(e);
        if (f->member)
            fields_find(fields, lh_entry_k(e), note, f);
    }
}

/* The next rank from *rank on that was found, or NULL. */
static struct json_object *next_found(const struct found *f, int field,
                                      int *rank)
{
    while (*rank < FIELDS_MAX && f->ranks[field] >> *rank) {
        if (f->ranks[field] >> *rank & 1)
            return f->value[field][(*rank)++];
        ++*rank;
    }
    return NULL;
}

static int space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || !c;
}

static const char *trimmed(struct json_object *v, size_t *len)
{
    const char *s = json_object_get_string(v);
    size_t n = json_object_is_type(v, json_type_string)
                   ? (size_t)json_object_get_string_len(v)
                   : strlen(s);
    while (n && space(*s))
        s++, n--;
    while (n && space(s[n - 1]))
        n--;
    *len = n;
    return s;
}

/* ---- text --------------------------------------------------------------- */

/* Whether a name says that the text under it is HTML. */
static int says_html(const char *path)
{
    return strstr(path, "html") || strstr(path, "Html") || strstr(path, "HTML");
}

/* Sets the text to what was found at a rank. *why gets the reason where it has
 * none. */
static int take_text(struct job *job, int rank, enum reject *why)
{
    const struct found *f = job->found;
    int html = f->html == f->value[FIELD_TEXT][rank] ||
               says_html(f->name[FIELD_TEXT][rank]->path);
    size_t len;
    char *s;
    int rc = json_text(job->b, f->value[FIELD_TEXT][rank], html, &s, &len);
    if (rc == JSON_TEXT_WRONG) {
        *why = REJECT_TEXT_TYPE;
        return 0;
    }
    if (!rc && len) {
        job->article->text = s;
        job->article->text_len = len;
    } else if (*why == REJECT_NO_TEXT) {
        *why = REJECT_EMPTY_TEXT;
    }
    return rc;
}

static int set_text(struct job *job)
{
    enum reject why = REJECT_NO_TEXT;
    int rank = 0, rc = 0;
    while (!rc && !job->article->text &&
           next_found(job->found, FIELD_TEXT, &rank))
        rc = take_text(job, rank - 1, &why);
    if (rc || job->article->text)
        return rc;
    if (why == REJECT_NO_TEXT)
        return source_reject(job->src, why, job->line, job->byte,
                             "no member that holds the text (see --map)");
    rank = 0;
    next_found(job->found, FIELD_TEXT, &rank);
    return source_reject(job->src, why, job->line, job->byte,
                         why == REJECT_TEXT_TYPE ? "'%s' is not a string"
                                                 : "'%s' is empty",
                         job->found->name[FIELD_TEXT][rank - 1]->path);
}

/* ---- the other fields --------------------------------------------------- */

static int usable(const struct job *job, const struct field_name *name,
                  const char *s, size_t len)
{
    switch (name->trust) {
    case FIELD_AS_URL:
        return fields_is_url(s, len);
    case FIELD_WEAK_HOST:
        return !job->article->url && fields_is_host(s, len);
    case FIELD_AS_HOST:
        return fields_is_host(s, len);
    case FIELD_AS_NAME:
        return !fields_is_url(s, len);
    default:
        return 1;
    }
}

static int warn_type(struct job *job, const struct field_name *name)
{
    return source_reject(job->src, WARN_TYPE, job->line, job->byte,
                         "'%s' has the wrong type and is left out", name->path);
}

/* A field that is a string; an id may be a number. */
static int set_string(struct job *job, int field, const char **out)
{
    const struct field_name *wrong = NULL;
    struct json_object *v;
    int rank = 0;
    while ((v = next_found(job->found, field, &rank))) {
        const struct field_name *name = job->found->name[field][rank - 1];
        size_t len;
        const char *s;
        if (!json_object_is_type(v, json_type_string) &&
            !(field == FIELD_ID && json_object_is_type(v, json_type_int))) {
            if (name->trust == FIELD_SURE && !wrong)
                wrong = name;
            continue;
        }
        s = trimmed(v, &len);
        if (!len || !usable(job, name, s, len))
            continue;
        *out = batch_copy(job->b, s, len);
        return *out ? 0 : READER_NO_MEMORY;
    }
    return wrong ? warn_type(job, wrong) : 0;
}

/* Appends the names in v to the n bytes of out, with commas: strings, objects
 * with a name, and arrays of them. */
static size_t join_names(struct json_object *v, char *out, size_t n, size_t cap)
{
    struct json_object *name;
    if (json_object_object_get_ex(v, "name", &name) ||
        json_object_object_get_ex(v, "literal", &name))
        v = name;
    if (json_object_is_type(v, json_type_array)) {
        size_t count = json_object_array_length(v);
        for (size_t i = 0; i < count && i < 50; i++)
            n = join_names(json_object_array_get_idx(v, i), out, n, cap);
    } else if (json_object_is_type(v, json_type_string)) {
        size_t len;
        const char *s = trimmed(v, &len);
        if (!len || n + len + 2 > cap)
            return n;
        if (n) {
            memcpy(out + n, ", ", 2);
            n += 2;
        }
        memcpy(out + n, s, len);
        n += len;
    }
    return n;
}

/* A field of one name or several. */
static int set_names(struct job *job, int field, const char **out)
{
    struct json_object *v;
    int rank = 0;
    while ((v = next_found(job->found, field, &rank))) {
        const struct field_name *name = job->found->name[field][rank - 1];
        char names[1000];
        size_t len = join_names(v, names, 0, sizeof names);
        if (!len || !usable(job, name, names, len))
            continue;
        *out = batch_copy(job->b, names, len);
        return *out ? 0 : READER_NO_MEMORY;
    }
    return 0;
}

static int no_time(const char *s, size_t len)
{
    static const char *const words[] = {"None", "null", "NULL", "nan",
                                        "NaN",  "NaT",  "N/A"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && !memcmp(words[i], s, len))
            return 1;
    return !len;
}

/* DATE_OK, DATE_UNKNOWN, DATE_AMBIGUOUS, 1: says that there is none, 2: not a
 * type that a time has. */
static int read_time(struct json_object *v, int64_t *out)
{
    struct json_object *date;
    const char *s;
    size_t len;
    if (json_object_object_get_ex(v, "$date", &date)) /* MongoDB's export */
        v = date;
    switch (json_object_get_type(v)) {
    case json_type_string:
        s = trimmed(v, &len);
        return no_time(s, len) ? 1 : date_parse(s, len, out, NULL);
    case json_type_int:
    case json_type_double:
        return date_number(json_object_get_double(v), out);
    case json_type_null:
        return 1;
    default:
        return 2;
    }
}

static int set_time(struct job *job, int field, int64_t *out)
{
    struct json_object *v, *bad = NULL;
    const struct field_name *name = NULL;
    int rank = 0, why = 0;
    while ((v = next_found(job->found, field, &rank))) {
        int rc = read_time(v, out);
        if (rc == DATE_OK)
            return 0;
        if (rc != 1 && !bad) {
            bad = v;
            why = rc;
            name = job->found->name[field][rank - 1];
        }
    }
    if (!bad)
        return 0;
    if (why == 2)
        return warn_type(job, name);
    return source_reject(
        job->src, why == DATE_AMBIGUOUS ? WARN_DATE_AMBIGUOUS : WARN_DATE,
        job->line, job->byte, "'%s' is '%.60s', which is %s", name->path,
        json_object_get_string(bad),
        why == DATE_AMBIGUOUS ? "one of two days" : "no time");
}

int json_article(struct source *src, struct batch *b,
                 struct json_object *object, uint64_t line, uint64_t byte)
{
    struct found found;
    struct record *record = batch_new(b, src->name, line, byte);
    struct job job = {src, b, NULL, &found, line, byte};
    struct article *a;
    const char *type;
    int rc;
    if (!record)
        return READER_NO_MEMORY;
    job.article = a = &record->article;
    if ((type = ninjs_other_type(object)))
        return source_reject(src, REJECT_NO_TEXT, line, byte,
                             "ninjs of the type '%.40s', which is no text",
                             type);
    collect(&found, object, src->fields);
    if ((rc = set_text(&job)) || !a->text)
        return rc;
    if ((rc = set_string(&job, FIELD_ID, &a->id)) ||
        (rc = set_string(&job, FIELD_URL, &a->url)) ||
        (rc = set_string(&job, FIELD_SITE, &a->site)) ||
        (rc = set_string(&job, FIELD_TITLE, &a->title)) ||
        (rc = set_string(&job, FIELD_LANG, &a->lang)) ||
        (rc = set_names(&job, FIELD_AUTHOR, &a->author)) ||
        (rc = set_names(&job, FIELD_SOURCE, &a->source)) ||
        (rc = set_time(&job, FIELD_PUBLISHED, &a->published)) ||
        (rc = set_time(&job, FIELD_FETCHED, &a->fetched)) ||
        (rc = set_time(&job, FIELD_MODIFIED, &a->modified)) ||
        (rc = ninjs_lead(b, a, object)))
        return rc;
    batch_keep(b);
    return 0;
}
