/* One stop for the Tab key in each of these boxes; inside it arrows, Home and End go from one to the next.
 * Numbers that open to their source have a name of their own (assets/40_panels.js, tell).
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const BOXES = ["kpis", "share", "ranking", "queue"];
  const STOPS = "button, a[href], [data-prov][tabindex]";
  const STEP = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  const stopsOf = (box) => Array.from(box.querySelectorAll(STOPS));

  function rove(box, wanted) {
    const stops = stopsOf(box);
    const held =
      stops.find((node) => node === wanted) ||
      stops.find((node) => node.tabIndex === 0) ||
      stops[0];
    for (const node of stops) panels.attr(node, "tabindex", node === held ? 0 : -1);
  }

  function onKey(event) {
    const box = event.currentTarget;
    const stops = stopsOf(box);
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? stops.length - 1
          : STEP[event.key]
            ? Math.min(Math.max(at + STEP[event.key], 0), stops.length - 1)
            : -1;
    if (to < 0) return;
    event.preventDefault();
    stops[to].focus();
  }

  panels.startOnGlass(() => {
    if (!panels.isSideShown()) return;
    for (const box of BOXES.map(panels.byId).filter(Boolean)) {
      const again = () => rove(box, document.activeElement);
      box.addEventListener("focusin", again);
      box.addEventListener("keydown", onKey);
      new MutationObserver(() => panels.redraw(again)).observe(box, {
        childList: true,
        subtree: true,
      });
      again();
    }
  });
})();
