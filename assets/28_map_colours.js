/* The map's colours as the room has them, and the shadings' scales (assets/00_tokens_map.css).
 *
 *   mapColours.of("land")       --map-land
 *   mapColours.scale("open")    five colours, little to much, of a shading
 *   mapColours.on("change", fn) the room's theme has changed: draw again
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const SCALES = {
    open: "count",
    day: "count",
    vacant: "vacant",
    response: "minutes",
    cover_police: "cover",
    cover_grid: "cover",
  };
  const events = onescreen.emitter();
  const of = (name) => onescreen.token("--map-" + name, "#0d2a47");

  function scale(measure) {
    return SCALES[measure] ? of(SCALES[measure]).split(/\s+/) : null;
  }

  // After everybody else: the tokens' kept answers are forgotten by a listener of their own.
  if (onescreen.theme) onescreen.theme.on(() => setTimeout(() => events.emit("change", null)));
  onescreen.mapColours = {
    of,
    scale,
    has: (measure) => measure in SCALES,
    on: events.on,
    off: events.off,
  };
})();
