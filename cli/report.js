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
    return cell.dataset.v !== undefined ? cell.dataset.v
      : cell.textContent.trim();
  };
  const none = (v) => v === "" || v === "no date" || v === "\u2013";
  const number = (v) => Number(v.replace(/[,%<>]/g, ""));
  // A column is compared in one way: by numbers where all of it are.
  const order = new Intl.Collator("en", { numeric: true });
  const compare = (a, b, numbers) => none(a) || none(b) ? 0
    : numbers ? number(a) - number(b) : order.compare(a, b);
  const sort = (table, head, column) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, i) => {
      if (row.dataset.i === undefined) row.dataset.i = i;
      const own = Number(row.dataset.i);
      const dated = row.cells[column].textContent !== "no date";
      const v = !head.classList.contains("t") ? value(row, column)
        : dated ? String(own) : "";
      return { row, v, i: own };
    });
    const numbers = rows.every((r) => none(r.v) || !Number.isNaN(number(r.v)));
    const first = numbers && !head.classList.contains("t") ? "descending"
      : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const way = head.getAttribute("aria-sort") === first ? other : first;
    const sign = way === "ascending" ? 1 : -1;
    rows.sort((a, b) => none(a.v) - none(b.v) ||
      sign * compare(a.v, b.v, numbers) || a.i - b.i);
    all("th[aria-sort]", table.tHead).forEach((h) =>
      h.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", way);
    const sorted = document.createDocumentFragment();
    rows.forEach((r) => sorted.append(r.row));
    body.append(sorted);
  };
  const makeSortable = (table) => {
    const rows = Array.from(table.tBodies[0].rows);
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      if (rows.every((row) => none(value(row, column)))) return;
      const button = make("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  };
  const sorts = "table.sort, table.copies";
  all(sorts).forEach((table) => {
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
  let showAll = () => {};
  if (stories && box) {
    const sections = new Map(all("details.story > .body").map((d) =>
      ["#" + d.id, d.parentElement]));
    const items = Array.from(stories.tBodies[0].rows, (row) => ({
      row,
      section: sections.get(row.cells[1].querySelector("a").hash),
      words: fold(row.cells[1].textContent),
      agency: row.dataset.a || "",
      label: row.cells[2].textContent || "no agency",
    }));
    const words = make("input");
    words.type = "search";
    const agency = make("select");
    agency.append(new Option("all agencies", "*"));
    const labels = new Map(items.map((i) => [i.agency, i.label]));
    const alike = (label) =>
      Array.from(labels.values()).filter((l) => l === label).length > 1;
    Array.from(labels).sort((a, b) => order.compare(a[1], b[1]) ||
      order.compare(a[0], b[0])).forEach(([id, label]) => agency.append(
      new Option(alike(label) ? label + " (" + id + ")" : label, id)));
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
    showAll = () => {
      words.value = "";
      agency.value = "*";
      apply();
    };
  }

  // A link to a story opens it, in every browser.
  const open = () => {
    const target = /^#s\d+$/.test(location.hash) &&
      document.getElementById(location.hash.slice(1));
    const story = target && target.closest("details");
    if (!story) return;
    if (story.hidden) showAll();
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
  // A box that has nothing to scroll is no stop for the keys.
  const boxes = new ResizeObserver((entries) => entries.forEach((entry) => {
    const box = entry.target;
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }));
  all(".scroll").forEach((box) => {
    if (!box.closest("details.story")) boxes.observe(box);
  });
  const prepare = (story) => {
    if (story.dataset.ready) return;
    story.dataset.ready = "1";
    all(".scroll", story).forEach((box) => boxes.observe(box));
    all(sorts, story).forEach(makeSortable);
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
    if (story.open && story.classList && story.classList.contains("story") &&
        !printed.includes(story)) prepare(story);
  }, true);
  // Paper shows all stories, but for those that the filter hides.
  let printed = [];
  window.addEventListener("beforeprint", () => {
    printed = all("details:not([open])");
    printed.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => {
    printed.forEach((details) => { details.open = false; });
    printed = [];
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });
  all("details.story[open]").forEach(prepare);
  open();
})();
