#include "tests/tracked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const paragraph[TRACKED_PARAGRAPHS] = {
    "The harbour town of Vestrand began to move people out of its lower streets"
    " on Tuesday after the river rose faster than engineers had expected and"
    " spilled over a wall that was built two generations ago.",
    "Buses carried older residents to three schools on the hill, where"
    " volunteers had set up beds, kitchens and a small clinic before the first"
    " of them arrived shortly after noon.",
    "Officials said that 412 families had left by the evening, and that another"
    " group would follow if the gauge at the old bridge passed the mark which"
    " was painted there after the last great flood.",
    "According to the mayor, Marit Halvorsen asked the national guard for pumps"
    " and boats, and the first of them were on the road from the coast before"
    " the council had finished its meeting.",
    "Farmers upstream drove their cattle to higher ground, while the railway"
    " stopped all trains between the two lakes because water had washed gravel"
    " from under the track near a narrow tunnel.",
    "Weather forecasters expect the rain to ease during the night, but warned"
    " that snow in the mountains would go on melting and keep the river high"
    " for the rest of the week.",
};

static char *keep(struct tracked *w, char *text)
{
    if (!text || w->nmemory == sizeof w->memory / sizeof *w->memory)
        abort();
    return w->memory[w->nmemory++] = text;
}

void tracked_open(struct tracked *w)
{
    memset(w, 0, sizeof *w);
    trial_init(&w->trial);
    w->s = trial_open(&w->trial, NULL);
}

void tracked_drop(struct tracked *w)
{
    if (!w->trial.dir[0])
        return;
    store_close(w->s);
    while (w->nmemory)
        free(w->memory[--w->nmemory]);
    trial_release(&w->trial);
    memset(w, 0, sizeof *w);
}

static void assert_sound(struct tracked *w)
{
    int code;
    char *problems = trial_problems(w->s, &code);
    if (code != STORE_OK || *problems)
        fail_msg("%s\n%s", store_errmsg(w->s), problems);
    free(problems);
}

void tracked_close(struct tracked *w)
{
    assert_sound(w);
    tracked_drop(w);
}

const char *tracked_part(struct tracked *w, unsigned from, unsigned to)
{
    struct page p = {0};
    for (unsigned i = from; i < to; i++)
        page_print(&p, "%s%s", i > from ? "\n" : "", paragraph[i]);
    return keep(w, p.at);
}

const char *tracked_print(struct tracked *w, const char *format, ...)
{
    char line[16384];
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    assert_true(n >= 0 && (size_t)n < sizeof line);
    return keep(w, strdup(line));
}

const char *tracked_changed(struct tracked *w, const char *text,
                            const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    return tracked_print(w, "%.*s%s%s", (int)(at - text), text, to,
                         at + strlen(from));
}

int64_t tracked_hour(double hours)
{
    return CRAWL_EPOCH + 8 * 3600 + (int64_t)(hours * 3600);
}

struct article *tracked_add(struct tracked *w, const char *id, const char *site,
                            double hours, const char *text)
{
    struct article *a = &w->article[w->n++];
    assert_true(w->n <= sizeof w->article / sizeof *w->article);
    *a = (struct article){.id = id,
                          .site = site,
                          .title = "River drives a town from its streets",
                          .published = tracked_hour(hours),
                          .fetched = tracked_hour(hours + 0.5),
                          .modified = STORE_NO_TIME,
                          .text = text,
                          .text_len = strlen(text)};
    return a;
}

void tracked_gather(struct tracked *w)
{
    if (store_add(w->s, w->article, w->n, NULL) != STORE_OK ||
        store_gather(w->s, NULL) != STORE_OK)
        fail_msg("%s", store_errmsg(w->s));
    w->n = 0;
    assert_sound(w);
}

/* ---- what came of it ------------------------------------------------------
 */

struct asked {
    const char *id;
    int64_t story;
    struct page out;
};

static int note_story(void *arg, const struct member_row *r)
{
    struct asked *x = arg;
    if (!strcmp(r->article, x->id))
        x->story = r->story;
    return 0;
}

