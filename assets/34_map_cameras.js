/* Camera positions on the map, loaded when the layer is first wanted. Pictures are not connected.
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
  const LEAST = 4;
  const CELL = 64;
  const NEAR = 1.2;
  let drawn = [];
  let clusters = [];

  function take(feature) {
    const properties = feature.properties || {};
    const [lon, lat] = (feature.geometry && feature.geometry.coordinates) || [];
    if (!properties.camera_id || !Number.isFinite(lat) || !Number.isFinite(lon)) return;
    cameras.set(String(properties.camera_id), {
      id: String(properties.camera_id),
      name: String(properties.name || ""),
      kind: CLASSES[properties.class] || String(properties.class || ""),
      area: String(properties.area_code || ""),
      x: parts.worldX(lon),
      y: parts.worldY(lat),
    });
  }

  function load() {
    if (loading || !onescreen.page) return;
    const address = "/map/" + encodeURIComponent(onescreen.page.mapVersion) + "/camera.geojson";
    loading = fetch(address)
      .then((answer) => answer.json())
      .then((body) => {
        for (const feature of body.features || []) take(feature);
        askAll();
      })
      .catch(() => {
        loading = null;
      });
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
    const badge = parts.badge("camera", size(sheet), sheet.ratio, false);
    const view = sheet.map.getSize();
    for (const camera of gathered(sheet, view)) {
      const { x, y } = camera;
      sheet.context.globalAlpha = camera.area.startsWith(focus) ? 1 : 0.35;
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
      "画面未接入",
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
