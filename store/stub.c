#include "store/stub.h"

#include <stdlib.h>
#include <string.h>

#include "store/facts.h"
#include "store/site.h"

/* Phrases as pages put them, several languages; folding takes care of how they
 * are typeset. Two to six words: one alone is no evidence. */
static const char *const phrase[] = {
    "enable javascript",
    "javascript is disabled",
    "javascript is required",
    "turn on javascript",
    "run scripts",
    "enable cookies",
    "keep cookies",
    "cookies are disabled",
    "are you a robot",
    "you are a robot",
    "not a robot",
    "you are human",
    "you are a human",
    "you are a person",
    "checking your browser",
    "verify you are",
    "browser check",
    "security check",
    "unusual traffic",
    "unusual activity",
    "captcha",
    "automated access",
    "automated requests",
    "automation tools",
    "javascript and cookies",
    "access denied",
    "permission to access",
    "403 forbidden",
    "error 403",
    "error 404",
    "404 not found",
    "page not found",
    "page cannot be found",
    "page you requested",
    "page you are looking for",
    "internal server error",
    "service unavailable",
    "bad gateway",
    "gateway timeout",
    "ray id",
    "reference id",
    "reference number",
    "incident id",
    "ad blocker",
    "subscribe to continue",
    "subscribe to read",
    "subscribers only",
    "for subscribers",
    "log in to continue",
    "sign in to continue",
    "already a subscriber",
    "free articles",
    "reload the page",
    "load the page again",
    "refresh the page",
    "try again later",
    "not available in your country",
    "not available in your region",
    "please wait while",
    "just a moment",
    "redirected shortly",
    "activer javascript",
    "activez javascript",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "page introuvable",
    "accès refusé",
    "pas un robot",
    "déjà abonné",
    "javascript aktivieren",
    "zugriff verweigert",
    "seite nicht gefunden",
    "kein roboter",
    "nur für abonnenten",
    "bereits abonnent",
    "schon ein abonnement",
    "habilite javascript",
    "active javascript",
    "acceso denegado",
    "página no encontrada",
    "no soy un robot",
    "exclusivo para suscriptores",
    "ya eres suscriptor",
    "включите javascript",
    "доступ запрещен",
    "страница не найдена",
    "вы не робот",
    "только для подписчиков",
    "请启用javascript",
    "访问被拒绝",
    "页面不存在",
    "验证码",
    "javascriptを有効",
    "アクセスが拒否",
    "ページが見つかりません",
    "会員限定",
};

#define PHRASES (sizeof phrase / sizeof *phrase)
#define PHRASE_WORDS 12

struct stub_phrases {
    struct {
        uint64_t word[PHRASE_WORDS];
        size_t n;
    } at[PHRASES];
};

struct stub_phrases *stub_phrases_new(void)
{
    struct stub_phrases *p = calloc(1, sizeof *p);
    struct text t;
    text_init(&t);
    for (size_t i = 0; p && i < PHRASES; i++) {
        if (text_fold(&t, phrase[i], strlen(phrase[i]))) {
            free(p);
            p = NULL;
            break;
        }
        p->at[i].n = t.n < PHRASE_WORDS ? t.n : PHRASE_WORDS;
        memcpy(p->at[i].word, t.hash, p->at[i].n * sizeof *t.hash);
    }
    text_release(&t);
    return p;
}

void stub_phrases_free(struct stub_phrases *p)
{
    free(p);
}

unsigned stub_phrases_count(const struct stub_phrases *p, const struct text *t)
{
    unsigned count = 0;
    for (size_t i = 0; i < PHRASES; i++) {
        size_t n = p->at[i].n;
        int found = 0;
        for (size_t k = 0; n && k + n <= t->n && !found; k++)
            found = t->hash[k] == p->at[i].word[0] &&
                    !memcmp(t->hash + k, p->at[i].word, n * sizeof *t->hash);
        count += (unsigned)found;
    }
    return count;
}

/* Sorted by site, text and day. */
static int by_page(const void *x, const void *y)
{
    const struct stub_copy *a = x, *b = y;
    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

static int by_text(const void *x, const void *y)
{
    const struct stub_copy *a = x, *b = y;
    return a->text < b->text ? -1 : a->text > b->text;
}

/* A site has a story under one address, or under one in each of a few
 * sections; a wall it has under any. */
#define ADDRESSES 4

/* Whether a site, with all of its copies by text and day, served the page
 * again: the same text on two days or at many addresses, or, where texts
 * differ anyway, any on two days. */
static int served_again(const struct stub_copy *copy, size_t n, int differ)
{
    int32_t first = copy[0].day, last = copy[0].day;
    int again = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && copy[j].text == copy[i].text; j++)
            ;
        if (copy[0].site != SITE_UNKNOWN && j - i >= ADDRESSES)
            return 1;
        again |= copy[i].day != copy[j - 1].day;
        first = copy[i].day < first ? copy[i].day : first;
        last = copy[j - 1].day > last ? copy[j - 1].day : last;
    }
    return first != DAY_UNKNOWN && first != last && (differ || again);
}

int stub_is_served(struct stub_copy *copy, size_t n)
{
    size_t sites = 0, again = 0, texts = 0;
    if (!n)
        return 0;
    qsort(copy, n, sizeof *copy, by_text);
    for (size_t i = 0; i < n; i++)
        texts += !i || copy[i].text != copy[i - 1].text;
    qsort(copy, n, sizeof *copy, by_page);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && copy[j].site == copy[i].site; j++)
            ;
        sites++;
        again += (size_t)served_again(copy + i, j - i, 2 * texts > n);
    }
    return sites >= 2 && 2 * again >= sites && again >= 2;
}
