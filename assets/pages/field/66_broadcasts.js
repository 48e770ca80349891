/* Broadcasts on the phone, at the top of the tab "消息": they ring until somebody looks.
 *
 *   field.broadcasts.take(items)   what the server told of them
 *   field.broadcasts.fresh(), old()   drawn: what is to be read, and what was
 *   field.broadcasts.hide()        without their words, at once
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el, clock } = field;
  const PATH = "/api/v1/field/broadcasts/marks";
  const delivered = new Set();
  const seen = new Set();
  let held = [];

  /* Whether a press waits in the outbox that says it was read. */
  const acknowledged = (one) =>
    field
      .waiting()
      .some(({ path, body }) => path === PATH && (body.ids || []).includes(one.broadcast_id));

  const isOver = (one) => one.is_read || one.is_withdrawn || one.is_over;
  const isNew = (one) => !isOver(one) && !acknowledged(one);
  const nameOf = (one) => "broadcast " + one.broadcast_id;

  function ring() {
    const me = field.me();
    for (const one of held) {
      const name = nameOf(one);
      if (!isNew(one) || seen.has(name) || !me || !me.on_duty) field.unring(name);
      else
        field.ring(name, {
          title: t("指挥中心广播"),
          text: clock(one.at),
          buttons: [{ text: t("查看"), kind: "is-yes", run: () => look(name) }],
        });
    }
  }

  function look(name) {
    seen.add(name);
    field.unring(name);
    field.emit("broadcast_looked");
  }

  function take(items) {
    for (const one of held)
      if (!items.some((other) => other.broadcast_id === one.broadcast_id))
        field.unring(nameOf(one));
    held = items;
    ring();
    const fresh = items.filter((one) => !one.is_read && !delivered.has(one.broadcast_id));
    if (fresh.length) tellDelivered(fresh.map((one) => one.broadcast_id));
  }

  async function tellDelivered(ids) {
    try {
      await field.post(PATH, { ids, is_read: false });
      for (const id of ids) delivered.add(id);
    } catch {
      /* told with the next answer */
    }
  }

  function acknowledge(one) {
    const body = { ids: [one.broadcast_id], is_read: true };
    field.send(PATH, body, { label: t("广播已读") }).catch(() => {}); // it says so itself
  }

  function card(one) {
    const mayRead = one.text !== null;
    return el(
      "article",
      { class: "m-card m-broadcast" + (isNew(one) ? " is-new" : ""), "data-id": one.broadcast_id },
      el("h2", {}, t("指挥中心广播"), " ", el("small", {}, clock(one.at))),
      one.is_withdrawn ? el("p", { class: "m-note" }, t("已撤回")) : null,
      one.is_over && !one.is_withdrawn ? el("p", { class: "m-note" }, t("已过有效期")) : null,
      mayRead
        ? el("p", { class: "m-said", translate: "no", dir: "auto" }, one.text)
        : el("p", { class: "m-note" }, t("输入 PIN 后阅读")),
      isNew(one) && mayRead
        ? el(
            "button",
            { type: "button", class: "m-big is-yes", onclick: () => acknowledge(one) },
            t("知道了"),
          )
        : null,
    );
  }

  field.on("outbox", () => {
    ring();
    field.emit("broadcasts");
  });
  field.on("me", ring);
  field.on("wiped", () => {
    take([]);
    delivered.clear();
    seen.clear();
  });
  field.broadcasts = {
    take,
    hide: () => (held = held.map((one) => ({ ...one, text: null }))),
    fresh: () => held.filter((one) => !isOver(one)).map(card),
    old: () => held.filter(isOver).map(card),
  };
})();
