#!/usr/bin/env python3
"""Does the report's page work in a browser? report_page.py PROGRAM SOURCE

Opens the page of the samples and that of a hostile crawl (report.py) in
headless Chromium, driven over a pipe by its debugging protocol: no error, no
request, nothing that runs but the page's own script; sorting, filtering, links,
marks and keys; two widths, light and dark, contrast, print, and no script at
all. Exit code 77 where there is no Chromium. With PICTURES=DIR in the
environment, screenshots are left there.
"""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import report  # noqa: E402 (beside this file)
from report import Program, check, bad  # noqa: E402

NAMES = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe"]
PATIENCE = 60  # seconds for any answer, on a busy machine


class Browser:
    """Chromium with its debugging protocol on descriptors 3 and 4."""

    def __init__(self, path, home):
        reads, self.to = os.pipe()
        self.back, writes = os.pipe()
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (reads, writes)]

        def place():
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [path, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for fd in (reads, writes, *high):
            os.close(fd)
        self.last, self.got, self.events = 0, b"", []

    def message(self):
        """The next message."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.got:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                raise TimeoutError("Chromium does not answer")
            more = os.read(self.back, 1 << 20)
            if not more:
                raise EOFError("Chromium has ended")
            self.got += more
        one, self.got = self.got.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, session=None, **params):
        """Calls a method; events that come meanwhile are kept."""
        self.last += 1
        call = {"id": self.last, "method": method, "params": params}
        if session:
            call["sessionId"] = session
        os.write(self.to, json.dumps(call).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        """The next event of this name."""
        while True:
            for i, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(i)
            self.events.append(self.message())

    def close(self):
        """Ends it."""
        try:
            self.call("Browser.close")
            self.process.wait(PATIENCE)
        except (OSError, EOFError, TimeoutError, RuntimeError,
                subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


class Tab:
    """A page in it."""

    def __init__(self, browser, path, width=1280, dark=False, scripts=True):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")
        self.target = target["targetId"]
        self.session = browser.call("Target.attachToTarget", flatten=True,
                                    targetId=self.target)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(domain + ".enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=900, deviceScaleFactor=1, mobile=width < 500)
        self.call("Emulation.setEmulatedMedia", media="screen", features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])
        if not scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        browser.events.clear()
        began = time.monotonic()
        self.call("Page.navigate", url="file://" + path)
        browser.wait("Page.loadEventFired")
        self.took = time.monotonic() - began
        self.path = path

    def call(self, method, **params):
        """A method of the page."""
        return self.browser.call(method, self.session, **params)

    def js(self, words):
        """The value of an expression."""
        got = self.call("Runtime.evaluate", expression=words,
                        returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(words[:80] + str(got["exceptionDetails"])[:400])
        return got["result"].get("value")

    def holds(self, words, what):
        """Whether an expression becomes true, soon."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if self.js(words) is True:
                return check(True, what)
            time.sleep(.05)
        return check(False, f"{what}: {words[:120]}")

    def middle(self, selector):
        """Where an element is, scrolled into view."""
        return self.js(
            f"(() => {{ const e = {selector}; e.scrollIntoView({{block:"
            "'center'}); const r = e.getClientRects()[0]; return "
            "[r.x + r.width / 2, r.y + r.height / 2]; })()")

    def mouse(self, selector, click=False):
        """Moves the mouse to an element, and clicks."""
        x, y = self.middle(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased") if click else ():
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y,
                      button="left", clickCount=1)

    def key(self, name, text=""):
        """Presses a key."""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name,
                  code=name, text=text,
                  windowsVirtualKeyCode={"Enter": 13, "Tab": 9}.get(name, 0))
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, code=name)

    def picture(self, name):
        """A screenshot, where they are wanted."""
        if os.environ.get("PICTURES"):
            shot = base64.b64decode(self.call("Page.captureScreenshot")["data"])
            with open(os.path.join(os.environ["PICTURES"], name + ".png"),
                      "wb") as f:
                f.write(shot)

    def close(self, what):
        """Nothing went wrong all the time that the page was open."""
        for event in self.browser.events:
            method, params = event.get("method"), event.get("params", {})
            if method in ("Runtime.exceptionThrown", "Log.entryAdded",
                          "Runtime.consoleAPICalled"):
                check(False, f"{what}: {json.dumps(params)[:400]}")
            if method == "Network.requestWillBeSent":
                url = params["request"]["url"]
                check(url.split("#")[0] == "file://" + self.path or
                      url == "data:,", f"{what}: asks for {url[:200]}")
        self.browser.events.clear()
        self.browser.call("Target.closeTarget", targetId=self.target)


