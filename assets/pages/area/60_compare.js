/* Areas ranked beside each other, and two of them (or two periods) held against each other. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  const { number, span, percent, change } = area;

  function ranking(facts, rows) {
    const slowest = Math.max(
      1,
      ...rows.flatMap((row) => [row.arrival_mean_s || 0, row.previous_arrival_mean_s || 0]),
    );
    const body = rows.map((row, at) => {
      const told = verdict(row, facts);
      const of = { code: row.code, name: row.name };
      const arrived = t("{name} 到场 {count} 起", { name: row.name, count: number(row.arrived) });
      return [
        area.numberCell(String(at + 1)),
        area.areaLink(row),
        area.openCell(row.reported, row.name, {}, of),
        area.numberCell(number(row.per_1000, 2)),
        area.numberCell(number(row.open_now)),
        area.openCell(
          percent(row.resolved_in_target_share),
          t("{name} 处置超时限", { name: row.name }),
          { late: "resolve", slowest: "resolve" },
          of,
        ),
        area.openCell(span(row.arrival_mean_s), arrived, { arrived: 1, slowest: "arrival" }, of),
        el(
          "td",
          { class: "moved-cell" },
          area.moved(row.arrival_mean_s, row.previous_arrival_mean_s, slowest, told.mood),
        ),
        el("td", { class: "num is-" + told.mood }, told.text),
        el("td", { class: "row-doubt" }, told.why),
        el("td", { class: "spark-cell" }, area.spark(row.days)),
        area.numberCell(number(Math.max(0, ...row.days)), "is-second"),
      ];
    });
    const table = area.table(
      [
        "#",
        t("区域"),
        t("上报"),
        t("每千人"),
        t("在办"),
        t("处置达标"),
        t("到场均值"),
        t("○ 对比期 → ● 本期"),
        t("较对比期"),
        t("把握"),
        t("每日上报"),
        t("最多"),
      ],
      body,
      "table-ranking",
    );
    rows.forEach(
      (row, at) => row.code === facts.code && table.tBodies[0].rows[at].classList.add("is-here"),
    );
    return table;
  }

  /* How the response changed; a change within chance has no colour and says so. */
  function verdict(row, facts) {
    if (!facts.previous.with_data) return { text: "—", why: t("无对比"), mood: "none" };
    if (row.arrival_change_s === null) return { text: "—", why: t("样本少"), mood: "none" };
    const told = change(row.arrival_mean_s, row.previous_arrival_mean_s, span, -1);
    return row.is_sure
      ? { ...told, why: t("超出偶然") }
      : { ...told, mood: "none", why: t("或属偶然") };
  }

  const OPEN = "reported,accepted,dispatched,en_route,on_scene,resolved";
  // label, which figure, how it is shown, better when +1 more or −1 less, a count?, what it opens to
  const MEASURES = [
    ["上报（起）", "reported", number, 0, true, {}],
    ["每千人上报（起）", "per_1000", (value) => number(value, 2), 0, true, {}],
    ["已结案（起）", "closed", number, 0, true, { status: "closed" }],
    ["已撤销（起）", "cancelled", number, 0, true, { status: "cancelled" }],
    ["本期未结（起）", "still_open", number, -1, true, { status: OPEN }],
    [
      "处置达标",
      "resolved_in_target_share",
      percent,
      1,
      false,
      { late: "resolve", slowest: "resolve" },
    ],
    ["到场均值", "arrival_mean_s", span, -1, false, { arrived: 1, slowest: "arrival" }],
    [
      "到场达标",
      "arrived_in_target_share",
      percent,
      1,
      false,
      { late: "arrival", slowest: "arrival" },
    ],
  ];

  /* Counts of periods of unlike length, or with days before the first of data, do not compare. */
  const countsCompare = (facts) =>
    facts.period.days === facts.previous.days && facts.previous.with_data === facts.previous.days;

  function sideBySide(left, right, canCount) {
    return area.table(
      [t("指标"), left.name, right.name, t("差")],
      MEASURES.map(([label, key, show, good, isCount, behind]) => {
        const a = left.totals[key],
          b = right.totals[key];
        const told =
          a === null || b === null || (isCount && !canCount)
            ? { text: "—", mood: "none" }
            : change(a, b, show === percent ? area.points : show, good);
        const cell = (side, value) =>
          area.openCell(show(value), t(label) + " · " + side.name, behind, side.of);
        return [
          el("td", { class: "is-label" }, t(label)),
          cell(left, a),
          cell(right, b),
          el("td", { class: "num is-" + told.mood }, told.text),
        ];
      }),
      "table-compare",
    );
  }

  const short = (period) =>
    period.from === period.to
      ? period.from.slice(5)
      : period.from.slice(5) + " ~ " + period.to.slice(5);
  area.ranking = ranking;
  area.countsCompare = countsCompare;
  area.OPEN = OPEN;
  area.periods = (facts) =>
    sideBySide(
      { name: short(facts.period), totals: facts.totals },
      { name: short(facts.previous), totals: facts.totals_before, of: { isBefore: true } },
      countsCompare(facts),
    );
  area.versus = (facts, other) =>
    sideBySide(
      { name: facts.name, totals: facts.totals },
      { name: other.name, totals: other.totals, of: { code: other.code, name: other.name } },
      true,
    );
})();
