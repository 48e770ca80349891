/* What lies under the district's own map: nothing, or tiles of the basemap that is set.
 *
 *   mapBase.settings()      {kind, urls, source, review, datum, tone, tiles, …} or null
 *   mapBase.isShown()       whether tiles stand under the map just now
 *   mapBase.state()         none | loading | shown | failing
 *   mapBase.take(state)     told by assets/pages/basemap/, which is loaded only when one is set
 *   mapBase.on("change", fn)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const events = onescreen.emitter();
  let state = "none";
  let held = null;

  function read(page) {
    try {
      held = JSON.parse(page.root.dataset.basemap || "null");
    } catch {
      held = null;
    }
    if (!held) return;
    take("loading");
    onescreen.loadBundle("basemap");
  }

  function take(next) {
    if (next === state) return;
    state = next;
    events.emit("change", state);
  }

  onescreen.mapBase = {
    settings: () => held,
    state: () => state,
    take,
    on: events.on,
    off: events.off,
    isShown: () => state === "shown" && onescreen.place.shows("base"),
  };
  onescreen.whenPage().then(read);
})();
