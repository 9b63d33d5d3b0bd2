/* The rule that decided about two articles, in words. */
#include <stdarg.h>
#include <stdio.h>

#include "store/db.h"
#include "store/explaining.h"
#include "store/facts.h"

static void say(struct explaining *x, const char *rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void say(struct explaining *x, const char *rule, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(x->reason, sizeof x->reason, format, args);
    va_end(args);
    x->e.rule = rule;
    x->e.reason = x->reason;
}

/* Why they share too little to be linked. */
static void say_unlinked(struct explaining *x)
{
    const struct explanation *e = &x->e;
    const struct rules *r = &x->s->rules;
    double more = e->coverage_a > e->coverage_b ? e->coverage_a : e->coverage_b;
    uint64_t words = e->matched_a > e->matched_b ? e->matched_a : e->matched_b;
    if (e->relation == RELATION_SERIES && x->form)
        say(x, "series-numbers",
            "They are a series: one form, set aside as furniture, on different "
            "days, with %llu numbers and %llu names changed; beside it they "
            "share %llu words.",
            (unsigned long long)e->numbers_changed,
            (unsigned long long)x->changes.names, (unsigned long long)words);
    else if (e->relation == RELATION_SERIES)
        say(x, "series-numbers",
            "They are a series, one form with other facts: %llu numbers and "
            "%llu names changed and %llu numbers stayed in %llu shared words.",
            (unsigned long long)e->numbers_changed,
            (unsigned long long)x->changes.names,
            (unsigned long long)e->numbers_same, (unsigned long long)words);
    else if (!words && e->resemblance > 0)
        say(x, "furniture",
            "All that they share is furniture: shown on so many days or in so "
            "many articles of a site that it is no story.");
    else if ((double)words < r->link_words)
        say(x, "link-words",
            "They share %llu words beside furniture; %g make a link.",
            (unsigned long long)words, r->link_words);
    else
        say(x, "link",
            "The shorter one stands in the other to %.0f%% (%llu words); "
            "%.0f%% make a link.",
            100 * more, (unsigned long long)words, 100 * r->link);
}

void explaining_why(struct explaining *x)
{
    const struct explanation *e = &x->e;
    const struct rules *r = &x->s->rules;
    double more = e->coverage_a > e->coverage_b ? e->coverage_a : e->coverage_b;
    unsigned long long links = e->links, copies = e->copies;
    if (x->stub)
        say(x, "stub",
            "Both are the same page that is no article: a bot wall, a paywall "
            "or an error page. Such pages are no story.");
    else if (e->together &&
             (e->role_a == ROLE_DIGEST || e->role_b == ROLE_DIGEST))
        say(x, "places",
            "One of them is a digest: it quotes this story among others, and "
            "joins none together.");
    else if (e->together && x->linked_pair && relation_links(e->relation))
        say(x, "link",
            "They are linked: the shorter one stands in the other to %.0f%%, "
            "where %.0f%% make a link; and the story agrees: the first is "
            "linked to %llu of its %llu other copies.",
            100 * more, 100 * r->link, links, copies);
    else if (e->together)
        say(x, "most",
            "They are no pair themselves, but the first is linked to %llu "
            "of the %llu other copies of the story, and groups join where "
            "%.0f%% of the pairs across them are linked.",
            links, copies, 100 * r->most);
    else if (!facts_near(e->time_a, e->time_b, x->s->params.window))
        say(x, "window",
            "They are more than %ld days apart; only what is nearer is held "
            "against each other.",
            x->s->params.window);
    else if (!relation_links(e->relation))
        say_unlinked(x);
    else if (!x->linked_pair)
        say(x, "samples",
            "They would be linked, but were never held against each other: of "
            "their sampled shingles they share %llu.",
            (unsigned long long)e->samples);
    else if (e->role_a == ROLE_DIGEST || e->role_b == ROLE_DIGEST)
        say(x, "places",
            "They are linked, but one of them is a digest with links in other "
            "places, and joins no stories together.");
    else if (x->apart)
        say(x, "series-words-apart",
            "They are linked, but of %llu copies of the first's story the "
            "site ran a series with a copy of the other's: one form with other "
            "facts, and no story.",
            (unsigned long long)x->apart);
    else
        say(x, "most",
            "They are linked, but the stories do not agree: the first is "
            "linked to %llu of %llu copies of the other's story, and groups "
            "join where %.0f%% of the pairs across them are linked.",
            links, copies, 100 * r->most);
}
