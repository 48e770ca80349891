/* The head of the page: where we are, which days, compared with what, taken away how. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  const PERIODS = [
    ["7d", "近 7 天"],
    ["30d", "近 30 天"],
    ["90d", "近 90 天"],
    ["month", "本月"],
  ];

  const days = (period) =>
    period.from === period.to
      ? period.from
      : t("{from} 至 {to}", { from: period.from, to: period.to });

  function path(facts) {
    const crumbs = facts.path.flatMap((row, at) => [
      at ? el("span", { class: "sep" }, "▸") : null,
      row.code === facts.code ? el("b", { class: "crumb is-here" }, row.name) : area.areaLink(row),
    ]);
    const links = [];
    if (facts.level === "village")
      links.push(el("a", { class: "link", href: "/community/" + facts.code }, t("进入社区")));
    links.push(el("a", { class: "link", href: "/?area=" + facts.code }, t("在一屏上看")));
    return el(
      "nav",
      { class: "area-path", "aria-label": t("所在区域") },
      crumbs,
      el("span", { class: "area-links" }, links),
    );
  }

  function periodButtons(facts) {
    const held = area.state();
    const length = { 7: "7d", 30: "30d", 90: "90d" }[facts.period.days];
    const chosen = held.period || (held.from ? "custom" : length);
    const clear = { month: "", from: "", to: "", vs_from: "", vs_to: "" };
    const buttons = PERIODS.map(([name, label]) => {
      const isMonth = name === "month";
      const isChosen = isMonth ? chosen === "month" && !held.month : chosen === name;
      const button = el(
        "button",
        { class: "area-choice", type: "button", "aria-pressed": String(isChosen) },
        t(label),
      );
      button.addEventListener("click", () => area.go({ ...clear, period: name }));
      return button;
    });
    const month = el("input", {
      type: "text",
      class: "area-input is-short",
      "aria-label": t("选择月份"),
      value: held.month,
      placeholder: facts.period.to.slice(0, 7),
      maxlength: 7,
      inputmode: "numeric",
    });
    month.addEventListener(
      "change",
      () => month.value && area.go({ ...clear, period: "month", month: month.value.trim() }),
    );
    return el(
      "div",
      { class: "area-choices", role: "group", "aria-label": t("统计周期") },
      buttons,
      el("label", { class: "area-label" }, t("月份"), month),
      customDays(facts),
    );
  }

  function dateInput(label, value) {
    return el("input", {
      type: "text",
      class: "area-input is-day",
      "aria-label": label,
      value,
      maxlength: 10,
      placeholder: "2026-01-31",
      inputmode: "numeric",
    });
  }

  function customDays(facts) {
    const from = dateInput(t("开始日期"), facts.period.from);
    const to = dateInput(t("结束日期"), facts.period.to);
    const go = el("button", { class: "area-choice", type: "submit" }, t("按日期"));
    const form = el("form", { class: "area-form" }, from, el("span", {}, t("至")), to, go);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (from.value && to.value)
        area.go({
          period: "custom",
          month: "",
          from: from.value,
          to: to.value,
          vs_from: "",
          vs_to: "",
        });
    });
    return form;
  }

  function compareControls(facts) {
    const held = area.state();
    const select = el(
      "select",
      { class: "area-input", "aria-label": t("对比区域") },
      el("option", { value: "" }, t("不与其他区域对比")),
      [...facts.sisters, ...facts.children]
        .filter((row) => row.code !== facts.code)
        .map((row) => el("option", { value: row.code, selected: row.code === held.vs }, row.name)),
    );
    select.addEventListener("change", () => area.go({ vs: select.value }));
    const from = dateInput(t("对比开始"), facts.previous.from);
    const to = dateInput(t("对比结束"), facts.previous.to);
    const button = el("button", { class: "area-choice", type: "submit" }, t("换对比期"));
    const form = el(
      "form",
      { class: "area-form" },
      el("span", { class: "area-label" }, t("对比期")),
      from,
      el("span", {}, t("至")),
      to,
      button,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (from.value && to.value)
        area.go({
          vs_from: from.value,
          vs_to: to.value,
          period: "custom",
          month: "",
          from: facts.period.from,
          to: facts.period.to,
        });
    });
    return el(
      "div",
      { class: "area-choices" },
      el("label", { class: "area-label" }, t("对比区域"), select),
      form,
    );
  }

  function exports(facts) {
    if (!facts.may_export)
      return el(
        "div",
        { class: "area-choices area-exports" },
        el("a", { class: "link", href: "/brief" }, t("早报")),
      );
    const link = (kind, label) =>
      el("a", { class: "button", href: area.file(facts.code, kind), download: "" }, t(label));
    return el(
      "div",
      { class: "area-choices area-exports" },
      link("table.xlsx", "导出 Excel"),
      link("page.pdf", "导出 PDF"),
      link("rows.csv", "明细 CSV"),
      el("a", { class: "link", href: "/brief" }, t("早报")),
    );
  }

  area.head = (facts) =>
    el(
      "header",
      { class: "area-head" },
      el("div", { class: "area-line" }, path(facts), exports(facts)),
      el("div", { class: "area-line" }, periodButtons(facts), compareControls(facts)),
    );
  area.days = days;
})();
