#!/usr/bin/env python3
"""Who moved it, who ran it, when: spread.py PROGRAM SOURCE

Adds samples/crawl.jsonl and, with the invented agency of agencies.txt,
later.jsonl, and holds what `spread`, `sites`, `uncredited` and `stale` tell
against what samples/truth.tsv, spread.tsv and versions.tsv say: every lag,
version, edit and list.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

# What a copy made of its version, in words.
EDITS = ("version_words", "kept", "cut_end", "cut_inside", "moved", "added",
         "changed", "headline_changed")
TRUE_EDITS = ("words", *EDITS[1:-1], "headline")

failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}: {got!r}, wanted {wanted!r}")


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


class Program:
    def __init__(self, program, db):
        self.args = [program, "--db", db]

    def run(self, *args):
        done = subprocess.run([*self.args, *args], capture_output=True,
                              text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(args)}: exit code {done.returncode}\n"
                     f"{done.stderr}")
        return done.stdout

    def rows(self, *args):
        return [json.loads(line)
                for line in self.run(*args, "--json").splitlines()]


def none(value):
    return None if value == "-" else value


def names(truth):
    """Whether the page names the agency of its story."""
    return truth["agency"] == truth["mover"] or "mixed" in truth["flags"]


def is_conflict(truth):
    """Whether two clocks contradict each other: who is only earlier than the
    first copy that credits the agency does nobody wrong."""
    return "fetched" in truth["flags"] or \
        ("before" in truth["flags"] and truth["own_page"])


def median(truth):
    """The middle lag of copies, the earlier of two; origins aside."""
    lags = sorted(int(t["lag"]) for t in truth if t["lag"] not in ("-", "0"))
    return lags[(len(lags) - 1) // 2] if lags else None


def check_copy(copy, truth):
    name = copy["article"]
    lag = none(truth["lag"])
    flags = truth["flags"].split(",")
    # What names the agency as one source is told, though it is no credit.
    credit = [truth["mover"], "mixed"] if "mixed" in flags else \
        [none(truth["agency"]), none(truth["evidence"])]
    expect(f"lag of {name}", copy["lag"], None if lag is None else int(lag))
    expect(f"version of {name}", copy["version"], int(truth["version"]))
    expect(f"credit of {name}", [copy["agency"], copy["evidence"]], credit)
    expect(f"{name} names the agency", copy["names"], int(names(truth)))
    expect(f"edits of {name}", [copy[k] for k in EDITS],
           [int(truth[k]) for k in TRUE_EDITS])
    expect(f"flags of {name}",
           [copy["stale"], copy["before_origin"], copy["fetched_before"],
            int(copy["time"] is None), copy["conflict"]],
           [int(f in flags) for f in ("stale", "before", "fetched",
                                      "undated")] +
           [int(is_conflict(truth))])


def check_story(story, copies, truth, agency):
    name = truth[0]["story"]
    dated = [t for t in truth if t["lag"] != "-"]
    origin = [t["id"] for t in dated if t["lag"] == "0"]
    flags = ",".join(t["flags"] for t in truth).split(",")
    kind = "agency" if any(t["evidence"] == "own site" for t in truth) \
        else "credited"
    expect(f"copies of {name}", sorted(c["article"] for c in copies),
           sorted(t["id"] for t in truth))
    expect(f"agency of {name}", story["agency"], agency)
    expect(f"origin of {name}", [story["origin"], [story["origin_article"]]],
           [kind, origin])
    expect(f"counts of {name}",
           [story["copies"], story["versions"], story["credited"],
            story["stale"], story["conflicts"], story["undated"]],
           [len(truth), max(int(t["version"]) for t in truth),
            sum(names(t) for t in truth), flags.count("stale"),
            sum(is_conflict(t) for t in truth),
            flags.count("undated")])
    lags = sorted(int(t["lag"]) for t in dated)
    expect(f"median lag of {name}", story["median_lag"], median(truth))
    expect(f"half-life of {name}", story["half_life"],
           lags[(len(lags) - 1) // 2] - lags[0])


def check_curve(program, story, truth):
    """The points of the curve, counted anew."""
    lags = sorted(int(t["lag"]) for t in truth if t["lag"] != "-")
    for by, step in (("hour", 3600), ("day", 86400)):
        points = program.rows("spread", story, "--part", "curve", "--by", by)
        steps = {lag // step for lag in lags}
        every = range(min(steps), max(steps) + 1) # a hundred at most
        expect(f"curve of {truth[0]['story']} by the {by}",
               [(p["lag"], p["copies"], p["all_copies"]) for p in points],
               [(step * k, sum(lag // step == k for lag in lags),
                 sum(lag // step <= k for lag in lags))
                for k in (every if len(every) <= 100 else sorted(steps))])
        expect(f"last carriers of {truth[0]['story']}",
               points[-1]["all_carriers"],
               len({t["site"] for t in truth if t["lag"] != "-"}))


def check_versions(program, story, name, truth):
    versions = program.rows("spread", story, "--part", "versions")
    changes = program.rows("spread", story, "--part", "changes")
    for v in truth:
        number = int(v["version"])
        if number > len(versions):
            failures.append(f"{name} has no version {number}")
            continue
        got = versions[number - 1]
        figures = [f"{c['before']}>{c['after']}" for c in changes
                   if c["version"] == number and c["kind"] == "number"]
        what = f"version {number} of {name}"
        expect(f"number of {what}", got["version"], number)
        expect(f"marker of {what}", got["marker"], none(v["marker"]))
        expect(f"{what} replaces", got["replaces"], int(v["marker"] != "-"))
        if v["figures"] != "-":
            expect(f"figures of {what}", figures, v["figures"].split(" "))
            expect(f"count of figures of {what}", got["numbers"],
                   len(figures))


def check_lists(program, truth, versions):
    unnamed = {t["id"] for t in truth.values() if not names(t)}
    got = program.rows("uncredited", "--limit", "0")
    expect("uncredited", sorted(r["article"] for r in got), sorted(unnamed))
    for row in got:
        proof = truth.get(row["proof"])
        what = f"proof of {row['article']}"
        expect(f"{what} is of its story",
               proof and proof["story"], truth[row["article"]]["story"])
        expect(f"{what} is credited", bool(proof) and proof["agency"],
               row["agency"])
        expect(f"{what} has a passage",
               0 < row["longest"] <= row["matched"] and
               row["passage"] is not None, True)
    stale = program.rows("stale", "--limit", "0")
    expect("stale", sorted(r["article"] for r in stale),
           sorted(t["id"] for t in truth.values() if "stale" in t["flags"]))
    changes = program.rows("stale", "--limit", "0", "--part", "changes")
    for row in stale:
        name = truth[row["article"]]["story"]
        wanted = next(v for v in versions if v["story"] == name and
                      v["version"] == str(row["replaced_by"]))
        expect(f"what {row['article']} should say",
               [f"{c['before']}>{c['after']}" for c in changes
                if c["article"] == row["article"] and c["kind"] == "number"],
               wanted["figures"].split(" "))


def check_licensed(program, truth, folder):
    """Copies on sites that are no customers, named or not."""
    path = os.path.join(folder, "customers.tsv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("# all agencies\nhttps://www.northgate-ledger.example/\n"
                "reuters\tkestrel-city-times.example # one\n")
    wanted = sorted(
        t["id"] for t in truth.values()
        if t["site"] != "northgate-ledger.example" and
        (t["site"], t["mover"]) != ("kestrel-city-times.example", "reuters")
        and t["evidence"] != "own site")
    got = [r["article"]
           for r in program.rows("uncredited", "--limit", "0", "--licensed",
                                 path) if r["unlicensed"]]
    expect("unlicensed", sorted(got), wanted)


def check_sites(program, truth):
    got = {r["site"]: r for r in program.rows("sites", "--limit", "0")}
    matrix = program.rows("sites", "--limit", "0", "--part", "agencies")
    sites = {t["site"] for t in truth.values()}
    expect("sites with copies",
           sorted(s for s, r in got.items() if r["copies"]), sorted(sites))
    for site in sites & set(got):
        mine = [t for t in truth.values() if t["site"] == site]
        flags = ",".join(t["flags"] for t in mine).split(",")
        named = sum(names(t) for t in mine)
        row = got[site]
        expect(f"figures of {site}",
               [row["copies"], row["agency_copies"], row["credited"],
                row["firsts"], row["stale"], row["conflicts"],
                row["median_lag"], row["credit_rate"]],
               [len(mine), len(mine), named,
                sum(t["lag"] == "0" for t in mine), flags.count("stale"),
                sum(is_conflict(t) for t in mine), median(mine), round(named / len(mine), 4)])
        expect(f"agencies of {site}",
               sorted((r["agency"], r["copies"]) for r in matrix
                      if r["site"] == site),
               sorted((a, sum(t["mover"] == a for t in mine))
                      for a in {t["mover"] for t in mine}))


def read_truth(samples):
    """Rows of spread.tsv by id, with the site, the agency of the story, and
    whether a page of its own is in it."""
    truth = {t["id"]: t for t in read(os.path.join(samples, "spread.tsv"))}
    moved = {t["story"]: t["agency"].lower()
             for t in read(os.path.join(samples, "truth.tsv"))
             if t["agency"] != "-"}
    moved["w13"] = "tarnwire"
    for name in ("crawl.jsonl", "later.jsonl"):
        with open(os.path.join(samples, name), encoding="utf-8") as f:
            for line in f:
                article = json.loads(line)
                if article["id"] in truth:
                    truth[article["id"]]["site"] = article["site"]
    own = {t["story"] for t in truth.values() if t["evidence"] == "own site"}
    for t in truth.values():
        t["mover"] = moved[t["story"]]
        t["own_page"] = t["story"] in own
    return truth


def main():
    samples = os.path.join(sys.argv[2], "samples")
    truth = read_truth(samples)
    versions = read(os.path.join(samples, "versions.tsv"))
    with tempfile.TemporaryDirectory() as folder:
        program = Program(sys.argv[1], os.path.join(folder, "crawl.db"))
        program.run("add", "--quiet", os.path.join(samples, "crawl.jsonl"))
        program.run("add", "--quiet", "--agencies",
                    os.path.join(samples, "agencies.txt"),
                    os.path.join(samples, "later.jsonl"))
        stories = program.rows("stories", "--limit", "0")
        for row in stories:
            number = str(row["story"])
            copies = [c for c in program.rows("spread", number)
                      if c["role"] == "copy"]
            of = {truth[c["article"]]["story"] for c in copies}
            expect(f"stories in story {number}", len(of), 1)
            name = of.pop()
            rows = [t for t in truth.values() if t["story"] == name]
            story, = program.rows("spread", number, "--part", "story")
            expect(f"show of {name} is as its spread",
                   program.rows("show", number, "--part", "story"), [story])
            check_story(story, copies, rows, rows[0]["mover"])
            for copy in copies:
                check_copy(copy, truth[copy["article"]])
            check_curve(program, number, rows)
            check_versions(program, number, name,
                           [v for v in versions if v["story"] == name])
        expect("stories", len(stories),
               len({t["story"] for t in truth.values()}))
        check_lists(program, truth, versions)
        check_licensed(program, truth, folder)
        check_sites(program, truth)
    for failure in failures:
        print(failure)
    print(f"spread: {len(truth)} copies, {len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
