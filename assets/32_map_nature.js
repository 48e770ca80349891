/* Names of waters and hills, and where each may stand in the present view.
 *
 *   mapNature.within(bounds)   [{name, level, lat, lon}], each name once
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LEVELS = ["water", "hill"];
  const LON_BY_LAT = 0.83;

  /* A lake's and a hill's middle; of a river any of its points. */
  function anchors(layer) {
    const isLine = /Line/.test(layer.feature.geometry.type);
    return isLine ? layer.getLatLngs().flat(2) : [layer.getBounds().getCenter()];
  }

  /* Of several places in view the one nearest to the middle of the view. */
  function within(bounds) {
    const middle = bounds.getCenter();
    const found = new Map();
    for (const level of LEVELS) {
      for (const layer of onescreen.mapStyle.layersOf(level)) {
        const { name } = layer.feature.properties;
        for (const { lat, lng } of name ? anchors(layer) : []) {
          if (!bounds.contains([lat, lng])) continue;
          const away = Math.hypot(lat - middle.lat, (lng - middle.lng) * LON_BY_LAT);
          const held = found.get(name);
          if (!held || away < held.away) found.set(name, { name, level, lat, lon: lng, away });
        }
      }
    }
    return Array.from(found.values());
  }

  onescreen.mapNature = { within };
})();
