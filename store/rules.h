/*
 * rules: the numbers that decide, in one place. Those in the table of rules.c
 * may be set for one file (store_set_rule()); each says there what it means,
 * and what it rests on. Those below serve speed or follow from the others.
 * Figures are of shared text with furniture set aside unless said otherwise.
 */
#ifndef WIREPRINT_RULES_H
#define WIREPRINT_RULES_H

struct store;

struct rules {
    double link, link_words, most;
    double pair_words, pair_resemblance;
    double same, contains, near;
    double form, fact_words;
    double series_numbers, series_words, series_apart;
    double places, digest;
    double days, articles, all_days, all_span, burst;
};

/* The defaults. */
void rules_init(struct rules *r);

/* Reads what the file sets. */
int rules_load(struct store *s);

/* Candidates of one article by one common shingle: all of them up to MANY
 * articles that hold it; beyond, so many that all others are held against.
 * 60 sites carry a big story; 5,000 copies must not make 12 million pairs. */
#define RULE_MANY 256
#define RULE_HUBS 32

/* From so many copies on, a story is more than a chance to agree with. */
#define RULE_STORY 4

/* Furniture makes no candidates, unless no more than so many articles hold it
 * and two share this part of all their samples with it: then the pages are
 * near, furniture and all, or a form filled in anew, and a reader wants to see
 * that. Of all pairs of resemblance 0.5 between whole pages of a made crawl,
 * .990 are found so; .983 at 0.2, .907 without. */
#define RULE_FEW 256
#define RULE_PAGE 0.1

/* In a crowd, share of a group's links that must go to the one it joins: nearly
 * all of them up to so many copies, a part of them up to MANY, and past that
 * any, for then the hubs' links are spread over all versions of the story. At
 * 0.6 for small crowds precision on made crawls falls by .003. */
#define RULE_FAITHFUL 0.8
#define RULE_FAITHFUL_SIZE 64
#define RULE_FAITHFUL_MORE 0.3

/* Sampled shingles two articles must share to be held against each other: two
 * where the shorter has enough of them that two are no accident to miss
 * (12 comparable samples at a containment of 0.3 share at most one in 8% of
 * cases), else one. */
#define RULE_SAMPLES 12

#endif
