/* The ticker: the last facts, newest first, with number, time and age. It stands still while the
 * pointer rests on it, or after the space bar was pressed on it.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const KEPT = 24;
  const SHOWN = 12;
  /* In a line as short as this the first clause does: 已发出，未送达. */
  const noticeWord = (code) => (words.NOTICE_STATE[code] || "").split("，")[0];
  let facts = [];
  const isStill = () => isHovered || isHeld || onescreen.motion.isPaused();
  let isHovered = false;
  let isHeld = false;

  function titleOf(incident) {
    return incident ? incident.title || words.CLASS[incident.class] || words.CLASS.other : "";
  }

  function villageOf(code) {
    return code && code.length >= 12
      ? panels.areaName(code.slice(0, 12))
      : panels.areaName(code || "");
  }

  /* What a record says to people; null for what belongs elsewhere (KPIs, duty rotas). */
  function wording(record) {
    const state = record.state;
    if (record.kind === "incident") {
      const step = /severity/.test(record.action)
        ? "改为" + words.SEVERITY[state.severity] + "级"
        : words.STEP[state.status];
      return {
        text: villageOf(state.area_code) + " " + titleOf(state),
        step,
        number: state.number,
        symbol: onescreen.symbols.ofIncident(state),
      };
    }
    if (record.kind === "assignment") {
      const unit = onescreen.picture.entities.unit.get(state.unit_id);
      const incident = onescreen.picture.entities.incident.get(state.number);
      const step = state.cleared_at
        ? "归队"
        : state.on_scene_at
          ? "到场"
          : state.en_route_at
            ? "出发"
            : "受派";
      return {
        text: (unit ? unit.call_sign : state.unit_id) + " " + titleOf(incident),
        step,
        number: state.number,
        symbol: unit ? onescreen.symbols.ofUnit(unit) : "unit",
      };
    }
    if (record.kind === "standby") {
      const unit = onescreen.picture.entities.unit.get(state.unit_id);
      const step = state.ended_at ? "备勤结束" : state.arrived_at ? "到位备勤" : "受命备勤";
      return {
        text: (unit ? unit.call_sign : state.unit_id) + " " + state.name,
        step,
        symbol: unit ? onescreen.symbols.ofUnit(unit) : "unit",
      };
    }
    if (record.kind === "map") return { text: "底图已更新", step: "", symbol: null };
    if (record.kind === "notice") {
      const incident = onescreen.picture.entities.incident.get(state.number);
      return {
        text: [onescreen.t("通知"), onescreen.t(state.recipient || ""), titleOf(incident)]
          .filter(Boolean)
          .join(" "),
        step: noticeWord(state.state),
        number: state.number,
        symbol: null,
      };
    }
    return null;
  }

  function take(record) {
    if (record.action === "gone") return;
    const said = wording(record);
    if (!said) return;
    facts.unshift({
      key: "s" + record.seq,
      seq: record.seq,
      at: record.at,
      symbol: said.symbol,
      record,
    });
    facts.length = Math.min(facts.length, KEPT);
    if (!isStill()) panels.redraw(draw);
  }

  /* A snapshot has states, not records: the last step of each incident stands in, unnumbered. */
  function fromSnapshot() {
    const last = [];
    for (const state of onescreen.picture.entities.incident.values()) {
      const at = (state.reached_at || {})[state.status] || state.reported_at;
      last.push({ state, at });
    }
    last.sort((a, b) => (a.at < b.at ? 1 : -1));
    facts = last.slice(0, SHOWN).map(({ state, at }) => ({
      key: state.number + state.status,
      seq: null,
      at,
      symbol: onescreen.symbols.ofIncident(state),
      record: { kind: "incident", action: "", state },
    }));
    panels.redraw(draw);
  }

  function make(fact) {
    const age = el("span", {
      class: "num fact-age",
      "data-since": fact.at,
      "data-since-form": "age",
    });
    const number = el("span", { class: "num fact-seq" }, fact.seq ? "#" + fact.seq : "");
    panels.tell(number, "日志", fact.at, fact.seq ? "第 " + fact.seq + " 条事实" : "来自快照");
    number.removeAttribute("tabindex");
    return el(
      "span",
      { class: "fact" + (fact.seq ? " news" : "") },
      el("span", {}, fact.symbol ? onescreen.symbols.svg(fact.symbol, "1.5rem") : null),
      number,
      el("span", { class: "num fact-time" }, onescreen.clock.timeOfDay(Date.parse(fact.at))),
      el("span", { class: "fact-text" }),
      el("span", { class: "fact-step" }),
      age,
    );
  }

  /* Words are found when they are drawn: names of places may have come since. */
  function update(node, fact) {
    const said = wording(fact.record);
    panels.set(node.querySelector(".fact-text"), said.text);
    panels.set(node.querySelector(".fact-step"), said.step);
  }

  function draw() {
    const box = panels.byId("ticker");
    if (!box) return;
    box.classList.toggle("is-held", isHeld || onescreen.motion.isPaused());
    // facts of the whole district, also when the other panels are of a part of it
    panels.attr(box, "data-scope", onescreen.figures.scope() ? onescreen.t("全域动态") : "");
    if (!facts.length) {
      panels.only(
        box,
        panels.says(onescreen.picture.seq === null ? "正在接收实时数据…" : "24 小时内没有动态"),
      );
      return;
    }
    if (!box.onescreenRows) panels.only(box);
    panels.rows(box, facts.slice(0, SHOWN), (fact) => fact.key, make, update);
    onescreen.clock.tickAges();
  }

  function resume() {
    if (!isStill()) panels.redraw(draw);
  }

  panels.start(() => {
    const box = panels.byId("ticker");
    box.title = "空格键暂停";
    box.addEventListener("mouseenter", () => (isHovered = true));
    box.addEventListener("mouseleave", () => {
      isHovered = false;
      resume();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      isHeld = !isHeld;
      box.classList.toggle("is-held", isHeld);
      resume();
    });
    onescreen.motion.on((isPaused) => {
      box.classList.toggle("is-held", isHeld || isPaused);
      resume();
    });
    onescreen.place.on("change", () => panels.redraw(draw));
    onescreen.picture.on("replaced", fromSnapshot);
    onescreen.picture.on("record", take);
    onescreen.areas.on("ready", () => panels.redraw(draw));
    if (onescreen.picture.seq !== null) fromSnapshot();
    panels.redraw(draw);
  });
})();
