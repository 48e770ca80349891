/* The tab "工作": own tasks and care visits, patrols begun and ended, own points with reasons. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const formName = (form) =>
    ({
      patrol: t("巡查"),
      visit: t("走访"),
      inspect: t("检查"),
      collect: t("采集"),
      serve: t("服务"),
    })[form] || form;
  const standingName = (standing) =>
    ({
      due: t("今日应办"),
      late: t("已逾期"),
      done: t("已完成"),
      late_closed: t("逾期完成"),
      declined: t("不愿受访"),
      excused: t("已免除"),
      missed: t("已错过"),
      cancelled: t("已取消"),
      ahead: t("未到时间"),
    })[standing] || standing;
  let work = null;
  let patrol = null;
  // By task and visit: a card is drawn anew with whatever is sent or told.
  const typed = new Map();

  const input = (id, more) =>
    el("input", {
      ...more,
      value: typed.get(id) || null,
      oninput: (event) => typed.set(id, event.target.value),
    });

  async function learn() {
    try {
      work = await field.ask("/api/v1/field/work");
      count();
    } catch {
      /* As it was told last. */
    }
    patrol = (await field.store.get("patrol").catch(() => null)) || null;
    if (field.shown() === "work") paint();
  }

  function count() {
    const tasks = work ? work.tasks.filter((one) => ["due", "late"].includes(one.standing)) : [];
    const visits = work ? work.visits.length : 0;
    field.mark("work", tasks.length + visits + field.helps.count());
  }

  function waits(id) {
    return field.waiting().some((one) => one.path.includes(encodeURIComponent(id)));
  }

  /* ---- tasks ---- */

  async function done(task, form, more = {}) {
    const body = {
      status: "done",
      note: form.note ? form.note.value.trim() || null : null,
      ...more,
    };
    if (task.place || task.evidence.includes("place")) {
      const where = await field.place(8000);
      if (where.why) {
        field.say(t("没有定位，不能签到：{why}", { why: where.why }), { isBad: true });
        return;
      }
      Object.assign(body, { lat: where.lat, lon: where.lon });
    }
    const path = "/api/v1/field/tasks/" + encodeURIComponent(task.task_id) + "/done";
    field.send(path, body, { label: task.name }).then(
      (made) => {
        typed.delete(task.task_id);
        if (made.is_proven === false)
          field.say(
            t("巡查已记下，但轨迹不足：{why}", {
              why: made.why.join("、"),
            }),
            { isBad: true },
          );
        else field.say(t("已记下：{name}", { name: task.name }));
        learn();
      },
      () => {},
    );
    paint();
  }

  function photoOf(task) {
    const path = "/api/v1/field/tasks/" + encodeURIComponent(task.task_id) + "/photos?before_ms=";
    return field.photos.input(
      (made) =>
        field
          .send(path + (Date.now() - made.at), {}, { file: made.blob, label: t("照片") })
          .then(() => field.say(t("照片已送达")))
          .catch(() => {}),
      { text: t("拍照片（先拍再完成）") },
    );
  }

  function patrolButton(task, form) {
    if (patrol && patrol.task_id === task.task_id)
      return el(
        "button",
        {
          type: "button",
          class: "m-big is-yes",
          onclick: async () => {
            const walked_ms = Date.now() - patrol.at;
            await field.store.set("patrol", null).catch(() => {});
            patrol = null;
            done(task, form, { walked_ms });
          },
        },
        t("结束巡查"),
      );
    return el(
      "button",
      {
        type: "button",
        class: "m-big is-yes",
        disabled: Boolean(patrol),
        onclick: async () => {
          if (!field.isSharing()) {
            field.say(t("巡查靠轨迹证明：请先在“位置”里同意并上勤"), { isBad: true });
            return;
          }
          patrol = { task_id: task.task_id, at: Date.now() };
          await field.store.set("patrol", patrol).catch(() => {});
          paint();
        },
      },
      t("开始巡查"),
    );
  }

  function taskCard(task) {
    const isOpen = task.standing === "due" || task.standing === "late";
    const form = el("form", { class: "m-form", onsubmit: (event) => event.preventDefault() });
    if (isOpen && !waits(task.task_id)) {
      if (task.evidence.includes("note"))
        form.append(
          el("label", {}, t("情况"), input(task.task_id, { name: "note", maxlength: 1000 })),
        );
      if (task.evidence.includes("photo")) form.append(photoOf(task));
      form.append(
        task.form === "patrol"
          ? patrolButton(task, form)
          : el(
              "button",
              { type: "button", class: "m-big is-yes", onclick: () => done(task, form) },
              task.place ? t("到点签到") : t("完成"),
            ),
      );
    }
    return el(
      "article",
      { class: "m-card", "data-task": task.task_id, "data-standing": task.standing },
      el(
        "header",
        {},
        el("h2", { translate: "no" }, task.name),
        el("span", { class: "m-step" }, standingName(task.standing)),
      ),
      el(
        "p",
        {},
        formName(task.form),
        " · ",
        el("span", { translate: "no" }, task.place ? `${task.place}（${task.area}）` : task.area),
        " · ",
        t("{day} 前", { day: task.due }),
      ),
      waits(task.task_id) ? el("p", { class: "m-note" }, t("已保存，正在发出")) : null,
      task.is_proven === false
        ? el("p", { class: "m-corrected" }, t("轨迹不足，可以再走一次"))
        : null,
      form,
    );
  }

  /* ---- visits ---- */

  function visit(one, form, outcome) {
    const names = form.with.value
      .split(/[\s,，、]+/)
      .map((name) => name.trim())
      .filter(Boolean);
    if (one.needs_companion && !names.length) {
      field.say(t("这类对象不得单人走访，请写同行人"), { isBad: true });
      return;
    }
    const path = "/api/v1/field/visits/" + encodeURIComponent(one.visit_id);
    const body = { outcome, companions: names };
    field.send(path, body, { label: t("走访") }).then(
      () => {
        typed.delete(one.visit_id);
        learn();
      },
      () => {},
    );
    paint();
  }

  function visitCard(one) {
    const form = el("form", { class: "m-form", onsubmit: (event) => event.preventDefault() });
    if (!waits(one.visit_id))
      form.append(
        el("label", {}, t("同行人"), input(one.visit_id, { name: "with", autocomplete: "off" })),
        ...[
          ["met", t("见到了")],
          ["not_at_home", t("不在家")],
          ["declined", t("不愿受访")],
        ].map(([outcome, text]) =>
          el(
            "button",
            { type: "button", class: "m-big", onclick: () => visit(one, form, outcome) },
            text,
          ),
        ),
      );
    return el(
      "article",
      { class: "m-card", "data-visit": one.visit_id },
      el(
        "header",
        {},
        el("h2", one.name ? { translate: "no" } : {}, one.name || t("走访对象（已隐藏）")),
        el("span", { class: "m-step" }, t("{day} 前", { day: one.due })),
      ),
      one.address ? el("p", { class: "m-where", translate: "no" }, one.address) : null,
      one.name ? null : el("p", { class: "m-note" }, t("姓名和地址已隐藏，输入 PIN 后显示")),
      waits(one.visit_id) ? el("p", { class: "m-note" }, t("已保存，正在发出")) : null,
      form,
    );
  }

  /* ---- points ---- */

  function credit() {
    if (!work.month) return null;
    return el(
      "details",
      { class: "m-card", id: "w-credit" },
      el(
        "summary",
        {},
        work.points === null
          ? t("{month} 积分：本月还没有计算", { month: work.month })
          : t("{month} 积分：{n}", { month: work.month, n: work.points }),
      ),
      ...work.entries.map((one) =>
        el(
          "p",
          {},
          t("{day}：{points} 分，{n} 项成果", {
            day: one.day,
            points: (one.points > 0 ? "+" : "") + one.points,
            n: one.outcomes,
          }),
          " ",
          el("span", { translate: "no" }, one.rule),
          one.left_out.length ? "；" + t("{n} 项未计分", { n: one.left_out.length }) : "",
        ),
      ),
      work.deductions
        ? el("p", {}, t("扣分通知 {n} 件，请在电脑上查看和申诉", { n: work.deductions }))
        : null,
      el("p", { class: "m-note" }, t("积分只来自他人核实的成果，不看上报数、登录和时长。")),
    );
  }

  function paint() {
    const box = document.getElementById("m-body");
    if (!box || field.shown() !== "work") return;
    const helps = field.helps.cards();
    if (!work) {
      if (helps.length) box.replaceChildren(...helps);
      else box.replaceChildren(el("p", { class: "m-none" }, t("没有网络，暂时看不到")));
      return;
    }
    const isEmpty = !work.tasks.length && !work.visits.length && !helps.length;
    box.replaceChildren(
      ...helps,
      ...work.tasks.map(taskCard),
      ...work.visits.map(visitCard),
      ...[isEmpty ? el("p", { class: "m-none" }, t("今天没有要办的")) : null, credit()].filter(
        Boolean,
      ),
    );
  }

  function draw(box) {
    box.append(el("p", { class: "m-none" }, t("正在打开…")));
    if (work) paint();
    learn();
    field.helps.learn();
  }

  field.on("sent", ({ entry }) => {
    if (field.shown() === "work" && /\/(tasks|visits)\//.test(entry.path)) paint();
  });
  field.on("opened", learn);
  field.on("helps", () => {
    count();
    const isTyping = document.activeElement && document.activeElement.matches(".m-help textarea");
    if (!isTyping) paint();
  });
  field.on("locked", () => {
    if (work) work.visits = work.visits.map((one) => ({ ...one, name: null, address: null }));
    paint();
  });
  field.on("wiped", () => {
    work = patrol = null;
    typed.clear();
  });
  field.tab("work", "工作", draw);
})();
