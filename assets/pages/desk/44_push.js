/* What is handed to the police (推送警务) or to the grids (推送网格), and what came of it.
 *
 *   desk.pushes.line(state)   the card's lines: the order, and each item with its receipt and outcome
 *
 * Which fields may be sent says the contract; each stands in the question before it is sent, and what
 * is left empty is not sent. Who may push which way says the card (operations/net/fusion/pushes.py).
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, words } = onescreen;

  const spec = () => onescreen.contract.desk.push;
  const held = () => desk.dossier.get().card?.pushes || { way: null, items: [] };

  const day = (at) =>
    new Intl.DateTimeFormat("en-CA", {
      timeZone: onescreen.page.root.dataset.zone || undefined,
    }).format(at);
  const moment = (at) => el("span", { class: "num" }, onescreen.clock.moment(Date.parse(at)));

  function row(item) {
    const at = item.done_at || item.decided_at || item.received_at || item.at;
    const more = item.outcome || item.reason;
    return el(
      "p",
      { class: "dc-push" },
      el("strong", {}, t(spec().orders[item.direction])),
      " ",
      el("span", { class: "tag" }, t(spec().states[item.state])),
      " ",
      moment(at),
      more ? el("span", { translate: "no", dir: "auto" }, " " + more) : null,
    );
  }

  function line(state) {
    const { way, items } = held();
    if (!way && !items.length) return null;
    const order = way
      ? desk.button({
          text: t(spec().orders[way]),
          hint: t("只发送所填的字段，先看后发"),
          focus: "push",
          run: () => desk.ask.show("push", state),
        })
      : null;
    return el("div", { class: "dc-pushes" }, order, ...items.map(row));
  }

  /* What of the incident stands in a field to begin with; a phone number never does. */
  function known(name, state) {
    const whole = desk.dossier.get().card?.incident || {};
    const path = onescreen.rules.isPlaced(state) ? desk.areaPath(state.area_code) : "";
    const at = Date.parse(state.reported_at);
    return {
      what: whole.description || state.title || desk.options.className(state.class),
      found_at: day(at) + " " + onescreen.clock.timeOfDay(at),
      place: [path, whole.address].filter(Boolean).join(" "),
      source: words.SOURCE[state.source], // as the district says it, whatever the screen speaks
    }[name];
  }

  desk.ask.add("push", (state) => {
    const { way } = held();
    const fields = spec().fields[way] || [];
    return {
      title: spec().orders[way] || "推送警务",
      send: "推送",
      fields: [
        { name: "basis", label: "法律依据", hint: "依据的法律或规定", isNeeded: true },
        ...fields.map(({ name, label, is_needed: isNeeded }) => ({
          name,
          label,
          isNeeded,
          kind: name === "what" || name === "advice" ? "long" : "text",
          value: known(name, state) || "",
          hint: "留空不发送",
        })),
      ],
      run: async ({ basis, ...told }, key) => {
        await desk.act(
          {
            label: t("{label} {title}", {
              label: t(spec().orders[way]),
              title: state.title || state.number,
            }),
            path: desk.api.at.step(state.number, "pushes"),
            body: { direction: way, basis, told, key },
          },
          { isQuiet: true },
        );
        desk.dossier.refresh("card");
        desk.dossier.refresh("timeline");
      },
    };
  });

  desk.pushes = { line };
})();
