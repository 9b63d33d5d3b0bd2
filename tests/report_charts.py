"""The charts of the report against the numbers that they are drawn from: the
places of marks, steps, whiskers and ticks, what they refer to, and the tables
beside them.
"""
import math
import re

from report_read import MINUS, check, is_shown, percent, root


class Axis:
    """The time axis that a chart refers to."""

    def __init__(self, where, svg, ids):
        self.symbol = ids[svg.one("use").attrs["href"][1:]]
        self.start = int(self.symbol.attrs["data-from"])
        self.end = int(self.symbol.attrs["data-to"])
        check(self.start <= 0 < self.end, f"{where}: axis")
        self.words = {}
        for text in ids[self.symbol.one("use").attrs["href"][1:]].every("text"):
            t = tick(text.text())
            self.words[t] = text.text()
            self.is_at(f"{where}: tick {text.text()}", text.attrs["x"], t)
        check(len(self.words) == len(list(
            self.symbol.one("g", "grid").every("line"))), f"{where}: grid")

    def at(self, t):
        """Where a time is, 0 to 100."""
        return 100 * ((root(t) - root(self.start)) /
                      (root(self.end) - root(self.start)))

    def is_at(self, what, x, t):
        """Whether a place is that of a time."""
        check(abs(float(x.rstrip("%")) - self.at(t)) < .06, what)


def tick(words):
    """A time of an axis in seconds."""
    if words == "0":
        return 0
    n, unit = words.replace(MINUS, "-").split()
    return int(n) * {"min": 60, "h": 3600, "d": 86400}[unit]


def same_chart(where, section, story, copies, ids):
    """Both charts of a story and the table of the first against the lags."""
    dated = [c for c in copies if c["lag"] is not None]
    lags = sorted(c["lag"] for c in dated if c["role"] == "copy")
    charts = list(section.every("svg", "chart"))
    if not lags:
        check(not charts, f"{where}: a chart without a time")
        return
    if check(len(charts) == 2, f"{where}: two charts"):
        axis = Axis(where, charts[0], ids)
        check(axis.start <= dated[0]["lag"] and axis.end >= dated[-1]["lag"],
              f"{where}: axis")
        same_curve(where, charts[0], axis, lags, story)
        same_curve_table(where, section, axis, lags)
        check(Axis(where, charts[1], ids).symbol == axis.symbol,
              f"{where}: one axis")
        same_timeline(where, charts[1], axis, dated, ids)


