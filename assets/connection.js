// Without a connection: a line on top says so, what is tapped waits, and no page is asked for that cannot come. What
// stands in place of a page that could not be loaded at all is offline.html, which sw.js keeps.
(() => {
  "use strict";

  const LOST = "No connection. What you do here is sent when it is back.";
  const PAGE_WAITS = "No connection. The page you asked for opens when it is back.";
  const FORM_WAITS = "No connection. Try again when it is back: what you typed stays.";
  const UNSURE = "Connected again. Look whether what you did last has arrived.";
  // Milliseconds: for how long it may be lost unsaid, after which an answer is overdue, how long good news stays.
  const PATIENCE = 2000, OVERDUE = 5000, READING = 10000;

  if ("serviceWorker" in navigator && isSecureContext) addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => { /* then without */ });
  });

  // The app's socket becomes known when something is sent on it. A frame that begins with 42 is an act, or its answer.
  let socket = null, touchedAt = -Infinity, askedAt = 0, isSilent = false, isUnsure = false;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (frame) {
    if (this !== socket) attend(this);
    const isAct = String(frame).startsWith("42"), now = performance.now();
    if (isAct && !askedAt && now - touchedAt < 1000) askedAt = now;
    return send.call(this, frame);
  };
  function attend(opened) {
    socket = opened;
    line();
    opened.addEventListener("message", ({ data }) => {
      if (String(data).startsWith("42")) { askedAt = 0; isSilent = false; }
    });
    opened.addEventListener("close", () => {
      isUnsure ||= askedAt > 0;
      askedAt = 0;
    });
  }
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { touchedAt = performance.now(); }, true);

  // The framework connects again when somebody comes back to the page, and does not mind being told so.
  const knock = () => document.dispatchEvent(new Event("visibilitychange"));

  // An answer is overdue: is the server there at all? When it is again and the socket still says nothing, it is a dead one.
  let isLooking = false;
  async function look() {
    isLooking = true;
    const isThere = await fetch("/sw.js", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) })
      .then((answer) => answer.ok, () => false);
    if (isThere && isSilent && askedAt) socket.close();
    isSilent = !isThere && askedAt > 0;
    isLooking = false;
  }

  let lostSince = 0, said = "", saidAt = 0, waiting = null;
  const isLost = () => !navigator.onLine || isSilent || (socket !== null && socket.readyState > WebSocket.OPEN);
  function watch() {
    const now = performance.now();
    if (document.visibilityState !== "visible") { lostSince = 0; return; }
    if (askedAt && now - askedAt > OVERDUE && !isLooking) look();
    if (!isLost()) {
      if (lostSince) { lostSince = 0; back(); }
      if (said === UNSURE && now - saidAt > READING) say("");
      return;
    }
    // A download, too, makes the framework hang up, and it does not call again by itself.
    if (!lostSince) { lostSince = now; if (navigator.onLine) knock(); }
    if (now - lostSince >= PATIENCE && (!said || said === UNSURE)) say(LOST);
  }
  setInterval(watch, 250);
  addEventListener("offline", watch);
  addEventListener("online", () => { knock(); watch(); });

  function back() {
    say(isUnsure && said ? UNSURE : "");
    isUnsure = false;
    const link = waiting;
    waiting = null;
    if (link) open(link);
  }

  // A page that says everything anew may have drawn its links anew, too.
  function open(link) {
    const router = window.__reactRouterDataRouter;
    if (link.isConnected) link.click();
    else if (router && link.dataset.discover) router.navigate(link.pathname + link.search);
    else location.assign(link.href);
  }

  // Not part of what React draws: it says something also where that went wrong. There before it speaks, so that a
  // screen reader hears it.
  function line() {
    const there = document.getElementById("connection");
    if (there) return there;
    const made = Object.assign(document.createElement("div"), { id: "connection", className: "connection" });
    made.setAttribute("role", "status");
    document.body.append(made);
    return made;
  }
  function say(what) {
    if (what === said) return;
    said = what;
    saidAt = performance.now();
    line().textContent = what;
  }

  // A page that cannot be loaded would take this one with it, and what waits here to be sent.
  const isShown = () => said !== "" && said !== UNSURE;
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!isShown() || !link || link.target || link.origin !== location.origin || link.getAttribute("href")[0] === "#") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = link;
    say(PAGE_WAITS);
  }, true);
  addEventListener("submit", (event) => {
    if (!isShown() || !event.target.getAttribute("action")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(FORM_WAITS);
  }, true);
})();
