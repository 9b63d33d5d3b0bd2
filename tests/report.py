#!/usr/bin/env python3
"""Is the report's page what the database has? report.py PROGRAM SOURCE [DB...]

Reads the page back and holds every number of every story, copy, version, site
and list against what `spread`, `sites`, `uncredited` and `stale` say, and the
places of the marks in the charts against the lags. Then a crawl of hostile
strings, an empty file, and what can go wrong while writing. With DB, only the
comparison for these databases.
"""
import base64
import datetime
import hashlib
import html.parser
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse

DASH, MINUS = "\u2013", "\u2212"
bad = []


def check(holds, what):
    if not holds:
        bad.append(what)
        if len(bad) < 40:
            print("does not hold:", what)
    return holds


class Program:
    """The program with a database."""

    def __init__(self, path, db):
        self.path, self.db = path, db

    def run(self, *args, code=0, data=None, **env):
        """Its output as bytes; the exit code has to be as given."""
        done = subprocess.run([self.path, "--db", self.db, *args], input=data,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False, env={**os.environ, **env})
        self.said = done.stderr.decode()
        check(done.returncode == code, f"{args}: exit code {done.returncode}, "
              f"not {code}: {self.said[:300]}")
        return done.stdout

    def rows(self, *args):
        """The rows of a listing."""
        out = self.run(*args, "--json").decode().split("\n")
        return [json.loads(line) for line in out if line]


# ---- reading the page ------------------------------------------------------

