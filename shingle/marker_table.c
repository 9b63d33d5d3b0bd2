/*
 * The words that mark a copy, with what shows that such a word is a marker and
 * no part of a sentence. They stand in order of their first letters, so that a
 * line is compared with those of its own only.
 */
#include "shingle/marker_table.h"

/* clang-format off */
#define WORD(word, kind, flags) {word, sizeof word - 1, kind, flags}
#define WORDS(array) {array, sizeof array / sizeof *array}
/* clang-format on */

static const struct marker_word at_a[] = {
    WORD("a previous version of this", MARKER_CORRECTION, MARKER_NOTE),
    WORD("actualisation", MARKER_UPDATE, 0),
    WORD("actualise ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("actualisé", MARKER_UPDATE, 0),
    WORD("actualiza", MARKER_UPDATE, MARKER_STRICT),
    WORD("actualiza ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("actualizacion", MARKER_UPDATE, 0),
    WORD("actualización", MARKER_UPDATE, 0),
    WORD("adds ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("advisory", MARKER_ADVISORY, 0),
    WORD("aggiornamento", MARKER_UPDATE, 0),
    WORD("aktualisiert", MARKER_UPDATE, 0),
    WORD("aktualisierung", MARKER_UPDATE, 0),
    WORD("aktualizacja", MARKER_UPDATE, 0),
    WORD("alerta", MARKER_URGENT, MARKER_STRICT | MARKER_TITLE),
    WORD("alerte", MARKER_URGENT, MARKER_STRICT | MARKER_TITLE),
    WORD("ampl", MARKER_UPDATE, MARKER_STRICT),
    WORD("ampliación", MARKER_UPDATE, MARKER_STRICT),
    WORD("amplía ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("an earlier version of this", MARKER_CORRECTION, MARKER_NOTE),
    WORD("anm. d. red.: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("anmerkung der redaktion: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("annulation", MARKER_KILL, MARKER_STRICT),
    WORD("annule et remplace", MARKER_KILL, 0),
    WORD("annullamento", MARKER_KILL, MARKER_STRICT),
    WORD("anulación", MARKER_KILL, MARKER_STRICT),
    WORD("anulada", MARKER_KILL, MARKER_STRICT),
    WORD("atualizada", MARKER_UPDATE, 0),
    WORD("atualização", MARKER_UPDATE, 0),
};

static const struct marker_word at_b[] = {
    WORD("berichtigt", MARKER_CORRECTION, MARKER_IN_BRACKET),
    WORD("berichtigung", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("breaking", MARKER_URGENT, 0),
    WORD("breaking news", MARKER_URGENT, 0),
    WORD("bulletin kill", MARKER_KILL, 0),
};

static const struct marker_word at_c[] = {
    WORD("cet article a été corrigé", MARKER_CORRECTION, MARKER_NOTE),
    WORD("cet article a été mis à jour", MARKER_UPDATE, MARKER_NOTE),
    WORD("clarification", MARKER_CORRECTION, 0),
    WORD("correccion", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("corrección", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("corrected", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("correctie", MARKER_CORRECTION, 0),
    WORD("correction", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("corrects", MARKER_CORRECTION, MARKER_STRICT),
    WORD("corrects ", MARKER_CORRECTION, MARKER_IN_BRACKET),
    WORD("correção", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("corrige", MARKER_CORRECTION, MARKER_STRICT),
    WORD("corrige ", MARKER_CORRECTION, MARKER_IN_BRACKET),
    WORD("corrigé", MARKER_CORRECTION, MARKER_STRICT),
};

static const struct marker_word at_d[] = {
    WORD("düzeltme", MARKER_CORRECTION, 0),
};

static const struct marker_word at_e[] = {
    WORD("editor's note: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("editors", MARKER_ADVISORY, MARKER_STRICT),
    WORD("editors' note: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("eds", MARKER_ADVISORY, 0),
    WORD("eds: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("eil", MARKER_URGENT, MARKER_STRICT),
    WORD("eilmeldung", MARKER_URGENT, MARKER_BARE),
    WORD("eine frühere version dieses", MARKER_CORRECTION, MARKER_NOTE),
    WORD("en una versión anterior", MARKER_CORRECTION, MARKER_NOTE),
    WORD("errata", MARKER_CORRECTION, 0),
    WORD("errata corrige", MARKER_CORRECTION, MARKER_BARE),
    WORD("erratum", MARKER_CORRECTION, 0),
    WORD("este artículo ha sido actualizado", MARKER_UPDATE, MARKER_NOTE),
    WORD("este artículo ha sido corregido", MARKER_CORRECTION, MARKER_NOTE),
};

static const struct marker_word at_f[] = {
    WORD("fe de erratas", MARKER_CORRECTION, 0),
    WORD("fe de errores", MARKER_CORRECTION, 0),
    WORD("flash", MARKER_URGENT, MARKER_STRICT),
};

static const struct marker_word at_g[] = {
    WORD("güncelleme", MARKER_UPDATE, 0),
};

static const struct marker_word at_h[] = {
    WORD("helyesbítés", MARKER_CORRECTION, 0),
    WORD("helyreigazítás", MARKER_CORRECTION, 0),
    WORD("hinweis an die redaktionen", MARKER_ADVISORY, 0),
    WORD("hinweis: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
};

static const struct marker_word at_i[] = {
    WORD("in een eerdere versie van", MARKER_CORRECTION, MARKER_NOTE),
    WORD("in einer ersten version", MARKER_CORRECTION, MARKER_NOTE),
    WORD("in einer früheren fassung", MARKER_CORRECTION, MARKER_NOTE),
    WORD("in einer früheren version", MARKER_CORRECTION, MARKER_NOTE),
};

static const struct marker_word at_k[] = {
    WORD("kill", MARKER_KILL, MARKER_STRICT),
    WORD("kill notice", MARKER_KILL, 0),
    WORD("korekta", MARKER_CORRECTION, 0),
    WORD("korrektur", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("korrigiert", MARKER_CORRECTION, 0),
};

static const struct marker_word at_l[] = {
    WORD("ld", MARKER_LEAD, MARKER_STRICT),
    WORD("lead", MARKER_LEAD, MARKER_STRICT),
    WORD("lead all", MARKER_LEAD, MARKER_STRICT),
};

static const struct marker_word at_m[] = {
    WORD("mandatory kill", MARKER_KILL, 0),
    WORD("mise à jour", MARKER_UPDATE, 0),
};

static const struct marker_word at_n[] = {
    WORD("ndlr: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("neu", MARKER_UPDATE, MARKER_STRICT),
    WORD("neu: ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("news alert", MARKER_URGENT, 0),
    WORD("newsalert", MARKER_URGENT, MARKER_BARE),
    WORD("nota: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("note to readers: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
    WORD("note: ", MARKER_KINDS, MARKER_BEFORE_NOTE),
};

static const struct marker_word at_o[] = {
    WORD("oikaisu", MARKER_CORRECTION, 0),
    WORD("oprava", MARKER_CORRECTION, 0),
};

static const struct marker_word at_p[] = {
    WORD("pilne", MARKER_URGENT, MARKER_STRICT),
};

static const struct marker_word at_r[] = {
    WORD("recast", MARKER_UPDATE, MARKER_STRICT),
    WORD("recasts", MARKER_UPDATE, MARKER_STRICT),
    WORD("recasts", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("rectificacion", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("rectificación", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("rectificatie", MARKER_CORRECTION, 0),
    WORD("rectificatif", MARKER_CORRECTION, MARKER_BARE),
    WORD("rectification", MARKER_CORRECTION, 0),
    WORD("reenvío", MARKER_REPEAT, MARKER_STRICT),
    WORD("refile", MARKER_REPEAT, 0),
    WORD("refiled", MARKER_REPEAT, MARKER_STRICT),
    WORD("refiles ", MARKER_REPEAT, MARKER_IN_BRACKET),
    WORD("repeat", MARKER_REPEAT, MARKER_STRICT),
    WORD("reprise", MARKER_REPEAT, MARKER_STRICT),
    WORD("rettelse", MARKER_CORRECTION, 0),
    WORD("rettifica", MARKER_CORRECTION, MARKER_SHOUTED),
    WORD("roundup", MARKER_SUMMARY, 0),
    WORD("rpt", MARKER_REPEAT, MARKER_STRICT),
    WORD("rättelse", MARKER_CORRECTION, 0),
    WORD("rückzug", MARKER_KILL, MARKER_STRICT),
};

static const struct marker_word at_s[] = {
    WORD("son dakika", MARKER_URGENT, 0),
    WORD("sprostowanie", MARKER_CORRECTION, 0),
    WORD("story removed", MARKER_KILL, 0),
    WORD("story withdrawn", MARKER_KILL, 0),
    WORD("synthèse", MARKER_SUMMARY, MARKER_STRICT),
};

static const struct marker_word at_t[] = {
    WORD("this article has been corrected", MARKER_CORRECTION, MARKER_NOTE),
    WORD("this article has been updated", MARKER_UPDATE, MARKER_NOTE),
    WORD("this is an updated version", MARKER_UPDATE, MARKER_NOTE),
    WORD("this story corrects", MARKER_CORRECTION, MARKER_NOTE),
    WORD("this story has been corrected", MARKER_CORRECTION, MARKER_NOTE),
    WORD("this story has been updated", MARKER_UPDATE, MARKER_NOTE),
    WORD("this version corrects", MARKER_CORRECTION, MARKER_NOTE),
};

static const struct marker_word at_u[] = {
    WORD("uma versão anterior dest", MARKER_CORRECTION, MARKER_NOTE),
    WORD("una precedente versione di quest", MARKER_CORRECTION, MARKER_NOTE),
    WORD("una versión anterior de est", MARKER_CORRECTION, MARKER_NOTE),
    WORD("une première version de cet", MARKER_CORRECTION, MARKER_NOTE),
    WORD("une version précédente de cet", MARKER_CORRECTION, MARKER_NOTE),
    WORD("update", MARKER_UPDATE, 0),
    WORD("updated", MARKER_UPDATE, 0),
    WORD("updates ", MARKER_UPDATE, MARKER_IN_BRACKET),
    WORD("urgent", MARKER_URGENT, MARKER_BARE),
    WORD("urgente", MARKER_URGENT, MARKER_BARE),
};

static const struct marker_word at_w[] = {
    WORD("wdh", MARKER_REPEAT, MARKER_STRICT),
    WORD("wiederholung", MARKER_REPEAT, 0),
    WORD("withdrawn", MARKER_KILL, MARKER_STRICT | MARKER_TITLE),
    WORD("wrap-up", MARKER_SUMMARY, MARKER_STRICT),
    WORD("wrapup", MARKER_SUMMARY, 0),
    WORD("write-thru", MARKER_WRITETHRU, 0),
    WORD("writethrough", MARKER_WRITETHRU, 0),
    WORD("writethru", MARKER_WRITETHRU, 0),
};

static const struct marker_word at_z[] = {
    WORD("zurückgezogen", MARKER_KILL, MARKER_STRICT),
    WORD("zusammenfassung", MARKER_SUMMARY, 0),
};

static const struct marker_word at_others[] = {
    WORD("última hora", MARKER_URGENT, 0),
    WORD("аннулирование", MARKER_KILL, 0),
    WORD("аннулировано", MARKER_KILL, 0),
    WORD("в более ранней версии", MARKER_CORRECTION, MARKER_NOTE),
    WORD("в предыдущей версии", MARKER_CORRECTION, MARKER_NOTE),
    WORD("виправлено", MARKER_CORRECTION, 0),
    WORD("дополнено", MARKER_UPDATE, 0),
    WORD("исправление", MARKER_CORRECTION, 0),
    WORD("исправлено", MARKER_CORRECTION, 0),
    WORD("молния", MARKER_URGENT, MARKER_STRICT),
    WORD("обновление", MARKER_UPDATE, 0),
    WORD("обновлено", MARKER_UPDATE, 0),
    WORD("повтор", MARKER_REPEAT, 0),
    WORD("поправка", MARKER_CORRECTION, 0),
    WORD("срочно", MARKER_URGENT, 0),
    WORD("терміново", MARKER_URGENT, 0),
    WORD("уточнение", MARKER_CORRECTION, 0),
    WORD("уточнення", MARKER_CORRECTION, 0),
    WORD("تحديث", MARKER_UPDATE, 0),
    WORD("تصحيح", MARKER_CORRECTION, 0),
    WORD("عاجل", MARKER_URGENT, 0),
    WORD("अपडेट", MARKER_UPDATE, 0),
    WORD("भूल सुधार", MARKER_CORRECTION, 0),
    WORD("सुधार", MARKER_CORRECTION, 0),
    WORD("快讯", MARKER_URGENT, 0),
    WORD("急电", MARKER_URGENT, 0),
    WORD("撤稿", MARKER_KILL, 0),
    WORD("更新", MARKER_UPDATE, 0),
    WORD("更正", MARKER_CORRECTION, 0),
    WORD("訂正", MARKER_CORRECTION, 0),
    WORD("订正", MARKER_CORRECTION, 0),
    WORD("速報", MARKER_URGENT, 0),
    WORD("긴급", MARKER_URGENT, 0),
    WORD("속보", MARKER_URGENT, 0),
    WORD("업데이트", MARKER_UPDATE, 0),
    WORD("전문취소", MARKER_KILL, 0),
    WORD("정정", MARKER_CORRECTION, 0),
};

const struct marker_words marker_latin[26] = {
    ['a' - 'a'] = WORDS(at_a), ['b' - 'a'] = WORDS(at_b),
    ['c' - 'a'] = WORDS(at_c), ['d' - 'a'] = WORDS(at_d),
    ['e' - 'a'] = WORDS(at_e), ['f' - 'a'] = WORDS(at_f),
    ['g' - 'a'] = WORDS(at_g), ['h' - 'a'] = WORDS(at_h),
    ['i' - 'a'] = WORDS(at_i), ['k' - 'a'] = WORDS(at_k),
    ['l' - 'a'] = WORDS(at_l), ['m' - 'a'] = WORDS(at_m),
    ['n' - 'a'] = WORDS(at_n), ['o' - 'a'] = WORDS(at_o),
    ['p' - 'a'] = WORDS(at_p), ['r' - 'a'] = WORDS(at_r),
    ['s' - 'a'] = WORDS(at_s), ['t' - 'a'] = WORDS(at_t),
    ['u' - 'a'] = WORDS(at_u), ['w' - 'a'] = WORDS(at_w),
    ['z' - 'a'] = WORDS(at_z),
};

const struct marker_words marker_others = WORDS(at_others);
