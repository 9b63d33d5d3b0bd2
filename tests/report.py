#!/usr/bin/env python3
"""Is the report's page what the database has? report.py PROGRAM SOURCE [DB...]

Reads the page back and holds every number of every story, copy, version, site
and list against what `spread`, `sites`, `uncredited` and `stale` say, and the
places of the marks in the charts against the lags. Then a crawl of hostile
strings, an empty file, what can go wrong while writing, and articles that are
added while a page is being written. With DB, only the comparison for these
databases.
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True
from report_charts import (is_at_lag, same_box,  # noqa: E402
                           same_chart, same_spark, tick)
from report_read import (UNSEEN, Reader, bad, check,  # noqa: E402
                         is_shown, lag, number, percent, seconds, table_rows)


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


# ---- the page against the program -------------------------------------------

FACTS = {"name the agency": "credited", "digests": "digests",
         "still old": "stale", "clock conflicts": "conflicts",
         "without date": "undated", "half out after": "half_life",
         "median lag": "median_lag", "first": "first", "last": "last"}


def same_gist(where, section, story):
    """The line under the headline."""
    told = section.one("span", "gist").text()
    for key, one, many, least in (("copies", "copy", "copies", 0),
                                  ("sites", "site", "sites", 0),
                                  ("versions", "version", "versions", 2),
                                  ("stale", "still old", "still old", 1)):
        n = story[key]
        found = re.search(rf"(?<![\d,])([\d,]+) (?:{one}|{many})", told)
        check((int(found[1].replace(",", "")) if found else 0) ==
              (n if n >= least else 0), f"{where}: {key} in {told}")


def same_facts(where, section, story):
    """The figures at the head of a section."""
    same_gist(where, section, story)
    facts = {FACTS[div.one("dt").text()]: div.one("dd") for div in
             section.one("dl", "facts").every("div")}
    for key in ("credited", "digests", "stale", "conflicts", "undated"):
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
    check(("in the manner of" in lead.text()) == bool(story["manner"]),
          f"{where}: manner")
    if story["agency"]:
        check(f"confidence {100 * story['confidence'] + 1e-9:.0f}%"
              in lead.text() or
              f"confidence {100 * story['confidence'] - 1e-9:.0f}%"
              in lead.text(), f"{where}: confidence")
    else:
        check("No copy names an agency" in lead.text(), f"{where}: no agency")


def same_copies(where, section, copies, labels):
    """The table of copies."""
    rows = list(section.one("table", "copies").one("tbody").every("tr"))
    check(len(rows) == len(copies), f"{where}: copies")
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
        if c["evidence"] == "manner":
            names, c["evidence"] = "", None
        check(cells[5].text() == (f"{names}, {c['evidence']}" if c["evidence"]
                                  else names), f"{here}: credit")
        same_edits(here, cells[6:12], c)
        notes = cells[12].text()
        before = re.search("before the (origin|agency)", notes)
        for key, told in (("stale", "still old" in notes),
                          ("before_origin", before),
                          ("fetched_before", "before published" in notes),
                          ("conflict", "before published" in notes or
                           before and before[1] == "agency")):
            check(bool(told) == bool(c[key]), f"{here}: {key} in {notes}")
        check(("digest" in notes) == (c["role"] == "digest"), f"{here}: role")
        same_link(here, cells[0], c["url"])


def same_edits(here, cells, c):
    """What was done to a copy."""
    if c["role"] == "digest" or c["kept"] is None:
        check(not any(x.text() for x in cells), f"{here}: edits that are none")
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
            if n is None:
                check(" word" not in words, f"{here}: words that nobody knows")
                continue
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
            check(v["numbers"] is not None and n == v["numbers"] + v["words_changed"] + v["sentences_in"] +
                  v["sentences_out"], f"{here}: number of changes")


def story_of(section):
    """The number of a section's story."""
    return int(section.one("div", "body").attrs["id"][1:])


