/* Counts in the place of crowds: idle units and cameras seen from afar, and open incidents of Ⅲ and Ⅳ in a flood.
 *
 * Never gathered: a unit at work or sent to an incident, what is chosen, what is pointed at, what just
 * came; an incident of Ⅰ or Ⅱ only when these alone would cover the map. Cells are fixed to the ground, so that a pan changes no count.
 *
 *   liveParts.gather(points, {cell, size, least})    {single, clusters} of {x, y, worldX, worldY, name}
 *   liveParts.createCrowd(sheet)                      the same for units, without an object for each
 *   liveParts.paintCluster(context, cluster, radius)
 *   liveParts.clusterText(cluster)                    lines of a hover card
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const SEVERITIES = onescreen.rules.SEVERITIES.map((level) => "severity" + level);
  const NAMES = Object.fromEntries(
    onescreen.symbols.names.map((name) => [name, onescreen.symbols.get(name).label]),
  );

  /* Points by cell of the ground; `least` in a cell become one cluster. */
  parts.gather = function gather(points, { cell, size, least }) {
    const cells = new Map();
    for (const point of points) {
      const key =
        Math.floor((point.worldX * size) / cell) * 1048576 +
        Math.floor((point.worldY * size) / cell);
      const held = cells.get(key);
      if (held) held.push(point);
      else cells.set(key, [point]);
    }
    const single = [];
    const clusters = [];
    for (const [key, held] of cells) {
      if (held.length < least) single.push(...held);
      else clusters.push(clusterOf(key, held));
    }
    return { single, clusters };
  };

  function clusterOf(key, held) {
    const names = {};
    let x = 0;
    let y = 0;
    for (const point of held) {
      x += point.x;
      y += point.y;
      names[point.name] = (names[point.name] || 0) + 1;
    }
    return { id: String(key), x: x / held.length, y: y / held.length, count: held.length, names };
  }

  /* Cells of the view as one array, counted anew at each drawing: `add` every unit that may be
   * gathered, `close`, then ask `holds` whether it was. Device pixels in, CSS pixels out. */
  parts.createCrowd = function createCrowd(looks) {
    let counts = new Uint16Array(0);
    let columns = 0;
    let view = null;
    let full = new Map();

    function open(given) {
      view = {
        ...given,
        column: Math.floor(given.left / given.cell),
        row: Math.floor(given.top / given.cell),
      };
      columns = Math.ceil(given.width / given.cell) + 2;
      const wanted = columns * (Math.ceil(given.height / given.cell) + 2);
      if (counts.length < wanted) counts = new Uint16Array(wanted);
      else counts.fill(0);
      full = new Map();
    }

    const cellOf = (x, y) =>
      (Math.floor((y + view.top) / view.cell) - view.row) * columns +
      Math.floor((x + view.left) / view.cell) -
      view.column;

    function add(x, y) {
      counts[cellOf(x, y)] += 1;
    }

    function holds(x, y, look, least) {
      const cell = cellOf(x, y);
      if (counts[cell] < least) return false;
      let held = full.get(cell);
      if (!held)
        full.set(
          cell,
          (held = { cell, x: 0, y: 0, count: 0, looks: new Uint16Array(looks.length) }),
        );
      held.x += x;
      held.y += y;
      held.count += 1;
      held.looks[look] += 1;
      return true;
    }

    function close() {
      return Array.from(full.values(), (held) => ({
        id:
          view.row + Math.floor(held.cell / columns) + ":" + (view.column + (held.cell % columns)),
        x: held.x / held.count / view.ratio,
        y: held.y / held.count / view.ratio,
        count: held.count,
        names: Object.fromEntries(
          looks.map((name, i) => [name, held.looks[i]]).filter(([, count]) => count),
        ),
      }));
    }

    return { open, add, holds, close };
  };

  /* Of incidents the gravest there is, of others what most of them are. */
  function nameOf({ names }) {
    const gravest = SEVERITIES.find((name) => names[name]);
    return gravest || Object.entries(names).sort((a, b) => b[1] - a[1])[0][0];
  }

  /* A disc with the number, in the colour of its name. */
  parts.paintCluster = function paintCluster(context, cluster, radius) {
    const colour = onescreen.symbols.colour(nameOf(cluster));
    context.beginPath();
    context.arc(cluster.x, cluster.y, radius, 0, 2 * Math.PI);
    context.fillStyle = onescreen.mapColours.of("hollow");
    context.globalAlpha = 0.92;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = radius * 0.2;
    context.stroke();
    const text = String(cluster.count);
    const size = radius * (text.length > 3 ? 0.78 : text.length > 2 ? 0.95 : 1.15);
    context.font = "700 " + size + "px " + onescreen.token("--digits", "sans-serif");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = onescreen.mapColours.of("name-strong");
    context.fillText(text, cluster.x, cluster.y + size * 0.06);
  };

  /* The counts of gathered units on a canvas of their own: drawn when one of them changed, not with
   * every step of a unit, and out of the way while there are none. */
  parts.createCounts = function createCounts(map, units) {
    const sheet = parts.createSheet(map, "live-counts", 615);
    sheet.canvas.style.display = "none";
    let drawn = "";

    function draw() {
      const clusters = units.clusters();
      sheet.canvas.style.display = clusters.length ? "" : "none";
      const view = [
        sheet.zoom,
        map.getZoom(),
        map.getCenter(),
        map.getSize(),
        onescreen.scale(),
        onescreen.mapColours.of("hollow"),
      ];
      const asked =
        view.join() +
        clusters
          .map(({ id, count, x, y }) => [id, count, Math.round(x / 3), Math.round(y / 3)].join())
          .join(";");
      if (asked === drawn || map._animatingZoom) return;
      drawn = asked;
      sheet.settle();
      sheet.clear();
      for (const cluster of clusters) parts.paintCluster(sheet.context, cluster, radiusOf(cluster));
    }

    return { draw, remove: () => sheet.remove() };
  };

  const radiusOf = (cluster) =>
    (12 + Math.min(6, 2 * Math.log2(cluster.count / 4))) * onescreen.scale();
  parts.clusterRadius = radiusOf;

  parts.clusterText = function clusterText(cluster) {
    if (cluster.names.camera) return ["视频点位 " + cluster.count, "点击放大"];
    const isUnits = !SEVERITIES.some((name) => name in cluster.names);
    const kinds = Object.entries(cluster.names)
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => NAMES[name] + " " + count);
    return [
      isUnits ? "空闲力量 " + cluster.count : "在办事件 " + cluster.count + " 起",
      kinds.join(" · "),
      "点击放大",
    ];
  };
})();