CONTRAST = """(() => {
  const rgb = (c) => { const m = c.match(/[\\d.]+/g).map(Number);
    return m.length < 4 ? [...m, 1] : m; };
  const light = (c) => c.slice(0, 3).map((v) => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; })
    .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => {
    const layers = [];
    for (; e; e = e.parentElement)
      layers.push(rgb(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, c) => c.slice(0, 3).map((v, i) =>
      v * c[3] + under[i] * (1 - c[3])), [255, 255, 255]);
  };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility() ||
        e.closest('script,style,option,title,desc')) continue;
    const style = getComputedStyle(e);
    const ink = rgb(e.closest('svg') ? style.fill : style.color);
    const a = light(ink), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(ratio.toFixed(2) + ' ' + e.tagName + '.' +
      (e.getAttribute('class') || '') + ' ' +
      walk.currentNode.data.trim().slice(0, 30));
  }
  return [...new Set(poor)].slice(0, 9).join('; ');
})()"""

COLUMN = """Array.from(document.querySelector('table.stories').tBodies[0].rows,
  (r) => Number(r.cells[%d].textContent))"""


def sorting(tab):
    """Heads of columns sort, by mouse and by key."""
    head = "document.querySelectorAll('table.stories thead th')[4]"
    tab.mouse(head + ".querySelector('button')", click=True)
    tab.holds(f"{head}.getAttribute('aria-sort') === 'descending'",
              "a click sorts downwards")
    got = tab.js(COLUMN % 4)
    check(got == sorted(got, reverse=True) and len(set(got)) > 1,
          "copies are sorted downwards")
    tab.js(head + ".querySelector('button').focus()")
    tab.key("Enter", "\r")
    tab.holds(f"{head}.getAttribute('aria-sort') === 'ascending'",
              "a key sorts upwards")
    got = tab.js(COLUMN % 4)
    check(got == sorted(got), "copies are sorted upwards")
    tab.mouse("document.querySelector('table.stories thead th button')", True)
    tab.mouse("document.querySelector('table.stories thead th button')", True)
    got = tab.js(COLUMN % 0)
    check(got == sorted(got), "ranks are in order again")
    check(tab.js("document.querySelectorAll('table.stories [aria-sort]')"
                 ".length") == 1, "one column is the sorted one")


def filtering(tab):
    """Words and agency choose among stories and sections."""
    shown = ("Array.from(document.querySelectorAll('table.stories tbody tr'))"
             ".filter((r) => !r.hidden).length")
    sections = ("Array.from(document.querySelectorAll('details.story'))"
                ".filter((d) => !d.hidden).length")
    many = tab.js(shown)
    tab.js("document.querySelector('#filter input').focus()")
    tab.call("Input.insertText", text="treaty RIVER")
    tab.holds(f"{shown} === 1 && {sections} === 1", "words choose")
    tab.holds("document.querySelector('#filter output').textContent === "
              f"'1 of {many} stories'", "the number is told")
    tab.js("(() => { const i = document.querySelector('#filter input');"
           " i.value = ''; i.dispatchEvent(new Event('input')); })()")
    tab.holds(f"{shown} === {many}", "no words, no choice")
    tab.js("(() => { const s = document.querySelector('#filter select');"
           " s.value = 'reuters'; s.dispatchEvent(new Event('change')); })()")
    tab.holds(f"{shown} === {sections} && {shown} > 0 && {shown} < {many} && "
              "Array.from(document.querySelectorAll('table.stories tbody tr'))"
              ".every((r) => r.hidden === "
              "(r.cells[2].textContent !== 'Reuters'))", "an agency chooses")
    tab.js("(() => { const s = document.querySelector('#filter select');"
           " s.value = '*'; s.dispatchEvent(new Event('change')); })()")
    tab.holds(f"{shown} === {many}", "all agencies again")


