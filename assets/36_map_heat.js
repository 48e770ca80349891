/* Heat of the last 24 hours: where incidents were reported, soft spots over the shading.
 *
 * Each incident is one soft spot of about 900 m; spots add up. Drawn on a canvas of its own, again
 * only when the view, the topic or the incidents changed.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place, picture } = onescreen;
  const parts = onescreen.liveParts;
  const CALM_MS = 1000;
  const STRENGTH = 0.34;
  const sheets = new Set();
  let spot = null;
  let spotSize = 0;

  function spotOf(radius) {
    const size = Math.max(8, Math.round(radius));
    if (spot && spotSize === size) return spot;
    spotSize = size;
    spot = document.createElement("canvas");
    spot.width = spot.height = 2 * size;
    const context = spot.getContext("2d");
    const fade = context.createRadialGradient(size, size, 0, size, size, size);
    fade.addColorStop(0, "rgba(255, 138, 31, 1)");
    fade.addColorStop(0.5, "rgba(255, 110, 60, .42)");
    fade.addColorStop(1, "rgba(255, 90, 60, 0)");
    context.fillStyle = fade;
    context.fillRect(0, 0, 2 * size, 2 * size);
    return spot;
  }

  function draw(sheet) {
    if (!sheet.map._loaded || sheet.map._animatingZoom) return;
    const isOn = place.shows("heat");
    sheet.canvas.style.display = isOn ? "" : "none";
    if (!isOn) return;
    sheet.settle();
    sheet.clear();
    const view = sheet.map.getSize();
    const away = sheet.map.getZoom() - parts.homeZoom(sheet.map);
    const radius = Math.min(160, 26 * 2 ** Math.max(-1, away)) * onescreen.scale();
    const made = spotOf(radius);
    sheet.context.globalAlpha = STRENGTH;
    for (const state of onescreen.figures.day("")) {
      const x = sheet.x(parts.worldX(state.lon));
      const y = sheet.y(parts.worldY(state.lat));
      if (x < -radius || y < -radius || x > view.x + radius || y > view.y + radius) continue;
      sheet.context.drawImage(made, x - radius, y - radius, 2 * radius, 2 * radius);
    }
    sheet.context.globalAlpha = 1;
  }

  const attach = (map) => parts.drawnSheet(map, "heat", 602, sheets, draw).ask();

  const askAll = () => sheets.forEach((sheet) => sheet.ask());
  let timer = null;
  picture.on("change", (change) => {
    if (timer || !place.shows("heat") || !(change.replaced || change.kinds.incident)) return;
    timer = setTimeout(() => {
      timer = null;
      askAll();
    }, CALM_MS);
  });
  place.on("change", askAll);
  onescreen.topic.on("change", askAll);
  onescreen.mapLive.onMap(attach);
})();
