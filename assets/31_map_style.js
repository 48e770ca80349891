/* How the map is drawn: what each level looks like, the shading by a measure, and its legend.
 *
 * dash-leaflet finds here, by name, the style function of each level (mapStyle.town …) and the
 * function that is called for each shape (mapStyle.each.town …).
 *
 *   mapStyle.legend()           {title, unit, steps: [{colour, label}]} or null without shading
 *   mapStyle.on("legend", fn)
 *   mapStyle.countOf(code)      the measure's value in an area
 *   mapStyle.areaAt(latlng)     the code of the area a click would choose there, or null
 *   mapStyle.deepestAt(latlng)  the code of the finest area there, or null
 *   mapStyle.linesOf(code)      what to say about an area
 *   mapStyle.names(level, kind)    names of its shapes, each once (rivers, reservoirs, hills)
 *   mapStyle.layersOf(level)    the Leaflet layers of its shapes
 *   mapStyle.feature(code)      its GeoJSON feature, once loaded
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { picture, place, areas, mapMeasures } = onescreen;
  const ORDER = [
    "neighbour",
    "glow",
    "district",
    "village",
    "grid",
    "hill",
    "water",
    "road",
    "town",
    "outline",
  ];
  const LENGTH = onescreen.contract.area_lengths;
  const AREA_LEVELS = Object.keys(LENGTH);
  const SHADE_EVERY_MS = 500;
  const AGAIN_MS = 100;

  const events = onescreen.emitter();
  const shapes = new Map(ORDER.map((level) => [level, new Map()]));
  const maps = new Set();
  let isOrdering = false;
  let shading = new Map();

  const scaleOf = () => onescreen.scale();
  const colour = (name) => onescreen.mapColours.of(name);
  const focus = () => place.get().area || "";
  const focusLevel = () => areas.levelOf(focus()) || "district";

  const shadedLevel = () => mapMeasures.level(LENGTH[focusLevel()]);
  const inFocus = (code) => String(code).startsWith(focus().slice(0, 12));

  const line = (stroke, weight, opacity, more) => ({
    stroke: true,
    color: stroke,
    weight: weight * scaleOf(),
    opacity,
    fill: false,
    lineJoin: "round",
    ...more,
  });

  const HIDDEN = { stroke: false, fill: false };

  /* Over tiles our fills are glass: enough to tell the shading by, not so much as to hide the streets. */
  const isTiled = () => onescreen.mapBase.isShown();
  const solid = (opacity) => (isTiled() ? opacity : 1);

  /* What is in focus is lit; its sisters step back into the dark. */
  function areaFill(level, code) {
    if (!inFocus(code))
      return {
        fill: level === "village",
        fillColor: colour("veil"),
        fillOpacity: isTiled() ? 0.45 : 0.72,
      };
    if (level === shadedLevel()) {
      const isPlain = isTiled() && !mapMeasures.isShaded();
      return { fill: !isPlain, fillColor: mapMeasures.fillOf(code), fillOpacity: solid(0.5) };
    }
    return { fill: false };
  }

  function roadStyle(feature) {
    const kind = feature.properties.class;
    const depth = LENGTH[focusLevel()];
    if (kind === "main") return line(colour("road"), depth > 9 ? 3.2 : 1.8, depth > 9 ? 0.5 : 0.36);
    if (kind === "secondary")
      return line(colour("lane"), depth > 9 ? 2.2 : 1, depth > 9 ? 0.4 : 0.24);
    return depth > 6 && onescreen.place.shows("base")
      ? line(colour("lane"), 1, depth > 9 ? 0.3 : 0.14)
      : HIDDEN;
  }

  const base = (style) => (feature) =>
    place.shows("base") && !isTiled() ? style(feature) : HIDDEN;
  const STYLES = {
    neighbour: () =>
      line(colour("neighbour-edge"), 1.2, 0.9, {
        fill: true,
        fillColor: colour("neighbour"),
        fillOpacity: solid(0.5),
      }),
    glow: () => line(colour("edge"), 11, 0.16),
    district: () =>
      line(colour("edge"), 0, 0, {
        fill: !isTiled(),
        fillColor: colour("land"),
        fillOpacity: 1,
        stroke: false,
      }),
    outline: () => line(colour("edge"), 2.6, 1),
    town: ({ properties }) => {
      const isFocus = properties.code === focus();
      const isLit = focus().length <= 6 || focus().startsWith(properties.code);
      if (isFocus) return line(colour("chosen"), 3, 0.95);
      return line(
        colour("town"),
        isLit ? 1.8 : 1.2,
        place.shows("borders") ? (isLit ? 0.85 : 0.35) : 0.3,
      );
    },
    village: ({ properties }) => {
      const code = properties.code;
      const isFocus = code === focus().slice(0, 12) && code.length === 12;
      const stroke = isFocus
        ? line(colour("chosen"), 3, 0.95)
        : line(colour("village"), 0.9, place.shows("borders") ? (inFocus(code) ? 0.6 : 0.22) : 0);
      return { ...stroke, ...areaFill("village", code) };
    },
    grid: ({ properties }) => {
      const code = properties.code;
      const isDeep = shadedLevel() === "grid";
      const isNear = focus().length >= 12;
      if (isDeep && !inFocus(code)) return HIDDEN;
      if (!isDeep && !(focus().length === 9 && inFocus(code))) {
        return place.shows("borders") && focus().length === 6
          ? line(colour("village"), 0.5, 0.16)
          : HIDDEN;
      }
      const isFocus = code === focus();
      const stroke = isFocus
        ? line(colour("chosen"), 3, 1)
        : line(colour("town"), isNear ? 1.4 : 0.6, isNear ? 0.75 : 0.3);
      return { ...stroke, ...areaFill("grid", code) };
    },
    road: base(roadStyle),
    water: base((feature) =>
      /Polygon/.test(feature.geometry.type)
        ? line(colour("shore"), 1, 0.8, {
            fill: true,
            fillColor: colour("water"),
            fillOpacity: 0.85,
          })
        : line(colour("river"), 2.4, 0.6),
    ),
    // Over a shading a hill is a breath of green: what the colours say comes first.
    hill: base(() =>
      line(colour("hill"), 0, 0, {
        stroke: false,
        fill: true,
        fillColor: colour("hill"),
        fillOpacity: mapMeasures.isShaded() ? 0.25 : 0.5,
      }),
    ),
  };

  const codeOf = (feature) => (feature.properties && feature.properties.code) || null;

  function raise(layers) {
    for (const layer of layers || []) if (layer._map) layer.bringToFront();
  }

  /* Layers arrive in any order; the canvas must draw them in ours. */
  function order() {
    if (isOrdering) return;
    isOrdering = true;
    onescreen.frame(() => {
      isOrdering = false;
      for (const level of ORDER) for (const layers of shapes.get(level).values()) raise(layers);
      // The chosen area's own line lies over its neighbours'; the district itself is the ground.
      if (focus().length > 6) raise(shapes.get(focusLevel()).get(focus()));
      events.emit("shapes", null);
    });
  }

  function keep(level) {
    return (feature, layer) => {
      const key = codeOf(feature) || feature.id || layer._leaflet_id || window.L.stamp(layer);
      const held = shapes.get(level);
      layer.on("add", () => {
        if (!held.has(key)) held.set(key, new Set());
        held.get(key).add(layer);
        layer.setStyle(STYLES[level](feature));
        order();
      });
      layer.on("remove", () => {
        const set = held.get(key);
        if (!set || !set.delete(layer) || set.size) return;
        held.delete(key);
      });
    };
  }

  function restyle(levels) {
    for (const level of levels || ORDER) {
      for (const layers of shapes.get(level).values()) {
        for (const layer of layers) layer.setStyle(STYLES[level](layer.feature));
      }
    }
  }

  /* Only shapes whose value changed are drawn again: a new incident touches one community. */
  function reshade() {
    const level = shadedLevel();
    const next = new Map();
    for (const [code, layers] of shapes.get(level)) {
      const fill = mapMeasures.fillOf(code);
      next.set(code, fill);
      if (shading.get(code) === fill) continue;
      for (const layer of layers) layer.setStyle(STYLES[level](layer.feature));
    }
    shading = next;
  }

  let shadeTimer = null;
  function shadeLater() {
    shadeTimer = null;
    reshade();
    tellLegend();
  }

  /* The steps of a count grow in a flood: then the legend says other numbers. */
  let told = "";
  function tellLegend() {
    const next = legend();
    const says = next ? next.steps.map((step) => step.label).join() : "";
    if (says === told) return;
    told = says;
    events.emit("legend", next);
  }

  function isInRing(ring, lat, lon) {
    let isInside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1)
        isInside = !isInside;
    }
    return isInside;
  }

  function isInside(geometry, lat, lon) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some(
      (rings) =>
        isInRing(rings[0], lat, lon) && !rings.slice(1).some((ring) => isInRing(ring, lat, lon)),
    );
  }

  function feature(code) {
    const level = areas.levelOf(code);
    const layers = level && shapes.get(level).get(code);
    return layers && layers.size ? layers.values().next().value.feature : null;
  }

  const layersOf = (level) =>
    Array.from(shapes.get(level).values(), (set) => Array.from(set)).flat();

  function names(level, kind) {
    const found = new Set();
    for (const layers of shapes.get(level).values()) {
      for (const {
        feature: { properties },
      } of layers) {
        if (properties.name && (!kind || properties.kind === kind)) found.add(properties.name);
      }
    }
    return Array.from(found).sort();
  }

  function childAt(parent, lat, lon) {
    return areas.children(parent).find((area) => {
      const [south, west, north, east] = area.bounds;
      if (lat < south || lat > north || lon < west || lon > east) return false;
      const shape = feature(area.code);
      return shape && isInside(shape.geometry, lat, lon);
    });
  }

  /* One level into the place in focus; beside it, the sister that lies there. */
  function areaAt(latlng) {
    let code = (onescreen.page && onescreen.page.district) || "";
    let child = childAt(code, latlng.lat, latlng.lng);
    if (!child) return null;
    const deepest = Math.min(15, Math.max(9, focus().length + 3));
    while (child && child.code.length < deepest) {
      if (!focus().startsWith(child.code) && child.code.length >= focus().length) break;
      code = child.code;
      child = childAt(code, latlng.lat, latlng.lng);
    }
    return child ? child.code : code;
  }

  /* The finest area there, whatever is in focus; null outside the district. */
  function deepestAt({ lat, lng }) {
    const district = (onescreen.page && onescreen.page.district) || "";
    let code = district;
    for (let child = childAt(code, lat, lng); child; child = childAt(code, lat, lng))
      code = child.code;
    return code === district ? null : code;
  }

  function vacantDays(code) {
    const shape = feature(code);
    const since = shape && onescreen.topic.vacantSince(code, shape.properties.vacant_since);
    if (!since) return null;
    // Days of the district, as the server counts them in the community's list.
    const zone = onescreen.page ? onescreen.page.root.dataset.zone : "";
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone || undefined }).format(
      picture.serverNow(),
    );
    return Math.max(0, Math.round((Date.parse(today) - Date.parse(since.slice(0, 10))) / 86400000));
  }

  function linesOf(code) {
    const days = code.length === 15 ? vacantDays(code) : null;
    return [
      areas.nameOf(code),
      "在办事件 " + picture.openIn(code).size + " 起",
      mapMeasures.line(code),
      ...mapMeasures.gapLines(code),
      days !== null ? "专职网格员空缺 " + days + " 天" : null,
    ];
  }

  const legend = () => mapMeasures.legend(shadedLevel());

  function refresh() {
    restyle();
    shading = new Map();
    reshade();
    events.emit("legend", legend());
  }

  picture.on("change", (change) => {
    if (!mapMeasures.isOfIncidents() || !(change.replaced || change.kinds.incident)) return;
    if (change.replaced) shadeLater();
    else if (!shadeTimer) shadeTimer = setTimeout(shadeLater, SHADE_EVERY_MS);
  });
  place.on("change", ({ changed }) => {
    if (changed.has("area") || changed.has("layers") || changed.has("measure")) refresh();
    if (changed.has("area")) order();
  });
  onescreen.topic.on("change", refresh);
  onescreen.mapBase.on("change", refresh);
  onescreen.mapColours.on("change", refresh);
  mapMeasures.on("change", () => {
    reshade();
    events.emit("legend", legend());
  });
  window.addEventListener("resize", () => onescreen.frame(refresh));

  /* The sheets are told beside the map and laid on it when what is live stands there: ten parts of
   * Dash and as many files that the first mark need not wait for (layouts/live/map.py). */
  function layOn(children) {
    try {
      window.dash_clientside.set_props("map", { children });
    } catch {
      setTimeout(layOn, AGAIN_MS, children); // it throws until Dash stands
    }
  }

  onescreen.whenPage().then(({ root }) => {
    const stage = root.querySelector("[data-layers]");
    if (stage) onescreen.opening.after(() => layOn(JSON.parse(stage.dataset.layers)));
  });

  const each = {};
  for (const level of ORDER) each[level] = keep(level);
  onescreen.mapStyle = {
    ...STYLES,
    each,
    legend,
    countOf: mapMeasures.valueOf,
    areaAt,
    deepestAt,
    linesOf,
    feature,
    names,
    layersOf,
    vacantDays,
    restyle,
    maps,
    LEVELS: AREA_LEVELS,
    on: events.on,
    off: events.off,
  };
})();
