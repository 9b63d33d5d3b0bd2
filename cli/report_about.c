/* How to read the page: words, signs, the rules that decided, the file. */
#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_parts.h"

static const struct {
    const char *word, *meaning;
} words[] = {
    {"Copy", "An article that carries a story. What a site repeats on its "
             "pages, such as menus and letters, is set aside before texts are "
             "compared."},
    {"Origin", "The earliest copy with evidence: on a site of the agency; else "
               "the earliest that credits the agency; else the earliest with "
               "a date."},
    {"Lag", "Time from the origin to a copy. It is negative where a copy came "
            "before the first that says whose the story is. A site's lags are "
            "those of its copies that are no origin."},
    {"Half out", "Time from the first copy until half of the dated ones were "
                 "out."},
    {"Agency", "Who moved the story, by what its copies say: a dateline, a "
               "byline, a credit line, a site of the agency. A story that only "
               "speaks of an agency is not its own. Where no copy names any, "
               "datelines may be in the manner of one, which proves nothing."},
    {"Names it", "The copy itself says that the agency wrote it, or a part."},
    {"Same", "As a headline: that of the copy above with the same version that "
             "tells it, but for letters in capitals and the like. It is the "
             "one that most copies of the version have."},
    {"Version", "One of the distinct texts of a story, numbered as they were "
                "first seen. A cut or a few changed words are no version; "
                "changed figures, or sentences that came or went in several "
                "copies, are."},
    {"Kept", "Share of the version's words that stand in the copy. The columns "
             "after it count words: of the version, cut at its end, cut "
             "inside it, and moved; of the copy, added and changed."},
    {"Still old", "The copy shows a version that a correction or the like has "
                  "replaced, and was seen so after that."},
    {"Clock", "A clock is wrong: the copy is dated before the agency's own "
              "page, or was fetched before it was published."},
    {"Digest", "A page that quotes several stories. It is noted with each and "
               "counted as a copy of none."},
};

static int each_rule(void *arg, const struct rule_row *row)
{
    struct report *r = arg;
    fputs("<tr><th scope=row><code>", r->f);
    report_escape(r->f, row->name, strlen(row->name));
    fprintf(r->f, "</code><td>%g<td>%g<td>", row->value, row->standard);
    report_escape(r->f, row->meaning, strlen(row->meaning));
    fputs("\n", r->f);
    return report_failed(r);
}

static int rules(struct report *r)
{
    int code;
    fputs("<details class=\"rules\"><summary>The rules that decided"
          "</summary>\n",
          r->f);
    report_table(r, "rules", "Rules of this file",
                 "Rule|Value|Default|Meaning");
    code = store_rules(r->s, each_rule, r);
    report_table_end(r);
    fputs("</details>\n", r->f);
    return code;
}

/* The name of the file without the folders, which are the writer's own. */
static const char *base(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path;
}

static void colophon(struct report *r)
{
    struct store_params p;
    FILE *f = r->f;
    store_get_params(r->s, &p);
    fputs("<footer><p>Written ", f);
    report_time(f, r->o->now);
    fputs(" UTC by wireprint ", f);
    report_escape(f, r->o->version, strlen(r->o->version));
    fputs(" from ", f);
    report_words(f, base(r->o->db), 80, "a file without a name");
    fprintf(f,
            ": schema %u, folding %u, shingles of %u words, the %u least and "
            "one in %u kept",
            r->stats.schema, r->stats.fold_version, p.shingle, p.least,
            p.modulus);
    if (p.window >= 0)
        fprintf(f, ", a window of %ld days", p.window);
    fputs(p.no_text ? ", without texts: words are estimated. " : ". ", f);
    fputs("Times are UTC. Headlines and texts belong to those who wrote "
          "them.</p></footer>\n",
          f);
}

static void empty(struct report *r)
{
    FILE *f = r->f;
    fputs("<main>\n<section class=\"nothing\">\n", f);
    if (!r->stats.articles) {
        fputs("<h2>There is no article yet</h2>\n<p>This database is empty. "
              "<code>wireprint add FILE</code> reads articles; a story is what "
              "two or more of them carry.</p>\n",
              f);
    } else {
        fputs("<h2>No story to show</h2>\n<p>The file has ", f);
        report_counted(f, r->stats.articles, "article", "", "s");
        fputs(" and ", f);
        report_counted(f, r->stats.stories, "stor", "y", "ies");
        fputs(". Choose a longer time, or another agency or site.</p>\n", f);
    }
    fputs("</section>\n</main>\n", f);
}

int report_part_about(struct report *r)
{
    FILE *f = r->f;
    int code = STORE_OK;
    if (!r->stories) {
        empty(r);
        colophon(r);
        return code;
    }
    fputs("<section aria-labelledby=\"about\">\n"
          "<h2 id=\"about\">How to read it</h2>\n<dl class=\"words\">\n",
          f);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        fprintf(f, "<div><dt>%s<dd>%s</div>\n", words[i].word,
                words[i].meaning);
    fputs("</dl>\n", f);
    code = rules(r);
    fputs("</section>\n</main>\n", f);
    colophon(r);
    return code;
}
