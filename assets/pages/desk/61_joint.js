/* Several at once: the best joint assignment beside each-takes-its-nearest, and one button to accept it. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, picture, symbols } = onescreen;
  const SETTLE_MS = 600;
  let plan = null;
  let timer = null;

  const minutes = (seconds) => (Number.isFinite(seconds) ? (seconds / 60).toFixed(1) : "–");

  function units(list) {
    return list.length
      ? list.map((one) =>
          el(
            "div",
            { class: "jp-unit" },
            el("span", {}, one.call_sign),
            el("span", { class: "dc-label as-said" }, one.name || ""),
            el("span", { class: "num" }, minutes(one.travel_s)),
            t("分"),
          ),
        )
      : [el("span", { class: "dc-label" }, t("无人可派"))];
  }

  function row(one) {
    const state = picture.entities.incident.get(one.number);
    const title = (state && state.title) || one.title || desk.options.className(one.class);
    return el(
      "tr",
      {},
      el(
        "td",
        { class: "jp-incident" },
        symbols.svg("severity" + one.severity, "1.75rem"),
        el(
          "button",
          { class: "link", type: "button", "data-number": one.number, "data-focus": one.number },
          title,
        ),
        one.text
          ? el(
              "div",
              { class: (one.short || []).length ? "shortfall as-said" : "dc-label as-said" },
              one.text,
            )
          : null,
      ),
      el("td", { class: "jp-joint" }, ...units(one.joint)),
      el("td", {}, ...units(one.nearest)),
    );
  }

  function total(label, sum) {
    return [
      el("span", { class: "dc-label" }, t(label)),
      el("span", { class: "num" }, minutes(sum.total_s)),
      t("分"),
      sum.short ? el("span", { class: "shortfall" }, t("缺 {count}", { count: sum.short })) : null,
    ];
  }

  function nodes() {
    if (!plan.incidents.length) return [panels.says(t("没有等待派遣的事件"))];
    return [
      el("p", { class: "jp-words as-said" }, plan.text),
      Number.isFinite(plan.saved_s)
        ? el(
            "p",
            { class: "jp-saved" },
            t("联合方案节省"),
            el("span", { class: "num" }, minutes(plan.saved_s)),
            t("分钟"),
          )
        : null,
      el(
        "table",
        { class: "jp" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", {}, t("事件")),
            el("th", {}, ...total("联合最优", plan.joint)),
            el("th", {}, ...total("各派最近", plan.nearest)),
          ),
        ),
        el("tbody", {}, ...plan.incidents.map(row)),
      ),
      el(
        "div",
        { class: "dc-buttons" },
        desk.button({
          text: t("按联合方案全部派出"),
          key: ";",
          isMain: true,
          run: accept,
          focus: "accept",
        }),
      ),
    ];
  }

  function draw(answer) {
    if (answer) plan = answer;
    const body = desk.sheets.body("joint");
    if (!body || !plan) return;
    desk.sheets.note(t("{count} 起待派", { count: plan.waiting }));
    desk.part(body, plan, nodes);
  }

  async function accept() {
    if (!plan || !plan.incidents.length) return;
    const given = plan.plan;
    const made = await desk.act({
      label: t("按联合方案派出 {count} 起", { count: plan.incidents.length }),
      path: desk.api.at.acceptPlan(),
      body: { plan: given },
    });
    if (made) tellRefused(made.refused || []);
    ask();
  }

  /* What was refused stays to be read; the rest was sent. */
  function tellRefused(refused) {
    if (!refused.length) return;
    desk.say(
      t("{count} 起没有派成：{why}。其余已派出，方案已重算", {
        count: refused.length,
        why: refused.map((one) => one.number + " " + desk.refusals.say(409, one)).join("；"),
      }),
    );
  }

  const ask = () => desk.sheets.read("joint", desk.api.at.plan(), draw);

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, SETTLE_MS);
  }

  panels.start(() => {
    desk.sheets.add("joint", {
      key: "p",
      label: "多起联合派遣",
      title: "多起联合派遣",
      open(body) {
        plan = null;
        body.append(panels.says(t("正在计算…")));
        ask();
      },
    });
    desk.keys.add(";", {
      label: "接受联合方案",
      group: "派遣",
      run: accept,
      when: () => Boolean(desk.sheets.body("joint")),
    });
    onescreen.language.on("change", () => desk.sheets.body("joint") && ask());
    picture.on("change", (change) => {
      if (desk.sheets.body("joint") && (change.kinds.incident || change.kinds.assignment)) later();
    });
  });
})();
