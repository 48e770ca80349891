/* The emergency paper copy of the whole desk: drawn from what the page holds, so it works without a server. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture } = onescreen;

  const time = (moment) => (moment ? onescreen.clock.timeOfDay(Date.parse(moment)) : "");

  function crew(number) {
    const sent = picture.assignmentsOf(number);
    if (!sent.length)
      return panels.isHandled(picture.entities.incident.get(number))
        ? t("待回访结案")
        : t("尚未派出");
    return sent
      .map((one) => {
        const unit = picture.entities.unit.get(one.unit_id) || { call_sign: one.unit_id };
        const step = one.on_scene_at
          ? t("到场 ") + time(one.on_scene_at)
          : one.en_route_at
            ? t("途中 ") + time(one.en_route_at)
            : t("已派 ") + time(one.assigned_at);
        return [unit.call_sign, unit.name, step, desk.notices.word(desk.notices.ofAssignment(one))]
          .filter(Boolean)
          .join(" ");
      })
      .join("；");
  }

  function incidentRow(state) {
    return el(
      "tr",
      {},
      el("td", {}, words.SEVERITY[state.severity]),
      el("td", {}, state.number),
      el("td", {}, desk.options.className(state.class)),
      el("td", {}, [state.title, state.description].filter(Boolean).join("。")),
      el(
        "td",
        {},
        (state.address ? state.address + " " : "") +
          panels.placeText(state.area_code) +
          " " +
          state.lat.toFixed(5) +
          ", " +
          state.lon.toFixed(5),
      ),
      el("td", {}, words.STATUS[state.status]),
      el("td", {}, time(state.reported_at)),
      el("td", {}, crew(state.number)),
      el("td", {}, ""),
    );
  }

  function table(heads, rows) {
    return el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...heads.map((one) => el("th", {}, t(one))))),
      el("tbody", {}, ...rows),
    );
  }

  const waits = (unit) => {
    const order = picture.standbyOf(unit.unit_id);
    return order ? t("（{text}）", { text: words.standby(order) }) : "";
  };

  function unitGroups() {
    const groups = new Map();
    for (const unit of picture.entities.unit.values()) {
      if (!onescreen.rules.isOnDuty(unit)) continue;
      const name = words.UNIT_STATUS[unit.status];
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(unit);
    }
    return Array.from(groups, ([name, units]) => {
      units.sort((a, b) => (a.call_sign < b.call_sign ? -1 : 1));
      return el(
        "p",
        {},
        el("strong", {}, name + " " + units.length + t("：")),
        units
          .map((unit) => [unit.call_sign, unit.name, waits(unit)].filter(Boolean).join(" "))
          .join("、"),
      );
    });
  }

  let margins = null;
  let reportOf = null;

  /* 2026-11-25: a sheet may be read on another day. */
  const day = (now) =>
    new Intl.DateTimeFormat("sv-SE", {
      timeZone: onescreen.page.root.dataset.zone || "Asia/Shanghai",
    }).format(now);

  const quoted = (text) => '"' + text.replace(/[\\"]/g, "\\$&").replace(/[\n\r\f]/g, " ") + '"';

  /* On every sheet, in its own margins: whose it is, when and by whom, and which of how many. Sheets get apart. */
  function drawMargins(now, title) {
    const [before, between, after] = t("第 {page} 页，共 {pages} 页").split(/\{pages?\}/);
    const head = [
      onescreen.page.districtName + (title ? " " + title : t(" 调度台应急纸面")),
      day(now) + " " + onescreen.clock.timeOfDay(now),
      printedBy(),
      onescreen.page.isDemo ? t("演示数据") : "",
    ]
      .filter(Boolean)
      .join(" · ");
    if (!margins) margins = document.head.appendChild(el("style", { media: "print" }));
    const font = "font: 9pt sans-serif; color: #333;";
    margins.textContent = `@page { @top-left { content: ${quoted(head)}; ${font} white-space: nowrap; }
      @bottom-right { content: ${quoted(before)} counter(page) ${quoted(between)} counter(pages) ${quoted(after)}; ${font} } }`;
  }

  const printedBy = () =>
    (document.querySelector(".mark-account") || { textContent: "" }).textContent.trim();

  /* Who took a paper copy is written down; without a server it is printed all the same. */
  function print() {
    if (reportOf) {
      reportOf = null;
      return;
    }
    draw();
    desk.api.send({ method: "POST", path: desk.api.at.paper() }).catch(() => {});
  }

  function draw() {
    const paper = panels.byId("desk-paper");
    const now = picture.serverNow();
    const open = desk.clocks.urgent(panels.open(null));
    const fresh = onescreen.live.freshness();
    const isDemo = onescreen.page.isDemo;
    drawMargins(now);
    paper.replaceChildren(
      ...[
        isDemo ? el("div", { class: "paper-mark", "aria-hidden": "true" }, t("演示数据")) : null,
        el("h1", {}, onescreen.page.districtName + t(" 调度台应急纸面")),
        el(
          "p",
          {},
          t("打印账号 {account}", { account: printedBy() }),
          " · ",
          t("打印时间 {at}", { at: onescreen.clock.moment(now) }),
          " · ",
          t("数据到第 {seq} 条事实", { seq: picture.seq || 0 }),
          fresh.state === "live"
            ? ""
            : t(" · 注意：连接已中断 {seconds} 秒，数据可能已旧", { seconds: fresh.seconds }),
          isDemo ? " · " + t("演示数据") : "",
        ),
        el("h2", {}, t("在办事件 {count} 起", { count: open.length })),
        open.length
          ? table(
              ["级", "编号", "类别", "情况", "地点", "状态", "上报", "在办力量与通知", "手记"],
              open.map(incidentRow),
            )
          : el("p", {}, t("没有在办事件")),
        el("h2", {}, t("在岗力量")),
        ...unitGroups(),
        el(
          "p",
          { class: "paper-foot" },
          t("联系方式已遮盖；需要原号请值班长在系统中查看并说明理由"),
        ),
      ].filter(Boolean),
    );
  }

  /* The next print shows this instead of the desk. */
  function report(title, node) {
    const now = picture.serverNow();
    reportOf = title;
    drawMargins(now, title);
    panels
      .byId("desk-paper")
      .replaceChildren(
        ...[
          onescreen.page.isDemo
            ? el("div", { class: "paper-mark", "aria-hidden": "true" }, t("演示数据"))
            : null,
          el("h1", {}, onescreen.page.districtName + " " + title),
          el(
            "p",
            {},
            t("打印账号 {account}", { account: printedBy() }),
            " · ",
            t("打印时间 {at}", { at: onescreen.clock.moment(now) }),
          ),
          node,
        ].filter(Boolean),
      );
    desk.api.send({ method: "POST", path: desk.api.at.paper() }).catch(() => {});
  }

  panels.start(() => {
    window.addEventListener("beforeprint", print);
    desk.keys.add("P", { label: "打印应急纸面", group: "面板", run: () => window.print() });
  });
  desk.paper = { draw, report };
})();