def same_stories(page, program, limit=None):
    """Every story's row and section. Returns the labels of agencies, and the
    lags of each site's copies."""
    labels, lags = {}, {}
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
    ids = {n.attrs["id"]: n for n in page.every() if "id" in n.attrs}
    rows = {int(tr.one("a").attrs["href"][2:]): tr for tr in
            page.one("table", "stories").one("tbody").every("tr")}
    sections = {story_of(d): d for d in page.every("details", "story")}
    stories = program.rows("stories", "--limit", "0")
    check(list(rows) == list(sections), "rows and sections in one order")
    if limit is None:
        check(set(rows) == {s["story"] for s in stories}, "all stories")
    for s in stories:
        if s["story"] in rows:
            for c in same_story(s["story"], rows[s["story"]],
                                sections[s["story"]], program, labels, ids):
                if c["role"] == "copy" and not c["is_origin"]:
                    lags.setdefault(c["site"], []).append(c["lag"])
    return labels, lags


def same_story(number_of, row, section, program, labels, ids):
    """One story; returns its copies, which say whether they are its origin."""
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
    check(("agency by manner" in cells[11].text()) == bool(story["manner"]) and
          ("manner" in section.one("span", "gist").text()) ==
          bool(story["manner"]), f"{where}: manner in the table")
    copies = program.rows("spread", str(number_of))
    for c in copies:
        c["is_origin"] = c["article"] == story["origin_article"]
    same_spark(where, cells[10], copies)
    same_facts(where, section, story)
    same_copies(where, section, copies, labels)
    same_chart(where, section, story, copies, ids)
    same_versions(where, section, program.rows(
        "spread", str(number_of), "--part", "versions"))
    return copies


LAGS = ("least_lag", "quarter_lag", "median_lag", "three_quarter_lag",
        "most_lag")


