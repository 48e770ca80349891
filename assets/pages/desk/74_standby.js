/* Move-ups as orders: a unit waits where nobody else could be in time. It is no dispatch, and never called one.
 *
 *   desk.standby.open()               open orders, oldest first
 *   desk.standby.give(unitId, place)  place: {code} or {lat, lon}
 *   desk.standby.arrived(unitId), desk.standby.end(unitId)
 *   desk.standby.notice(order)        the newest notice to the unit itself, or null
 *   desk.standby.row(order)           a line with what happened to it and what can be done
 *   desk.standby.button(move)         gives a suggested move as an order
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture } = onescreen;
  const at = desk.api.at;

  const signOf = (unitId) => (picture.entities.unit.get(unitId) || { call_sign: unitId }).call_sign;

  function open() {
    return Array.from(picture.entities.standby.values())
      .filter((one) => !one.ended_at)
      .sort((a, b) => (a.ordered_at < b.ordered_at ? -1 : 1));
  }

  function give(unitId, place) {
    const body =
      place.isPoint || !place.code ? { lat: place.lat, lon: place.lon } : { area_code: place.code };
    const where =
      (place.code && onescreen.areas.pathText(place.code, "village")) || place.name || "";
    return desk.act({
      label: t("{who} 前往 {place} 备勤", { who: signOf(unitId), place: where }),
      path: at.standby(unitId),
      body,
    });
  }

  const arrived = (unitId) =>
    desk.act({
      label: t("{who} 已到备勤点", { who: signOf(unitId) }),
      path: at.standby(unitId, "arrive"),
      body: {},
    });

  function end(unitId) {
    const order = picture.standbyOf(unitId);
    const label =
      order && order.arrived_at
        ? t("{who} 结束备勤", { who: signOf(unitId) })
        : t("{who} 取消备勤", { who: signOf(unitId) });
    return desk.act({ label, method: "DELETE", path: at.standby(unitId) });
  }

  const notice = (order) => desk.notices.of(order.standby_id).find((one) => !one.level) || null;

  function button(move) {
    return desk.button({
      text: t("令 {who} 备勤", { who: move.call_sign }),
      focus: "mu" + move.unit_id + move.to.code,
      hint: t("作为命令下达：{text}", { text: move.text }),
      run: () => give(move.unit_id, move.to),
    });
  }

  function row(order) {
    const id = order.unit_id;
    const told = notice(order);
    const isOpen = told && desk.notices.isOpen(told);
    return el(
      "li",
      { class: "sent-row sb-row" },
      el(
        "div",
        { class: "sent-line" },
        el(
          "button",
          { class: "link", type: "button", "data-unit": id, "data-focus": "sb" + id },
          signOf(id),
        ),
        el("span", { class: "sent-step" }, words.standby(order)),
        el("span", {
          class: "num",
          "data-since": order.arrived_at || order.ordered_at,
          "data-since-form": "clock",
        }),
        el(
          "span",
          { class: "sent-notice", "data-state": told ? told.state : "none" },
          order.arrived_at ? "" : desk.notices.word(told),
        ),
        isOpen
          ? desk.button({
              text: t("已确认"),
              focus: "sba" + id,
              run: () =>
                desk.act({
                  label: t("{who} 已确认", { who: signOf(id) }),
                  path: at.notice(told.notice_id, "ack"),
                  body: {},
                }),
            })
          : null,
        order.arrived_at
          ? null
          : desk.button({ text: t("已到位"), focus: "sbr" + id, run: () => arrived(id) }),
        desk.button({
          text: order.arrived_at ? t("结束备勤") : t("取消备勤"),
          focus: "sbe" + id,
          run: () => end(id),
        }),
      ),
    );
  }

  desk.standby = { open, give, arrived, end, notice, row, button, signOf };

  /* The first suggestion in sight: of the sheet of gaps, else of what the eye rests on. */
  function giveFirst() {
    const [move] = desk.moveUp.items().length ? desk.moveUp.items() : desk.whatIf.moves();
    if (!move) {
      desk.say(t("现在没有补位建议；按 \\ 查看覆盖缺口"));
      return null;
    }
    return give(move.unit_id, move.to);
  }

  panels.start(() =>
    desk.keys.add(".", { label: "首条补位建议：下令备勤", group: "派遣", run: giveFirst }),
  );
})();
