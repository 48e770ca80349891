/* Symbols rasterised once per size, so that drawing them is copying. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const edge = () => onescreen.mapColours.of("mark-edge");
  const hollow = () => onescreen.mapColours.of("hollow");
  const SOLID_FROM = 225;
  const VISIBLE_FROM = 12;

  function blank(size) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    return canvas;
  }

  /* Age by form, not by colour alone: fresh is filled, hollow after 2 min, faint after 5 min.
   * A unit at work carries a bar below. `size` is half the symbol's width in device pixels. */
  function paintUnit(context, name, { size, isBusy, isQuiet, age }) {
    const symbol = onescreen.symbols.get(name);
    const colour = onescreen.symbols.colour(name);
    const path = new Path2D(symbol.path);
    const centre = Math.ceil(size * 1.5) + 1;
    context.translate(centre, centre);
    context.scale(size, size);
    context.lineJoin = "round";
    context.globalAlpha = isQuiet ? [0.7, 0.7, 0.36][age] : [1, 1, 0.5][age];
    context.strokeStyle = edge();
    context.lineWidth = 0.5;
    context.stroke(path);
    context.fillStyle = age === 0 ? colour : hollow();
    context.fill(path);
    if (age > 0) {
      context.strokeStyle = colour;
      context.lineWidth = 0.26;
      context.stroke(path);
    }
    if (isBusy) {
      context.fillStyle = edge();
      context.fillRect(-1.15, 1.0, 2.3, 0.5);
      context.fillStyle = onescreen.mapColours.of("mark");
      context.fillRect(-1, 1.1, 2, 0.3);
    }
  }

  function pack(entries) {
    return [
      Int32Array.from(entries, (entry) => entry[0]),
      Uint32Array.from(entries, (entry) => entry[1]),
    ];
  }

  /* A sprite as lists of pixels relative to its centre in a buffer `stride` pixels wide. */
  parts.unitSprite = function unitSprite(name, options) {
    const half = Math.ceil(options.size * 1.5) + 1;
    const side = 2 * half;
    const context = blank(side).getContext("2d", { willReadFrequently: true });
    paintUnit(context, name, options);
    const bytes = context.getImageData(0, 0, side, side).data;
    const colours = new Uint32Array(bytes.buffer);
    const solid = [];
    const soft = [];
    const solidFrom = options.isQuiet
      ? [150, 150, 80][options.age]
      : [SOLID_FROM, SOLID_FROM, 110][options.age];
    for (let i = 0; i < colours.length; i += 1) {
      const alpha = bytes[i * 4 + 3];
      if (alpha < VISIBLE_FROM) continue;
      const at = (Math.floor(i / side) - half) * options.stride + (i % side) - half;
      (alpha >= solidFrom ? solid : soft).push([at, colours[i]]);
    }
    const [solidAt, solidColours] = pack(solid);
    const [softAt, softColours] = pack(soft);
    return { solidAt, solid: solidColours, softAt, soft: softColours };
  };

  /* A symbol with its numeral as a small canvas; `size` is half its width in CSS pixels. */
  const badges = new Map();
  parts.badge = function badge(name, size, ratio, isHollow) {
    const key = [name, size, ratio, isHollow].join();
    if (badges.has(key)) return badges.get(key);
    if (badges.size > 64) badges.clear();
    const symbol = onescreen.symbols.get(name);
    const colour = onescreen.symbols.colour(name);
    const half = Math.ceil(size * 1.5);
    const canvas = blank(Math.ceil(2 * half * ratio));
    const context = canvas.getContext("2d");
    const path = new Path2D(symbol.path);
    context.scale(ratio, ratio);
    context.translate(half, half);
    context.save();
    context.scale(size, size);
    context.lineJoin = "round";
    context.strokeStyle = edge();
    context.lineWidth = 0.42;
    context.stroke(path);
    context.fillStyle = isHollow ? hollow() : colour;
    context.fill(path);
    context.strokeStyle = isHollow ? colour : onescreen.mapColours.of("mark");
    context.lineWidth = isHollow ? 0.2 : 0.1;
    context.stroke(path);
    context.restore();
    if (symbol.numeral) {
      context.fillStyle = isHollow
        ? onescreen.token("--text", "#e8f3ff")
        : onescreen.token("--severity-ink", "#06121f");
      context.font = "700 " + size * 1.05 + "px " + onescreen.token("--sans", "sans-serif");
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(symbol.numeral, 0, size * (0.06 + symbol.drop));
    }
    const made = { canvas, half };
    badges.set(key, made);
    return made;
  };

  /* Fonts arrive after the first drawing; badges drawn with a stand-in are made again. */
  parts.forgetBadges = () => badges.clear();
})();
