// Files: sending those that were chosen, one after the other, and looking at the picture of one.
(() => {
  "use strict";
  const BROKE_OFF = "The connection broke off before all of it was sent.";
  const SIGNED_OUT = "You are signed out. Sign in again in another tab, then try again.";
  const OURS = "Something went wrong on our side.";

  const make = (tag, said, ...parts) => {
    const made = Object.assign(document.createElement(tag), said);
    made.append(...parts);
    return made;
  };

  // ── Sending. `[data-sends-to]` is a field as `web/shared/uploading.py` makes it; what waits here is on its way.

  let last = Promise.resolve();
  const most = new Map(), UNKNOWN = { bytes: Infinity };

  // Asked once for each form, when it is needed: a file that is too large is not sent at all.
  const mostFor = async (place) => {
    const ask = () => fetch(`/files/limit?${new URLSearchParams({ place })}`).then((answer) => answer.ok ? answer.json() : null);
    if (!most.get(place)) most.set(place, await ask().catch(() => null));
    return most.get(place) ?? UNKNOWN;
  };

  const post = (address, file, moved, stopped) => new Promise((done) => {
    const request = new XMLHttpRequest(); // `fetch` does not say how much has gone
    stopped.addEventListener("abort", () => request.abort());
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => moved(total ? loaded / total : 1);
    request.onload = () => {
      let said = {};
      try { said = JSON.parse(request.responseText); } catch { /* a proxy answers as it likes */ }
      done({ status: request.status, said });
    };
    request.onerror = request.onabort = request.ontimeout = () => done({ status: 0, said: {} });
    request.send(file);
  });

  const isGood = ({ status }) => status >= 200 && status < 300;
  const reasonOf = ({ status, said }) => {
    if (status === 0) return BROKE_OFF;
    return status === 401 ? SIGNED_OUT : said.error ?? OURS;
  };

  const say = (field) => {
    const number = Number(field.dataset.sending ?? 0);
    field.querySelector("[data-sending-now]").textContent = number ? `Sending ${number === 1 ? "1 file" : `${number} files`}…` : "";
  };
  const count = (field, change) => {
    field.dataset.sending = Number(field.dataset.sending ?? 0) + change;
    if (field.dataset.sending === "0") delete field.dataset.sending;
    say(field);
  };

  const refuse = (field, file, reason, mayTryAgain) => {
    const again = make("button", { type: "button", className: "btn small-btn", textContent: "Try again" });
    const away = make("button", { type: "button", className: "btn ghost square", textContent: "×" });
    away.setAttribute("aria-label", `Dismiss: ${file.name}`);
    const line = make("li", {}, make("span", { className: "strong anywhere", textContent: file.name }),
      make("span", { className: "wrong", textContent: reason }), ...(mayTryAgain ? [again] : []), away);
    const leave = () => { line.remove(); field.querySelector("input[type=file]").focus(); };
    away.addEventListener("click", leave);
    again.addEventListener("click", () => { leave(); send(field, file); });
    field.querySelector("[data-refused]").append(line);
  };

  const sendNow = async (field, file, line, stopped) => {
    const { sendsTo, place, told } = field.dataset;
    if (stopped.aborted) return;
    const bar = line.querySelector("progress"), words = new URLSearchParams({ name: file.name, place });
    const moved = (part) => { bar.value = part; };
    const answer = await post(`${sendsTo}?${words}`, file, moved, stopped);
    if (stopped.aborted) return;
    if (isGood(answer)) document.getElementById(told)?.click();
    else refuse(field, file, reasonOf(answer), answer.status === 0 || answer.status === 401 || answer.status >= 500);
  };

  const send = (field, file) => {
    const bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const stop = make("button", { type: "button", className: "btn ghost square", textContent: "×", title: "Stop sending" });
    stop.setAttribute("aria-label", `Stop sending ${file.name}`);
    const line = make("li", {}, make("span", { className: "anywhere", textContent: file.name }), bar, stop);
    const stopping = new AbortController();
    let isLeft = false;
    const leave = () => { if (!isLeft) { isLeft = true; line.remove(); count(field, -1); } };
    stop.addEventListener("click", () => { stopping.abort(); leave(); field.querySelector("input[type=file]").focus(); });
    field.querySelector("[data-lines]").append(line);
    count(field, 1);
    last = last.then(() => sendNow(field, file, line, stopping.signal)).finally(leave);
  };

  const take = async (field, files) => {
    const { bytes, said } = await mostFor(field.dataset.place);
    for (const file of files) {
      if (file.size === 0) refuse(field, file, "This file is empty. Choose another one.", false);
      else if (file.size > bytes) refuse(field, file, `This file is larger than ${said}, the most that it may have.`, false);
      else send(field, file);
    }
  };

  document.addEventListener("change", ({ target }) => {
    const field = target.closest?.("[data-sends-to]");
    if (!field || target.type !== "file") return;
    const files = [...target.files];
    target.value = ""; // so that the same file can be chosen again
    take(field, files);
  });

  // ── Dropping. `[data-drops-to]` names the field that takes what is dropped anywhere on it. Beside it, where a browser
  // would open the file in the place of the page, nothing happens.

  const ZONE = '[data-drops-to]:not([data-drops-to=""])';
  const fieldOf = (zone) => document.getElementById(zone?.dataset.dropsTo)?.closest("[data-sends-to]");
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") && document.querySelector(ZONE);
  const mark = (zone) => document.querySelectorAll("[data-over]").forEach((one) => {
    if (one !== zone) delete one.dataset.over;
  });
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const zone = event.target.closest?.(ZONE);
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    mark(zone);
    if (zone) zone.dataset.over = "";
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => { if (!relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(null);
    const field = fieldOf(event.target.closest?.(ZONE));
    if (!field) return;
    const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
    const things = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    const folders = things.filter(isFolder).map((item) => item.getAsFile()).filter(Boolean);
    const files = things.filter((item) => !isFolder(item)).map((item) => item.getAsFile()).filter(Boolean);
    folders.forEach((one) => refuse(field, one, "This is a folder. Open it, and drop the files that are in it.", false));
    take(field, files);
  });

  // Closing the page would break off what is dropped and still on its way.
  addEventListener("beforeunload", (event) => {
    if (document.querySelector(`${ZONE} [data-sending]`)) event.preventDefault();
  });

  // Nobody goes on without a file that is still on its way.
  const holdBack = (event) => {
    const sending = document.querySelector("[data-sending]");
    if (!sending || !event.target.closest("[data-after-files]")) return;
    event.preventDefault();
    event.stopPropagation();
    sending.querySelector("[data-sending-now]").textContent = "Wait until every file is sent.";
  };
  document.addEventListener("click", holdBack, true);
  document.addEventListener("submit", holdBack, true);

  // ── Looking. `[data-scan]` opens the dialog of `web/shared/scans.py`; the browser keeps the focus in it.

  let opener = null;
  const dialog = () => document.getElementById("scan");

  const look = (from) => {
    const shown = dialog(), { scan, name } = from.dataset, picture = shown.querySelector("img");
    opener = from;
    shown.querySelector("[data-name]").textContent = name;
    shown.querySelector("a[data-download]").href = scan;
    delete shown.dataset.broken;
    picture.alt = name;
    picture.src = `${scan}/preview`;
    shown.showModal();
  };

  document.addEventListener("click", ({ target }) => {
    const from = target.closest("[data-scan]");
    if (from && dialog()) look(from);
    // A click beside it is one on the dialog itself.
    else if (target.closest("[data-scan-close]") || target.id === "scan") dialog().close();
    else if (target.closest("[data-print]")) window.print(); // what is printed is in uploads.css
  });
  document.addEventListener("error", ({ target }) => {
    if (target.matches?.("#scan img")) dialog().dataset.broken = "";
    else if (target.matches?.("[data-scan] img")) target.closest("[data-scan]").dataset.broken = "";
  }, true);
  document.addEventListener("close", ({ target }) => {
    if (target.id !== "scan") return;
    target.querySelector("img").removeAttribute("src");
    opener?.focus();
  }, true);
})();
