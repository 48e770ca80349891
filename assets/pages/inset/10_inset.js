/* A picture beside the map of the wall: where it stands, for whatever is shown in it.
 *
 *   onescreen.inset(label)   {node, box, says, show(), hide()}: `box` holds the picture, `says` a line below
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el } = onescreen;

  /* Above the legend, which says what the map's colours mean. */
  function clearOfLegend(stage, node) {
    const legend = document.getElementById("legend");
    const covers = legend ? legend.getBoundingClientRect() : null;
    if (!covers || !covers.height) return;
    const { bottom, height } = stage.getBoundingClientRect();
    const free = bottom - covers.top;
    if (free < height / 2) node.style.bottom = Math.round(free + 8) + "px";
  }

  onescreen.inset = function inset(label) {
    const box = el("div", { class: "inset-box" });
    const says = el("p", { class: "inset-says" });
    const node = el("section", { class: "inset", "aria-label": label, hidden: true }, box, says);
    return {
      node,
      box,
      says,
      show() {
        if (!node.hidden) return;
        node.hidden = false;
        const stage = document.querySelector(".stage");
        stage.append(node);
        clearOfLegend(stage, node);
      },
      hide() {
        node.hidden = true;
      },
    };
  };
})();
