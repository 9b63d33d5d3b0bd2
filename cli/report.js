"use strict";
(() => {
  const all = (selector, root) =>
    Array.from((root || document).querySelectorAll(selector));
  const make = (name, text) => {
    const e = document.createElement(name);
    if (text !== undefined) e.textContent = text;
    return e;
  };

  // Sorting: a button in each head of a column. Rows keep their first order
  // where they are equal.
  const value = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return "";
    const raw = cell.dataset.v !== undefined ? cell.dataset.v
      : cell.textContent.trim();
    const number = raw === "" ? NaN : Number(raw.replace(/[,%<>]/g, ""));
    return Number.isNaN(number) ? raw : number;
  };
  const none = (v) => v === "" || v === "no date" || v === "\u2013";
  const compare = (a, b) => {
    if (none(a) || none(b)) return 0;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b));
  };
  const sort = (table, head, column) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, i) => {
      if (row.dataset.i === undefined) row.dataset.i = i;
      const own = Number(row.dataset.i);
      const dated = row.cells[column].textContent !== "no date";
      const v = !head.classList.contains("t") ? value(row, column)
        : dated ? own : "";
      return { row, v, i: own };
    });
    const first = rows.some((r) => typeof r.v === "number") &&
      !head.classList.contains("t") ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === first ? other : first;
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((a, b) => none(a.v) - none(b.v) ||
      sign * compare(a.v, b.v) || a.i - b.i);
    all("th[aria-sort]", table.tHead).forEach((h) =>
      h.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    const sorted = document.createDocumentFragment();
    rows.forEach((r) => sorted.append(r.row));
    body.append(sorted);
  };
  const makeSortable = (table) => {
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      if (head.tagName !== "TH") return;
      const button = make("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  };
  all("table.sort").forEach((table) => {
    if (!table.closest("details")) makeSortable(table);
  });

  // Stories: those of the table and their sections go together.
  const stories = document.querySelector("table.stories");
  const box = document.getElementById("filter");
  const labelled = (words, control) => {
    const label = make("label", words);
    label.append(control);
    return label;
  };
  const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  if (stories && box) {
    const sections = new Map(all("details.story").map((d) =>
      [d.dataset.story, d]));
    const items = Array.from(stories.tBodies[0].rows, (row) => ({
      row,
      section: sections.get(row.dataset.story),
      words: fold(row.cells[1].textContent),
      agency: row.cells[2].textContent,
    }));
    const words = make("input");
    words.type = "search";
    const agency = make("select");
    agency.append(new Option("all agencies", "*"));
    Array.from(new Set(items.map((i) => i.agency))).sort().forEach((name) =>
      agency.append(new Option(name || "no agency", name)));
    const count = make("output");
    const apply = () => {
      const wanted = fold(words.value).split(/\s+/).filter(Boolean);
      let n = 0;
      items.forEach((i) => {
        const shown = (agency.value === "*" || agency.value === i.agency) &&
          wanted.every((w) => i.words.includes(w));
        n += shown;
        i.row.hidden = !shown;
        if (i.section) i.section.hidden = !shown;
      });
      count.textContent = n + " of " + items.length + " stories";
    };
    let waiting = 0;
    const later = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(apply);
    };
    words.addEventListener("input", later);
    agency.addEventListener("change", later);
    count.textContent = items.length + " stories";
    box.append(labelled("Headline has", words), labelled("Agency", agency),
      count);
    box.hidden = false;
  }

  // A link to a story opens it, in every browser.
  const open = () => {
    const target = /^#s\d+$/.test(location.hash) &&
      document.getElementById(location.hash.slice(1));
    const story = target && target.closest("details");
    if (!story) return;
    story.hidden = false;
    story.open = true;
    story.scrollIntoView({ block: "start" });
    story.querySelector("summary").focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", open);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#s']");
    if (link && link.hash === location.hash) open();
  });

  // A mark of a timeline and the row of its copy belong together. A story is
  // made ready when it is first opened.
  const tip = make("div");
  tip.id = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const describe = (row) => {
    const cell = (i) => row.cells[i].textContent.trim();
    tip.replaceChildren(make("b", cell(0)));
    if (!row.cells[3].querySelector("i")) tip.append(make("div", cell(3)));
    const line = [cell(1), "lag " + cell(2),
      cell(4) && "version " + cell(4), cell(5) || "names no agency",
      cell(6) && "kept " + cell(6), cell(12)].filter(Boolean);
    tip.append(make("div", line.join(" \u00b7 ")));
  };
  const place = (x, y) => {
    const w = tip.offsetWidth, h = tip.offsetHeight;
    const left = Math.max(4, Math.min(x + 12, innerWidth - w - 4));
    tip.style.left = left + "px";
    tip.style.top = (y + h + 16 > innerHeight ? y - h - 8 : y + 14) + "px";
  };
  const prepare = (story) => {
    if (story.dataset.ready) return;
    story.dataset.ready = "1";
    all("table.sort", story).forEach(makeSortable);
    all("svg.chart", story).forEach((svg) => {
      const title = svg.querySelector("title");
      const desc = svg.querySelector("desc");
      svg.setAttribute("aria-label", title.textContent + ". " +
        desc.textContent);
      title.remove();
      desc.remove();
    });
    const rows = all("table.copies > tbody > tr", story).filter((row) =>
      row.cells[2].dataset.v !== undefined);
    const dots = all(".dots > use", story);
    const pair = (i, on) => {
      dots[i].classList.toggle("on", on);
      rows[i].classList.toggle("on", on);
    };
    dots.forEach((dot, i) => {
      if (!rows[i]) return;
      dot.addEventListener("pointerenter", (event) => {
        pair(i, true);
        describe(rows[i]);
        tip.hidden = false;
        place(event.clientX, event.clientY);
      });
      dot.addEventListener("pointerleave", () => {
        pair(i, false);
        tip.hidden = true;
      });
      rows[i].addEventListener("pointerenter", () => pair(i, true));
      rows[i].addEventListener("pointerleave", () => pair(i, false));
    });
  };
  // A details element's toggle does not rise to the document.
  document.addEventListener("toggle", (event) => {
    const story = event.target;
    if (story.open && story.classList && story.classList.contains("story"))
      prepare(story);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });
  all("details.story[open]").forEach(prepare);
  open();
})();
