/*
 * Names are cut into words at signs and capitals, so that "post-comments",
 * "postComments" and "post_comments" are all two words. Only whole words
 * count: "commentary" and "shared" say nothing. A word can be wrong, as on a
 * page whose whole body has the class "has-sidebar"; page_text.c weighs it.
 */
#include "cli/page_hints.h"

struct name {
    const char *name;
    uint8_t value;
};

/* The entry of that name in a table in the order of its bytes, or NULL. */
static const struct name *find(const struct name *table, size_t n,
                               const char *key)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = (low + n) / 2;
        const char *name = table[middle].name;
        int order = key[0] != name[0] ? key[0] - name[0] : strcmp(key, name);
        if (!order)
            return &table[middle];
        if (order < 0)
            n = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const struct name tags[] = {{"a", PAGE_LINK},
                                   {"abbr", PAGE_INLINE},
                                   {"acronym", PAGE_INLINE},
                                   {"amp-ad", PAGE_SKIP},
                                   {"amp-img", PAGE_OBJECT},
                                   {"amp-sidebar", PAGE_NAV},
                                   {"applet", PAGE_SKIP},
                                   {"article", PAGE_ARTICLE},
                                   {"aside", PAGE_ASIDE},
                                   {"audio", PAGE_SKIP},
                                   {"b", PAGE_INLINE},
                                   {"base", PAGE_OBJECT},
                                   {"bdi", PAGE_INLINE},
                                   {"bdo", PAGE_INLINE},
                                   {"big", PAGE_INLINE},
                                   {"body", PAGE_BODY},
                                   {"br", PAGE_BR},
                                   {"button", PAGE_SKIP},
                                   {"canvas", PAGE_SKIP},
                                   {"cite", PAGE_INLINE},
                                   {"code", PAGE_INLINE},
                                   {"data", PAGE_INLINE},
                                   {"datalist", PAGE_SKIP},
                                   {"del", PAGE_INLINE},
                                   {"dfn", PAGE_INLINE},
                                   {"em", PAGE_INLINE},
                                   {"embed", PAGE_OBJECT},
                                   {"font", PAGE_INLINE},
                                   {"footer", PAGE_FOOTER},
                                   {"form", PAGE_FORM},
                                   {"h1", PAGE_H1},
                                   {"h2", PAGE_HEADING},
                                   {"h3", PAGE_HEADING},
                                   {"h4", PAGE_HEADING},
                                   {"h5", PAGE_HEADING},
                                   {"h6", PAGE_HEADING},
                                   {"head", PAGE_HEAD},
                                   {"header", PAGE_HEADER},
                                   {"html", PAGE_HTML},
                                   {"i", PAGE_INLINE},
                                   {"iframe", PAGE_SKIP},
                                   {"img", PAGE_OBJECT},
                                   {"input", PAGE_OBJECT},
                                   {"ins", PAGE_INLINE},
                                   {"kbd", PAGE_INLINE},
                                   {"label", PAGE_INLINE},
                                   {"li", PAGE_LI},
                                   {"link", PAGE_LINK_REL},
                                   {"main", PAGE_MAIN},
                                   {"map", PAGE_SKIP},
                                   {"mark", PAGE_INLINE},
                                   {"menu", PAGE_NAV},
                                   {"meta", PAGE_META},
                                   {"nav", PAGE_NAV},
                                   {"nobr", PAGE_INLINE},
                                   {"noframes", PAGE_SKIP},
                                   {"object", PAGE_SKIP},
                                   {"option", PAGE_SKIP},
                                   {"p", PAGE_P},
                                   {"param", PAGE_OBJECT},
                                   {"picture", PAGE_INLINE},
                                   {"q", PAGE_INLINE},
                                   {"rp", PAGE_SKIP},
                                   {"rt", PAGE_SKIP},
                                   {"ruby", PAGE_INLINE},
                                   {"s", PAGE_INLINE},
                                   {"samp", PAGE_INLINE},
                                   {"script", PAGE_SKIP},
                                   {"select", PAGE_SKIP},
                                   {"small", PAGE_INLINE},
                                   {"source", PAGE_OBJECT},
                                   {"span", PAGE_INLINE},
                                   {"strike", PAGE_INLINE},
                                   {"strong", PAGE_INLINE},
                                   {"style", PAGE_SKIP},
                                   {"sub", PAGE_INLINE},
                                   {"sup", PAGE_INLINE},
                                   {"svg", PAGE_SKIP},
                                   {"td", PAGE_CELL},
                                   {"template", PAGE_SKIP},
                                   {"textarea", PAGE_SKIP},
                                   {"th", PAGE_CELL},
                                   {"time", PAGE_TIME},
                                   {"title", PAGE_TITLE},
                                   {"track", PAGE_OBJECT},
                                   {"tt", PAGE_INLINE},
                                   {"u", PAGE_INLINE},
                                   {"var", PAGE_INLINE},
                                   {"video", PAGE_SKIP},
                                   {"wbr", PAGE_OBJECT}};

