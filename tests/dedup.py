#!/usr/bin/env python3
"""Does `dedup` keep what it says? dedup.py PROGRAM

Runs the program on invented crawls as lines, tables and WARC files, and holds
what it writes against a naive model: exact Jaccard over all pairs, in the order
of preference. Then what must not happen: a file half-written under its name, a
database that remembers what nobody got, a reader that went away.
"""
import csv
import gzip
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.realpath(sys.argv[1])
SHARE = 0.8
SITES = ["alder.example", "birch.example", "cedar.example", "dune.example"]
bad = []


def check(holds, what):
    if not holds:
        bad.append(what)
        print("does not hold:", what)


def run(*args, data=None, code=0, **more):
    """The program's output as bytes; its exit code has to be as given."""
    done = subprocess.run([PROGRAM, *args], input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, **more)
    check(done.returncode == code,
          f"{' '.join(args)}: exit code {done.returncode}, not {code}: "
          f"{done.stderr.decode()[:300]}")
    run.said = done.stderr.decode()
    return done.stdout


def rows(path):
    """A TSV file as dicts."""
    with open(path, encoding="utf-8", newline="") as f:
        lines = f.read().split("\n")
    names = lines[0].split("\t")
    check(lines[-1] == "", f"{path} ends with a line")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:-1]]


# ---- the invented crawl ----------------------------------------------------

def invent(seed, n):
    """Records of which many are copies of others, whole, changed or cut."""
    rng = random.Random(seed)
    words = ["".join(rng.choice("bdfgklmnprstv") + rng.choice("aeiou")
                     for _ in range(rng.randint(1, 4))) for _ in range(3000)]
    texts, out = [], []
    for i in range(n):
        kind = rng.random()
        text = [rng.choice(words) for _ in range(rng.randint(30, 300))]
        if texts and kind < 0.6:
            text = list(rng.choice(texts))
            for _ in range(int(kind * 12)):
                text[rng.randrange(len(text))] = rng.choice(words)
            if 0.2 < kind < 0.3:
                text = text[:rng.randint(20, len(text))]
            if kind > 0.5:
                text = [rng.choice(words) for _ in range(60)] + text
        texts.append(text)
        day = rng.randint(1, 28)
        out.append({
            "id": f"r{i}", "site": rng.choice(SITES),
            "published": rng.choice([None, f"2031-05-{day:02}T10:00:00Z"]),
            "text": " ".join(text)})
    return out


def shingles(text):
    words = text.split()
    return {tuple(words[i:i + 5]) for i in range(len(words) - 4)}


def jaccard(a, b):
    return len(a & b) / len(a | b)


def covered(text, other):
    words = text.split()
    hit = [0] * len(words)
    for i in range(len(words) - 4):
        if tuple(words[i:i + 5]) in other:
            hit[i:i + 5] = [1] * 5
    return sum(hit) / len(words)


def model(records, order):
    """The kept, taking records in this order, each if no kept one is near."""
    kept = []
    for i in order:
        mine = shingles(records[i]["text"])
        if all(jaccard(mine, other) < SHARE for _, other in kept):
            kept.append((i, mine))
    return sorted(i for i, _ in kept)


def lines_of(records):
    """Each written in another manner, so that bytes have to be kept."""
    out = []
    for i, r in enumerate(records):
        if i % 3 == 0:
            line = json.dumps(r, separators=(",", ":"))
        elif i % 3 == 1:
            line = json.dumps(dict(reversed(r.items())), indent=None)
        else:
            line = json.dumps({**r, "note": "\u00e9\u4e2d \\ \u2028"},
                              ensure_ascii=False)
        out.append(line.encode() + (b"\r\n" if i % 7 == 0 else b"\n"))
    return out


# ---- what is kept ----------------------------------------------------------

