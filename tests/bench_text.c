/*
 * bench_text [FILE]: how fast text_fold() is, in MB/s and ns a token, on the
 * file, else on words of some languages. The text is folded in pieces of about
 * the size of an article, cut at white space, as articles are. Of several
 * rounds the best is shown, since other programs only make one slower.
 *
 * The words of the samples are drawn by chance: one sentence over and over
 * would be learned by the processor, and come out twice as fast as news does.
 */
#include "shingle/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SIZE 2000000
#define PIECE 3300 /* the mean of senate-2005 */

static const char *const samples[][2] = {
    {"English",
     "The minister's plane left for Geneva at 9:40 a.m. on Tuesday, "
     "officials said; talks on the 1,200-page treaty resume there. "},
    {"French",
     "L’avion de la ministre a décollé à 9 h 40 mardi, a-t-on appris "
     "auprès du gouvernement ; les négociations reprendront à l’été. "},
    {"Russian", "Самолёт министра вылетел в Женеву во вторник утром, сообщили "
                "официальные лица; там продолжатся переговоры о договоре. "},
    {"Arabic", "غادرت طائرة الوزير إلى جنيف صباح الثلاثاء حيث تستأنف "
               "المحادثات حول المعاهدة، حسبما قال مسؤولون. "},
    {"Hindi", "मंत्री का विमान मंगलवार सुबह जिनेवा के लिए रवाना हुआ, जहाँ संधि "
              "पर बातचीत फिर शुरू होगी। "},
    {"Chinese",
     "部长的飞机星期二上午飞往日内瓦，官员们说，关于条约的谈判将在那里"
     "恢复。"},
    {"Japanese",
     "大臣を乗せた飛行機は火曜日の朝ジュネーブへ出発した。条約の交渉が"
     "再開される。"},
    {"Thai", "เครื่องบินของรัฐมนตรีออกเดินทางไปเจนีวาเมื่อเช้าวันอังคาร "},
    {"Korean",
     "장관을 태운 비행기가 화요일 아침 제네바로 떠났으며 그곳에서 조약 "
     "협상이 다시 열린다. "},
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Folds len bytes in pieces; returns the number of tokens. */
static size_t fold_pieces(struct text *t, const char *bytes, size_t len)
{
    size_t tokens = 0, at = 0, n;

    for (; at < len; at += n) {
        n = len - at < PIECE ? len - at : PIECE;
        while (at + n < len && !strchr(" \n", bytes[at + n]))
            n++;
        if (text_fold(t, bytes + at, n)) {
            fprintf(stderr, "bench_text: cannot fold\n");
            exit(1);
        }
        tokens += t->n;
    }
    return tokens;
}

static void measure(const char *name, const char *bytes, size_t len)
{
    double best = 1e9;
    size_t tokens = 0;
    struct text t;
    int round;

    text_init(&t);
    for (round = 0; round < 15; round++) {
        double start = now(), took;

        tokens = fold_pieces(&t, bytes, len);
        took = now() - start;
        if (took < best)
            best = took;
    }
    printf("%-9s %5.0f MB/s %6.1f ns a token %9zu tokens\n", name,
           (double)len / best / 1e6, best * 1e9 / (double)(tokens ? tokens : 1),
           tokens);
    text_release(&t);
}

static void measure_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    char *bytes = NULL;
    long len = -1;

    if (f && !fseek(f, 0, SEEK_END))
        len = ftell(f);
    if (len > 0)
        bytes = malloc((size_t)len);
    if (bytes)
        rewind(f);
    if (!bytes || fread(bytes, 1, (size_t)len, f) != (size_t)len) {
        fprintf(stderr, "bench_text: %s: cannot read\n", name);
        exit(1);
    }
    fclose(f);
    measure("file", bytes, (size_t)len);
    free(bytes);
}

/* Draws words of the sentence until there are SIZE bytes; returns how many. In
 * Chinese and the like a word is a character. */
static size_t draw(char *bytes, const char *sentence)
{
    size_t starts[200], n = 0, len = 0, i;
    int spaced = strchr(sentence, ' ') != NULL;
    uint64_t seed = 1;

    for (i = 0; sentence[i] && n < 199; i++)
        if (!i ||
            (spaced ? sentence[i - 1] == ' ' : (sentence[i] & 0xc0) != 0x80))
            starts[n++] = i;
    starts[n] = i;
    while (len + 100 < SIZE) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        i = (seed >> 33) % n;
        memcpy(bytes + len, sentence + starts[i], starts[i + 1] - starts[i]);
        len += starts[i + 1] - starts[i];
        if (!spaced && seed >> 60 == 0)
            bytes[len++] = '\n';
    }
    return len;
}

int main(int argc, char **argv)
{
    char *bytes;
    size_t i;

    if (argc > 1) {
        measure_file(argv[1]);
        return 0;
    }
    bytes = malloc(SIZE);
    if (!bytes)
        return 1;
    for (i = 0; i < sizeof samples / sizeof *samples; i++)
        measure(samples[i][0], bytes, draw(bytes, samples[i][1]));
    free(bytes);
    return 0;
}