def charts(tab, section):
    """What a chart refers to is drawn, in colours of the page, where a person
    can see it; and what reads the page aloud has its names."""
    for what in ("svg.chart > use", ".dots use", ".name use, .name text",
                 "svg.chart path.line", ".y text"):
        tab.holds(f"Array.from({section}.querySelectorAll('{what}')).every((e)"
                  " => { const r = e.getBoundingClientRect(); return r.width + "
                  "r.height > 5 && r.right < innerWidth; }) && "
                  f"{section}.querySelectorAll('{what}').length > 0",
                  f"{what} is drawn")
    check(tab.js(f"getComputedStyle({section}.querySelector('.name')).fill === "
                 "getComputedStyle(document.body).color"), "names are ink")
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    names = {}
    for node in nodes:
        names.setdefault(node.get("role", {}).get("value"), []).append(
            node.get("name", {}).get("value", ""))
    said = [n for role in ("image", "img", "graphics-document")
            for n in names.get(role, [])]
    check(any(n.startswith("Carry curve: ") for n in said) and
          any(n.startswith("Timeline: ") for n in said),
          f"charts have names: {said[:4]}")
    check("Cut at end" in names.get("columnheader", []) and
          "within" in names.get("columnheader", []),
          "heads are of columns")
    check(tab.js(f"(() => {{ const t = {section}.querySelector('.copies');"
                 "return Array.from(t.tHead.rows[0].cells).every((h, i) => "
                 "Boolean(h.querySelector('button')) === Array.from("
                 "t.tBodies[0].rows).some((r) => /[^\u2013\\s]/.test("
                 "r.cells[i].textContent))); })()"),
          "the table of copies can be sorted by what has values")
    check(tab.js("Array.from(document.querySelectorAll('.stories thead th, "
                 ".lags thead th')).filter((h) => !h.querySelector('button'))"
                 ".map((h) => h.firstChild.textContent).join()") ==
          "72 hours,Chart", "and not by charts")
    site = tab.js(f"{section}.querySelector('.copies tbody th').textContent")
    check(site in names.get("rowheader", []) and
          "all" in names.get("rowheader", []), "and of rows")


def opening(tab):
    """A link opens its story; a mark tells what it stands for."""
    link = "document.querySelectorAll('table.stories tbody a')[1]"
    story = tab.js(link + ".hash.slice(2)")
    section = f"document.getElementById('s{story}').parentElement"
    check(tab.js("document.querySelectorAll('details[open]').length") == 0,
          "all are closed at first")
    tab.mouse(link, click=True)
    tab.holds(section + ".open", "a link opens a story")
    tab.holds(f"{section}.getBoundingClientRect().top > -400 && {section}"
              ".getBoundingClientRect().top < 500", "and goes there")
    tab.holds(f"document.activeElement === {section}"
              ".querySelector('summary')", "and the keys too")
    charts(tab, section)
    tab.mouse(f"{section}.querySelectorAll('.dots use')[2]")
    site = tab.js(f"{section}.querySelectorAll('.copies tbody tr')[2]"
                  ".cells[0].textContent")
    tab.holds("!document.getElementById('tip').hidden && document"
              f".querySelector('#tip b').textContent === {json.dumps(site)}",
              "a mark tells its site")
    tab.holds(f"{section}.querySelectorAll('.copies tr.on').length === 1",
              "and shows its row")
    tab.picture("story")
    tab.key("Escape")
    tab.holds("document.getElementById('tip').hidden", "a key hides it")


