// Materials of a course: moved by hand, captions read from a file, and what is typed kept until it is saved. React draws
// what is here (`web/admin/catalog/materials`); only what it leaves empty is written.
(() => {
  "use strict";

  // ── Moving by hand. `[data-ordered]` names the form that says what went where; its items have a handle each.

  const EDGE = 72, STEP = 12, PATIENCE = 3000;
  let move = null;

  const settle = () => {
    move?.items.forEach(({ style }) => { style.transform = ""; });
    move?.list.removeAttribute("data-moving");
    move?.item.removeAttribute("data-moved");
    clearTimeout(move?.late);
    move?.followed?.disconnect();
    move = null;
  };
  const placeOf = () => {
    const middle = move.tops[move.from] + move.by + move.item.offsetHeight / 2;
    const before = move.items.filter((one, at) => at !== move.from && move.tops[at] + one.offsetHeight / 2 < middle);
    return before.length;
  };
  const follow = () => {
    move.by = move.y + scrollY - move.start;
    move.to = placeOf();
    const height = move.item.offsetHeight;
    move.items.forEach((one, at) => {
      const isBelow = at > move.from && at <= move.to, isAbove = at < move.from && at >= move.to;
      const by = one === move.item ? move.by : isBelow ? -height : isAbove ? height : 0;
      one.style.transform = by ? `translateY(${by}px)` : "";
    });
  };
  const scroll = () => {
    if (!move?.isHeld) return;
    if (move.y < EDGE) scrollBy(0, -STEP);
    else if (move.y > innerHeight - EDGE) scrollBy(0, STEP);
    follow();
    requestAnimationFrame(scroll);
  };
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-drag]"), list = handle?.closest("[data-ordered]");
    if (!list || event.button !== 0 || move) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const items = [...list.children], item = handle.closest("li");
    const tops = items.map((one) => one.getBoundingClientRect().top + scrollY);
    move = { list, items, item, tops, from: items.indexOf(item), to: items.indexOf(item), y: event.clientY,
      start: event.clientY + scrollY, by: 0, isHeld: true };
    list.dataset.moving = item.dataset.moved = "";
    requestAnimationFrame(scroll);
  });
  document.addEventListener("pointermove", ({ clientY }) => { if (move?.isHeld) move.y = clientY; });
  document.addEventListener("pointerup", ({ clientY }) => {
    if (!move?.isHeld) return;
    move.y = clientY;
    follow();
    move.isHeld = false;
    if (move.to === move.from) return settle();
    const form = document.getElementById(move.list.dataset.ordered);
    form.elements.material.value = move.item.dataset.id;
    form.elements.to.value = move.to + 1;
    // It stays where it was let go until the list has followed, or the server has refused.
    move.followed = new MutationObserver(settle);
    move.followed.observe(move.list, { childList: true });
    move.late = setTimeout(settle, PATIENCE);
    form.requestSubmit();
  });
  document.addEventListener("pointercancel", settle);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && move?.isHeld) settle(); });

  // ── Captions. A file is read into the box, where it can be looked at and mended.

  const MOST = 1000000 /* bytes */;
  // React has put a `value` of its own on the box, by which it would take this for nothing new.
  const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  const type = (box, text) => {
    if (box.matches("textarea")) set.call(box, text); else box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const textOf = async (file) => {
    const bytes = await file.arrayBuffer();
    const read = (encoding, fatal) => new TextDecoder(encoding, { fatal }).decode(bytes);
    // What is not UTF-8 comes from an older program.
    try { return read("utf-8", true); } catch { return read("windows-1252", false); }
  };
  document.addEventListener("change", async ({ target }) => {
    const box = document.getElementById(target.dataset?.readsInto), [file] = target.files ?? [];
    if (!box || !file) return;
    target.value = "";
    const said = target.closest("form").querySelector("[data-read-said]");
    const isLarge = file.size > MOST;
    said.textContent = isLarge ? `“${file.name}” is too large to be captions. Choose a WebVTT or SRT file.` : "";
    if (isLarge) return;
    type(box, await textOf(file));
    box.focus();
    box.setSelectionRange(0, 0);
  });

  // ── What is typed is kept in this tab until it is saved: a reload or another page loses nothing of it.

  const UNSAVED = "Not saved yet";
  const keyOf = (form) => `unsaved ${form.dataset.keeps}`;
  const boxesOf = (form) => [...form.elements].filter(({ name, dataset }) => name && "said" in dataset);
  const stored = (form) => { try { return JSON.parse(sessionStorage.getItem(keyOf(form))); } catch { return null; } };
  const say = (text) => {
    const place = document.querySelector("[data-unsaved-said]");
    if (place) place.textContent = text;
  };
  const keep = (form) => {
    const typed = boxesOf(form).filter(({ value, dataset }) => value !== dataset.said);
    const kept = typed.map(({ name, value, dataset }) => [name, { value, said: dataset.said }]);
    form.toggleAttribute("data-unsaved", kept.length > 0);
    say(kept.length ? UNSAVED : "");
    try {
      if (kept.length) sessionStorage.setItem(keyOf(form), JSON.stringify(Object.fromEntries(kept)));
      else sessionStorage.removeItem(keyOf(form));
    } catch { /* no room: then a reload asks first, and that is all */ }
  };
  const changed = (name, value) => {
    const box = Object.assign(document.createElement("textarea"), { value, readOnly: true, className: "in box" });
    box.setAttribute("aria-label", `What you typed of “${name}”`);
    const said = document.createElement("p");
    said.textContent = `“${name}” was changed meanwhile. What you typed of it before:`;
    return [said, box];
  };
  const bringBack = (form) => {
    const kept = stored(form), note = document.querySelector("[data-kept-said]");
    if (!kept || !note) return;
    const parts = [];
    for (const box of boxesOf(form).filter(({ name }) => kept[name])) {
      const { value, said } = kept[box.name];
      if (said === box.dataset.said) type(box, value);
      else if (value !== box.dataset.said) parts.push(...changed(box.labels[0]?.textContent ?? box.name, value));
    }
    const back = document.createElement("p");
    back.textContent = "What you typed before is here again. It is not saved yet.";
    note.replaceChildren(...(form.hasAttribute("data-unsaved") ? [back] : []), ...parts);
  };

  const met = new Set();
  const meet = () => {
    document.querySelectorAll("form[data-keeps]").forEach((form) => {
      if (met.has(form)) return;
      met.add(form);
      bringBack(form);
    });
    for (const form of met) {
      if (form.isConnected) continue;
      if (form.isSent) sessionStorage.removeItem(keyOf(form));
      met.delete(form);
    }
  };
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-keeps]");
    if (!form) return;
    form.isSent = false;
    keep(form);
  });
  // A form that was sent and goes was saved; one that is refused stays.
  document.addEventListener("submit", ({ target }) => { if (target.matches("form[data-keeps]")) target.isSent = true; });
  document.addEventListener("click", ({ target }) => {
    const form = document.getElementById(target.closest?.("[data-forgets]")?.dataset.forgets);
    if (form) { sessionStorage.removeItem(keyOf(form)); form.removeAttribute("data-unsaved"); }
  }, true);
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-unsaved]")) event.preventDefault(); });
  new MutationObserver(meet).observe(document, { childList: true, subtree: true });
  meet();
})();