VOID = {"meta", "link", "br", "use", "line", "path", "circle", "rect", "input"}
# What the beginning of an element ends, where its own end is left out; and the
# element that nothing outside of is ended.
ENDS = {"td": ("table", {"td", "th"}), "th": ("table", {"td", "th"}),
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


def is_shown(page, whole):
    """Whether the page has a string, or its beginning and an ellipsis."""
    whole = shown(whole or "")
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


# ---- the page against the program -------------------------------------------

def same_facts(where, section, story):
    """The figures at the head of a section."""
    facts = {dd.attrs["data-k"]: dd for dd in section.one("dl", "facts")
             .every("dd")}
    for key in ("copies", "sites", "versions", "credited", "digests", "stale",
                "conflicts", "undated"):
        if key in facts:
            check(number(facts[key]) == story[key], f"{where}: {key}")
        else:
            check(not story[key], f"{where}: {key} is not told")
    for key in ("half_life", "median_lag"):
        if key in facts:
            check(number(facts[key]) == story[key] and
                  facts[key].text() == lag(story[key]), f"{where}: {key}")
        else:
            check(story[key] is None, f"{where}: {key} is not told")
    for key in ("first", "last"):
        if key in facts:
            check(number(facts[key]) == seconds(story[key]),
                  f"{where}: {key}")
        else:
            check(story[key] is None or story[key] == story["origin_time"],
                  f"{where}: {key} is not told")
    lead = section.one("p", "lead")
    time = lead.one("time")
    check((time.attrs["datetime"] if time else None) == story["origin_time"],
          f"{where}: time of the origin")
    if story["agency"]:
        check(f"confidence {100 * story['confidence'] + 1e-9:.0f}%"
              in lead.text() or
              f"confidence {100 * story['confidence'] - 1e-9:.0f}%"
              in lead.text(), f"{where}: confidence")
    else:
        check("No copy names an agency" in lead.text(), f"{where}: no agency")


def same_chart(where, section, copies):
    """Marks and curve against the lags."""
    dated = [c for c in copies if c["lag"] is not None]
    lags = sorted(c["lag"] for c in dated if c["role"] == "copy")
    svg = section.one("svg", "chart")
    if not lags:
        check(svg is None, f"{where}: a chart without a time")
        return
    start, end = int(svg.attrs["data-from"]), int(svg.attrs["data-to"])
    check(start == min([0] + [c["lag"] for c in dated]), f"{where}: axis")
    check(end == max([3600] + [c["lag"] for c in dated]), f"{where}: axis")

    def at(t):
        return 100 * (root(t) - root(start)) / (root(end) - root(start))

    marks = list(svg.one("g", "dots").every("use"))
    check(len(marks) == len(dated), f"{where}: number of marks")
    for mark, c in zip(marks, dated):
        x = float(mark.attrs["x"].rstrip("%"))
        check(abs(x - at(c["lag"])) < .06, f"{where}: mark of {c['article']}")
        shape = "#m" + str(min(c["version"] or 0, 5))
        check(mark.attrs["href"] == shape, f"{where}: shape")
        check(("class" in mark.attrs) == (c["agency"] is None),
              f"{where}: hollow or not")
    crossed = svg.one("g", "stale")
    check(len(list(crossed.every("use")) if crossed else []) ==
          sum(c["stale"] for c in dated), f"{where}: crossed marks")
    same_curve(where, svg, section, lags, at)


def same_curve(where, svg, section, lags, at):
    """The curve and the table under it."""
    steps = re.findall(r"H([\d.]+)V([\d.e-]+)",
                       svg.one("path", "line").attrs["d"])
    want = [(at(t), sum(u <= t for u in lags)) for t in sorted(set(lags))]
    check(len(steps) == len(want), f"{where}: steps of the curve")
    for (x, y), (at_x, out) in zip(steps, want):
        check(abs(float(x) / 10 - at_x) < .06 and
              abs(100 - float(y) - 100 * out / len(lags)) < .06,
              f"{where}: the curve")
    rows = [[c for c in row.inside if not isinstance(c, str)]
            for row in section.one("table", "curve").every("tr")]
    unit = {"h": 3600, "d": 86400}
    for head, copies, share in zip(*(row[1:] for row in rows)):
        words = head.text().split()
        out = len(lags) if words == ["all"] else sum(
            t < int(words[0]) * unit[words[1]] for t in lags)
        check(number(copies) == out and
              share.text() in percent(out, len(lags)),
              f"{where}: within {head.text()}")


def same_copies(where, section, copies, labels):
    """The table of copies."""
    rows = list(section.one("table", "copies").one("tbody").every("tr"))
    check([r.attrs["data-id"] for r in rows] ==
          [shown_id(c["article"]) for c in copies], f"{where}: copies")
    for row, c in zip(rows, copies):
        cells = [x for x in row.inside if not isinstance(x, str)]
        here = f"{where}: {c['article']}"
        check(is_shown(cells[0].text(), c["site"]), f"{here}: site")
        check((c["time"] is None) == (cells[1].text() == "no date"),
              f"{here}: time")
        check((number(cells[2]) if "data-v" in cells[2].attrs else None) ==
              c["lag"] and cells[2].text() == lag(c["lag"]), f"{here}: lag")
        if cells[3].text() not in ("same", "no headline"):
            check(is_shown(cells[3].text(), c["title"]), f"{here}: headline")
        else:
            check(not c["headline_changed"] or not c["title"],
                  f"{here}: a headline of its own")
        check(cells[4].text() == str(c["version"] or ""), f"{here}: version")
        names = labels.get(c["agency"], c["agency"] or "")
        check(cells[5].text() == (f"{names}, {c['evidence']}" if c["evidence"]
                                  else names), f"{here}: credit")
        same_edits(here, cells[6:12], c)
        notes = cells[12].text()
        for key, words in (("stale", "still old"),
                           ("before_origin", "before the origin"),
                           ("fetched_before", "fetched before published")):
            check((words in notes) == bool(c[key]), f"{here}: {words}")
        check(("digest" in notes) == (c["role"] == "digest"), f"{here}: role")
        same_link(here, cells[0], c["url"])


def shown_id(s):
    """An id, which keeps its blanks, in an attribute."""
    return s if shown(s) == s else shown(s)


def same_edits(here, cells, c):
    """What was done to a copy."""
    if c["role"] == "digest":
        check(not any(x.text() for x in cells), f"{here}: edits of a digest")
        return
    check(cells[0].text() in percent(c["kept"], c["version_words"] or 0),
          f"{here}: kept")
    for cell, key in zip(cells[1:], ("cut_end", "cut_inside", "moved", "added",
                                     "changed")):
        check(number(cell) == (c[key] or 0), f"{here}: {key}")


def same_link(here, cell, url):
    """A link, if there is one, leads where the copy is."""
    link = cell.one("a")
    if link:
        plain = urllib.parse.unquote_to_bytes(link.attrs["href"])
        check(plain == urllib.parse.unquote_to_bytes(url), f"{here}: link")
        check(link.attrs.get("rel") == "noreferrer", f"{here}: rel")
    else:
        check(not re.match(r"https?://[a-z0-9.-]+(/[a-z0-9/.-]*)?$", url or "")
              or len(url) > 2048, f"{here}: no link to {url}")


def same_versions(where, section, versions):
    """The chain of versions."""
    chain = section.one("ol", "versions")
    items = chain.inside if chain else []
    items = [x for x in items if not isinstance(x, str)]
    check(len(items) == len(versions), f"{where}: number of versions")
    for item, v in zip(items, versions):
        words = item.text()
        here = f"{where}: version {v['version']}"
        check(words.startswith(f"Version {v['version']}"), here)
        for n, one, more in ((v["copies"], "copy", "copies"),
                             (v["sites"], "site", "sites"),
                             (v["words"], "word", "words")):
            check(re.search(rf"\b{n:,} {one if n == 1 else more}", words),
                  f"{here}: {n} {more}")
        check(bool(v["replaces"]) == ("replaces what was" in words),
              f"{here}: replaces")
        mark = item.one("span", "mark")
        check((mark.text() if mark else None) == v["marker"],
              f"{here}: marker")
        changes = item.one("ul", "changes")
        told = [x for x in changes.every("li")] if changes else []
        more = [x for x in told if x.attrs.get("class") == "more"]
        n = len(told) - len(more)
        if more:
            n += int(more[0].text().split()[0].replace(",", ""))
        if told:
            check(n == v["numbers"] + v["words_changed"] + v["sentences_in"] +
                  v["sentences_out"], f"{here}: number of changes")


def same_stories(page, program, limit=None):
    """Every story's row and section. Returns the labels of agencies."""
    labels = {}
    agencies = {a["name"]: a for a in program.rows("agencies")}
    table = page.one("table", "agencies")
    for cells in table_rows(table):
        a = agencies.get(cells[1].text())
        if not check(a, f"agency {cells[1].text()}"):
            continue
        labels[a["agency"]] = cells[0].text()
        for cell, key in zip(cells[2:], ("stories", "copies", "credited", None,
                                         "articles", "carriers", "median_lag",
                                         "median_span")):
            if key and key.startswith("median"):
                check(cell.text() == lag(a[key]), f"{a['agency']}: {key}")
            elif key:
                check(number(cell) == a[key], f"{a['agency']}: {key}")
    rows = {int(tr.attrs["data-story"]): tr for tr in
            page.one("table", "stories").one("tbody").every("tr")}
    sections = {int(d.attrs["data-story"]): d for d in
                page.every("details", "story")}
    stories = program.rows("stories", "--limit", "0")
    check(list(rows) == list(sections), "rows and sections in one order")
    if limit is None:
        check(set(rows) == {s["story"] for s in stories}, "all stories")
    for s in stories:
        if s["story"] in rows:
            same_story(s["story"], rows[s["story"]], sections[s["story"]],
                       program, labels)
    return labels


def same_story(number_of, row, section, program, labels):
    """One story."""
    where = f"story {number_of}"
    story = program.rows("spread", str(number_of), "--part", "story")[0]
    cells = [x for x in row.inside if not isinstance(x, str)]
    check(is_shown(cells[1].text(), story["title"]), f"{where}: title")
    check(cells[2].text() == labels.get(story["agency"], ""),
          f"{where}: agency")
    for i, key in ((3, "sites"), (4, "copies"), (6, "versions")):
        check(number(cells[i]) == story[key], f"{where}: {key} in the table")
    for i, key in ((8, "half_life"), (9, "median_lag")):
        check(cells[i].text() == lag(story[key]), f"{where}: {key}, table")
    copies = program.rows("spread", str(number_of))
    same_facts(where, section, story)
    same_copies(where, section, copies, labels)
    same_chart(where, section, copies)
    same_versions(where, section, program.rows(
        "spread", str(number_of), "--part", "versions"))


def same_sites(page, program, labels):
    """Matrix and lags."""
    sites = {s["site"]: s for s in program.rows("sites", "--limit", "0")}
    for cells in table_rows(page.one("table", "lags")):
        s = sites.get(cells[0].text())
        if not check(s, f"site {cells[0].text()}"):
            continue
        where = f"site {s['site']}"
        for i, key in ((1, "articles"), (2, "copies"), (3, "firsts"),
                       (10, "stale"), (11, "conflicts")):
            check(number(cells[i]) == s[key], f"{where}: {key}")
        for i, key in ((6, "quarter_lag"), (7, "median_lag"),
                       (8, "three_quarter_lag")):
            check(cells[i].text() == lag(s[key]), f"{where}: {key}")
        check(abs(float(cells[4].attrs["data-v"]) - s["share"]) < 1e-3,
              f"{where}: share")
    same_matrix(page, program, labels, sites)


def same_matrix(page, program, labels, sites):
    """Copies by site and agency."""
    want = {(r["site"], labels.get(r["agency"], r["agency"])): r["copies"]
            for r in program.rows("sites", "--limit", "0", "--part",
                                  "agencies")}
    matrix = page.one("table", "matrix")
    heads = [h.text() for h in matrix.one("thead").every("th")]
    own = [h for h in heads if h in labels.values()]
    check(len(own) == min(len(set(a for _, a in want)), 14), "columns")
    for cells in table_rows(matrix):
        site = cells[0].text()
        got = {h: number(c) for h, c in zip(heads, cells) if h != "Site"}
        for label in own:
            check(got[label] == want.get((site, label), 0),
                  f"site {site}: copies of {label}")
        check(got["all copies"] == sites[site]["copies"], f"{site}: copies")
        rest = sum(n for (s, a), n in want.items()
                   if s == site and a not in own)
        check(got.get("others", 0) == rest, f"site {site}: others")


def same_lists(page, program):
    """The lists, as far as the page has them."""
    for name in ("uncredited", "stale"):
        rows = program.rows(name, "--limit", "0")
        section = next(s for s in page.every("section")
                       if s.attrs.get("aria-labelledby") == name)
        told = table_rows(section.one("table"))
        check(len(told) == min(len(rows), 300), f"{name}: rows")
        for cells, row in zip(told, rows):
            check(is_shown(cells[1].text(), row["site"]), f"{name}: site")
            check(number(cells[3]) == row["story"], f"{name}: story")
        check(bool(rows) != any(True for _ in section.every("p", "empty")),
              f"{name}: says that it is empty")


# ---- what no page may have ------------------------------------------------

def is_safe(text, page):
    """Nothing that runs, loads or misleads."""
    scripts, styles = list(page.every("script")), list(page.every("style"))
    check(len(scripts) == 1 and len(styles) == 1, "one script and one style")
    policy = next(m.attrs["content"] for m in page.every("meta")
                  if m.attrs.get("http-equiv") == "Content-Security-Policy")
    for node, name in ((scripts[0], "script-src"), (styles[0], "style-src")):
        digest = hashlib.sha256(node.raw().encode()).digest()
        check(f"{name} 'sha256-{base64.b64encode(digest).decode()}'" in policy,
              f"{name} is the hash of the page's own")
    check(policy.startswith("default-src 'none';"), "nothing else is allowed")
    ids = [n.attrs["id"] for n in page.every() if "id" in n.attrs]
    check(len(ids) == len(set(ids)), "ids are there once")
    for node in page.every():
        for key, value in node.attrs.items():
            check(not key.startswith("on") and key != "style",
                  f"attribute {key}")
            if key in ("href", "src") and node.tag not in ("use", "link"):
                check(re.match(r"https?://", value, re.I) or value[1:] in ids,
                      f"{key}={value[:80]}")
        check(node.tag not in ("img", "iframe", "object", "embed", "base",
                               "form", "a" * 9), f"element {node.tag}")
    outside = text.replace(scripts[0].raw(), "").replace(styles[0].raw(), "")
    check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                        "\u202a-\u202e\u2066-\u2069\ufffe\uffff]", outside),
          "no control character, and none that turns the direction")


