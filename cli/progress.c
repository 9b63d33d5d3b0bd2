#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"

/* Seconds between two drawings: on a terminal, and in a file. */
#define DRAW_TERMINAL 0.1
#define DRAW_FILE 5.0
/* Columns of the bar between its brackets. */
#define BAR 24
/* A time to go is told once so much time has gone into the rate. */
#define ETA_AFTER 1.0

double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

void progress_begin(struct progress *p, int asked)
{
    memset(p, 0, sizeof *p);
    p->terminal = isatty(STDERR_FILENO);
    p->on = asked > 0 || (!asked && p->terminal);
    clock_gettime(CLOCK_MONOTONIC, &p->start);
    p->last = p->start;
}

static int is_time(struct progress *p)
{
    if (!p->on ||
        seconds_since(&p->last) < (p->terminal ? DRAW_TERMINAL : DRAW_FILE))
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &p->last);
    return 1;
}

static void draw(struct progress *p, const char *line)
{
    if (p->terminal)
        fprintf(stderr, "\r%s\033[K", line);
    else
        fprintf(stderr, "%s\n", line);
    fflush(stderr);
    p->drawn = p->terminal;
}

static double share(uint64_t done, uint64_t total)
{
    if (!total)
        return 0;
    return done < total ? (double)done / (double)total : 1;
}

/* "[######      ]  41%", or nothing where the total is not known. */
static void draw_bar(char *out, uint64_t done, uint64_t total)
{
    double s = share(done, total);
    int full = (int)(s * BAR);
    *out = 0;
    if (!total)
        return;
    *out++ = '[';
    for (int i = 0; i < BAR; i++)
        *out++ = i < full ? '#' : ' ';
    sprintf(out, "] %3d%%  ", (int)(100 * s));
}

static void time_to_go(char *out, size_t size, double elapsed, double s)
{
    double left = s > 0 ? elapsed / s * (1 - s) : 0;
    *out = 0;
    if (elapsed < ETA_AFTER || s <= 0 || left > 360000)
        return;
    if (left < 3600)
        snprintf(out, size, ", %d:%02d to go", (int)left / 60, (int)left % 60);
    else
        snprintf(out, size, ", %dh%02d to go", (int)left / 3600,
                 (int)left / 60 % 60);
}

void progress_bytes(struct progress *p, uint64_t done, uint64_t total,
                    uint64_t articles)
{
    char bar[BAR + 16], eta[48], line[200];
    char a[DISPLAY_MAX], r[DISPLAY_MAX], b[DISPLAY_MAX];
    double elapsed;
    if (!is_time(p))
        return;
    elapsed = seconds_since(&p->start);
    draw_bar(bar, done, total);
    time_to_go(eta, sizeof eta, elapsed, share(done, total));
    snprintf(line, sizeof line, "%s%s, %s articles, %s/s%s", bar,
             size_format(done, b), count_format(articles, a),
             count_format((uint64_t)((double)articles / elapsed), r), eta);
    draw(p, line);
}

void progress_work(struct progress *p, const char *what, uint64_t done,
                   uint64_t total)
{
    char bar[BAR + 16], line[200];
    if (!is_time(p))
        return;
    draw_bar(bar, done, total);
    snprintf(line, sizeof line, "%s%s", bar, what ? what : "");
    draw(p, line);
}

int progress_store(void *p, const char *what, uint64_t done, uint64_t total)
{
    progress_work(p, what, done, total);
    return 0;
}

void progress_end(struct progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = 0;
}
