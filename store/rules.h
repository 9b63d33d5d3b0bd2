/*
 * rules: the numbers that decide, in one place, each with what it rests on.
 * Figures are of shared text with furniture set aside unless said otherwise.
 */
#ifndef WIREPRINT_RULES_H
#define WIREPRINT_RULES_H

/* Two articles are linked when this share of the shorter stands in the other.
 * Copies are cut to a quarter and get local paragraphs; at 0.4 the recall on
 * made crawls falls by 0.005, at 0.2 quotations begin to link. */
#define RULE_LINK 0.3

/* ... and at least so many words: less is a headline or a name with title. */
#define RULE_LINK_WORDS 15

/* Groups of copies join when this share of all pairs across them is linked.
 * One digest or reused paragraph links a few of many. */
#define RULE_MOST 0.4

/* A pair is kept, linked or not, from so many shared words on: a sentence. */
#define RULE_PAIR_WORDS 20

/* ... or from this resemblance of the whole texts on, furniture and all. */
#define RULE_PAIR_RESEMBLANCE 0.3

/* Both hold all of the other but for this share: the same text. */
#define RULE_SAME 0.98
/* One holds all of the other but for this share: contains. */
#define RULE_CONTAINS 0.8
/* Near: this share of all their shingles is common. */
#define RULE_NEAR 0.5

/* A form filled in anew: so many numbers were changed, and at least as many
 * as stayed the same. An update changes one figure in many. */
#define RULE_SERIES_NUMBERS 3

/* An article whose links lie in passages apart from each other is a digest
 * where none of them covers this share of it. */
#define RULE_DIGEST 0.5
#define RULE_WHOLE 0.7

/* Candidates of one article by one common shingle: all of them up to MANY
 * articles that hold it; beyond, so many that all others are held against.
 * 60 sites carry a big story; 5,000 copies must not make 12 million pairs. */
#define RULE_MANY 128
#define RULE_HUBS 32

/* Sampled shingles two articles must share to be held against each other: two
 * where the shorter has enough of them that two are no accident to miss
 * (12 comparable samples at a containment of 0.3 share at most one in 8% of
 * cases), else one. */
#define RULE_SAMPLES 12

#endif
