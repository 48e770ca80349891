/* Percentiles against the targets, by class, area, shift or department; export to CSV and xlsx. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words } = onescreen;
  const BY = { class: "类别", area: "镇街", shift: "班次", department: "部门" };
  let by = "class";

  const span = (seconds) => (Number.isFinite(seconds) ? words.clock(seconds * 1000) : "–");

  function cell(value, measure) {
    if (!value || !value.n) return el("td", { class: "num fg-none" }, "–");
    const isShort =
      Number.isFinite(value.within) &&
      Number.isFinite(measure.share) &&
      value.within < measure.share;
    const share = Number.isFinite(value.within) ? Math.round(value.within * 100) + "%" : "";
    return el(
      "td",
      { class: "num" + (isShort ? " is-short" : "") },
      span(value.p50) + " / " + span(value.p90),
      el("span", { class: "fg-within" }, share),
    );
  }

  function row(measures, one, isTotal) {
    return el(
      "tr",
      { class: isTotal ? "fg-total" : null },
      el("th", { scope: "row" }, one.name || t("合计")),
      el("td", { class: "num" }, String(one.count)),
      ...measures.map((measure) => cell(one[measure.name], measure)),
    );
  }

  function table(answer) {
    const head = answer.measures.map((one) =>
      el(
        "th",
        { scope: "col" },
        one.label,
        el(
          "span",
          { class: "dc-label" },
          one.target_s
            ? t("目标 {span}", { span: span(one.target_s) }) +
                (one.share ? " " + Math.round(one.share * 100) + "%" : "")
            : "",
        ),
      ),
    );
    return el(
      "table",
      { class: "fg" },
      el("thead", {}, el("tr", {}, el("th", {}, t(BY[by])), el("th", {}, t("起数")), ...head)),
      el(
        "tbody",
        {},
        ...answer.rows.map((one) => row(answer.measures, one)),
        row(answer.measures, { ...answer.total, name: t("合计") }, true),
      ),
    );
  }

  function draw(answer) {
    const body = desk.sheets.body("figures");
    desk.sheets.note(t("中位 / 九成 · 达标率"));
    desk.part(body, [answer, by], () => [
      tools(),
      answer.rows.length ? table(answer) : panels.says(t("这段时间没有可统计的事件")),
    ]);
  }

  function tools() {
    const choices = Object.entries(BY).map(([code, name]) => {
      const node = el(
        "button",
        {
          class: "button small",
          type: "button",
          "aria-pressed": String(code === by),
          "data-focus": "by-" + code,
        },
        t(name),
      );
      node.addEventListener("click", () => {
        by = code;
        ask();
      });
      return node;
    });
    const files = [
      ["csv", "CSV"],
      ["xlsx", "Excel"],
    ].map(([type, name]) =>
      el(
        "a",
        {
          class: "button small",
          href: desk.api.at.figuresFile(type, by),
          download: "",
          "data-focus": type,
        },
        t("导出 {name}", { name }),
      ),
    );
    return el(
      "div",
      { class: "bd-tools" },
      el("span", { class: "dc-label" }, t("按")),
      ...choices,
      ...files,
    );
  }

  const ask = () => desk.sheets.read("figures", desk.api.at.figures(by), draw);

  panels.start(() =>
    desk.sheets.add("figures", {
      key: "g",
      label: "时效统计",
      title: "时效统计",
      open(body) {
        body.append(tools(), panels.says(t("正在统计…")));
        ask();
      },
    }),
  );
})();
