/* What the cards show, one function a card. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  const { number, span, percent, change } = area;
  const STEPS = { accept: "受理", dispatch: "派遣", travel: "途中", arrival: "到场（上报起）", resolve: "处置（上报起）" };
  const SEVERITY = { 1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ" };

  /* The values of a sentence in the language that is on; a name stays a name. */
  function said(values) {
    return Object.fromEntries(Object.entries(values).map(([key, value]) =>
      [key, key === "name" || typeof value !== "string" ? value : onescreen.say(value)]));
  }

  function say(facts) {
    return el("section", { class: "area-say", "aria-label": t("结论") },
      facts.sentences.map((one, at) => el("p", { class: at ? "say-more" : "say-first", translate: "no" }, t(one.pattern, said(one.values)))),
      el("p", { class: "say-period" }, t("本期 {period}（{days} 天），对比期 {previous}。", {
        period: area.days(facts.period), days: facts.period.days, previous: area.days(facts.previous),
      })));
  }

  function tiles(facts) {
    const now = facts.totals, old = facts.totals_before;
    return el("section", { class: "tiles", "aria-label": t("主要指标") },
      area.tile(t("上报"), area.big(now.reported), t("起"), change(now.reported, old.reported, number, 0)),
      area.tile(t("每千人上报"), number(now.per_1000, 2), now.per_1000 === null ? "" : t("起"), null,
        facts.population ? t("人口 {count}", { count: area.big(facts.population) }) : t("没有人口数，不能折算")),
      area.tile(t("已结案"), area.big(now.closed), t("起"), null, t("撤销 {count} 起", { count: number(now.cancelled) })),
      area.tile(t("本期未结"), number(now.still_open), t("起"), null, t("此刻在办共 {count} 起", { count: number(facts.open_now) })),
      area.tile(t("处置达标"), percent(now.resolved_in_target_share), "", change(now.resolved_in_target_share, old.resolved_in_target_share, area.points, 1)),
      area.tile(t("到场均值"), span(now.arrival_mean_s), "", change(now.arrival_mean_s, old.arrival_mean_s, span, -1)),
      area.tile(t("到场达标"), percent(now.arrived_in_target_share), "", change(now.arrived_in_target_share, old.arrived_in_target_share, area.points, 1)),
      peopleTile(facts.people));
  }

  function peopleTile(people) {
    const held = people.grid_worker;
    return area.tile(t("在岗网格员"), number(held.on_duty), t("人"), null,
      t("岗位 {posts} 个，空缺 {vacant} 个；在岗民警 {police} 人", { posts: number(people.posts), vacant: number(people.vacant), police: number(people.police.on_duty) }));
  }

  /* ---- charts: each gets a box and draws into it once it stands on the page ---- */

  function classes(facts, other) {
    return (box) => {
      const rows = facts.classes.slice().reverse();
      const labels = rows.map((row) => area.className(row.class));
      const theirs = other && new Map(other.classes.map((row) => [row.class, row.reported]));
      const total = facts.totals.reported;
      const traces = [area.bars({
        orientation: "h", x: rows.map((row) => row.reported), y: labels, ...(rows.length < 4 && !other ? { width: 0.2 * rows.length } : {}),
        text: rows.map((row) => number(row.reported)),
        hovertext: rows.map((row, at) => t("{name}：{count} 起，占 {share}；对比期 {previous} 起", {
          name: labels[at], count: number(row.reported), share: percent(total ? row.reported / total : null), previous: number(row.previous) })),
        customdata: rows.map((row) => row.class),
      })];
      if (theirs) {
        traces.unshift(area.bars({
          orientation: "h", x: rows.map((row) => theirs.get(row.class) || 0), y: labels,
          text: rows.map((row) => number(theirs.get(row.class) || 0)), hovertext: rows.map(() => other.name),
          customdata: rows.map((row) => row.class),
        }, "other"));
      }
      const most = Math.max(1, ...rows.map((row) => row.reported), ...(theirs ? theirs.values() : []));
      area.chart(box, traces, { xaxis: { range: [0, most * 1.18], showticklabels: false, showgrid: false }, yaxis: { dtick: 1, showgrid: false } },
        (point) => area.openRows(area.className(point.customdata), { class: point.customdata }));
    };
  }

  /* A week or month that is not over looks like a fall; it is hatched. */
  function isWhole(row, isMonth) {
    const days = (Date.parse(row.to) - Date.parse(row.from)) / 86400000 + 1;
    return days >= (isMonth ? 28 : 7);
  }

  /* The incidents of one week or month of a chart. */
  function openSpan({ customdata }) {
    if (!customdata) return;
    const [from, to] = customdata;
    area.openRows(area.days({ from, to }), { period: "custom", month: "", from, to, vs_from: "", vs_to: "" });
  }

  function trend(facts, other) {
    return (box) => {
      const rows = facts.trend.rows;
      const isMonth = facts.trend.by === "month";
      const label = (row) => (isMonth ? row.from.slice(0, 7) : row.from.slice(5));
      const labels = rows.map(label);
      const traces = [area.bars({
        x: labels, y: rows.map((row) => row.reported), text: rows.map((row) => number(row.reported)),
        hovertext: rows.map((row) => area.days(row) + "：" + number(row.reported) + " " + t("起")),
        customdata: rows.map((row) => [row.from, row.to]),
        marker: { color: area.tone("soft"), pattern: { shape: rows.map((row) => (isWhole(row, isMonth) ? "" : "/")), fillmode: "replace", solidity: 0.4 } },
      })];
      if (other) {
        const theirs = new Map(other.trend.rows.map((row) => [label(row), row.reported]));
        traces.push(area.bars({ x: labels, y: labels.map((name) => theirs.get(name) || 0), text: labels.map((name) => number(theirs.get(name) || 0)), hovertext: labels.map(() => other.name) }, "other"));
      }
      const most = Math.max(1, ...traces.flatMap((trace) => trace.y));
      area.chart(box, traces, { xaxis: { type: "category" }, yaxis: { range: [0, most * 1.2], showticklabels: false } },
        openSpan);
    };
  }

  /* Half and nine in ten of the arrivals of each week or month, against the target. */
  function arrivalTrend(facts, other) {
    return (box) => {
      const isMonth = facts.trend.by === "month";
      const label = (row) => (isMonth ? row.from.slice(0, 7) : row.from.slice(5));
      const lineOf = (rows, key, name, tone) => area.line({
        x: rows.map(label), y: rows.map((row) => row[key] === null ? null : row[key] / 60),
        text: rows.map((row, at) => row[key] === null ? "" : (at ? "" : name + " ") + number(row[key] / 60, 1)),
        hovertext: rows.map((row) => name + " " + area.days(row) + "：≤ " + span(row[key])),
        customdata: rows.map((row) => [row.from, row.to]),
      }, tone);
      const traces = [lineOf(facts.trend.rows, "arrival_p90_s", "P90", "main"), lineOf(facts.trend.rows, "arrival_p50_s", "P50", "soft")];
      if (other) traces.push(lineOf(other.trend.rows, "arrival_p90_s", other.name + " P90", "other"));
      const goal = facts.response.find((row) => row.step === "arrival").target_s / 60;
      const most = Math.max(goal, ...traces.flatMap((trace) => trace.y.filter(Number.isFinite)));
      area.chart(box, traces, {
        xaxis: { type: "category", range: [-0.5, facts.trend.rows.length - 0.5] }, yaxis: { range: [0, most * 1.25], showticklabels: false },
        shapes: [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: goal, y1: goal, line: { color: area.tone("other"), width: 2, dash: "dash" } }],
        annotations: [{ xref: "paper", x: 1, xanchor: "right", y: goal, yanchor: "bottom", showarrow: false, text: t("目标 {goal}", { goal: number(goal, 1) }), font: { ...area.font(18), color: area.tone("other") } }],
      }, openSpan);
    };
  }

  function response(facts) {
    const rows = facts.response.map((row) => {
      const within = row.target_s === null ? null : row.p90_s !== null && row.p90_s <= row.target_s;
      const drawn = row.target_s === null || row.p90_s === null ? "" : area.bullet(row.p50_s, row.p90_s, row.target_s);
      const verdict = row.target_s === null ? t("无目标") : row.p90_s === null ? "—" : within ? t("达标") : t("超目标");
      return [t(STEPS[row.step]), area.numberCell(number(row.count)), area.numberCell("≤ " + span(row.p50_s)), area.numberCell("≤ " + span(row.p90_s)),
        area.numberCell("≤ " + span(row.previous_p90_s), "is-second"), area.numberCell(row.target_s === null ? "—" : span(row.target_s)), el("td", { class: "bullet-cell" }, drawn),
        el("td", { class: within === false ? "is-worse" : within ? "is-better" : "is-second" }, verdict)];
    });
    return area.table([t("环节"), t("起数"), "P50", "P90", t("对比期 P90"), t("目标"), t("竖线为目标"), t("P90 对目标")], rows, "table-response");
  }

  function why(facts) {
    if (!facts.change) return area.empty(t("两期中有一期的到场记录太少，不作分解。"));
    const signed = (seconds) => (seconds >= 0.5 ? "+" : seconds <= -0.5 ? "−" : "") + span(Math.abs(seconds));
    const most = Math.max(1, ...["steps", "classes", "hours"].flatMap((key) => facts.change[key].map((part) => Math.abs(part.change_s))));
    const group = (title, parts, name) => el("div", { class: "why-group" }, el("h3", {}, title),
      parts.slice(0, 5).map((part) => {
        const bar = el("i", { class: part.change_s > 0 ? "is-worse" : "is-better" });
        bar.style.width = (100 * Math.abs(part.change_s)) / most + "%";
        return el("div", { class: "why-row" }, el("span", {}, name(part.name)), el("span", { class: "why-track" }, bar), el("span", { class: "num" }, signed(part.change_s)));
      }));
    return el("div", { class: "why" }, group(t("按环节"), facts.change.steps, (name) => t(STEPS[name])),
      group(t("按类别"), facts.change.classes, area.className), group(t("按时段"), facts.change.hours, (name) => name));
  }

  function severities(facts) {
    const rows = facts.severities.map((row) => {
      const button = el("button", { class: "link", type: "button" }, SEVERITY[row.severity] + " " + t("级"));
      button.addEventListener("click", () => area.openRows(SEVERITY[row.severity] + " " + t("级"), { severity: row.severity }));
      return [button, area.numberCell(number(row.reported)), area.numberCell(number(row.closed)), area.numberCell(number(row.cancelled)), area.numberCell(percent(row.in_target_share))];
    });
    return area.table([t("级别"), t("上报"), t("结案"), t("撤销"), t("处置达标")], rows);
  }

  function places(facts) {
    const rows = facts.places.rows;
    if (!rows.length) return area.empty(t("这些月份里没有重复发生的地点。"));
    const months = facts.places.months.join(",");
    return area.table([t("地点（约 100 米）"), t("次数")], rows.slice(0, 10).map((row) => {
      const button = el("button", { class: "link num", type: "button" }, String(row.count));
      button.addEventListener("click", () => area.openRows(row.name, { place: row.lat_e3 + "," + row.lon_e3, months }, row.area_code));
      return [el("a", { class: "link", href: "/?area=" + row.area_code, title: row.lat + ", " + row.lon }, row.name), el("td", { class: "num" }, button)];
    }));
  }

  function vacancies(facts) {
    const rows = facts.people.longest_vacant;
    if (!facts.people.posts) return area.empty(t("底图里没有网格，不知道岗位。"));
    if (!rows.length) return area.empty(t("没有空缺的岗位。"));
    return area.table([t("空缺岗位"), t("已空缺（天）")], rows.slice(0, 10).map((row) => [area.areaLink(row), area.numberCell(number(row.days))]));
  }

  Object.assign(area, { say, tiles, classes, trend, arrivalTrend, response, why, severities, places, vacancies });
})();
