/*
 * handing: articles that came in with records which are to be handed on, and
 * whether those are out yet. Until handing_settle() the articles of a run do
 * not count as had, so that a run that broke off can be made again.
 *
 *     handing_open(s);
 *     if (!handing_add(s, &texts, articles, n, num))
 *         ... write the records, and close the file ...
 *     handing_settle(s, num, n);
 *
 * A table `handing` holds the numbers; a trigger of this handle alone fills it
 * in the transaction in which an article is written, so that no article is
 * ever in the file without its mark. Articles that others add have none. The
 * table is taken away when it is empty.
 */
#ifndef WIREPRINT_HANDING_H
#define WIREPRINT_HANDING_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"
#include "store/twins.h"

/* From now on all that this handle adds is marked. */
int handing_open(struct store *s);

/*
 * Adds a batch as store_add() does, but a known id or URL with another text is
 * no revision: it becomes an article of its own beside the known one, under
 * the id, '#' and a hash of the text. num[i] gets the number of the article
 * that record i is, which is another's where their texts and facts are the
 * same; 0 where it was rejected: without a word, or too long.
 *
 * It is also another's, whatever the facts, where this run had the same words
 * under the same title from the same site before. texts knows of those: {0}
 * for the first batch, and the caller's to release. NULL: they are not looked
 * at.
 */
int handing_add(struct store *s, struct twins *texts,
                const struct article *articles, size_t n, uint32_t *num);

/* 1 where the article is there and was there before this run: added by
 * others, or by a run that was settled. 0 otherwise, and after an error. */
int handing_had(struct store *s, uint32_t num);

/* The records of these articles are out, or need not be: from now on they
 * count as had. */
int handing_settle(struct store *s, const uint32_t *num, size_t n);

/* The words of an article; 0 where it is gone or after an error. */
uint32_t handing_words(struct store *s, uint32_t num);

/* The id of an article, malloc'd; NULL where it is gone or after an error. */
char *handing_id(struct store *s, uint32_t num);

#endif
