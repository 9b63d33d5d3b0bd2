/* In nine languages: a copy that another paper sets in other type, cuts from
 * the end and puts among its own furniture is found, and an article on the same
 * topic in other words is not. Each test runs for each language. */
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct stories w;

static int setup(void **state)
{
    (void)state;
    stories_open(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stories_drop(&w);
    return 0;
}

static const char *text(const char *language, const char *what)
{
    return stories_text(stories_print(&w, "%s %s", language, what));
}

/* The story as another house prints it. */
static const char *other_type(const char *language)
{
    const char *name = stories_print(&w, "%s story", language);
    return stories_typeset(&w, stories_form(&w, name, 1));
}

static void add_first_and_miss(const char *language)
{
    stories_add(&w, "a", "courier.example", 0, text(language, "story"));
    stories_add(&w, "miss", "gazette.example", 0, text(language, "miss"));
}

static void other_type_is_the_same(void **state)
{
    add_first_and_miss(*state);
    stories_add(&w, "b", "herald.example", 0, other_type(*state));
    stories_gather(&w);
    stories_together(&w, "a b");
    stories_related(&w, "a", "b", RELATION_SAME);
    stories_alone(&w, "miss");
}

static void cut_copy_is_found(void **state)
{
    add_first_and_miss(*state);
    stories_add(&w, "b", "herald.example", 0,
                stories_part(&w, other_type(*state), 0, 2));
    stories_gather(&w);
    stories_together(&w, "a b");
    enum relation r = stories_relation(&w, "a", "b");
    assert_true(r == RELATION_CONTAINS || r == RELATION_NEAR);
    stories_alone(&w, "miss");
}

static void copy_in_furniture_is_found(void **state)
{
    const char *letter = text(*state, "letter");
    add_first_and_miss(*state);
    stories_add(&w, "b", "herald.example", 0,
                stories_print(&w, "%s\n%s\n%s", letter,
                              stories_part(&w, other_type(*state), 0, 3),
                              letter));
    stories_gather(&w);
    stories_together(&w, "a b");
    stories_alone(&w, "miss");
}

/* The miss comes from a site that carries the story too, both with a letter
 * that the site has shown for days. */
static void near_miss_is_none(void **state)
{
    const char *letter = text(*state, "letter");
    for (unsigned day = 0; day < 4; day++) {
        char *own = crawl_text(day + 50, 2);
        stories_add(&w, stories_print(&w, "own%u", day), "herald.example",
                    (int)day, stories_print(&w, "%s\n%s", letter, own));
        free(own);
    }
    add_first_and_miss(*state);
    stories_add(&w, "b", "herald.example", 0,
                stories_print(&w, "%s\n%s", letter, other_type(*state)));
    stories_add(&w, "c", "herald.example", 1,
                stories_print(&w, "%s\n%s", letter, text(*state, "miss")));
    stories_gather(&w);
    stories_together(&w, "a b");
    stories_together(&w, "miss c");
    stories_apart(&w, "a miss");
    stories_alone(&w, "own0 own1 own2 own3");
}

#define UNIT(language, test)                                                   \
    {                                                                          \
        "test_languages_" #language "_" #test, test, setup, teardown, language \
    }
#define LANGUAGE(language)                                                     \
    UNIT(language, other_type_is_the_same), UNIT(language, cut_copy_is_found), \
        UNIT(language, copy_in_furniture_is_found),                            \
        UNIT(language, near_miss_is_none)

int main(int argc, char **argv)
{
    static char fr[] = "fr", de[] = "de", es[] = "es", ru[] = "ru", ar[] = "ar",
                hi[] = "hi", zh[] = "zh", ja[] = "ja", th[] = "th";
    const struct CMUnitTest tests[] = {
        LANGUAGE(fr), LANGUAGE(de), LANGUAGE(es), LANGUAGE(ru), LANGUAGE(ar),
        LANGUAGE(hi), LANGUAGE(zh), LANGUAGE(ja), LANGUAGE(th),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
