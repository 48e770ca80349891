/* Which part of the district the map shows: it follows the place in the address.
 *
 *   mapView.fit(code, {isJump})   show an area
 *   mapView.flyTo(lat, lon, nearer)   a place, `nearer` zoom levels closer than the home view
 *   mapView.drillAt(latlng)       choose the area there, one level further in
 *   mapView.up()                  one level out
 *   mapView.home()                the page's own area again, as on opening
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place, areas, picture } = onescreen;
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const FLY_SECONDS = 0.8;
  const PADDING = 14;
  const homeZooms = new WeakMap();

  const map = () => (onescreen.mapLive.layer ? onescreen.mapLive.layer.map : null);

  /* How much of the map's right side the page's controls cover, px. */
  const covered = () => (onescreen.mapCover ? onescreen.mapCover() : 0);

  function boundsOf(code) {
    const area = areas.get(code);
    if (!area) return null;
    const [south, west, north, east] = area.bounds;
    return window.L.latLngBounds([south, west], [north, east]);
  }

  /* The zoom at which the whole district fits: the measure of what is near and far. */
  parts.homeZoom = function homeZoom(target) {
    const size = target.getSize();
    const held = homeZooms.get(target);
    const cover = covered();
    if (held && held.x === size.x && held.y === size.y && held.cover === cover) return held.zoom;
    const bounds = boundsOf(onescreen.page ? onescreen.page.district : "");
    if (!bounds || !size.x || !size.y) return target._loaded ? target.getZoom() : 0;
    const zoom = target.getBoundsZoom(bounds, false, window.L.point(cover, 0));
    homeZooms.set(target, { x: size.x, y: size.y, cover, zoom });
    return zoom;
  };

  function fit(code, options) {
    const target = map();
    if (!target) return false;
    const bounds = boundsOf(code) || boundsOf(areas.isCode(code) ? code.slice(0, -3) : "");
    if (!bounds || !target.getSize().x) return false;
    const inset = PADDING * onescreen.scale() * (code.length > 6 ? 3 : 1);
    const isJump =
      !target._loaded || onescreen.calm() || document.hidden || (options && options.isJump);
    const setting = {
      paddingTopLeft: [inset, inset],
      paddingBottomRight: [inset + covered(), inset],
      maxZoom: 17,
    };
    if (isJump) target.fitBounds(bounds, { ...setting, animate: false });
    else target.flyToBounds(bounds, { ...setting, duration: FLY_SECONDS });
    return true;
  }

  /* Keep to the district: no control on a wall may lose it. What is kept to holds the whole home
   * view too, which reaches far east of the district where controls cover that side. */
  function fence(target) {
    const bounds = boundsOf(onescreen.page.district);
    const half = target.getSize().divideBy(2);
    if (!bounds || !half.x || !half.y) return;
    const zoom = parts.homeZoom(target);
    const middle = target.project(bounds.getCenter(), zoom).add([covered() / 2, 0]);
    const home = window.L.latLngBounds(
      target.unproject(middle.subtract(half), zoom),
      target.unproject(middle.add(half), zoom),
    );
    target.setMaxBounds(bounds.pad(0.6).extend(home.pad(0.05)));
    target.setMinZoom(Math.floor(zoom) - 1);
  }

  /* A place, so many levels nearer than the whole district; a hand on the map stays free to leave. */
  function flyTo(lat, lon, nearer) {
    const target = map();
    if (!target || !target._loaded || !target.getSize().x) return;
    const zoom = Math.max(target.getZoom(), parts.homeZoom(target) + nearer);
    const at = target.unproject(target.project([lat, lon], zoom).add([covered() / 2, 0]), zoom);
    if (onescreen.calm() || document.hidden) target.setView(at, zoom, { animate: false });
    else target.flyTo(at, zoom, { duration: FLY_SECONDS });
  }

  function drillAt(latlng) {
    const code = onescreen.mapStyle.areaAt(latlng);
    if (place.selected() && (!code || code === place.get().area)) place.set({ selection: null });
    else if (code) place.set({ area: code, selection: null });
  }

  function up() {
    const code = place.get().area;
    if (code && code.length > place.root().length) place.set({ area: code.slice(0, -3) });
  }

  /* What is selected must be on the screen. */
  function reveal() {
    const target = map();
    const selected = place.selected();
    if (!target || !target._loaded || !selected) return;
    const incident = selected.kind === "incident" && picture.entities.incident.get(selected.id);
    const fix = selected.kind === "unit" && picture.positions.get(selected.id);
    const at =
      incident && onescreen.rules.isPlaced(incident)
        ? [incident.lat, incident.lon]
        : fix
          ? [fix[1], fix[2]]
          : null;
    if (!at || target.getBounds().pad(-0.04).contains(at)) return;
    target.panTo(at, { animate: !onescreen.calm() });
  }

  function open(target) {
    areas.ready.then(() => {
      const box = target.getContainer();
      const size = () => [box.clientWidth, box.clientHeight].join();
      let shown = "";
      const show = () => {
        fence(target);
        shown = fit(place.get().area || place.root(), { isJump: true }) ? size() : "";
      };
      show();
      onescreen.opening.mapStands();
      // It tells the size at once, too, before anything has changed.
      const observer = new ResizeObserver(() => {
        if (shown === size()) return;
        target.invalidateSize({ animate: false });
        show();
      });
      observer.observe(box);
      // The controls over the map take their width when their words have come.
      let cover = covered();
      const besides = new ResizeObserver(() => {
        if (cover === covered()) return;
        cover = covered();
        show();
      });
      document.querySelectorAll(".floating").forEach((box) => besides.observe(box));
      target.on("unload", () => [observer, besides].forEach((one) => one.disconnect()));
    });
  }

  place.on("change", ({ place: now, changed }) => {
    if (changed.has("area")) fit(now.area || place.root());
    else if (changed.has("selection")) reveal();
  });
  // Words of another length make the controls over the map wider or narrower.
  if (onescreen.language) {
    onescreen.language.on("change", () =>
      onescreen.frame(() => fit(place.get().area || place.root(), { isJump: true })),
    );
  }
  onescreen.live.on("snapshot", () => onescreen.frame(reveal));
  onescreen.mapLive.onMap(open);

  onescreen.mapView = {
    fit,
    flyTo,
    drillAt,
    up,
    reveal,
    home: () => place.set({ area: place.root(), selection: null }),
  };
})();