def lags_of(copies):
    """The extremes, quarters and median of a site's lags."""
    lags = sorted(t for t in copies if t is not None)
    n = len(lags) - 1
    return [lags[i] if lags else None for i in
            (0, n // 4, n // 2, n * 3 // 4, n)]


def same_sites(page, program, labels, lags):
    """Matrix and lags."""
    sites = {s["site"]: s for s in program.rows("sites", "--limit", "0")}
    table = page.one("table", "lags")
    told = [sites[c[0].text()] for c in table_rows(table)
            if c[0].text() in sites]
    ends = [s[k] for s in told for k in ("least_lag", "most_lag")
            if s[k] is not None]
    ends = min([0, *ends]), max([3600, *ends])
    for text in table.one("th", "axis").every("text"):
        is_at_lag(f"tick {text.text()} of sites", text.attrs["x"],
                  tick(text.text()), ends)
    for cells in table_rows(table):
        s = sites.get(cells[0].text())
        if not check(s, f"site {cells[0].text()}"):
            continue
        where = f"site {s['site']}"
        for i, key in ((7, "articles"), (8, "copies"), (9, "firsts"),
                       (12, "stale"), (13, "conflicts")):
            check(number(cells[i]) == s[key], f"{where}: {key}")
        check([s[k] for k in LAGS] == lags_of(lags.get(s["site"], [])),
              f"{where}: lags")
        for cell, key in zip(cells[2:7], LAGS):
            check(cell.text() == lag(s[key]) and
                  (s[key] is None or number(cell) == s[key]),
                  f"{where}: {key}")
        check(abs(float(cells[10].attrs["data-v"]) - s["share"]) < 1e-3,
              f"{where}: share")
        same_box(where, cells[1], s, ends)
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
    check(any(m.attrs.get("name") == "referrer" and m.attrs["content"] ==
              "no-referrer" for m in page.every("meta")), "no referrer")
    ids = [n.attrs["id"] for n in page.every() if "id" in n.attrs]
    check(len(ids) == len(set(ids)), "ids are there once")
    check(all(n.attrs["href"][1:] in ids for n in page.every("use")),
          "what is referred to is there")
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
    labels, lags = same_stories(page, program)
    same_sites(page, program, labels, lags)
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
    "Z" + "\u0301" * 500 + "algo",
    "\u200b\u2060", "\u3000\u3000", "2024", "10", "9", "no date",
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
                        f"site{copy}{'e' * 30 * (copy == 2)}.example",
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
    for link in page.one("table", "stories").every("a"):
        check(link.text().strip(UNSEEN), "a link has words")
    for title in HOSTILE:
        title = title.replace("\0", " ")  # as add has it
        if title.strip(UNSEEN):
            check(any(is_shown(t, title) for t in titles),
                  f"title {title[:40]!r}")
    whole = [n.attrs["title"] for n in page.every("bdi") if "title" in n.attrs]
    check(whole.count("x" * 10000) == 1, "a long title is there whole, once")
    check("x" * 500 + "\u2026" in whole, "and its beginning elsewhere")
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
    bare = Program(path, os.path.join(top, "bare.db"))
    bare.run("add", "--quiet", "--no-text",
             os.path.join(source, "samples/crawl.jsonl"))
    compare(bare)
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
    spares_database(program, top)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([path, "--db", program.db, "report"],
                              stdout=full, stderr=subprocess.PIPE, check=False)
    check(done.returncode == 1 and done.stderr, "a full disk is told")

    stories = program.rows("stories", "--limit", "0")
    page = read_page(program, "--limit", "3")[1]
    check(len(list(page.every("details", "story"))) == 3, "--limit")
    check("Shown are the 3" in page.one("p", "period").text(),
          "--limit is told")
    few(program, stories)
    one = stories[1]["story"]
    page = read_page(program, "--story", str(one))[1]
    check([story_of(d) for d in page.every("details", "story")] == [one],
          "--story")
    program.run("report", "--story", "99999", "-o",
                os.path.join(out, "none.html"), code=1)
    check("no story 99999" in program.said, "a story that is not there")
    check(os.listdir(out) == ["page.html"], "no page of no story")
    site = stories and program.rows("sites", "--limit", "1")[0]["site"]
    page = read_page(program, "--site", site)[1]
    check(len(list(page.every("details", "story"))) == len(
        program.rows("stories", "--limit", "0", "--site", site)), "--site")
    narrowed(program, site)
    page = read_page(program, "--since", "2031-01-01", "--site",
                     "nowhere.example")[1]
    check("No story to show" in page.one("main").text(), "nothing chosen")
    check("The report is empty" in program.said, "which is said")
    told = page.one("p", "period").text()
    check("1 Jan 2031" in told and "nowhere.example" in told,
          f"an empty page says what was asked: {told}")

    empty = Program(path, os.path.join(top, "empty.db"))
    add(empty, b"", top)
    if os.path.exists(empty.db):
        text, page = read_page(empty)
        is_safe(text, page)
        check("This database is empty" in page.one("main").text(),
              "an empty database says so")


def spares_database(program, top):
    """No output is written over the database, by whatever name."""
    with open(program.db, "rb") as f:
        before = f.read()
    link = os.path.join(top, "link.html")
    os.symlink(program.db, link)
    folder = os.path.join(top, "folder")
    os.symlink(top, folder)
    names = [program.db, link, os.path.join(folder, "samples.db"),
             *(program.db + end for end in ("-wal", "-shm", "-journal"))]
    for name in names:
        there = os.path.exists(name)
        for command_of in ("report",), ("export", "articles"):
            program.run(*command_of, "-o", name, code=2)
            check("is the database" in program.said,
                  f"{command_of}: {program.said}")
        check(os.path.exists(name) == there, f"{name}: is there")
    with open(program.db, "rb") as f:
        check(f.read() == before, "the database is as it was")
    check(program.rows("stories"), "and can be read")
    os.remove(link)
    os.remove(folder)


def few(program, stories):
    """A page of few stories links to no other."""
    listed = {r["story"] for name in ("uncredited", "stale")
              for r in program.rows(name, "--limit", "0")}
    for limit in range(1, len(stories)):
        text, page = read_page(program, "--limit", str(limit))
        is_safe(text, page)
        shown = {story_of(d) for d in page.every("details", "story")}
        told = {int(a.attrs["href"][2:]) for a in page.every("a")
                if re.match(r"#s\d", a.attrs["href"])}
        check(told == shown, f"links of {limit} stories")
        if listed & shown and listed - shown:
            return
    check(False, "lists of stories that are shown and that are not")


def narrowed(program, site):
    """Each part of a page of one site or time says which copies it counts."""
    day = program.rows("stories", "--limit", "1")[0]["first"][:10]
    for args in (("--site", site), ("--since", day),
                 ("--site", site, "--until", day)):
        page = read_page(program, *args)[1]
        parts = {}
        for p in page.every("p", "counting"):
            within = p.parent
            parts[within.attrs.get("aria-labelledby", within.tag)] = p.text()
        for part in ("header", "agencies", "stories"):
            check("all copies of these stories" in parts.get(part, ""),
                  f"{args}: {part} counts all")
        for part in ("matrix", "lags", "uncredited", "stale"):
            words = parts.get(part, "")
            check("Counted are the copies" in words and "alone" in words,
                  f"{args}: {part} counts some: {words}")
            check((site in words) == ("--site" in args),
                  f"{args}: {part} names the site")
            check(bool(re.search("from|until", words)) == ("--site" !=
                  args[0] or len(args) > 2), f"{args}: {part} names the time")
        check("sites" not in {d.attrs["data-k"] for d in page.one(
            "dl", "figures").every("dd") if "data-k" in d.attrs},
              "no sites where they are not those of the copies told")
    check(not list(read_page(program)[1].every("p", "counting")),
          "a page of all has nothing to say of that")


AGENCIES = "".join(
    f"agency zork{i} {chr(0xd1)}and{chr(0xfc) * (25 + i % 2)} "
    f"K{chr(0xf6)}zponti H{chr(0xed)}r {i}\nname ZORK{i}\n"
    for i in range(4))


def alike_crawl(path, top):
    """A story of each of these agencies."""
    program = Program(path, os.path.join(top, "labels.db"))
    table = os.path.join(top, "agencies.txt")
    with open(table, "w", encoding="utf-8") as f:
        f.write(AGENCIES)
    rows = []
    for i in range(4):
        words = " ".join(f"w{i}x{k}y{k * 7919 % 97}" for k in range(120))
        rows += [json.dumps({
            "id": f"z{i}-{k}", "site": f"z{k}.example", "title": f"Zork {i}",
            "published": f"2024-03-0{1 + i}T0{k}:10:00Z",
            "text": f"PARIS (ZORK{i}) - {words}."}) for k in range(2)]
    crawl = os.path.join(top, "crawl.jsonl")
    with open(crawl, "w", encoding="utf-8") as f:
        f.write("\n".join(rows) + "\n")
    program.run("add", "--quiet", "--agencies", table, crawl)
    return program


def labels_of(path, top):
    """Long names are cut between characters, and alike ones told apart."""
    program = alike_crawl(path, top)
    text, page = read_page(program)
    is_safe(text, page)
    labels = [t.text() for t in page.one("table", "agencies").every(
        "span", "ag")]
    check(len(labels) == 4 and len(set(labels)) < 4 and all(
        len(t) == 32 and t.endswith("\u2026") and "\ufffd" not in t
        for t in labels), f"labels: {labels}")
    ids = {r.attrs.get("data-a") for r in
           page.one("table", "stories").one("tbody").every("tr")}
    check(ids == {f"zork{i}" for i in range(4)}, f"rows know ids: {ids}")
    page = read_page(program, "--story", "1")[1]
    figures = {d.one("dd").attrs.get("data-k"): d.one("dt").text()
               for d in page.one("dl", "figures").every("div")}
    check(figures["agencies"] == "agency" and figures["stories"] == "story",
          "one is told as one")


def moment(path, source, top):
    """A page is of one moment, also while articles are added."""
    program = Program(path, os.path.join(top, "moment.db"))
    with open(os.path.join(source, "samples/crawl.jsonl"), "rb") as f:
        lines = f.read().splitlines(keepends=True)
    add(program, b"".join(lines[:len(lines) // 2]), top)
    clock = {"SOURCE_DATE_EPOCH": "1709603640"}
    before = program.run("report", **clock)
    # The program stops at a pipe that nobody empties, with much of the page
    # still to be asked for.
    with subprocess.Popen([path, "--db", program.db, "report"],
                          stdout=subprocess.PIPE, pipesize=4096,
                          env={**os.environ, **clock}) as writing:
        got = os.read(writing.stdout.fileno(), 1)
        add(program, b"".join(lines), top)
        check(writing.poll() is None, "the page is still being written")
        got += writing.stdout.read()
    check(writing.returncode == 0 and got == before,
          "the page is of the moment it was begun")
    check(program.run("report", **clock) != before, "and the next is another")


def main():
    path, source = os.path.realpath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as top:
        if len(sys.argv) > 3:
            for db in sys.argv[3:]:
                compare(Program(path, db))
        else:
            command(path, source, top)
            hostile(path, top)
            labels_of(path, top)
            moment(path, source, top)
    print(f"report: {len(bad)} failed" if bad else "report: all holds")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
