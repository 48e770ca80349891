/* The district's areas: names, codes, where they lie, and the search over them.
 *
 *   areas.ready                 promise of the index
 *   areas.byCode                Map(code → {code, name, level, initials, lat, lon, bounds, is_urban})
 *   areas.children(code)        areas one level down, by code
 *   areas.path(code)            from the district down to the area, both included
 *   areas.pathText(code, from)  "宋疃镇 ▸ 和村社区", without levels above `from` (default town)
 *   areas.levelsBelow(code)     levels under an area's own, widest first; none for what is no code
 *   areas.search(text)          at most 20, best first
 *   areas.on("ready", fn)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LEVEL_OF_LENGTH = Object.fromEntries(
    Object.entries(onescreen.contract.area_lengths).map(([level, length]) => [length, level]),
  );
  const LEVELS = Object.keys(onescreen.contract.area_lengths);
  const MOST_RESULTS = 20;
  const RETRY_MS = 3000;

  const events = onescreen.emitter();
  const byCode = new Map();
  const byParent = new Map();
  let rows = [];
  let names = new Set();

  const levelOf = (code) => (typeof code === "string" && LEVEL_OF_LENGTH[code.length]) || null;
  const levelsBelow = (code) =>
    levelOf(code) ? LEVELS.slice(LEVELS.indexOf(levelOf(code)) + 1) : [];
  const isCode = (code) => /^\d+$/.test(String(code)) && levelOf(code) !== null;

  function isArea(area) {
    const check = onescreen.check;
    return (
      check.isObject(area) &&
      isCode(area.code) &&
      check.isText(area.name) &&
      Number.isFinite(area.lat) &&
      Number.isFinite(area.lon) &&
      Array.isArray(area.bounds) &&
      area.bounds.length === 4 &&
      area.bounds.every(Number.isFinite)
    );
  }

  function load(list) {
    byCode.clear();
    byParent.clear();
    rows = list.filter(isArea).map((area) => ({ ...area, level: levelOf(area.code) }));
    rows.sort((a, b) => (a.code < b.code ? -1 : 1));
    for (const area of rows) {
      byCode.set(area.code, area);
      if (area.level === "district") continue;
      const parent = area.code.slice(0, -3);
      if (!byParent.has(parent)) byParent.set(parent, []);
      byParent.get(parent).push(area);
    }
    names = new Set(rows.filter((area) => area.level !== "grid").map((area) => area.name));
    // Until now names of places were words nobody knew.
    if (onescreen.language) onescreen.language.again();
    events.emit("ready", areas);
  }

  const addressOf = (version) => "/map/" + encodeURIComponent(version) + "/areas.json";

  async function asked(address) {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  }

  /* The page says early what it will need (layouts/page.py): asked for and read before it is drawn,
   * the index no longer holds up the map. */
  const hint = document.querySelector('link[rel="preload"][href$="/areas.json"]');
  let early = hint && {
    address: hint.getAttribute("href"),
    answer: asked(hint.getAttribute("href")).catch(() => null),
  };

  async function fetchIndex(version) {
    for (;;) {
      try {
        const address = addressOf(version);
        const held = early && early.address === address ? early.answer : asked(address);
        early = null;
        const index = await held;
        if (index) {
          load(index.areas || []);
          return areas;
        }
      } catch {
        /* The server is away; the page says so already. */
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  function lineage(code) {
    return Object.values(onescreen.contract.area_lengths)
      .filter((length) => length <= String(code).length)
      .map((length) => code.slice(0, length));
  }

  function path(code) {
    return isCode(code)
      ? lineage(code)
          .map((part) => byCode.get(part))
          .filter(Boolean)
      : [];
  }

  function pathText(code, from) {
    const shortest = onescreen.contract.area_lengths[from || "town"];
    return path(code)
      .filter((area) => area.code.length >= shortest || area.code === code)
      .map((area) => area.name)
      .join(" ▸ ");
  }

  /* Smaller is better; null does not match at all. */
  function rank(area, text) {
    const initials = area.initials || "";
    if (/^\d+$/.test(text)) {
      if (area.code === text) return 0;
      if (area.code.startsWith(text)) return 2;
      if (area.name.includes(text)) return 4;
      return text.length >= 3 && area.code.includes(text) ? 6 : null;
    }
    if (area.name === text) return 0;
    if (initials === text) return 1;
    if (area.name.startsWith(text)) return 2;
    if (initials.startsWith(text)) return 3;
    if (area.name.includes(text)) return 4;
    return initials.includes(text) ? 5 : null;
  }

  /* Wider areas before narrower ones of the same rank, then by code: one order on all screens. */
  function search(query) {
    const text = String(query || "")
      .trim()
      .toLowerCase()
      .replace(/\s+/g, "");
    if (!text) return [];
    const found = [];
    for (const area of rows) {
      const value = rank(area, text);
      if (value !== null) found.push([value, area.code.length, area]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2].code < b[2].code ? -1 : 1));
    return found.slice(0, MOST_RESULTS).map((row) => row[2]);
  }

  /* A new map was adopted: its shapes have new addresses, so the page starts anew. The address
   * bar holds the state. Walls do it at different moments. */
  function watchVersion(page) {
    onescreen.picture.on("change", (change) => {
      if (!change.replaced && !change.kinds.map) return;
      for (const state of onescreen.picture.entities.map.values()) {
        const isNewer = typeof state.version === "string" && state.version !== page.mapVersion;
        if (isNewer && !watchVersion.timer) {
          watchVersion.timer = setTimeout(() => areas.reload(), 500 + Math.random() * 4000);
        }
      }
    });
  }

  const areas = {
    byCode,
    levelOf,
    levelsBelow,
    isCode,
    path,
    pathText,
    search,
    load,
    children: (code) => byParent.get(code) || [],
    get: (code) => byCode.get(code) || null,
    isName: (text) => names.has(text),
    nameOf: (code) => (byCode.get(code) || { name: code }).name,
    on: events.on,
    off: events.off,
    reload: () => location.reload(),
  };
  areas.ready = onescreen.whenPage().then((page) => {
    if (page.mapVersion) watchVersion(page);
    return fetchIndex(page.mapVersion || "current");
  });
  onescreen.areas = areas;
})();
