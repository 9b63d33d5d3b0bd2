/*
 * One line of the table is one meaning with its words, in lower case, between
 * spaces. A date has a handful of words and an article a date or two, so the
 * table is simply searched: about half a microsecond a word.
 */
#include "cli/date_words.h"

#include <string.h>

struct line {
    enum date_word_kind kind;
    int value;
    const char *words;
};

static const struct line table[] = {
    {DATE_WORD_MONTH, 1,
     " january jan janvier janv januar jän jänner enero ene gennaio gen "
     "janeiro январь января янв januari "},
    {DATE_WORD_MONTH, 2,
     " february feb février fevrier févr fév fevr februar febrero febbraio "
     "fevereiro fev февраль февраля фев февр februari "},
    {DATE_WORD_MONTH, 3,
     " march mar mars märz maerz mär mrz marzo março marco марта март мар "
     "maart mrt "},
    {DATE_WORD_MONTH, 4,
     " april apr avril avr abril abr aprile апрель апреля апр "},
    {DATE_WORD_MONTH, 5, " may mai mayo maggio mag maio май мая mei "},
    {DATE_WORD_MONTH, 6,
     " june jun juin juni junio giugno giu junho июнь июня июн "},
    {DATE_WORD_MONTH, 7,
     " july jul juillet juil juli julio luglio lug julho июль июля июл "},
    {DATE_WORD_MONTH, 8,
     " august aug août aout agosto ago август августа авг augustus "},
    {DATE_WORD_MONTH, 9,
     " september sep sept septembre septiembre setiembre set settembre "
     "setembro сентябрь сентября сен сент "},
    {DATE_WORD_MONTH, 10,
     " october oct octobre oktober okt octubre ottobre ott outubro out "
     "октябрь октября окт "},
    {DATE_WORD_MONTH, 11,
     " november nov novembre noviembre novembro ноябрь ноября ноя нояб "},
    {DATE_WORD_MONTH, 12,
     " december dec décembre decembre déc dezember dez diciembre dic dicembre "
     "dezembro декабрь декабря дек "},
    {DATE_WORD_WEEKDAY, 0,
     " monday tuesday wednesday thursday friday saturday sunday mon tue tues "
     "wed thu thur thurs fri sat sun lundi mardi mercredi jeudi vendredi "
     "samedi dimanche montag dienstag mittwoch donnerstag freitag samstag "
     "sonnabend sonntag mo di mi do fr sa so lunes martes miércoles miercoles "
     "jueves viernes sábado sabado domingo lunedì martedì mercoledì giovedì "
     "venerdì sabato domenica segunda terça quarta quinta sexta segunda-feira "
     "terça-feira quarta-feira quinta-feira sexta-feira понедельник вторник "
     "среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс maandag "
     "dinsdag woensdag donderdag vrijdag zaterdag zondag "},
    {DATE_WORD_HALF, 0, " am a.m. a.m "},
    {DATE_WORD_HALF, 12, " pm p.m. p.m "},
    {DATE_WORD_JOIN, 0,
     " at on of de del à a las le um am den der kl klo klokken om alle ore às "
     "as em il el в the "},
    {DATE_WORD_ORDINAL, 0, " st nd rd th er o ter "},
    {DATE_WORD_HOUR, 0, " uhr h hs hrs uur ч "},
    {DATE_WORD_YEAR, 0, " г года год "},
    {DATE_WORD_T, 0, " t "},
    {DATE_WORD_W, 0, " w "},
    {DATE_WORD_ZONE, 0, " z utc gmt ut wet "},
    {DATE_WORD_ZONE, 60, " cet bst west met mez wat "},
    {DATE_WORD_ZONE, 120, " cest eet mest mesz sast cat "},
    {DATE_WORD_ZONE, 180, " msk eest eat trt мск "},
    {DATE_WORD_ZONE, 240, " msd gst "},
    {DATE_WORD_ZONE, 300, " pkt "},
    {DATE_WORD_ZONE, 330, " ist "},
    {DATE_WORD_ZONE, 420, " ict wib "},
    {DATE_WORD_ZONE, 480, " hkt sgt awst myt "},
    {DATE_WORD_ZONE, 540, " jst kst "},
    {DATE_WORD_ZONE, 570, " acst "},
    {DATE_WORD_ZONE, 600, " aest "},
    {DATE_WORD_ZONE, 630, " acdt "},
    {DATE_WORD_ZONE, 660, " aedt "},
    {DATE_WORD_ZONE, 720, " nzst "},
    {DATE_WORD_ZONE, 780, " nzdt "},
    {DATE_WORD_ZONE, -150, " ndt "},
    {DATE_WORD_ZONE, -180, " adt brt art "},
    {DATE_WORD_ZONE, -210, " nst "},
    {DATE_WORD_ZONE, -240, " edt ast "},
    {DATE_WORD_ZONE, -300, " est cdt "},
    {DATE_WORD_ZONE, -360, " cst mdt "},
    {DATE_WORD_ZONE, -420, " mst pdt "},
    {DATE_WORD_ZONE, -480, " pst akdt "},
    {DATE_WORD_ZONE, -540, " akst "},
    {DATE_WORD_ZONE, -600, " hst "},
    {DATE_WORD_US_ZONE, -300, " et "},
    {DATE_WORD_US_ZONE, -360, " ct "},
    {DATE_WORD_US_ZONE, -420, " mt "},
    {DATE_WORD_US_ZONE, -480, " pt "},
};

/* The longest word of the table, segunda-feira or a Russian weekday of eleven
 * two-byte letters, stays under this. */
#define LONGEST 30

/* Lower case of ASCII, of U+00C0 to U+00DE and of U+0400 to U+042F; all of
 * them keep their length in UTF-8. */
static void fold(unsigned char *out, const unsigned char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = s[i], next = i + 1 < len ? s[i + 1] : 0;
        if (c >= 'A' && c <= 'Z') {
            out[i] = (unsigned char)(c + 32);
        } else if (c == 0xC3 && next >= 0x80 && next <= 0x9E) {
            out[i++] = c;
            out[i] = (unsigned char)(next + 0x20);
        } else if (c == 0xD0 && next >= 0x90 && next <= 0xAF) {
            unsigned u = 0x410u + (next - 0x90u) + 0x20u;
            out[i++] = (unsigned char)(0xC0 | u >> 6);
            out[i] = (unsigned char)(0x80 | (u & 63));
        } else if (c == 0xD0 && next >= 0x80 && next <= 0x8F) {
            out[i++] = 0xD1;
            out[i] = (unsigned char)(next + 0x10);
        } else {
            out[i] = c;
        }
    }
}

struct date_word date_word(const char *s, size_t len)
{
    struct date_word w = {DATE_WORD_OTHER, 0};
    char key[LONGEST + 3];
    if (!len || len > LONGEST || memchr(s, ' ', len) || memchr(s, 0, len))
        return w;
    key[0] = ' ';
    fold((unsigned char *)key + 1, (const unsigned char *)s, len);
    key[len + 1] = ' ';
    key[len + 2] = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strstr(table[i].words, key)) {
            w.kind = table[i].kind;
            w.value = table[i].value;
            return w;
        }
    return w;
}
