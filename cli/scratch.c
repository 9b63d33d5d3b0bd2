#include "cli/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/session.h"

/* A write of so many bytes costs as much for each of them as a larger one. */
#define BUFFER ((size_t)256 << 10)

static const char *folder(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

static int fail(const char *what)
{
    complain("cannot %s a temporary file in %s: %s", what, folder(),
             strerror(errno));
    return -1;
}

int scratch_open(struct scratch *s)
{
    static const char name[] = "/wireprint.XXXXXX";
    size_t n = strlen(folder());
    char *path = malloc(n + sizeof name);
    memset(s, 0, sizeof *s);
    s->buf = malloc(BUFFER);
    if (!path || !s->buf) {
        complain("out of memory");
        free(path);
        scratch_close(s);
        return -1;
    }
    memcpy(path, folder(), n);
    memcpy(path + n, name, sizeof name);
    s->fd = mkstemp(path);
    if (s->fd < 0) {
        fail("make");
        scratch_close(s);
    } else {
        unlink(path);
    }
    free(path);
    return s->buf ? 0 : -1;
}

uint64_t scratch_end(const struct scratch *s)
{
    return s->written + s->used;
}

static int write_all(struct scratch *s, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(s->fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fail("write");
        p += done;
        n -= (size_t)done;
        s->written += (uint64_t)done;
    }
    return 0;
}

int scratch_append(struct scratch *s, const void *bytes, size_t n)
{
    if (n > BUFFER - s->used) {
        size_t used = s->used;
        s->used = 0;
        if (write_all(s, s->buf, used))
            return -1;
    }
    if (n > BUFFER)
        return write_all(s, bytes, n);
    if (n)
        memcpy(s->buf + s->used, bytes, n);
    s->used += n;
    return 0;
}

int scratch_read(struct scratch *s, uint64_t offset, void *bytes, size_t n)
{
    char *p = bytes;
    while (n && offset < s->written) {
        size_t left =
            s->written - offset < n ? (size_t)(s->written - offset) : n;
        ssize_t got = pread(s->fd, p, left, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (!got)
            errno = EIO; /* somebody cut it */
        if (got <= 0)
            return fail("read");
        p += got;
        n -= (size_t)got;
        offset += (uint64_t)got;
    }
    if (n)
        memcpy(p, s->buf + (offset - s->written), n);
    return 0;
}

void scratch_close(struct scratch *s)
{
    if (s->buf && s->fd >= 0)
        close(s->fd);
    free(s->buf);
    memset(s, 0, sizeof *s);
}
