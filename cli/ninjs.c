#include "cli/ninjs.h"
#include "cli/lead.h"

#include <string.h>

/* Many services call something 'uri'; these they do not have with it. */
static int is_ninjs(struct json_object *object)
{
    static const char *const signs[] = {
        "versioncreated", "versionCreated",     "pubstatus",
        "pubStatus",      "representationtype", "representationType"};
    if (!json_object_object_get_ex(object, "uri", NULL))
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (json_object_object_get_ex(object, signs[i], NULL))
            return 1;
    return 0;
}

static const char *string(struct json_object *object, const char *name)
{
    struct json_object *v;
    if (!json_object_object_get_ex(object, name, &v) ||
        !json_object_is_type(v, json_type_string))
        return NULL;
    return json_object_get_string(v);
}

const char *ninjs_other_type(struct json_object *object)
{
    const char *type = string(object, "type");
    if (!type || !strcmp(type, "text") || !strcmp(type, "composite") ||
        !is_ninjs(object))
        return NULL;
    return type;
}

/* How good a form is; 0: it has no value. */
static int rate(struct json_object *form, int *html)
{
    const char *type, *role = string(form, "role");
    if (!string(form, "value"))
        return 0;
    type = string(form, "contenttype");
    type = type ? type : string(form, "contentType");
    *html = type && strstr(type, "html") != NULL;
    return (!type || !strcmp(type, "text/plain") ? 30
            : *html                              ? 20
                                                 : 10) +
           (role && !strcmp(role, "main"));
}

struct json_object *ninjs_value(struct json_object *list, int *html)
{
    struct json_object *best = NULL, *form;
    int most = 0, is_html = 0;
    *html = 0;
    if (!json_object_is_type(list, json_type_array))
        return list;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        int n;
        form = json_object_array_get_idx(list, i);
        if (json_object_is_type(form, json_type_object) &&
            (n = rate(form, &is_html)) > most) {
            most = n;
            *html = is_html;
            json_object_object_get_ex(form, "value", &best);
        }
    }
    return best ? best : list;
}

int ninjs_lead(struct batch *b, struct article *a, struct json_object *object)
{
    static const char *const names[] = {"byline", "by", "located"};
    const char *lines[3];
    size_t n = 0;
    if (!is_ninjs(object))
        return 0;
    for (size_t i = 0; i < 3; i++) {
        const char *s = string(object, names[i]);
        if (s && *s)
            lines[n++] = s;
    }
    if (n)
        a->text = lead_join(b, lines, n, a->text, a->text_len, &a->text_len);
    return a->text ? 0 : READER_NO_MEMORY;
}
