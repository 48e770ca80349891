/* Correcting what was taken down: class, severity, title, words of the address, place, caller.
 *
 * Only what was changed is sent. The caller's name and phone are masked here: left empty they stay.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t, words } = onescreen;
  const STAYS = "留空则不改";

  function changed(values, before) {
    const body = {};
    for (const name of ["title", "address", "description", "class"])
      if (values[name] !== before[name] && (values[name] || name !== "title"))
        body[name] = values[name] || null;
    if (Number(values.severity) !== Number(before.severity))
      body.severity = Number(values.severity);
    for (const name of ["caller_name", "caller_phone"]) if (values[name]) body[name] = values[name];
    return { ...body, ...desk.draft.placeBody(values.place) };
  }

  desk.ask.add("correct", (state) => {
    const whole = { ...state, ...(desk.dossier.get().card?.incident || {}) };
    const before = {
      title: state.title || "",
      address: whole.address || "",
      description: whole.description || "",
      class: state.class,
      severity: state.severity,
    };
    const classes = desk.options
      .get()
      .classes.map((one) => [one.code, desk.options.className(one.code)]);
    return {
      title: "更正",
      send: "保存更正",
      fieldOf: { lat: "place", lon: "place", area_code: "place", body: "title" },
      fields: [
        { name: "title", label: "标题", value: before.title },
        { name: "class", label: "类别", kind: "choice", value: state.class, options: classes },
        {
          name: "severity",
          label: "级别",
          kind: "choice",
          value: String(state.severity),
          options: onescreen.rules.SEVERITIES.map((level) => [
            String(level),
            words.SEVERITY_NAME[level],
          ]),
        },
        { name: "address", label: "地址（原话）", value: before.address },
        {
          name: "place",
          label: "位置（留空：不移动）",
          kind: "place",
          hint: "路名门牌、村社区、地名、拼音、网格编码，或点地图",
        },
        { name: "description", label: "情况", kind: "long", value: before.description },
        { name: "caller_name", label: "报警人", hint: STAYS },
        { name: "caller_phone", label: "来电号码", hint: STAYS },
      ],
      run: async (values) => {
        const body = changed(values, before);
        if (!Object.keys(body).length) {
          desk.say(t("没有改动"));
          return;
        }
        await desk.act(
          {
            label: t("更正 {title}", { title: state.title || state.number }),
            method: "PATCH",
            path: desk.api.at.card(state.number),
            body,
          },
          { isQuiet: true },
        );
        desk.dossier.refresh();
      },
    };
  });
})();
