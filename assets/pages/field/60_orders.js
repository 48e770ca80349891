/* The orders of this phone's unit: what, where, how far; big buttons that answer at once.
 *
 * The server sends all of them whenever one changes. A press is drawn before it is sent: what waits
 * in the outbox is laid over what the server told last, so that nothing jumps back.
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const ROMAN = { 1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ" };
  const STEPS = ["asked", "accepted", "en_route", "on_scene"];
  const AFTER = { accept: "accepted", en_route: "en_route", arrived: "on_scene" };
  const PATH = /^\/api\/v1\/field\/orders\/(.+)$/;
  let told = [];
  let isKnown = false;
  const quiet = new Set();

  const stepName = (step) =>
    ({ asked: t("待接单"), accepted: t("已接单"), en_route: t("在途"), on_scene: t("已到场") })[
      step
    ];

  /* The step after a press; what is no step, or an earlier one, changes nothing. */
  const later = ({ step }, act) =>
    STEPS.indexOf(AFTER[act]) > STEPS.indexOf(step) ? AFTER[act] : step;

  /* What the server told, with what this phone has pressed since. */
  function held() {
    const pressed = new Map();
    for (const { path, body } of field.waiting()) {
      const found = PATH.exec(path);
      if (found)
        pressed.set(decodeURIComponent(found[1]), [
          ...(pressed.get(decodeURIComponent(found[1])) || []),
          body.act,
        ]);
    }
    return told
      .map((one) => {
        const acts = pressed.get(one.assignment_id) || [];
        const furthest = acts.reduce((step, act) => later({ step }, act), one.step);
        const isGone = acts.includes("decline") || acts.includes("done");
        return { ...one, step: furthest, isGone, isWaiting: acts.length > 0 };
      })
      .filter((one) => !one.isGone);
  }

  function press(order, act, reason) {
    const names = {
      accept: t("接单"),
      decline: t("不能去"),
      en_route: t("出发"),
      arrived: t("到场"),
      done: t("办结"),
      help: t("请求支援"),
    };
    const body = reason ? { act, reason } : { act };
    const sent = field.send(
      "/api/v1/field/orders/" + encodeURIComponent(order.assignment_id),
      body,
      { label: names[act] + " " + order.number },
    );
    if (act === "help") field.say(t("支援请求已记下，指挥中心会响铃"));
    ringFor();
    draw();
    sent.then(
      () => act === "help" && field.say(t("指挥中心已收到支援请求")),
      () => refresh(),
    );
  }

  async function refresh() {
    try {
      take(await field.ask("/api/v1/field/orders"));
    } catch {
      /* The socket brings them when there is a network again. */
    }
  }

  /* ---- ringing ---- */

  function ringFor() {
    const me = field.me();
    field.standby.ring();
    const asking = held().filter((one) => one.step === "asked" && !quiet.has(one.assignment_id));
    for (const name of rung)
      if (!asking.some((one) => name === "order " + one.assignment_id)) {
        field.unring(name);
        rung.delete(name);
      }
    if (!me || !me.on_duty) return;
    for (const one of asking) {
      const name = "order " + one.assignment_id;
      rung.add(name);
      field.ring(name, {
        title: t("派遣 · {class}{severity}级", {
          class: t(one.class_name),
          severity: ROMAN[one.severity],
        }),
        text: [one.area, far(one), one.number].filter(Boolean).join(" · "),
        buttons: [
          { text: t("接单"), kind: "is-yes", run: () => press(one, "accept") },
          { text: t("不能去"), kind: "is-no", run: () => askWhy(one) },
        ],
      });
    }
  }
  const rung = new Set();

  function askWhy(order) {
    quiet.add(order.assignment_id);
    field.unring("order " + order.assignment_id);
    rung.delete("order " + order.assignment_id);
    field.show("orders");
    const card = document.querySelector(`[data-order="${CSS.escape(order.assignment_id)}"]`);
    const form = card && card.querySelector("details.m-why");
    if (!form) return;
    form.open = true;
    form.scrollIntoView({ block: "center" });
  }

  /* ---- drawing ---- */

  function far(one) {
    if (one.distance_m === null) return "";
    const km =
      one.distance_m < 1000 ? one.distance_m + " m" : (one.distance_m / 1000).toFixed(1) + " km";
    const minutes = Math.max(1, Math.round(one.travel_s / 60));
    return one.travel_source === "road"
      ? t("{km}，路程约 {n} 分", { km, n: minutes })
      : t("直线 {km}，约 {n} 分", { km, n: minutes });
  }

  /* Where nothing is known of this place no way is guessed, and the reason is said beside it. */
  function way(one) {
    const why = field.placeWhy();
    if (one.distance_m !== null)
      return one.position_is_stale ? t("{far}（按较早的位置算）", { far: far(one) }) : far(one);
    return why ? t("没有定位，算不出路程：{why}", { why }) : t("还没有定位，算不出路程");
  }

  function mapLinks(one) {
    const place = one.lat.toFixed(6) + "," + one.lon.toFixed(6);
    const amap =
      "https://uri.amap.com/marker?position=" +
      one.lon.toFixed(6) +
      "," +
      one.lat.toFixed(6) +
      "&coordinate=wgs84";
    return el(
      "p",
      { class: "m-links" },
      el("a", { href: "geo:" + place + "?q=" + place }, t("导航")),
      el("a", { href: amap, target: "_blank", rel: "noopener noreferrer" }, t("高德地图")),
    );
  }

  /* Asked for when it is opened, and kept: the card is drawn anew with each step. */
  const maps = new Map();
  function mapOf(order) {
    const place = [order.assignment_id, order.lat, order.lon].join(" ");
    const box = el("div", {});
    const show = () => {
      if (!maps.has(place)) maps.set(place, field.sketch({ lat: order.lat, lon: order.lon }));
      box.replaceChildren(maps.get(place));
    };
    if (maps.has(place)) show();
    return el(
      "details",
      { "data-why": "map", ontoggle: (event) => event.target.open && show() },
      el("summary", {}, t("周边地图")),
      box,
    );
  }

  function button(order, act, text, kind) {
    return el(
      "button",
      {
        type: "button",
        class: "m-big " + kind,
        "data-act": act,
        onclick: () => press(order, act),
      },
      text,
    );
  }

  function acts(order) {
    const next = {
      asked: [["accept", t("接单"), "is-yes"]],
      accepted: [["en_route", t("出发"), "is-yes"]],
      en_route: [["arrived", t("到场"), "is-yes"]],
      on_scene: [["done", t("办结"), "is-yes"]],
    }[order.step];
    const more = order.step === "accepted" ? [["arrived", t("已在现场"), ""]] : [];
    return el(
      "div",
      { class: "m-acts" },
      ...[...next, ...more].map(([act, text, kind]) => button(order, act, text, kind)),
    );
  }

  function withReason(order, act, title, hints) {
    const input = el("input", { maxlength: "200", "aria-label": t("原因") });
    const form = el(
      "form",
      { class: "m-form" },
      el(
        "div",
        { class: "m-hints" },
        ...hints.map((hint) =>
          el("button", { type: "button", onclick: () => (input.value = hint) }, hint),
        ),
      ),
      el("label", {}, t("原因"), input),
      el("button", { type: "submit", class: "m-big is-no" }, title),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      if (act === "decline" && !input.value.trim()) {
        field.say(t("请写一个原因"), { isBad: true });
        return;
      }
      press(order, act, input.value.trim());
    };
    return el("details", { class: "m-why", "data-why": act }, el("summary", {}, title), form);
  }

  function card(order) {
    const me = field.me();
    const title = order.title || t(order.class_name);
    return el(
      "article",
      { class: "m-card", "data-order": order.assignment_id, "data-step": order.step },
      el(
        "header",
        {},
        el("b", { class: "m-sev sev-" + order.severity }, ROMAN[order.severity]),
        el("h2", order.title ? { translate: "no" } : {}, title),
        el("span", { class: "m-step" }, stepName(order.step)),
      ),
      el(
        "p",
        { class: "m-where", translate: "no" },
        order.address ? order.address + "（" + order.area + "）" : order.area,
      ),
      order.description ? el("p", { translate: "no" }, order.description) : null,
      el("p", { class: "m-far" }, way(order)),
      order.others.length
        ? el("p", {}, t("同行力量："), el("span", { translate: "no" }, order.others.join("、")))
        : null,
      ...order.asks
        .filter((one) => one.purpose === "corrected")
        .map((one) => el("p", { class: "m-corrected" }, one.text)),
      el("p", { class: "m-number", translate: "no" }, order.number),
      mapLinks(order),
      mapOf(order),
      order.isWaiting ? el("p", { class: "m-note" }, t("已保存，正在发出")) : null,
      acts(order),
      order.step === "on_scene"
        ? withReason(order, "help", t("请求支援"), [t("人手不够"), t("需要救护"), t("需要消防")])
        : null,
      order.step === "asked" || order.step === "accepted"
        ? withReason(order, "decline", t("不能去"), [
            t("正在处置另一件"),
            t("车辆故障"),
            t("距离太远"),
          ])
        : null,
      me && me.is_open
        ? null
        : el("p", { class: "m-note" }, t("标题和地址已隐藏，输入 PIN 后显示")),
    );
  }

  function draw(box = document.getElementById("m-body")) {
    const me = field.me();
    const orders = held();
    field.mark("orders", orders.length + (field.standby.is() ? 1 : 0));
    if (!box || field.shown() !== "orders" || !me) return;
    const open = new Set(Array.from(box.querySelectorAll("details[open]"), (one) => key(one)));
    const typed = new Map(
      Array.from(box.querySelectorAll("details input"), (one) => [key(one), one.value]),
    );
    field.fill(
      box,
      field.standby.is() ? field.standby.card() : "",
      ...orders.map(card),
      orders.length || field.standby.is()
        ? ""
        : el(
            "p",
            { class: "m-none" },
            !me.on_duty
              ? t("下勤中：不显示、不响铃。上勤后接收任务。")
              : isKnown
                ? t("现在没有任务")
                : t("离线，任务以上次收到的为准"),
          ),
    );
    for (const one of box.querySelectorAll("details")) if (open.has(key(one))) one.open = true;
    for (const one of box.querySelectorAll("details input")) one.value = typed.get(key(one)) || "";
  }

  function key(node) {
    const why = node.closest("details");
    return node.closest("[data-order]").dataset.order + " " + why.dataset.why;
  }

  function take(message) {
    const gone = told.filter(
      (one) => !message.orders.some((other) => other.assignment_id === one.assignment_id),
    );
    const mine = new Set(held().map((one) => one.assignment_id));
    told = message.orders;
    field.standby.take(message);
    isKnown = true;
    field.store.set("orders", told.map(bare)).catch(() => {});
    field.store.set("standby", field.standby.bare()).catch(() => {});
    const me = field.me();
    if (
      me &&
      me.on_duty !== message.on_duty &&
      !field.waiting().some(({ path }) => path.endsWith("/duty"))
    )
      field.setMe({ ...me, on_duty: message.on_duty });
    for (const one of gone)
      if (mine.has(one.assignment_id) && message.on_duty && !finished.has(one.assignment_id))
        field.say(t("{number} 已结束或由指挥中心撤回", { number: one.number }));
    const ids = message.orders.flatMap((one) => one.asks.map((ask) => ask.notice_id));
    ids.push(...field.standby.asks());
    if (ids.length) field.tellServer({ kind: "have", notices: ids });
    ringFor();
    draw();
    field.emit("orders_shown", told);
  }
  const finished = new Set();

  /* What the server took is so before its next list says it: between the two nothing rings again. */
  field.on("sent", ({ entry, how }) => {
    const found = PATH.exec(entry.path);
    if (!found || how !== "resolve") return;
    const [id, { act }] = [decodeURIComponent(found[1]), entry.body];
    if (act === "done" || act === "decline") {
      finished.add(id);
      told = told.filter((one) => one.assignment_id !== id);
    } else
      told = told.map((one) =>
        one.assignment_id === id ? { ...one, step: later(one, act) } : one,
      );
    draw();
  });
  field.on("orders", take);
  field.on("outbox", () => {
    ringFor();
    draw();
  });
  field.on("opened", refresh);
  /* What may lie on the phone, and what a locked one shows: no title, address or description. */
  function bare(one) {
    return { ...one, title: null, address: null, description: null };
  }

  /* Opened without a network: the orders as they were told last. */
  async function recall() {
    if (isKnown) return;
    const kept = await field.store.get("orders").catch(() => null);
    const standby = await field.store.get("standby").catch(() => null);
    if (isKnown || !kept) return;
    told = kept;
    field.standby.take({ standby });
    draw();
  }

  field.on("drawn", recall);
  field.on("locked", () => {
    told = told.map(bare);
    draw();
  });
  field.on("wiped", () => (told = []));
  field.on("me", () => {
    ringFor();
    draw();
  });
  field.on("place", () => draw());
  field.on("placed", () => told.length && refresh());
  field.tab("orders", "任务", draw);
  field.orders = held;
  field.orderParts = { far, way, mapLinks, refresh, redraw: () => (ringFor(), draw()) };
})();
