/* Every symbol of the map and the panels, each with a shape of its own, defined once.
 *
 *   symbols.get(name)          {path, colour, numeral?, label}
 *   symbols.svg(name, size)    an <svg> element of the symbol, for queue rows and the legend
 *   symbols.ofIncident(state)  severity1 … severity4
 *   symbols.ofUnit(state)      officer | patrol_car | grid_worker | a district's own kind | unit
 *   symbols.LEGEND             names in the order of a legend
 *
 * Shapes live in a box from -1 to 1. Severity: octagon, diamond, triangle, circle, with numerals.
 * People: police shield, patrol car in profile, grid worker as head and shoulders, other units a
 * hexagon; a camera has its own; a district's own kinds have the outline it chose for each. No two share an outline, so no colour is needed to tell them.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const SVG = "http://www.w3.org/2000/svg";

  const OCTAGON = "M-.41-1H.41L1-.41V.41L.41 1H-.41L-1 .41V-.41Z";
  const DIAMOND = "M0-1.12L1.12 0L0 1.12L-1.12 0Z";
  const TRIANGLE = "M0-1.12L1.16 .88H-1.16Z";
  const CIRCLE = "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z";
  const SHIELD = "M0-1L.85-.72V.05Q.85 .68 0 1.05Q-.85 .68-.85 .05V-.72Z";
  const CAR =
    "M-1.15 .5V-.02L-.75-.1L-.5-.6H.42L.76-.1L1.15 .02V.5H.88A.3 .3 0 0 1 .28 .5" +
    "H-.3A.3 .3 0 0 1-.9 .5Z";
  const PERSON =
    "M0-1.05A.46 .46 0 1 1 0-.13A.46 .46 0 1 1 0-1.05ZM-.85 .95Q-.85 .02 0 .02Q.85 .02 .85 .95Z";
  const HEXAGON = "M-.5-.87H.5L1 0L.5 .87H-.5L-1 0Z";
  const CAMERA = "M-1-.55H.35V-.2L1-.55V.55L.35 .2V.55H-1Z";

  /* Outlines a district may choose for its own kinds of units (domain/dispatch/unit_kinds.py). */
  const OWN = {
    truck:
      "M-1.1-.6H.2V-.25H.68L1.1 .12V.55H.86A.28 .28 0 0 1 .3 .55H-.3A.28 .28 0 0 1-.86 .55H-1.1Z",
    cross: "M-.36-1H.36V-.36H1V.36H.36V1H-.36V.36H-1V-.36H-.36Z",
    boat: "M-1.15 .25H-.15V-1.05L.75 .25H1.15L.72 .85H-.72Z",
    helmet: "M-.95 .35A.95 1.1 0 0 1 .95 .35H1.2V.75H-1.2V.35Z",
    pentagon: "M0-1.05L1-.3L.62 .88H-.62L-1-.3Z",
    square: "M-.85-.85H.85V.85H-.85Z",
    star: "M0-1.15L.28-.38L1.1-.35L.45 .15L.68 .93L0 .47L-.68 .93L-.45 .15L-1.1-.35L-.28-.38Z",
    house: "M0-1.05L1.05-.1H.75V.85H-.75V-.1H-1.05Z",
  };
  const own = onescreen.contract.unit.own_kinds;

  const severity = (level, path, colour, drop) => ({
    path,
    colour,
    numeral: onescreen.words.SEVERITY[level],
    drop,
    label: onescreen.words.SEVERITY[level] + "级",
  });
  const SYMBOLS = Object.assign(Object.create(null), {
    severity1: severity(1, OCTAGON, ["--severity-1", "#ff4d4f"], 0),
    severity2: severity(2, DIAMOND, ["--severity-2", "#ff8a1f"], 0),
    severity3: severity(3, TRIANGLE, ["--severity-3", "#ffd21f"], 0.22),
    severity4: severity(4, CIRCLE, ["--severity-4", "#4aa3ff"], 0),
    officer: {
      path: SHIELD,
      colour: ["--unit-police", "#9ec5ff"],
      label: onescreen.words.UNIT_KIND.police,
    },
    patrol_car: {
      path: CAR,
      colour: ["--unit-car", "#35c8ff"],
      label: onescreen.words.UNIT_SUBKIND.patrol_car,
    },
    grid_worker: {
      path: PERSON,
      colour: ["--unit-grid", "#2bd98f"],
      label: onescreen.words.UNIT_KIND.grid_worker,
    },
    unit: { path: HEXAGON, colour: ["--unit-other", "#a9c2dd"], label: "其他力量" },
    camera: { path: CAMERA, colour: ["--camera", "#b9a2ff"], label: "视频点位" },
  });
  for (const { code, symbol, colour } of own) {
    SYMBOLS[code] = {
      path: OWN[symbol] || HEXAGON,
      colour: ["--unit-" + code.replaceAll("_", "-"), colour],
      label: onescreen.words.UNIT_KIND[code],
    };
  }
  const LEGEND = [
    ...onescreen.rules.SEVERITIES.map((level) => "severity" + level),
    "officer",
    "patrol_car",
    "grid_worker",
    ...own.map((kind) => kind.code),
  ];

  function ofIncident(state) {
    return "severity" + (SYMBOLS["severity" + state.severity] ? state.severity : 4);
  }

  function ofUnit(state) {
    if (state.kind === "grid_worker") return "grid_worker";
    if (state.kind === "police") return state.subkind === "patrol_car" ? "patrol_car" : "officer";
    return own.some((kind) => kind.code === state.kind) ? state.kind : "unit";
  }

  const colourOf = (symbol) => onescreen.token(symbol.colour[0], symbol.colour[1]);

  function node(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  /* `size` is a CSS length, such as "1.75rem". */
  function svg(name, size) {
    const symbol = SYMBOLS[name] || SYMBOLS.unit;
    const drawing = node("svg", {
      viewBox: "-1.3 -1.3 2.6 2.6",
      width: size,
      height: size,
      role: "img",
      "aria-label": symbol.label,
      class: "symbol symbol-" + name,
    });
    // By style, not by attribute: only a style follows the tokens when the room's theme changes.
    drawing.append(
      node("path", {
        d: symbol.path,
        "stroke-width": ".12",
        style: "fill: var(" + symbol.colour.join(", ") + "); stroke: var(--symbol-edge)",
      }),
    );
    if (symbol.numeral) {
      const numeral = node("text", {
        x: "0",
        y: String(0.36 + symbol.drop),
        "text-anchor": "middle",
        "font-size": "1",
        "font-weight": "700",
        style: "fill: var(--severity-ink)",
      });
      numeral.textContent = symbol.numeral;
      drawing.append(numeral);
    }
    return drawing;
  }

  onescreen.symbols = {
    get: (name) => SYMBOLS[name] || SYMBOLS.unit,
    colour: (name) => colourOf(SYMBOLS[name] || SYMBOLS.unit),
    names: Object.keys(SYMBOLS),
    svg,
    ofIncident,
    ofUnit,
    LEGEND,
  };
})();
