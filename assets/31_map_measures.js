/* What the map's areas are shaded by: the measure's value in an area, its colour, its legend.
 *
 *   mapMeasures.valueOf(code)     a count, minutes, or null where nobody can come; undefined: not known
 *   mapMeasures.fillOf(code)      the colour of an area
 *   mapMeasures.level(focus)      the level that carries the shading when this area is in focus
 *   mapMeasures.legend(level)     {title, unit, steps: [{colour, label}], note, isStale} or null
 *   mapMeasures.line(code)        the measure in words, where it says more than the usual lines
 *   mapMeasures.gapsIn(code, measure)   how many grids there have the gap of a measure
 *   mapMeasures.on("change", fn)  values changed by something else than incidents
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place, mapColours, coverage } = onescreen;
  const SPECS = onescreen.contract.measures; // domain/topics/measures.py
  const FEWEST = 3; // arrivals; a single one says nothing about a village
  const COUNTED = new Set(["open", "day"]); // by what is counted, not by name
  const GROWTH = [1, 5, 10, 20, 50, 100];
  const LENGTHS = Object.values(onescreen.contract.area_lengths);
  const KEPT_MS = 500;
  const STALE_MS = 20000;
  const TELL_MS = 2000;
  const events = onescreen.emitter();

  const now = () => place.get().measure;
  const spec = () => SPECS[now()];
  const isBy = (way) => spec().by === way;
  const covered = () => (isBy("coverage") ? spec().of : null);

  /* Counts or median minutes of the last 24 hours for every area, kept for a shading's time. */
  let dayHeld = { key: "", at: -Infinity, values: new Map() };
  function dayValues() {
    const isArrival = isBy("arrival");
    const key = now() + onescreen.topic.now().id;
    if (dayHeld.key === key && performance.now() - dayHeld.at < KEPT_MS) return dayHeld.values;
    const lists = new Map();
    for (const state of onescreen.figures.day("")) {
      const value = isArrival ? onescreen.figures.minutesTo(state, "on_scene") : 1;
      if (value === null) continue;
      for (let length = 9; length <= state.area_code.length; length += 3) {
        const code = state.area_code.slice(0, length);
        if (!lists.has(code)) lists.set(code, []);
        lists.get(code).push(value);
      }
    }
    const values = new Map();
    for (const [code, list] of lists) {
      if (isArrival && list.length < FEWEST) continue;
      values.set(code, isArrival ? Math.max(0.1, onescreen.figures.median(list)) : list.length);
    }
    dayHeld = { key, at: performance.now(), values };
    return values;
  }

  function valueOf(code) {
    if (covered()) return coverage.minutes(code, covered());
    if (isBy("open")) return onescreen.topic.openIn(code);
    if (isBy("gap")) return gapsIn(code, now());
    return dayValues().get(code) || 0;
  }

  /* Grids that lack something, counted for each area above them; undefined where nobody knows. */
  let gaps = new Map();
  function gapsIn(code, measure) {
    const kind = SPECS[measure].of;
    if (!gaps.has(kind)) gaps.set(kind, countGaps(onescreen.topic.gapsOf(kind)));
    const counts = gaps.get(kind);
    return counts ? counts.get(code) || 0 : undefined;
  }

  function countGaps(grids) {
    if (!grids) return null;
    const counts = new Map();
    for (const grid of grids) {
      for (const length of LENGTHS) {
        const code = grid.slice(0, length);
        counts.set(code, (counts.get(code) || 0) + 1);
      }
    }
    return counts;
  }

  /* Up to a third of the target, two thirds, the target, beyond it, and where nobody can come at all. */
  function coverStep(minutes) {
    const target = coverage.get().targets_s[covered()] / 60;
    if (minutes === null) return 4;
    return minutes <= target / 3 ? 0 : minutes <= (2 * target) / 3 ? 1 : minutes <= target ? 2 : 3;
  }

  /* Too few to tell, up to two thirds of the target, the target, half as much again, and beyond. */
  function responseBins() {
    const target = onescreen.page.arrivalWithinMs / 60000;
    return [0, 0.1, (2 * target) / 3, target, 1.5 * target];
  }

  function responseLabels() {
    const [, , two, target, beyond] = responseBins().map((minutes) => Number(minutes.toFixed(1)));
    return ["样本少", "≤" + two, two + "–" + target, target + "–" + beyond, beyond + "+"];
  }

  /* In a flood five steps from 0 to 5 would say “many” of every village: the steps grow with the most. */
  let grown = { key: "", at: -Infinity, bins: null };
  function binsNow() {
    if (isBy("arrival")) return responseBins();
    if (!COUNTED.has(spec().by)) return spec().bins;
    const key = now() + onescreen.topic.now().id;
    if (grown.key === key && performance.now() - grown.at < KEPT_MS) return grown.bins;
    let most = 0;
    for (const area of onescreen.areas.byCode.values()) {
      if (area.level === "village") most = Math.max(most, valueOf(area.code) || 0);
    }
    const usual = spec().bins;
    const times =
      GROWTH.find((one) => most <= 3 * one * usual[usual.length - 1]) || GROWTH[GROWTH.length - 1];
    grown = {
      key,
      at: performance.now(),
      bins: usual.map((from) => (from <= 1 ? from : from * times)),
    };
    return grown.bins;
  }

  function stepOf(code) {
    const value = valueOf(code);
    if (value === undefined) return null;
    if (covered()) return coverStep(value);
    const bins = binsNow();
    let step = 0;
    while (step + 1 < bins.length && value >= bins[step + 1]) step += 1;
    return step;
  }

  /* What is not known has the colour of the ground: old minutes are not drawn as new ones. */
  function fillOf(code) {
    const colours = mapColours.scale(now());
    const isUnknown = covered() && coverage.silentMs() > STALE_MS;
    const step = colours && !isUnknown ? stepOf(code) : null;
    return step === null ? mapColours.of("land") : colours[step];
  }

  function coverLabels() {
    const held = coverage.get();
    const target = held ? held.targets_s[covered()] / 60 : 10;
    const [third, two] = [Math.round(target / 3), Math.round((2 * target) / 3)];
    return ["≤" + third, third + "–" + two, two + "–" + Math.round(target), "超时", "无人"];
  }

  function labels() {
    if (covered()) return coverLabels();
    if (isBy("arrival")) return responseLabels();
    const bins = binsNow();
    // Hundreds from and to would not stand side by side; each step says where it begins.
    const isLong = bins[bins.length - 1] >= 100;
    return bins.map((from, i) => {
      if (isLong && i) return from + "+";
      if (i === bins.length - 1) return from + "+";
      const to = bins[i + 1] - 1;
      return to > from ? from + "–" + to : String(from);
    });
  }

  /* How many grids are beyond the target, and how old that is. */
  function coverNote() {
    const held = coverage.get();
    const silent = coverage.silentMs();
    if (!held) return "覆盖数据未到";
    if (silent > STALE_MS) return "覆盖数据已停更 " + Math.round(silent / 1000) + " 秒";
    const age = Math.max(0, onescreen.picture.serverNow() - Date.parse(held.at));
    const total = Object.keys(held.grids).length;
    return (
      "超时 " + held.red[covered()] + " / " + total + " 格 · " + onescreen.words.age(age) + "前"
    );
  }

  function note() {
    if (covered()) return coverNote();
    if (isBy("arrival")) return "到场不足 " + FEWEST + " 起的不着色";
    return isBy("gap") && !onescreen.topic.gapsOf(spec().of) ? "没有台账，不着色" : null;
  }

  function legend(level) {
    const colours = mapColours.scale(now());
    if (!colours) return null;
    const where = level === "grid" ? "每网格" : "每村（社区）";
    return {
      title: where + spec().title,
      unit: spec().unit,
      steps: labels().map((label, i) => ({ colour: colours[i], label })),
      note: note(),
      isStale: Boolean(covered()) && coverage.silentMs() > STALE_MS,
    };
  }

  const minutesText = (value) => (value === null ? "无人可到" : value.toFixed(1) + " 分可到");

  function line(code) {
    const value = valueOf(code);
    if (covered()) {
      if (code.length < 15 || value === undefined) return null;
      return onescreen.words.UNIT_KIND[covered()] + " " + minutesText(value);
    }
    if (isBy("day")) return "24 小时上报 " + value + " 起";
    if (!isBy("arrival")) return null;
    return value
      ? "24 小时到场中位 " + value.toFixed(1) + " 分"
      : "24 小时到场不足 " + FEWEST + " 起";
  }

  /* What an area lacks, in words. */
  function gapLines(code) {
    const isGrid = code.length === 15;
    return Object.entries(SPECS)
      .filter(([name, one]) => one.by === "gap" && gapsIn(code, name) && (!isGrid || one.has))
      .map(([name, one]) => onescreen.t(isGrid ? one.has : one.line, { n: gapsIn(code, name) }));
  }

  /* The coverage comes twice a second at most; the wall tells it every other second. */
  let timer = null;
  function follow() {
    if (covered()) coverage.want("shading");
    else coverage.leave("shading");
    if (covered() && timer === null)
      timer = setInterval(() => events.emit("change", null), TELL_MS);
    if (!covered() && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  }

  coverage.on("change", (codes) => codes === null && covered() && events.emit("change", null));
  place.on("change", ({ changed }) => changed.has("measure") && follow());
  onescreen.topic.on("change", () => (gaps = new Map()));
  onescreen.whenPage().then(follow);
  onescreen.mapMeasures = {
    valueOf,
    fillOf,
    legend,
    line,
    gapsIn,
    gapLines,
    on: events.on,
    off: events.off,
    isCover: () => Boolean(covered()),
    isShaded: () => mapColours.has(now()),
    isOfIncidents: () => ["open", "day", "arrival"].includes(spec().by),
    /* Communities, grids inside a community; the coverage is known of grids. */
    level: (focusLength) => (covered() || focusLength >= 12 ? "grid" : "village"),
  };
})();
