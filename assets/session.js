// Small things that belong to the browser: forgetting a tab's state when somebody signs in or out, the slow poll of
// the bell, menus that close, and light or dark.
(() => {
  "use strict";

  // Before a form of /auth/ is sent, the tab forgets its state, so that nothing of one person meets the next.
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action")?.startsWith("/auth/")) sessionStorage.removeItem("token");
  }, true);

  // Where push does not reach, the bell is right within a minute.
  setInterval(() => {
    if (document.visibilityState === "visible") document.getElementById("refresh_bell")?.click();
  }, 60000);

  // What is still going on is asked for again every two seconds.
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    document.querySelectorAll("[data-poll]").forEach((asks) => asks.click());
  }, 2000);

  // News of a job is over when it has gone from sight: a reload does not bring it back.
  document.addEventListener("animationend", ({ target }) => {
    if (target.matches(".notice.leaving:has(> a)")) target.querySelector("button").click();
  });

  // After a navigation the focus is on the title of the new page, so that a screen reader and the Tab key begin there;
  // not on the first load, and not when only the query has changed.
  let path = location.pathname, title = null, hadFocus = false;
  new MutationObserver(() => {
    if (location.pathname === path && title?.isConnected) return;
    const found = document.getElementById("page_title");
    if (!found || found === title) return;
    // A page that is put together anew a moment later has another title: what had the focus then has it again.
    const isLost = hadFocus && document.activeElement === document.body;
    if (location.pathname !== path || isLost) {
      found.focus({ preventScroll: true });
      hadFocus = true;
    }
    path = location.pathname;
    title = found;
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Of a row of tabs that is wider than the screen, the one that one is on is in sight.
  const shown = new WeakSet();
  new MutationObserver(() => document.querySelectorAll(".tabs .on").forEach((tab) => {
    if (shown.has(tab)) return;
    shown.add(tab);
    const row = tab.parentElement, of = tab.getBoundingClientRect(), all = row.getBoundingClientRect();
    row.scrollLeft += of.left + of.width / 2 - all.left - all.width / 2;
  })).observe(document.documentElement, { childList: true, subtree: true });

  // A box shows what the page knows of it, but not while somebody types in it: what they typed a moment ago is still on
  // its way there and back.
  let typed = null, typedAt = 0;
  document.addEventListener("input", (event) => { typed = event.target; typedAt = Date.now(); }, true);
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    const isTyping = target === typed && target === document.activeElement && Date.now() - typedAt < 2000;
    // Also where it stands there already: React hears of a value only in this way, and overlooks that it was emptied.
    if (!isTyping) target.value = target.dataset.said;
  })).observe(document.documentElement, { attributeFilter: ["data-said"], subtree: true });

  // What is typed into a search comes back as an address a moment later (`whereabouts.stay`). It is for the page where it
  // was typed: whoever has gone on to another by then is not brought back.
  const STAY = "#stay";
  const guard = (router) => {
    const navigate = router.navigate.bind(router);
    router.navigate = (to, options) => {
      if (typeof to !== "string" || !to.endsWith(STAY)) return navigate(to, options);
      const { pathname } = router.state.navigation.location ?? router.state.location;
      const address = to.slice(0, -STAY.length);
      return address.split("?")[0] === (pathname.replace(/\/$/, "") || "/") ? navigate(address, options) : Promise.resolve();
    };
  };
  let held = window.__reactRouterDataRouter;
  if (held) guard(held);
  else Object.defineProperty(window, "__reactRouterDataRouter", {
    configurable: true, get: () => held, set: (router) => { held = router; guard(router); },
  });

  // A menu closes by a click beside it, by Escape, and after a choice or a form that was sent; then the focus is on its
  // button again. What is gone after a click says where the focus goes (`data-then`), also when that is drawn anew by
  // what was clicked; a chip opens a menu elsewhere.
  // What was in a menu before is not shown when it is opened again (`data-anew`): its content comes, another element.
  const close = (but) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== but) menu.open = false;
  });
  const leave = (menu) => { close(null); menu?.querySelector("summary").focus(); };
  let next = "", nextAt = 0;
  const regain = () => {
    const there = Date.now() - nextAt < 5000 && document.getElementById(next), on = document.activeElement;
    // A dialog has it where something in it is lost, and keeps it.
    if (there && (on === document.body || (on?.matches("[role=dialog]") && on.contains(there)))) there.focus();
  };
  new MutationObserver(regain).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("focusout", () => setTimeout(regain));
  // Whoever goes on by themselves is not brought back.
  document.addEventListener("pointerdown", () => { nextAt = 0; }, true);
  document.addEventListener("keydown", ({ key }) => { if (key === "Tab") nextAt = 0; }, true);
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    const then = event.target.closest("[data-then]"), opens = event.target.closest("[data-opens]");
    if (event.target.closest("button[data-closes], a[data-closes]")) leave(menu); else close(menu);
    // What asks keeps the focus until it is closed.
    if (then && !then.closest("[role=alertdialog]")) document.getElementById(then.dataset.then)?.focus();
    // Nobody types there by it: “Take theirs” fills the box that has the focus.
    if (then) [next, nextAt, typed] = [then.dataset.then, Date.now(), null];
    if (opens) document.getElementById(opens.dataset.opens).open = true;
    const anew = opens ? document.getElementById(opens.dataset.opens) : event.target.closest("summary")?.parentElement;
    if (anew?.matches("[data-anew]")) anew.querySelector(".sheet")?.setAttribute("data-old", "");
  });
  // Who goes on with the Tab key leaves it.
  document.addEventListener("focusin", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-closes]")) leave(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details.menu[open]");
    if (event.key === "Escape" && open) leave(open);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !open?.contains(event.target) || event.target.matches("[type=date], [type=number]")) return;
    // The arrows go from choice to choice.
    const all = [...open.querySelectorAll("summary, .sheet button, .sheet a, .sheet input:not([type=hidden])")];
    all[all.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  });
})();
