"""What the tests of the report share: a page as a tree of elements, and what
the values in it have to look like, written once more.

    page = Reader(text).top
    check(page.one("h1").text() == "Stories", "the heading")
"""
import datetime
import html.parser
import math
import unicodedata

DASH, MINUS = "\u2013", "\u2212"
bad = []


def check(holds, what):
    if not holds:
        bad.append(what)
        if len(bad) < 40:
            print("does not hold:", what)
    return holds


# ---- reading the page ------------------------------------------------------

VOID = {"meta", "link", "br", "input"}
# What the beginning of an element ends, where its own end is left out; and the
# element that nothing outside of is ended.
ENDS = {"tbody": ("table", {"td", "th", "tr", "thead"}),
        "td": ("table", {"td", "th"}), "th": ("table", {"td", "th"}),
        "tr": ("table", {"td", "th", "tr"}), "li": ("ul ol", {"li"}),
        "dt": ("dl", {"dt", "dd"}), "dd": ("dl", {"dt", "dd"})}


class Node:
    """An element with what is in it: elements and strings."""

    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent = tag, dict(attrs), parent
        self.inside = []

    def text(self):
        """All text in it, white space as one blank."""
        return " ".join(self.raw().split())

    def raw(self):
        """All text in it."""
        return "".join(x if isinstance(x, str) else x.raw()
                       for x in self.inside)

    def every(self, tag=None, name=None):
        """Elements below it of this tag and class, in order."""
        for x in self.inside:
            if isinstance(x, str):
                continue
            if (not tag or x.tag == tag) and (
                    not name or name in x.attrs.get("class", "").split()):
                yield x
            yield from x.every(tag, name)

    def one(self, tag=None, name=None):
        """The first of them, or None."""
        return next(self.every(tag, name), None)


class Reader(html.parser.HTMLParser):
    """HTML, as far as the page uses it, as a tree."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.top = self.at = Node("", {}, None)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        bound, ended = ENDS.get(tag, ("", set()))
        up = self.at
        while bound and up.parent and up.tag not in bound.split():
            if up.tag in ended:
                self.at = up.parent
            up = up.parent
        node = Node(tag, attrs, self.at)
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.inside.append(Node(tag, attrs, self.at))

    def handle_endtag(self, tag):
        up = self.at
        while up.parent and up.tag != tag:
            up = up.parent
        if up.tag == tag:
            self.at = up.parent

    def handle_data(self, data):
        self.at.inside.append(data)


def table_rows(table):
    """Its body as lists of cells."""
    return [[c for c in row.inside if not isinstance(c, str)]
            for row in table.one("tbody").every("tr")]


def number(node):
    """The number of a cell: its data-v, or its words."""
    return int(node.attrs.get("data-v", node.text().replace(",", "")))


# ---- what values look like, once more ---------------------------------------

def shown(s):
    """A stranger's string as the page may have it, white space folded."""
    out = []
    for c in s:
        n = ord(c)
        if c in "\t\n\r\x85\u2028\u2029":
            out.append(" ")
        elif (unicodedata.category(c) in ("Cc", "Cs") or n & 0xFFFE == 0xFFFE
              or 0xFDD0 <= n <= 0xFDEF or 0x202A <= n <= 0x202E
              or 0x2066 <= n <= 0x2069 or n in (0x200E, 0x200F, 0x61C)):
            out.append("\uFFFD")
        else:
            out.append(c)
    return " ".join("".join(out).split())


# Of what the tests have; the program knows more of them.
UNSEEN = " \u200b\u3000\ufeff\u00a0\u2060\u180e\ufe0f"


def thinned(s):
    """Without the fifth mark on a letter and those after it."""
    out, marks = [], 0
    for c in s:
        marks = marks + 1 if unicodedata.category(c)[0] == "M" else 0
        if marks <= 4:
            out.append(c)
    return "".join(out)


def is_shown(page, whole):
    """Whether the page has a string, or its beginning and an ellipsis."""
    whole = thinned(shown(whole or ""))
    if not whole.strip(UNSEEN):
        return page in ("no headline", "no site", whole)
    if page.endswith("\u2026") and not whole.endswith("\u2026"):
        return whole.startswith(page[:-1].rstrip()) and page != whole
    return page == whole


def lag(seconds):
    """A lag in words."""
    if seconds is None:
        return DASH
    s = abs(seconds)
    sign = MINUS if seconds < 0 else ""
    if s >= 48 * 3600:
        return f"{sign}{s // 86400} d {s // 3600 % 24} h"
    if s >= 3600:
        return f"{sign}{s // 3600} h {s // 60 % 60:02} min"
    return f"{sign}{s // 60} min" if s >= 60 or not s else f"{sign}{s} s"


def seconds(iso):
    """A time of JSON since 1970."""
    return int(datetime.datetime.strptime(iso, "%Y-%m-%dT%H:%M:%S%z")
               .timestamp())


def percent(part, whole):
    """A share in words; a list where rounding may go both ways."""
    if not whole:
        return [DASH]
    share = 100 * part / whole
    if part and share < 1:
        return ["<1%"]
    if part < whole and share > 99:
        return [">99%"]
    return [f"{share + e:.0f}%" for e in (-1e-9, 1e-9)]


def root(t):
    """Where a time is on an axis."""
    return math.copysign(math.sqrt(abs(t)), t)
