/* The card of a unit chosen on the map or in a list: what it does, where it is, how to call it.
 *
 *   desk.unitCard.draw(box)   true when a unit is chosen and was drawn
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels, picture, symbols, words } = onescreen;

  function chosen() {
    const one = onescreen.place.selected();
    return one && one.kind === "unit" ? picture.entities.unit.get(one.id) || null : null;
  }

  function phoneLine(unit) {
    if (!unit.phone) return desk.line("电话", t("没有登记"));
    const line = desk.line("电话", unit.phone);
    const shown = line.lastElementChild;
    line.append(
      onescreen.reveal.button({
        kind: "unit",
        id: unit.unit_id,
        fields: ["phone"],
        show: ({ phone }) => {
          shown.replaceChildren(el("a", { class: "link num", href: "tel:" + phone }, phone));
        },
        hide: () => {
          shown.textContent = unit.phone;
        },
      }),
    );
    return line;
  }

  function job(unit) {
    const held = picture.assignmentOf(unit.unit_id);
    if (held) {
      const incident = picture.entities.incident.get(held.number);
      return desk.line(
        "正在处置",
        el(
          "button",
          { class: "link", type: "button", "data-open": held.number, "data-focus": "job" },
          (incident && incident.title) || held.number,
        ),
      );
    }
    const waits = picture.standbyOf(unit.unit_id);
    return waits ? desk.line("备勤", words.standby(waits)) : null;
  }

  function build(unit) {
    return [
      el(
        "div",
        { class: "dc-title-line" },
        symbols.svg(symbols.ofUnit(unit), "2.25rem"),
        el("h3", { class: "dc-title", tabindex: "-1", "data-focus": "title" }, unit.call_sign),
      ),
      el(
        "div",
        { class: "dc-tags" },
        el("span", { class: "tag is-status" }, words.UNIT_STATUS[unit.status] || unit.status),
      ),
      unit.name ? desk.line("姓名", unit.name) : null,
      phoneLine(unit),
      onescreen.calls.may() && onescreen.rules.isOnDuty(unit)
        ? el("div", { class: "dc-line" }, onescreen.calls.button({ units: [unit.unit_id] }))
        : null,
      unit.home_area ? desk.line("所属", panels.areaName(unit.home_area)) : null,
      job(unit),
      ...desk.phones.lines(unit.unit_id),
    ];
  }

  function draw(box) {
    const unit = chosen();
    if (!unit) return false;
    panels.set(panels.note(box), unit.unit_id);
    const held = picture.assignmentOf(unit.unit_id);
    const waits = picture.standbyOf(unit.unit_id);
    desk.part(
      box,
      ["unit", unit, held, waits, onescreen.areas.byCode.size, desk.phones.mark(unit.unit_id)],
      () => el("div", { class: "dc-unit" }, ...build(unit).filter(Boolean)),
    );
    return true;
  }

  panels.start(() =>
    panels.byId("desk-card").addEventListener("click", (event) => {
      const link = event.target.closest(".dc-unit [data-open]");
      if (link) desk.state.choose(link.dataset.open);
    }),
  );
  desk.unitCard = { draw };
})();
