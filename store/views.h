/*
 * views: the tables once more, for people who bring their own SQL: articles
 * named by their ids, times as text and as numbers, relations and roles in
 * words, and the shares worked out.
 *
 *     sqlite> SELECT site, count(*) FROM copies GROUP BY site;
 */
#ifndef WIREPRINT_VIEWS_H
#define WIREPRINT_VIEWS_H

struct store;

/* Makes the views in a file that has the tables and no views. 0 or an error. */
int views_create(struct store *s);

#endif