def read_page(program, *args):
    """The page that the program writes, as text and as a tree."""
    text = program.run("report", *args).decode()
    return text, Reader(text).top


def compare(program):
    """All of a database."""
    text, page = read_page(program, "--limit", "0")
    is_safe(text, page)
    labels = same_stories(page, program)
    same_sites(page, program, labels)
    same_lists(page, program)
    return page


# ---- hostile strings ------------------------------------------------------

HOSTILE = [
    "</script><script>window.pwned = 1</script>",
    "</style><img src=x onerror=\"window.pwned = 2\">",
    "\" onmouseover=\"window.pwned = 3\" x=\"' onfocus='window.pwned = 4",
    "<!-- <svg onload=window.pwned=5> ]]> <![CDATA[",
    "\u202eevil\u202c \u2066turned\u2069 \u200f around \u200e \u061c",
    "\U0001F680\U0001F469\u200d\U0001F4BB e\u0301 \u05e9\u05dc\u05d5\u05dd",
    "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "x" * 10000,
    "a\u0301" * 3000,
    "tab\tnewline\nnull\u0000 bell\u0007 \u0085 \u2028 \ufffe",
    "   ",
    "",
]
HOSTILE_URLS = [
    "javascript:window.pwned=6", "https://alder.example/\"><b>",
    "https://user:pass@alder.example/", "data:text/html,<b>",
    "http://xn--bcher-kva.example/a'b?c=d&e=f", "HTTPS://BIRCH.example/x",
    "https://cedar.example/" + "y" * 3000, "http://dune.example/\u00e9\u202e",
]


