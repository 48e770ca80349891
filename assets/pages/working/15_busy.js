/* While the page does something (.is-busy), what is pressed or sent waits and is done right after it.
 *
 * Only the last of it: whoever presses twice has thought again. The same once more is the second half
 * of a double press, and left out; so is what no longer stands on the page when its turn has come.
 *
 *   busy.isFree(node, name, later)   whether it may be done at once; if not, later() is called
 */
(function () {
  "use strict";
  const { onescreen } = window;
  let underWay = null;
  let waiting = null;

  function isFree(node, name, later) {
    const isIt = !node.closest(".is-busy");
    if (isIt) underWay = name;
    else if (name !== underWay) waiting = later;
    return isIt;
  }

  let wasBusy = false;
  function look() {
    const isBusy = document.querySelector(".is-busy") !== null;
    if (isBusy === wasBusy) return;
    wasBusy = isBusy;
    if (isBusy) return;
    const next = waiting;
    underWay = waiting = null;
    if (next) next();
  }
  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class"],
  });

  onescreen.busy = { isFree };
})();
