/* Which cameras are on the video wall, and which of them are shown now. Pure: no element, no request.
 *
 *   arrangement.of({size, cameras, everyS})     a wall; `cameras` in the order of their places
 *   .shown()                                    {place, camera} of the page that is on
 *   .pages(), .turn(by), .page                  the carousel; it begins anew after the last page
 *   .resize(size), .put(place, camera), .add(cameras), .swap(one, other), .clear(place)
 *   arrangement.read(search), .written()        as it stands in the address
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const SIZES = [1, 4, 9, 16];
  const MOST = 160;

  function of({ size = 4, cameras = [], everyS = 0, page = 0 } = {}) {
    const wall = { size, cameras: cameras.slice(0, MOST), everyS, page };

    function trim() {
      while (wall.cameras.length && !wall.cameras[wall.cameras.length - 1]) wall.cameras.pop();
    }

    wall.pages = () => Math.max(1, Math.ceil(wall.cameras.length / wall.size));

    wall.shown = () =>
      Array.from({ length: wall.size }, (_, place) => ({
        place,
        camera: wall.cameras[wall.page * wall.size + place] || "",
      }));

    wall.turn = (by) => {
      const pages = wall.pages();
      wall.page = (((wall.page + by) % pages) + pages) % pages;
    };

    /* What stood first stays in sight. */
    wall.resize = (to) => {
      const first = wall.page * wall.size;
      wall.size = to;
      wall.page = Math.min(Math.floor(first / to), wall.pages() - 1);
    };

    wall.put = (place, camera) => {
      const at = wall.page * wall.size + place;
      if (at >= MOST) return;
      while (wall.cameras.length < at) wall.cameras.push("");
      wall.cameras[at] = camera;
      trim();
      wall.page = Math.min(wall.page, wall.pages() - 1);
    };
    wall.clear = (place) => wall.put(place, "");

    /* Into the empty places first, from the first page on. */
    wall.add = (added) => {
      for (const camera of added) {
        if (wall.cameras.includes(camera)) continue;
        const hole = wall.cameras.indexOf("");
        if (hole >= 0) wall.cameras[hole] = camera;
        else if (wall.cameras.length < MOST) wall.cameras.push(camera);
      }
    };

    wall.swap = (one, other) => {
      const base = wall.page * wall.size;
      const held = wall.cameras[base + one] || "";
      wall.put(one, wall.cameras[base + other] || "");
      wall.put(other, held);
    };

    wall.written = () => {
      const query = new URLSearchParams({ size: String(wall.size) });
      if (wall.cameras.length) query.set("cameras", wall.cameras.join("."));
      if (wall.everyS) query.set("every", String(wall.everyS));
      if (wall.page) query.set("page", String(wall.page + 1));
      return query;
    };
    return wall;
  }

  const whole = (text, most) => Math.max(0, Math.min(most, parseInt(text || "0", 10) || 0));

  function read(search) {
    const query = new URLSearchParams(search);
    const size = whole(query.get("size"), 16);
    const cameras = (query.get("cameras") || query.get("camera") || "").split(".");
    const every = whole(query.get("every"), 600);
    const fallback = query.has("camera") ? 1 : 4;
    const wall = of({
      size: SIZES.includes(size) ? size : fallback,
      cameras: cameras.filter((one) => /^[\w-]{0,64}$/.test(one)),
      everyS: every >= 5 ? every : 0,
    });
    wall.page = Math.min(Math.max(0, whole(query.get("page"), 160) - 1), wall.pages() - 1);
    return wall;
  }

  onescreen.arrangement = { of, read, SIZES };
})();
