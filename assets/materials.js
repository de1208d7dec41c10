// Materials of a course: a video and a PDF go on where they were left, and it is told where that is. React draws what
// is here (`web/shared/material.py`); only what it leaves empty is written.
(() => {
  "use strict";
  const EVERY = 10000 /* milliseconds */, NEARLY_OVER = 5 /* seconds */;

  // ── Where one is. `points` is newer than what the page was drawn with.

  const points = new Map(), unsent = new Set();
  const pointOf = ({ dataset: { place, point } }) => points.get(place) ?? Number(point);
  const note = (one, point) => {
    if (!one.dataset.place || pointOf(one) === point) return; // of a preview no place is kept
    points.set(one.dataset.place, point);
    unsent.add(one.dataset.place);
  };
  const put = async (address) => {
    const body = JSON.stringify({ point: points.get(address) }), headers = { "Content-Type": "application/json" };
    const answer = await fetch(address, { method: "PUT", headers, body, keepalive: true }).catch(() => null);
    if (!answer || answer.status >= 500) unsent.add(address);
  };
  const send = () => {
    const now = [...unsent];
    unsent.clear();
    // Of what is not looked at any more it would tell that it was looked at last.
    now.filter((address) => document.querySelector(`[data-place="${address}"]`)).forEach(put);
  };
  setInterval(send, EVERY);
  addEventListener("pagehide", send);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  document.addEventListener("click", send, true); // perhaps it leads on, to another part

  // ── A file that is there no more is said to be so, with the server's words.

  const saidOf = async (answer) => (await answer?.json().catch(() => null))?.error;
  const lose = (file, said, how = "gone") => {
    if (!file.dataset.not) file.querySelector("[data-lost]").textContent = said;
    file.dataset.not ||= how;
  };
  const look = async (file) => {
    const answer = await fetch(file.dataset.file, { headers: { Range: "bytes=0-0" } }).catch(() => null);
    if (answer && !answer.ok) lose(file, (await saidOf(answer)) ?? "This file cannot be shown now. Try again later.");
    else answer?.body?.cancel();
  };

  // ── Videos

  const begin = (video) => {
    const point = pointOf(video);
    if (point > 0 && point < video.duration - NEARLY_OVER) video.currentTime = point;
  };
  const on = (event, act) => document.addEventListener(event, ({ target }) => target.matches?.("[data-video]") && act(target), true);
  on("loadedmetadata", begin);
  on("timeupdate", (video) => note(video, Math.floor(video.currentTime)));
  on("pause", send);
  on("ended", send);
  on("error", async (video) => {
    await look(video.closest("[data-file]"));
    lose(video.closest("[data-file]"), "This video cannot be played here. Download it instead.", "shown");
  });

  // ── The pages of a PDF

  const show = (reader, wanted) => {
    const { pdf, pages } = reader.dataset, part = (name) => reader.querySelector(`[data-${name}]`);
    const page = Math.min(Math.max(Math.trunc(wanted) || 1, 1), Number(pages)), address = `${pdf}/pages/${page}`;
    const picture = Object.assign(new Image(), { src: address, alt: `Page ${page} of ${pages}. Its text is below.` });
    const isStill = () => reader.dataset.at === String(page);
    if (isStill()) return;
    reader.dataset.at = page;
    picture.addEventListener("load", () => {
      part("page").style.aspectRatio = `${picture.naturalWidth} / ${picture.naturalHeight}`;
      if (page < pages) new Image().src = `${pdf}/pages/${page + 1}`;
    });
    picture.addEventListener("error", async () => {
      const said = await saidOf(await fetch(address).catch(() => null));
      if (isStill()) part("page").replaceChildren(said ?? "This page cannot be shown now. Check your connection.");
    });
    part("page").replaceChildren(picture);
    part("text").textContent = "…";
    fetch(`${address}/text`).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "").then((text) => {
      if (isStill()) part("text").textContent = text || "No text can be read on this page. It may be a picture of one.";
    });
    if (part("number")) part("number").value = page;
    reader.querySelectorAll("[data-turn]").forEach((button) => {
      button.ariaDisabled = String(page === (button.dataset.turn < 0 ? 1 : Number(pages)));
    });
  };
  const turn = (reader, page) => {
    const before = reader.dataset.at, frame = reader.querySelector("[data-page]");
    show(reader, page);
    if (reader.dataset.at === before) return;
    reader.querySelector("[data-said]").textContent = `Page ${reader.dataset.at} of ${reader.dataset.pages}`;
    if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    note(reader, Number(reader.dataset.at));
    send();
  };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-turn]"), reader = button?.closest("[data-pdf]");
    if (reader && button.ariaDisabled !== "true") turn(reader, Number(reader.dataset.at) + Number(button.dataset.turn));
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-number]")) turn(target.closest("[data-pdf]"), Number(target.value));
  });

  // ── What React has drawn anew. First it draws what it knew before, then what the server knows of another device.

  const met = new WeakMap();
  const meet = (what, act) => document.querySelectorAll(what).forEach((one) => {
    const { point = "none" } = one.dataset;
    if (met.get(one) !== point) act(one, met.set(one, point));
  });
  const meetAll = () => {
    meet("[data-file]", look);
    meet("[data-pdf]", (reader) => show(reader, pointOf(reader)));
    meet("[data-video]", (video) => video.readyState && !points.has(video.dataset.place) && begin(video));
  };
  new MutationObserver(meetAll).observe(document, { childList: true, subtree: true, attributeFilter: ["data-point"] });
  meetAll();
})();
