#!/usr/bin/env python3
"""How right and how costly the program is: eval.py PROGRAM BRUTEFORCE SHARED DIR

eval.sh finds the arguments. Prints one table: what was
measured, the value, what is asked of it, and whether that is reached. Rows
without anything asked are there for comparison. A row stands as soon as it is
measured. The exit code tells whether all could be measured, not whether all
was reached.
"""
import collections
import contextlib
import gzip
import importlib.util
import itertools
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys

import eval_filter
from eval_table import read_tsv, row

BATCHES = 20
MATCHES = 20
MIB = 1 << 20


# Runs in a process of its own: the peak that the system tells of a program is
# never less than that of the process that started it.
MEASURE = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(seconds, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status),
      file=open(os.environ["MEASURED"], "w"))
"""


def run(top, *command, out=None, stdin=None):
    """Runs a command; seconds and peak MiB of it. out: file for its stdout."""
    measured, said = os.path.join(top, "measured"), os.path.join(top, "stderr")
    with open(out or os.devnull, "wb") as file, open(said, "wb") as errors:
        subprocess.run((sys.executable, "-S", "-c", MEASURE) + command,
                       check=True, stdin=stdin, stdout=file, stderr=errors,
                       env=dict(os.environ, MEASURED=measured))
    with open(measured, encoding="utf-8") as file:
        seconds, peak, code = file.read().split()
    if code != "0":
        with open(said, encoding="utf-8", errors="replace") as file:
            sys.stderr.write(file.read())
        sys.exit("eval.py: exit code %s: %s" % (code, " ".join(command)))
    return float(seconds), float(peak)


def text_of(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          encoding="utf-8").stdout


def labels(members):
    """The story of each article; one in no story or in several is alone, as
    score.py has it."""
    stories = collections.defaultdict(set)
    for article, story, *_ in read_tsv(members):
        stories[article].add(story)
    return {a: s.copy().pop() if len(s) == 1 and "" not in s else (a,)
            for a, s in stories.items()}


def rand_index(one, other):
    """The adjusted Rand index of two clusterings of the same articles."""
    if one.keys() != other.keys():
        sys.exit("eval.py: two databases do not hold the same articles")

    def pairs(labels_of_all):
        counts = collections.Counter(labels_of_all).values()
        return sum(n * (n - 1) // 2 for n in counts)

    a, b = pairs(one.values()), pairs(other.values())
    both = pairs((one[i], other[i]) for i in one)
    chance = a * b / max(1, len(one) * (len(one) - 1) // 2)
    return (both - chance) / ((a + b) / 2 - chance) if a + b else 1.0


class Eval:
    def __init__(self, program, bruteforce, shared, top):
        self.program = os.path.abspath(program)
        self.bruteforce = os.path.abspath(bruteforce)
        self.eval = os.path.join(shared, "eval")
        self.data = os.path.join(shared, "data")
        self.senate_gz = os.path.join(self.data, "senate-2005.jsonl.gz")
        self.top = top

    def path(self, *names):
        return os.path.join(self.top, *names)

    def run(self, *command, **files):
        return run(self.top, *command, **files)

    # ---- steps ----

    def fresh(self, name):
        """The path of a database that is not there."""
        path = self.path(name + ".db")
        for end in ("", "-wal", "-shm"):
            if os.path.exists(path + end):
                os.remove(path + end)
        return path

    def add(self, db, *arguments):
        return self.run(self.program, "--db", db, "add", "--quiet", *arguments)

    def members(self, db):
        path = db[:-3] + "-members.tsv"
        self.run(self.program, "--db", db, "members", "--tsv", out=path)
        return path

    def crawl(self, name, *options):
        """Makes a crawl with known truth; its folder."""
        self.run(sys.executable, os.path.join(self.eval, "syndicate.py"),
                 "--base", self.senate_gz, "--out", self.path(name), *options)
        return self.path(name)

    def score(self, name, members):
        """What score.py says of a clustering of a crawl, as numbers."""
        said = text_of(sys.executable, os.path.join(self.eval, "score.py"),
                       self.path(name, "truth.tsv"), members)
        found = {word: float(re.search(word + r" (-?[\d.]+)", said)[1])
                 for word in ("ARI", "precision", "recall",
                              "digests inside a mixed cluster")}
        found["forms"] = sum(
            int(n) for kinds, n in re.findall(r"mixed: (\S+) (\d+)", said)
            if {"stub", "template"} & set(kinds.split("+")))
        return found

    def releases(self, members):
        """The shares of joint and of form pairs that are in one story."""
        said = text_of(sys.executable, os.path.join(self.eval, "releases.py"),
                       os.path.join(self.data, "senate-2005-pairs.tsv.gz"),
                       members)
        return {kind: float(share) for kind, share in
                re.findall(r"^(\w+) .*share ([\d.]+)", said, re.M)}

    def same_takes(self, seed):
        """Stories of a crawl whose first two versions have the same words: a
        text of two paragraphs or one is moved whole at once, and nobody could
        tell them apart. Drawn as syndicate.py draws them."""
        place = os.path.join(self.eval, "syndicate.py")
        spec = importlib.util.spec_from_file_location("syndicate", place)
        syndicate = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(syndicate)
        with gzip.open(self.senate_gz, "rt", encoding="utf-8") as file:
            base = [json.loads(line) for line in file]
        base = [d for d in base if d.get("alone", True)
                and 150 <= len(d["text"].split()) <= 900]
        random.Random(seed).shuffle(base)
        same = set()
        for n, d in enumerate(base[max(50, len(base) // 10):]):
            paragraphs = syndicate.paragraphs(d["text"])
            if len(paragraphs) > 4 and len(paragraphs[0]) < 160:
                paragraphs = paragraphs[1:]
            if max(2, len(paragraphs) * 2 // 5) >= len(paragraphs):
                same.add("w%05d" % n)
        return same

    def versions(self, name, db, same):
        """Of the copies of wire stories, the share with the right place among
        the versions of their story that were found together; and of the pairs
        of these copies, the share in the right order. Versions with the same
        words, of the stories in same, count as one."""
        truth = {r[0]: r for r in read_tsv(self.path(name, "truth.tsv"))}
        stories = collections.defaultdict(list)
        with contextlib.closing(sqlite3.connect(db)) as file:
            for story, article, version in file.execute(
                    "SELECT c.story, a.key, c.version FROM carry c"
                    " JOIN article a ON a.num = c.num WHERE c.version > 0"):
                of, kind, true = truth[article][1:4]
                if kind == "wire":
                    true = 2 if of in same and true == "1" else int(true)
                    stories[story].append((of, true, version))
        right = copies = ordered = pairs = 0
        for members in stories.values():
            names = collections.Counter(m[0] for m in members)
            of = names.most_common(1)[0][0]
            found = [m[1:] for m in members if m[0] == of]
            if len(found) < 2:
                continue
            one = sorted({true for true, _ in found})
            other = sorted({version for _, version in found})
            places = [(one.index(t), other.index(v)) for t, v in found]
            right += sum(t == v for t, v in places)
            copies += len(places)
            for (a, x), (b, y) in itertools.combinations(places, 2):
                ordered += ((a > b) - (a < b)) == ((x > y) - (x < y))
                pairs += 1
        return right / max(1, copies), ordered / max(1, pairs)

    def credits(self, name, db, manner):
        """How right the agencies are: the shares of credited copies whose
        agency is right, of copies rightly told to be credited or not, of solo
        articles for which an agency is claimed, and of stories with a credited
        copy whose agency is right. A copy in a story has the agency that its
        row in the story credits, any other page what its own evidence does.
        manner: what is told by the manner of datelines alone counts, too: in
        truth.tsv a dateline as AFP writes it is a credit."""
        named = collections.defaultdict(set)
        stories, moved = {}, {}
        with contextlib.closing(sqlite3.connect(db)) as file:
            for article, agency in file.execute(
                    "SELECT a.key, c.agency FROM credit c JOIN article a"
                    " ON a.num = c.num WHERE c.decides"):
                named[article].add(agency)
            for article, story, agency in file.execute(
                    "SELECT a.key, c.story, iif(e.decides OR (e.agency IS NULL"
                    " AND ?), c.agency, NULL) FROM carry c"
                    " JOIN article a ON a.num = c.num LEFT JOIN credit e"
                    " ON e.num = c.num AND e.seq = c.evidence"
                    " WHERE c.version > 0", (manner,)):
                stories[article] = story
                named[article] = {agency} if agency else set()
            moved.update(file.execute("SELECT story, agency FROM track"
                                      " WHERE NOT manner OR ?", (manner,)))
        right = collections.defaultdict(list)
        found = collections.defaultdict(list)
        of = {}
        for article, story, kind, _, agency, credited, _ in read_tsv(
                self.path(name, "truth.tsv")):
            if kind == "solo":
                right["solo"].append(bool(named[article]))
            if kind != "wire":
                continue
            found[story].append(stories.get(article))
            right["credited"].append(bool(named[article]) == (credited == "1"))
            if credited == "1":
                right["agency"].append(named[article] == {agency.lower()})
                of[story] = agency.lower()
        for story, agency in of.items():
            one = collections.Counter(found[story]).most_common(1)[0][0]
            if one is not None:
                right["story"].append(moved.get(one) == agency)
        return {what: statistics.mean(each) for what, each in right.items()}

    # ---- groups of rows ----

    def stories(self):
        for seed in "123":
            name = "seed" + seed
            self.crawl(name, "--seed", seed)
            db = self.fresh(name)
            self.add(db, self.path(name, "docs.jsonl"))
            got = self.score(name, self.members(db))
            what = "syndicate.py, seed %s: " % seed
            row(what + "ARI", got["ARI"], ">= 0.985")
            row(what + "precision", got["precision"], ">= 0.99")
            row(what + "recall", got["recall"], ">= 0.975")
            row(what + "digests inside a mixed cluster",
                got["digests inside a mixed cluster"], "<= 2", "%d")
            row(what + "mixed clusters with stubs, templates", got["forms"],
                "<= 0", "%d")
            named = self.credits(name, db, True)
            row(what + "agency of a credited copy right", named["agency"],
                ">= 0.98")
            row(what + "credited or not right", named["credited"], ">= 0.97")
            row(what + "agency of a story right", named["story"], ">= 0.98")
            row(what + "agency claimed for a solo article", named["solo"],
                "<= 0.005")
            named = self.credits(name, db, False)
            row(what + "... a copy's agency, by its name", named["agency"])
            row(what + "... credited or not, by name", named["credited"])
            row(what + "... a story's agency, by name", named["story"])
            right, ordered = self.versions(name, db,
                                           self.same_takes(int(seed)))
            row(what + "version of a copy right", right, ">= 0.9")
            row(what + "order of two copies right", ordered, ">= 0.9")
            right, ordered = self.versions(name, db, set())
            row(what + "... same words told apart", right)
            row(what + "... the order, same words told apart", ordered)
        self.crawl("small", "--seed", "1", "--sites", "12", "--stories", "300",
                   "--solo", "500", "--days", "5")
        db = self.fresh("small")
        self.add(db, self.path("small", "docs.jsonl"))
        got = self.score("small", self.members(db))
        row("the small one, seed 1: ARI", got["ARI"], ">= 0.95")

    def orders(self):
        """Seed 1 in other batches and orders, against all of it at once."""
        with open(self.path("seed1", "docs.jsonl"), "rb") as file:
            docs = file.readlines()
        db = self.fresh("whole")
        self.add(db, "--batch", str(len(docs)),
                 self.path("seed1", "docs.jsonl"))
        whole = labels(self.members(db))
        self.run(self.program, "--db", db, "rebuild")
        rebuilt = labels(self.members(db))

        shuffled = docs[:]
        random.Random(1).shuffle(shuffled)
        for name, lines, batches, asked in (
                ("in time order, in 20 batches", docs, BATCHES, ">= 0.995"),
                ("in reverse order", docs[::-1], 1, ""),
                ("in random order", shuffled, 1, ""),
                ("in random order, in 20 batches", shuffled, BATCHES, "")):
            db = self.fresh("order")
            for i in range(batches):
                part = lines[len(lines) * i // batches:
                             len(lines) * (i + 1) // batches]
                with open(self.path("part.jsonl"), "wb") as file:
                    file.writelines(part)
                self.add(db, self.path("part.jsonl"))
            row("seed 1 %s: ARI with one batch" % name,
                rand_index(whole, labels(self.members(db))), asked)
        row("seed 1 after rebuild: ARI with before it",
            rand_index(whole, rebuilt), ">= 0.995")

    def senate(self):
        docs = self.path("senate.jsonl")
        with gzip.open(self.senate_gz) as packed, open(docs, "wb") as file:
            lines = packed.readlines()
            file.writelines(lines)
        best, peak = float("inf"), 0
        for _ in range(3):
            db = self.fresh("senate")
            seconds, used = self.add(db, docs)
            best, peak = min(best, seconds), max(peak, used)
        got = self.releases(self.members(db))
        row("senate-2005: joint in one story", got["joint"], ">= 0.975")
        row("senate-2005: form in one story", got["form"], "<= 0.03")
        row("senate-2005: articles/s of add, best of 3", len(lines) / best,
            ">= 8000", "%.0f")
        row("senate-2005: peak MiB of add", peak, "<= 400", "%.0f")
        row("senate-2005: bytes of the file an article",
            os.path.getsize(db) / len(lines), "<= 2200", "%.0f")
        bare = self.fresh("bare")
        self.add(bare, "--no-text", docs)
        row("senate-2005: the same with --no-text",
            os.path.getsize(bare) / len(lines), "<= 600", "%.0f")
        times = []
        step = len(lines) // MATCHES
        for line in lines[step // 2::step][:MATCHES]:
            with open(self.path("one.txt"), "w", encoding="utf-8") as file:
                file.write(json.loads(line)["text"])
            with open(self.path("one.txt"), "rb") as file:
                times.append(self.run(self.program, "--db", db, "match", "-",
                                      stdin=file)[0])
        row("senate-2005: ms of one match, median of %d" % MATCHES,
            1000 * statistics.median(times), "<= 30", "%.1f")

    def without_furniture(self):
        """Seed 1 less the paragraphs that stand on one site, to the letter, on
        three days or more; what an editor would not call the article."""
        with open(self.path("seed1", "docs.jsonl"), encoding="utf-8") as file:
            docs = [json.loads(line) for line in file]
        days = collections.defaultdict(set)
        for doc in docs:
            for paragraph in doc["text"].split("\n"):
                days[doc["site"], paragraph].add(doc["published"][:10])
        path = self.path("aside.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for doc in docs:
                doc["text"] = "\n".join(
                    p for p in doc["text"].split("\n")
                    if len(days[doc["site"], p]) < 3)
                if doc["text"].strip():
                    file.write(json.dumps(doc, ensure_ascii=False) + "\n")
        return path

    def pairs(self):
        """Of the pairs that brute force finds, how many are listed."""
        listed = self.path("pairs.tsv")
        self.run(self.program, "--db", self.path("seed1.db"), "pairs", "--tsv",
            out=listed)
        listed = {frozenset(r[:2]) for r in read_tsv(listed)}
        truth = {r[0]: r for r in read_tsv(self.path("seed1", "truth.tsv"))}
        for what, docs, missed in (
                ("whole texts", self.path("seed1", "docs.jsonl"),
                 "missed-whole.tsv"),
                ("texts less furniture", self.without_furniture(),
                 "missed-aside.tsv")):
            found = self.path("brute.tsv")
            self.run(self.bruteforce, "--window", "14", docs, out=found)
            found = read_tsv(found)
            lacking = [r for r in found if frozenset(r[:2]) not in listed]
            with open(self.path(missed), "w", encoding="utf-8") as file:
                file.write("a\tb\tresemblance\tkinds\tstories\n")
                for a, b, share in lacking:
                    kinds = sorted((truth[a][2], truth[b][2]))
                    same = truth[a][1] == truth[b][1]
                    print(a, b, share, "+".join(kinds),
                          "same" if same else "other", sep="\t", file=file)
            row("seed 1: pairs J >= .5 listed, " + what,
                1 - len(lacking) / max(1, len(found)), ">= 0.99")
            right = {frozenset(r[:2]) for r in found
                     if truth[r[0]][1] == truth[r[1]][1] != "-"}
            row("seed 1: ... and in truth one story, " + what,
                len(right & listed) / max(1, len(right)))

    def whole_pages(self):
        """What tools reach that hold whole pages against each other."""
        for share in ("0.5", "0.8"):
            what = "whole pages J >= %s, components, " % share
            members = self.path("whole-pages.tsv")
            self.run(self.bruteforce, "--threshold", share, "--components",
                self.path("seed1", "docs.jsonl"), out=members)
            got = self.score("seed1", members)
            for figure in ("ARI", "precision", "recall"):
                row(what + "seed 1: " + figure, got[figure])
            self.run(self.bruteforce, "--threshold", share, "--components",
                self.path("senate.jsonl"), out=members)
            got = self.releases(members)
            for kind in ("joint", "form"):
                row(what + "senate: " + kind, got[kind])


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    e = Eval(*sys.argv[1:])
    print("%-60s %10s  %s" % ("measure", "value", "asked"), flush=True)
    e.stories()
    e.orders()
    e.senate()
    e.pairs()
    e.whole_pages()
    eval_filter.measure(e)


if __name__ == "__main__":
    main()
