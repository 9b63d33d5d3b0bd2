#include "store/site.h"

#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "shingle/host.h"
#include "store/db.h"

/* Domains seen in this session, open addressing by hash. */
struct sites {
    struct entry {
        uint64_t hash; /* of the name; two names never meet at 64 bits */
        uint32_t number;
    } * entry;
    size_t n, slots;
};

static const char *skip_scheme(const char *s)
{
    const char *p = strstr(s, "://");
    if (p && strcspn(s, "/?#") == (size_t)(p - s) + 1)
        return p + 3;
    return s[0] == '/' && s[1] == '/' ? s + 2 : s;
}

static int is_address(const char *host)
{
    return strchr(host, ':') || strspn(host, "0123456789.") == strlen(host);
}

/* The host of a URL or host name, lower case in ASCII, as it is spelled. */
static void host_of(const char *url_or_host, char out[HOST_SIZE])
{
    const char *s = skip_scheme(url_or_host ? url_or_host : "");
    size_t n = strcspn(s, "/?#\\ \t\r\n");
    const char *at, *end;
    while ((at = memchr(s, '@', n))) {
        n -= (size_t)(at + 1 - s);
        s = at + 1;
    }
    if (n && *s == '[') {
        s++;
        n--;
        if ((end = memchr(s, ']', n)))
            n = (size_t)(end - s);
    } else if ((end = memchr(s, ':', n)) &&
               !memchr(end + 1, ':', n - (size_t)(end + 1 - s))) {
        n = (size_t)(end - s); /* two colons: an address, and no port */
    }
    while (n && s[n - 1] == '.')
        n--;
    if (n >= HOST_SIZE)
        n = HOST_SIZE - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    out[n] = '\0';
}

/* Whether it may have two spellings: most hosts have not, and are left alone.
 */
static int is_foreign(const char *host)
{
    for (const char *p = host; *p; p++)
        if ((unsigned char)*p >= 0x80)
            return 1;
    return strstr(host, "xn--") != NULL;
}

static void copy_cut(char *out, size_t size, const char *from)
{
    size_t n = strlen(from) < size ? strlen(from) : size - 1;
    memcpy(out, from, n);
    out[n] = '\0';
}

void site_domain(const char *url_or_host, char *out, size_t size)
{
    char host[HOST_SIZE], ascii[HOST_SIZE];
    const char *domain = NULL;
    host_of(url_or_host, host);
    if (!is_foreign(host)) {
        if (*host && !is_address(host))
            domain = psl_registrable_domain(psl_builtin(), host);
        copy_cut(out, size, domain ? domain : host);
        return;
    }
    host_ascii(host, ascii);
    domain = psl_registrable_domain(psl_builtin(), ascii);
    host_readable(domain ? domain : ascii, host);
    copy_cut(out, size, host);
}

void site_name(const char *url_or_host, char *out, size_t size)
{
    char host[HOST_SIZE], ascii[HOST_SIZE];
    host_of(url_or_host, host);
    const char *name = host;
    while (!strncmp(name, "www.", 4)) /* all, so that a name names itself */
        name += 4;
    if (is_foreign(name) && strchr(name, '.')) { /* else a paper's name */
        host_ascii(name, ascii);
        host_readable(ascii, host);
        name = host;
    }
    copy_cut(out, size, name);
}

void site_asked(const char *asked, char *domain, char *name, size_t size)
{
    if (!strcmp(asked, "-"))
        asked = "";
    site_domain(asked, domain, size);
    site_name(asked, name, size);
}

static struct entry *find(struct sites *t, uint64_t hash)
{
    size_t i = (size_t)hash & (t->slots - 1);
    while (t->entry[i].number && t->entry[i].hash != hash)
        i = (i + 1) & (t->slots - 1);
    return &t->entry[i];
}

static int enlarge(struct sites *t)
{
    struct sites more = {NULL, t->n, t->slots ? 2 * t->slots : 256};
    more.entry = calloc(more.slots, sizeof *more.entry);
    if (!more.entry)
        return -1;
    for (size_t i = 0; i < t->slots; i++)
        if (t->entry[i].number)
            *find(&more, t->entry[i].hash) = t->entry[i];
    free(t->entry);
    *t = more;
    return 0;
}

static uint32_t from_file(struct store *s, const char *domain)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT id FROM site WHERE name = ?1");
    db_bind_text(s, q, 1, domain);
    uint32_t id = 0;
    if (db_step(s, q))
        id = (uint32_t)sqlite3_column_int64(q, 0);
    db_done(s, q);
    if (id || s->error)
        return id;
    q = db_prepare(s, "INSERT INTO site(name) VALUES(?1)");
    db_bind_text(s, q, 1, domain);
    db_run(s, q);
    return s->error ? 0 : (uint32_t)sqlite3_last_insert_rowid(s->sql);
}

uint32_t site_number(struct store *s, const char *domain)
{
    if (!s->sites && !(s->sites = calloc(1, sizeof *s->sites)))
        return db_no_memory(s), 0;
    struct sites *t = s->sites;
    if (2 * (t->n + 1) > t->slots && enlarge(t))
        return db_no_memory(s), 0;
    uint64_t hash = XXH3_64bits(domain, strlen(domain));
    struct entry *e = find(t, hash);
    if (!e->number && (e->number = from_file(s, domain))) {
        e->hash = hash;
        t->n++;
    }
    return e->number;
}

void site_close(struct store *s)
{
    if (s->sites)
        free(s->sites->entry);
    free(s->sites);
    s->sites = NULL;
}
