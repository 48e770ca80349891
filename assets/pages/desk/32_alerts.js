/* What must not be missed: unanswered notices, failed orders, a stale picture. A banner, a chime. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t } = onescreen;
  const CHIME_EVERY_MS = 15000;
  const SHOWN = 3;
  let box = null;
  let heard = new Set();
  let rangAt = -Infinity;

  function titleOf(number) {
    const standby = onescreen.picture.entities.standby.get(number);
    if (standby)
      return t("备勤：{who} → {place}", {
        who: desk.standby.signOf(standby.unit_id),
        place: standby.name,
      });
    const incident = onescreen.picture.entities.incident.get(number);
    return incident ? incident.title || desk.options.className(incident.class) : number;
  }

  function button(text, hint, run) {
    const node = el("button", { class: "button small", type: "button", title: hint }, text);
    node.addEventListener("click", run);
    return node;
  }

  /* Six units that stay silent are one thing to one person: a row for each incident and recipient. */
  function grouped(alarms) {
    const groups = new Map();
    for (const one of alarms) {
      const key = [
        desk.notices.subject(one),
        one.level,
        one.recipient,
        desk.notices.isAlarming(one),
      ].join("|");
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(one);
    }
    return Array.from(groups.values());
  }

  function silent(group) {
    const units = onescreen.picture.entities.unit;
    const names = [
      ...new Set(
        group
          .map((one) => (units.get(one.unit_id) || { call_sign: one.unit_id }).call_sign)
          .filter(Boolean),
      ),
    ];
    return names.length
      ? t("未应答：{names}", {
          names:
            names.slice(0, 4).join("、") +
            (names.length > 4 ? t(" 等 {count}", { count: names.length }) : ""),
        })
      : "";
  }

  function noticeRow(group) {
    const [notice] = group;
    const oldest = group.map((one) => one.at).sort()[0];
    const age = el("span", { class: "num", "data-since": oldest, "data-since-form": "clock" });
    const what = desk.notices.isAlarming(notice) ? t("发送失败") : t("无人确认");
    return el(
      "div",
      { class: "alert-row", "data-level": notice.level || 0 },
      el("strong", {}, what),
      el(
        "button",
        { class: "link", type: "button", "data-open": desk.notices.subject(notice) },
        titleOf(desk.notices.subject(notice)),
      ),
      el(
        "span",
        {},
        t("已升级至{level}：{who}", {
          level: desk.notices.level(notice),
          who: notice.recipient || "",
        }),
      ),
      el(
        "span",
        { class: "alert-state" },
        [desk.notices.word(notice), silent(group)].filter(Boolean).join(" · "),
      ),
      age,
      button(t("对方已确认"), t("电话或电台里得到了答复（Y）"), () => acknowledge(group)),
      button(t("重发"), t("再发一次通知"), () => group.forEach(resend)),
    );
  }

  function acknowledge(group) {
    return Promise.all(
      group.map((notice) =>
        desk.act({
          label: t("确认 {who}", { who: notice.recipient || "" }),
          path: desk.api.at.notice(notice.notice_id, "ack"),
          body: {},
        }),
      ),
    );
  }

  function resend(notice) {
    return desk.act({
      label: t("重发给 {who}", { who: notice.recipient || "" }),
      path: desk.api.at.notice(notice.notice_id, "resend"),
      body: {},
    });
  }

  function failedRow({ order, text, mayRetry, at }) {
    return el(
      "div",
      { class: "alert-row is-failed" },
      el("strong", {}, t("没有办成")),
      el("span", {}, order.label),
      el("span", { class: "alert-state" }, text),
      el("span", { class: "num", "data-since": at, "data-since-form": "age" }),
      mayRetry && order.path
        ? button(t("重试"), t("同一件事再办一次，不会办两遍"), () => desk.orders.retry(order.key))
        : null,
      button(t("知道了"), t("从这里移除"), () => desk.orders.forget(order.key)),
    );
  }

  function items() {
    const groups = grouped(desk.notices.alarms());
    const rows = [
      ...desk.transfer
        .mine()
        .slice(0, SHOWN)
        .map((one) => ({
          key: "t" + one.notice_id + one.state + desk.transfer.severityOf(one),
          make: () => desk.transfer.row(one),
        })),
      ...desk.orders
        .failed()
        .map((one) => ({ key: "f" + one.order.key + one.at, make: () => failedRow(one) })),
      ...groups.slice(0, SHOWN).map((group) => ({
        key: ["n", ...group.map((one) => one.notice_id + one.state + one.level)].join(" "),
        make: () => noticeRow(group),
      })),
    ];
    const rest = groups.length - SHOWN;
    if (rest > 0) rows.push({ key: "rest" + rest, make: () => moreRow(rest) });
    return rows;
  }

  function moreRow(count) {
    return el(
      "div",
      { class: "alert-row" },
      t("另有 {count} 条通知无人确认，见队列中标出的事件", { count }),
    );
  }

  function draw() {
    const rows = items();
    box.hidden = !rows.length;
    panels.rows(
      box,
      rows,
      (one) => one.key,
      (one) => one.make(),
    );
    onescreen.clock.tickAges();
    ring([...desk.notices.alarms(), ...desk.transfer.mine()]);
  }

  /* A new escalation rings at once; unanswered ones ring again while they stay. */
  function ring(alarms) {
    const ids = new Set(alarms.map((one) => one.notice_id + one.level + one.state));
    const isNew = Array.from(ids).some((id) => !heard.has(id));
    heard = ids;
    if (!ids.size) return;
    const now = performance.now();
    if (!isNew && now - rangAt < CHIME_EVERY_MS) return;
    rangAt = now;
    const tone = (one) =>
      typeof one.department === "string" && !one.level
        ? desk.transfer.severityOf(one)
        : (one.level || 1) > 1
          ? 1
          : 2;
    if (onescreen.chime) onescreen.chime.ring(Math.min(...alarms.map(tone)));
  }

  function first() {
    const [group] = grouped(desk.notices.alarms());
    const [handed] = desk.transfer.mine();
    if (handed) return desk.transfer.takeOver(handed);
    return group ? acknowledge(group) : null;
  }

  panels.start(() => {
    box = panels.byId("desk-alerts");
    box.hidden = true;
    const again = () => panels.redraw(draw);
    panels.draw(["notice", "incident", "standby"], draw);
    desk.orders.on("change", again);
    setInterval(again, 1000);
    box.addEventListener("click", (event) => {
      const node = event.target.closest("[data-open]");
      if (!node) return;
      const standby = onescreen.picture.entities.standby.get(node.dataset.open);
      if (standby) onescreen.place.set({ selection: "unit:" + standby.unit_id }, { push: false });
      else desk.state.choose(node.dataset.open);
    });
    desk.keys.add("y", { label: "最急一条通知：对方已确认", group: "派遣", run: first });
  });
})();
