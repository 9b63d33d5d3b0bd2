/* The sum is FNV-1a over the rows as text: it is held against one made by the
 * same program a moment later and never kept. */
#include "store/credit_sums.h"

#include <stdlib.h>

#include "store/db.h"

#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

static uint64_t add_cell(uint64_t sum, sqlite3_stmt *q, int column)
{
    const unsigned char *p = sqlite3_column_text(q, column);
    int n = sqlite3_column_bytes(q, column);
    for (int i = 0; p && i < n; i++)
        sum = (sum ^ p[i]) * FNV_PRIME;
    /* A byte that no text has ends the cell; another stands for none. */
    return (sum ^ (p ? 0xff : 0xfe)) * FNV_PRIME;
}

int credit_sums_take(struct store *s, struct credit_sums *out)
{
    sqlite3_stmt *q =
        db_prepare(s, "SELECT num, agency, kind, place, start, len, "
                      "confidence, decides FROM credit ORDER BY num, seq");
    while (db_step(s, q)) {
        uint32_t num = (uint32_t)sqlite3_column_int64(q, 0);
        if (!out->n || out->at[out->n - 1].num != num) {
            if (db_reserve(s, &out->at, &out->cap, out->n + 1, sizeof *out->at))
                break;
            out->at[out->n++] = (struct credit_sum){FNV_BASIS, num};
        }
        for (int i = 1; i < 8; i++)
            out->at[out->n - 1].sum = add_cell(out->at[out->n - 1].sum, q, i);
    }
    return db_done(s, q);
}

uint64_t credit_sums_differ(const struct credit_sums *a,
                            const struct credit_sums *b)
{
    uint64_t differ = 0;
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        int in_a = i < a->n && (k == b->n || a->at[i].num <= b->at[k].num);
        int in_b = k < b->n && (i == a->n || b->at[k].num <= a->at[i].num);
        differ += !in_a || !in_b || a->at[i].sum != b->at[k].sum;
        i += in_a != 0;
        k += in_b != 0;
    }
    return differ;
}

void credit_sums_release(struct credit_sums *c)
{
    free(c->at);
    *c = (struct credit_sums){0};
}
