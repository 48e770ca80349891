/* Intake by keyboard: what is typed goes to the server while it is typed (the store that data-typed
 * names), the next party's row is shown when one is used, Enter goes on to the next field, from an
 * empty further name to the claim, and Ctrl+Enter sends. Alt+N opens intake, Alt+F the search, arrows go through the queue.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const HEARD_AFTER_MS = 600;
  const KEPT_AFTER_MS = 60;
  let timer = null;
  let typed = 0;

  const intake = () => document.querySelector(".case-intake[data-typed]");
  // What is folded has a place on the page and takes no focus.
  const isFolded = (one) => one.closest("details:not([open]) > :not(summary)") !== null;
  const fieldsOf = (form) =>
    Array.from(form.querySelectorAll("input:not([type=hidden]), select, textarea, button")).filter(
      (one) => !one.disabled && one.offsetParent !== null && one.tabIndex >= 0 && !isFolded(one),
    );

  /* Drawn already and not sent: it is said once more, so that it outlives this page. */
  function tell(form, store) {
    typed += 1;
    const values = { typed };
    for (const [name, value] of new FormData(form).entries())
      if (String(value)) values[name] = String(value);
    values.key = form.dataset.key;
    onescreen.bridge.tell(store, values);
  }

  function heard({ target }) {
    const box = intake();
    if (!box || !(target instanceof Element) || !box.contains(target)) return;
    const form = target.closest("form");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (form.isConnected && !form.closest(".is-busy")) tell(form, box.dataset.typed);
    }, HEARD_AFTER_MS);
    reveal(target);
  }

  /* The row after the one that is typed in. */
  function reveal(target) {
    const row = target.closest(".case-party");
    const next = row && row.nextElementSibling;
    if (next && target.value) next.classList.remove("is-spare");
  }

  function next(target, form) {
    const all = fieldsOf(form);
    const one = all[all.indexOf(target) + 1];
    if (!one) return;
    one.focus();
    if (one.select) one.select();
  }

  function press(event) {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (event.isComposing) return; // Enter chooses a word of the input method
    if (altKey && !ctrlKey && (key === "n" || event.code === "KeyN")) {
      const button = document.querySelector(".case-new");
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (altKey && !ctrlKey && (key === "f" || event.code === "KeyF")) {
      const search = document.querySelector(".case-find input");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
      return;
    }
    if (!(target instanceof Element)) return;
    if (key === "Enter" && (ctrlKey || metaKey)) {
      const form = target.closest("form[data-form]");
      if (form && form.closest(".case-page")) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    walk(event);
  }

  /* A further name left empty: there is nobody more, and the claim is told. */
  const endsParties = ({ name, value }) => /^name-[2-9]$/.test(name) && !value;

  /* After the lists have heard of it: an open one takes the choice first, then the next field. */
  function enter(event) {
    const { key, target, ctrlKey, metaKey, isComposing } = event;
    const box = intake();
    if (key !== "Enter" || ctrlKey || metaKey || isComposing || !box) return;
    if (!(target instanceof Element) || !box.contains(target)) return;
    if (!target.matches("input, select")) return;
    event.preventDefault(); // or the browser would send the form
    const isOpen = target.closest("[data-expanded]") !== null;
    if (isOpen && target.closest(".mantine-MultiSelect-root")) return; // chosen one by one
    // The list forgets its mark while it is narrowed: what is marked on the screen is taken.
    const list = isOpen && document.getElementById(target.getAttribute("aria-controls"));
    const marked = list && list.querySelector("[data-combobox-selected]");
    if (marked) marked.click();
    // What was chosen is kept before the focus leaves.
    if (isOpen)
      setTimeout(
        () => document.activeElement === target && next(target, target.form),
        KEPT_AFTER_MS,
      );
    else if (endsParties(target)) target.form.querySelector("textarea[name=claim]").focus();
    else next(target, target.form);
  }

  /* Arrows go through the rows of the queue. */
  function walk(event) {
    const { key, target } = event;
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    if (!target.matches("button.case-row")) return;
    const rows = Array.from(document.querySelectorAll("button.case-row"));
    const one = rows[rows.indexOf(target) + (key === "ArrowDown" ? 1 : -1)];
    if (!one) return;
    event.preventDefault();
    one.focus();
  }

  /* A form that has just been drawn takes the focus at the first name. */
  let shown = null;
  function look() {
    const box = intake();
    if (box === shown) return;
    shown = box;
    const first = box && box.querySelector("input[name=name-1]");
    if (first) first.focus();
    const form = box && box.querySelector("form");
    if (form && first && first.value) tell(form, box.dataset.typed);
  }
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true });

  document.addEventListener("input", heard);
  document.addEventListener("change", heard);
  document.addEventListener("keydown", press, true);
  document.addEventListener("keydown", enter);
})();
