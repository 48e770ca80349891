/* What may be done with the chosen incident now: its steps, ending it, passing it on. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture } = onescreen;
  const at = desk.api.at;

  const order = (state, label, step, body) =>
    desk.act({
      label: t("{label} {title}", { label: t(label), title: state.title || state.number }),
      path: at.step(state.number, step),
      body,
    });
  /* Setting out and arriving are said of units: of the only one there is, else it is asked of which. */
  function status(state, label, wanted) {
    const crews = desk.crews.behind(state.number, wanted);
    if (desk.options.isDepartment()) return order(state, label, "status", { status: wanted });
    if (crews.length === 1 && picture.assignmentsOf(state.number).length === 1)
      return order(state, label, "status", { status: wanted, unit_ids: [crews[0].unit_id] });
    return desk.ask.show(crews.length ? wanted : "stated-" + wanted, state);
  }

  /* Dealt with by nobody who is there: only with a reason. */
  function resolve(state) {
    const isServed = picture.assignmentsOf(state.number).some((one) => one.on_scene_at);
    if (isServed || state.is_stated || desk.options.isDepartment())
      return order(state, "处置完毕", "resolve", {});
    return desk.ask.show("stated-resolved", state);
  }

  const { open: OPEN, next_steps: next, may_reopen: REOPENED } = onescreen.contract.incident;
  const before = (...wanted) =>
    OPEN.filter((one) => wanted.some((step) => next[one].includes(step)));

  /* key, words, statuses from which it may be done, what it does, and whether a department does it with
   * what it owns: it takes it further and hands it on; ending and joining are the centre's. */
  const step = (key, label, wanted, run) => [
    key,
    label,
    before(...wanted),
    run,
    wanted.every((one) => onescreen.contract.desk.handling_steps.includes(one)),
  ];
  const ACTIONS = [
    step("a", "受理", ["accepted"], (state) => order(state, "受理", "accept", {})),
    step("e", "出发", ["en_route"], (state) => status(state, "出发", "en_route")),
    step("s", "到场", ["on_scene"], (state) => status(state, "到场", "on_scene")),
    step("f", "处置完毕", ["resolved"], resolve),
    step("c", "结案", ["resolved", "closed"], (state) => desk.ask.show("close", state)),
    step("x", "撤销", ["cancelled"], (state) => desk.ask.show("cancel", state)),
    ["o", "重开", REOPENED, (state) => desk.ask.show("reopen", state)],
    ["w", "转办与协同", OPEN, (state) => desk.ask.show("transfer", state), true],
    ["=", "更正", OPEN, (state) => desk.ask.show("correct", state)],
    ["l", "改级别、合并、关联", OPEN, (state) => desk.ask.show("change", state)],
    ["-", "拆出另一起", OPEN, (state) => desk.ask.show("split", state)],
  ];

  const OF_DEPARTMENTS = new Set(ACTIONS.filter((one) => one[4]).map(([key]) => key));

  /* Who is neither the centre nor a department only looks. */
  function isFor(key, state) {
    if (!desk.options.isElsewhere()) return true;
    const { department } = desk.options.get().caller;
    return desk.options.isDepartment() && OF_DEPARTMENTS.has(key) && state.owner === department;
  }

  const allowed = (state, from) => from.includes(state.status);

  function press(key, label, from, run) {
    const state = desk.state.incident();
    if (!state) {
      desk.say(t("先用 j、k 选择一起事件"));
      return;
    }
    const reason =
      desk.blocked() ||
      (isFor(key, state) ? "" : t("您的账号不能“{label}”这起事件", { label: t(label) })) ||
      (allowed(state, from)
        ? ""
        : t("事件现在是“{status}”，不能{label}", {
            status: words.STATUS[state.status],
            label: t(label),
          }));
    if (reason) desk.say(reason);
    else run(state);
  }

  function draw(box, state) {
    const reason = desk.blocked();
    desk.part(
      box,
      [state.number, state.status, reason, state.owner, desk.options.get().caller],
      () => {
        const buttons = ACTIONS.filter(
          ([key, , from]) => isFor(key, state) && allowed(state, from),
        ).map(([key, label, from, run], i) => {
          const node = desk.button({
            text: t(label),
            key,
            isMain: i === 0 && !(key === "f" && onescreen.rules.isUnsent(state)),
            run: () => press(key, label, from, run),
          });
          if (reason) node.setAttribute("aria-disabled", "true");
          if (reason) node.title = reason;
          return node;
        });
        return [
          el("div", { class: "dc-buttons" }, ...buttons),
          reason ? el("p", { class: "dc-reason" }, reason) : null,
        ];
      },
    );
  }

  desk.cardParts.actions = draw;
  panels.start(() => {
    for (const [key, label, from, run] of ACTIONS) {
      desk.keys.add(key, { label, group: "所选事件", run: () => press(key, label, from, run) });
    }
  });
  desk.steps = { order };
})();
