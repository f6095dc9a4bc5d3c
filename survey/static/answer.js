// Saves each answer as soon as it is chosen. Without this script every page works by its buttons.
"use strict";
(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const line = document.getElementById("saved");
  const text = document.getElementById("saved-text");
  const retry = document.getElementById("retry");
  let dirty = false;      // something is on the page that the server has not confirmed
  let running = null;     // the save under way
  let leaving = false;
  let timer = 0;

  const show = (message, failed) => {
    if (text.textContent !== message) text.textContent = message;
    line.classList.toggle("failed", failed);
    retry.hidden = !failed;
  };
  const go = () => { leaving = true; setTimeout(() => { leaving = false; }, 10000); };
  const answered = () => form.querySelector(".asked input:checked") || form.elements.comment.value.trim() || Number(form.elements.revision.value) > 0;

  // What is not confirmed is kept in this tab, under the person's own name, and comes back with the page.
  const place = `answer ${form.dataset.keep} ${new URL(form.action).pathname}`;
  const box = (use) => { try { return use(sessionStorage); } catch { return null; } };
  const keep = () => box((kept) => kept.setItem(place, JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrf_token"))));
  const forget = () => box((kept) => kept.removeItem(place));
  const restore = () => {
    const kept = box((found) => JSON.parse(found.getItem(place)));
    if (!kept) return;
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (!field || name === "told") continue;
      field.value = value;
      if (field.id === "comment" && value) field.closest("details").open = true;
    }
    dirty = true;
    save();
  };

  const send = async () => {
    dirty = false;
    const slow = setTimeout(() => show(form.dataset.saving, false), 1000);
    const body = new URLSearchParams(new FormData(form));
    body.set("next", "stay");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (answer.status === 409) {
        // Somebody else saved this question, or it is closed: the page itself tells it best.
        leaving = true;
        form.submit();
        return;
      }
      if (answer.status === 404 || answer.status === 400) { dirty = true; show(form.dataset.refused, true); return; }
      if (!answer.ok) throw new Error(answer.status);
      const saved = await answer.json();
      form.elements.revision.value = saved.revision;
      if (dirty) keep(); else forget();
      show(form.dataset.saved.replace("{time}", saved.time), false);
    } catch {
      dirty = true;
      show(form.dataset.failed, true);
    } finally {
      clearTimeout(slow);
    }
  };
  // One save at a time: each is based on the revision that the one before brought back.
  const save = async () => {
    clearTimeout(timer);
    while (running) await running;
    if (!answered()) dirty = false;
    if (!dirty || leaving) return;
    running = send().finally(() => { running = null; });
    await running;
  };

  form.addEventListener("change", () => { dirty = true; keep(); save(); });
  form.addEventListener("input", (event) => {
    if (event.target.type === "radio") return;  // its change follows at once
    dirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  retry.addEventListener("click", (event) => { event.preventDefault(); dirty = true; save(); });
  addEventListener("online", save);
  // What is not saved yet is saved first: where that fails, people stay on the page with what they typed.
  form.addEventListener("submit", async (event) => {
    if (leaving || (!dirty && !running)) { go(); return; }
    event.preventDefault();
    const button = event.submitter;
    await save();
    if (dirty || leaving) return;
    go();
    form.requestSubmit(button);
  });
  addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // The page of a conflict shows both values itself.
  if ("conflict" in form.dataset) forget(); else restore();
})();
