/*
 * Each encoding is tried on the runs of bytes over ASCII, and the share of the
 * characters it gives that are among the commonest of its script is taken,
 * over the share that a page of news in it has. Read in a wrong encoding a
 * text gives rare characters: KOI8-R as windows-1251 gives capitals, Big5 as
 * GB18030 gives characters that no paper prints. So the figure is about 1 for
 * the right one, and under .4 for all others on the pages of the tests.
 *
 * windows-1252 has no multi-letter runs to speak of: letters with accents stand
 * among those without, while in other scripts a word is a run.
 */
#include "cli/page_guess.h"
#include "shingle/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#define RUNS 2048      /* bytes over ASCII that are tried */
#define LIKELY 0.5     /* share of common characters, over the typical one */
#define DAMAGED 0.05   /* share of characters that cannot be read */
#define LONE_SHARE 0.6 /* of the bytes, in runs of one or two */

struct trial {
    const char *name;
    double typical; /* share of them in a page of news */
    const char *common;
};

static const struct trial trials[] = {
    {"WINDOWS-1251", .7, "оеаинтсрвлкмд"},
    {"KOI8-R", .7, "оеаинтсрвлкмд"},
    {"CP932", .45,
     "のにはをたがでてとしれさるいかなもらっりこあすくきまん、。"},
    {"EUC-JP", .45,
     "のにはをたがでてとしれさるいかなもらっりこあすくきまん、。"},
    {"UHC", .35,
     "이다의는에을가로고하한지기사도를은대서리자인어시정"
     "으해과일수부나있전국제아장성조원주라보들선경회"},
    {"GB18030", .3,
     "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分"
     "对成会可主发年动同工也能下过民说产方后多定行学法所日月报新将"
     "本市公政家部，。、"},
    {"BIG5-HKSCS", .3,
     "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可"
     "主發年動同工也能下過民說產方後多定行學法所日月報新將本市公政家部，。、"},
};
#define TRIALS (sizeof trials / sizeof *trials)

/* A sample of the runs of bytes over ASCII. In encodings of two bytes the
 * second may be ASCII, so that one byte behind a run goes with it; a space
 * ends each. */
struct sample {
    char s[RUNS];
    size_t n, high, lone;
};

static int high(char c)
{
    return (unsigned char)c >= 0x80;
}

static void take(struct sample *out, const char *s, size_t len)
{
    out->n = out->high = out->lone = 0;
    for (size_t i = 0; i < len && out->n + 4 < RUNS; i++) {
        size_t begin = i, bytes = 0;
        if (!high(s[i]))
            continue;
        /* A trail byte in ASCII does not end the run if another pair is
         * behind it. */
        while (i < len && i - begin + out->n + 4 < RUNS &&
               (high(s[i]) || (i > begin && i + 1 < len && high(s[i - 1]) &&
                               (unsigned char)s[i] >= 0x30 && high(s[i + 1]))))
            bytes += (size_t)high(s[i++]);
        memcpy(out->s + out->n, s + begin, i - begin);
        out->n += i - begin;
        if (i < len && (unsigned char)s[i] >= 0x30)
            out->s[out->n++] = s[i];
        out->s[out->n++] = ' ';
        out->high += bytes;
        out->lone += bytes <= 2 ? bytes : 0;
    }
}

static int is_common(const char *common, uint32_t c)
{
    const unsigned char *p = (const unsigned char *)common,
                        *end = p + strlen(common);
    while (p < end)
        if (utf8_next(&p, end) == c)
            return 1;
    return 0;
}

struct count {
    size_t all, common, bad;
};

/* Counts the characters over ASCII of the n bytes of UTF-8. */
static void count(struct count *c, const char *s, size_t n, const char *common)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end) {
        uint32_t u = utf8_next(&p, end);
        if (u < 0x80)
            continue;
        c->all++;
        if (u < 0xA0 || (u >= 0xE000 && u < 0xF900))
            c->bad++; /* control characters, private use */
        else if (common && is_common(common, u))
            c->common++;
    }
}

static void try(struct count *c, const char *name, const char *s, size_t len,
                const char *common)
{
    iconv_t cd = iconv_open("UTF-8", name);
    char *in = (char *)(uintptr_t)s, out[1024];
    memset(c, 0, sizeof *c);
    if (cd == (iconv_t)-1) {
        c->bad = c->all = 1;
        return;
    }
    while (len) {
        char *to = out;
        size_t room = sizeof out, got = iconv(cd, &in, &len, &to, &room);
        count(c, out, sizeof out - room, common);
        if (got != (size_t)-1)
            break;
        if (errno == E2BIG)
            continue;
        c->bad++;
        c->all++;
        if (len < 2)
            break;
        in++, len--;
        iconv(cd, NULL, NULL, NULL, NULL);
    }
    iconv_close(cd);
}

const char *page_guess(const char *s, size_t len)
{
    struct sample sample;
    const char *best = NULL;
    double most = LIKELY;
    take(&sample, s, len);
    if (!sample.high)
        return NULL;
    if ((double)sample.lone >= LONE_SHARE * (double)sample.high)
        return "WINDOWS-1252";
    for (size_t i = 0; i < TRIALS; i++) {
        struct count c;
        double share;
        try(&c, trials[i].name, sample.s, sample.n, trials[i].common);
        if (!c.all || (double)c.bad > DAMAGED * (double)c.all)
            continue;
        share = (double)c.common / (double)c.all / trials[i].typical;
        if (share > most) {
            most = share;
            best = trials[i].name;
        }
    }
    return best;
}

static const struct trial *trial_of(const char *name)
{
    for (size_t i = 0; i < TRIALS; i++)
        if (!strcmp(trials[i].name, name))
            return &trials[i];
    return NULL;
}

/* Declared is something, and it can be read in it; the question is whether
 * something else is so much more likely that it must be a mistake. */
int page_guess_fits(const char *name, const char *s, size_t len)
{
    const struct trial *own = trial_of(name);
    const char *guess;
    struct sample sample;
    struct count c;
    take(&sample, s, len);
    if (own || !page_guess_single(name)) {
        try(&c, name, sample.s, sample.n, own ? own->common : NULL);
        if ((double)c.bad > DAMAGED * (double)c.all)
            return 0;
        if (!own || (double)c.common > LIKELY * own->typical * (double)c.all)
            return 1;
    }
    guess = page_guess(s, len);
    if (!guess || !strcmp(guess, name) || !strcmp(guess, "WINDOWS-1252"))
        return 1;
    /* Scripts without a trial of their own may look like one that has. */
    return own ? (double)c.common > LIKELY / 2 * own->typical * (double)c.all
               : strcmp(name, "WINDOWS-1252") != 0;
}

int page_guess_single(const char *name)
{
    static const char *const wide[] = {"UTF-8",       "GB18030",  "CP932",
                                       "EUC-JP",      "UHC",      "BIG5-HKSCS",
                                       "ISO-2022-JP", "UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (!strcmp(name, wide[i]))
            return 0;
    return 1;
}