def hostile_crawl():
    """Two copies of a story for each title, on sites of the URLs. The last
    story has no date at all."""
    lines = []
    for i, title in enumerate(HOSTILE + ["Nobody knows when"]):
        words = [f"w{i}x{k}y{k * 7919 % 97}" for k in range(120)]
        for copy in range(3):
            record = {
                "id": f"h{i}-{copy}<\"'>", "title": title,
                "url": HOSTILE_URLS[(3 * i + copy) % len(HOSTILE_URLS)] +
                f"?{i}.{copy}",
                "site": f"{'xn--bcher-kva' if copy == 1 else 'alder' * copy}"
                        f"site{copy}.example",
                "text": "LONDON (Reuters) - " * (copy != 2) +
                        " ".join(words) + "."}
            if i < len(HOSTILE):
                record["published"] = f"2024-03-0{1 + i % 5}T0{copy}:10:00Z"
                record["fetched"] = f"2024-03-0{1 + i % 5}T0{copy}:30:00Z"
            lines.append(json.dumps(record))
    return "\n".join(lines).encode() + b"\n"


def add(program, data, top):
    """Makes a database of these lines."""
    path = os.path.join(top, "crawl.jsonl")
    with open(path, "wb") as f:
        f.write(data)
    program.run("add", "--quiet", path)


