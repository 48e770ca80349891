/* Areas ranked beside each other, and two of them (or two periods) held against each other. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  const { number, span, percent, change } = area;

  function ranking(facts, rows) {
    const most = Math.max(1, ...rows.flatMap((row) => row.days));
    const slowest = Math.max(1, ...rows.flatMap((row) => [row.arrival_mean_s || 0, row.previous_arrival_mean_s || 0]));
    const body = rows.map((row, at) => {
      const moved = change(row.arrival_mean_s, row.previous_arrival_mean_s, span, -1);
      const told = row.arrival_change_s === null ? { text: t("样本少"), mood: "none" } : moved;
      const cells = [area.numberCell(String(at + 1)), area.areaLink(row), area.numberCell(number(row.reported)),
        area.numberCell(number(row.per_1000, 2)), area.numberCell(number(row.open_now)), area.numberCell(percent(row.resolved_in_target_share)),
        area.numberCell(span(row.arrival_mean_s)), el("td", { class: "bullet-cell" }, area.meanBar(row.arrival_mean_s, row.previous_arrival_mean_s, slowest)),
        el("td", { class: "num is-" + told.mood }, told.text),
        el("td", { class: "spark-cell" }, area.spark(row.days, most))];
      return cells;
    });
    const table = area.table(["#", t("区域"), t("上报"), t("每千人"), t("在办"), t("处置达标"), t("到场均值"), t("竖线为对比期"), t("较对比期"), t("每日上报")], body, "table-ranking");
    rows.forEach((row, at) => row.code === facts.code && table.tBodies[0].rows[at].classList.add("is-here"));
    return table;
  }

  const MEASURES = [
    ["上报（起）", (one) => one.totals.reported, number, 0],
    ["每千人上报（起）", (one) => one.totals.per_1000, (value) => number(value, 2), 0],
    ["已结案（起）", (one) => one.totals.closed, number, 0],
    ["本期未结（起）", (one) => one.totals.still_open, number, -1],
    ["处置达标", (one) => one.totals.resolved_in_target_share, percent, 1],
    ["到场均值", (one) => one.totals.arrival_mean_s, span, -1],
    ["到场达标", (one) => one.totals.arrived_in_target_share, percent, 1],
  ];

  function sideBySide(left, right, leftName, rightName) {
    return area.table([t("指标"), leftName, rightName, t("差")], MEASURES.map(([label, read, show, good]) => {
      const a = read(left), b = read(right);
      const told = change(a, b, show === percent ? area.points : show, good);
      return [el("td", { class: "is-label" }, t(label)), area.numberCell(show(a)), area.numberCell(show(b)), el("td", { class: "num is-" + told.mood }, told.text)];
    }), "table-compare");
  }

  const short = (period) => period.from.slice(5) + " ~ " + period.to.slice(5);
  area.ranking = ranking;
  area.periods = (facts) => sideBySide(facts, { totals: facts.totals_before }, short(facts.period), short(facts.previous));
  area.versus = (facts, other) => sideBySide(facts, other, facts.name, other.name);
})();