enum page_tag page_hints_tag(const char *name)
{
    const struct name *t = find(tags, sizeof tags / sizeof *tags, name);
    return t ? (enum page_tag)t->value : PAGE_BLOCK;
}

#define N PAGE_HINT_NOISE
#define O PAGE_HINT_HIDDEN /* what is laid over the page */
#define C PAGE_HINT_COMMENTS
#define R PAGE_HINT_RELATED
#define B PAGE_HINT_CREDIT

static const struct name words[] = {{"ad", N},
                                    {"addtoany", N},
                                    {"ads", N},
                                    {"advert", N},
                                    {"advertisement", N},
                                    {"agency", B},
                                    {"attribution", B},
                                    {"author", B},
                                    {"authors", B},
                                    {"breadcrumb", N},
                                    {"breadcrumbs", N},
                                    {"byline", B},
                                    {"carousel", R},
                                    {"ccpa", O},
                                    {"comentarios", C},
                                    {"comment", C},
                                    {"commentaires", C},
                                    {"commentarea", C},
                                    {"commentlist", C},
                                    {"comments", C},
                                    {"consent", O},
                                    {"cookie", O},
                                    {"cookiebar", O},
                                    {"cookies", O},
                                    {"copyright", B},
                                    {"credit", B},
                                    {"credits", B},
                                    {"dateline", B},
                                    {"dialog", O},
                                    {"discussion", C},
                                    {"disqus", C},
                                    {"donate", N},
                                    {"dropdown", N},
                                    {"footer", N},
                                    {"gdpr", O},
                                    {"headlines", R},
                                    {"kommentar", C},
                                    {"kommentare", C},
                                    {"latest", R},
                                    {"livefyre", C},
                                    {"login", N},
                                    {"masthead", N},
                                    {"menu", N},
                                    {"modal", O},
                                    {"mostread", R},
                                    {"mostviewed", R},
                                    {"nav", N},
                                    {"navbar", N},
                                    {"navigation", N},
                                    {"newsletter", N},
                                    {"noprint", N},
                                    {"outbrain", R},
                                    {"pager", N},
                                    {"pagination", N},
                                    {"poll", N},
                                    {"popular", R},
                                    {"popup", O},
                                    {"promo", N},
                                    {"promotion", N},
                                    {"readmore", R},
                                    {"recommend", R},
                                    {"recommendations", R},
                                    {"recommended", R},
                                    {"regwall", O},
                                    {"relacionadas", R},
                                    {"related", R},
                                    {"replies", C},
                                    {"reply", C},
                                    {"respond", C},
                                    {"search", N},
                                    {"share", N},
                                    {"sharebar", N},
                                    {"sharing", N},
                                    {"sidebar", N},
                                    {"signup", N},
                                    {"skip", N},
                                    {"social", N},
                                    {"source", B},
                                    {"sponsor", N},
                                    {"sponsored", N},
                                    {"subscribe", N},
                                    {"subscription", N},
                                    {"taboola", R},
                                    {"tagcloud", N},
                                    {"tags", N},
                                    {"teaser", R},
                                    {"teasers", R},
                                    {"ticker", R},
                                    {"toolbar", N},
                                    {"topbar", N},
                                    {"trending", R},
                                    {"weather", N},
                                    {"widget", N}};

