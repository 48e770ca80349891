/* Who was sent to the chosen incident: how far they are, what they were told and whether they said yes. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, picture, panels, symbols } = onescreen;
  const at = desk.api.at;

  function progress(one) {
    if (one.cleared_at) return ["归队", one.cleared_at];
    if (one.on_scene_at) return ["到场", one.on_scene_at];
    if (one.en_route_at) return ["途中", one.en_route_at];
    return ["已派", one.assigned_at];
  }

  const since = (moment) =>
    el("span", { class: "num", "data-since": moment, "data-since-form": "clock" });

  function signOf(one) {
    const unit = picture.entities.unit.get(one.unit_id);
    return unit ? unit.call_sign : one.unit_id;
  }

  function release(one) {
    return desk.act({
      label: t("撤回 {who}", { who: signOf(one) }),
      method: "DELETE",
      path: at.assignment(one.number, one.unit_id),
    });
  }

  function swap(one) {
    const picked = desk.recommend.picked();
    if (picked.length !== 1) {
      desk.say(t("换人：先在推荐里选好一个候选，再按“换成所选”"));
      return null;
    }
    return desk.act(
      {
        label: t("换下 {who}", { who: signOf(one) }),
        path: at.step(one.number, "swap"),
        body: { release: one.unit_id, assign: picked[0] },
      },
      { after: desk.recommend.clear },
    );
  }

  const acknowledge = (notice) =>
    desk.act({
      label: t("{who} 已确认", { who: notice.recipient || "" }),
      path: at.notice(notice.notice_id, "ack"),
      body: {},
    });
  const resend = (notice) =>
    desk.act({
      label: t("重发给 {who}", { who: notice.recipient || "" }),
      path: at.notice(notice.notice_id, "resend"),
      body: {},
    });
  /* What a crew did is said for that crew alone: the others keep their own state. */
  const crewStep = (one, label, status) =>
    desk.button({
      text: t(label),
      focus: status + one.unit_id,
      hint: t("只为这支力量登记；其余力量保持原状"),
      run: () =>
        desk.act({
          label: t("{label} {title}", { label: t(label), title: signOf(one) }),
          path: at.step(one.number, "status"),
          body: { status, unit_ids: [one.unit_id] },
        }),
    });

  const checkIn = (one) =>
    desk.act({
      label: t("{who} 报平安", { who: signOf(one) }),
      path: at.checkIn(one.unit_id),
      body: {},
    });

  function noticeLine(one) {
    const notice = desk.notices.ofAssignment(one);
    const isOpen = notice && desk.notices.isOpen(notice);
    const moment =
      notice && (notice.acknowledged_at || notice.delivered_at || notice.sent_at || notice.at);
    return el(
      "div",
      { class: "sent-notice", "data-state": notice ? notice.state : "none" },
      el("span", {}, desk.notices.word(notice)),
      isOpen ? since(notice.at) : null,
      notice && !isOpen && moment
        ? el("span", { class: "num" }, onescreen.clock.timeOfDay(Date.parse(moment)))
        : null,
      notice && notice.error ? el("span", { class: "sent-error" }, notice.error) : null,
      isOpen
        ? desk.button({
            text: t("已确认"),
            focus: "ack" + notice.notice_id,
            hint: t("电话或电台里得到了答复"),
            run: () => acknowledge(notice),
          })
        : null,
      isOpen
        ? desk.button({
            text: t("重发"),
            focus: "resend" + notice.notice_id,
            run: () => resend(notice),
          })
        : null,
    );
  }

  function row(one) {
    const unit = picture.entities.unit.get(one.unit_id);
    const [step, moment] = progress(one);
    return el(
      "li",
      { class: "sent-row" },
      el(
        "div",
        { class: "sent-line" },
        unit ? symbols.svg(symbols.ofUnit(unit), "1.5rem") : null,
        el(
          "button",
          {
            class: "link",
            type: "button",
            "data-unit": one.unit_id,
            "data-focus": "unit" + one.unit_id,
          },
          signOf(one),
        ),
        el("span", { class: "sent-step" }, t(step)),
        since(moment),
        onescreen.calls.button({ units: [one.unit_id], number: one.number }),
        one.on_scene_at ? desk.checkIns.node(one.unit_id) : null,
        one.on_scene_at
          ? desk.button({
              text: t("报平安"),
              focus: "in" + one.unit_id,
              hint: t("现场一切正常，重新计时"),
              run: () => checkIn(one),
            })
          : null,
        one.on_scene_at || one.en_route_at ? null : crewStep(one, "出发", "en_route"),
        one.on_scene_at ? null : crewStep(one, "到场", "on_scene"),
        desk.button({
          text: t("换成所选"),
          focus: "swap" + one.unit_id,
          hint: t("撤回此力量，同时派出推荐里选好的候选"),
          run: () => swap(one),
        }),
        desk.button({ text: t("撤回"), focus: "release" + one.unit_id, run: () => release(one) }),
      ),
      noticeLine(one),
    );
  }

  /* Escalations went to others than the unit: they are told here too. */
  function escalations(number) {
    const list = desk.notices.of(number).filter((one) => (one.level || 0) > 1);
    return list.map((notice) =>
      el(
        "li",
        { class: "sent-row is-escalation" },
        el(
          "div",
          { class: "sent-line" },
          el("span", { class: "tag" }, desk.notices.level(notice)),
          el("span", {}, notice.recipient || ""),
          el(
            "span",
            { class: "sent-notice", "data-state": notice.state },
            desk.notices.word(notice),
          ),
          since(notice.at),
          desk.notices.isOpen(notice)
            ? desk.button({
                text: t("已确认"),
                focus: "ack" + notice.notice_id,
                run: () => acknowledge(notice),
              })
            : null,
        ),
      ),
    );
  }

  function draw(box, state) {
    const sent = picture.assignmentsOf(state.number);
    const notices = desk.notices.of(state.number);
    const units = sent.map((one) => (picture.entities.unit.get(one.unit_id) || {}).call_sign);
    const due = sent.map((one) => desk.checkIns.at(one.unit_id));
    desk.part(box, [sent, notices, units, due], () => [
      el(
        "h4",
        { class: "dc-heading" },
        t("在办力量"),
        " ",
        el("span", { class: "num" }, String(sent.length)),
      ),
      sent.length
        ? el("ul", { class: "sent" }, ...sent.map(row), ...escalations(state.number))
        : panels.says(t("尚未派出力量。按 r 看推荐，数字选人，d 派出")),
    ]);
  }

  /* Everybody on scene of the chosen incident is well: one key for the whole crew. */
  function checkInAll() {
    const crew = picture.assignmentsOf(desk.state.number()).filter((one) => one.on_scene_at);
    if (!crew.length) desk.say(t("没有在现场的力量"));
    crew.forEach(checkIn);
  }

  desk.cardParts.sent = draw;
  panels.start(() => {
    desk.keys.add("'", {
      label: "现场力量全部报平安",
      group: "所选事件",
      run: checkInAll,
      when: () => Boolean(desk.state.incident()),
    });
  });
})();
