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
    if (document.visibilityState === "visible") document.querySelector("[data-poll]")?.click();
  }, 2000);

  // After a navigation the focus is on the title of the new page, so that a screen reader and the Tab key begin there;
  // not on the first load, and not when only the query has changed.
  let path = location.pathname, title = null;
  new MutationObserver(() => {
    if (location.pathname === path && title?.isConnected) return;
    const found = document.getElementById("page_title");
    if (!found || found === title) return;
    if (location.pathname !== path) found.focus({ preventScroll: true });
    path = location.pathname;
    title = found;
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A box shows what the page knows of it, but not while somebody types in it: what they typed a moment ago is still on
  // its way there and back.
  let typed = null, typedAt = 0;
  document.addEventListener("input", (event) => { typed = event.target; typedAt = Date.now(); }, true);
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    const isTyping = target === typed && target === document.activeElement && Date.now() - typedAt < 2000;
    if (!isTyping && target.value !== target.dataset.said) target.value = target.dataset.said;
  })).observe(document.documentElement, { attributeFilter: ["data-said"], subtree: true });

  // A menu closes by a click beside it, by Escape, and after a choice.
  const close = (but) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== but) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    close(event.target.closest("[data-closes]") ? null : menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary")?.focus(); }
  });
})();