def test_kept(top):
    """The kept are the model's; the list's figures are exact."""
    records = invent(1, 700)
    lines = lines_of(records)
    crawl, dropped = os.path.join(top, "a.jsonl"), os.path.join(top, "d.tsv")
    with open(crawl, "wb") as f:
        f.write(b"".join(lines))
    with open(os.path.join(top, "sites"), "w", encoding="ascii") as f:
        f.write("# preferred\n\nwww.cedar.example\n  alder.example # too\n")
    words = [len(r["text"].split()) for r in records]
    when = [r["published"] or "9" for r in records]
    list_rank = {"cedar.example": 0, "alder.example": 1}
    site = [list_rank.get(r["site"], 2) for r in records]
    everyone = range(len(records))
    for keep, rank in (
            (["first"], everyone),
            (["longest"], [-n for n in words]),
            (["earliest"], when),
            (["site-list", os.path.join(top, "sites")], site)):
        got = run("dedup", "-q", "--keep", *keep, "--drop-list", dropped, crawl)
        kept = model(records, sorted(everyone, key=lambda i, r=rank: (r[i], i)))
        check(got == b"".join(lines[i] for i in kept), f"kept with {keep}")
        check_list(records, lines, rows(dropped), set(kept))
    check(run("dedup", "-q", "--keep", "site-list:" +
              os.path.join(top, "sites"), crawl) == got, "--keep with a colon")
    one = run("dedup", "-q", "--threads", "1", "--drop-list", dropped, crawl)
    check(one == run("dedup", "-q", "--threads", "2", "--drop-list",
                     dropped + "2", crawl), "the same at one and two threads")
    check(rows(dropped) == rows(dropped + "2"), "and the same list")


def check_list(records, lines, listed, kept):
    at = {r["id"]: i for i, r in enumerate(records)}
    start = [0]
    for line in lines:
        start.append(start[-1] + len(line))
    check([at[r["dropped"]] for r in listed] ==
          [i for i in range(len(records)) if i not in kept],
          "what is not kept is listed, in order")
    for r in listed:
        a, b = at[r["dropped"]], at[r["kept"]]
        mine, other = shingles(records[a]["text"]), shingles(records[b]["text"])
        near = jaccard(mine, other)
        copy = records[a]["text"] == records[b]["text"]
        check(b in kept and near >= SHARE and r["earlier"] == "0" and
              r["relation"] == ("copy" if copy else "near") and
              abs(float(r["resemblance"]) - near) < 6e-5 and
              abs(float(r["coverage"]) - covered(records[a]["text"], other))
              < 6e-5 and
              (r["dropped_line"], r["dropped_byte"]) ==
              (str(a + 1), str(start[a])) and
              (r["kept_line"], r["kept_byte"]) == (str(b + 1), str(start[b])),
              f"the figures of {r}")


def test_copy(top):
    """--by copy looks at the words in their order, not at their case."""
    texts = ["The mill at Orrin burned down on Friday night.",
             "The mill at Orrin burned down on Friday night, again.",
             "THE MILL at \u201cOrrin\u201d burned down on Friday night",
             "The mill at Orrin burned down on night Friday."]
    data = "".join(json.dumps({"text": t}) + "\n" for t in texts).encode()
    dropped = os.path.join(top, "copies.tsv")
    got = run("dedup", "-q", "--by", "copy", "--drop-list", dropped, "-",
              data=data)
    check([json.loads(line)["text"] for line in got.splitlines()] ==
          [texts[0], texts[1], texts[3]], "a copy is what has the same words")
    (row,) = rows(dropped)
    check(row["dropped"] == "(standard input):3" or
          row["dropped"].endswith(":3"), f"a record without a name: {row}")


def wire(rng, n):
    return " ".join(rng.choice(
        "the council harbour bridge said after night two ferry port rise vote "
        "water of and a plan storm crew island boat gate level hour".split()) +
        rng.choice("aeiou") + rng.choice("lmnrst") for _ in range(n))


def reword(rng, text):
    """The same with a word in forty changed."""
    words = text.split()
    for i in range(19, len(words), 40):
        words[i] = wire(rng, 1)
    return " ".join(words)


