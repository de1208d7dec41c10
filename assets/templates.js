// In the editor of a message's texts a field is put where the cursor was last.
(() => {
  "use strict";
  let last = null;
  document.addEventListener("focusin", ({ target }) => { if (target.matches("[data-fields]")) last = target; });
  document.addEventListener("click", (event) => {
    const field = event.target.closest("[data-insert]");
    if (!field) return;
    const box = last?.isConnected ? last : document.querySelector("textarea[data-fields]");
    box.focus();
    box.setRangeText(field.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
