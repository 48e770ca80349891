/* Escape closes one layer at a time, the topmost first: each part says how to close its own. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const layers = [];

  /* `close()` answers true when there was something to close; higher `depth` closes first. */
  function add(depth, close) {
    layers.push({ depth, close });
    layers.sort((a, b) => b.depth - a.depth);
  }

  function escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest("#search, .search")) return;
    if (!layers.some(({ close }) => close())) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* In the capture phase: the shared Escape (release the selection) runs only when nothing is open. */
  window.addEventListener("keydown", escape, true);
  add(90, () => desk.keys.hide());
  desk.layers = { add };
})();
