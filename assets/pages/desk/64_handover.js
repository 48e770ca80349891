/* The handover of a shift: what is open, what ended, what nobody answered, notes and figures; for paper too. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words } = onescreen;

  const MEASURES = {
    answer: "接听建单",
    accept: "受理",
    dispatch: "派遣",
    turnout: "出动",
    travel: "路途",
    total: "总时长",
  };
  const span = (seconds) => words.clock(seconds * 1000);
  const moment = (text) => (text ? onescreen.clock.moment(Date.parse(text)) : "");

  function incident(one) {
    return el(
      "li",
      {},
      el("button", { class: "link num", type: "button", "data-number": one.number }, one.number),
      " ",
      words.SEVERITY[one.severity] || "",
      " ",
      one.title
        ? el("span", { translate: "no", dir: "auto" }, one.title)
        : desk.options.className(one.class),
      " ",
      el(
        "span",
        { class: "dc-label" },
        [words.STATUS[one.status], moment(one.reported_at)].filter(Boolean).join(" · "),
      ),
    );
  }

  const notice = (one) =>
    el(
      "li",
      {},
      one.recipient || one.unit_id,
      " ",
      el("span", { class: "dc-label" }, desk.notices.word(one) + " · " + moment(one.at)),
      " ",
      el("span", { class: "num" }, one.number || ""),
    );
  const note = (one) =>
    el(
      "li",
      {},
      el("span", { class: "num" }, moment(one.at)),
      " ",
      el("span", { translate: "no", dir: "auto" }, one.text),
      " ",
      el("span", { class: "dc-label" }, one.number || ""),
    );

  const standby = (one) =>
    el(
      "li",
      {},
      one.call_sign,
      " ",
      words.standby(one),
      " ",
      el("span", { class: "dc-label" }, moment(one.arrived_at || one.ordered_at)),
    );

  function list(title, items, make, none) {
    const many = Array.isArray(items) ? items : [];
    return el(
      "section",
      { class: "ho-part" },
      el(
        "h3",
        { class: "dc-heading" },
        t(title),
        " ",
        el("span", { class: "num" }, String(many.length)),
      ),
      many.length ? el("ul", {}, ...many.map(make)) : panels.says(t(none)),
    );
  }

  function units(given) {
    const counts = new Map();
    for (const [status, count] of Object.entries(given || {})) {
      const name = words.UNIT_STATUS[status] || status;
      counts.set(name, (counts.get(name) || 0) + count);
    }
    const text = Array.from(counts, ([name, count]) => name + " " + count).join("，");
    return text ? el("p", { class: "ho-units" }, text) : null;
  }

  /* How the shift did: the middle one, the ninth of ten, and the share inside the target. */
  function figures(row) {
    const parts = Object.entries(MEASURES)
      .filter(([name]) => row && row[name] && row[name].n)
      .map(([name, label]) => {
        const { p50, p90, within } = row[name];
        const share = Number.isFinite(within)
          ? "（" + t("达标 {share}%", { share: Math.round(within * 100) }) + "）"
          : "";
        return el(
          "li",
          {},
          t(label),
          " ",
          el("span", { class: "num" }, span(p50) + " / " + span(p90)),
          el("span", { class: "dc-label" }, share),
        );
      });
    return el(
      "section",
      { class: "ho-part" },
      el(
        "h3",
        { class: "dc-heading" },
        t("本班时效（中位 / 九成）"),
        " ",
        el("span", { class: "num" }, t("{count} 起", { count: row ? row.count : 0 })),
      ),
      parts.length
        ? el("ul", { class: "ho-figures" }, ...parts)
        : panels.says(t("这段时间没有可统计的事件")),
    );
  }

  /* The report itself goes to paper, not the emergency copy of the desk. */
  function print(body) {
    const paper = panels.byId("desk-paper");
    const report = body.cloneNode(true);
    report.removeAttribute("id");
    report.querySelectorAll("button").forEach((one) => one.replaceWith(one.dataset.number || ""));
    desk.paper.report(t("交接班报告"), report);
    window.addEventListener("afterprint", () => paper.replaceChildren(), { once: true });
    window.print();
  }

  function draw(answer) {
    const body = desk.sheets.body("handover");
    desk.sheets.note(moment(answer.since) + " – " + moment(answer.until));
    desk.part(body, answer, () => [
      el(
        "div",
        { class: "bd-tools" },
        desk.button({ text: t("打印"), focus: "print", run: () => print(body) }),
      ),
      units(answer.units),
      figures(answer.figures),
      list("未办结", answer.open, incident, "没有未办结的事件"),
      list("无人确认的通知", answer.unacknowledged, notice, "通知都有人确认"),
      list("执行中的备勤", answer.standbys, standby, "没有执行中的备勤"),
      list("本班办结", answer.ended, incident, "本班没有办结的事件"),
      list("备注", answer.notes, note, "本班没有备注"),
    ]);
  }

  panels.start(() =>
    desk.sheets.add("handover", {
      key: "h",
      label: "交接班报告",
      title: "交接班报告",
      open(body) {
        body.append(panels.says(t("正在汇总…")));
        desk.sheets.read("handover", desk.api.at.handover(), draw);
      },
    }),
  );
})();
