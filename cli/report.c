/*
 * The order of the page. Stories are asked for three times: for the totals and
 * the agencies' colours, for the table, and for the sections; so that memory
 * is that of one story, however many there are.
 */
#include "cli/report.h"

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

/* What the marks of the timelines mean; class o is hollow, x a cross. */
static const struct {
    const char *shape, *class, *words;
} signs[] = {
    {"m1", "", "version 1"},
    {"m2", "", "2"},
    {"m3", "", "3"},
    {"m4", "", "4"},
    {"m5", "", "5 and later"},
    {"m0", "o", "digest"},
    {"m1", "o", "hollow: does not name the agency"},
    {"ms", "x", "crossed: still old"},
};

static void legend(FILE *f)
{
    fputs("<ul class=\"signs a10\" aria-label=\"Marks in the timelines\">\n",
          f);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        fprintf(f,
                "<li><svg width=16 height=16 aria-hidden=true><use href=#%s "
                "x=8 y=8 class=\"%s\"/></svg> %s\n",
                signs[i].shape, signs[i].class, signs[i].words);
    fputs("</ul>\n", f);
}

int report_part_stories(struct report *r)
{
    const struct track_calls calls = {each_story, each_version, each_copy};
    struct telling t = {.r = r};
    int code;
    fputs("<section aria-labelledby=\"each\">\n"
          "<h2 id=\"each\">Story by story</h2>\n"
          "<p>Open a story for its carry curve, its outlets in time, its "
          "versions and its copies. Time in the charts has more room for the "
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

static int body(struct report *r)
{
    int code;
    fputs("<main>\n", r->f);
    report_shapes(r->f);
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
    int code = report_survey(&r);
    if (!code) {
        report_part_head(&r);
        if (r.stories)
            code = body(&r);
    }
    if (!code)
        code = report_part_about(&r);
    if (!code)
        end(&r);
    if (!code && report_failed(&r))
        code = STORE_STOPPED;
    if (no_memory)
        *no_memory = r.no_memory;
    report_release(&r);
    return code;
}
