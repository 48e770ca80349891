/* Named figures: what a topic's tiles may show (the names stand in domain/topics/topics.py too).
 *
 *   figures.of(name)     {value, text, label, source, at, below: [[label, text]…]}; value null: unknown
 *   figures.NAMES        every name there is
 *   figures.day()        incidents of the topic reported in the last 24 hours
 *   figures.open()       incidents of the topic neither closed nor cancelled
 *   figures.median(list) / figures.minutesTo(state, step, from)
 *
 * The server's own figures are told by kpi records; the others are counted from the live picture,
 * so they are as old as the picture (panels.asOf) and say so.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { picture } = onescreen;
  const DAY_MS = 86400000;
  const LONGEST_MINUTES = 1440;
  const STORE = "事件库";
  const ROSTER = "力量名册";
  const MAP = "网格底图";

  const now = () => picture.serverNow();
  const incidents = () =>
    Array.from(picture.entities.incident.values()).filter(onescreen.topic.holds);
  const isOpen = (state) => !picture.isEnded(state);
  const open = () => incidents().filter(isOpen);
  const day = () => incidents().filter((state) => Date.parse(state.reported_at) >= now() - DAY_MS);
  const count = (list, claim) => list.filter(claim).length;
  const ended = (list) =>
    count(list, (state) => state.status === "closed" || state.status === "resolved");

  function median(list) {
    if (!list.length) return null;
    const sorted = list.slice().sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /* Minutes from one step to another, each when it was first reached (a reopening makes
   * nobody late), resolved when it was last; null when either was not reached or it is no journey. */
  function minutesTo(state, step, from) {
    const { resolved, ...first } = state.first_reached_at || {};
    const reached = { ...state.reached_at, ...first };
    const start = Date.parse(from ? reached[from] : state.reported_at);
    const minutes = (Date.parse(reached[step]) - start) / 60000;
    return minutes >= 0 && minutes <= LONGEST_MINUTES ? minutes : null;
  }

  const medianTo = (step, from) =>
    median(
      day()
        .map((state) => minutesTo(state, step, from))
        .filter((value) => value !== null),
    );

  function withinTarget() {
    const target = onescreen.page.arrivalWithinMs / 60000;
    const took = day()
      .map((state) => minutesTo(state, "on_scene"))
      .filter((value) => value !== null);
    return took.length ? (100 * count(took, (value) => value <= target)) / took.length : null;
  }

  function units(kind, statuses) {
    let total = 0;
    for (const unit of picture.entities.unit.values()) {
      if ((!kind || unit.kind === kind) && statuses.includes(unit.status)) total += 1;
    }
    return total;
  }

  const FREE = ["available", "cleared"];
  const SENT = ["dispatched", "en_route", "on_scene"];

  function held(name) {
    const stock = onescreen.topic.stock(onescreen.page.district);
    return stock && name in stock ? stock[name] : null;
  }

  function longest() {
    const [first] = onescreen.topic.longestVacant();
    return first ? Math.max(0, Math.floor((now() - Date.parse(first.since)) / DAY_MS)) : null;
  }

  const named = (level, kind) =>
    onescreen.mapStyle ? onescreen.mapStyle.names(level, kind).length : null;
  const isLate = (state) =>
    state.status === "reported" &&
    now() - Date.parse(state.reported_at) > onescreen.page.acceptWithinMs;

  /* [label when small, source, value()]; minutes and shares carry their own unit when small. */
  const COUNTED = {
    open: ["在办", STORE, () => open().length],
    waiting: ["待受理", STORE, () => count(open(), (state) => state.status === "reported")],
    grave: ["Ⅰ·Ⅱ级", STORE, () => count(open(), (state) => state.severity <= 2)],
    late: ["超时未受理", STORE, () => count(open(), isLate)],
    in_hand: [
      "处理中",
      STORE,
      () => count(open(), (state) => state.status !== "reported" && state.status !== "resolved"),
    ],
    day: ["24 小时", STORE, () => day().length],
    closed_day: ["已办结", STORE, () => ended(day())],
    resolved_share: [
      "办结率",
      STORE,
      () => (day().length ? (100 * ended(day())) / day().length : null),
      "%",
    ],
    accept_minutes: ["受理", STORE, () => medianTo("accepted"), "分"],
    turnout_minutes: ["派出", STORE, () => medianTo("dispatched"), "分"],
    arrival_median: ["到场", STORE, () => medianTo("on_scene"), "分"],
    within_target: ["达标", STORE, withinTarget, "%"],
    police_free: ["空闲民警", ROSTER, () => units("police", FREE)],
    workers_free: ["空闲网格员", ROSTER, () => units("grid_worker", FREE)],
    units_sent: ["已派", ROSTER, () => units(null, SENT)],
    posts: ["岗位", MAP, () => held("grids")],
    posts_filled: [
      "在编",
      MAP,
      () => (held("grids") === null ? null : held("grids") - (held("vacant") || 0)),
    ],
    posts_vacant: ["空缺", MAP, () => held("vacant")],
    vacant_longest: ["最久", MAP, longest, "天"],
    population: ["人口", MAP, () => held("population")],
    households: ["户数", MAP, () => held("households")],
    grids: ["网格", MAP, () => held("grids")],
    branches: ["党组织", MAP, () => held("branches")],
    villages_rural: ["行政村", MAP, () => held("rural")],
    villages_urban: ["城市社区", MAP, () => held("urban")],
    rivers: ["河流", MAP, () => named("water", "river")],
    reservoirs: ["水库", MAP, () => named("water", "reservoir")],
    hills: ["山体", MAP, () => named("hill")],
  };

  /* The two small facts under the server's own figures, those that are known. */
  const whole = (value) => (Number.isFinite(value) ? String(Math.round(value)) : null);
  const TOLD = {
    incidents_today: (detail) => [["昨日此时", whole(detail.yesterday_by_now)]],
    incidents_open: (detail) => [
      ["待受理", whole(detail.unaccepted)],
      ["Ⅰ·Ⅱ级", whole(detail.grave)],
    ],
    grid_workers_on_duty: (detail) => [
      ["在编", whole(detail.in_post)],
      ["空缺", whole(detail.vacant)],
    ],
    police_on_duty: (detail) => [
      ["空闲", whole(detail.free)],
      ["全部", whole(detail.total)],
    ],
    arrival_minutes: (detail) => [
      [
        "达标",
        Number.isFinite(detail.within_target) ? Math.round(detail.within_target * 100) + "%" : null,
      ],
    ],
    cameras: (detail) => [["画面", detail.state || "未接入"]],
  };

  function written(value, unit) {
    if (value === null || value === undefined) return null;
    if (typeof value !== "number") return String(value);
    if (unit === "%") return String(Math.round(value));
    if (Number.isInteger(value))
      return value >= 10000 ? value.toLocaleString("en-US") : String(value);
    return value.toFixed(1);
  }

  function told(name) {
    const state = picture.entities.kpi.get(name) || null;
    const detail = state && onescreen.check.isObject(state.detail) ? state.detail : {};
    return {
      value: state ? state.value : null,
      text: written(state && state.value),
      isZero: Boolean(state && state.value === 0),
      source: (state && state.source) || "尚未收到",
      at: (state && state.at) || "",
      below: TOLD[name](detail).filter(([, text]) => text !== null),
    };
  }

  function counted(name) {
    const [label, source, read, unit] = COUNTED[name];
    const value = picture.seq === null ? null : read();
    return {
      value,
      text: written(value, unit),
      isZero: value === 0,
      label,
      source,
      at: onescreen.panels ? onescreen.panels.asOf() : "",
      below: [],
      unit: unit || "",
    };
  }

  function small(name) {
    const figure = counted(name);
    return figure.text === null
      ? null
      : [figure.label, figure.text + (figure.unit === "天" ? " 天" : figure.unit)];
  }

  function of(name, below) {
    if (TOLD[name]) return told(name);
    if (!COUNTED[name]) return { value: null, text: null, source: "未注明", at: "", below: [] };
    const parts = (below || [])
      .filter((one) => COUNTED[one])
      .map(small)
      .filter(Boolean);
    return { ...counted(name), below: parts };
  }

  onescreen.figures = {
    of,
    day,
    open,
    median,
    minutesTo,
    isLate,
    NAMES: Object.keys(TOLD).concat(Object.keys(COUNTED)),
  };
})();
