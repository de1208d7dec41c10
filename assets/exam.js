// An exam: one question at a time without asking the server, an overview of all, and the time that is left. Answers are
// kept and sent by `assets/learn.js`, which says so with `learn:shown`.
(() => {
  "use strict";
  const AT = "muster.at ", PRESS_AGAIN = 5000, LAST_ANSWERS = 3000;
  const WORDS = { saving: "Saving…", unsaved: "Not saved", refused: "Not saved" };
  const one = (what) => document.querySelector(what);
  const all = (where, what) => [...where.querySelectorAll(what)];
  const write = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };
  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const are = (number) => (number === 1 ? "is" : "are");

  // ── One question at a time; after the last one comes the overview.

  let paper = null, at = 0;
  const pages = () => all(paper, "[data-page]");
  const remembered = () => { try { return Number(sessionStorage.getItem(AT + paper.dataset.paper)); } catch { return 0; } };
  const remember = () => { try { sessionStorage.setItem(AT + paper.dataset.paper, at); } catch { /* the first question then */ } };

  const turn = (to, takesFocus) => {
    const every = pages(), last = every.length - 1;
    at = Math.min(Math.max(to, 0), last);
    remember();
    every.forEach((page, place) => page.toggleAttribute("data-on", place === at));
    const bar = paper.querySelector(".actbar");
    bar.querySelector("[data-turn='-1']").hidden = at === 0;
    bar.querySelector("[data-turn='+1']").hidden = at === last;
    bar.querySelector("[data-after-saved]").hidden = at < last;
    paper.querySelector("[data-turn=end]").hidden = at === last;
    write(paper.querySelector("[data-wait]"), "");
    show();
    if (!takesFocus) return;
    scrollTo(0, 0);
    every[at].querySelector("h2").focus({ preventScroll: true });
  };
  document.addEventListener("click", ({ target }) => {
    const to = target.closest("[data-turn]")?.dataset.turn;
    if (!to || !paper?.contains(target)) return;
    if (to === "end") turn(pages().length - 1, true);
    else turn(/^[+-]/.test(to) ? at + Number(to) : Number(to) - 1, true);
  });

  const wordOf = (group) => WORDS[group.dataset.state] ?? (group.hasAttribute("data-has-answer") ? "Answered" : "Not answered");
  const show = () => {
    if (!paper?.isConnected) return;
    const words = all(paper, "[data-keep]").map(wordOf), number = words.length;
    const open = words.filter((word) => word === "Not answered").length;
    const unsaved = words.filter((word) => Object.values(WORDS).includes(word)).length;
    paper.querySelector("[data-far]").style.width = `${Math.min(at + 1, number) * 100 / number}%`;
    const said = open ? `${open} of ${count(number, "question")} ${are(open)} not answered.` : "All questions are answered.";
    write(paper.querySelector("[data-summary]"), unsaved ? `${said} ${count(unsaved, "answer")} ${are(unsaved)} not saved yet.` : said);
    all(paper, ".entry").forEach((entry, place) => {
      entry.dataset.state = words[place];
      write(entry.querySelector("[data-word]"), words[place]);
    });
  };
  document.addEventListener("learn:shown", show);

  // ── The time. What the server said is left is counted with a clock that nobody can set.

  let clock = null, said = "", left = 0, since = 0, announced = Infinity, pressed = -PRESS_AGAIN;
  const timeUp = async () => {
    if (performance.now() - pressed < PRESS_AGAIN) return;
    pressed = performance.now();
    all(paper, "[data-keep]").forEach((group) => { group.disabled = true; });
    write(paper.querySelector("[data-wait]"), navigator.onLine ? "The time is up. What is saved is submitted."
      : "The time is up, and there is no connection. What was saved before is submitted.");
    const asks = { sent: null };
    document.dispatchEvent(new CustomEvent("learn:send", { detail: asks }));
    await Promise.race([asks.sent, new Promise((done) => { setTimeout(done, LAST_ANSWERS); })]);
    one("#exam_time_up")?.click();
  };
  const announce = (seconds) => {
    const minutes = Math.ceil(seconds / 60), mark = [1, 5].find((most) => minutes <= most);
    if (!mark || mark >= announced) return;
    // Whoever comes back in between has not just reached it.
    if (announced < Infinity || seconds > mark * 60 - 2) write(one("[data-announced]"), `${count(minutes, "minute")} left`);
    announced = mark;
  };
  const tick = () => {
    if (!clock?.isConnected) return;
    const seconds = Math.max(Math.ceil(left - (performance.now() - since) / 1000), 0);
    write(clock.querySelector("[data-clock]"), `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    clock.toggleAttribute("data-short", seconds <= 60);
    announce(seconds);
    if (seconds === 0) timeUp();
  };
  setInterval(tick, 500);

  // A phone that was asleep may have stopped its clocks.
  const wake = () => { if (document.visibilityState === "visible") one("#exam_look")?.click(); };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);

  // ── What React has drawn anew.

  const look = () => {
    const found = one("[data-paper]");
    if (found !== paper) {
      paper = found;
      // The button that was pressed to begin is gone: the focus goes to the question. Not when a page is loaded.
      if (paper) turn(remembered(), document.activeElement === document.body && navigator.userActivation?.hasBeenActive);
    }
    clock = one("[data-left]");
    if (!clock) [said, announced, pressed] = ["", Infinity, -PRESS_AGAIN];
    else if (clock.dataset.left !== said) [said, left, since] = [clock.dataset.left, Number(clock.dataset.left), performance.now()];
    tick();
  };
  new MutationObserver(look).observe(document.documentElement, {
    childList: true, subtree: true, attributeFilter: ["data-left", "data-paper"],
  });
  look();
})();
