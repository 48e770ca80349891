/* Key places and units on the map, asked for when the layer is first wanted; whoever may see none gets
 * none. Near by each has its name.
 *
 *   mapSites.at(x, y)        one of them, or null
 *   mapSites.linesOf(site)   what to say about it
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place } = onescreen;
  const parts = onescreen.liveParts;
  const { key_site_sort: SORTS, key_site_nature: NATURES } = onescreen.contract.words;
  const sheets = new Set();
  const NEAR = 1.2;
  let sites = [];
  let drawn = [];
  let loading = null;

  function load() {
    if (loading || !onescreen.page) return;
    loading = fetch("/api/v1/video/places")
      .then((answer) => (answer.ok ? answer.json() : { items: [] }))
      .then((body) => {
        sites = body.items.map((one) => ({
          name: String(one.name),
          sort: SORTS[one.sort] || "",
          nature: NATURES[one.nature] || "重点部位",
          isDemo: Boolean(one.is_demo),
          area: String(one.area_code),
          x: parts.worldX(one.lon),
          y: parts.worldY(one.lat),
        }));
        askAll();
      })
      .catch(() => {
        loading = null;
      });
  }

  function mark(context, x, y, size) {
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.closePath();
    context.fill();
    context.stroke();
  }

  function draw(sheet) {
    if (!sheet.map._loaded || sheet.map._animatingZoom) return;
    sheet.canvas.style.display = place.shows("sites") ? "" : "none";
    sheet.settle();
    sheet.clear();
    drawn = [];
    if (!place.shows("sites")) return;
    load();
    const { context } = sheet;
    const focus = place.get().area || "";
    const view = sheet.map.getSize();
    const isNear = sheet.zoom > parts.homeZoom(sheet.map) + NEAR;
    const size = (isNear ? 8 : 6) * onescreen.scale();
    context.fillStyle = onescreen.mapColours.of("hollow");
    context.strokeStyle = onescreen.mapColours.of("name-strong");
    context.lineWidth = 2 * onescreen.scale();
    context.font = `${12 * onescreen.scale()}px sans-serif`;
    context.textBaseline = "middle";
    for (const site of sites) {
      const x = sheet.x(site.x);
      const y = sheet.y(site.y);
      if (x < 0 || y < 0 || x > view.x || y > view.y) continue;
      context.globalAlpha = site.area.startsWith(focus) ? 1 : 0.35;
      context.fillStyle = onescreen.mapColours.of("hollow");
      mark(context, x, y, size);
      drawn.push({ site, x, y });
      if (!isNear) continue;
      context.fillStyle = onescreen.mapColours.of("name-strong");
      context.fillText(site.name, x + size + 4, y);
    }
  }

  function at(x, y) {
    const reach = 10 * onescreen.scale();
    const hit = drawn.find((one) => Math.hypot(one.x - x, one.y - y) <= reach);
    return hit ? hit.site : null;
  }

  const linesOf = (site) => [
    site.name,
    [site.nature, site.sort].filter(Boolean).join(" · "),
    onescreen.areas.pathText(site.area),
    site.isDemo ? "演示数据" : null,
  ];

  const askAll = () => sheets.forEach((sheet) => sheet.ask());
  place.on("change", ({ changed }) => (changed.has("layers") || changed.has("area")) && askAll());
  onescreen.mapColours.on("change", askAll);
  onescreen.whenPage().then(askAll);
  onescreen.mapLive.onMap((map) => parts.drawnSheet(map, "sites", 606, sheets, draw));
  onescreen.mapSites = { at, linesOf, count: () => sites.length };
})();
