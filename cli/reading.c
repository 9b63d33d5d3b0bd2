#include "cli/reading.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cli/options.h"
#include "cli/session.h"

#define MAX_RECORD ((uint64_t)32 << 20)
#define MOST_RECORD ((uint64_t)1 << 30)

struct reading_options reading_asked = {.max_record = MAX_RECORD};

const struct option_def reading_options[] = {
    {.name = "map",
     .kind = OPTION_TEXT,
     .value = &reading_asked.map,
     .argument = "FIELD=NAME[,...]",
     .help = "read a field from the JSON member or column NAME; of JSON it may "
             "be a path such as meta.host. Fields: id, url, site, title, text, "
             "published, fetched, lang, author, source, modified",
     .fallback = "the names that common tools use"},
    {.name = "max-record",
     .kind = OPTION_SIZE,
     .value = &reading_asked.max_record,
     .argument = "SIZE",
     .help = "reject a record of more bytes, unpacked; K, M and G are "
             "understood, 1G is the most",
     .least = 1,
     .most = MOST_RECORD},
    {.name = "rejects",
     .kind = OPTION_TEXT,
     .value = &reading_asked.rejects,
     .argument = "FILE",
     .help = "append each record that cannot be used to FILE, as a line of "
             "JSON with its file, line, byte, reason, message and record"},
    {.name = "strict",
     .kind = OPTION_SWITCH,
     .value = &reading_asked.strict,
     .set = 1,
     .help = "stop at the first record that cannot be used"},
    {.name = "progress",
     .kind = OPTION_SWITCH,
     .value = &reading_asked.progress,
     .set = 1,
     .help = "tell the progress on stderr even where it is no terminal"},
    {.name = "quiet",
     .letter = 'q',
     .kind = OPTION_SWITCH,
     .value = &reading_asked.quiet,
     .set = 1,
     .help = "no summary and no progress; rejects are still told"},
    {0}};

/* Before anything is made: is any of the paths there? */
static int any_exists(int n, char **paths)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(paths[i], "-") || !access(paths[i], F_OK))
            return 1;
    for (int i = 0; i < n; i++)
        complain("%s: %s", paths[i], strerror(ENOENT));
    return 0;
}

/* The reader, by options that are known to make sense. */
static int open_reader(struct reading *in, int n, char **paths, int raw)
{
    struct reader_options o = {.fields = &in->fields,
                               .max_record = reading_asked.max_record,
                               .threads = session.threads,
                               .strict = reading_asked.strict,
                               .raw = raw};
    if (!any_exists(n, paths))
        return EXIT_FAILED;
    if (reading_asked.rejects) {
        if (rejects_open(&in->rejects, reading_asked.rejects,
                         reading_asked.max_record))
            return EXIT_FAILED;
        o.rejected = rejects_put;
        o.rejected_arg = in->rejects;
    }
    if (!reader_open(&in->reader, (const char *const *)paths, (size_t)n, &o))
        return EXIT_DONE;
    complain("out of memory");
    return EXIT_FAILED;
}

int reading_open(struct reading *in, int n, char **paths, int raw)
{
    char why[512];
    int code;
    memset(in, 0, sizeof *in);
    if (fields_init(&in->fields)) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    if (reading_asked.map &&
        fields_parse(&in->fields, reading_asked.map, why, sizeof why)) {
        complain("--map: %s", why);
        code = EXIT_MISUSE;
    } else {
        code = open_reader(in, n, paths, raw);
    }
    if (code)
        reading_close(in);
    return code;
}

int reading_close(struct reading *in)
{
    int failed;
    reader_close(in->reader);
    failed = rejects_close(in->rejects);
    fields_release(&in->fields);
    memset(in, 0, sizeof *in);
    return failed;
}

void reading_complain(const struct reject_place *p)
{
    if (p->line && strstr(p->message, "at byte "))
        complain("%s:%" PRIu64 ": %s", p->file, p->line, p->message);
    else if (p->line)
        complain("%s:%" PRIu64 ": byte %" PRIu64 ": %s", p->file, p->line,
                 p->byte, p->message);
    else
        complain("%s: %s", p->file, p->message);
}

void reading_tell(const struct reading *in, const struct reject_place *place,
                  size_t n, uint64_t rejected)
{
    for (int i = 0; i < REJECT_COUNT && in->reader; i++) {
        enum reject reason = (enum reject)i;
        const struct reject_place *p;
        uint64_t count = reader_count(in->reader, reason);
        size_t told = 0;
        while ((p = reader_place(in->reader, reason, told))) {
            reading_complain(p);
            told++;
        }
        if (count > told)
            complain("... and %" PRIu64 " more: %s", count - told,
                     reject_name(reason));
    }
    for (size_t i = 0; i < n; i++)
        reading_complain(&place[i]);
    if (rejected > n)
        complain("... and %" PRIu64 " more without a word or too long",
                 rejected - n);
}

#define REASON(reason, name, words) reason,

void reading_cells(const struct reader *r, uint64_t empty, uint64_t too_long,
                   struct cell *cells)
{
    static const enum reject reasons[] = {READING_REASONS(REASON)};
    for (size_t i = 0; i < READING_NCOLUMNS; i++) {
        uint64_t n = r ? reader_count(r, reasons[i]) : 0;
        if (reasons[i] == REJECT_EMPTY_TEXT)
            n += empty;
        else if (reasons[i] == REJECT_TOO_LONG)
            n += too_long;
        cells[i] = cell_count(n);
    }
}
