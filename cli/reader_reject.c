#include "cli/reader_state.h"

#include <stdarg.h>
#include <stdio.h>

const char *reject_name(enum reject reason)
{
    static const char *const names[REJECT_COUNT] = {
        "cannot be read",
        "damaged or cut off packed data",
        "broken JSON",
        "file ends inside a record",
        "not a JSON object",
        "no text",
        "text is not a string",
        "empty text",
        "record too long",
        "nested too deep",
        "not text",
        "damaged WARC record",
        "damaged HTTP message",
        "row with too few or too many cells",
        "quote not closed",
        "broken XML",
        "field of the wrong type",
        "time not understood",
        "ambiguous date",
    };
    return names[reason];
}

const char *reject_key(enum reject reason)
{
    static const char *const keys[REJECT_COUNT] = {
        [REJECT_FILE] = "file",
        [REJECT_DAMAGED] = "damaged",
        [REJECT_SYNTAX] = "syntax",
        [REJECT_TRUNCATED] = "truncated",
        [REJECT_NOT_OBJECT] = "not_object",
        [REJECT_NO_TEXT] = "no_text",
        [REJECT_TEXT_TYPE] = "text_type",
        [REJECT_EMPTY_TEXT] = "empty_text",
        [REJECT_TOO_LONG] = "too_long",
        [REJECT_TOO_DEEP] = "too_deep",
        [REJECT_NOT_TEXT] = "not_text",
        [REJECT_RECORD] = "record",
        [REJECT_HTTP] = "http",
        [REJECT_ROW] = "row",
        [REJECT_QUOTE] = "quote",
        [REJECT_XML] = "xml",
        [WARN_TYPE] = "type",
        [WARN_DATE] = "date",
        [WARN_DATE_AMBIGUOUS] = "ambiguous_date",
    };
    return keys[reason] ? keys[reason] : "other";
}

int source_reject(struct source *src, enum reject reason, uint64_t line,
                  uint64_t byte, const char *format, ...)
{
    struct reader *r = src->reader;
    struct reject_place place;
    int warning = reason >= REJECT_WARNINGS, first, keep;
    uint64_t seen;
    va_list ap;
    int rc = warning ? 0 : pages_run(r->pages, r); /* they come before it */
    if (rc)
        return rc;
    first = !warning && !r->rejected;
    seen = r->counts[reason]++;
    r->rejected += !warning;
    keep = !warning && r->options.rejected;
    if (seen < REJECT_PLACES || first || keep) {
        place = (struct reject_place){reason, src->name, line, byte, ""};
        va_start(ap, format);
        vsnprintf(place.message, sizeof place.message, format, ap);
        va_end(ap);
        for (char *p = place.message; *p; p++)
            if ((unsigned char)*p < ' ' || *p == 127)
                *p = '?'; /* it may quote the input, and end on a terminal */
        if (seen < REJECT_PLACES)
            r->places[reason][seen] = place;
        if (first)
            r->first = place;
    }
    if (keep && r->options.rejected(r->options.rejected_arg, &place,
                                    src->record, src->record_len))
        return READER_NO_MEMORY;
    return r->options.strict && !warning ? READER_STRICT : 0;
}

uint64_t reader_count(const struct reader *r, enum reject reason)
{
    return r->counts[reason];
}

uint64_t reader_rejected(const struct reader *r)
{
    return r->rejected;
}

const struct reject_place *reader_place(const struct reader *r,
                                        enum reject reason, size_t i)
{
    return i < REJECT_PLACES && i < r->counts[reason] ? &r->places[reason][i]
                                                      : NULL;
}

const struct reject_place *reader_first(const struct reader *r)
{
    return r->rejected ? &r->first : NULL;
}
