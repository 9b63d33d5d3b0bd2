#include "shingle/agency_words.h"

#include "shingle/agency.h"
#include "shingle/dateline_scan.h"
#include "shingle/plain.h"
#include "shingle/utf8.h"

#include <string.h>

/* Two bytes are hashed to find a name; longer than a line is no name. */
#define NAME_LEAST 2
#define NAME_MOST 120

int words_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

void words_trim(const char **s, const char **end)
{
    while (*s < *end && words_blank(**s))
        ++*s;
    while (*s < *end && words_blank((*end)[-1]))
        --*end;
}

const char *words_end(const char **s, const char *end)
{
    const char *stop;

    while (*s < end && words_blank(**s))
        ++*s;
    for (stop = *s; stop < end && !words_blank(*stop); stop++)
        ;
    return stop;
}

int words_are(const char *s, const char *end, const char *word)
{
    size_t n = strlen(word);

    return (size_t)(end - s) == n && !memcmp(s, word, n);
}

const char *words_name_fault(const char *s, const char *end)
{
    const unsigned char *p = (const unsigned char *)s;

    if (end - s < NAME_LEAST || end - s > NAME_MOST)
        return "a name has 2 to 120 bytes";
    while (p < (const unsigned char *)end) {
        uint32_t c = utf8_next(&p, (const unsigned char *)end);

        if (plain_word(c) || scan_is_alone(c))
            return NULL;
    }
    return "a name has a letter or digit";
}

int words_printable(const char *s, size_t n)
{
    while (n && s[n - 1] > ' ' && s[n - 1] < 0x7f)
        n--;
    return !n;
}

const char *words_damage(const char *s, const char *end)
{
    const unsigned char *p = (const unsigned char *)s;

    while (p < (const unsigned char *)end) {
        const unsigned char *at = p;
        uint32_t c = utf8_next(&p, (const unsigned char *)end);

        if (c == UTF8_BAD || !c)
            return (const char *)at;
    }
    return NULL;
}

const char *words_id_fault(const char *s, const char *end, const char **at)
{
    *at = s;
    if (s == end)
        return "an id is missing";
    if ((size_t)(end - s) >= sizeof((struct agency *)0)->id)
        return "the id has more than 23 bytes";
    for (; s < end; s++) {
        *at = s;
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
              *s == '-'))
            return "an id is made of a-z, 0-9 and -";
    }
    return NULL;
}