#undef N
#undef O
#undef C
#undef R
#undef B

/* Names of what holds the text, whole and without signs. */
static const char bodies[] =
    " articlebody articlebodytext articlecontent articlecopy articlemaincontent"
    " articletext bodycontent bodycopy bodytext contentarticle contentbody"
    " contentnews entrycontent fieldnamebody newsbody newscontent newstext"
    " pagecontentarticle postbody postcontent postentry richtextstorybody"
    " storybody storycontent storytext tdpostcontent textbody ";

static int letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#define LONGEST 24

static unsigned word_hint(const char *s, size_t len)
{
    char key[LONGEST];
    const struct name *word;
    if (len < 2 || len >= sizeof key)
        return 0;
    for (size_t i = 0; i < len; i++)
        key[i] = (char)(s[i] | 32);
    key[len] = 0;
    word = find(words, sizeof words / sizeof *words, key);
    return word ? word->value : 0;
}

static unsigned body_hint(const char *s, size_t len)
{
    char key[LONGEST + 2];
    size_t n = 1;
    key[0] = ' ';
    for (size_t i = 0; i < len; i++) {
        if (!letter(s[i]))
            continue;
        if (n == LONGEST)
            return 0;
        key[n++] = (char)(s[i] | 32);
    }
    if (n < 8)
        return 0;
    key[n] = ' ';
    key[n + 1] = 0;
    return strstr(bodies, key) ? PAGE_HINT_BODY : 0;
}

unsigned page_hints_class(const char *s, size_t len)
{
    unsigned hints = 0;
    size_t begin = 0, name = 0;
    for (size_t i = 0; i <= len; i++) {
        int in = i < len && letter(s[i]),
            camel = in && i > begin && s[i] < 'a' && s[i - 1] >= 'a';
        if (!in || camel) {
            hints |= word_hint(s + begin, i - begin);
            begin = in ? i : i + 1;
        }
        if (i == len || s[i] == ' ') {
            hints |= body_hint(s + name, i - name);
            name = i + 1;
        }
    }
    return hints;
}

const char *page_hints_fact(const char *s, size_t len)
{
    static const char *const facts[][2] = {
        {"byline", ".author"},         {"author", ".author"},
        {"authorname", ".author"},     {"entryauthor", ".author"},
        {"postauthor", ".author"},     {"articleauthor", ".author"},
        {"publishdate", ".published"}, {"publisheddate", ".published"},
        {"published", ".published"},   {"pubdate", ".published"},
        {"postdate", ".published"},    {"entrydate", ".published"},
        {"articledate", ".published"}, {"storydate", ".published"},
        {"date", ".published"},        {"dateline", ".published"},
        {"dateheader", ".published"},  {"timestamp", ".published"},
        {"updated", ".modified"},      {"lastupdated", ".modified"},
        {"modified", ".modified"},     {"source", ".source"},
        {"articlesource", ".source"},  {"newssource", ".source"},
        {"agency", ".source"},         {"credit", ".source"}};
    char key[16];
    size_t n = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && letter(s[i]) && n < sizeof key) {
            key[n++] = (char)(s[i] | 32);
        } else if (i == len || s[i] == ' ') {
            for (size_t k = 0; k < sizeof facts / sizeof *facts; k++)
                if (n && facts[k][0][0] == key[0] && n == strlen(facts[k][0]) &&
                    !memcmp(facts[k][0], key, n))
                    return facts[k][1];
            n = 0;
        }
    }
    return NULL;
}
