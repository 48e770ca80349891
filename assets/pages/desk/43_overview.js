/* With no incident chosen the card tells how the desk stands, and which keys there are. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture, symbols } = onescreen;
  const { OPEN: STATUSES, SEVERITIES, COLUMNS, columnOf } = onescreen.rules;
  const UNITS = COLUMNS.filter((status) => onescreen.rules.isOnDuty({ status }));

  function count(list, key) {
    const found = new Map();
    for (const one of list) found.set(key(one), (found.get(key(one)) || 0) + 1);
    return (name) => found.get(name) || 0;
  }

  const figure = (label, value, mark) =>
    el(
      "div",
      { class: "ov-figure" },
      mark || null,
      el("span", { class: "dc-label" }, label),
      el("span", { class: "num" }, String(value)),
    );

  function keys() {
    return desk.keys
      .list()
      .slice(0, 4)
      .map(([name, list]) =>
        el(
          "div",
          { class: "help-group" },
          el("h4", { class: "dc-heading" }, t(name)),
          el(
            "dl",
            {},
            ...list.flatMap(([key, label]) => [
              el("dt", {}, el("kbd", {}, key)),
              el("dd", {}, t(label)),
            ]),
          ),
        ),
      );
  }

  function draw(box, text) {
    const open = panels.open(null);
    const severity = count(open, (one) => one.severity);
    const status = count(open, (one) => one.status);
    const unit = count(picture.entities.unit.values(), columnOf);
    const levels = SEVERITIES.map(severity);
    const steps = STATUSES.map(status);
    const crews = UNITS.map(unit);
    desk.part(box, [text, levels, steps, crews, desk.keys.list().flat(2).length], () => [
      el(
        "div",
        { class: "ov", tabindex: "0", role: "group", "aria-label": t("调度台概况") },
        panels.says(text),
        el("h4", { class: "dc-heading" }, t("在办事件")),
        el(
          "div",
          { class: "ov-figures" },
          ...levels.map((value, i) =>
            figure("", value, symbols.svg("severity" + (i + 1), "1.75rem")),
          ),
        ),
        el(
          "div",
          { class: "ov-figures" },
          ...steps.map((value, i) => figure(words.STATUS[STATUSES[i]], value)),
        ),
        el("h4", { class: "dc-heading" }, t("在岗力量")),
        el(
          "div",
          { class: "ov-figures" },
          ...crews.map((value, i) => figure(words.UNIT_STATUS[UNITS[i]], value)),
        ),
        el("div", { class: "ov-keys" }, ...keys()),
      ),
    ]);
  }

  desk.overview = { draw };
})();
