#include "cli/narrow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/site.h"

/* Host names have 253 bytes at most. */
#define SITE_MAX 256

int narrow_is_site(const char *site, const char *named)
{
    char domain[SITE_MAX], name[SITE_MAX];
    site_asked(named, domain, name, SITE_MAX);
    return !strcmp(site, domain) || !strcmp(site, name);
}

int narrow_takes(struct narrow *n, const char *site)
{
    if (n->track.site && !narrow_is_site(site ? site : "", n->track.site))
        return 0;
    if (n->limit && n->taken == n->limit) {
        n->more++;
        return 0;
    }
    n->taken++;
    return 1;
}

void narrow_more(const struct narrow *n, const char *what)
{
    if (n->more)
        fprintf(stderr,
                "There %s %" PRIu64 " more: --limit N shows N %s, --limit 0 "
                "all.\n",
                n->more == 1 ? "is" : "are", n->more, what);
}
