/* The queue of open incidents: gravest first, of equals the unaccepted and longest waiting; below
 * them those that are handled and wait for their closing, then what ended in the last day.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, rules, words } = onescreen;
  const el = onescreen.el;
  const SVG = "http://www.w3.org/2000/svg";
  const LONGEST_PLACE = 17;
  const DAY_MS = 86400000;

  function make(state) {
    const symbol = el("span", { class: "queue-symbol" });
    const title = el("span", { class: "queue-title" });
    const place = el("span", { class: "queue-place" });
    const age = el("span", {
      class: "num queue-age",
      "data-since": state.reported_at,
      "data-since-form": "clock",
    });
    panels.tell(age, "事件库", state.reported_at, "上报以来的时间");
    age.removeAttribute("tabindex");
    const status = el("span", { class: "queue-status" });
    const row = el(
      "button",
      {
        class: "queue-row",
        type: "button",
        "data-number": state.number,
        title: "回车选中，按 i 键看数据来源",
        "aria-keyshortcuts": "i",
      },
      symbol,
      el("span", { class: "queue-line" }, title, age),
      el("span", { class: "queue-line" }, place, status),
    );
    row.addEventListener("click", () => choose(state.number));
    if (isNews(state)) row.classList.add("news");
    return row;
  }

  /* Only what happened just now lights up; a page that opens does not blink all over. */
  function isNews(state) {
    return panels.now() - Date.parse(state.reported_at) < 5000;
  }

  function choose(number) {
    const selection = "incident:" + number;
    const isChosen = onescreen.place.get().selection === selection;
    onescreen.place.set({ selection: isChosen ? null : selection });
  }

  function placeOf(state) {
    if (onescreen.route.page === "community") return panels.placeText(state.area_code, 12);
    const full = panels.placeText(state.area_code);
    return full.length <= LONGEST_PLACE ? full : panels.placeText(state.area_code, 9);
  }

  /* Who is on it: the first call sign, and how many more. */
  function who(number) {
    const sent = onescreen.picture.assignmentsOf(number);
    if (!sent.length) return "";
    const unit = onescreen.picture.entities.unit.get(sent[0].unit_id);
    const first = unit ? unit.call_sign : sent[0].unit_id;
    return sent.length > 1 ? first + " 等 " + sent.length : first;
  }

  const endedAt = (state) =>
    Date.parse((state.reached_at || {})[state.status] || state.reported_at);

  /* What came to an end in the last day, newest first: a quiet community is not an empty panel. */
  function ended(area) {
    const { entities, isEnded } = onescreen.picture;
    const since = panels.now() - DAY_MS;
    return Array.from(entities.incident.values())
      .filter(
        (state) => isEnded(state) && endedAt(state) > since && state.area_code.startsWith(area),
      )
      .sort((a, b) => endedAt(b) - endedAt(a));
  }

  function isOver(state) {
    return panels.isHandled(state) || onescreen.picture.isEnded(state);
  }

  const statusOf = (state) =>
    panels.isHandled(state) ? "已处置待回访" : words.STATUS[state.status];

  function update(row, state) {
    const [symbol, first, second] = row.children;
    const [[title, age], [place, status]] = [first.children, second.children];
    const name = onescreen.symbols.ofIncident(state);
    if (symbol.dataset.name !== name) {
      symbol.dataset.name = name;
      symbol.replaceChildren(onescreen.symbols.svg(name, "2.375rem"));
    }
    panels.set(title, state.title || words.CLASS[state.class] || words.CLASS.other);
    const isElsewhere = !onescreen.topic.holds(state) || !onescreen.figures.isHere(state.area_code);
    panels.set(
      place,
      placeOf(state) + (state.is_outside ? " · 区外" : "") + (isElsewhere ? " · 专题或辖区外" : ""),
    );
    const people = isOver(state) ? "" : who(state.number);
    row.classList.toggle("is-ended", isOver(state));
    age.dataset.sinceForm = isOver(state) ? "age" : "clock";
    panels.set(status, people || statusOf(state));
    const isLate =
      rules.isUnaccepted(state) &&
      panels.now() - Date.parse(state.reported_at) > onescreen.page.acceptWithinMs;
    row.classList.toggle("is-late", isLate);
    row.classList.toggle("is-waiting", rules.isUnaccepted(state));
    const chosen = onescreen.place.selected();
    const isChosen = Boolean(chosen && chosen.kind === "incident" && chosen.id === state.number);
    row.setAttribute("aria-pressed", String(isChosen));
    row.setAttribute(
      "aria-label",
      onescreen.sayAll([
        words.SEVERITY_NAME[state.severity],
        title.textContent,
        place.textContent,
        statusOf(state),
        people,
      ]),
    );
  }

  /* As many rows as stand whole in the box. */
  function room(box) {
    return box.clientHeight
      ? Math.max(1, Math.floor((box.clientHeight + 1) / (60 * onescreen.scale())))
      : 8;
  }

  /* Nothing to be done is good news, and looks like it. */
  function calm(text) {
    const sign = document.createElementNS(SVG, "svg");
    sign.setAttribute("viewBox", "0 0 24 24");
    sign.setAttribute("aria-hidden", "true");
    sign.append(document.createElementNS(SVG, "path"));
    sign.firstChild.setAttribute("d", "M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20ZM7.5 12.5l3 3l6-7");
    return el("div", { class: "queue-calm" }, sign, el("p", {}, text));
  }

  function tellNothing(box) {
    const fresh = onescreen.live.freshness();
    if (onescreen.picture.seq !== null) panels.only(box, calm("24 小时内没有事件"));
    else if (fresh.state !== "offline") panels.only(box, panels.says("正在接收实时数据…"));
    else panels.only(box, panels.says("连不上数据服务，" + fresh.seconds + " 秒了"));
  }

  /* A line between what is open and what is over. */
  function divider(text) {
    return { number: "divider", text };
  }

  function makeRow(item) {
    return item.text ? el("p", { class: "queue-divider" }, item.text) : make(item);
  }

  function updateRow(node, item) {
    if (item.text) panels.set(node, item.text);
    else update(node, item);
  }

  /* Open ones first; where room is left, what came to an end in the last day. */
  function listed(open, over, most) {
    const shown = open.slice(0, most);
    const left = most - shown.length - 1;
    if (left < 1 || !over.length) return shown;
    const head = divider(open.length ? "近 24 小时已办结" : "没有在办事件 · 近 24 小时已办结");
    return shown.concat(head, over.slice(0, left));
  }

  function draw() {
    const box = panels.byId("queue");
    if (!box || !panels.isSideShown()) return;
    const scope =
      onescreen.route.page === "community" ? onescreen.route.area : onescreen.figures.scope();
    const isOwn = (state) => !scope || state.area_code.startsWith(scope);
    // a community's list is of what happens there: the band above tells of the others
    const owns = (state) => onescreen.route.page === "wall" && onescreen.gravest.owns(state);
    const shown = panels
      .open("")
      .filter((state) => (isOwn(state) ? onescreen.topic.shows(state) : owns(state)));
    const open = shown.filter((state) => isOwn(state) && onescreen.topic.holds(state));
    const over = ended(scope).filter(onescreen.topic.holds);
    const note = panels.note(box);
    const waiting = open.filter((state) => rules.isUnaccepted(state)).length;
    const items = listed(shown, over, room(box));
    const rest = Math.max(0, shown.length - items.length);
    panels.set(
      note,
      (scope && onescreen.route.page === "wall" ? panels.areaName(scope) + " · " : "") +
        open.length +
        " 起 · 待受理 " +
        waiting +
        (rest ? " · 另有 " + rest + " 起" : ""),
    );
    panels.tell(
      note,
      "事件库",
      panels.asOf(),
      "未结案的事件，按级别、待受理、等待时间排序，已处置的在后",
    );
    if (!items.length) {
      tellNothing(box);
      return;
    }
    if (!box.onescreenRows) panels.only(box);
    panels.rows(box, items, (item) => item.number, makeRow, updateRow);
  }

  function drawAgain() {
    panels.redraw(draw);
  }

  panels.startOnGlass(() => {
    const box = panels.byId("queue");
    const head = () =>
      panels.heading(
        box,
        onescreen.route.page === "community"
          ? "正在发生"
          : onescreen.topic.now().queue || "在办事件",
      );
    head();
    onescreen.topic.on("change", () => {
      head();
      drawAgain();
    });
    panels.draw(["incident", "assignment", "unit"], draw);
    onescreen.place.on("change", drawAgain);
    onescreen.areas.on("ready", drawAgain);
    onescreen.live.on("freshness", drawAgain);
    if (window.ResizeObserver) new ResizeObserver(drawAgain).observe(box);
    setInterval(drawAgain, 5000);
  });
})();
