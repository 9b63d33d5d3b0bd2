#include "store/facts.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"

/* 4,096 articles a stretch, 64 KiB; 256 of them, 16 MiB, hold a million
 * articles, more than the window of most crawls. */
#define STRETCH 4096
#define STRETCHES 256

struct facts {
    struct stretch {
        int64_t number; /* 1 + which stretch; 0: none */
        struct fact fact[STRETCH];
    } * at[STRETCHES];
};

static const struct fact gone = {STORE_NO_TIME, 0, 0};

static struct stretch *make(struct store *s, size_t slot)
{
    if (!s->facts && !(s->facts = calloc(1, sizeof *s->facts)))
        return db_no_memory(s), NULL;
    struct facts *f = s->facts;
    if (!f->at[slot] && !(f->at[slot] = calloc(1, sizeof *f->at[slot])))
        return db_no_memory(s), NULL;
    return f->at[slot];
}

static void load(struct store *s, struct stretch *x, int64_t number)
{
    for (size_t i = 0; i < STRETCH; i++)
        x->fact[i] = gone;
    x->number = number + 1;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT num, site, ifnull(published, fetched), words FROM article "
           "WHERE num >= ?1 AND num < ?2");
    db_bind_int(s, q, 1, number * STRETCH);
    db_bind_int(s, q, 2, (number + 1) * STRETCH);
    while (db_step(s, q)) {
        struct fact *f = &x->fact[sqlite3_column_int64(q, 0) % STRETCH];
        f->site = (uint32_t)sqlite3_column_int64(q, 1);
        f->time = db_time(q, 2);
        f->words = (uint32_t)sqlite3_column_int64(q, 3);
    }
    if (db_done(s, q))
        x->number = 0;
}

const struct fact *facts_get(struct store *s, uint32_t num)
{
    int64_t number = num / STRETCH;
    struct stretch *x = make(s, (size_t)(number % STRETCHES));
    if (!x)
        return &gone;
    if (x->number != number + 1)
        load(s, x, number);
    return s->error ? &gone : &x->fact[num % STRETCH];
}

void facts_put(struct store *s, uint32_t num, const struct fact *f)
{
    int64_t number = num / STRETCH;
    struct stretch *x = make(s, (size_t)(number % STRETCHES));
    if (!x)
        return;
    if (x->number != number + 1)
        load(s, x, number); /* reads what is there; f overrides */
    x->fact[num % STRETCH] = *f;
}

void facts_close(struct store *s)
{
    if (!s->facts)
        return;
    for (size_t i = 0; i < STRETCHES; i++)
        free(s->facts->at[i]);
    free(s->facts);
    s->facts = NULL;
}

int32_t facts_day(int64_t time)
{
    if (time == STORE_NO_TIME)
        return DAY_UNKNOWN;
    int64_t day = time / 86400 - (time % 86400 < 0);
    return day < -INT32_MAX  ? -INT32_MAX
           : day > INT32_MAX ? INT32_MAX
                             : (int32_t)day;
}

int facts_near(int64_t a, int64_t b, long window)
{
    if (a == STORE_NO_TIME || b == STORE_NO_TIME || window < 0)
        return 1;
    uint64_t apart =
        a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
    return apart <= (uint64_t)window * 86400;
}