def same_spark(where, cell, copies):
    """The small curve: the share of all dated copies that was out."""
    lags = sorted(c["lag"] for c in copies
                  if c["lag"] is not None and c["role"] == "copy")
    path = cell.one("path")
    if not check(bool(path) == bool(lags), f"{where}: small curve") or not lags:
        return
    start, steps = re.match(r"M0 18(V[\d.]+)?(.*)H72$",
                            path.attrs["d"]).groups()
    got = [(-1, start[1:])] if start else []
    got += [(int(x), y) for x, y in re.findall(r"H(\d+)V([\d.]+)", steps)]
    hours = sorted({max(t // 3600, -1) for t in lags if t < 72 * 3600})
    if check([x for x, _ in got] == hours, f"{where}: hours of small curve"):
        for x, y in got:
            out = sum(t < (x + 1) * 3600 for t in lags)
            check(abs(float(y) - 18 * (1 - out / len(lags))) < .06,
                  f"{where}: small curve at {x}")


def same_curve(where, svg, axis, lags, story):
    """The steps of the curve, the copies beside it, and when half were out."""
    check(svg.one("svg").attrs["viewbox"] == f"0 0 1000 {len(lags)}",
          f"{where}: box of the curve")
    path = svg.one("path", "line").attrs["d"]
    start, bottom, steps = re.match(r"M([\d-]+) (\d+)(v.*)H1000$",
                                    path).groups()
    steps = re.findall(r"H([\d-]+)v-(\d+)", f"H{start}{steps}")
    want = [(t, lags.count(t)) for t in sorted(set(lags))]
    check(int(bottom) == len(lags), f"{where}: the curve begins with none out")
    if check(len(steps) == len(want), f"{where}: steps of the curve"):
        for (x, up), (t, n) in zip(steps, want):
            axis.is_at(f"{where}: curve at {t}", str(int(x) / 10), t)
            check(int(up) == n, f"{where}: the curve at {t}")
    across = [int(n) for n in re.findall(r"M0 (\d+)H1000", svg.one(
        "path", "grid").attrs["d"])]
    words = list(svg.one("g", "y").every("text"))
    check(sorted(len(lags) - y for y in across) ==
          sorted(int(w.text()) for w in words), f"{where}: lines across")
    for w in words:
        y = float(w.attrs.get("y", 0))
        check(abs(y - 132 * (1 - int(w.text()) / len(lags))) < .6,
              f"{where}: number {w.text()} of the curve")
    half = [u for u in svg.every("use") if u.attrs["href"] in ("#hl", "#hr")]
    check(bool(half) == (len(lags) > 1 and story["half_life"] is not None),
          f"{where}: half out")
    for use in half:
        axis.is_at(f"{where}: half out", use.attrs["x"],
                   story["half_life"] + min(0, lags[0]))


def same_curve_table(where, section, axis, lags):
    """The height of the curve at the ticks of its axis."""
    rows = [[c.text() for c in row.inside if not isinstance(c, str)]
            for row in section.one("table", "curve").every("tr")]
    check(rows.pop(0) == ["within", "copies", "share"], f"{where}: heads")
    want = [(word, sum(u <= t for u in lags)) for t, word in axis.words.items()]
    want = [w for w in want if 0 < w[1] < len(lags)] + [("all", len(lags))]
    check([(row[0], int(row[1].replace(",", ""))) for row in rows] == want,
          f"{where}: table of the curve")
    for _, copies, share in rows:
        check(share in percent(int(copies.replace(",", "")), len(lags)),
              f"{where}: share of {copies}")


def same_timeline(where, svg, axis, dated, ids):
    """A mark for each copy, in the row of its site, which is named."""
    marks = list(svg.one("g", "dots").every("use"))
    if not check(len(marks) == len(dated), f"{where}: number of marks"):
        return
    rows = {}
    for mark, c in zip(marks, dated):
        axis.is_at(f"{where}: mark of {c['article']}", mark.attrs["x"],
                   c["lag"])
        shape = ("#" + ("m" if c["names"] else "o") +
                 str(min(c["version"] or 0, 5)) + "s" * bool(c["stale"]))
        check(mark.attrs["href"] == shape and shape[1:] in ids,
              f"{where}: shape of {c['article']}")
        rows.setdefault(mark.attrs["y"], []).append(c)
    if len({c["site"] for c in dated}) > 160:
        return
    check(len(rows) == len({c["site"] for c in dated}), f"{where}: rows")
    names = {}
    for group in svg.every("g", "name"):
        for e in group.inside:
            end = "e" in group.attrs["class"].split()
            names[e.attrs["y"]] = (e, "least" if end else "most")
    check(set(names) == set(rows), f"{where}: a name for each row")
    for y, copies in rows.items():
        e, end = names[y]
        stale = any(c["stale"] for c in copies)
        name = (ids[e.attrs["href"][1:]] if e.tag == "use" else e).text()
        check(name.endswith(", still old") == stale, f"{where}: still old")
        site = copies[0]["site"] or ""
        check(is_shown(name.removesuffix(", still old"), site),
              f"{where}: row of {site}")
        check(all(c["site"] == copies[0]["site"] for c in copies),
              f"{where}: one site a row")
        of = copies[0] if end == "least" else copies[-1]
        axis.is_at(f"{where}: name of {site}", e.attrs["x"], of["lag"])
    same_runs(where, svg, axis, rows)


def same_runs(where, svg, axis, rows):
    """Lines join the marks of a site that has several."""
    runs = {line.attrs["y1"]: line for line in svg.every("line", "run")}
    for y, copies in rows.items():
        first, last = copies[0]["lag"], copies[-1]["lag"]
        check((y in runs) == (first < last), f"{where}: line of {y}")
        if y in runs:
            axis.is_at(f"{where}: line", runs[y].attrs["x1"], first)
            axis.is_at(f"{where}: line", runs[y].attrs["x2"], last)


def is_at_lag(what, x, t, ends):
    """Whether a place on the axis of all sites is that of a lag."""
    def scale(t):
        return math.copysign(math.log1p(abs(t) / 1800), t)
    at = 100 * (scale(t) - scale(ends[0])) / (scale(ends[1]) - scale(ends[0]))
    check(abs(float(str(x).rstrip("%")) - at) < .06, f"{what}: {x}, not {at}")


def same_box(where, cell, site, ends):
    """The box of a site's lags, with its whiskers."""
    box = cell.one("svg", "box")
    if not check(bool(box) == (site["median_lag"] is not None),
                 f"{where}: box") or not box:
        return
    whisker, least, most = box.every("line", "w")
    for line, key, x in ((whisker, "least_lag", "x1"),
                         (whisker, "most_lag", "x2"),
                         (least, "least_lag", "x1"), (least, "least_lag", "x2"),
                         (most, "most_lag", "x1"), (most, "most_lag", "x2"),
                         (box.one("line", "m"), "median_lag", "x1"),
                         (box.one("rect"), "quarter_lag", "x")):
        is_at_lag(f"{where}: {key}", line.attrs[x], site[key], ends)
    x, width = (float(box.one("rect").attrs[k].rstrip("%"))
                for k in ("x", "width"))
    if width > .5:
        is_at_lag(f"{where}: three quarters", round(x + width, 2),
                  site["three_quarter_lag"], ends)
