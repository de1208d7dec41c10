// The choices of a question while they are entered (`web/admin/catalog/exam/question.py`). There are as many boxes as a
// question may have; those in use are shown. React draws them and knows nothing of what is typed, so choices are added,
// moved and removed by moving what stands in the boxes.
(() => {
  "use strict";

  const FEWEST = 2;
  const BULLET = /^\s*(?:[-*•–]|\(?(?:\d{1,2}|[A-Za-z])[.)])\s+/;
  const rowsOf = (list) => [...list.children];
  const boxOf = (row) => row.querySelector("input[type=text]");
  const markOf = (row) => row.querySelector("input[type=radio], input[type=checkbox]");
  const isShown = (row) => row.offsetParent !== null;
  const shown = (list) => rowsOf(list).filter(isShown);
  const read = (list) => shown(list).map((row) => ({ text: boxOf(row).value, right: markOf(row).checked }));
  const write = (list, choices) => {
    rowsOf(list).forEach((row, at) => {
      boxOf(row).value = choices[at]?.text ?? "";
      markOf(row).checked = choices[at]?.right ?? false;
      row.toggleAttribute("data-on", at < choices.length);
    });
    // Whoever keeps what is typed hears of it.
    boxOf(list.firstElementChild).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const say = (list, text) => {
    const place = list.closest("fieldset").querySelector("[data-choices-said]");
    if (place) place.textContent = text;
  };
  const focus = (list, at) => {
    const box = boxOf(shown(list)[Math.max(at, 0)]);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  };

  const insert = (list, at, texts) => {
    const choices = read(list), room = rowsOf(list).length - choices.length, taken = texts.slice(0, room);
    if (!taken.length) return say(list, `A question has at most ${rowsOf(list).length} choices.`);
    choices.splice(at, 0, ...taken.map((text) => ({ text, right: false })));
    write(list, choices);
    focus(list, at + taken.length - 1);
    const left = texts.length - taken.length;
    say(list, taken.length === 1 && !left ? `Choice ${at + 1} is added.`
      : `${taken.length} choices are added.${left ? ` ${left} more did not fit.` : ""}`);
  };
  const remove = (list, at) => {
    const choices = read(list);
    choices.splice(at, 1);
    while (choices.length < FEWEST) choices.push({ text: "", right: false });
    write(list, choices);
    focus(list, Math.min(at, choices.length - 1));
    say(list, `Choice ${at + 1} is removed.`);
  };
  const move = (list, at, by) => {
    const choices = read(list), to = at + by;
    if (to < 0 || to >= choices.length) return false;
    [choices[at], choices[to]] = [choices[to], choices[at]];
    write(list, choices);
    say(list, `Choice ${at + 1} is now choice ${to + 1} of ${choices.length}.`);
    return true;
  };

  const placed = (target) => {
    const list = target.closest?.("[data-choices]");
    return list ? { list, at: shown(list).indexOf(target.closest("li")) } : {};
  };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-choice-act]");
    if (!button) return;
    const act = button.dataset.choiceAct;
    if (act === "add") {
      const list = button.closest("fieldset").querySelector("[data-choices]");
      return insert(list, shown(list).length, [""]);
    }
    const { list, at } = placed(button), by = act === "up" ? -1 : 1;
    if (act === "remove") return remove(list, at);
    // The focus goes with the choice, on the same button.
    if (move(list, at, by)) shown(list)[at + by].querySelector(`[data-choice-act=${act}]`).focus();
  });
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.closest?.("form.exed-form")) {
      event.preventDefault();
      return target.closest("form").requestSubmit();
    }
    if (!target.matches?.("[data-choices] input[type=text]") || event.isComposing) return;
    const { list, at } = placed(target), number = shown(list).length;
    const by = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (key === "Enter") {
      event.preventDefault();
      if (at + 1 < number) focus(list, at + 1);
      else if (target.value.trim()) insert(list, number, [""]);
    } else if (by) {
      event.preventDefault();
      if (!event.altKey) focus(list, Math.min(Math.max(at + by, 0), number - 1));
      else if (move(list, at, by)) focus(list, at + by);
    } else if (key === "Backspace" && !target.value && number > FEWEST) {
      event.preventDefault();
      remove(list, at);
      focus(list, at - 1);
    }
  });
  document.addEventListener("paste", (event) => {
    const { target } = event;
    if (!target.matches?.("[data-choices] input[type=text]")) return;
    const lines = event.clipboardData.getData("text").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    const { list, at } = placed(target), texts = lines.map((line) => line.replace(BULLET, ""));
    if (target.value.trim()) return insert(list, at + 1, texts);
    // Boxes that are empty are filled first, so that nothing empty stays between.
    const choices = read(list), empty = choices.slice(at).findIndex(({ text }) => text.trim());
    const free = empty === -1 ? choices.length - at : empty;
    write(list, choices.filter((_, place) => place < at || place >= at + free));
    insert(list, at, texts);
  });

  // What was refused has the focus: the first box that is wrong, or the first choice where it is about all of them.
  new MutationObserver(([{ target }]) => {
    const [first] = target.querySelectorAll("[aria-invalid=true], #kind_help, #choices_help");
    const beside = { kind_help: ":checked", choices_help: "[data-choices] input[type=text]" }[first?.id];
    (beside ? target.querySelector(beside) : first)?.focus();
  }).observe(document.documentElement, { attributeFilter: ["data-refused"], subtree: true });

  // Where the focus was before a sheet was opened it is again afterwards.
  const SHEETS = ".exed-sheet, .sess-sheet";
  let before = null, wasOpen = false;
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(SHEETS)) wasOpen = true;
    else if (!document.querySelector(SHEETS)) before = target;
  });
  new MutationObserver(() => {
    if (!wasOpen || document.querySelector(SHEETS)) return;
    wasOpen = false;
    // A moment later: the dialog looks for its own place first, and does not find it.
    setTimeout(() => {
      const there = before?.isConnected ? before : document.getElementById("page_title");
      if (document.activeElement === document.body) there?.focus();
    }, 50);
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Which button sent the form: its own, or the one that adds another question afterwards.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-again]");
    const again = button?.form?.elements.again;
    if (again) again.value = button.dataset.again;
  }, true);
})();
