/* The map's colours as the room has them, and the shadings' scales (assets/00_tokens_map.css).
 *
 *   mapColours.of("land")       --map-land
 *   mapColours.scale("open")    five colours, little to much, of a shading
 *   mapColours.on("change", fn) the room's theme has changed: draw again
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const events = onescreen.emitter();
  const of = (name) => onescreen.token("--map-" + name, "#0d2a47");

  const nameOf = (measure) => (onescreen.contract.measures[measure] || {}).scale;

  function scale(measure) {
    const name = nameOf(measure);
    return name ? of(name).split(/\s+/) : null;
  }

  // After everybody else: the tokens' kept answers are forgotten by a listener of their own.
  if (onescreen.theme) onescreen.theme.on(() => setTimeout(() => events.emit("change", null)));
  onescreen.mapColours = {
    of,
    scale,
    has: (measure) => Boolean(nameOf(measure)),
    on: events.on,
    off: events.off,
  };
})();
