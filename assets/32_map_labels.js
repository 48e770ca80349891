/* Place names on the map: never over one another, in a halo, as many as there is room for.
 *
 *   mapLabels.placed()   [{code, text, left, top, right, bottom}] in CSS pixels of the container
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place, areas } = onescreen;
  const parts = onescreen.liveParts;
  const LINE = 1.18;
  const NEARER = 0.7;
  const NOT_FAR = 1.6;
  const CALM_MS = 1000;
  const STYLES = {
    strong: { size: 21, weight: 700, fill: "name-strong" },
    plain: { size: 18, weight: 500, fill: "name" },
    quiet: { size: 18, weight: 500, fill: "name-quiet" },
    water: { size: 18, weight: 500, fill: "name-water" },
    hill: { size: 18, weight: 500, fill: "name-hill" },
    warn: { size: 18, weight: 500, fill: "name-warn" },
  };
  const sheets = new Map();
  let last = [];

  /* What is named, most important first: [area, style, second line]. */
  function wanted(isNear) {
    const focus = place.get().area || "";
    const district = onescreen.page ? onescreen.page.district : "";
    if (focus.length <= 6) return towns(district, "strong").concat(allVillages(district, isNear));
    const town = focus.slice(0, 9);
    if (focus.length === 9) {
      return named(areas.children(town), "strong").concat(towns(district, "quiet", town));
    }
    const village = focus.slice(0, 12);
    const sisters = areas.children(town).filter((area) => area.code !== village);
    return areas
      .children(village)
      .map(gridRow)
      .concat(named(sisters, "quiet"), towns(district, "quiet", town));
  }

  /* Waters and hills are named last, and only near by: districts and people come first. */
  function nature(map, isNear) {
    const isDeep = (place.get().area || "").length > 6;
    if (!place.shows("base") || onescreen.mapBase.isShown() || !(isNear || isDeep)) return [];
    return onescreen.mapNature.within(map.getBounds()).map(({ name, level, lat, lon }) => ({
      area: { code: level + ":" + name, lat, lon },
      style: level,
      text: name,
    }));
  }

  /* A very long name stands in two lines: better than none. */
  const LONGEST_LINE = 10;
  function lines(area, style) {
    const letters = Array.from(area.name);
    if (letters.length <= LONGEST_LINE) return { area, style, text: area.name };
    const half = Math.ceil(letters.length / 2);
    return {
      area,
      style,
      text: letters.slice(0, half).join(""),
      second: letters.slice(half).join(""),
      secondStyle: style,
    };
  }

  const named = (list, style) => list.map((area) => lines(area, style));
  const towns = (district, style, but) =>
    named(
      areas.children(district).filter((area) => area.code !== but),
      style,
    );

  /* From far the towns are enough; their communities appear as one comes nearer. */
  function allVillages(district, isNear) {
    if (!isNear) return [];
    return areas
      .children(district)
      .flatMap((town) => named(areas.children(town.code), "plain"))
      .map((row) => ({ ...row, isDetail: true }));
  }

  function gridRow(area) {
    const days = onescreen.mapStyle.vacantDays(area.code);
    const short = onescreen.say(area.name || "网格 " + area.code.slice(-3));
    return {
      area,
      style: "strong",
      text: short,
      second: days === null ? null : onescreen.t("空缺 {n} 天", { n: days }),
    };
  }

  function fontOf(style) {
    const { size, weight } = STYLES[style];
    return (
      weight + " " + size * onescreen.scale() + "px " + onescreen.token("--sans", "sans-serif")
    );
  }

  function measure(context, row) {
    context.font = fontOf(row.style);
    const height = STYLES[row.style].size * onescreen.scale() * LINE;
    let width = context.measureText(row.text).width;
    if (row.second) {
      context.font = fontOf(row.secondStyle || "warn");
      width = Math.max(width, context.measureText(row.second).width);
    }
    return { width, height: row.second ? height * 2 : height };
  }

  /* The anchor itself, then rings of places around it, near ones first. */
  function candidates(width, height, isMust) {
    const list = [[0, 0]];
    for (const step of isMust ? [0.6, 1, 1.5, 2, 2.6, 3.4] : [0.55, 0.9]) {
      const dy = height * step;
      const dx = width * 0.5 * step + height * 0.3;
      list.push([0, -dy], [0, dy], [dx, 0], [-dx, 0], [dx, -dy], [-dx, -dy], [dx, dy], [-dx, dy]);
    }
    return list;
  }

  const overlaps = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /* Open incidents are news: a name makes way for them where it can. For a count of what is
   * gathered it steps aside too, but not far. */
  function incidentBoxes() {
    const layer = onescreen.mapLive.layer;
    if (!layer) return { news: [], counts: [] };
    const reach = layer.incidents.size() * 1.15;
    const box = (x, y, half) => ({
      left: x - half,
      right: x + half,
      top: y - half,
      bottom: y + half,
    });
    const counts = layer.incidents.clusters().concat(layer.units.clusters());
    return {
      news: layer.incidents.drawnPoints().map(({ x, y }) => box(x, y, reach)),
      counts: counts.map((one) => box(one.x, one.y, parts.clusterRadius(one))),
    };
  }

  function settle(row, at, box, view, taken, avoided) {
    const gap = 3 * onescreen.scale();
    const isMust = row.style === "strong" && !row.isDetail;
    const limit = box.height * NOT_FAR;
    let near = null;
    let second = null;
    for (const [dx, dy] of candidates(box.width, box.height, isMust)) {
      const rect = {
        left: at.x + dx - box.width / 2 - gap,
        right: at.x + dx + box.width / 2 + gap,
        top: at.y + dy - box.height / 2 - gap,
        bottom: at.y + dy + box.height / 2 + gap,
      };
      const isInView =
        rect.left >= 0 && rect.top >= 0 && rect.right <= view.x && rect.bottom <= view.y;
      if (!isInView || taken.some((other) => overlaps(rect, other))) continue;
      if (near && Math.hypot(dx, dy) > limit) return near;
      const isNews = avoided.news.some((other) => overlaps(rect, other));
      if (!isNews && !avoided.counts.some((other) => overlaps(rect, other)))
        return { ...rect, dx, dy };
      if (!isNews && !near) near = { ...rect, dx, dy };
      if (!second) second = { ...rect, dx, dy };
    }
    return near || second;
  }

  /* A name that would dwarf its area waits until one is nearer. */
  function hasRoom(row, box, sheet) {
    if (!row.isDetail) return true;
    const [south, west, north, east] = row.area.bounds;
    const width = sheet.x(parts.worldX(east)) - sheet.x(parts.worldX(west));
    const height = sheet.y(parts.worldY(south)) - sheet.y(parts.worldY(north));
    return width > box.width * 0.95 && height > box.height * 2;
  }

  function write(context, text, style, x, y) {
    context.font = fontOf(style);
    context.lineWidth = 4.5 * onescreen.scale();
    context.strokeStyle = onescreen.mapColours.of("halo");
    context.strokeText(text, x, y);
    context.fillStyle = onescreen.mapColours.of(STYLES[style].fill);
    context.fillText(text, x, y);
  }

  function leader(context, at, rect) {
    const x = at.x + rect.dx;
    const y = at.y + rect.dy;
    const reach = Math.hypot(rect.dx, rect.dy);
    if (reach < (rect.bottom - rect.top) * 0.95) return;
    const edgeX = Math.max(rect.left, Math.min(rect.right, at.x));
    const edgeY = Math.max(rect.top, Math.min(rect.bottom, at.y));
    context.strokeStyle = onescreen.mapColours.of("name-quiet");
    context.lineWidth = onescreen.scale();
    context.beginPath();
    context.moveTo(at.x, at.y);
    context.lineTo(edgeX === at.x ? x : edgeX, edgeY === at.y ? y : edgeY);
    context.stroke();
    context.beginPath();
    context.arc(at.x, at.y, 2.5 * onescreen.scale(), 0, 2 * Math.PI);
    context.fillStyle = onescreen.mapColours.of("name");
    context.fill();
  }

  function draw(sheet) {
    const { map, context } = sheet;
    if (!map._loaded || map._animatingZoom || sheet.isFlying) return;
    sheet.settle();
    sheet.clear();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    // Under the controls at the right nobody could read them.
    const size = map.getSize();
    const view = { x: size.x - (onescreen.mapCover ? onescreen.mapCover() : 0), y: size.y };
    const taken = [];
    const avoided = incidentBoxes();
    const isNear = sheet.zoom > parts.homeZoom(map) + NEARER;
    for (const row of wanted(isNear).concat(nature(map, isNear))) {
      const at = { x: sheet.x(parts.worldX(row.area.lon)), y: sheet.y(parts.worldY(row.area.lat)) };
      if (at.x < 0 || at.y < 0 || at.x > view.x || at.y > view.y) continue;
      const box = measure(context, row);
      if (!hasRoom(row, box, sheet)) continue;
      const rect = settle(row, at, box, view, taken, avoided);
      if (rect) taken.push({ ...rect, row, at });
    }
    for (const rect of taken) paint(context, rect);
    last = taken.map(({ row, left, top, right, bottom }) => ({
      code: row.area.code,
      text: row.secondStyle ? row.area.name : row.text,
      left,
      top,
      right,
      bottom,
    }));
    sheet.canvas.style.opacity = "1";
  }

  function paint(context, rect) {
    const { row, at } = rect;
    leader(context, at, rect);
    const x = at.x + rect.dx;
    const y = at.y + rect.dy;
    const half = STYLES[row.style].size * onescreen.scale() * LINE * 0.5;
    write(context, row.text, row.style, x, row.second ? y - half : y);
    if (row.second) write(context, row.second, row.secondStyle || "warn", x, y + half);
  }

  function attach(map) {
    const sheet = parts.createSheet(map, "labels", 620);
    sheets.set(map, sheet);
    sheet.canvas.style.transition = "opacity .15s";
    let isAsked = false;
    sheet.ask = () => {
      if (isAsked) return;
      isAsked = true;
      onescreen.opening.after(() =>
        onescreen.frame(() => {
          isAsked = false;
          draw(sheet);
        }),
      );
    };
    /* Names do not ride along while the scale changes: they come back where they fit. */
    map.on("zoomstart", () => {
      sheet.isFlying = true;
      sheet.canvas.style.opacity = "0";
    });
    map.on("moveend zoomend viewreset resize", () => {
      sheet.isFlying = false;
      sheet.ask();
    });
    map.on("unload", () => {
      sheet.remove();
      sheets.delete(map);
    });
    sheet.ask();
  }

  const askAll = () => sheets.forEach((sheet) => sheet.ask());
  let timer = null;
  onescreen.picture.on("change", (change) => {
    if (timer || !(change.replaced || change.kinds.incident)) return;
    timer = setTimeout(() => {
      timer = null;
      askAll();
    }, CALM_MS);
  });
  areas.on("ready", askAll);
  if (onescreen.language) onescreen.language.on("change", askAll);
  onescreen.mapColours.on("change", askAll);
  place.on("change", ({ changed }) => (changed.has("area") || changed.has("layers")) && askAll());
  onescreen.mapBase.on("change", askAll);
  onescreen.mapStyle.on("shapes", askAll);
  if (document.fonts) {
    document.fonts.addEventListener("loadingdone", () => {
      parts.forgetBadges();
      askAll();
      onescreen.mapLive.layers.forEach((layer) => layer.ask());
    });
  }
  onescreen.mapLive.onMap(attach);
  onescreen.mapLabels = { placed: () => last.slice(), draw: askAll };
})();
