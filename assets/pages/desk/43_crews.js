/* Who of the crews sets out or arrives, and what somebody says of an incident without any crew there.
 *
 *   desk.crews.behind(number, status)   assignments that have not come as far as that
 *   desk.crews.sign(unitId)             the call sign
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t, picture } = onescreen;
  const sign = (unitId) => (picture.entities.unit.get(unitId) || { call_sign: unitId }).call_sign;

  const behind = (number, status) =>
    picture.assignmentsOf(number).filter((one) => !one.on_scene_at && !one[status + "_at"]);

  function ofCrews(status, title) {
    desk.ask.add(status, (state) => {
      const crews = behind(state.number, status);
      return {
        title,
        send: title,
        fieldOf: { status: "unit_ids" },
        fields: [
          {
            name: "unit_ids",
            label: "哪支力量（没有选中的保持原状）",
            kind: "checks",
            isNeeded: true,
            value: crews.length === 1 ? [crews[0].unit_id] : [],
            options: crews.map((one) => [one.unit_id, sign(one.unit_id)]),
          },
        ],
        run: (values) => desk.send(state, title, "status", { status, unit_ids: values.unit_ids }),
      };
    });
  }

  /* The one exception: somebody knows better, and says how. */
  function stated(status, title, step) {
    desk.ask.add("stated-" + status, (state) => ({
      title,
      send: title,
      fieldOf: { status: "reason" },
      fields: [
        {
          name: "reason",
          label: "没有在办力量到达这一步。确有其事请写明原因，记入时间线",
          kind: "long",
          isNeeded: true,
        },
      ],
      run: ({ reason }) =>
        desk.send(state, title, step, step === "status" ? { status, reason } : { reason }),
    }));
  }

  ofCrews("en_route", "出发");
  ofCrews("on_scene", "到场");
  stated("en_route", "出发", "status");
  stated("on_scene", "到场", "status");
  stated("resolved", "处置完毕", "resolve");

  /* How many crews there are, in words; nobody at all is said aloud. */
  const unserved = (state) =>
    state.unserved_since
      ? t("无人处置：力量已全部撤离，请重新派遣")
      : state.is_stated
        ? t("此状态由人工说明，原因见时间线")
        : "";

  desk.crews = { behind, sign, unserved };
})();
