/* A standby: this unit is told to wait at a place. It stands above the orders of its tab.
 *
 *   field.standby.is()       whether there is one
 *   field.standby.take(m)    what the server told of it, with the orders
 *   field.standby.bare()     what of it may lie on the phone, null without one
 *   field.standby.card(), ring(), asks()   drawn, rung, and the notices it has
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const PATH = /^\/api\/v1\/field\/standbys\/(.+)$/;
  let held = null;

  /* How far it has come, with what this phone has pressed since. */
  function step() {
    const acts = field
      .waiting()
      .filter(({ path }) => {
        const found = PATH.exec(path);
        return found && decodeURIComponent(found[1]) === held.standby_id;
      })
      .map(({ body }) => body.act);
    if (held.step === "arrived" || acts.includes("arrived")) return "arrived";
    return held.step === "accepted" || acts.includes("accept") ? "accepted" : "asked";
  }

  function answer(act) {
    const path = "/api/v1/field/standbys/" + encodeURIComponent(held.standby_id);
    const label = (act === "accept" ? t("收到") : t("已到位")) + " " + t("机动备勤");
    const { refresh, redraw } = field.orderParts;
    field.send(path, { act }, { label }).then(refresh, refresh);
    redraw();
  }

  function press(act, text) {
    return el(
      "button",
      { type: "button", class: "m-big is-yes", "data-act": act, onclick: () => answer(act) },
      text,
    );
  }

  function card() {
    const now = step();
    const names = { asked: t("待确认"), accepted: t("已确认"), arrived: t("已到位") };
    const { way, mapLinks } = field.orderParts;
    return el(
      "article",
      { class: "m-card", "data-standby": held.standby_id, "data-step": now },
      el(
        "header",
        {},
        el("h2", {}, t("机动备勤（不是出警）")),
        el("span", { class: "m-step" }, names[now]),
      ),
      held.name ? el("p", { class: "m-where", translate: "no" }, held.name) : null,
      el("p", { class: "m-far" }, way(held)),
      mapLinks(held),
      el(
        "div",
        { class: "m-acts" },
        now === "asked" ? press("accept", t("收到")) : null,
        now === "arrived" ? null : press("arrived", t("已到位")),
      ),
    );
  }

  function ring() {
    const me = field.me();
    if (!me || !me.on_duty || !held || step() !== "asked") {
      field.unring("standby");
      return;
    }
    field.ring("standby", {
      title: t("机动备勤（不是出警）"),
      text: [held.name, field.orderParts.far(held)].filter(Boolean).join(" · "),
      buttons: [{ text: t("收到"), kind: "is-yes", run: () => answer("accept") }],
    });
  }

  function take({ standby, on_duty }) {
    const next = standby || null;
    const isGone = held && (!next || next.standby_id !== held.standby_id);
    if (isGone && on_duty) field.say(t("备勤已结束：{name}", { name: held.name || "" }));
    held = next;
  }

  /* What the server took is so before it is told again: nothing rings a second time between. */
  field.on("sent", ({ entry, how }) => {
    const found = PATH.exec(entry.path);
    if (!held || !found || how !== "resolve") return;
    if (decodeURIComponent(found[1]) !== held.standby_id) return;
    const isThere = entry.body.act === "arrived" || held.step === "arrived";
    held = { ...held, step: isThere ? "arrived" : "accepted" };
  });
  field.on("wiped", () => (held = null));
  field.standby = {
    is: () => Boolean(held),
    asks: () => (held && held.notice_id ? [held.notice_id] : []),
    bare: () => held && { ...held, name: null },
    take,
    card,
    ring,
  };
})();
