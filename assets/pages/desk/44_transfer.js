/* What was handed to a department and is not taken over yet; what came back. Told on both desks.
 *
 *   desk.transfer.waiting(state)     the open notice to the department that owns it, or null
 *   desk.transfer.line(state)        the card's line, null when there is nothing to tell
 *   desk.transfer.mine()             open notices this desk itself must answer, gravest first
 *   desk.transfer.row(notice)        their row in the banner
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, words, picture } = onescreen;
  const at = desk.api.at;
  const CENTRE = "";

  const caller = () => desk.options.get().caller || {};
  const isAsked = (notice) =>
    typeof notice.department === "string" && !notice.level && desk.notices.isOpen(notice);
  const severityOf = (notice) =>
    (picture.entities.incident.get(notice.number) || { severity: 4 }).severity;

  function waiting(state) {
    return (
      desk.notices
        .of(state.number)
        .filter((one) => isAsked(one) && one.department === (state.owner || CENTRE))
        .pop() || null
    );
  }

  /* A department's officers answer what was handed to it, dispatchers what came back. */
  function isOurs(notice) {
    if (desk.options.isDepartment()) return notice.department === caller().department;
    return desk.options.isCentre() && notice.department === CENTRE;
  }

  function mine() {
    return Array.from(picture.entities.notice.values())
      .filter((one) => isAsked(one) && isOurs(one) && picture.entities.incident.has(one.number))
      .sort((a, b) => severityOf(a) - severityOf(b) || (a.at < b.at ? -1 : 1));
  }

  const since = (notice) =>
    el("span", { class: "num", "data-since": notice.at, "data-since-form": "clock" });

  const takeOver = (notice) =>
    desk.act({
      label: notice.department === CENTRE ? t("退回已知悉") : t("接收移交"),
      path: at.notice(notice.notice_id, "ack"),
      body: {},
    });

  function buttons(notice) {
    const incident = picture.entities.incident.get(notice.number);
    if (notice.department === CENTRE)
      return [
        desk.button({
          text: t("知悉，由中心办理"),
          focus: "take" + notice.notice_id,
          run: () => takeOver(notice),
        }),
      ];
    if (!isOurs(notice)) {
      return desk.options.isCentre()
        ? [
            desk.button({
              text: t("对方已确认"),
              hint: t("电话里得到了答复"),
              focus: "take" + notice.notice_id,
              run: () => takeOver(notice),
            }),
          ]
        : [];
    }
    return [
      desk.button({
        text: t("接收"),
        focus: "take" + notice.notice_id,
        isMain: true,
        run: () => takeOver(notice),
      }),
      desk.button({
        text: t("退回"),
        focus: "back" + notice.notice_id,
        run: () => {
          desk.state.choose(notice.number);
          desk.ask.show("return", incident);
        },
      }),
    ];
  }

  function line(state) {
    const notice = waiting(state);
    if (!notice) return null;
    const text =
      notice.department === CENTRE
        ? t("部门已退回，中心尚未处理")
        : t("已移交 {who}，尚未接收", { who: desk.options.department(notice.department) });
    return el(
      "p",
      { class: "dc-transfer shortfall", role: "status" },
      text,
      " ",
      since(notice),
      " ",
      el("span", { class: "dc-label" }, desk.notices.word(notice)),
      " ",
      ...buttons(notice),
    );
  }

  function row(notice) {
    const incident = picture.entities.incident.get(notice.number);
    const isBack = notice.department === CENTRE;
    return el(
      "div",
      { class: "alert-row", "data-level": severityOf(notice) <= 2 ? 2 : 1 },
      el("strong", {}, isBack ? t("部门退回") : t("移交本部门，待接收")),
      el(
        "button",
        { class: "link", type: "button", "data-open": notice.number },
        incident.title || desk.options.className(incident.class),
      ),
      el("span", {}, words.SEVERITY_NAME[incident.severity]),
      el("span", { class: "alert-state" }, isBack ? t("原因见备注") : desk.notices.word(notice)),
      since(notice),
      ...buttons(notice),
    );
  }

  desk.ask.add("return", (state) => ({
    title: "退回指挥中心",
    send: "退回",
    run: (values) => desk.send(state, "退回", "return", values),
    fields: [{ name: "reason", label: "原因", kind: "long", isNeeded: true }],
  }));

  desk.transfer = { waiting, line, mine, row, takeOver, severityOf, caller };
})();
