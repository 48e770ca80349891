/* The camera that was sent to this wall, in an inset beside the map (docs/decisions/0135). */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t } = onescreen;
  const { node, box, says, show, hide } = onescreen.inset("投屏画面");
  let shown = "";
  let handle = null;

  function clear() {
    if (handle) handle.stop();
    handle = null;
    shown = "";
    hide();
  }

  node.classList.add("wall-tile");
  onescreen.wallTile.showers.camera = function showCamera(tile) {
    const key = tile && tile.camera + "|" + tile.sent_at;
    if (key === shown) return;
    clear();
    if (!tile) return;
    shown = key;
    show();
    const at = "/api/v1/video/wall/open";
    handle = onescreen.player.mount(box, tile.camera, { title: tile.title, at });
    says.replaceChildren(t("由 {who} 投送", { who: tile.sent_by }));
  };
})();
