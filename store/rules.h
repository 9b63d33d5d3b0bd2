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

/* ... unless nearly all of the whole texts is common, to this resemblance, on
 * two sites: then the text is a form, set aside as furniture but for so many
 * words of facts, and both filled it in alike: one report. */
#define RULE_FORM 0.8
#define RULE_FACT_WORDS 5

/* Groups of copies join when this share of all pairs across them is linked.
 * One digest or reused paragraph links a few of many. */
#define RULE_MOST 0.4

/* In a crowd, share of a group's links that must go to the one it joins: nearly
 * all of them; where the crowd is past MANY articles, most of them. */
#define RULE_FAITHFUL 0.8
#define RULE_FAITHFUL_MANY 0.5

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

/* A form filled in anew: so many numbers were changed, at least as many as
 * stayed the same, and at least one in so many shared words. An update changes
 * one figure in many; a joint release other dates and telephone numbers, one in
 * 20 to 90 words; a market report one in 12. */
#define RULE_SERIES_NUMBERS 3
#define RULE_SERIES_WORDS 18

/* An article whose links lie in so many places apart from each other is a
 * digest, unless a link to one place alone covers this share of it. */
#define RULE_PLACES 3
#define RULE_DIGEST 0.5

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
