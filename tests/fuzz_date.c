/* Any bytes as a date: no crash, and no time outside the years allowed. What
 * is printed is read back as the same time. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char out[DATE_LEN];
    int64_t t, back;
    enum date_precision precision;
    if (date_parse((const char *)data, size, &t, &precision) != DATE_OK)
        return 0;
    if (t < -30610310400 || t > 253402387200)
        abort();
    date_format(t, out);
    if (out[4] == '-' && strcmp(out, "1000") >= 0 &&
        (date_parse(out, strlen(out), &back, NULL) != DATE_OK || back != t))
        abort();
    return 0;
}
