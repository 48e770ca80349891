/* Whether something was sent to this paired wall. The player is loaded when that is so, never before.
 *
 * A wall hears that something is on a wall, and asks whether on it (docs/decisions/0135). Whoever
 * sends sees more of a tile than its end, and shows none.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { picture } = onescreen;

  function look() {
    const tiles = [...picture.entities.wall_tile.values()];
    const isOn = tiles.some((tile) => !tile.title && Date.parse(tile.until) > picture.serverNow());
    if (isOn) onescreen.loadBundle("wall_tile").then(() => onescreen.wallTile.look());
    else if (onescreen.wallTile) onescreen.wallTile.look();
  }

  picture.on("change", ({ replaced, kinds }) => {
    if (onescreen.route.page === "wall" && (replaced || kinds.wall_tile)) look();
  });
})();
