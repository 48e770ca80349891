/* Scale bar and north, in the map's lower left corner. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LENGTHS = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];
  const WIDEST = 140;

  function attach(map) {
    const { el } = onescreen;
    const bar = el("i", { class: "map-scale-bar" });
    const text = el("span", { class: "num" });
    const north = el(
      "span",
      { class: "map-north", role: "img", "aria-label": "上北" },
      "▲",
      el("b", {}, "N"),
    );
    const box = el(
      "div",
      { class: "map-scale" },
      north,
      el("span", { class: "map-scale-line" }, text, bar),
    );
    map.getContainer().append(box);

    function draw() {
      if (!map._loaded) return;
      const size = map.getSize();
      const from = map.containerPointToLatLng([0, size.y]);
      const to = map.containerPointToLatLng([100, size.y]);
      const perPixel = map.distance(from, to) / 100;
      const most = WIDEST * onescreen.scale() * perPixel;
      const length = LENGTHS.filter((one) => one <= most).pop() || LENGTHS[0];
      bar.style.width = Math.round(length / perPixel) + "px";
      text.textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
    }

    map.on("moveend zoomend resize load", draw);
    map.on("unload", () => box.remove());
    draw();
  }

  onescreen.mapLive.onMap(attach);
})();