int64_t tracked_story(struct tracked *w, const char *id)
{
    struct asked x = {.id = id};
    assert_int_equal(store_members(w->s, note_story, &x), STORE_OK);
    assert_true(x.story > 0);
    return x.story;
}

static int note_version(void *arg, const struct carry_row *r)
{
    struct asked *x = arg;
    page_print(&x->out, "%s%s%u", x->out.n ? " " : "", r->article, r->version);
    return 0;
}

void tracked_versions(struct tracked *w, const char *expected)
{
    struct track_calls calls = {.carry = note_version};
    struct asked x = {0};
    page_print(&x.out, "%s", "");
    assert_int_equal(store_track_all(w->s, NULL, &calls, &x), STORE_OK);
    if (strcmp(x.out.at, expected) != 0) {
        char *all = tracked_all(w->s);
        print_error("%s\n", all);
        free(all);
    }
    assert_string_equal(x.out.at, expected);
    free(x.out.at);
}

static long long after(int64_t time)
{
    return time == STORE_NO_TIME ? -1 : (long long)(time - tracked_hour(0));
}

static const char *or_dash(const char *s)
{
    return s ? s : "-";
}

static int tell_story(void *arg, const struct track_row *r)
{
    struct page *p = arg;
    page_print(p, "story %s by %s %.3f origin %s %s %s %lld\n",
               or_dash(r->agency), or_dash(r->by), r->confidence,
               origin_name(r->origin), or_dash(r->origin_article),
               or_dash(r->origin_site), after(r->origin_time));
    page_print(p,
               " copies %llu sites %llu digests %llu versions %llu credited "
               "%llu undated %llu conflicts %llu stale %llu\n",
               (unsigned long long)r->copies, (unsigned long long)r->sites,
               (unsigned long long)r->digests, (unsigned long long)r->versions,
               (unsigned long long)r->credited, (unsigned long long)r->undated,
               (unsigned long long)r->conflicts, (unsigned long long)r->stale);
    page_print(p, " first %lld last %lld median %lld half %lld hours",
               after(r->first), after(r->last), (long long)r->median_lag,
               (long long)r->half_life);
    for (size_t i = 0; i < r->hours; i++)
        page_print(p, " %llu", (unsigned long long)r->by_hour[i]);
    page_print(p, "\n");
    return 0;
}

static int tell_version(void *arg, const struct version_row *r)
{
    struct page *p = arg;
    page_print(p,
               " version %u %s %s '%s' %lld-%lld copies %llu sites %llu words "
               "%llu replaces %d: %llu %llu %llu %llu\n",
               r->version, r->article, or_dash(r->marker),
               r->marked_in ? r->marked_in : "", after(r->first),
               after(r->last), (unsigned long long)r->copies,
               (unsigned long long)r->sites, (unsigned long long)r->words,
               r->replaces, (unsigned long long)r->numbers,
               (unsigned long long)r->words_changed,
               (unsigned long long)r->sentences_in,
               (unsigned long long)r->sentences_out);
    for (size_t i = 0; i < r->nchanges; i++)
        page_print(p, "  %s: %s > %s\n", change_name(r->change[i].kind),
                   r->change[i].before, r->change[i].after);
    return 0;
}

static int tell_copy(void *arg, const struct carry_row *r)
{
    struct page *p = arg;
    page_print(p,
               " copy %s %s %lld lag %lld %s v%u %s %s %llu: %llu %llu %llu "
               "%llu %llu %llu %d%d%d%d\n",
               r->article, r->site, after(r->time), (long long)r->lag,
               role_name(r->role), r->version, or_dash(r->agency),
               or_dash(r->evidence), (unsigned long long)r->version_words,
               (unsigned long long)r->kept, (unsigned long long)r->cut_end,
               (unsigned long long)r->cut_inside, (unsigned long long)r->moved,
               (unsigned long long)r->added, (unsigned long long)r->changed,
               r->headline_changed, r->stale, r->before_origin,
               r->fetched_before);
    return 0;
}

char *tracked_all(struct store *s)
{
    struct track_calls calls = {tell_story, tell_version, tell_copy};
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_track_all(s, NULL, &calls, &p), STORE_OK);
    return p.at;
}
