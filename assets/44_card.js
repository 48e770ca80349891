/* The card of what is selected; with nothing selected it follows the most urgent incident, so the
 * wall shows who is near without a hand on it. It also tells the server whose neighbours to find.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const STEPS = onescreen.contract.incident.open;
  const ASK_AGAIN_MS = 5000;
  const LATE_MS = 8000;
  const OLD_MS = 20000;
  const SAYS = {
    asked: "正在计算…",
    unknown: "没有收到回答，最近力量未知，正在重试",
    old: "{seconds} 秒前的结果，现在可能不同",
    fresh: "",
  };
  let target = null;
  let askedAt = 0;
  let tick = 0;

  /* What the card is about: {kind, id, state | area, isPinned}. */
  function subject() {
    const chosen = onescreen.place.selected();
    const entities = onescreen.picture.entities;
    if (chosen && chosen.kind === "incident") {
      const state = entities.incident.get(chosen.id) || null;
      return { kind: "incident", id: chosen.id, state, isPinned: true };
    }
    if (chosen && chosen.kind === "unit") {
      return {
        kind: "unit",
        id: chosen.id,
        state: entities.unit.get(chosen.id) || null,
        isPinned: true,
      };
    }
    const code = chosen && chosen.kind === "area" ? chosen.id : onescreen.place.get().area;
    const { page, area } = onescreen.route;
    if (page === "community") {
      return { kind: "area", id: code || area, isPinned: Boolean(code && code !== area) };
    }
    if (code && code.length > 6) return { kind: "area", id: code, isPinned: true };
    const [first] = panels.open(null).filter(onescreen.topic.shows);
    if (first && !panels.isHandled(first))
      return { kind: "incident", id: first.number, state: first, isPinned: false };
    return onescreen.picture.seq === null
      ? null
      : { kind: "area", id: onescreen.page.district, isQuiet: true };
  }

  function pointOf(about) {
    if (!about || about.isQuiet) return null;
    if (about.kind === "area") return panels.area(about.id);
    const isKnown = about.kind === "incident" && about.state;
    return isKnown && onescreen.rules.isPlaced(about.state) ? about.state : null;
  }

  /* ---- asking the server who is near ---- */

  function ask(about) {
    const point = pointOf(about);
    const next = point
      ? {
          key: [about.kind + ":" + about.id, point.lat, point.lon].join("@").slice(0, 120),
          lat: point.lat,
          lon: point.lon,
        }
      : null;
    const isNew = (next && next.key) !== (target && target.key);
    target = next;
    if (isNew) askedAt = performance.now();
    judge();
    if (isNew || tick === 0) send();
  }

  /* A list belongs to whom it was asked for: another one's is not shown, an old one is marked.
   * Answers carry their target; they may come late, or never. */
  function judge() {
    const wanted = target ? target.key : "";
    const rows = room();
    for (const box of document.querySelectorAll(".nearest")) {
      const answer = box.querySelector("[data-target]");
      const isOurs = Boolean(answer) && answer.dataset.target === wanted;
      const age = isOurs ? panels.now() - Date.parse(answer.dataset.at) : 0;
      const isLate = !isOurs && performance.now() - askedAt > LATE_MS;
      const state = !isOurs
        ? isLate
          ? "unknown"
          : "asked"
        : wanted && age > OLD_MS
          ? "old"
          : "fresh";
      panels.attr(box, "data-room", rows);
      panels.attr(box, "data-state", state);
      panels.attr(box, "data-says", onescreen.t(SAYS[state], { seconds: Math.round(age / 1000) }));
    }
  }

  /* Rows of each list: two lists have all the room, of more each has its share. */
  function room() {
    const lists = document.querySelectorAll(".nearest").length || 2;
    return Math.max(1, Math.floor((2 * roomOfTwo()) / lists));
  }

  /* Where the card itself says little, there is room for more neighbours. */
  function roomOfTwo() {
    const isWide = document.documentElement.dataset.wall === "ultrawide";
    const hasBand = (document.documentElement.dataset.response || "none") !== "none";
    if (onescreen.route.page === "wall") return isWide ? (hasBand ? 6 : 8) : 3;
    if (isWide) return hasBand ? 4 : 6;
    const isHigh = window.innerHeight / onescreen.scale() > 1000;
    return isHigh && target && target.key.startsWith("area:") ? 4 : 3;
  }

  function send(tries) {
    if (!onescreen.route.isLive) return;
    tick += 1;
    try {
      const data = target ? { ...target, tick, limit: room() } : null;
      window.dash_clientside.set_props("target", { "data-asked": data });
    } catch {
      if ((tries || 0) < 100) setTimeout(send, 100, (tries || 0) + 1);
    }
  }

  function closeButton() {
    const button = el(
      "button",
      { class: "card-close", type: "button", title: "取消选择（Esc）", "aria-label": "取消选择" },
      "✕",
    );
    button.addEventListener("click", release);
    return button;
  }

  function release() {
    const root = onescreen.page.area;
    onescreen.place.set({ selection: null, area: root });
  }

  /* ---- an incident ---- */

  function areaLinks(code) {
    const line = el("div", { class: "card-path" });
    for (const length of [9, 12, 15]) {
      if (code.length < length) break;
      if (length > 9) line.append(el("span", { class: "sep" }, "▸"));
      const part = code.slice(0, length);
      line.append(
        el("button", { class: "link", type: "button", "data-area": part }, panels.areaName(part)),
      );
    }
    return line;
  }

  function communityLink(code) {
    if (code.length < 12 || onescreen.route.page === "community") return null;
    return el(
      "a",
      { class: "button card-jump", href: onescreen.route.community(code.slice(0, 12)) },
      "进入社区 →",
    );
  }

  function timeline(state) {
    const line = el("ol", { class: "steps" });
    const reached = state.reached_at || {};
    const isCancelled = onescreen.rules.isVoid(state);
    for (const step of STEPS) {
      const at = reached[step];
      const time = at ? onescreen.clock.timeOfDay(Date.parse(at)).slice(0, 5) : "";
      const value = el("span", { class: "num step-time" }, time || "–");
      if (at) panels.tell(value, words.SOURCE[state.source] || state.source, at, words.STEP[step]);
      line.append(
        el(
          "li",
          { class: "step" + (at ? " is-reached" : "") + (step === state.status ? " is-now" : "") },
          el("i", {}),
          el("span", { class: "step-name" }, words.STEP[step]),
          value,
        ),
      );
    }
    if (isCancelled)
      line.append(el("li", { class: "step is-now" }, el("i", {}), words.STEP[state.status]));
    return line;
  }

  function callSigns(assignments) {
    const names = assignments.map((assignment) => {
      const unit = onescreen.picture.entities.unit.get(assignment.unit_id);
      return unit ? unit.call_sign : assignment.unit_id;
    });
    return names.slice(0, 3).join("、") + (names.length > 3 ? " 等 " + names.length : "");
  }

  /* Who is on it, or was. */
  function sentTo(state) {
    const now = onescreen.picture.assignmentsOf(state.number);
    if (now.length) return "已派 " + callSigns(now);
    const before = Array.from(onescreen.picture.entities.assignment.values()).filter(
      (assignment) => assignment.number === state.number,
    );
    if (before.length) return "曾派 " + callSigns(before);
    return onescreen.rules.isUnsent(state) ? "尚未派出力量" : "";
  }

  /* A community reads the talk of an incident at the desk: one place to write, where it is answered. */
  function talkLink({ number }) {
    const talk = onescreen.picture.entities.field_talk.get(number);
    const isOffered = onescreen.route.page === "community" && (talk || onescreen.calls.may());
    if (!isOffered) return null;
    const unread = talk ? Math.max(0, talk.crew_n - talk.desk_n) : 0;
    const text = unread ? onescreen.t("对话（{n} 条未读）", { n: unread }) : onescreen.t("对话");
    const href = "/desk?sel=incident:" + encodeURIComponent(number) + "&tab=talk";
    return el("a", { class: "button small card-talk", href }, text);
  }

  function incidentCard(about) {
    const state = about.state;
    if (!state) {
      return [
        el(
          "div",
          { class: "card-head" },
          el("span", { class: "card-title" }, "事件 " + about.id),
          closeButton(),
        ),
        panels.says("不在当前画面里：可能已结案超过 24 小时，或编号有误"),
      ];
    }
    const name = onescreen.symbols.ofIncident(state);
    const age = el("span", {
      class: "num card-age",
      "data-since": state.reported_at,
      "data-since-form": onescreen.picture.isEnded(state) ? "age" : "clock",
    });
    panels.tell(age, "事件库", state.reported_at, "上报以来的时间");
    age.classList.toggle("is-late", onescreen.figures.isLate(state));
    return [
      el(
        "div",
        { class: "card-head" },
        onescreen.symbols.svg(name, "2.25rem"),
        el(
          "span",
          { class: "card-title" },
          state.title || words.CLASS[state.class] || words.CLASS.other,
        ),
        age,
        about.isPinned ? closeButton() : null,
      ),
      el(
        "div",
        { class: "card-line" },
        el("span", { class: "tag" }, words.CLASS[state.class] || words.CLASS.other),
        el("span", { class: "tag" }, words.STATUS[state.status]),
        el("span", { class: "card-sent" }, sentTo(state)),
      ),
      el(
        "div",
        { class: "card-line" },
        onescreen.rules.isPlaced(state) ? areaLinks(state.area_code) : "地点不明",
        communityLink(state.area_code),
        onescreen.eyes.button(state),
        onescreen.picture.isEnded(state)
          ? null
          : onescreen.calls.button(
              { number: state.number, mode: "first" },
              onescreen.t("呼叫最近三个"),
            ),
        talkLink(state),
      ),
      timeline(state),
    ];
  }

  /* ---- a unit ---- */

  function speed(row, source) {
    const digits = el("span", { class: "num", "data-quick": true }, String(Math.round(row[4])));
    return panels.tell(digits, source, panels.iso(row[3]), "定位终端报告的时速");
  }

  /* Where a unit was told to wait: never as if it were sent to an incident. Its letters are rare:
   * they stand here, for those of 15_words.js are what every screen loads. */
  words.standby = (state) =>
    onescreen.t(state.arrived_at ? "在 {place} 备勤" : "受命前往 {place} 备勤", {
      place: state.name,
    });

  function unitCard(about) {
    const state = about.state;
    const head = (text, symbol) =>
      el(
        "div",
        { class: "card-head" },
        symbol || null,
        el("span", { class: "card-title" }, text),
        closeButton(),
      );
    if (!state) return [head("力量 " + about.id), panels.says("不在当前画面里")];
    const row = onescreen.picture.positions.get(about.id);
    const job = onescreen.picture.assignmentOf(about.id);
    const waits = onescreen.picture.standbyOf(about.id);
    const kind = [words.UNIT_KIND[state.kind] || "力量", words.UNIT_SUBKIND[state.subkind]]
      .filter(Boolean)
      .join(" · ");
    const source = "定位终端" + (state.is_demo ? "（演示）" : "");
    const fix = el("span", { class: "num" });
    if (row) {
      Object.assign(fix.dataset, { since: panels.iso(row[3]), sinceForm: "age" });
      panels.tell(fix, source, panels.iso(row[3]), "最近一次定位");
    }
    return [
      head(state.call_sign, onescreen.symbols.svg(onescreen.symbols.ofUnit(state), "2.25rem")),
      el(
        "div",
        { class: "card-line" },
        el("span", { class: "tag" }, kind),
        el("span", { class: "tag" }, words.UNIT_STATUS[state.status]),
        el("span", {}, state.name || ""),
      ),
      el(
        "div",
        { class: "card-line" },
        row ? el("span", {}, "定位 ", fix, row[6] ? " 前（模拟定位）" : " 前") : "没有定位",
        row && Number.isFinite(row[4])
          ? el("span", {}, "时速 ", speed(row, source), " km/h")
          : null,
      ),
      state.home_area
        ? el("div", { class: "card-line" }, "责任区", areaLinks(state.home_area))
        : null,
      el(
        "div",
        { class: "card-sent" },
        job ? "正在处理 " : waits ? words.standby(waits) : "没有派单",
        job
          ? el(
              "button",
              { class: "link num", type: "button", "data-number": job.number },
              job.number,
            )
          : null,
      ),
      onescreen.calls.may()
        ? el("div", { class: "card-line" }, onescreen.calls.button({ units: [about.id] }))
        : null,
    ];
  }

  /* ---- an area ---- */

  function areaFigures(code) {
    const entities = onescreen.picture.entities;
    const workers = { total: 0, onDuty: 0 };
    for (const unit of entities.unit.values()) {
      if (unit.kind !== "grid_worker" || !(unit.home_area || "").startsWith(code)) continue;
      workers.total += 1;
      if (onescreen.rules.isOnDuty(unit)) workers.onDuty += 1;
    }
    const parts = (level) =>
      Array.from(onescreen.areas.byCode.values()).filter(
        (area) => area.level === level && area.code.startsWith(code) && area.code !== code,
      ).length;
    const isPart = onescreen.topic.now().classes.length > 0;
    const figures = [
      [isPart ? "本专题在办" : "在办事件", onescreen.topic.openIn(code), "起", "事件库"],
    ];
    if (code.length < 12) figures.push(["村（社区）", parts("village"), "个", "网格底图"]);
    if (code.length < 15) figures.push(["网格", parts("grid"), "个", "网格底图"]);
    figures.push(
      ["在岗网格员", workers.onDuty, "人", "力量名册"],
      ["在册网格员", workers.total, "人", "力量名册"],
    );
    return figures;
  }

  function areaCard(about) {
    const area = panels.area(about.id);
    const isOwnPage = about.id === onescreen.route.area;
    if (area && isOwnPage) {
      return [
        el(
          "div",
          { class: "card-line" },
          "到" + area.name + "中心点的路程，选中事件后按事件地点计算",
        ),
      ];
    }
    if (!area)
      return [panels.says(onescreen.areas.byCode.size ? "底图里没有这个辖区" : "底图还在载入")];
    const at = panels.asOf();
    const figures = el("div", { class: "card-figures" });
    for (const [label, value, unit, source] of areaFigures(about.id)) {
      figures.append(
        el(
          "div",
          { class: "card-figure" },
          el("span", {}, label),
          el("span", {}, panels.num(String(value), source, at, area.name + " · " + label), unit),
        ),
      );
    }
    return [
      el(
        "div",
        { class: "card-head" },
        el("span", { class: "card-title" }, panels.areaName(area.code)),
        el("span", { class: "num card-code" }, area.code),
        about.isPinned ? closeButton() : null,
      ),
      about.id.length > 9
        ? el("div", { class: "card-line" }, areaLinks(about.id), communityLink(about.id))
        : null,
      figures,
      about.isQuiet
        ? panels.says(
            (onescreen.topic.now().classes.length ? "本专题没有待处置事件。" : "没有待处置事件。") +
              "点地图、排行或搜索可看辖区；有事件时这里自动显示最近力量。",
          )
        : null,
    ];
  }

  /* ---- drawing ---- */

  const TITLES = { incident: "选中事件", unit: "选中力量", area: "选中辖区" };
  const CARDS = { incident: incidentCard, unit: unitCard, area: areaCard };

  function title(about) {
    if (!about) return "最近力量";
    if (about.isQuiet) return "全域概况";
    if (!about.isPinned) return about.kind === "incident" ? "最急事件" : "最近力量";
    return TITLES[about.kind];
  }

  function draw() {
    const box = panels.byId("card");
    if (!box || !panels.isSideShown()) return;
    const about = subject();
    box.closest(".panel").dataset.about = !about || about.isQuiet ? "nothing" : about.kind;
    panels.heading(box, title(about));
    const isFollowed = about && !about.isPinned && about.kind === "incident";
    const number = about && about.kind === "incident" ? about.id : "";
    panels.set(panels.note(box), (isFollowed ? "自动跟随 · " : "") + number);
    if (about) panels.renew(box, CARDS[about.kind](about));
    else panels.renew(box, [panels.says("正在接收实时数据…")]);
    ask(about);
  }

  /* Rows and links anywhere on the page lead to areas, units and incidents by their data. */
  function follow(event) {
    const node =
      event.target instanceof Element &&
      event.target.closest("[data-area], [data-unit], button.link[data-number]");
    if (!node || node.id === "onescreen-page" || !node.closest("button")) return;
    if (node.dataset.unit) onescreen.place.set({ selection: "unit:" + node.dataset.unit });
    else if (node.dataset.number)
      onescreen.place.set({ selection: "incident:" + node.dataset.number });
    else if (node.dataset.area) onescreen.place.set({ area: node.dataset.area, selection: null });
  }

  /* The chosen unit moves: its age and speed are new though no fact is. */
  function onPositions(rows) {
    const chosen = onescreen.place.selected();
    if (!chosen || chosen.kind !== "unit") return;
    if (rows.some((row) => row[0] === chosen.id)) panels.redraw(draw);
  }

  panels.startOnGlass(() => {
    panels.draw(["incident", "assignment", "unit", "standby", "field_talk"], draw);
    onescreen.picture.on("positions", onPositions);
    onescreen.place.on("change", () => panels.redraw(draw));
    onescreen.topic.on("change", () => panels.redraw(draw));
    onescreen.areas.on("ready", () => panels.redraw(draw));
    document.addEventListener("click", follow);
    document.addEventListener("keydown", (event) => {
      const inField = event.target instanceof Element && event.target.closest("input, textarea");
      if (event.key === "Escape" && !inField) release();
    });
    setInterval(() => target && !document.hidden && send(), ASK_AGAIN_MS);
    setInterval(judge, 1000);
    for (const box of document.querySelectorAll(".nearest"))
      new MutationObserver(judge).observe(box, { childList: true });
    // A band above takes the last rows' room: they go at once, and come back when it does.
    new MutationObserver(() => {
      judge();
      if (target) send();
    }).observe(document.documentElement, { attributeFilter: ["data-response", "data-wall"] });
  });
})();
