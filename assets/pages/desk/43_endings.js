/* What is asked before an incident ends, opens again or goes to a department. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;

  /* A question's refusal stands in the question: it is not an order that failed behind one's back. */
  const send = (state, label, step, body) =>
    desk.act(
      {
        label: t("{label} {title}", { label: t(label), title: state.title || state.number }),
        path: desk.api.at.step(state.number, step),
        body,
      },
      { isQuiet: true },
    );

  const endings = (ends) =>
    desk.options
      .get()
      .dispositions.filter((one) => one.ends === ends)
      .map((one) => [one.code, t(one.name)]);
  const without = (values) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const note = { name: "note", label: "说明", kind: "long" };

  desk.ask.add("close", (state) => ({
    title: "结案",
    send: "结案",
    fieldOf: { reason: "note" },
    run: (values) => send(state, "结案", "close", without(values)),
    fields: [
      {
        name: "disposition",
        label: "处置结果",
        kind: "choice",
        options: endings("closed"),
        isNeeded: true,
      },
      note,
    ],
  }));

  desk.ask.add("cancel", (state) => ({
    title: "撤销事件",
    send: "撤销",
    run: (values) => send(state, "撤销", "cancel", without(values)),
    fields: [
      { name: "disposition", label: "原因类别", kind: "choice", options: endings("cancelled") },
      { name: "reason", label: "原因", isNeeded: true },
    ],
  }));

  desk.ask.add("reopen", (state) => ({
    title: "重开事件",
    send: "重开",
    run: (values) => send(state, "重开", "reopen", values),
    fields: [{ name: "reason", label: "原因", isNeeded: true }],
  }));

  desk.ask.add("transfer", (state) => {
    const departments = desk.options.get().departments.map((one) => [one.code, t(one.name)]);
    return {
      title: "转办与协同",
      send: "保存",
      fieldOf: { reason: "note" },
      fields: [
        {
          name: "owner",
          label: "主办",
          kind: "choice",
          value: state.owner || "",
          options: [["", t("指挥中心")], ...departments],
        },
        {
          name: "departments",
          label: "协同（可多选）",
          kind: "many",
          value: state.shared_with || [],
          options: departments,
        },
        note,
      ],
      run: async ({ owner, departments: shared, note: words }) => {
        if ((owner || null) !== (state.owner || null)) {
          await send(state, "转办", "transfer", without({ owner: owner || null, note: words }));
        }
        const seen = state.shared_with || [];
        if (String(shared) !== String(seen))
          await send(state, "协同", "share", { departments: shared, seen });
      },
    };
  });

  desk.send = send;
})();
