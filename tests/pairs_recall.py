#!/usr/bin/env python3
"""Are the pairs listed that are there? pairs_recall.py PROGRAM BRUTEFORCE SOURCE

Adds the sample crawl without a time window, and holds `pairs --tsv` against
brute force: of the pairs whose exact resemblance is 0.5 or more at least 0.99
are listed, none is listed that is not one, and the figures are the same.
"""
import os
import subprocess
import sys
import tempfile

RESEMBLANCE, RECALL = "0.5", 0.99


def table(*command):
    """A command's TSV as dicts by the two ids."""
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          encoding="utf-8").stdout.splitlines()
    names = said[0].split("\t")
    rows = [dict(zip(names, line.split("\t"))) for line in said[1:]]
    return {frozenset((row["a"], row["b"])): row for row in rows}


def main():
    program, bruteforce, source = sys.argv[1:]
    crawl = os.path.join(source, "samples", "crawl.jsonl")
    with tempfile.TemporaryDirectory() as top:
        db = os.path.join(top, "sample.db")
        subprocess.run([program, "--db", db, "add", "--quiet", "--window", "0",
                        crawl], check=True)
        listed = table(program, "--db", db, "pairs", "--tsv")
    true = table(bruteforce, "--threshold", RESEMBLANCE, crawl)
    bad = 0
    for pair in sorted(true.keys() - listed.keys(), key=sorted):
        print("missing:", *sorted(pair), true[pair]["resemblance"])
    for pair in sorted(listed, key=sorted):
        got = listed[pair]["resemblance"]
        want = true[pair]["resemblance"] if pair in true else "under 0.5"
        # Four places are listed.
        if (abs(float(got) - float(want)) > 0.00006 if pair in true
                else float(got) > float(RESEMBLANCE) + 0.00006):
            print("wrong:", *sorted(pair), "is", got, "and should be", want)
            bad += 1
    found = len(true.keys() & listed.keys())
    print("%d of %d pairs listed, %d wrong" % (found, len(true), bad))
    return not true or found < RECALL * len(true) or bad > 0


if __name__ == "__main__":
    sys.exit(main())
