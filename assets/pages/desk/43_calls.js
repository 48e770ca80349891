/* Calls about the chosen incident: whom to ring, and those that go on, with the way into them.
 *
 *   desk.calls.line(state)     whom the desk may ring
 *   desk.calls.going(number)   [{room, by, said, unsaid}], a call that goes on each
 *   desk.calls.lines(state)    the same as lines of the card
 *   desk.calls.shown(number)   what these lines are drawn of
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, picture } = onescreen;

  /* The nearest ring together and the first takes it; those sent are called into one conversation. */
  function line(state) {
    if (picture.isEnded(state) || !onescreen.calls.may()) return null;
    const { number } = state;
    const sent = picture.assignmentsOf(number).map((one) => one.unit_id);
    return el(
      "div",
      { class: "dc-line dc-calls" },
      onescreen.rules.isPlaced(state)
        ? onescreen.calls.button({ number, mode: "first" }, t("呼叫最近三个"))
        : null,
      sent.length > 1
        ? onescreen.calls.button({ units: sent.slice(0, 3), number, mode: "room" }, t("全部连线"))
        : null,
    );
  }

  function going(number) {
    const rooms = new Map();
    for (const call of picture.entities.field_call.values()) {
      if (call.number !== number || call.ended_at) continue;
      const room = rooms.get(call.room_id) || { room: call.room_id, by: [], said: [], unsaid: [] };
      rooms.set(call.room_id, room);
      if (!room.by.includes(call.by)) room.by.push(call.by);
      (call.answered_at ? room.said : room.unsaid).push(call.call_sign);
    }
    return Array.from(rooms.values());
  }

  /* One's own call stands in its panel; whoever is in one hangs up before going into another. */
  function own() {
    const room = onescreen.calls.desk && onescreen.calls.desk.now();
    return room ? room.now().room.room_id : "";
  }

  function goingLine(one, isEnded) {
    const by = one.by.map(desk.actor).join("、");
    const who = (one.said.length ? one.said : one.unsaid).join("、");
    const text = one.said.length
      ? t("正在通话：{who}，由 {by}", { who, by })
      : t("正在呼叫：{who}，由 {by}", { who, by });
    return el(
      "div",
      { class: "dc-line dc-going", role: "status", "data-room": one.room },
      el("span", {}, text),
      own() === one.room
        ? el("span", { class: "dc-label" }, t("你在通话中"))
        : isEnded
          ? null
          : onescreen.calls.button({ room: one.room }, t("加入通话")),
    );
  }

  desk.calls = {
    line,
    going,
    shown: (number) => [going(number), own()],
    lines: (state) => going(state.number).map((one) => goingLine(one, picture.isEnded(state))),
  };
})();
