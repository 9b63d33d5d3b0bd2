"""Rows of eval.py about dedup and about archives of pages: exactness against
brute force, speed, memory, and the way through an archive and back."""
import html
import json
import os

from eval_table import read_tsv, row

PAGES = 5000
MB = 1e6


def greedy(ids, pairs):
    """What a filter drops that keeps the first of a kind: brute force."""
    near = {}
    for a, b, _ in pairs:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    kept, dropped = set(), set()
    for i in ids:
        if any(n in kept for n in near.get(i, ())):
            dropped.add(i)
        else:
            kept.add(i)
    return dropped


def exactness(e, what, docs):
    """Drops at 0.8 against all pairs of exact resemblance 0.8 or more."""
    out, drops = e.path("clean.jsonl"), e.path("drops.tsv")
    e.run(e.program, "dedup", "-q", "--resemblance", "0.8", "--drop-list",
          drops, docs, out=out)
    e.run(e.bruteforce, "--threshold", "0.8", docs, out=e.path("brute.tsv"))
    pairs = read_tsv(e.path("brute.tsv"))
    with open(docs, encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    truth = greedy(ids, pairs)
    with open(drops, encoding="utf-8") as file:
        names = next(file).rstrip("\n").split("\t")
        found = [dict(zip(names, line.rstrip("\n").split("\t")))
                 for line in file]
    right = {frozenset(p[:2]) for p in pairs}
    wrong = sum(frozenset((d["dropped"], d["kept"])) not in right
                for d in found)
    got = {d["dropped"] for d in found}
    row("dedup 0.8, %s: drops under 0.8 by brute force" % what, wrong, "<= 0",
        "%d")
    row("dedup 0.8, %s: recall of brute force's drops" % what,
        len(got & truth) / max(1, len(truth)), ">= 0.995")
    with open(out, "rb") as file:
        two = file.read()
    e.run(e.program, "--threads", "1", "dedup", "-q", docs, out=out)
    with open(out, "rb") as file:
        row("dedup 0.8, %s: other bytes at 1 thread" % what,
            file.read() != two, "<= 0", "%d")


def ten_times(e, docs):
    """The same records ten times over, with other ids."""
    path = e.path("ten.jsonl")
    with open(docs, encoding="utf-8") as file, \
            open(path, "w", encoding="utf-8") as out:
        lines = [json.loads(line) for line in file]
        for k in range(10):
            for doc in lines:
                out.write(json.dumps(dict(doc, id="%d-%s" % (k, doc["id"])),
                                     ensure_ascii=False) + "\n")
    return path


def speed(e, docs):
    size = os.path.getsize(docs)
    runs = [e.run(e.program, "dedup", "-q", docs) for _ in range(3)]
    row("dedup, senate-2005: MB/s, best of 3",
        size / MB / min(seconds for seconds, _ in runs), ">= 60", "%.0f")
    row("dedup, senate-2005: peak MiB", max(peak for _, peak in runs),
        "<= 300", "%.0f")
    ten = ten_times(e, docs)
    row("dedup, senate-2005 ten times: peak MiB",
        e.run(e.program, "dedup", "-q", ten)[1], "<= 300", "%.0f")
    os.remove(ten)


def page(doc, k):
    """A page as a small CMS makes it, some 20 kB."""
    text = [p for p in doc["text"].split("\n") if p.strip()]
    title = html.escape(text[0][:80])
    menu = "".join('<li class="menu-item item-%d"><a href="/section/%d/" '
                   'title="Section %d">Section %d</a></li>\n' % (i, i, i, i)
                   for i in range(40))
    aside = "".join('<div class="teaser"><a href="/story/%d.html"><img src="'
                    '/img/%d.jpg" alt=""><span>Another story %d of the day'
                    "</span></a></div>\n" % (i, i, i)
                    for i in range(k, k + 40))
    return ("<!doctype html>\n<html lang=en><head><meta charset=utf-8>\n"
            "<title>%s - The Paper</title>\n<meta property=og:title content="
            '"%s">\n<meta property="article:published_time" content="%s">\n'
            "<style>%s</style><script>%s</script></head>\n<body><nav><ul>\n%s"
            "</ul></nav>\n<main><article><h1>%s</h1>\n%s</article></main>\n"
            "<aside>%s</aside><footer>All rights reserved.</footer></body>"
            "</html>\n" % (
                title, title, doc["published"],
                ".item { margin: 0 auto; padding: 4px }\n" * 60,
                "window.layer = window.layer || [];\n" * 60, menu, title,
                "".join("<p>%s</p>\n" % html.escape(p) for p in text), aside))


def archive(e, docs):
    """An archive of so many pages; its path and the bytes of the pages."""
    path, total = e.path("pages.warc"), 0
    with open(docs, encoding="utf-8") as file, open(path, "wb") as out:
        for k, line in zip(range(PAGES), file):
            doc = json.loads(line)
            body = page(doc, k).encode()
            total += len(body)
            block = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; "
                     b"charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                     % (len(body), body))
            out.write(("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: "
                       "<urn:uuid:00000000-0000-4000-8000-%012x>\r\n"
                       "WARC-Date: 2005-12-31T00:00:00Z\r\nWARC-Target-URI: "
                       "https://%s.example/%s\r\nContent-Type: application/"
                       "http;msgtype=response\r\nContent-Length: %d\r\n\r\n"
                       % (k, doc["site"], doc["id"], len(block))).encode())
            out.write(block + b"\r\n\r\n")
    return path, total


def archives(e, docs):
    path, total = archive(e, docs)
    runs = [e.run(e.program, "dedup", "-q", path, out=e.path("clean.warc"))
            for _ in range(3)]
    row("dedup, %d pages of HTML in WARC: MB/s of pages, best of 3" % PAGES,
        total / MB / min(seconds for seconds, _ in runs), ">= 40", "%.0f")
    row("dedup, the same: peak MiB", max(peak for _, peak in runs), "<= 300",
        "%.0f")
    db = e.fresh("archive")
    runs = []
    for _ in range(3):
        db = e.fresh("archive")
        runs.append(e.add(db, path))
    row("add, the same: MB/s of pages, best of 3",
        total / MB / min(seconds for seconds, _ in runs), ">= 40", "%.0f")
    row("add, the same: peak MiB", max(peak for _, peak in runs), "", "%.0f")
    clean = e.fresh("clean")
    e.add(clean, e.path("clean.warc"))
    whole = {m[0]: m[1] for m in read_tsv(e.members(db))}
    rest = {m[0]: m[1] for m in read_tsv(e.members(clean))}
    names = {}
    for article, story in rest.items():
        if story and article in whole:
            names.setdefault(story, set()).add(whole[article])
    row("dedup to WARC and add: articles that were not there before",
        len(rest.keys() - whole.keys()), "<= 0", "%d")
    row("... share of stories made of one story of the whole",
        sum(len(n) == 1 for n in names.values()) / max(1, len(names)))


def measure(e):
    senate = e.path("senate-ids.jsonl")
    with open(e.path("senate.jsonl"), encoding="utf-8") as file, \
            open(senate, "w", encoding="utf-8") as out:
        out.writelines(line for line in file if json.loads(line)["text"].strip())
    exactness(e, "senate-2005", senate)
    exactness(e, "seed 1", e.path("seed1", "docs.jsonl"))
    speed(e, e.path("senate.jsonl"))
    archives(e, senate)
