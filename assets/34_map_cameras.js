/* Cameras of the register on the map: loaded when the layer is first wanted, then only changes.
 *
 * A hollow symbol has no picture behind it, or none came when it was last asked for one; from near,
 * what each sees is drawn: a cone, or a ring for one that turns.
 *
 *   mapCameras.at(x, y)        {kind: "camera", id} or null
 *   mapCameras.linesOf(id)     what to say about one
 *   mapCameras.screenOf(id)    its container point or null
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place } = onescreen;
  const parts = onescreen.liveParts;
  const CLASSES = onescreen.contract.words.camera_class;
  const cameras = new Map();
  const sheets = new Set();
  let loading = null;
  let seq = 0;
  let fields = [];
  const ADDRESS = "/api/v1/video/cameras/map";
  const EVERY_MS = 60_000;
  const LINKS = {
    none: "画面未接入",
    online: "信令在线",
    offline: "信令离线",
    missing: "平台已不再列出",
    not_connected: "已接入，来源未告知",
  };
  const WRONG = { black: "黑屏", frozen: "画面静止", clock_stands: "画面时间不走" };
  const METRES = 111_320; // of a degree of latitude
  const LEAST = 4;
  const CELL = 64;
  const NEAR = 1.2;
  const CONES = 2.6; // levels beyond the whole district from which cones can be told apart
  let states = new Map();
  let drawn = [];
  let clusters = [];

  function take(row) {
    const told = Object.fromEntries(fields.map((name, at) => [name, row[at]]));
    const { lat, lon } = told;
    if (!told.camera_id || !Number.isFinite(lat) || !Number.isFinite(lon)) return;
    const reach = Number(told.reach_m) || 0;
    const across = reach / (METRES * Math.cos((lat * Math.PI) / 180));
    cameras.set(String(told.camera_id), {
      id: String(told.camera_id),
      name: String(told.name || ""),
      kind: CLASSES[told.class] || String(told.class || ""),
      area: String(told.area_code || ""),
      link: told.link in LINKS ? told.link : "none",
      direction: Number.isFinite(told.direction_deg) ? told.direction_deg : null,
      view: Number(told.view_deg) || 0,
      turns: Boolean(told.turns),
      x: parts.worldX(lon),
      y: parts.worldY(lat),
      edge: reach ? parts.worldX(lon + across) : null,
    });
  }

  function taken(body) {
    if (body.is_whole) cameras.clear();
    fields = body.fields || [];
    for (const row of body.cameras || []) take(row);
    for (const id of body.gone || []) cameras.delete(id);
    seq = body.seq;
    askAll();
    return fields.includes("link") ? measured() : null;
  }

  /* Stream and picture, of the few that are connected; a wall is told neither. */
  async function measured() {
    const answer = await fetch(ADDRESS.replace("/map", "/states"));
    if (!answer.ok) return;
    const { items } = await answer.json();
    states = new Map(items.map((one) => [one.camera_id, one]));
    askAll();
  }

  function isShown(held) {
    const state = states.get(held.id);
    return state && state.has_stream !== null ? state.has_stream : held.link === "online";
  }

  function stateOf(id) {
    const state = states.get(id);
    if (!state || state.has_stream === null) return null;
    const said = [state.has_stream ? "有视频流" : "无视频流"];
    if (state.has_stream && state.picture in WRONG) said.push(WRONG[state.picture]);
    if (state.is_clock_off) said.push("时钟不准");
    return said.join(" · ");
  }

  function load() {
    if (loading || !onescreen.page) return;
    loading = fetch(seq ? ADDRESS + "?since=" + seq : ADDRESS)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((body) => taken(body))
      .catch(() => {})
      .then(() => setTimeout(again, EVERY_MS));
  }

  /* Asked again while somebody looks at the layer; otherwise when they do. */
  function again() {
    loading = null;
    if (place.shows("cameras") && !document.hidden) load();
  }

  /* Small dots of a shape from afar, full symbols near by. */
  function size(sheet) {
    const near = Math.max(0, Math.min(5, (sheet.zoom - parts.homeZoom(sheet.map)) * 1.3));
    return (4.5 + near) * onescreen.scale();
  }

  function draw(sheet) {
    if (!sheet.map._loaded || sheet.map._animatingZoom) return;
    // An empty canvas costs as much to lay over the map as a full one.
    sheet.canvas.style.display = place.shows("cameras") ? "" : "none";
    sheet.settle();
    sheet.clear();
    drawn = [];
    clusters = [];
    if (!place.shows("cameras")) return;
    load();
    const focus = place.get().area || "";
    const isNear = sheet.zoom > parts.homeZoom(sheet.map) + CONES;
    const view = sheet.map.getSize();
    for (const camera of gathered(sheet, view)) {
      const { x, y } = camera;
      const held = cameras.get(camera.id);
      const badge = parts.badge("camera", size(sheet), sheet.ratio, !isShown(held));
      sheet.context.globalAlpha = camera.area.startsWith(focus) ? 1 : 0.35;
      if (isNear) paintSight(sheet, held, x, y);
      sheet.context.drawImage(
        badge.canvas,
        x - badge.half,
        y - badge.half,
        2 * badge.half,
        2 * badge.half,
      );
      drawn.push({ id: camera.id, x, y });
    }
  }

  /* What it can make out: a cone where it looks, a ring where it turns. */
  function paintSight(sheet, held, x, y) {
    if (held.edge === null || (held.direction === null && !held.turns)) return;
    const reach = sheet.x(held.edge) - x;
    const half = (Math.min(held.view || 60, 360) * Math.PI) / 360;
    const middle = ((held.direction - 90) * Math.PI) / 180;
    const context = sheet.context;
    context.save();
    context.fillStyle = context.strokeStyle = onescreen.symbols.colour("camera");
    context.lineWidth = onescreen.scale();
    if (held.turns) {
      context.beginPath();
      context.arc(x, y, reach, 0, 2 * Math.PI);
      context.globalAlpha *= 0.5;
      context.stroke();
      context.globalAlpha /= 0.5;
    }
    if (held.direction !== null) {
      context.beginPath();
      context.moveTo(x, y);
      context.arc(x, y, reach, middle - half, middle + half);
      context.closePath();
      context.globalAlpha *= 0.22;
      context.fill();
    }
    context.restore();
  }

  /* What is in view; from afar, cameras that would cover each other are counted. */
  function gathered(sheet, view) {
    const points = [];
    for (const camera of cameras.values()) {
      const x = sheet.x(camera.x);
      const y = sheet.y(camera.y);
      const isInside = x >= 0 && y >= 0 && x <= view.x && y <= view.y;
      if (isInside)
        points.push({
          id: camera.id,
          area: camera.area,
          name: "camera",
          worldX: camera.x,
          worldY: camera.y,
          x,
          y,
        });
    }
    if (sheet.zoom > parts.homeZoom(sheet.map) + NEAR) return points;
    const made = parts.gather(points, {
      cell: CELL * onescreen.scale(),
      size: sheet.size,
      least: LEAST,
    });
    clusters = made.clusters;
    for (const cluster of clusters)
      parts.paintCluster(sheet.context, cluster, parts.clusterRadius(cluster));
    return made.single;
  }

  function at(x, y) {
    const [sheet] = sheets;
    const reach = sheet ? size(sheet) + 3 * onescreen.scale() : 0;
    const near = drawn.filter((one) => Math.hypot(one.x - x, one.y - y) <= reach);
    near.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
    return near.length ? { kind: "camera", id: near[0].id } : null;
  }

  function linesOf(id) {
    const camera = cameras.get(id);
    if (!camera) return null;
    return [
      camera.name || id,
      "视频点位 · " + camera.kind,
      onescreen.areas.pathText(camera.area),
      LINKS[camera.link],
      stateOf(id),
    ];
  }

  const attach = (map) => parts.drawnSheet(map, "cameras", 605, sheets, draw);

  const askAll = () => sheets.forEach((sheet) => sheet.ask());
  place.on("change", ({ changed }) => (changed.has("layers") || changed.has("area")) && askAll());
  onescreen.mapColours.on("change", askAll);
  onescreen.whenPage().then(askAll);
  onescreen.mapLive.onMap(attach);
  onescreen.mapCameras = {
    at,
    linesOf,
    clusters: () => clusters,
    screenOf: (id) => drawn.find((one) => one.id === id) || null,
  };
})();
