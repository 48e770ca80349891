/* Figures that open to what stands behind them (layouts/elements/opening.py), and the drawer it is shown in.
 *
 * A button with data-open and data-ask puts its question into the store it names; "null" empties
 * it. A drawer (.drawer) that opens takes the focus and gives it back when it is shut; Escape and
 * a press on its button shut it.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  let opener = null;
  let asked = 0;

  const drawer = () => document.querySelector(".drawer.is-open");

  function ask(store, question) {
    asked += 1;
    onescreen.bridge.tell(store, question && { ...question, asked });
  }

  const nameOf = ({ dataset }) => dataset.open + " " + dataset.ask;
  const isThere = (name) =>
    Array.from(document.querySelectorAll("[data-open]")).some((one) => nameOf(one) === name);

  function take(button, store, question) {
    if (question && !button.closest(".drawer")) opener = button;
    ask(store, question);
  }

  function press(event) {
    const button = event.target instanceof Element && event.target.closest("[data-open]");
    if (!button) return;
    const name = nameOf(button);
    const store = button.dataset.open;
    const question = JSON.parse(button.dataset.ask);
    const later = () => isThere(name) && take(button, store, question);
    if (onescreen.busy.isFree(button, name, later)) take(button, store, question);
  }

  function key(event) {
    const open = drawer();
    if (event.key !== "Escape" || !open || event.defaultPrevented) return;
    if (document.querySelector(".mantine-Popover-dropdown:not([style*='display: none'])")) return;
    event.stopPropagation();
    ask(open.dataset.store, null);
  }

  /* What opened or shut since the page was last changed. */
  let wasOpen = null;
  function look() {
    const open = drawer();
    if (open === wasOpen) return;
    wasOpen = open;
    if (open) open.focus();
    else if (opener && opener.isConnected) opener.focus();
  }

  document.addEventListener("click", press);
  document.addEventListener("keydown", key, true);
  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class"],
  });
})();
