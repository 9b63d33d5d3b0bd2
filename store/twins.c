#include "store/twins.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

static struct twin *place_of(struct twin *slot, size_t slots,
                             const struct twin *key)
{
    uint64_t mixed = (key->text ^ key->site) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(mixed >> 32) & (slots - 1);
    while (slot[at].words &&
           (slot[at].text != key->text || slot[at].words != key->words ||
            slot[at].site != key->site))
        at = (at + 1) & (slots - 1);
    return &slot[at];
}

static int grow(struct twins *t)
{
    size_t slots = t->slots ? 2 * t->slots : 1024;
    struct twin *slot = calloc(slots, sizeof *slot);
    if (!slot)
        return -1;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].words)
            *place_of(slot, slots, &t->slot[i]) = t->slot[i];
    free(t->slot);
    t->slot = slot;
    t->slots = slots;
    return 0;
}

static uint64_t title_hash(const char *title)
{
    return title ? XXH3_64bits(title, strlen(title)) : 0;
}

int twins_key(struct twins *t, const struct article *a, uint32_t site,
              struct twin *key)
{
    struct sieve_record *r = &t->record;
    int rc = sieve_record_fold(r, &t->maker, 0, 0, a->text, a->text_len);
    *key = (struct twin){.site = site};
    if (rc)
        return rc == -1 ? -1 : 0;
    key->text = r->text ^ title_hash(a->title);
    key->words = r->words;
    return 0;
}

int twins_at(struct twins *t, const struct twin *key, struct twin **twin)
{
    if (2 * (t->n + 1) > t->slots && grow(t))
        return -1;
    *twin = place_of(t->slot, t->slots, key);
    if ((*twin)->words)
        return 0;
    **twin = *key;
    t->n++;
    return 0;
}

void twins_release(struct twins *t)
{
    free(t->slot);
    sieve_record_release(&t->record);
    sieve_maker_release(&t->maker);
    memset(t, 0, sizeof *t);
}
