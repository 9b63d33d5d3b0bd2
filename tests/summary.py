#!/usr/bin/env python3
"""Counts a meson testlog.json: summary.py TESTLOG

A unit test counts by its cases, the TAP lines it printed; another test counts
as one, and so does one that died without naming a failed case. The last line
is "N passed, N failed"; the exit code is 1 where any failed or none ran.
"""
import json
import re
import sys

CASE = re.compile(r"^(not )?ok \d+ -? ?(# SKIP)?", re.M)


def count(test):
    """Passed, failed and skipped cases of one test."""
    passed = failed = skipped = 0
    for bad, skip in CASE.findall(test.get("stdout", "")):
        passed += not (bad or skip)
        failed += bool(bad) and not skip
        skipped += bool(skip)
    if test["result"] == "SKIP":
        return 0, 0, 1
    if test["result"] in ("OK", "EXPECTEDFAIL"):
        # A case that failed fails the whole, whatever the exit code said.
        return passed or not failed, failed, skipped
    return passed, failed or 1, skipped


def main():
    total = [0, 0, 0]
    try:
        with open(sys.argv[1], encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                n = count(test)
                total = [a + b for a, b in zip(total, n)]
                if n[1]:
                    print(f"failed: {test['name']} ({test['result']})")
    except OSError as error:
        print(f"no test ran: {error}")
    if total[2]:
        print(f"{total[2]} skipped")
    print(f"{total[0]} passed, {total[1]} failed")
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
