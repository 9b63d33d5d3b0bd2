#include "cli/cell.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/date.h"
#include "cli/display.h"

struct cell cell_text(const char *s)
{
    return cell_bytes(s, s ? strlen(s) : 0);
}

struct cell cell_site(const char *site)
{
    return cell_text(site && *site ? site : NULL);
}

struct cell cell_bytes(const char *s, size_t len)
{
    return (struct cell){.text = s, .len = len};
}

struct cell cell_count(uint64_t n)
{
    return (struct cell){.count = n};
}

struct cell cell_id(int64_t id)
{
    return (struct cell){.number = id};
}

struct cell cell_place(int known, uint64_t at)
{
    return (struct cell){.number = known ? (int64_t)at : CELL_NONE};
}

struct cell cell_time(int64_t t)
{
    return (struct cell){.number = t};
}

struct cell cell_real(double v)
{
    return (struct cell){.real = v};
}

int cell_is_none(const struct column *c, const struct cell *v)
{
    switch (c->kind) {
    case CELL_TEXT:
        return !v->text;
    case CELL_COUNT:
        return 0;
    case CELL_ID:
        return !v->number;
    case CELL_PLACE:
    case CELL_TIME:
    case CELL_DAY:
    case CELL_LAG:
        return v->number == CELL_NONE;
    case CELL_SHARE:
    case CELL_REAL:
        return !isfinite(v->real);
    }
    return 1;
}

void cell_format(const struct column *c, const struct cell *v, char *out)
{
    *out = 0;
    switch (c->kind) {
    case CELL_TEXT:
        break;
    case CELL_COUNT:
        snprintf(out, DISPLAY_MAX, "%" PRIu64, v->count);
        break;
    case CELL_ID:
    case CELL_PLACE:
    case CELL_LAG:
        snprintf(out, DISPLAY_MAX, "%" PRId64, v->number);
        break;
    case CELL_TIME:
        date_format(v->number, out);
        break;
    case CELL_DAY:
        date_format(v->number, out);
        out[strcspn(out, "T")] = 0;
        break;
    case CELL_SHARE:
    case CELL_REAL:
        snprintf(out, DISPLAY_MAX, "%.4f", v->real);
        break;
    }
}
