/* Named figures: what a topic's tiles may show (the names stand in domain/topics/topics.py too).
 *
 *   figures.of(name)     {value, text, label, source, at, note, mood, isDistrict, below: [[label, text]…]}
 *                        value null: unknown; mood "bad": beyond the target that is shown
 *   figures.scope()      the area the screen stands in when it is not the whole district, else ""
 *   figures.NAMES        every name there is
 *   figures.day(within)  incidents of the topic reported in the last 24 hours, of that area ("": of all)
 *   figures.open()       incidents of the topic neither closed nor cancelled
 *   figures.median(list) / figures.minutesTo(state, step, from)
 *
 * The server's own figures are told by kpi records, of the whole district; the others, and those of a
 * part of it, are counted from the live picture, so they are as old as the picture (panels.asOf) and
 * say so. What each means stands in domain/topics/definitions.py.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { picture, rules } = onescreen;
  const DAY_MS = 86400000;
  const LONGEST_MINUTES = 1440;
  const STORE = "事件库";
  const ROSTER = "力量名册";
  const MAP = "网格底图";

  const now = () => picture.serverNow();

  function scope() {
    const { area } = onescreen.place.get();
    const isPart =
      onescreen.route &&
      onescreen.route.page === "wall" &&
      area &&
      area.length > onescreen.page.district.length;
    return isPart ? area : "";
  }
  const isHere = (code) => (code || "").startsWith(scope());
  const incidents = (within = scope()) =>
    Array.from(picture.entities.incident.values()).filter(
      (state) => onescreen.topic.holds(state) && state.area_code.startsWith(within),
    );
  const isOpen = (state) => !picture.isEnded(state);
  const open = () => incidents().filter(isOpen);
  const day = (within) =>
    incidents(within).filter((state) => Date.parse(state.reported_at) >= now() - DAY_MS);
  const count = (list, claim) => list.filter(claim).length;
  const standing = (list) => list.filter((state) => !rules.isVoid(state));
  const ended = (list) => count(list, rules.isDone);

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

  const targetMinutes = () => onescreen.page.arrivalWithinMs / 60000;

  function withinTarget() {
    const target = targetMinutes();
    const took = day()
      .map((state) => minutesTo(state, "on_scene"))
      .filter((value) => value !== null);
    return took.length ? (100 * count(took, (value) => value <= target)) / took.length : null;
  }

  function units(kind, claim) {
    let total = 0;
    for (const unit of picture.entities.unit.values()) {
      if (unit.kind === kind && claim(unit) && isHere(unit.home_area)) total += 1;
    }
    return total;
  }

  /* Who is at work for the incidents that are counted here, each once. */
  function unitsSent() {
    const numbers = new Set(open().map((state) => state.number));
    const sent = new Set();
    for (const one of picture.entities.assignment.values()) {
      if (!one.cleared_at && numbers.has(one.number)) sent.add(one.unit_id);
    }
    return sent.size;
  }

  function held(name) {
    const stock = onescreen.topic.stock(scope() || onescreen.page.district);
    return stock && name in stock ? stock[name] : null;
  }

  function longest() {
    const [first] = onescreen.topic.longestVacant().filter(({ code }) => isHere(code));
    return first ? Math.max(0, Math.floor((now() - Date.parse(first.since)) / DAY_MS)) : null;
  }

  /* The last midnight by the district's clock. */
  function midnight() {
    const [hours, minutes, seconds] = onescreen.clock.timeOfDay(now()).split(":").map(Number);
    return now() - ((hours * 60 + minutes) * 60 + seconds) * 1000 - (now() % 1000);
  }

  const named = (level, kind) =>
    onescreen.mapStyle ? onescreen.mapStyle.names(level, kind).length : null;
  const isLate = (state) =>
    rules.isUnaccepted(state) &&
    now() - Date.parse(state.reported_at) > onescreen.page.acceptWithinMs;

  /* [label when small, source, value()]; minutes and shares carry their own unit when small. */
  const COUNTED = {
    open: ["在办", STORE, () => open().length],
    waiting: ["待受理", STORE, () => count(open(), rules.isUnaccepted)],
    grave: ["Ⅰ·Ⅱ级", STORE, () => count(open(), rules.isGrave)],
    late: ["超时未受理", STORE, () => count(open(), isLate)],
    in_hand: ["处理中", STORE, () => count(open(), (state) => !rules.isUnaccepted(state))],
    day: ["24 小时", STORE, () => day().length],
    closed_day: ["已办结", STORE, () => ended(day())],
    resolved_share: [
      "办结率",
      STORE,
      () => {
        const counted = standing(day());
        return counted.length ? (100 * ended(counted)) / counted.length : null;
      },
      "%",
    ],
    accept_minutes: ["受理", STORE, () => medianTo("accepted"), "分"],
    turnout_minutes: ["派出", STORE, () => medianTo("dispatched"), "分"],
    arrival_median: ["到场", STORE, () => medianTo("on_scene"), "分"],
    within_target: ["达标", STORE, withinTarget, "%"],
    police_free: ["空闲民警", ROSTER, () => units("police", rules.isFree)],
    workers_free: ["空闲网格员", ROSTER, () => units("grid_worker", rules.isFree)],
    units_sent: ["已派", STORE, unitsSent],
    posts: ["岗位", MAP, () => held("grids")],
    posts_filled: [
      "在编",
      MAP,
      () => (held("vacant") === null ? null : held("grids") - held("vacant")),
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
  /* Of cases, a count of a few is not told: the server sends null. */
  const few = (value) => (value === null ? "<5" : whole(value));
  const TOLD = {
    incidents_today: (detail) => [["昨日此时", whole(detail.yesterday_by_now)]],
    incidents_open: (detail) =>
      [
        ["待受理", whole(detail.unaccepted)],
        ["Ⅰ·Ⅱ级", whole(detail.grave)],
      ].concat(lateCount() ? [["超时", String(lateCount())]] : []),
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
        Number.isFinite(detail.within_target) ? share(detail.within_target * 100) + "%" : null,
      ],
      ["≤", written(targetMinutes(), "分")],
    ],
    cameras: (detail) => [["画面", whole(detail.connected) || "未接入"]],
    centre_open: (detail) => [
      ["超期", few(detail.late)],
      ["收/结", few(detail.came) + "/" + few(detail.closed)],
    ],
    centre_watched: (detail) => [
      ["红", few(detail.red)],
      ["橙", few(detail.orange)],
    ],
    centre_success: (detail) => [
      ["不成", few(detail.failed)],
      ["撤回", few(detail.withdrawn)],
    ],
    centre_performed: (detail) => [
      ["已付万元", whole(detail.paid)],
      ["未付", whole(detail.owed)],
    ],
    centre_satisfied: (detail) => [["n", few(detail.n)]],
    centre_days: (detail) => [
      ["P90", Number.isFinite(detail.p90) ? detail.p90.toFixed(1) : null],
      ["n", few(detail.n)],
    ],
    party_grids: (detail) => [
      ["已建", whole(detail.covered)],
      ["网格", whole(detail.grids)],
    ],
    party_organisations: (detail) => [
      ["支部", whole(detail.branches)],
      ["小组", whole(detail.groups)],
    ],
    party_members: (detail) => [
      ["双报到", whole(detail.double)],
      ["有岗位", whole(detail.at_posts)],
    ],
    party_households: (detail) => [["逾期", whole(detail.late)]],
    party_activities: (detail) => [["人次", whole(detail.attended)]],
    party_gaps: (detail) => [
      ["书记缺", whole(detail.no_secretary)],
      ["届满", whole(detail.terms)],
    ],
    rural_organisations: (detail) => [["党员", whole(detail.members)]],
    rural_places: (detail) => [["覆盖村", whole(detail.villages)]],
    rural_activities: (detail) => [
      ["群众", whole(detail.community)],
      ["万元", Number.isFinite(detail.spent) ? (detail.spent / 10000).toFixed(1) : null],
    ],
    rural_households: (detail) => [["覆盖村", whole(detail.villages)]],
    items_open: (detail) => [
      ["待派", whole(detail.waiting)],
      ["超时", whole(detail.late)],
    ],
    items_in_time: (detail) => [["应处置", whole(detail.due)]],
    items_closed: (detail) => [["立案", whole(detail.filed)]],
  };

  /* Only all is 100 %, only nothing 0 %. */
  function share(value) {
    const isEdge = (value > 0 && value < 0.5) || (value >= 99.5 && value < 100);
    return isEdge ? Math.min(Math.max(value, 0.1), 99.9).toFixed(1) : String(Math.round(value));
  }

  const lateCount = () => count(open(), isLate);
  const onDuty = (kind) => ({
    value: units(kind, rules.isOnDuty),
    detail: {
      free: units(kind, rules.isFree),
      total: units(kind, () => true),
    },
  });

  /* The server's figures, counted here for a part of the district; null: known of the whole only. */
  const OF_A_PART = {
    incidents_today: () => ({
      value: count(incidents(), (state) => Date.parse(state.reported_at) >= midnight()),
      detail: {},
    }),
    incidents_open: () => ({
      value: open().length,
      detail: {
        unaccepted: COUNTED.waiting[2](),
        grave: COUNTED.grave[2](),
      },
    }),
    grid_workers_on_duty: () => {
      const { value, detail } = onDuty("grid_worker");
      return { value, detail: { in_post: detail.total, vacant: held("vacant") } };
    },
    police_on_duty: () => onDuty("police"),
    arrival_minutes: () => {
      const within = withinTarget();
      return {
        value: medianTo("on_scene"),
        detail: { within_target: within === null ? null : within / 100 },
      };
    },
  };

  /* Beyond a target that stands on the screen: reports waiting too long, or level Ⅰ; arrivals too late. */
  function moodOf(name, value) {
    if (name === "incidents_open" || name === "open" || name === "late") {
      return lateCount() ||
        open().some((state) => onescreen.gravest && onescreen.gravest.owns(state))
        ? "bad"
        : "";
    }
    const isArrival = name === "arrival_minutes" || name === "arrival_median";
    return isArrival && value !== null && value > targetMinutes() ? "bad" : "";
  }

  const WHOLE_ONLY = ["cameras", "rivers", "reservoirs", "hills"];
  const isWholeOnly = (name) => WHOLE_ONLY.includes(name) || /^(centre|party|rural)_/.test(name);
  const about = (name, value) => ({
    note: onescreen.topic.definition(name),
    mood: moodOf(name, value),
    isDistrict: Boolean(scope()) && isWholeOnly(name),
  });

  function written(value, unit) {
    if (value === null || value === undefined) return null;
    if (typeof value !== "number") return String(value);
    if (unit === "%") return share(value);
    if (unit === "分") return value.toFixed(1);
    if (Number.isInteger(value))
      return value >= 10000 ? value.toLocaleString("en-US") : String(value);
    return value.toFixed(1);
  }

  function told(name) {
    const state = picture.entities.kpi.get(name) || null;
    const detail = state && onescreen.check.isObject(state.detail) ? state.detail : {};
    if (scope() && OF_A_PART[name] && picture.seq !== null) return toldOfAPart(name, state);
    return {
      ...about(name, state ? state.value : null),
      value: state ? state.value : null,
      text: written(state && state.value, state && state.unit),
      isZero: Boolean(state && state.value === 0),
      source: (state && state.source) || "尚未收到",
      at: (state && state.at) || "",
      below: TOLD[name](detail).filter(([, text]) => text !== null),
    };
  }

  function toldOfAPart(name, state) {
    const { value, detail } = OF_A_PART[name]();
    return {
      ...about(name, value),
      value,
      text: written(value, state && state.unit),
      isZero: value === 0,
      source: (state && state.source) || STORE,
      at: onescreen.panels.asOf(),
      below: TOLD[name](detail).filter(([, text]) => text !== null),
    };
  }

  function counted(name) {
    const [label, source, read, unit] = COUNTED[name];
    const value = picture.seq === null ? null : read();
    return {
      ...about(name, value),
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
      : [
          figure.label,
          figure.text +
            (figure.unit && ["天", "分"].includes(figure.unit) ? " " : "") +
            figure.unit,
        ];
  }

  function of(name, below) {
    if (TOLD[name]) return told(name);
    if (!COUNTED[name]) return { value: null, text: null, source: "未注明", at: "", below: [] };
    const parts = (below || [])
      .filter((one) => COUNTED[one])
      .map(small)
      .filter(Boolean);
    if (name === "arrival_median") parts.push(["≤", written(targetMinutes(), "分")]);
    return { ...counted(name), below: parts };
  }

  onescreen.figures = {
    of,
    day,
    open,
    median,
    minutesTo,
    isLate,
    scope,
    isHere,
    share,
    NAMES: Object.keys(TOLD).concat(Object.keys(COUNTED)),
  };
})();