def order(browser, path):
    """Headlines that are words and numbers are in one order, and the agency
    that is chosen is the one, whatever it is called."""
    tab = Tab(browser, path["hostile"])
    tab.js("document.querySelectorAll('table.stories thead th button')[1]"
           ".click()")
    words = ("Array.from(document.querySelector('table.stories').tBodies[0]"
             ".rows, (r) => r.cells[1].textContent.trim())")
    got = tab.js(words)
    check({"9", "10", "2024"} < set(got), "headlines that are numbers")
    check(tab.js("(() => { const order = new Intl.Collator('en', {numeric: "
                 f"true}}); return {words}.filter((w) => w !== 'no date')"
                 ".every((w, i, all) => !i || order.compare(all[i - 1], w) <= "
                 "0); })()"), f"words and numbers in one order: {got}")
    tab.close("order")
    tab = Tab(browser, path["labels"])
    options = tab.js("Array.from(document.querySelectorAll('#filter option'),"
                     " (o) => o.textContent)")
    check(len(options) == len(set(options)) == 5, f"choices: {options}")
    tab.js("(() => { const s = document.querySelector('#filter select');"
           " s.selectedIndex = 1; s.dispatchEvent(new Event('change')); })()")
    tab.holds("Array.from(document.querySelectorAll('details.story'))"
              ".filter((d) => !d.hidden).length === 1", "one agency's story")
    tab.close("labels")


def unhiding(browser, path):
    """A link of a list to a story that is filtered away shows all again."""
    tab = Tab(browser, path)
    tab.js("(() => { const i = document.querySelector('#filter input');"
           " i.value = 'zzzz'; i.dispatchEvent(new Event('input')); })()")
    hidden = ("Array.from(document.querySelectorAll('details.story, "
              "table.stories tbody tr')).filter((e) => e.hidden).length")
    tab.holds(f"{hidden} > 10", "no story has that headline")
    tab.js("document.querySelector('.list a[href^=\"#s\"]').click()")
    tab.holds(f"{hidden} === 0 && document.querySelectorAll("
              "'details.story[open]').length === 1", "a link shows it again")
    check(tab.js("document.querySelector('#filter input').value === ''"),
          "and the filter says so")
    tab.close("unhiding")


def told(browser, path):
    """What reads the page aloud has each story's headline, and stops only at
    boxes that scroll."""
    tab = Tab(browser, path)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    heads = sum(n.get("role", {}).get("value") == "heading" and
                not n.get("ignored") for n in nodes)
    seen = tab.js("Array.from(document.querySelectorAll('h1, h2, h3')).filter("
                  "(h) => h.checkVisibility()).length")
    check(heads == seen > 20, f"{heads} of {seen} headings are told")
    tab.js("(() => { const d = document.querySelector('details.story'); d.open"
           " = true; d.scrollIntoView(); })()")
    tab.holds("Array.from(document.querySelectorAll('.scroll')).filter((b) => "
              "!b.closest('details:not([open])')).every((b) => b.scrollWidth > "
              "b.clientWidth === b.hasAttribute('tabindex'))", "stops of keys")
    for name in ("uncredited", "stories", "matrix"):
        check(tab.js(f"(() => {{ const b = document.querySelector('table.{name}"
                     "').parentElement; return b.scrollWidth <= b.clientWidth"
                     "; })()"), f"{name} fits a desk")
    tab.close("told")


