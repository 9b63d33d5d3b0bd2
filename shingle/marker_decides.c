#include "shingle/marker.h"

/* 0: makes no version. */
static int weight(const struct marker *m)
{
    static const int of_kind[MARKER_KINDS] = {
        [MARKER_KILL] = 16,   [MARKER_CORRECTION] = 14, [MARKER_ADVISORY] = 12,
        [MARKER_UPDATE] = 10, [MARKER_WRITETHRU] = 6,   [MARKER_LEAD] = 4,
        [MARKER_SUMMARY] = 2};
    int numbered = m->number > 0;

    if (m->kind == MARKER_UPDATE && !numbered && !m->in_title)
        return 0;
    /* "3rd Ld-Writethru": the number tells it from the 2nd. */
    if (m->kind == MARKER_LEAD && numbered)
        return of_kind[MARKER_WRITETHRU] + 2;
    return of_kind[m->kind] ? of_kind[m->kind] + numbered : 0;
}

size_t marker_decides(const struct marker *m, size_t n)
{
    size_t best = n, i;
    int most = 0;

    for (i = 0; i < n; i++)
        if (weight(&m[i]) > most) {
            most = weight(&m[i]);
            best = i;
        }
    return best;
}
