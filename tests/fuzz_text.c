/*
 * A libFuzzer target for text_fold(). Whatever the bytes are: offsets are in
 * order and inside, every flag is a known one, a second fold gives the same,
 * and a token that shares its bytes with no other gives itself again when they
 * are folded alone.
 *
 *     clang -fsanitize=fuzzer,address,undefined -I. tests/fuzz_text.c \
 *         shingle/text.c shingle/fold.c shingle/utf8.c -lutf8proc
 */
#include "shingle/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void require_order(const struct text *t, size_t len)
{
    size_t i;

    for (i = 0; i < t->n; i++) {
        require(t->start[i] < t->end[i] && t->end[i] <= len);
        require(t->flags[i] < 2 * TOKEN_SENTENCE);
        require(!i ||
                (t->start[i] >= t->start[i - 1] && t->end[i] >= t->end[i - 1]));
    }
}

static void require_same(const struct text *a, const struct text *b)
{
    require(a->n == b->n);
    if (!a->n)
        return;
    require(!memcmp(a->hash, b->hash, a->n * sizeof *a->hash));
    require(!memcmp(a->start, b->start, a->n * sizeof *a->start));
    require(!memcmp(a->end, b->end, a->n * sizeof *a->end));
    require(!memcmp(a->flags, b->flags, a->n));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const char *s = (const char *)bytes;
    struct text t, again;
    size_t i;

    text_init(&t);
    text_init(&again);
    require(text_fold(&t, s, len) == TEXT_OK);
    require_order(&t, len);
    require(text_fold(&again, s, len) == TEXT_OK);
    require_same(&t, &again);
    for (i = 0; i < t.n; i++) {
        if ((i && t.start[i] < t.end[i - 1]) ||
            (i + 1 < t.n && t.start[i + 1] < t.end[i]))
            continue;
        require(text_fold(&again, s + t.start[i], t.end[i] - t.start[i]) ==
                TEXT_OK);
        require(again.n == 1 && again.hash[0] == t.hash[i]);
    }
    text_release(&t);
    text_release(&again);
    return 0;
}