def narrow(browser, path, name):
    """On a telephone: nothing is cut off, and a site's name leaves room for
    the columns beside it."""
    tab = Tab(browser, path, 390)
    tab.js("document.querySelectorAll('details.story').forEach((d) => {"
           "d.open = true })")
    cut = tab.js("Array.from(document.querySelectorAll('summary, h3, .gist, "
                 ".lead, .versions li, .changes li')).filter((e) => "
                 "e.scrollWidth > e.clientWidth + 1 && e.clientWidth || "
                 "e.getBoundingClientRect().right > innerWidth).map((e) => "
                 "e.textContent.slice(0, 30)).join('; ')")
    check(not cut, f"{name}: cut off at 390: {cut[:200]}")
    wide = tab.js("Array.from(document.querySelectorAll('.copies, .matrix, "
                  ".lags'), (t) => Math.max(...Array.from(t.querySelectorAll("
                  "'tbody th, thead th:first-child'), (h) => h.offsetWidth)) / "
                  "t.parentElement.clientWidth).filter((w) => w > .5).length")
    check(wide == 0, f"{name}: {wide} columns of sites are too wide")
    check(tab.js("Array.from(document.querySelectorAll('.copies, .matrix, "
                 ".lags')).every((t) => getComputedStyle(t.tHead.rows[0]"
                 ".cells[0]).position === 'sticky')"),
          f"{name}: the head stays above its column")
    check(tab.js("Array.from(document.querySelectorAll('.versions > li')).every"
                 "((li) => li.getBoundingClientRect().x + parseFloat("
                 "getComputedStyle(li, '::before').left) >= li.closest('.body')"
                 ".getBoundingClientRect().x)"), f"{name}: marks are whole")
    tab.close(f"{name} at 390")


def paper(browser, path):
    """Print has all stories, opened by the script or without one."""
    def pages(tab):
        pdf = base64.b64decode(tab.call("Page.printToPDF")["data"])
        return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")

    some = []
    for scripts in (True, False):
        tab = Tab(browser, path, scripts=scripts)
        tab.call("Emulation.setEmulatedMedia", media="print")
        some.append(pages(tab))
        tab.call("Emulation.setScriptExecutionDisabled", value=False)
        tab.holds("document.querySelectorAll('details[open]').length === 0",
                  "all are closed again")
        if scripts:
            tab.js("document.querySelectorAll('details').forEach((d) => {"
                   "d.open = true })")
            some.append(pages(tab))
        tab.close("paper")
    check(some[0] == some[1] > 8, f"closed stories are printed: {some}")
    check(abs(some[2] - some[1]) <= 1, f"without a script, too: {some}")


def looks(browser, path, name):
    """Widths, light and dark."""
    papers = set()
    for width in (1280, 390):
        for dark in (False, True):
            what = f"{name} at {width}{', dark' if dark else ''}"
            tab = Tab(browser, path, width, dark)
            check(tab.js("document.documentElement.scrollWidth <= innerWidth"),
                  f"{what}: as wide as the window")
            papers.add(tab.js(
                "getComputedStyle(document.body).backgroundColor"))
            tab.js("document.querySelectorAll('details').forEach((d, i) => {"
                   "d.open = i < 4 })")
            check(tab.js("document.documentElement.scrollWidth <= innerWidth"),
                  f"{what}: the same with stories open")
            poor = tab.js(CONTRAST)
            check(not poor, f"{what}: contrast: {poor}")
            tab.js("scrollTo(0, 0)")
            tab.picture(f"{name}-{width}{'-dark' if dark else ''}")
            tab.close(what)
    check(len(papers) == 2, f"{name}: light and dark differ")


def plain(browser, path):
    """Without scripts, and in print."""
    tab = Tab(browser, path, scripts=False)
    root = tab.call("DOM.getDocument")["root"]["nodeId"]

    def some(selector):
        return tab.call("DOM.querySelectorAll", nodeId=root,
                        selector=selector)["nodeIds"]

    check(not some("thead button") and some("#filter[hidden]"),
          "no buttons that do nothing")
    check(len(some("table.stories tbody tr")) == len(some("details.story"))
          and some("table.copies tbody tr"), "all is there")
    tab.call("Emulation.setScriptExecutionDisabled", value=False)
    tab.call("Emulation.setEmulatedMedia", media="print")
    tab.call("Emulation.setDeviceMetricsOverride", width=720, height=1000,
             deviceScaleFactor=1, mobile=False)
    tab.js("document.querySelectorAll('details').forEach((d, i) => {"
           "d.open = i < 4 })")
    wide = tab.js("Array.from(document.querySelectorAll('table')).filter((t)"
                  " => t.getBoundingClientRect().right > innerWidth + 1)"
                  ".map((t) => t.className + ' ' + t.getBoundingClientRect()"
                  ".right).join(', ')")
    check(not wide, f"what does not fit on paper: {wide}")
    tab.picture("print")
    pdf = base64.b64decode(tab.call("Page.printToPDF")["data"])
    check(pdf.startswith(b"%PDF-") and len(pdf) > 20000, "it prints")
    tab.close("without scripts")


