#!/usr/bin/env python3
"""The listings as their readers need them: listings.py PROGRAM SOURCE

On samples/crawl.jsonl: one call that feeds a dashboard gives what a call for
each story gives; tables fit any terminal without a number cut; options that do
not go together are refused; and what is empty says why.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

failures = []

PARTS = {"story": "story", "versions": "version", "changes": "change",
         "copies": "copy", "evidence": "evidence", "curve": "curve"}


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}: {got!r}, wanted {wanted!r}")


class Program:
    def __init__(self, program, db):
        self.args = [program, "--db", db]

    def run(self, *args, code=0, width=100):
        """Standard output and error, where the exit code is as it should be."""
        done = subprocess.run(
            [*self.args, *args], capture_output=True, text=True, check=False,
            env={**os.environ, "COLUMNS": str(width), "LC_ALL": "C.UTF-8"})
        expect(f"exit code of {' '.join(args)}", done.returncode, code)
        return done.stdout, done.stderr

    def rows(self, *args):
        return [json.loads(line)
                for line in self.run(*args, "--json")[0].splitlines()]

    def tsv(self, *args):
        lines = self.run(*args, "--tsv")[0].splitlines()
        return [line.split("\t") for line in lines]


def check_stories(p):
    stories = p.rows("stories", "--limit", "0")
    expect("any story", len(stories) > 10, True)
    agencies = {s["agency"] for s in stories}
    for row in p.rows("agencies"):
        if row["stories"]:
            expect("an agency of stories", row["agency"] in agencies, True)
    for agency in agencies - {None}:
        own = [s for s in stories if s["agency"] == agency]
        args = ("--agency", agency.upper())
        expect(f"stories of {agency}",
               p.rows("stories", "--limit", "0", *args), own)
        out, _ = p.run("export", "stories", *args)
        expect(f"export of {agency}",
               sorted(json.loads(line)["story"] for line in out.splitlines()),
               sorted(s["story"] for s in own))
    for s in stories:
        told = p.rows("spread", str(s["story"]), "--part", "story")[0]
        expect(f"story {s['story']}", {k: told[k] for k in s}, s)
    expect("heads", p.run("stories")[0].split("\n")[0].split(),
           ["story", "copies", "sites", "first", "last", "headline", "agency"])
    expect("heads of stubs",
           p.run("stories", "--stubs")[0].split("\n")[0].split(),
           ["story", "copies", "sites", "first", "last", "words", "headline"])
    return stories


def check_all(p, stories):
    """All in one stream is all one by one."""
    every = p.rows("spread", "--all", "--part", "all")
    for part, key in PARTS.items():
        single = [row for s in stories
                  for row in p.rows("spread", str(s["story"]), "--part", part)]
        expect(f"rows of {part}", p.rows("spread", "--all", "--part", part),
               single)
        mine = []
        for row in every:
            expect("the first key", list(row)[0], "part")
            if row["part"] == key:
                mine.append({k: v for k, v in row.items() if k != "part"})
        expect(f"rows of {part} among all", mine, single)
        expect(f"any {part}", bool(mine), True)
    head, *rows = p.tsv("spread", "--all")
    expect("columns", {len(row) for row in rows}, {len(head)})
    for args in (("--agency", "ap"), ("--site", "calloway-star.example"),
                 ("--since", "2024-03-06"), ("--until", "2024-03-05")):
        expect(f"stories with {args}",
               [r["story"] for r in
                p.rows("spread", "--all", "--part", "story", *args)],
               [r["story"] for r in p.rows("stories", "--limit", "0", *args)])
    expect("three", len(p.rows("spread", "--all", "--part", "story",
                               "--limit", "3")), 3)
    expect("nothing", p.run("spread", "--all", "--json", "--since",
                            "2040-01-01"), ("", "No stories fit that.\n"))


def check_curve(p):
    """The rows for a program are those of the table."""
    table = p.run("spread", "6")[0].split("Carriers by")[1].splitlines()[2:]
    rows = p.rows("spread", "6", "--part", "curve")
    expect("hours", [r["from"][:16].replace("T", " ") for r in rows],
           [line[:16] for line in table])
    expect("an hour without copies", 0 in [r["copies"] for r in rows], True)


def misuses():
    yield ("spread",), "it wants a STORY, or --all"
    yield ("spread", "6", "--all", "--json"), "leave the STORY or --all out"
    yield ("spread", "--all"), "--all goes with --tsv or --json"
    yield ("spread", "6", "--agency", "ap"), "go with --all"
    yield ("spread", "6", "--since", "2024-03-05"), "go with --all"
    yield ("spread", "6", "--tsv", "--part", "all"), "--part all goes with"
    yield ("spread", "6", "--json", "--by", "day"), "--by goes with"
    yield ("spread", "6", "--json", "--by", "auto", "--part", "story"), \
        "--by goes with"
    yield ("spread", "--all", "--json", "--agency", "reuterz"), \
        "did you mean 'reuters'"
    yield ("agencies", "ap", "--all"), "--all goes with the list"
    yield ("agencies", "--agencies", "samples/agencies.txt", "--since",
           "2024-03-05"), "--agencies reads none"
    yield ("stories", "--stubs", "--agency", "ap"), "no agency moved stubs"
    yield ("stories", "--agency", "reuterz"), "did you mean 'reuters'"
    yield ("export", "pairs", "--agency", "ap"), "--agency chooses stories"


def check_misuse(p):
    for args, words in misuses():
        out, err = p.run(*args, code=2)
        expect(f"output of {args}", out, "")
        expect(f"words on {args}: {err}", words in err, True)
    for command in "spread", "log", "show":
        _, err = p.run(command, "99", code=1)
        expect(command, err, f"wireprint {command}: there is no story 99; "
                             "'wireprint stories' lists them\n")


def check_report(p):
    stub = p.rows("stories", "--stubs")[0]["story"]
    for args, words in (
            (("--story", str(stub)), "is a group of pages that are no"),
            (("--story", "6", "--agency", "ap"), "does not fit the other"),
            (("--since", "2040-01-01"), "no stories fit that")):
        _, err = p.run("report", *args)
        expect(f"report {args}: {err}",
               err.startswith("The report is empty: ") and words in err, True)
    expect("a full report", p.run("report", "--story", "6")[1], "")


def check_log(p):
    log = p.rows("log")
    stubs = {s["story"] for s in p.rows("stories", "--stubs")}
    expect("any stub", bool(stubs), True)
    expect("kinds", {r["story"] for r in log if r["kind"] == "stub"}, stubs)
    seen = {}
    for copy in p.rows("spread", "--all", "--part", "copies"):
        if copy["role"] == "copy":
            seen.setdefault(copy["story"], []).append(
                copy["fetched"] or copy["published"])
    for r in log:
        if r["kind"] == "story":
            expect(f"time of entry {r['entry']}", r["time"],
                   max(t for t in seen[r["story"]] if t))
    expect("heads", p.run("log")[0].split("\n")[0].split(),
           ["entry", "story", "event", "other", "copies", "time", "kind"])


def check_stale(p):
    agencies = {s["story"]: s["agency"] for s in p.rows("stories", "-n", "0")}
    rows = p.rows("stale")
    text = p.run("stale", width=200)[0]
    expect("any stale", bool(rows), True)
    for r in rows:
        expect("its agency", r["story_agency"], agencies[r["story"]])
        expect("its headline", r["title"] in text, True)
        expect("its address", r["url"] in text, True)
    expect("what was wrong", "1,400 -> 1,040; 12 -> 9" in text, True)


def check_unknown_site(p, folder):
    """Pages without a site have a row, and can be asked for."""
    path = os.path.join(folder, "nowhere.jsonl")
    text = " ".join(f"word{i} of a text that nobody else has" for i in range(60))
    with open(path, "w", encoding="utf-8") as f:
        for i in range(2):
            f.write(json.dumps({"id": f"n{i}", "text": text,
                                "published": "2024-03-05T00:00:00Z"}) + "\n")
    p.run("add", "--quiet", path)
    rows = p.rows("sites", "-")
    expect("unknown site", [(r["site"], r["copies"]) for r in rows],
           [(None, 2)])
    table = p.run("sites", "-")[0].splitlines()
    expect("its row", table[1].split()[:2], ["-", "2"])
    story = p.rows("stories", "--site", "-")
    expect("its story", [s["copies"] for s in story], [2])
    expect("its copies", [c["site"] for c in
                          p.rows("spread", str(story[0]["story"]))],
           [None, None])


TABLES = (("sites",), ("stories",), ("stories", "--stubs"), ("agencies",),
          ("agencies", "--all"), ("show", "6"), ("spread", "6"), ("stale",),
          ("uncredited",), ("log",), ("pairs",), ("members",))
FIGURE = re.compile(r"(?<![^\s])[+-]?[0-9][0-9,.:%hd-]*(?![^\s])")


def check_widths(p):
    for args in TABLES:
        wide = p.run(*args, width=400)[0]
        figures = {n for line in wide.splitlines() for n in FIGURE.findall(line)
                   if not line.startswith("    ")}
        for width in 120, 80, 60, 45:
            text = p.run(*args, width=width)[0]
            widest = max(len(line) for line in text.splitlines())
            expect(f"{args} at {width}", widest <= width, True)
            if args[0] in ("sites", "agencies", "log", "members"):
                words = set(text.split())
                expect(f"figures of {args} at {width}",
                       [n for n in sorted(figures)
                        if not set(n.split()) <= words], [])
    for command in "spread", "stories", "uncredited", "add":
        for width in 60, 80:
            text = p.run("help", command, width=width)[0].split("\nExample")[0]
            lines = text.splitlines()[1:] # the first is the usage
            expect(f"help {command} at {width}",
                   max(len(line) for line in lines) <= width, True)
    expect("the overview",
           max(len(l) for l in p.run("help", width=60)[0].splitlines()) <= 60,
           True)


def check_credits(p, folder):
    path = os.path.join(folder, "own.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("agency zenit Zenit News\nname Reuters\n")
    out, _ = p.run("rebuild", "--agencies", path, "--json")
    counts = json.loads(out)
    expect("articles with other credits", counts["credits"] > 5, True)
    expect("stories", counts["touched"], 0)


def main():
    program, source = sys.argv[1:3]
    program = os.path.abspath(program)
    os.chdir(source)
    with tempfile.TemporaryDirectory() as folder:
        p = Program(program, os.path.join(folder, "listings.db"))
        p.run("add", "--quiet", "samples/crawl.jsonl")
        stories = check_stories(p)
        check_all(p, stories)
        check_curve(p)
        check_misuse(p)
        check_report(p)
        check_log(p)
        check_stale(p)
        check_widths(p)
        check_unknown_site(p, folder)
        check_credits(p, folder)
    for line in failures[:40]:
        print(line)
    print(f"listings: {len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
