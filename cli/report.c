/*
 * The order of the page. Stories are asked for three times: for the totals and
 * the agencies' colours, for the table, and for the sections; so that memory
 * is that of one story, however many there are. They are the same each time,
 * since all of the page is read as of one moment.
 */
#include "cli/report.h"

#include <stdlib.h>

#include "cli/report_parts.h"
#include "cli/report_story.h"
#include "cli/report_svg.h"

int report_failed(const struct report *r)
{
    return r->no_memory || ferror(r->f);
}

/* The story whose rows are coming in; the next one's first row ends it. */
struct telling {
    struct report *r;
    struct report_story story;
    int begun;
};

static int check(struct report *r, int failed)
{
    if (failed)
        r->no_memory = 1;
    return report_failed(r);
}

static int finish(struct telling *t)
{
    int failed = t->begun && report_story_write(&t->story, t->r);
    t->begun = 0;
    return check(t->r, failed);
}

static int each_story(void *arg, const struct track_row *row)
{
    struct telling *t = arg;
    if (finish(t))
        return 1;
    t->begun = 1;
    return check(t->r, report_story_begin(&t->story, row));
}

static int each_version(void *arg, const struct version_row *row)
{
    struct telling *t = arg;
    return check(t->r, report_story_version(&t->story, row));
}

static int each_copy(void *arg, const struct carry_row *row)
{
    struct telling *t = arg;
    return check(t->r, report_story_copy(&t->story, row));
}

/* What the marks of the timelines mean. */
static const struct {
    unsigned version;
    int named, stale;
    const char *words;
} signs[] = {
    {1, 1, 0, "version 1"},
    {2, 1, 0, "2"},
    {3, 1, 0, "3"},
    {4, 1, 0, "4"},
    {5, 1, 0, "5 and later"},
    {0, 0, 0, "digest"},
    {1, 0, 0, "hollow: does not name the agency"},
    {1, 1, 1, "crossed: still old"},
};

static void legend(FILE *f)
{
    fputs("<ul class=\"signs a10\" aria-label=\"Marks in the timelines\">\n",
          f);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        fputs("<li>", f);
        report_mark(f, signs[i].version, signs[i].named, signs[i].stale);
        fprintf(f, " %s\n", signs[i].words);
    }
    fputs("</ul>\n", f);
}

int report_part_stories(struct report *r)
{
    const struct track_calls calls = {each_story, each_version, each_copy};
    struct telling t = {.r = r};
    int code;
    fputs("<section aria-labelledby=\"each\">\n"
          "<h2 id=\"each\">Story by story</h2>\n"
          "<p>Open a story for its carry curve, its versions, and its outlets "
          "in time with their copies. Time in the charts has more room for the "
          "first hours.</p>\n",
          r->f);
    legend(r->f);
    r->rank = 0;
    code = store_track_all(r->s, &r->o->filter, &calls, &t);
    if (!code && finish(&t))
        code = STORE_STOPPED;
    report_story_release(&t.story);
    fputs("</section>\n", r->f);
    return code;
}

/* What charts refer to. */
static int shared(struct report *r)
{
    const char **name = malloc((r->nnames + 1) * sizeof *name);
    if (!name) {
        r->no_memory = 1;
        return STORE_STOPPED;
    }
    for (size_t i = 0; i < r->nnames; i++)
        name[i] = r->site[i].name;
    report_shapes(r->f);
    if (r->nnames)
        report_names(r->f, name, r->nnames);
    free(name);
    return STORE_OK;
}

static int body(struct report *r)
{
    int code = shared(r);
    if (code)
        return code;
    fputs("<main>\n", r->f);
    report_part_agencies(r);
    code = report_part_table(r);
    if (!code)
        code = report_part_stories(r);
    if (code)
        return code;
    report_part_matrix(r);
    report_part_lags(r);
    code = report_part_uncredited(r);
    return code ? code : report_part_stale(r);
}

static void end(struct report *r)
{
    fputs("<script>", r->f);
    for (const char *const *line = report_script; *line; line++)
        fputs(*line, r->f);
    fputs("</script>\n</body>\n</html>\n", r->f);
}

int report_write(struct store *s, FILE *f, const struct report_options *o,
                 int *no_memory)
{
    struct report r = {.f = f, .s = s, .o = o};
    int code = store_begin_read(s);
    if (!code)
        code = report_survey(&r);
    if (!code) {
        report_part_head(&r);
        if (r.stories)
            code = body(&r);
    }
    if (!code)
        code = report_part_about(&r);
    if (!code)
        end(&r);
    store_end_read(s);
    if (!code && report_failed(&r))
        code = STORE_STOPPED;
    if (no_memory)
        *no_memory = r.no_memory;
    report_release(&r);
    return code;
}
