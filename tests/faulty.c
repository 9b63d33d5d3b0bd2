#include "tests/faulty.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include <sqlite3.h>

static struct {
    enum fault kind;
    long left; /* so many go well before */
    int for_good, paused;
    long failed;
} fault;

void faulty_arm(enum fault kind, long n, int for_good)
{
    fault.kind = kind;
    fault.left = n;
    fault.for_good = for_good;
    fault.failed = 0;
}

long faulty_disarm(void)
{
    fault.kind = FAULT_NONE;
    return fault.failed;
}

void faulty_pause(int paused)
{
    fault.paused = paused;
}

static int fails(enum fault kind)
{
    if (fault.kind != kind || fault.paused || fault.left < 0)
        return 0;
    if (fault.left) {
        fault.left--;
        return 0;
    }
    fault.left = fault.for_good ? 0 : -1;
    fault.failed++;
    return 1;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strdup(const char *s);

void *__wrap_malloc(size_t n)
{
    return fails(FAULT_ALLOCATION) ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails(FAULT_ALLOCATION) ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails(FAULT_ALLOCATION) ? NULL : __real_realloc(p, n);
}

char *__wrap_strdup(const char *s)
{
    return fails(FAULT_ALLOCATION) ? NULL : __real_strdup(s);
}

static sqlite3_mem_methods memory;

static void *sqlite_malloc(int n)
{
    return fails(FAULT_ALLOCATION) ? NULL : memory.xMalloc(n);
}

static void *sqlite_realloc(void *p, int n)
{
    return fails(FAULT_ALLOCATION) ? NULL : memory.xRealloc(p, n);
}

static sqlite3_vfs *disk, faulty_disk;
static const sqlite3_io_methods *file;
static sqlite3_io_methods faulty_file;

static int faulty_write(sqlite3_file *f, const void *bytes, int n,
                        sqlite3_int64 at)
{
    if (fails(FAULT_DEATH)) {
        file->xWrite(f, bytes, n / 2, at); /* torn */
        kill(getpid(), SIGKILL);
    }
    return fails(FAULT_WRITE) ? SQLITE_FULL : file->xWrite(f, bytes, n, at);
}

static int faulty_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return fails(FAULT_WRITE) ? SQLITE_IOERR_TRUNCATE
                              : file->xTruncate(f, size);
}

/* The disk need not turn for this. */
static int faulty_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fails(FAULT_WRITE) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int faulty_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f,
                       int flags, int *out)
{
    int rc = disk->xOpen(vfs, name, f, flags, out);
    if (rc || !f->pMethods)
        return rc;
    if (!file) {
        file = f->pMethods;
        faulty_file = *file;
        faulty_file.xWrite = faulty_write;
        faulty_file.xTruncate = faulty_truncate;
        faulty_file.xSync = faulty_sync;
    }
    if (f->pMethods == file)
        f->pMethods = &faulty_file;
    return rc;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)sync;
    return disk->xDelete(vfs, name, 0);
}

void faulty_init(void)
{
    sqlite3_mem_methods m;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
    m = memory;
    m.xMalloc = sqlite_malloc;
    m.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &m);
    disk = sqlite3_vfs_find(NULL);
    faulty_disk = *disk;
    faulty_disk.zName = "faulty";
    faulty_disk.xOpen = faulty_open;
    faulty_disk.xDelete = faulty_delete;
    sqlite3_vfs_register(&faulty_disk, 1);
}
