/* Units on the map. Ten thousand of them are copied pixel by pixel from sprites into one buffer
 * and handed to the canvas at once: five times faster here than a drawImage for each. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const { rules } = onescreen;
  const OWN = onescreen.contract.unit.own_kinds.map((kind) => kind.code);
  const LOOKS = ["grid_worker", "unit", "officer", "patrol_car", ...OWN];
  const LAYER_OF = {
    grid_worker: "grid_workers",
    unit: "police",
    officer: "police",
    patrol_car: "police",
    ...Object.fromEntries(OWN.map((code) => [code, "other_units"])),
  };
  const AGEING_MS = 120000;
  const STALE_MS = onescreen.contract.unit.stale_after_ms;
  const NONE = -32768;
  const GATHERED_FROM = 150;
  const LEAST = 5;
  const CELL = 46;
  const NEAR = 1;
  const QUIET_SIZE = 0.72;
  const AGES = 3;
  /* From here on the map is close enough for every unit to be of interest. */
  const LOUD_FROM = 2;
  const LOUD_WITHIN_M = 2500;
  const EARTH_ROUND_M = 40075016.7;

  /* 0 fresh, 1 older than two minutes, 2 older than five. */
  function ageing(atMs, nowMs) {
    const age = nowMs - atMs;
    return age < AGEING_MS ? 0 : age < STALE_MS ? 1 : 2;
  }

  parts.createUnits = function createUnits(sheet) {
    const picture = onescreen.picture;
    let capacity = 0;
    let worldX, worldY, atMs, look, shown, screenX, screenY;
    let ids = [];
    const indexOf = new Map();
    let buffer = null;
    let pixels = null;
    let margin = 0;
    let stride = 0;
    let sprites = [];
    let spriteSize = 0;
    let quietCount = 0;
    let spriteKey = "";
    let dirtyRows = null;
    let theme = 0;
    let clusters = [];
    let apart = new Set();
    const crowd = parts.createCrowd(LOOKS);

    function grow(size) {
      const wider = (Type, old) => {
        const made = new Type(size);
        if (old) made.set(old);
        return made;
      };
      worldX = wider(Float64Array, worldX);
      worldY = wider(Float64Array, worldY);
      atMs = wider(Float64Array, atMs);
      look = wider(Uint8Array, look);
      shown = wider(Uint8Array, shown);
      screenX = wider(Int16Array, screenX);
      screenY = wider(Int16Array, screenY);
      capacity = size;
    }

    function slot(id) {
      let index = indexOf.get(id);
      if (index !== undefined) return index;
      index = ids.length;
      if (index >= capacity) grow(Math.max(1024, capacity * 2));
      ids.push(id);
      indexOf.set(id, index);
      shown[index] = 0;
      screenX[index] = NONE;
      return index;
    }

    /* The last slot fills the gap, so that slots stay dense and nothing leaks. */
    function free(id) {
      const index = indexOf.get(id);
      if (index === undefined) return;
      const last = ids.length - 1;
      indexOf.delete(id);
      const moved = ids.pop();
      if (index === last) return;
      ids[index] = moved;
      indexOf.set(moved, index);
      for (const array of [worldX, worldY, atMs, look, shown, screenX, screenY]) {
        array[index] = array[last];
      }
    }

    function describe(id) {
      const index = indexOf.get(id);
      const state = picture.entities.unit.get(id);
      if (index === undefined) return;
      if (!state) {
        shown[index] = 0;
        return;
      }
      const name = onescreen.symbols.ofUnit(state);
      look[index] = LOOKS.indexOf(name) * 2 + (rules.isBusy(state) ? 1 : 0);
      shown[index] = rules.isOnDuty(state) && onescreen.place.shows(LAYER_OF[name]) ? 1 : 0;
    }

    function move(rows) {
      for (const row of rows) {
        const isNew = !indexOf.has(row[0]);
        const index = slot(row[0]);
        worldX[index] = parts.worldX(row[2]);
        worldY[index] = parts.worldY(row[1]);
        atMs[index] = row[3];
        if (isNew) describe(row[0]);
      }
    }

    function change(what) {
      if (what.replaced) {
        for (const id of ids.slice()) {
          if (picture.positions.has(id)) describe(id);
          else free(id);
        }
        return;
      }
      for (const id of what.kinds.unit || []) {
        if (picture.positions.has(id)) describe(id);
        else free(id);
      }
    }

    function reset() {
      ids = [];
      indexOf.clear();
      move(picture.positions.values());
    }

    /* Half a symbol's width in CSS pixels: larger near by, smaller in a crowd. */
    function radius() {
      const crowd = ids.length > 4000 ? 0.7 : ids.length > 1500 ? 0.85 : 1;
      const near = Math.max(0, Math.min(6, (sheet.zoom - parts.homeZoom(sheet.map)) * 1.6));
      return Math.round((7.5 + near) * crowd * onescreen.scale() * 2) / 2;
    }

    function prepare() {
      const size = radius() * sheet.ratio;
      const key = [size, sheet.width, sheet.height, theme].join();
      if (key === spriteKey) return;
      spriteKey = key;
      margin = Math.ceil(size * 1.6) + 2;
      stride = sheet.width + 2 * margin;
      buffer = new ImageData(stride, sheet.height + 2 * margin);
      pixels = new Uint32Array(buffer.data.buffer);
      // What was drawn at the old size is forgotten with its rows; it must leave the glass too.
      dirtyRows = null;
      sheet.clear();
      sprites = [];
      spriteSize = size;
    }

    /* Rasterised when the first unit looks so: of all looks a picture shows but some. */
    function spriteOf(lookIndex, age, isDim) {
      const at = ((isDim ? 2 * LOOKS.length : 0) + lookIndex) * AGES + age;
      if (!sprites[at]) {
        const size = isDim ? spriteSize * QUIET_SIZE : spriteSize;
        const isBusy = lookIndex % 2 === 1;
        const options = { size, isBusy, isQuiet: isDim, age, stride };
        sprites[at] = parts.unitSprite(LOOKS[lookIndex >> 1], options);
      }
      return sprites[at];
    }

    /* News is bright, routine is quiet: from afar an idle unit is small and dim, unless it is chosen
     * or near what is. Null when none is: close by, and on the page of one community. */
    function quietBut() {
      if (onescreen.route.page === "community") return null;
      if (sheet.zoom > parts.homeZoom(sheet.map) + LOUD_FROM) return null;
      const chosen = onescreen.place.selected();
      const spot = chosen && placeOf(chosen);
      if (!spot) return { x: NaN, y: NaN, within: 0, id: chosen && chosen.id };
      const roundM = EARTH_ROUND_M * Math.cos((spot.lat * Math.PI) / 180);
      return {
        x: parts.worldX(spot.lon),
        y: parts.worldY(spot.lat),
        within: LOUD_WITHIN_M / roundM,
        id: chosen.id,
      };
    }

    function placeOf({ kind, id }) {
      if (kind === "incident") {
        const state = picture.entities.incident.get(id);
        return state && rules.isPlaced(state) ? state : null;
      }
      const row = kind === "unit" ? picture.positions.get(id) : null;
      return row ? { lat: row[1], lon: row[2] } : null;
    }

    /* A distance to nothing is no number, and so never within. */
    const isQuiet = (i, but) =>
      but !== null &&
      look[i] % 2 === 0 &&
      ids[i] !== but.id &&
      !(Math.hypot(worldX[i] - but.x, worldY[i] - but.y) <= but.within);

    function blit(sprite, base) {
      const { solid, solidAt, soft, softAt } = sprite;
      for (let k = 0; k < solidAt.length; k += 1) pixels[base + solidAt[k]] = solid[k];
      for (let k = 0; k < softAt.length; k += 1) {
        const at = base + softAt[k];
        if (pixels[at] === 0) pixels[at] = soft[k];
      }
    }

    function draw() {
      sheet.settle();
      prepare();
      if (dirtyRows) pixels.fill(0, dirtyRows[0] * stride, dirtyRows[1] * stride);
      const now = picture.serverNow();
      const { width, height, ratio } = sheet;
      const size = sheet.size * ratio;
      const left = sheet.left * ratio;
      const top = sheet.top * ratio;
      let first = Infinity;
      let last = -Infinity;
      const isGathering = gather(now, size, left, top);
      const but = quietBut();
      quietCount = 0;
      // Grid workers first, so that the fewer police lie on top.
      for (let pass = 0; pass < 2; pass += 1) {
        for (let i = 0; i < ids.length; i += 1) {
          if (look[i] >= 4 !== (pass === 1)) continue;
          const x = Math.round(worldX[i] * size - left);
          const y = Math.round(worldY[i] * size - top);
          const isInside = shown[i] && x >= 0 && y >= 0 && x < width && y < height;
          screenX[i] = isInside ? x : NONE;
          screenY[i] = y;
          if (!isInside) continue;
          if (isGathering && mayGather(i, now) && crowd.holds(x, y, look[i] >> 1, LEAST)) {
            screenX[i] = NONE;
            continue;
          }
          const age = ageing(atMs[i], now);
          const isDim = isQuiet(i, but);
          if (isDim) quietCount += 1;
          blit(spriteOf(look[i], age, isDim), (y + margin) * stride + x + margin);
          if (y < first) first = y;
          if (y > last) last = y;
        }
      }
      clusters = isGathering ? crowd.close() : [];
      put(first, last);
    }

    /* Idle, freshly located and not chosen: all others keep their own mark. */
    const mayGather = (i, now) =>
      shown[i] && look[i] % 2 === 0 && ageing(atMs[i], now) === 0 && !apart.has(i);

    /* From afar, and when there are many: count the idle ones by cells of the ground. */
    function gather(now, size, left, top) {
      if (ids.length < GATHERED_FROM || sheet.zoom > parts.homeZoom(sheet.map) + NEAR) return false;
      const { width, height, ratio } = sheet;
      const selected = onescreen.place.selected();
      apart = new Set([selected && selected.kind === "unit" ? indexOf.get(selected.id) : -1]);
      crowd.open({ left, top, width, height, ratio, cell: CELL * onescreen.scale() * ratio });
      for (let i = 0; i < ids.length; i += 1) {
        if (!mayGather(i, now)) continue;
        const x = Math.round(worldX[i] * size - left);
        const y = Math.round(worldY[i] * size - top);
        if (x >= 0 && y >= 0 && x < width && y < height) crowd.add(x, y);
      }
      return true;
    }

    /* Hand over only the rows that hold something now or held something before. */
    function put(first, last) {
      const rows = first <= last ? [first, last + 2 * margin + 1] : null;
      const from = Math.min(rows ? rows[0] : Infinity, dirtyRows ? dirtyRows[0] : Infinity);
      const to = Math.max(rows ? rows[1] : 0, dirtyRows ? dirtyRows[1] : 0);
      if (from < to) {
        sheet.context.setTransform(1, 0, 0, 1, 0, 0);
        sheet.context.putImageData(buffer, -margin, -margin, 0, from, stride, to - from);
      }
      dirtyRows = rows;
    }

    function ageOf(id) {
      const i = indexOf.get(id);
      return i === undefined ? 2 : ageing(atMs[i], picture.serverNow());
    }

    function screenOf(id) {
      const row = picture.positions.get(id);
      if (!row) return null;
      return { x: sheet.x(parts.worldX(row[2])), y: sheet.y(parts.worldY(row[1])) };
    }

    /* Visit every unit drawn: (id, x, y) in CSS pixels of the container. */
    function eachDrawn(fn) {
      for (let i = 0; i < ids.length; i += 1) {
        if (screenX[i] !== NONE) fn(ids[i], screenX[i] / sheet.ratio, screenY[i] / sheet.ratio);
      }
    }

    function drawnCount() {
      let count = 0;
      eachDrawn(() => {
        count += 1;
      });
      return count;
    }

    return {
      /* The room's theme has changed: the sprites are painted anew. */
      repaint() {
        theme += 1;
      },
      clusters: () => clusters,
      drawnCount,
      quietCount: () => quietCount,
      move,
      change,
      reset,
      draw,
      screenOf,
      ageOf,
      eachDrawn,
      radius,
      ageing,
      sheet,
      symbolOf: (id) => onescreen.symbols.ofUnit(picture.entities.unit.get(id) || {}),
      get count() {
        return ids.length;
      },
    };
  };
})();
