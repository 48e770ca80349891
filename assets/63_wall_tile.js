/* Whether something was sent to this paired wall, and what. What shows it is loaded when that is so, never
 * before: the player for a camera, the call code for somebody in a call.
 *
 * A wall hears that something is on a wall, and asks whether on it (docs/decisions/0135). Whoever
 * sends sees more of a tile than its end, and shows none.
 *
 *   wallTile.showers[shows] = (tile) => …   of a bundle: shows the tile, nothing for null
 *   wallTile.look()                         asks again
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { picture } = onescreen;
  const AGAIN_MS = 5000;
  const BUNDLES = { camera: "wall_tile", call: "wall_call" };
  const showers = {};
  let asked = 0;
  let again = null;

  async function ask() {
    const answer = await fetch("/api/v1/video/wall", {
      cache: "no-store",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(12000),
    });
    if (!answer.ok) throw new Error("not told what is on this wall: " + answer.status);
    const { tile } = await answer.json();
    if (tile) await onescreen.loadBundle(BUNDLES[tile.shows]);
    return tile;
  }

  function lookIn(ms) {
    clearTimeout(again);
    again = setTimeout(look, ms);
  }

  async function look() {
    const mine = ++asked;
    clearTimeout(again);
    try {
      const tile = await ask();
      if (mine !== asked) return;
      if (tile) lookIn(Math.max(1000, Date.parse(tile.until) - picture.serverNow()));
      for (const [shows, show] of Object.entries(showers))
        show(tile && tile.shows === shows ? tile : null);
    } catch {
      if (mine === asked) lookIn(AGAIN_MS);
    }
  }

  function follow() {
    const tiles = [...picture.entities.wall_tile.values()];
    const isOn = tiles.some((tile) => !tile.title && Date.parse(tile.until) > picture.serverNow());
    if (isOn || Object.keys(showers).length) look();
  }

  picture.on("change", ({ replaced, kinds }) => {
    if (onescreen.route.page === "wall" && (replaced || kinds.wall_tile)) follow();
  });
  onescreen.wallTile = { look, lookIn, showers };
})();
