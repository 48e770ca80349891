/* Who should go: candidates with reasons, who is left out and why, what is missing. Digits pick, d sends. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels, symbols, picture } = onescreen;
  const at = desk.api.at;
  const SHOWN = 9;
  const LEAVE_MS = 150;
  const picks = onescreen.kept("desk.picks");
  const events = onescreen.emitter();
  let leaving = null;

  function plan() {
    const { recommendation } = desk.dossier.get();
    return desk.plans.read(recommendation);
  }

  const picked = () => picks.get(desk.state.number()) || [];
  const signs = (unitIds) => unitIds.map(desk.crews.sign).join("、");

  /* A pick that was sent elsewhere meanwhile is dropped aloud; one that left the list stays in sight. */
  function dropBusy() {
    const busy = picked().filter((unitId) => {
      const unit = picture.entities.unit.get(unitId);
      return unit && !onescreen.rules.isFree(unit);
    });
    if (!busy.length) return;
    picks.set(
      desk.state.number(),
      picked().filter((one) => !busy.includes(one)),
    );
    desk.say(t("{who} 已不可派，已从所选去掉", { who: signs(busy) }));
    events.emit("look", picked());
  }

  function strayRow(unitId) {
    const node = el(
      "button",
      {
        class: "cand is-stray",
        type: "button",
        role: "checkbox",
        "aria-checked": "true",
        "data-unit-id": unitId,
        "data-focus": "cand" + unitId,
      },
      el("kbd", {}, "✕"),
      el("span", { class: "cand-sign" }, desk.crews.sign(unitId)),
      el("span", { class: "cand-why" }, t("已选，现不在候选之内；点一下去掉")),
    );
    node.addEventListener("click", () => toggle(unitId));
    return node;
  }

  function strays(chosen, places) {
    const list = chosen.filter((unitId) => !places.has(unitId));
    return list.length
      ? el("div", { class: "cand-strays", role: "group" }, ...list.map(strayRow))
      : null;
  }

  function toggle(unitId) {
    const number = desk.state.number();
    const held = picked();
    picks.set(
      number,
      held.includes(unitId) ? held.filter((one) => one !== unitId) : [...held, unitId],
    );
    desk.card.draw();
    events.emit("look", picked());
  }

  function clear() {
    picks.set(desk.state.number(), null);
    desk.card.draw();
    events.emit("look", []);
  }

  function pickPlan() {
    picks.set(desk.state.number(), plan().chosen);
    desk.card.draw();
    events.emit("look", picked());
  }

  function send() {
    const state = desk.state.incident();
    if (!state) return null;
    const unitIds = picked();
    if (!unitIds.length) {
      desk.say(t("还没有选人：按 1–9 选候选，或按 0 选整套方案"));
      return null;
    }
    return desk.act(
      {
        label: t("派 {who} 去 {title}", {
          who: signs(unitIds),
          title: state.title || state.number,
        }),
        path: at.step(state.number, "assignments"),
        body: { unit_ids: unitIds },
      },
      {
        after: () => {
          picks.set(state.number, null);
          events.emit("look", []);
          desk.dossier.refresh("recommendation");
        },
      },
    );
  }

  function minutes(seconds) {
    return Number.isFinite(seconds) ? (seconds / 60).toFixed(1) : "–";
  }

  function lookAt(unitId) {
    clearTimeout(leaving);
    events.emit("look", [...new Set([...picked(), unitId])]);
  }

  /* The list is drawn anew every few seconds: the eye has left only when it has not come back. */
  function lookAway() {
    clearTimeout(leaving);
    leaving = setTimeout(() => events.emit("look", picked()), LEAVE_MS);
  }

  function row(one, i, chosen) {
    const isPicked = chosen.includes(one.unit_id);
    const node = el(
      "button",
      {
        class: "cand",
        type: "button",
        role: "checkbox",
        "aria-checked": String(isPicked),
        "data-unit-id": one.unit_id,
        "data-focus": "cand" + one.unit_id,
        "aria-keyshortcuts": i < SHOWN ? String(i + 1) : null,
      },
      el("kbd", {}, i < SHOWN ? String(i + 1) : "·"),
      symbols.svg(symbols.ofUnit(one), "1.5rem"),
      el(
        "span",
        { class: "cand-sign" },
        one.call_sign,
        one.chosen ? el("span", { class: "cand-plan" }, t("方案内")) : null,
      ),
      el("span", { class: "num cand-minutes" }, minutes(one.travel_s)),
      el("span", { class: "cand-unit" }, t("分")),
      el("span", { class: "cand-why as-said" }, one.text),
    );
    node.addEventListener("click", () => toggle(one.unit_id));
    for (const event of ["mouseenter", "focus"])
      node.addEventListener(event, () => lookAt(one.unit_id));
    for (const event of ["mouseleave", "blur"]) node.addEventListener(event, lookAway);
    return node;
  }

  function excluded(list) {
    if (!list.length) return null;
    return el(
      "details",
      { class: "cand-out" },
      el(
        "summary",
        { "data-focus": "out" },
        t("未列入自动方案 {count} 个", { count: list.length }),
      ),
      el(
        "ul",
        {},
        ...list
          .slice(0, 40)
          .map((one) =>
            el(
              "li",
              {},
              one.call_sign,
              " ",
              el("span", { class: "dc-label as-said" }, one.text),
              Number.isFinite(one.travel_s)
                ? el("span", { class: "num" }, " " + minutes(one.travel_s) + t(" 分"))
                : null,
            ),
          ),
      ),
    );
  }

  /* One role of the plan: what is needed, what is missing, who can be there soonest. */
  function role(one, places, chosen) {
    return el(
      "section",
      { class: "role" },
      el(
        "h5",
        { class: "role-name" },
        el("span", { class: "as-said" }, one.name),
        " ",
        el("span", { class: "dc-label as-said" }, one.text || ""),
        one.short
          ? el("span", { class: "shortfall" }, t("缺 {count}", { count: one.short }))
          : null,
      ),
      ...one.candidates.map((unit) => row(unit, places.get(unit.unit_id), chosen)),
      one.candidates.length ? null : panels.says(t("没有可派的")),
      excluded(one.excluded),
    );
  }

  function draw(box, state) {
    const failed = desk.dossier.failed("recommendation");
    const now = plan();
    dropBusy();
    const chosen = picked();
    const places = new Map(now.candidates.map((one, i) => [one.unit_id, i]));
    const after = desk.whatIf ? desk.whatIf.words() : [];
    const moves = desk.whatIf ? desk.whatIf.moves() : [];
    desk.part(
      box,
      [state.number, state.status, now.roles, now.text, chosen, failed, after, moves],
      () => [
        el("h4", { class: "dc-heading only-wide" }, t("推荐派遣")),
        failed ? el("p", { class: "dc-reason" }, t("推荐暂时算不出：") + failed) : null,
        now.text
          ? el(
              "p",
              { class: now.isShort ? "shortfall" : "dc-label" },
              el("span", { class: "as-said" }, now.text),
              " ",
              desk.ruleLink("run-cards", state.class, t("派遣预案")),
            )
          : null,
        !onescreen.rules.isPlaced(state)
          ? el("p", { class: "dc-reason" }, t("地点不明，时间按全域中心估算"))
          : null,
        now.isStraight ? el("p", { class: "dc-reason" }, t("没有路网，时间按直线估算")) : null,
        now.isKnown ? strays(chosen, places) : null,
        ...now.roles.map((one) => role(one, places, chosen)),
        now.isKnown && !now.roles.length ? panels.says(t("预案所需力量已派齐")) : null,
        !now.isKnown && !failed ? panels.says(t("正在计算…")) : null,
        el(
          "div",
          { class: "cand-buttons" },
          el(
            "div",
            { class: "what-if", role: "status" },
            ...after.map((text) => el("p", { class: "as-said" }, text)),
            ...moves.map(desk.standby.button),
          ),
          desk.options.isElsewhere()
            ? null
            : el(
                "div",
                { class: "dc-buttons" },
                desk.button({
                  text: chosen.length ? t("派出 {who}", { who: signs(chosen) }) : t("派出所选"),
                  key: "d",
                  isMain: true,
                  run: send,
                }),
                desk.button({ text: t("选整套方案"), key: "0", run: pickPlan }),
              ),
        ),
      ],
    );
  }

  desk.cardParts.recommend = draw;
  function redraw() {
    const box = desk.card.box("recommend");
    if (box) box.deskShown = null;
    desk.card.draw();
  }

  desk.recommend = { picked, clear, redraw, on: events.on };

  panels.start(() => {
    const has = () => Boolean(desk.state.incident());
    desk.keys.add("r", {
      label: "推荐派遣",
      group: "派遣",
      when: has,
      run: () => {
        desk.state.set({ tab: "recommend" });
        desk.card.now();
        const first = panels.byId("desk-card").querySelector(".cand");
        if (first) first.focus();
      },
    });
    for (let i = 1; i <= SHOWN; i += 1) {
      desk.keys.add(String(i), {
        label: i === 1 ? "选或不选该候选" : "",
        group: "派遣",
        when: has,
        run: () => {
          const one = plan().candidates[i - 1];
          if (one) toggle(one.unit_id);
        },
      });
    }
    desk.keys.add("0", { label: "选整套方案", group: "派遣", when: has, run: pickPlan });
    desk.keys.add("d", { label: "派出所选", group: "派遣", when: has, run: send });
    desk.recommend.on("look", () => desk.card.draw());
  });
})();
