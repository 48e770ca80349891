/* The picture that was sent to this wall, in an inset beside the map (docs/decisions/0135).
 *
 *   wallTile.look()     ask what is on this wall, and show it
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, videoAsk } = onescreen;
  const AGAIN_MS = 5000;
  const box = el("div", { class: "wall-tile-box" });
  const says = el("p", { class: "wall-tile-says" });
  const node = el(
    "section",
    { class: "wall-tile", "aria-label": "投屏画面", hidden: true },
    box,
    says,
  );
  let shown = "";
  let handle = null;
  let ending = null;
  let asked = 0;

  function clear() {
    if (handle) handle.stop();
    handle = null;
    shown = "";
    node.hidden = true;
  }

  /* Above the legend, which says what the map's colours mean. */
  function clearOfLegend(stage) {
    const legend = document.getElementById("legend");
    const covers = legend ? legend.getBoundingClientRect() : null;
    if (!covers || !covers.height) return;
    const { bottom, height } = stage.getBoundingClientRect();
    const free = bottom - covers.top;
    if (free < height / 2) node.style.bottom = Math.round(free + 8) + "px";
  }

  function show(tile) {
    clearTimeout(ending);
    if (!tile) return clear();
    ending = setTimeout(
      look,
      Math.max(1000, Date.parse(tile.until) - onescreen.picture.serverNow()),
    );
    const key = tile.camera + "|" + tile.sent_at;
    if (key === shown) return;
    clear();
    shown = key;
    node.hidden = false;
    const stage = document.querySelector(".stage");
    stage.append(node);
    clearOfLegend(stage);
    const at = "/api/v1/video/wall/open";
    handle = onescreen.player.mount(box, tile.camera, { title: tile.title, at });
    says.replaceChildren(t("由 {who} 投送", { who: tile.sent_by }));
  }

  async function look() {
    const mine = ++asked;
    try {
      const { tile } = await videoAsk.get("/wall");
      if (mine === asked) show(tile);
    } catch {
      if (mine === asked) setTimeout(look, AGAIN_MS);
    }
  }

  onescreen.wallTile = { look };
})();
