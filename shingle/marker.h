/*
 * marker: what an agency writes at the head of a copy to say which version it
 * is: UPDATE 2, 1st Lead, Writethru, CORRECTION, KILL, and papers at the foot
 * of one that they put right.
 *
 *     struct marker m[MARKER_MOST];
 *     size_t n = marker_find(title, strlen(title), text, len, 0, m);
 *     while (n--)
 *         printf("%s %u\n", marker_word[m[n].kind], m[n].number);
 */
#ifndef WIREPRINT_MARKER_H
#define WIREPRINT_MARKER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Markers given for one page; CORRECTED-UPDATE 1 is two. */
#define MARKER_MOST 8

enum marker_kind {
    MARKER_UPDATE,     /* UPDATE 2; updated; recast */
    MARKER_LEAD,       /* 1st Lead */
    MARKER_WRITETHRU,  /* a whole new text in place of the one before */
    MARKER_CORRECTION, /* the one before was wrong */
    MARKER_REPEAT,     /* sent once more: RPT, REFILE */
    MARKER_SUMMARY,    /* WRAPUP, Zusammenfassung */
    MARKER_ADVISORY,   /* a word to editors */
    MARKER_KILL,       /* must not be used any more */
    MARKER_URGENT,     /* URGENT, Eilmeldung */
    MARKER_KINDS
};

/* In order: update, lead, writethru, correction, ... */
extern const char *const marker_word[MARKER_KINDS];

/* Bytes [begin, end) of the title, or of the text, say it. number is that of
 * UPDATE 2 or 1st Lead, 0 where there is none; of markers in a row, such as
 * CORRECTED-UPDATE 2, the one that decides has it, too. */
struct marker {
    uint8_t kind;
    uint8_t in_title;
    unsigned number;
    size_t begin, end;
};

/*
 * Writes the markers of a page, those of the title first, and returns how many
 * there are, MARKER_MOST at most. Of the text the first 40 and the last 12
 * lines are asked, each at its beginning, and that with the page's dateline
 * behind it, too: behind is the offset of what follows it, 0 where the text has
 * none. title and text may be NULL where their length is 0. Any number of
 * threads.
 */
size_t marker_find(const char *title, size_t title_len, const char *text,
                   size_t len, size_t behind, struct marker out[MARKER_MOST]);

/*
 * Which of a page's n markers makes a version of it, or n where none does. What
 * bears most on whether the page may be used comes first, then what tells best
 * which text it is:
 *
 *     kill, correction, advisory, update, lead with a number, writethru, lead
 *     without one, summary
 *
 * Of one kind that with a number goes before that without, and then the first.
 * None is made by urgent and repeat, which send the text that was sent, nor by
 * an update without a number that is not in the title: houses write "updated"
 * over any page.
 */
size_t marker_decides(const struct marker *m, size_t n);

#ifdef __cplusplus
}
#endif
#endif
