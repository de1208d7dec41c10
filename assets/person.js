// A form that was refused says which of its fields is the first to be looked at; there the focus goes.
(() => {
  "use strict";
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    (document.getElementById(target.dataset.focus) ?? document.getElementById("faults"))?.focus();
  })).observe(document.documentElement, { attributeFilter: ["data-focus-again"], subtree: true });
})();
