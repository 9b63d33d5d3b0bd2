/*
 * html_text: the text in a piece of HTML that is known to be content, as feeds
 * and agencies send it, with nothing around it to be found and cut away.
 * Block elements end a line, entities are decoded, scripts, styles and
 * comments are left out; anything else stays, broken mark-up included. Whole
 * pages are for page.h.
 *
 *     len = html_text(buf, buf, len); // in place
 *     puts("<p>One<p>Two &amp; <b>three</b>"); // One\nTwo & three
 *
 * No state: safe from any number of threads.
 */
#ifndef WIREPRINT_HTML_TEXT_H
#define WIREPRINT_HTML_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Writes the text of the len bytes at s to out, which has room for as many and
 * may be s itself, and returns its bytes. Runs of blanks are one, lines are
 * not empty, and there is no blank at either end; but a line end in what has
 * no tags at all stays, since it is then plain text. Time grows with len,
 * whatever the bytes are. */
size_t html_text(char *out, const char *s, size_t len);

/* What an element is to a text. Names in any case; of XHTML and NITF, too. */
enum html_kind {
    HTML_INLINE,
    HTML_BLOCK,  /* begins and ends a line */
    HTML_CELL,   /* a blank stands before and behind it */
    HTML_HIDDEN, /* its content is no text: script, style */
};
enum html_kind html_kind(const char *name, size_t len);

/* Decodes the entity whose & is at s, len bytes at most, into out. Returns the
 * bytes it takes, with *n its UTF-8 bytes, never more than those; or 0 where
 * it is none. Numbers from 128 to 159 are read as windows-1252, as browsers
 * do. */
size_t html_entity(const char *s, size_t len, char out[8], size_t *n);

#endif
