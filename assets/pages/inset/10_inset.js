/* A picture beside the map of the wall: where it stands, for whatever is shown in it.
 *
 *   onescreen.inset(label)   {node, box, says, show(), hide()}: `box` holds the picture, `says` a line below
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el } = onescreen;

  const GAP = 8;
  const rectOf = (id) => {
    const node = document.getElementById(id);
    const rect = node ? node.getBoundingClientRect() : null;
    return rect && rect.height ? rect : null;
  };

  /* The legend says what the map's colours mean: on a wide map beside it, else above it and below the
   * layers; where there is none, in the corner. */
  function place(stage, node, box) {
    const [legend, layers] = [rectOf("legend"), rectOf("layer-control")];
    const { right, bottom, width, height } = stage.getBoundingClientRect();
    for (const name of ["right", "bottom"]) node.style[name] = "";
    box.style.maxHeight = "";
    if (!legend) return;
    if (width > 1.5 * height) {
      node.style.right = Math.round(right - legend.left + GAP) + "px";
      return;
    }
    const free = bottom - legend.top;
    if (free >= height / 2) return;
    node.style.bottom = Math.round(free + GAP) + "px";
    const over = node.offsetHeight + 2 * GAP - (legend.top - (layers ? layers.bottom : 0));
    if (over > 0) box.style.maxHeight = Math.round(box.offsetHeight - over) + "px";
  }

  onescreen.inset = function inset(label) {
    const box = el("div", { class: "inset-box" });
    const says = el("p", { class: "inset-says" });
    const node = el("section", { class: "inset", "aria-label": label, hidden: true }, box, says);
    // The legend is drawn after the map, and grows with what is shown.
    const watching = new ResizeObserver(
      () => node.hidden || place(document.querySelector(".stage"), node, box),
    );
    return {
      node,
      box,
      says,
      show() {
        if (!node.hidden) return;
        node.hidden = false;
        const stage = document.querySelector(".stage");
        stage.append(node);
        for (const one of [stage, says, ...stage.querySelectorAll("#legend, #layer-control")])
          watching.observe(one);
      },
      hide() {
        node.hidden = true;
        watching.disconnect();
      },
    };
  };
})();
