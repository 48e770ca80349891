/* The board: every unit by what it is doing; drag it, or focus it and press a digit, to change that. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture, symbols } = onescreen;
  const { COLUMNS, columnOf } = onescreen.rules;
  let filter = "";
  let kind = "";

  function fits(unit) {
    if (kind && unit.kind !== kind) return false;
    return !filter || unit.call_sign.includes(filter) || unit.unit_id.includes(filter);
  }

  /* The last change that took nobody from an incident, to be taken back by 0. */
  let last = null;
  let sure = null;

  function order(unit, status) {
    const from = columnOf(unit);
    return desk.act(
      {
        label: t("{who} 改为{status}", { who: unit.call_sign, status: words.UNIT_STATUS[status] }),
        method: "PUT",
        path: desk.api.at.unitStatus(unit.unit_id),
        body: { status },
      },
      {
        after: () => {
          last = { unitId: unit.unit_id, from, to: status };
          desk.say(
            t("{who} 已改为{status}；按 0 改回", {
              who: unit.call_sign,
              status: words.UNIT_STATUS[status],
            }),
          );
        },
      },
    );
  }

  /* A crew on an incident is taken off it by a second, same order only. */
  function change(unitId, status) {
    const unit = picture.entities.unit.get(unitId);
    if (!unit || columnOf(unit) === status) return null;
    const job = picture.assignmentOf(unitId);
    const isSaid = sure && sure.unitId === unitId && sure.status === status;
    if (!job || isSaid) {
      doubt(null);
      return order(unit, status);
    }
    return doubt({ unitId, status, unit, job });
  }

  function doubt(asked) {
    sure = asked;
    const body = desk.sheets.body("board");
    const held = body && body.querySelector(".bd-sure");
    if (held) held.remove();
    if (!asked || !body) return null;
    const { unit, job, status, unitId } = asked;
    const incident = picture.entities.incident.get(job.number);
    const yes = desk.button({
      text: t("确认改为{status}", { status: words.UNIT_STATUS[status] }),
      isMain: true,
      run: () => change(unitId, status),
    });
    const no = desk.button({ text: t("不改"), run: () => doubt(null) });
    const text = t("{who} 正在处置“{title}”，改为{status}会改变这起事件；再按一次同一数字确认", {
      who: unit.call_sign,
      title: (incident && incident.title) || job.number,
      status: words.UNIT_STATUS[status],
    });
    body
      .querySelector(".bd-tools")
      .after(el("div", { class: "bd-sure", role: "alert" }, text, " ", yes, " ", no));
    return null;
  }

  function takeBack() {
    const unit = last && picture.entities.unit.get(last.unitId);
    if (!unit || columnOf(unit) !== last.to || picture.assignmentOf(last.unitId)) {
      desk.say(t("没有可以改回的状态"));
      return null;
    }
    const { from } = last;
    last = null;
    return order(unit, from);
  }

  function make(unit) {
    const node = el("button", {
      class: "bd-unit",
      type: "button",
      draggable: "true",
      "data-unit": unit.unit_id,
      "data-board": unit.unit_id,
    });
    node.addEventListener("dragstart", (event) =>
      event.dataTransfer.setData("text/plain", unit.unit_id),
    );
    return node;
  }

  function update(node, unit) {
    const job = picture.assignmentOf(unit.unit_id);
    const incident = job && picture.entities.incident.get(job.number);
    const waits = job ? null : picture.standbyOf(unit.unit_id);
    const doing = job
      ? (incident && incident.title) || job.number
      : waits
        ? words.standby(waits)
        : "";
    const text = [unit.call_sign, unit.name, doing].join("|") + symbols.ofUnit(unit);
    if (node.dataset.reads === text) return;
    node.dataset.reads = text;
    node.replaceChildren(
      symbols.svg(symbols.ofUnit(unit), "1.25rem"),
      el("span", {}, unit.call_sign),
      el("span", { class: "dc-label" }, doing),
    );
    node.title = onescreen.sayAll(
      [unit.call_sign, unit.name, words.UNIT_STATUS[unit.status], doing],
      " · ",
    );
  }

  function column(status, i) {
    const list = el("div", { class: "bd-list" });
    const node = el(
      "section",
      { class: "bd-column", "data-status": status, "aria-label": words.UNIT_STATUS[status] },
      el(
        "h3",
        {},
        el("kbd", {}, String(i + 1)),
        words.UNIT_STATUS[status],
        " ",
        el("span", { class: "num" }),
      ),
      list,
    );
    node.addEventListener("dragover", (event) => event.preventDefault());
    node.addEventListener("drop", (event) => {
      event.preventDefault();
      change(event.dataTransfer.getData("text/plain"), status);
    });
    return node;
  }

  function drawColumn(node, units) {
    const list = node.querySelector(".bd-list");
    panels.set(node.querySelector(".num"), units.length);
    panels.rows(list, units, (one) => one.unit_id, make, update);
  }

  function draw() {
    const body = desk.sheets.body("board");
    if (!body) return;
    const groups = new Map(COLUMNS.map((status) => [status, []]));
    for (const unit of picture.entities.unit.values())
      if (fits(unit) && groups.has(columnOf(unit))) groups.get(columnOf(unit)).push(unit);
    const held = document.activeElement;
    for (const [status, units] of groups) {
      units.sort((a, b) => (a.call_sign < b.call_sign ? -1 : 1));
      drawColumn(body.querySelector('[data-status="' + status + '"]'), units);
    }
    const boardId = held && held.dataset && held.dataset.board;
    if (boardId && document.activeElement !== held) {
      const again = body.querySelector('[data-board="' + CSS.escape(boardId) + '"]');
      if (again) again.focus();
    }
  }

  /* Digits change the focused unit; arrows walk through a column and across. */
  function key(event) {
    const unit = event.target.closest("[data-board]");
    if (!unit || event.ctrlKey || event.altKey || event.metaKey) return;
    const status = COLUMNS[Number(event.key) - 1];
    if (event.key === "0") {
      event.preventDefault();
      event.stopPropagation();
      takeBack();
      return;
    }
    if (status) {
      event.preventDefault();
      event.stopPropagation();
      change(unit.dataset.board, status);
      return;
    }
    const order = { 7: where, 8: desk.standby.arrived, 9: desk.standby.end }[event.key];
    if (order) {
      event.preventDefault();
      event.stopPropagation();
      order(unit.dataset.board);
      return;
    }
    const next = {
      ArrowDown: unit.nextElementSibling,
      ArrowUp: unit.previousElementSibling,
      ArrowRight: beside(unit, 1),
      ArrowLeft: beside(unit, -1),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) next.focus();
  }

  /* Where the unit is to wait: a field beside the board's others, until it is taken or left. */
  function where(unitId) {
    const body = desk.sheets.body("board");
    const held = body.querySelector(".bd-where");
    if (held) held.remove();
    const combo = desk.combo({
      name: "where",
      label: t("{who} 前往何处备勤", { who: desk.standby.signOf(unitId) }),
      hint: "网格、地址、路口或坐标",
      find: desk.place.find,
      more: desk.place.more,
      show: desk.place.row,
      take: leave,
    });
    const box = el("div", { class: "bd-where" }, combo.node);
    function leave(place) {
      box.remove();
      const again = body.querySelector('[data-board="' + CSS.escape(unitId) + '"]');
      if (again) again.focus();
      if (place) desk.standby.give(unitId, place);
    }
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      leave(null);
    });
    body.querySelector(".bd-tools").after(box);
    combo.input.focus();
  }

  function beside(unit, by) {
    const columns = Array.from(desk.sheets.body("board").querySelectorAll(".bd-column"));
    const at = columns.indexOf(unit.closest(".bd-column"));
    for (let i = at + by; columns[i]; i += by) {
      const found = columns[i].querySelector("[data-board]");
      if (found) return found;
    }
    return null;
  }

  function open(body) {
    const input = el("input", {
      type: "search",
      placeholder: t("呼号或编号"),
      "aria-label": t("筛选力量"),
      autocomplete: "off",
    });
    input.value = filter;
    input.addEventListener("input", () => {
      filter = input.value.trim();
      draw();
    });
    const kinds = el(
      "select",
      { "aria-label": t("种类") },
      el("option", { value: "" }, t("全部种类")),
      ...Object.entries(words.UNIT_KIND).map(([code, name]) =>
        el("option", { value: code, selected: code === kind }, name),
      ),
    );
    kinds.addEventListener("change", () => {
      kind = kinds.value;
      draw();
    });
    body.append(
      el(
        "div",
        { class: "bd-tools" },
        input,
        kinds,
        el(
          "span",
          { class: "dc-label" },
          t("拖动，或聚焦后按数字改状态；7 去备勤，8 已到位，9 结束备勤，0 改回"),
        ),
      ),
      el("div", { class: "bd" }, ...COLUMNS.map(column)),
    );
    sure = null;
    body.addEventListener("keydown", key);
    draw();
  }

  panels.start(() => {
    desk.sheets.add("board", { key: "b", label: "力量状态板", title: "力量状态板", open });
    panels.draw(["unit", "assignment", "standby"], draw);
  });
})();
