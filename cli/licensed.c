#include "cli/licensed.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/fields.h"
#include "cli/session.h"
#include "shingle/host.h"
#include "shingle/utf8.h"
#include "store/site.h"

#define BLANKS " \t\r\n"
/* Host names have 253 bytes at most. */
#define SITE_MAX 256

/* Room for one more string; 0, or -1 with a message. */
static int grow(void *items, size_t n, size_t *cap)
{
    char ***strings = items;
    size_t more = 2 * n + 16;
    char **moved;
    if (n < *cap)
        return 0;
    moved = realloc(*strings, more * sizeof *moved);
    if (!moved) {
        complain("out of memory");
        return -1;
    }
    *strings = moved;
    *cap = more;
    return 0;
}

static int keep_agency(void *arg, const struct agency_row *row)
{
    struct licensed *l = arg;
    if (grow(&l->agency, l->nagencies, &l->agencies_cap))
        return 1;
    l->agency[l->nagencies] = strdup(row->agency);
    if (!l->agency[l->nagencies]) {
        complain("out of memory");
        return 1;
    }
    l->nagencies++;
    return 0;
}

/* The id as the table has it, or NULL. */
static const char *find_agency(const struct licensed *l, const char *id)
{
    for (size_t i = 0; i < l->nagencies; i++)
        if (!strcasecmp(l->agency[i], id))
            return l->agency[i];
    return NULL;
}

static int keep_line(struct licensed *l, const char *agency, const char *site)
{
    size_t size = (agency ? strlen(agency) : 0) + strlen(site) + 2;
    char *line;
    if (grow(&l->line, l->n, &l->cap))
        return -1;
    line = malloc(size);
    if (!line) {
        complain("out of memory");
        return -1;
    }
    snprintf(line, size, "%s%s%s", agency ? agency : "", agency ? "\t" : "",
             site);
    l->line[l->n++] = line;
    return 0;
}

/* Both the registrable domain and the name as it stands: a site that is known
 * by its name alone goes by the latter. */
static int keep_site(struct licensed *l, const char *agency, const char *words)
{
    char domain[SITE_MAX], name[SITE_MAX];
    site_domain(words, domain, sizeof domain);
    site_name(words, name, sizeof name);
    if (*domain && keep_line(l, agency, domain))
        return -1;
    return *name && strcmp(domain, name) != 0 ? keep_line(l, agency, name) : 0;
}

static int is_utf8(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end)
        if (utf8_next(&p, end) == UTF8_BAD)
            return 0;
    return 1;
}

/* As site_domain() gives it, without brackets. */
static int is_address(const char *site)
{
    struct in6_addr six;
    return host_is_ipv4(site) || inet_pton(AF_INET6, site, &six) == 1;
}

/* Cuts the blanks from both ends. */
static char *trim(char *s)
{
    size_t n;
    s += strspn(s, BLANKS);
    n = strlen(s);
    while (n && strchr(BLANKS, s[n - 1]))
        s[--n] = 0;
    return s;
}

/* What of the words is wrong for a site, or NULL. */
static const char *fault_of(const char *words)
{
    char domain[SITE_MAX], ascii[HOST_SIZE];
    size_t n = strlen(words);
    site_domain(words, domain, sizeof domain);
    if (is_address(domain))
        return NULL;
    if (!fields_is_host(words, n) && !fields_is_url(words, n))
        return "no site; a line is SITE, or AGENCY, a tab and SITE";
    host_ascii(domain, ascii);
    return host_fault(ascii);
}

/* These return exit codes; what is wrong was said. */

static int refuse(const char *path, uint64_t number, const char *what)
{
    complain("%s:%" PRIu64 ": %s", path, number, what);
    return EXIT_MISUSE;
}

static int take_line(struct licensed *l, const char *path, uint64_t number,
                     char *line)
{
    const char *agency = NULL, *fault;
    char *tab, *site;
    line[strcspn(line, "#")] = 0;
    site = line = trim(line);
    if (!*line)
        return EXIT_DONE;
    tab = strchr(line, '\t');
    if (tab) {
        *tab = 0;
        site = trim(tab + 1);
        line = trim(line);
        agency = find_agency(l, line);
        if (!agency) {
            complain("%s:%" PRIu64 ": there is no agency '%s'; 'wireprint "
                     "agencies --all' lists them",
                     path, number, line);
            return EXIT_MISUSE;
        }
    }
    fault = fault_of(site);
    if (fault) {
        complain("%s:%" PRIu64 ": '%s' is %s", path, number, site, fault);
        return EXIT_MISUSE;
    }
    return keep_site(l, agency, site) ? EXIT_FAILED : EXIT_DONE;
}

static int take_lines(struct licensed *l, const char *path, FILE *f)
{
    char *line = NULL;
    size_t cap = 0;
    uint64_t number = 0;
    ssize_t n;
    int failed = EXIT_DONE;
    while (!failed && (n = getline(&line, &cap, f)) >= 0) {
        size_t mark = !number++ && !strncmp(line, "\xef\xbb\xbf", 3) ? 3 : 0;
        if (strlen(line) != (size_t)n)
            failed = refuse(path, number, "there is a NUL byte in the line");
        else if (!is_utf8(line, (size_t)n))
            failed = refuse(path, number,
                            "there are bytes in the line that are not UTF-8");
        else
            failed = take_line(l, path, number, line + mark);
    }
    if (!failed && !feof(f)) {
        complain("%s: %s", path, strerror(errno));
        failed = EXIT_FAILED;
    }
    free(line);
    return failed;
}

int licensed_load(struct licensed *l, struct store *s, const char *path)
{
    FILE *f = fopen(path, "r");
    int code;
    if (!f) {
        complain("%s: %s", path, strerror(errno));
        return EXIT_FAILED;
    }
    code = store_agencies(s, STORE_NO_TIME, STORE_NO_TIME, 1, keep_agency, l);
    if (code && code != STORE_STOPPED)
        complain("%s", store_errmsg(s));
    code = code ? EXIT_FAILED : take_lines(l, path, f);
    if (!code && !l->n) {
        complain("%s: names no site; it takes one a line", path);
        code = EXIT_MISUSE;
    }
    fclose(f);
    return code;
}

void licensed_release(struct licensed *l)
{
    for (size_t i = 0; i < l->n; i++)
        free((char *)(uintptr_t)l->line[i]);
    for (size_t i = 0; i < l->nagencies; i++)
        free(l->agency[i]);
    free(l->line);
    free(l->agency);
    *l = (struct licensed){0};
}
