// Taking a course: every answer is put on its own, and kept in the browser until the server has it. A group of boxes
// with `data-keep` is one answer, which is put there. React draws the page and owns its boxes: here only what it leaves
// empty is written. `assets/exam.js` shows an exam question by question.
(() => {
  "use strict";
  const KEPT = "muster.kept ";
  const MONTH = 30 * 24 * 3600 * 1000, AGAIN = 4000, TOO_LONG = 10000, PAUSE = 700;
  const all = (where, what) => [...where.querySelectorAll(what)];
  const write = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };
  const here = () => `It is kept on this ${innerWidth <= 720 ? "phone" : "computer"}.`;

  // ── What is not saved yet. It is in the browser's own storage, which all tabs share and a reload does not empty.

  const memory = new Map(); // where the browser gives no storage, or it is full
  const storage = (() => {
    try { localStorage.removeItem(KEPT); return localStorage; } catch { return null; }
  })();
  const kept = (address) => {
    try { return JSON.parse(memory.get(address) ?? storage?.getItem(KEPT + address) ?? null); } catch { return null; }
  };
  const keep = (address, body) => {
    const said = JSON.stringify({ body, at: Date.now() });
    memory.delete(address);
    try { storage.setItem(KEPT + address, said); } catch { memory.set(address, said); }
  };
  const forget = (address) => { memory.delete(address); storage?.removeItem(KEPT + address); };
  const everyKept = () => {
    const stored = Object.keys(storage ?? {}).filter((name) => name.startsWith(KEPT)).map((name) => name.slice(KEPT.length));
    return [...new Set([...memory.keys(), ...stored])];
  };

  // ── Sending. One request at a time for each answer; what was answered meanwhile follows.

  const underway = new Map(), states = new Map(), pauses = new Map(), resting = new Set();
  const groups = () => all(document, "[data-keep]");
  const groupOf = (address) => groups().find((group) => group.dataset.keep === address);
  const put = (address, body) => fetch(address, {
    method: "PUT", headers: { "Content-Type": "application/json" }, body, keepalive: true,
    signal: AbortSignal.timeout(TOO_LONG),
  });

  const become = (address, state, said, link = "") => {
    states.set(address, { state, said, link });
    show();
  };
  const sendNow = async (address) => {
    const body = kept(address)?.body;
    if (body === undefined) return undefined;
    // What is said to be unsaved is so until it is saved: it does not flicker at each attempt.
    if (states.get(address)?.state !== "unsaved") become(address, "saving", "Saving…");
    const answer = await put(address, body).catch(() => null);
    const said = answer && !answer.ok ? await answer.json().catch(() => ({})) : {};
    return kept(address) && kept(address).body !== body ? sendNow(address) : heard(address, answer, said);
  };
  const send = (address) => {
    clearTimeout(pauses.get(address));
    if (!underway.has(address)) underway.set(address, sendNow(address).finally(() => underway.delete(address)));
    return underway.get(address);
  };
  const heard = (address, answer, said) => {
    const status = answer?.status ?? 0;
    if (answer?.ok) {
      forget(address);
      become(address, "saved", "Saved");
    } else if (status === 0) {
      become(address, "unsaved", `Not saved yet: no connection. ${here()}`);
    } else if (status === 401) {
      resting.add(address); // until somebody looks at this page again
      become(address, "unsaved", `Not saved yet: you are signed out. ${here()}`, "Sign in");
    } else if (status === 429 || status >= 500) {
      become(address, "unsaved", `Not saved yet: the server does not answer. ${here()}`);
    } else if (!groupOf(address)) {
      resting.add(address); // perhaps of somebody else, who was signed in here before
    } else {
      forget(address);
      become(address, "refused", `Not saved: ${said.error ?? "it was refused."}`);
      if (status === 409) document.getElementById(groupOf(address).dataset.over)?.click();
    }
  };
  const sendAll = () => Promise.all(everyKept().filter((address) => !resting.has(address)).map(send));
  const wake = () => {
    if (document.visibilityState !== "visible") return;
    resting.clear();
    sendAll();
  };
  for (const address of everyKept()) if (Date.now() - (kept(address)?.at ?? 0) > MONTH) forget(address);
  setInterval(sendAll, AGAIN);
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("learn:send", (event) => { event.detail.sent = sendAll(); });

  // ── What an answer is, and showing one that was kept.

  const lines = (group) => all(group, "[data-place]");
  const places = (group) => lines(group).map((line) => Number(line.dataset.place));
  const checked = (group) => all(group, "input:checked").map((box) => box.value);
  const typed = (group) => group.querySelector("textarea, input:not([type=radio]):not([type=checkbox])");
  const answerOf = (group) => {
    switch (group.dataset.kind) {
      case "single": case "multiple": return { given: checked(group).map(Number) };
      case "ordered": return { given: places(group) };
      case "numeric": return { number: typed(group).value };
      case "text": return { value: typed(group).value };
      default: return { value: checked(group)[0] ?? "" };
    }
  };
  const isAnswered = (group) => {
    if (group.dataset.kind === "ordered") return group.dataset.answered === "true" || states.has(group.dataset.keep);
    return typed(group) ? typed(group).value.trim() !== "" : checked(group).length > 0;
  };
  const arrange = (group, order) => {
    if (`${order}` === `${places(group)}`) return;
    const found = lines(group);
    order.forEach((place) => {
      const line = found.find((one) => Number(one.dataset.place) === place);
      line?.parentNode.append(line);
    });
  };
  const toldOf = ({ dataset: { kind, given } }) => {
    if (["single", "multiple", "ordered"].includes(kind)) return { given: given ? given.split(",").map(Number) : [] };
    return kind === "numeric" ? { number: given } : { value: given };
  };
  const putBack = (group, { given, number, value }) => {
    if (group.dataset.kind === "ordered") arrange(group, given);
    else if (typed(group)) typed(group).value = number ?? value;
    else all(group, "input").forEach((box) => { box.checked = (given ?? [value]).map(String).includes(box.value); });
  };

  const answer = (group, pause = 0) => {
    const address = group.dataset.keep;
    if ("tried" in group.dataset) return become(address, "tried", "");
    keep(address, JSON.stringify(answerOf(group)));
    resting.delete(address);
    if (!pause) return send(address);
    clearTimeout(pauses.get(address));
    pauses.set(address, setTimeout(() => send(address), pause));
    return become(address, "saving", "Saving…");
  };
  document.addEventListener("change", ({ target }) => {
    const group = target.closest("[data-keep]");
    if (group && (!typed(group) || kept(group.dataset.keep))) answer(group);
  });
  document.addEventListener("input", ({ target }) => {
    const group = target.closest("[data-keep]");
    if (group && target === typed(group)) answer(group, PAUSE);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]"), group = button?.closest("[data-keep]");
    if (!group || group.disabled) return;
    const by = Number(button.dataset.move), line = button.closest("[data-place]"), order = lines(group);
    const at = order.indexOf(line), other = order[at + by];
    if (by && !other) return;
    // The other one moves, so that the button keeps the focus.
    if (by < 0) line.after(other);
    if (by > 0) line.before(other);
    if (by) write(group.querySelector("[data-moved]"), `${line.firstElementChild.textContent}: now ${at + by + 1} of ${order.length}`);
    answer(group);
  });

  // ── In a preview (`data-tried`) nothing is kept or sent: what is answered goes with the form that asks for it.

  document.addEventListener("submit", ({ target }) => {
    const field = target.querySelector("[data-answers]");
    if (field) field.value = JSON.stringify(groups().map((group) => (isAnswered(group) ? answerOf(group) : null)));
  }, true);

  // ── What is said of each, and that nobody submits while something is not saved.

  const stateOf = (group) => states.get(group.dataset.keep) ?? { state: "", said: "", link: "" };
  const isUnsaved = (group) => ["saving", "unsaved", "refused"].includes(stateOf(group).state);
  const showOne = (group) => {
    const { state, said, link } = stateOf(group), place = group.querySelector("[data-saved]");
    group.dataset.state = state;
    group.toggleAttribute("data-has-answer", isAnswered(group));
    if (place.dataset.saved === said) return;
    place.dataset.saved = place.textContent = said;
    if (!link) return;
    const to = Object.assign(document.createElement("a"), { textContent: link, className: "link" });
    to.href = `/sign-in?${new URLSearchParams({ next: location.pathname })}`;
    place.append(" ", to);
  };
  const show = () => {
    groups().forEach(showOne);
    document.dispatchEvent(new Event("learn:shown"));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-after-saved]");
    if (!button || !groups().some(isUnsaved)) return;
    event.preventDefault();
    event.stopPropagation();
    const wait = document.querySelector("[data-wait]");
    write(wait, "Saving what you answered last…");
    await sendAll();
    const still = groups().filter(isUnsaved).map((group) => group.dataset.name);
    write(wait, still.length ? `You cannot submit yet. Not saved: ${still.join(", ")}.` : "");
    if (!still.length && button.isConnected) button.click();
  }, true);

  // ── What React has drawn anew.

  // A box that is there already does not follow what React knows of it; and what was given here is newer than that.
  const told = new WeakMap();
  let lookedAt = "";
  const meet = (group) => {
    const { keep: address, given } = group.dataset, mine = kept(address), isNew = !told.has(group);
    if (mine ? isNew : !states.has(address) && told.get(group) !== given) {
      putBack(group, mine ? JSON.parse(mine.body) : toldOf(group));
      showOne(group);
    }
    told.set(group, given);
    if (isNew && mine) send(address);
  };
  const look = () => {
    const here = groups(), place = document.querySelector("[data-looked-at]"), address = place?.dataset.lookedAt ?? "";
    here.forEach(meet);
    if (here.length) document.dispatchEvent(new Event("learn:shown"));
    if (address && address !== lookedAt) put(address, JSON.stringify({ point: null })).catch(() => null);
    lookedAt = address;
  };
  new MutationObserver(look).observe(document.documentElement, {
    childList: true, subtree: true, attributeFilter: ["data-given", "data-looked-at", "data-keep"],
  });
  look();
})();