def safe(browser, path):
    """A hostile page does nothing of its own."""
    tab = Tab(browser, path)
    check(tab.js("window.pwned === undefined"), "nothing of the crawl runs")
    check(tab.js("document.scripts.length") == 1, "one script")
    check(tab.js("document.querySelectorAll('img,iframe,b[onload]').length")
          == 0, "no element of the crawl's")
    check(tab.js("Array.from(document.querySelectorAll('*')).every((e) => "
                 "Array.from(e.attributes).every((a) => "
                 "!/^on|^style$/.test(a.name)))"), "no attribute that runs")
    check(tab.js("Array.from(document.links).every((a) => "
                 "/^(https?|file):$/.test(a.protocol) && !a.username)"),
          "no link that runs")
    tab.js("document.querySelectorAll('details').forEach((d) => d.open = true)")
    tab.js("document.querySelectorAll('.dots use').forEach((u) => "
           "u.dispatchEvent(new PointerEvent('pointerenter')))")
    check(tab.js("window.pwned === undefined"), "nor when all is opened")
    tab.js("(() => { const e = document.createElement('script'); e.textContent"
           " = 'window.pwned = 9'; document.body.append(e); })()")
    check(tab.js("window.pwned === undefined"), "the policy is in force")
    browser.events.clear()  # which told of that in the console
    tab.close("hostile")


def main():
    path, source = os.path.realpath(sys.argv[1]), sys.argv[2]
    chromium = next((p for p in map(shutil.which, NAMES) if p), None)
    if not chromium:
        print("report_page: there is no Chromium here")
        return 77
    with tempfile.TemporaryDirectory() as top:
        pages = {}
        samples = Program(path, os.path.join(top, "samples.db"))
        samples.run("add", "--quiet",
                    os.path.join(source, "samples/crawl.jsonl"))
        nasty = Program(path, os.path.join(top, "hostile.db"))
        report.add(nasty, report.hostile_crawl(), top)
        empty = Program(path, os.path.join(top, "empty.db"))
        report.add(empty, b"", top)
        alike = report.alike_crawl(path, top)
        for name, program in (("samples", samples), ("hostile", nasty),
                              ("empty", empty), ("labels", alike)):
            pages[name] = os.path.join(top, name + ".html")
            program.run("report", "-o", pages[name])
        browser = Browser(chromium, os.path.join(top, "home"))
        try:
            tab = Tab(browser, pages["samples"])
            check(tab.js("!document.getElementById('filter').hidden"),
                  "the script runs")
            check(tab.js("getComputedStyle(document.querySelector('.figures'))"
                         ".display") == "grid", "the style is in force")
            sorting(tab)
            filtering(tab)
            opening(tab)
            tab.close("samples")
            order(browser, pages)
            unhiding(browser, pages["samples"])
            told(browser, pages["samples"])
            for name in ("samples", "hostile"):
                narrow(browser, pages[name], name)
            paper(browser, pages["samples"])
            safe(browser, pages["hostile"])
            plain(browser, pages["samples"])
            for name in ("samples", "hostile", "empty"):
                file = pages[name]
                looks(browser, file, name)
        finally:
            browser.close()
    print(f"report_page: {len(bad)} failed" if bad else "report_page: all "
          "holds")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
