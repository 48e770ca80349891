/* The queue of the desk: every open incident, the most pressing first; j and k walk through it. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture, symbols } = onescreen;
  /* A thousand rows are never read, and each is drawn every second: the most urgent are listed, and those walked to. */
  const MOST = 250;
  let order = [];

  function make(state) {
    const parts = {};
    for (const name of ["symbol", "title", "clock", "place", "who", "age", "ack"]) {
      parts[name] = el("span", { class: "dq-" + name + (name === "age" ? " num" : "") });
    }
    Object.assign(parts.age.dataset, { since: state.reported_at, sinceForm: "clock" });
    parts.age.title = t("上报以来");
    const row = el(
      "button",
      {
        class: "dq-row",
        type: "button",
        role: "option",
        "data-number": state.number,
        tabindex: "-1",
      },
      parts.symbol,
      el("span", { class: "dq-line" }, parts.title, parts.clock),
      el("span", { class: "dq-line" }, parts.place, parts.age),
      el("span", { class: "dq-line" }, parts.who, parts.ack),
    );
    row.parts = parts;
    row.addEventListener("click", (event) => {
      desk.state.choose(state.number);
      // By Enter: on into the card; by pointer the focus stays where it is.
      if (event.detail === 0 && desk.card) desk.card.focus();
    });
    return row;
  }

  function clockText(clock) {
    if (!clock) return "";
    return (
      clock.label +
      " " +
      words.clock(clock.ms) +
      (clock.target_s ? " / " + words.clock(clock.target_s * 1000) : "")
    );
  }

  function callSigns(sent) {
    const names = sent.map(
      (one) => (picture.entities.unit.get(one.unit_id) || { call_sign: one.unit_id }).call_sign,
    );
    return names.length > 2
      ? names.slice(0, 2).join("、") + t(" 等 {count}", { count: names.length })
      : names.join("、");
  }

  /* How many said yes, of how many were sent: a sent notice is not an answer. */
  function acknowledged(sent) {
    const told = sent.map(desk.notices.ofAssignment).filter(Boolean);
    if (!told.length) return null;
    const yes = told.filter(desk.notices.isAnswered).length;
    return { yes, all: sent.length };
  }

  function drawAck(node, state, sent) {
    const ack = acknowledged(sent);
    const alarm = desk.notices.alarm(state.number);
    const unread = desk.talk ? desk.talk.unread(state.number) : 0;
    const isFull = ack && ack.yes === ack.all;
    const text = alarm
      ? t("无人确认 · 已升级")
      : unread
        ? t("未读消息 {count}", { count: unread })
        : !ack
          ? ""
          : isFull
            ? t("已确认")
            : t("确认 {yes}/{all}", ack);
    node.dataset.state = alarm ? "alarm" : unread ? "talk" : isFull ? "full" : "open";
    panels.set(node, text);
  }

  function update(row, state) {
    const { symbol, title, clock, place, who, ack } = row.parts;
    const name = symbols.ofIncident(state);
    if (symbol.dataset.name !== name) {
      symbol.dataset.name = name;
      symbol.replaceChildren(symbols.svg(name, "2.25rem"));
    }
    panels.set(
      title,
      desk.options.className(state.class) + " · " + (state.title || words.CLASS.other),
    );
    const worst = desk.clocks.worst(state);
    row.dataset.clock = worst ? worst.state : "none";
    panels.set(clock, worst ? clockText(worst) : words.STATUS[state.status]);
    panels.set(place, panels.placeText(state.area_code) + (state.is_outside ? t(" · 区外") : ""));
    const sent = picture.assignmentsOf(state.number);
    const isUnsent = desk.clocks.isUnsent(state);
    panels.set(
      who,
      sent.length
        ? callSigns(sent)
        : panels.isHandled(state)
          ? t("待回访结案")
          : (state.unserved_since ? t("无人处置") : isUnsent ? t("尚未派出") : t("无力量在办")) +
            " · " +
            words.STATUS[state.status],
    );
    row.classList.toggle("is-unsent", isUnsent);
    drawAck(ack, state, sent);
    row.classList.toggle("is-alarm", desk.notices.alarm(state.number) > 0);
    const isChosen = desk.state.number() === state.number;
    row.setAttribute("aria-selected", String(isChosen));
    row.tabIndex = isChosen || (!desk.state.number() && order[0] === state.number) ? 0 : -1;
    row.setAttribute(
      "aria-label",
      onescreen.sayAll([
        words.SEVERITY_NAME[state.severity],
        desk.options.className(state.class),
        state.title,
        place.textContent,
        words.STATUS[state.status],
        clock.textContent,
        who.textContent,
        ack.textContent,
      ]),
    );
  }

  function emptyText() {
    if (picture.seq !== null) return t("没有在办事件。按 n 接警");
    return t("正在接收实时数据…");
  }

  function draw() {
    const box = panels.byId("desk-queue");
    const open = desk.clocks.urgent(panels.open(null));
    order = open.map((one) => one.number);
    const red = open.filter((one) => (desk.clocks.worst(one) || {}).state === "red").length;
    const waiting = open.filter(onescreen.rules.isUnaccepted).length;
    const listed = open.slice(0, Math.max(MOST, order.indexOf(desk.state.number()) + 20));
    const counts = { open: open.length, waiting, red, shown: listed.length };
    panels.set(
      panels.note(box),
      listed.length < open.length
        ? t("{open} 起 · 待受理 {waiting} · 超时 {red} · 列出最急 {shown} 起", counts)
        : t("{open} 起 · 待受理 {waiting} · 超时 {red}", counts),
    );
    if (!open.length) {
      panels.only(box, panels.says(emptyText()));
      return;
    }
    if (!box.onescreenRows) panels.only(box);
    const held = document.activeElement;
    panels.rows(box, listed, (one) => one.number, make, update);
    // A row that moved to another place must not lose the focus it had.
    if (held && held !== document.activeElement && box.contains(held))
      held.focus({ preventScroll: true });
    onescreen.clock.tickAges();
  }

  function step(by) {
    if (!order.length) return;
    const at = order.indexOf(desk.state.number());
    const next =
      at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by));
    go(order[next]);
  }

  function go(number) {
    desk.state.choose(number);
    draw();
    const row = panels
      .byId("desk-queue")
      .querySelector('[data-number="' + CSS.escape(number) + '"]');
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  const inSheet = (event) =>
    event.target instanceof Element &&
    event.target.closest("#desk-sheet, #desk-intake, #desk-card");
  const byArrow = (by) => ({
    label: "",
    group: "队列",
    run: () => step(by),
    when: (event) => !inSheet(event),
  });

  panels.start(() => {
    const box = panels.byId("desk-queue");
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", t("在办事件，按紧迫程度排序"));
    const again = () => panels.redraw(draw);
    panels.draw(["incident", "assignment", "unit", "notice", "field_talk"], draw);
    onescreen.place.on("change", again);
    onescreen.areas.on("ready", again);
    onescreen.live.on("freshness", again);
    desk.options.on("change", again);
    setInterval(again, 1000);
    desk.keys.add("j", { label: "下一起（也可用 ↓）", group: "队列", run: () => step(1) });
    desk.keys.add("k", { label: "上一起（也可用 ↑）", group: "队列", run: () => step(-1) });
    desk.keys.add("ArrowDown", byArrow(1));
    desk.keys.add("ArrowUp", byArrow(-1));
  });
  desk.queue = { order: () => order.slice(), go };
})();
