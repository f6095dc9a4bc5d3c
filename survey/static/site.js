// Small comforts for pages with forms, tables and links to copy. Without this script every page works all the same.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const language = document.documentElement.lang;

  // What went wrong, or what was done, is read out first: both stand at the head of the page.
  const first = document.getElementById("problem") ?? document.querySelector(".flash");
  if (first) {
    if (!first.hasAttribute("tabindex")) first.tabIndex = -1;
    first.focus();
  }

  // Copy: the button belongs to the script, so the script shows it.
  for (const button of all("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const told = button.closest(".copy").querySelector("[role=status]");
    const words = [...button.childNodes];
    button.hidden = false;
    button.addEventListener("click", async () => {
      source.select();
      try {
        await navigator.clipboard.writeText(source.value);
      } catch {
        // No permission, or no HTTPS: the older way, on what was just selected.
        if (!document.execCommand("copy")) return;
      }
      button.replaceChildren(button.dataset.done);
      told.textContent = button.dataset.done;
      setTimeout(() => { button.replaceChildren(...words); told.textContent = ""; }, 3000);
    });
  }

  // A form that was changed and not sent: the browser asks before the page is left.
  for (const form of all("form[data-guard]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

  // data-show-when="name=value" or "name=one|other": shown while the form says so. What is hidden is sent all the same.
  for (const part of all("[data-show-when]")) {
    const form = part.closest("form");
    const [name, wanted] = part.dataset.showWhen.split("=");
    const values = wanted.split("|");
    const look = () => { part.hidden = !new FormData(form).getAll(name).some((value) => values.includes(value)); };
    form.addEventListener("change", look);
    // After a reset, or when the browser restores what was typed, the form says something else.
    form.addEventListener("reset", () => setTimeout(look));
    addEventListener("pageshow", look);
    look();
  }

  // Tables: a button in each head sorts by that column. A cell may name another key than its text.
  const compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;
  const key = (row, column) => row.cells[column]?.dataset.key ?? row.cells[column]?.textContent.trim() ?? "";
  for (const table of all("table[data-sort]")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.querySelector(".aside")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.title = table.dataset.sort.replace("{column}", head.textContent);
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((one, other) => compare(key(one, column), key(other, column)));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }

  // A menu closes by Escape and by a click elsewhere; it stays a plain <details> otherwise.
  for (const menu of all("details.account")) {
    const close = (event) => { if (!menu.contains(event.target)) menu.open = false; };
    document.addEventListener("click", close);
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget) close({ target: event.relatedTarget }); });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
})();
