/*
 * report_html: values as a page of HTML may have them.
 *
 * Everything that comes from a crawl goes through here. What report_escape()
 * writes is safe as text between tags and in an attribute in double quotes:
 * no character of it can end either, turn the direction of what follows, or
 * be no character at all. There is no third place for such values in a page.
 *
 *     fputs("<td><bdi>", f);
 *     report_escape(f, title, strlen(title));
 *     fputs("</bdi></td>", f);
 */
#ifndef WIREPRINT_REPORT_HTML_H
#define WIREPRINT_REPORT_HTML_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* len bytes at s. & < > " ' become references; line breaks and tabs, spaces;
 * other control characters, marks of direction, what is no UTF-8 and code
 * points that are no characters, U+FFFD. */
void report_escape(FILE *f, const char *s, size_t len);

/* The same of at most `most` characters, with an ellipsis where s is longer;
 * 1 where it is. Does not cut between a letter and the marks on it, of which it
 * writes REPORT_MARKS: more of them would be drawn over the lines above. */
#define REPORT_MARKS 4
int report_cut(FILE *f, const char *s, size_t len, size_t most);

/* s, where it is not ASCII alone as <bdi>s</bdi>, so that its direction stays
 * within. Of a long s the beginning, and up to REPORT_MORE characters of it in
 * a title attribute: a story may have thousands of copies. NULL, "" and what
 * has nothing to see in it: the words none, which are no stranger's. */
#define REPORT_MORE 500
void report_words(FILE *f, const char *s, size_t most, const char *none);

/* The same with up to REPORT_WHOLE characters, for what is told once. */
#define REPORT_WHOLE 12000
void report_whole(FILE *f, const char *s, size_t most, const char *none);

/* At most `most` characters of s, in <bdi> where it is not ASCII alone; an
 * ellipsis where s is longer. */
void report_isolated(FILE *f, const char *s, size_t len, size_t most);

/* <a href="url"> where url is http or https with a host and
 * no name or password, and not longer than 2,048 bytes; returns 1 then. Else
 * writes nothing. Bytes that a URL cannot have are percent-encoded. */
int report_link(FILE *f, const char *url);

/* <time datetime="2024-03-05T01:54:00Z">5 Mar 2024, 01:54</time>, UTC, or the
 * words "no date". report_time_cell() is for tables, and has the seconds since
 * 1970 as data-v instead. */
void report_time(FILE *f, int64_t t);
void report_time_cell(FILE *f, int64_t t);

/* The words alone, without the year where it is that of base. */
void report_moment(FILE *f, int64_t t, int64_t base);

/* A number of seconds, "2 h 05 min", with a minus where it is negative; a dash
 * for STORE_NO_TIME. report_lag_cell() puts it into a cell with the seconds as
 * data-v. */
void report_lag(FILE *f, int64_t seconds);
void report_lag_cell(FILE *f, int64_t seconds);

/* 12,345; and with a noun, of which the plural has an s: 1 copy, 2 copies is
 * given as "cop" "y" "ies". */
void report_count(FILE *f, uint64_t n);
void report_counted(FILE *f, uint64_t n, const char *stem, const char *one,
                    const char *many);

/* <td>12; <td data-v=12345>12,345. The end tags of cells and rows may be left
 * out, and are: a page has ten thousands of them. */
void report_count_cell(FILE *f, uint64_t n);

/* part of whole as 87%, less than one but not none as "<1%", a dash where whole
 * is 0. */
void report_percent(FILE *f, uint64_t part, uint64_t whole);

#endif
