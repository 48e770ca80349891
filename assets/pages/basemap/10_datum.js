/* GCJ-02 in the browser: where the shift of Chinese map apps moves a point, and back.
 *
 *   datum.toGcj({lat, lng})   datum.fromGcj({lat, lng})     degrees
 *   datum.shift(layer)        draw a tile layer whose tiles are GCJ-02 where they belong in WGS 84
 *
 * The formulas are those of geodata/coordinates/gcj02.py; a test holds the two against each other. The shift
 * changes by metres over a district, so each tile is put back by its own corner's shift.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const A = 6378245.0;
  const EE = 0.006693421622965943;
  const { sin, cos, sqrt, abs, PI } = Math;
  const STEPS = 8;

  function waves(x, y) {
    const root = sqrt(abs(x));
    const ripple = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
    let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
    north += ((ripple + 20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
    north += ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
    let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
    east += ((ripple + 20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
    east += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
    return [north, east];
  }

  function toGcj({ lat, lng }) {
    const [north, east] = waves(lng - 105, lat - 35);
    const radians = (lat * PI) / 180;
    const bulge = 1 - EE * sin(radians) ** 2;
    const meridian = (A * (1 - EE)) / bulge ** 1.5;
    const parallel = (A / sqrt(bulge)) * cos(radians);
    return {
      lat: lat + (north / meridian) * (180 / PI),
      lng: lng + (east / parallel) * (180 / PI),
    };
  }

  function fromGcj({ lat, lng }) {
    let guess = { lat, lng };
    for (let i = 0; i < STEPS; i += 1) {
      const there = toGcj(guess);
      guess = { lat: guess.lat + lat - there.lat, lng: guess.lng + lng - there.lng };
    }
    return guess;
  }

  /* Ask for the tiles under the shifted view, and put each where its corner truly is. */
  function shift(layer) {
    const boundsAt = layer._getTiledPixelBounds;
    layer._getTiledPixelBounds = (center) => boundsAt.call(layer, window.L.latLng(toGcj(center)));
    layer._getTilePos = function tilePos(coords) {
      const corner = coords.scaleBy(layer.getTileSize());
      const true_ = fromGcj(layer._map.unproject(corner, coords.z));
      return layer._map.project(true_, coords.z).subtract(layer._level.origin)._round();
    };
    return layer;
  }

  onescreen.datum = { toGcj, fromGcj, shift };
})();
