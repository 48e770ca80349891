/* Named queries: what a panel of a topic may show (the names stand in domain/topics/topics.py too).
 *
 *   queries.run(name)    {kind, rows, note, unit, empty, …}
 *     kind "hours":  {last, before, at, source}: reports per hour, oldest first, the running hour last
 *     kind "bars":   rows [{key, label, value, text?, area?, note?}], largest first
 *     kind "grid":   columns [{name, title?, isOwn?}], rows [{label, cells, mark?}], isHeat?
 *     kind "lamps":  rows [{key, label, isConnected, note}]
 *   queries.NAMES
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { picture, figures, areas, place, words, topic } = onescreen;
  const HOUR_MS = 3600000;
  const STATUSES = onescreen.contract.incident.open;
  const NEVER = "暂无记录";

  const focus = () => {
    const code = place.get().area || onescreen.page.district;
    return code.length >= 15 ? code.slice(0, 12) : code;
  };
  const partsHere = () => areas.children(figures.scope() || onescreen.page.district);

  function grouped(list, keyOf) {
    const count = new Map();
    for (const item of list) {
      const key = keyOf(item);
      if (key !== null) count.set(key, (count.get(key) || 0) + 1);
    }
    return count;
  }

  const byValue = (a, b) => b.value - a.value || (a.key < b.key ? -1 : 1);
  const barsOf = (count, labelOf) =>
    Array.from(count, ([key, value]) => ({ key, value, label: labelOf(key) })).sort(byValue);
  const bars = (rows, note, more) => ({
    kind: "bars",
    rows,
    note,
    source: "事件库",
    empty: NEVER,
    unit: "起",
    ...more,
  });

  /* The hours of a topic's own classes are counted here; those of the day before nobody holds. */
  function perHour() {
    const state = picture.entities.kpi.get("reported_per_hour");
    const detail = (state && state.detail) || {};
    const numbers = (list) =>
      Array.isArray(list) && list.length > 1 && list.every((value) => Number.isFinite(value))
        ? list
        : null;
    if (!topic.now().classes.length && !figures.scope()) {
      return {
        kind: "hours",
        last: numbers(detail.last_24h),
        before: numbers(detail.previous_24h),
        at: state && state.at,
        source: (state && state.source) || "事件库",
        note: "自 " + sinceHour() + " · 虚线为前一日",
        empty: "还没有满一小时的统计",
      };
    }
    const hour = Math.floor(picture.serverNow() / HOUR_MS);
    const last = new Array(24).fill(0);
    for (const { reported_at: at } of figures.day()) {
      const back = hour - Math.floor(Date.parse(at) / HOUR_MS);
      if (back >= 0 && back < 24) last[23 - back] += 1;
    }
    const asOf = onescreen.panels.asOf();
    return {
      kind: "hours",
      last: asOf ? last : null,
      before: null,
      at: asOf,
      source: "事件库",
      note: "自 " + sinceHour(),
      empty: "还没有满一小时的统计",
    };
  }

  /* Hours are those of the clock: 23 whole ones and the running one, not 24 times 60 minutes. */
  const sinceHour = () =>
    onescreen.clock.timeOfDay(picture.serverNow() - 23 * HOUR_MS).slice(0, 2) + ":00";

  function byClass() {
    const name = (state) => (words.CLASS[state.class] ? state.class : "other");
    const rows = barsOf(grouped(figures.day(), name), (key) => words.CLASS[key]);
    const total = rows.reduce((sum, row) => sum + row.value, 0);
    for (const row of rows) {
      row.note = onescreen.t("近 24 小时上报，占 {n}%", {
        n: figures.share((100 * row.value) / total),
      });
    }
    return bars(rows, total ? "近 24 小时 · 共 " + total + " 起" : "近 24 小时", {
      hasRest: true,
      empty: "近 24 小时没有上报",
    });
  }

  function byStatus() {
    const count = grouped(figures.open(), (state) => state.status);
    const rows = STATUSES.map((key) => ({
      key,
      label: words.STATUS[key],
      value: count.get(key) || 0,
    }));
    return bars(rows, "在办 · 起", { empty: "没有在办事件" });
  }

  function bySeverity() {
    const count = grouped(figures.open(), (state) => state.severity);
    const rows = onescreen.rules.SEVERITIES.map((key) => ({
      key,
      label: words.SEVERITY[key] + "级",
      value: count.get(key) || 0,
    }));
    return bars(rows, "在办 · 起");
  }

  /* The parts of the area one stands in, each with a number, and what is known no finer: with it
   * they add up to the whole. */
  function parts(valueOf, note, more) {
    const rows = areas
      .children(focus())
      .map(({ code, name }) => ({
        key: code,
        area: code,
        label: onescreen.panels.areaName(code),
        name,
        value: valueOf(code),
      }))
      .sort(byValue);
    const rest =
      more && more.isWhole ? valueOf(focus()) - rows.reduce((sum, row) => sum + row.value, 0) : 0;
    if (rest > 0)
      rows.push({
        key: "rest",
        label: "未落到" + words.LEVEL_SHORT[areas.levelsBelow(focus())[0]],
        name: "只知道所在的上级区域",
        value: rest,
        isRest: true,
      });
    return bars(rows, note, { isRanking: true, empty: "正在载入底图…", ...more });
  }

  function dayCounts() {
    const count = new Map();
    for (const { area_code: code } of figures.day()) {
      for (let length = 6; length <= code.length; length += 3) {
        const part = code.slice(0, length);
        count.set(part, (count.get(part) || 0) + 1);
      }
    }
    return count;
  }

  function byAreaDay() {
    const count = dayCounts();
    return parts((code) => count.get(code) || 0, "近 24 小时 · 起", { isWhole: true });
  }

  function repeatPlaces() {
    const count = grouped(figures.day(), ({ area_code: code }) =>
      code.length >= 12 ? code.slice(0, 12) : null,
    );
    const rows = barsOf(count, onescreen.panels.areaName)
      .filter((row) => row.value > 1)
      .map((row) => ({ ...row, area: row.key }));
    return bars(rows, "近 24 小时 · 两起以上", { empty: "近 24 小时没有重复的地方" });
  }

  function steps() {
    const pairs = STATUSES.slice(1).map((step, i) => [step, i ? STATUSES[i] : null]);
    const day = figures.day();
    const rows = pairs.map(([step, from]) => {
      const took = day
        .map((state) => figures.minutesTo(state, step, from))
        .filter((value) => value !== null);
      const value = figures.median(took);
      const note = (from ? words.STEP[from] : words.STEP[STATUSES[0]]) + " → " + words.STEP[step];
      return {
        key: step,
        label: words.STEP[step],
        note: note + " · " + onescreen.t("{n} 起", { n: took.length }),
        value: value || 0,
        text: value === null ? "—" : value.toFixed(1),
      };
    });
    return bars(rows, "近 24 小时 · 分", { unit: "分" });
  }

  function stocked(name, note, unit) {
    const held = (code) => (topic.stock(code) || {})[name];
    const rows = partsHere()
      .filter(({ code }) => held(code) !== undefined)
      .map(({ code, name: label }) => ({ key: code, area: code, label, value: held(code) }))
      .sort(byValue);
    for (const row of rows) if (row.value >= 10000) row.text = row.value.toLocaleString("en-US");
    return bars(rows, note, {
      source: "网格底图",
      isRanking: true,
      unit,
      empty: "底图里没有这一项",
    });
  }

  function workersByArea() {
    const present = Array.from(picture.entities.unit.values()).filter(
      (unit) => unit.kind === "grid_worker" && onescreen.rules.isOnDuty(unit) && unit.home_area,
    );
    return parts(
      (code) => present.filter((unit) => unit.home_area.startsWith(code)).length,
      "在岗 · 人",
      { source: "力量名册", unit: "人" },
    );
  }

  function vacantLongest() {
    const since = (moment) =>
      Math.max(0, Math.floor((picture.serverNow() - Date.parse(moment)) / 86400000));
    const rows = topic
      .longestVacant()
      .filter(({ code }) => figures.isHere(code))
      .map(({ code, since: moment }) => ({
        key: code,
        area: code,
        label: onescreen.panels.areaName(code.slice(0, 12)),
        name: onescreen.panels.placeText(code, 6),
        value: since(moment),
      }));
    return bars(rows, "天", { source: "网格底图", unit: "天", empty: "没有空缺的岗位" });
  }

  function waters() {
    const kinds = { river: "河流", reservoir: "水库" };
    const rows = Object.entries(kinds).flatMap(([kind, word]) =>
      onescreen.mapStyle
        .names("water", kind)
        .map((name) => ({ key: kind + name, label: name, text: word, value: 0, isWord: true })),
    );
    return bars(rows, "水位 未接入", {
      source: "网格底图",
      unit: "",
      isPlain: true,
      empty: "底图里没有水系",
    });
  }

  /* What the district has some of; a source is connected by what came of it, not by a claim. */
  const hasStock = (name) => (topic.stock(onescreen.page.district) || {})[name] > 0;
  const hasUnits = (kind) => [...picture.entities.unit.values()].some((unit) => unit.kind === kind);
  const hasCounted = (name) => (picture.entities.kpi.get(name) || {}).value > 0;
  const HELD = {
    party_members: () => hasCounted("party_members"),
    party_activities: () => hasCounted("party_activities"),
    rural_organisations: () => hasCounted("rural_organisations"),
    rural_places: () => hasCounted("rural_places"),
    waters: () => onescreen.mapStyle.names("water").length > 0,
    branches: () => hasStock("branches"),
    population: () => hasStock("population"),
    grid_workers: () => hasUnits("grid_worker"),
    police: () => hasUnits("police"),
  };

  const isThere = (source) => (source.counted ? HELD[source.counted]() : source.is_connected);

  function sources() {
    const rows = topic.now().sources.map((source) => ({
      key: source.name,
      label: source.name,
      isConnected: isThere(source),
      note: isThere(source) ? "已接入" : "未接入",
      title: source.note,
    }));
    const missing = rows.filter((row) => !row.isConnected).length;
    return {
      kind: "lamps",
      rows,
      note: missing ? "未接入 " + missing + " 项" : "全部已接入",
      empty: "没有登记数据源",
    };
  }

  function links() {
    const rows = topic.now().links.map((link) => ({
      key: link.href,
      label: link.label,
      href: link.href,
      isConnected: true,
      note: "打开 →",
    }));
    return { kind: "lamps", rows, note: "", empty: "没有登记链接" };
  }

  /* ---- the dispute centre: sums the server has counted, in which a few are null ---- */

  const FEW = "<5";
  const centre = (name) => {
    const state = picture.entities.kpi.get(name);
    const detail = (state && state.detail) || {};
    return { at: state && state.at, detail, rows: Array.isArray(detail.rows) ? detail.rows : [] };
  };
  const SMALL = (value) => (value === null ? FEW : value);
  const grid = (columns, rows, note, at) => ({
    kind: "grid",
    columns,
    rows,
    note,
    at,
    source: "案件库",
    told: "<5：不足五件，不显示",
    empty: "还没有案件数据",
  });

  const STAGES = {
    registered: "待派",
    routed: "待收",
    studying: "研判",
    handling: "承办",
    performing: "履约",
    calling_back: "待访",
    closing: "待结",
  };

  function centreFunnel() {
    const { at, rows } = centre("centre_funnel");
    const columns = rows.map(({ key }) => ({ name: STAGES[key] }));
    const lines = [
      { label: "待办", cells: rows.map(({ value }) => SMALL(value)) },
      { label: "超期", cells: rows.map(({ late }) => SMALL(late)) },
    ];
    return grid(columns, rows.length ? lines : [], "件", at);
  }

  /* Who leads is counted, never named: how many have a leader, how long the oldest has been open. */
  function centreLevels() {
    const { at, detail, rows } = centre("centre_levels");
    const names = { red: "红色", orange: "橙色" };
    const columns = ["在办", "超期", "有领导包案", "最久/天"].map((name) => ({ name }));
    const lines = rows.map(({ key, value, late, led, days }) => ({
      label: names[key],
      mark: key,
      cells: [SMALL(value), SMALL(late), SMALL(led), Number.isFinite(days) ? days : "—"],
    }));
    const { rooms, mediators } = detail;
    const told = rooms && { busy: rooms.busy, all: rooms.all, people: mediators };
    const note = told ? onescreen.t("调解室 {busy}/{all} · 调解员 {people} 在用", told) : "件";
    return grid(columns, lines, note, at);
  }

  /* 烈山镇 → 烈山, 烈山区工业园 → 工业: two letters tell the towns of a district apart. */
  const shortName = (name) => (/工业|开发/.exec(name) || [name.slice(0, 2)])[0];

  function centreHeat() {
    const { at, detail, rows } = centre("centre_heat");
    const columns = (Array.isArray(detail.towns) ? detail.towns : []).map((code) => {
      const name = onescreen.panels.areaName(code);
      return { name: shortName(name), title: name, isOwn: true };
    });
    const lines = rows.map(({ label, cells }) => ({ label, cells: cells.map(SMALL) }));
    const { first, last } = detail;
    const note = first ? onescreen.t("{first} – {last} · 件", { first, last }) : "";
    return { ...grid(columns, lines, note, at), isHeat: true };
  }

  /* ---- the party: sums the server has counted, without a name ---- */

  const LEVELS = { community: "村社区", grid: "网格", building: "楼组", households: "住户" };
  const MEETINGS = { party: "党建", community: "群众" };
  const PARTY_GAPS = {
    no_organisation: "未建",
    no_secretary: "书记缺",
    term_ended: "届满",
    term_ending: "将届满",
    no_members: "无党员",
    no_meeting: "未开会",
    no_contact: "未联系",
  };

  function ofParty(columns, rows, note, state) {
    const made = grid(columns, rows, note, state && state.at);
    const source = (state && state.source) || "党建台账";
    return { ...made, source, told: "", empty: "还没有党建数据" };
  }

  const ACTIVITIES = { three_meetings: "三会一课", theme_day: "主题党日", talk: "民情恳谈" };

  /* Photos that somebody has marked as fit to be shown, the newest first. */
  function partyPhotos() {
    const { rows } = centre("party_photos");
    return rows.map(({ key, day, area, title, activity }) => ({
      src: "/api/v1/net/party/photos/" + encodeURIComponent(key),
      says: title || ACTIVITIES[activity] || "",
      isOwn: Boolean(title),
      place: onescreen.panels.areaName(area),
      day,
    }));
  }

  function partyLevels() {
    const state = picture.entities.kpi.get("party_levels");
    const { detail, rows } = centre("party_levels");
    const columns = rows.map(({ key }) => ({ name: LEVELS[key] }));
    const line = { label: "在册", cells: rows.map(({ value }) => value) };
    const gaps = Array.isArray(detail.gaps) ? detail.gaps : [];
    const lines = gaps.map(({ key, cells }) => ({ label: PARTY_GAPS[key] || key, cells }));
    const made = ofParty(columns, rows.length ? [line, ...lines] : [], "个 · 户", state);
    return { ...made, told: "在册：未撤销的组织和正在联系的住户；以下各行：缺的、到期的、逾期的" };
  }

  function partyMonths() {
    const state = picture.entities.kpi.get("party_months");
    const { detail, rows } = centre("party_months");
    const months = Array.isArray(detail.months) ? detail.months : [];
    const columns = months.map((month) => ({ name: month.slice(5), title: month, isOwn: true }));
    const lines = rows.map(({ key, cells }) => ({ label: MEETINGS[key], cells }));
    const made = ofParty(columns, months.length ? lines : [], "次", state);
    const told = "党建：各级党组织已举行的活动；群众：自治组织和社区举行的，不含取消的";
    return { ...made, told, photos: partyPhotos(), without: "还没有标记可展示的活动照片" };
  }

  const QUERIES = {
    party_levels: partyLevels,
    party_months: partyMonths,
    centre_funnel: centreFunnel,
    centre_levels: centreLevels,
    centre_heat: centreHeat,
    per_hour: perHour,
    by_class: byClass,
    by_status: byStatus,
    by_severity: bySeverity,
    by_area: () => parts(topic.openIn, "起 · 点开看辖区", { isOpen: true, isWhole: true }),
    by_area_day: byAreaDay,
    repeat_places: repeatPlaces,
    steps,
    vacant_by_area: () => stocked("vacant", "岗", "岗"),
    branches_by_area: () => stocked("branches", "个", "个"),
    people_by_area: () => stocked("population", "人", "人"),
    workers_by_area: workersByArea,
    vacant_longest: vacantLongest,
    waters,
    sources,
    links,
  };

  onescreen.queries = {
    run: (name) => (QUERIES[name] || QUERIES.by_class)(),
    NAMES: Object.keys(QUERIES),
  };
})();