def hostile(path, top):
    """A crawl that means harm."""
    program = Program(path, os.path.join(top, "hostile.db"))
    add(program, hostile_crawl(), top)
    page = compare(program)
    titles = [n.text() for n in page.every("h3")]
    for title in HOSTILE:
        title = title.replace("\0", " ")  # as add has it
        if title.strip():
            check(any(is_shown(t, title) for t in titles),
                  f"title {title[:40]!r}")
    whole = [n.attrs["title"] for n in page.every("bdi") if "title" in n.attrs]
    check("x" * 10000 in whole, "a long title is there whole")
    check(any("No copy has a date" in n.text() for n in
              page.every("p", "lead")), "a story without a date")
    page = read_page(program, "--title", HOSTILE[0])[1]
    check(page.one("h1").text() == HOSTILE[0] and
          page.one("title").text() == HOSTILE[0], "the title given")


# ---- the command ----------------------------------------------------------

def command(path, source, top):
    """Options, the clock, and what can go wrong."""
    program = Program(path, os.path.join(top, "samples.db"))
    program.run("add", "--quiet", os.path.join(source, "samples/crawl.jsonl"))
    compare(program)
    clock = {"SOURCE_DATE_EPOCH": "1709603640"}
    once = program.run("report", **clock)
    check(once == program.run("report", **clock), "the same page twice")
    check(b"Written <time datetime=\"2024-03-05T01:54:00Z\">" in once,
          "the time of writing is as set")
    program.run("report", code=1, SOURCE_DATE_EPOCH="soon")
    check("SOURCE_DATE_EPOCH" in program.said, "a clock that is no number")

    out = os.path.join(top, "out")
    os.mkdir(out)
    program.run("report", "-o", os.path.join(out, "page.html"), **clock)
    with open(os.path.join(out, "page.html"), "rb") as f:
        check(f.read() == once, "the same page in a file")
    check(os.listdir(out) == ["page.html"], "nothing beside the file")
    program.run("report", "-o", os.path.join(out, "no/page.html"), code=1)
    check("page.html" in program.said, "a folder that is not there is named")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([path, "--db", program.db, "report"],
                              stdout=full, stderr=subprocess.PIPE, check=False)
    check(done.returncode == 1 and done.stderr, "a full disk is told")

    stories = program.rows("stories", "--limit", "0")
    page = read_page(program, "--limit", "3")[1]
    check(len(list(page.every("details", "story"))) == 3, "--limit")
    check("Shown are the 3" in page.one("p", "period").text(),
          "--limit is told")
    one = stories[1]["story"]
    page = read_page(program, "--story", str(one))[1]
    check([d.attrs["data-story"] for d in page.every("details", "story")] ==
          [str(one)], "--story")
    program.run("report", "--story", "99999", "-o",
                os.path.join(out, "none.html"), code=1)
    check("no story 99999" in program.said, "a story that is not there")
    check(os.listdir(out) == ["page.html"], "no page of no story")
    site = stories and program.rows("sites", "--limit", "1")[0]["site"]
    page = read_page(program, "--site", site)[1]
    check(len(list(page.every("details", "story"))) == len(
        program.rows("stories", "--limit", "0", "--site", site)), "--site")
    page = read_page(program, "--since", "2031-01-01")[1]
    check("No story to show" in page.one("main").text(), "nothing chosen")

    empty = Program(path, os.path.join(top, "empty.db"))
    add(empty, b"", top)
    if os.path.exists(empty.db):
        text, page = read_page(empty)
        is_safe(text, page)
        check("This database is empty" in page.one("main").text(),
              "an empty database says so")


def main():
    path, source = os.path.realpath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as top:
        if len(sys.argv) > 3:
            for db in sys.argv[3:]:
                compare(Program(path, db))
        else:
            command(path, source, top)
            hostile(path, top)
    print(f"report: {len(bad)} failed" if bad else "report: all holds")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