def test_relations(top):
    """Furniture aside: a letter on each page hides no copy."""
    rng = random.Random(5)
    letters = {s: wire(rng, 25) for s in SITES}
    stories = [wire(rng, 120) for _ in range(12)]
    records = []
    for day, story in enumerate(stories):
        for k, s in enumerate(SITES):
            text = (story, story, story[:len(story) // 2],
                    reword(rng, story))[k]
            records.append({
                "id": f"{day}-{s}", "site": s,
                "published": f"2031-06-{day + 1:02}T0{k}:00:00Z",
                "text": letters[s] + "\n\n" + text})
    data = b"".join(lines_of(records))
    listed = os.path.join(top, "r.tsv")
    check(run("dedup", "-q", "-", data=data) == data,
          "whole pages do not resemble each other")
    for by, want in (("same", {0, 2, 3}), ("near", {0, 2}), ("story", {0})):
        got = run("dedup", "-q", "--by", by, "--drop-list", listed, "-",
                  data=data)
        ids = {json.loads(line)["id"] for line in got.splitlines()}
        check(ids == {r["id"] for i, r in enumerate(records) if i % 4 in want},
              f"--by {by} keeps {len(ids)}")
        for row in rows(listed):
            check(row["kept"] in ids and row["relation"] in
                  ("same", "near", "within"), f"--by {by}: {row}")
        both = run("dedup", "-q", "--by", by, "--resemblance", "0.9", "-",
                   data=data)
        check(both == data, f"--by {by} with a resemblance that none has")


def test_addresses(top):
    """A page under a hundred addresses of its site is one page and no
    furniture, and so it is on the next days, each of which has new ones."""
    rng = random.Random(11)
    form = wire(rng, 90)
    pages = [{"site": "dune.example", "published": f"2031-06-{i + 1:02}",
              "text": f"{wire(rng, 60)}." if i % 2 else
                      f"{form}. {wire(rng, 8)}."} for i in range(12)]

    def visit(first, times):
        return b"".join(lines_of([{"id": f"{i}-{first + k}", **page}
                                  for k in range(times)
                                  for i, page in enumerate(pages)]))
    for by in ("same", "near", "story"):
        once, often = visit(0, 1), visit(0, 100)
        want = run("dedup", "-q", "--by", by, "-", data=once)
        got = run("dedup", "-q", "--by", by, "-", data=often)
        check(want and got.count(b"\n") == want.count(b"\n"),
              f"--by {by} keeps {got.count(10)} of so many addresses")
        db = os.path.join(top, f"{by}.db")
        for day in range(6):
            got = run("--db", db, "dedup", "-q", "--by", by, "-",
                      data=visit(day, 1))
            check(bool(got) == (day == 0), f"--by {by} on day {day}: {got}")


# ---- forms -----------------------------------------------------------------

def test_lines(top):
    """A last line without end gets one; packed input comes out unpacked."""
    data = b'{"text": "one two three four five six"}\n{"text": "un dos tres"}'
    check(run("dedup", "-q", "-", data=data) == data + b"\n", "the last line")
    check(run("dedup", "-q", "-", data=gzip.compress(data)) == data + b"\n",
          "packed lines come unpacked")
    packed = run("dedup", "-q", "--pack", "gzip", "-", data=data)
    check(gzip.decompress(packed) == data + b"\n", "--pack gzip")
    check(run("dedup", "-q", "-", data=b"") == b"", "nothing gives nothing")
    out = os.path.join(top, "none.jsonl")
    run("dedup", "-q", "-o", out, "-", data=b"")
    check(os.path.getsize(out) == 0, "and an empty file")


def test_tables(top):
    """One line of names above all rows; other columns are an error."""
    def table(rows_, name):
        f = io.StringIO()
        csv.writer(f, lineterminator="\r\n").writerows(
            [["id", "text", "note"], *rows_])
        path = os.path.join(top, name)
        with open(path, "wb") as out:
            out.write(f.getvalue().encode())
        return path
    rng = random.Random(3)
    texts = [wire(rng, 40) + '\n"quoted", twice' for _ in range(3)]
    a = table([["a", texts[0], "x"], ["b", texts[1], "y,z"]], "a.csv")
    b = table([["c", texts[0], ""], ["d", texts[2], "q"]], "b.csv")
    got = run("dedup", "-q", a, b).decode()
    check(list(csv.reader(io.StringIO(got))) ==
          [["id", "text", "note"], ["a", texts[0], "x"],
           ["b", texts[1], "y,z"], ["d", texts[2], "q"]], "the rows of two")
    other = os.path.join(top, "other.csv")
    with open(other, "w", encoding="ascii") as f:
        f.write("id,body\n1,an island without any name\n")
    run("dedup", "-q", a, other, code=1)
    check("a.csv" in run.said and "other.csv" in run.said, "names both tables")
    lines = os.path.join(top, "one.jsonl")
    with open(lines, "w", encoding="ascii") as f:
        f.write('{"text": "a line that stands alone"}\n')
    out = os.path.join(top, "mixed")
    run("dedup", "-q", "-o", out, a, lines, code=1)
    check("a.csv" in run.said and "one.jsonl" in run.said and
          not os.path.exists(out), "two forms in one run")
    plain = os.path.join(top, "page.txt")
    with open(plain, "w", encoding="ascii") as f:
        f.write("A headline\n\nand a text below it, of some words.\n")
    run("dedup", "-q", plain, code=1)
    check("page.txt" in run.said and "export" in run.said,
          "a form that cannot be handed on")


# ---- WARC ------------------------------------------------------------------

def warc(kind, number, body, of=None, target=None, more=()):
    lines = ["WARC/1.0", f"WARC-Type: {kind}",
             f"WARC-Record-ID: <urn:uuid:0000-{number}>",
             "WARC-Date: 2031-05-06T07:08:09Z"]
    if target:
        lines.append(f"WARC-Target-URI: {target}")
    if of is not None:
        lines.append(f"WARC-Concurrent-To: <urn:uuid:0000-{of}>")
    lines += [*more, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


HTTP = ["Content-Type: application/http; msgtype=response"]


def response(number, text, of=None, content="text/plain; charset=utf-8"):
    body = (f"HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n\r\n".encode() +
            text.encode())
    return warc("response", number, body, of,
                f"http://{SITES[number % 4]}/{number}", HTTP)


def request(number, of=None):
    return warc("request", number, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", of,
                f"http://{SITES[0]}/", [HTTP[0].replace("response", "request")])


def archive(n):
    """Records, and whether each is to be kept. Pages come with a request
    before or behind them, that names them or that they name, and notes."""
    rng = random.Random(9)
    out = [(warc("warcinfo", 0, b"software: none\r\n"), True)]
    texts, seen = [], set()
    for i in range(n):
        page, ask, note = 10 * i + 1, 10 * i + 2, 10 * i + 3
        fresh = not texts or rng.random() < 0.6
        text = wire(rng, 80) if fresh else rng.choice(texts)
        texts.append(text)
        keep = text not in seen
        seen.add(text)
        manner = i % 4
        answer = response(page, text, ask if manner in (0, 3) else None)
        asked = request(ask, page if manner in (1, 2, 3) else None)
        pair = [asked, answer] if manner in (0, 1) else [answer, asked]
        out += [(r, keep) for r in pair]
        out.append((warc("metadata", note, b"fetchTimeMs: 7\r\n", page), keep))
        if i % 5 == 0:
            out.append((warc("revisit", note + 1, b"", page), True))
            out.append((response(note + 2, "\x89PNG", None, "image/png"), True))
    return out


def split_warc(data):
    """The records of an unpacked archive, read strictly."""
    out, at = [], 0
    while at < len(data):
        head = data.index(b"\r\n\r\n", at)
        check(data[at:at + 10] == b"WARC/1.0\r\n", "a record begins")
        size = int(re.search(rb"\r\nContent-Length: (\d+)",
                             data[at:head]).group(1))
        end = head + 4 + size + 4
        check(data[end - 4:end] == b"\r\n\r\n", "and ends")
        out.append(data[at:end])
        at = end
    return out


def members(data):
    """The gzip members of a file, each unpacked."""
    import zlib
    out = []
    while data:
        z = zlib.decompressobj(31)
        out.append(z.decompress(data))
        check(z.eof, "a whole member")
        data = z.unused_data
    return out


def articles(top, name, *files):
    db = os.path.join(top, name + ".db")
    run("--db", db, "add", "-q", *files)
    said = run("--db", db, "members", "--tsv").decode().splitlines()[1:]
    return {line.split("\t")[0] for line in said}


def test_warc(top):
    """What goes with a dropped page goes; the rest is handed on in order."""
    made = archive(300)
    plain, packed = (os.path.join(top, "a.warc" + e) for e in ("", ".gz"))
    with open(plain, "wb") as f:
        f.write(b"".join(r for r, _ in made))
    with open(packed, "wb") as f:
        f.write(b"".join(gzip.compress(r, 1, mtime=0) for r, _ in made))
    want = [r for r, keep in made if keep]
    for keep in ("first", "earliest"):
        got = run("dedup", "-q", "--keep", keep, plain)
        check(split_warc(got) == want, f"a WARC file, --keep {keep}")
        got = run("dedup", "-q", "--keep", keep, packed)
        check(got == b"".join(gzip.compress(r, 1, mtime=0) for r in want),
              f"the members of a packed one as they came, --keep {keep}")
    check(run("dedup", "-q", "--by", "same", plain) == b"".join(want),
          "a WARC file --by same")
    check(run("dedup", "-q", "--pack", "none", packed) == b"".join(want),
          "--pack none")
    check(members(run("dedup", "-q", "--pack", "gzip", plain)) == want,
          "--pack gzip makes a member a record")
    both = members(run("dedup", "-q", packed, plain))
    check(both[:len(want)] == want and set(both) == set(want),
          "what comes unpacked behind packed records is packed")
    check([r for r in both if b": response" in r and b"text/plain" in r] ==
          [r for r in want if b": response" in r and b"text/plain" in r],
          "pages that come twice with their ids are there once")
    clean = os.path.join(top, "clean.warc")
    dropped = os.path.join(top, "w.tsv")
    run("dedup", "-q", "-o", clean, "--drop-list", dropped, packed)
    check(articles(top, "clean", clean) ==
          articles(top, "whole", plain) - {r["dropped"] for r in rows(dropped)},
          "round trip: the articles less those that were dropped")


# ---- databases -------------------------------------------------------------

def test_database(top):
    """A crawl is dropped the second time, if the first was written."""
    records = invent(2, 120)
    data = b"".join(lines_of(records))
    listed = os.path.join(top, "l.tsv")
    for by in ("resemblance", "copy", "same", "near", "story"):
        db = os.path.join(top, by + ".db")
        args = ["--db", db, "dedup", "-q", "--by", by, "--drop-list", listed,
                "-"]
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *args], input=data, stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        check(done.returncode == 1 and b"space" in done.stderr,
              f"--by {by}: a full disk")
        first = run(*args, data=data)
        check(first == run("dedup", "-q", "--by", by, "-", data=data) and first,
              f"--by {by}: nothing is remembered of a run that failed")
        check(run(*args, data=data) == b"", f"--by {by}: the second time")
        check(all(r["earlier"] == "1" and r["kept"] and not r["kept_file"] and
                  not r["kept_line"] and not r["kept_byte"]
                  for r in rows(listed)) and len(rows(listed)) == 120,
              f"--by {by}: all are of an earlier crawl")
        run("--db", db, "check")
    db = os.path.join(top, "added.db")
    run("--db", db, "add", "-q", "-", data=b"".join(lines_of(records[:60])))
    for by in ("resemblance", "near"):
        got = run("--db", db, "dedup", "-q", "--by", by, "-", data=data)
        check(not any(f'"r{i}"'.encode() in got for i in range(60)),
              f"--by {by}: what add put there counts as had")
    usual = os.path.join(top, "usual.db")
    run("dedup", "-q", "-", data=data, env={**os.environ,
                                            "WIREPRINT_DB": usual})
    check(not os.path.exists(usual), "the usual database is not touched")


def test_versions(top):
    """A known id with another text is another record."""
    rng = random.Random(11)
    texts = [wire(rng, 60) for _ in range(2)]
    data = "".join(json.dumps({"id": "a", "text": t}) + "\n"
                   for t in (texts[0], texts[1], texts[0])).encode()
    want = b"".join(data.splitlines(True)[:2])
    for by in ("copy", "same", "near", "story"):
        check(run("dedup", "-q", "--by", by, "-", data=data) == want,
              f"--by {by}: two texts of one id")
    db = os.path.join(top, "versions.db")
    for want_now in (want, b""):
        check(run("--db", db, "dedup", "-q", "--by", "near", "-",
                  data=data) == want_now, "and in a database")


# ---- what goes wrong -------------------------------------------------------

def test_misuse(top):
    """Command lines that make no sense."""
    crawl = os.path.join(top, "m.jsonl")
    with open(crawl, "w", encoding="ascii") as f:
        f.write('{"text": "a line that stands alone"}\n')
    for args in (["--by", "copy", "--resemblance", "0.5", crawl],
                 ["--resemblance", "0", crawl], ["--keep", "site-list"],
                 ["--keep", "latest", crawl], ["--drop-list", "-", crawl],
                 ["-o", crawl, crawl], ["--drop-list", crawl, crawl],
                 ["--window", "3", crawl]):
        run("dedup", *args, code=2)
    with open(crawl, "ab") as f:
        done = subprocess.run([PROGRAM, "dedup", crawl], stdout=f,
                              stderr=subprocess.PIPE, check=False)
    check(done.returncode == 2, "stdout is the input")
    run("dedup", "-q", "-o", crawl, top, code=1)
    check("input and output" in run.said, "the output is in an input folder")
    run("dedup", os.path.join(top, "nothing"), code=1)
    run("dedup", "--keep", "site-list", os.path.join(top, "nothing"), crawl,
        code=1)
    done = subprocess.run(["sh", "-c", '"$0" dedup - <&-', PROGRAM],
                          capture_output=True, check=False)
    check(done.returncode == 1, "stdin that is closed")


def test_rejects(top):
    """What cannot be read is not handed on; with --strict nothing is."""
    data = (b'{"text": "one good record with words"}\n{"text": 7}\n'
            b'{"text": "..."}\n{"text": "two good records"}\n')
    want = b"".join(data.splitlines(True)[i] for i in (0, 2, 3))
    check(run("dedup", "-q", "-", data=data) == want, "bad records are left "
          "out, records without words are not")
    check("2:" in run.said, "and told")
    out = os.path.join(top, "strict.jsonl")
    run("dedup", "-q", "--strict", "-o", out, "-", data=data, code=1)
    check(not os.path.exists(out), "--strict writes no file")


def left_over(folder, names):
    return sorted(set(os.listdir(folder)) - set(names))


def test_whole(top):
    """A file is there whole or not at all."""
    folder = os.path.join(top, "whole")
    os.mkdir(folder)
    out, listed = os.path.join(folder, "o"), os.path.join(folder, "l")
    data = b"".join(lines_of(invent(4, 400)))
    limited = ('ulimit -f 100; exec "$0" dedup -q -o '
               f'{out} --drop-list {listed} -')
    done = subprocess.run(["sh", "-c", limited, PROGRAM], input=data,
                          capture_output=True, check=False)
    check(done.returncode == 1 and not left_over(folder, []),
          "a limit on the size of files leaves nothing")
    run("dedup", "-q", "-o", out, "--drop-list", "/dev/full", "-", data=data,
        code=1)
    check(not left_over(folder, []), "nor does a list that cannot be written")
    run("dedup", "-q", "-o", out, "--drop-list", listed, "-", data=data)
    check(left_over(folder, ["o", "l"]) == [], "two files and no more")
    with open(out, "rb") as f:
        before = f.read()
    done = subprocess.Popen([PROGRAM, "dedup", "-q", "-"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
    done.stdout.close()
    said = done.communicate(data * 20)[1]
    check(done.returncode == 1 and said == b"", f"a reader went away: {said}")
    interrupt(top, folder, out, listed, data)
    with open(out, "rb") as f:
        check(f.read() == before, "an interrupt leaves what was there")


def interrupt(top, folder, out, listed, data):
    """Interrupts the program while it waits for more."""
    for by in ("resemblance", "near"):
        db = os.path.join(top, "interrupted.db")
        temporary = os.path.join(top, "tmp")
        os.makedirs(temporary, exist_ok=True)
        p = subprocess.Popen([PROGRAM, "--db", db, "dedup", "-q", "--by", by,
                              "-o", out, "--drop-list", listed, "-"],
                             stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                             env={**os.environ, "TMPDIR": temporary})
        p.stdin.write(data)
        p.stdin.flush()
        for _ in range(100):
            if left_over(folder, ["o", "l"]):
                break
            time.sleep(0.05)
        time.sleep(0.2)
        p.send_signal(signal.SIGINT)
        p.wait(timeout=20)
        p.stdin.close()
        p.stderr.close()
        check(p.returncode in (130, -signal.SIGINT), "an interrupt's exit code")
        check(not left_over(folder, ["o", "l"]) and not os.listdir(temporary),
              f"an interrupt leaves nothing: {left_over(folder, [])}")
        check(run("--db", db, "dedup", "-q", "--by", by, "-", data=data),
              "and nothing is remembered")


def main():
    for name, test in list(globals().items()):
        if not name.startswith("test_"):
            continue
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        with tempfile.TemporaryDirectory() as top:
            test(top)
    print("dedup:", f"{len(bad)} checks failed" if bad else "all as it should")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
