/* Who this phone is: signed in and bound once, opened by a PIN, wiped when it is ended.
 *
 *   field.start()      ask who this phone is and draw what follows from it
 *   field.signOut()
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const IDLE_CHECK_MS = 5000;
  const AWAKE_EVERY_MS = 30000;
  let touchedAt = performance.now();
  let awakeAt = -Infinity;

  const root = () => document.getElementById("m");

  function screen(...children) {
    root().className = "m-plain";
    root().replaceChildren(...children);
  }

  function links() {
    const other = field.language.now() === "en" ? ["zh", "\u4e2d\u6587"] : ["en", "English"];
    return el(
      "p",
      { class: "m-links" },
      el(
        "button",
        { type: "button", class: "m-link", translate: "no", onclick: () => again(other[0]) },
        other[1],
      ),
    );
  }

  async function again(name) {
    await field.language.choose(name);
    start();
  }

  /* ---- before there is a binding ---- */

  function askToSignIn(text) {
    field.disconnect();
    screen(
      el("h1", {}, t("外勤")),
      el("p", {}, text),
      el("a", { class: "m-big", href: "/login?next=/m" }, t("登录")),
      links(),
    );
  }

  async function askToBind(me) {
    const { items } = await field.ask("/api/v1/field/units");
    const unit = el(
      "select",
      { id: "m-unit", name: "unit" },
      ...items.map((one) => el("option", { value: one.unit_id, translate: "no" }, one.call_sign)),
      el("option", { value: "" }, t("不属于任何力量")),
    );
    const pin = (name, label) =>
      el(
        "label",
        {},
        label,
        el("input", {
          name,
          type: "password",
          inputmode: "numeric",
          autocomplete: "new-password",
          maxlength: "6",
          required: true,
        }),
      );
    const error = el("p", { class: "m-error", role: "alert" });
    const form = el(
      "form",
      { class: "m-form" },
      el("label", {}, t("这部手机代表的力量"), unit),
      pin("pin", t("设一个 6 位数字 PIN")),
      pin("again", t("再输一遍 PIN")),
      el(
        "p",
        { class: "m-note" },
        t("上勤期间，这部手机会响铃、可报警；姓名、地址等个人信息几分钟不用就隐藏，用 PIN 打开。"),
      ),
      error,
      el("button", { type: "submit", class: "m-big" }, t("绑定这部手机")),
    );
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (form.pin.value !== form.again.value) {
        error.textContent = t("两次输入的 PIN 不一样");
        return;
      }
      try {
        const label = navigator.userAgentData
          ? navigator.userAgentData.platform
          : (/\(([^;)]+)/.exec(navigator.userAgent) || [])[1] || "";
        await field.store.wipe().catch(() => {});
        await field.post("/api/v1/field/bind", {
          unit_id: unit.value || null,
          pin: form.pin.value,
          label: label.slice(0, 64),
        });
        start();
      } catch (refused) {
        error.textContent = refused.text;
      }
    };
    screen(
      el("h1", {}, t("绑定手机")),
      el("p", {}, t("账号"), " ", el("b", { translate: "no" }, me.account)),
      form,
      links(),
    );
  }

  /* ---- bound ---- */

  function main(me) {
    root().className = "m-app";
    root().replaceChildren(
      el(
        "header",
        { class: "m-head" },
        el(
          "div",
          { class: "m-who" },
          el("b", { id: "m-sign", translate: "no" }, me.unit ? me.unit.call_sign : me.account),
          el("span", { id: "m-beside" }),
        ),
        el("span", { id: "m-lamp", role: "status" }),
        el("div", { id: "m-duty" }),
      ),
      el("p", { id: "m-update", class: "m-strip", hidden: true }),
      el("p", { id: "m-clock", class: "m-strip", hidden: true }),
      el("p", { id: "m-waiting", class: "m-strip", hidden: true, role: "status" }),
      el("p", { id: "m-says", role: "status", hidden: true }),
      el("div", { id: "m-veil" }),
      el("section", { id: "m-body", role: "tabpanel" }),
      el("div", { id: "m-sos" }),
      el("nav", { id: "m-tabs", role: "tablist" }),
    );
    field.emit("drawn");
    field.drawTabs();
    field.show(field.shown() || field.tabs()[0]);
    drawLamp();
    drawVeil();
    drawBeside(me);
    drawWaiting();
    field.connect();
    field.loadOutbox();
  }

  function drawBeside(me) {
    const box = document.getElementById("m-beside");
    if (!box) return;
    box.textContent = me.others.length
      ? t("同组在勤：{names}", { names: me.others.join("、") })
      : "";
  }

  function drawLamp() {
    const lamp = document.getElementById("m-lamp");
    if (!lamp) return;
    lamp.className = field.isOnline() ? "is-on" : "is-off";
    lamp.textContent = field.isOnline() ? t("在线") : t("离线");
  }

  function drawWaiting() {
    const strip = document.getElementById("m-waiting");
    if (!strip) return;
    const count = field.waiting().length;
    strip.hidden = !count;
    strip.textContent = t("{n} 项已保存，有网络时自动发出", { n: count });
  }

  function drawClock() {
    const strip = document.getElementById("m-clock");
    if (!strip) return;
    const minutes = Math.round(Math.abs(field.clockError()) / 60000);
    strip.hidden = minutes < 2;
    strip.textContent = t("手机时钟差 {n} 分，时间按服务器记", { n: minutes });
  }

  /* ---- opened and locked ---- */

  function drawVeil() {
    const box = document.getElementById("m-veil");
    const me = field.me();
    if (!box || !me) return;
    if (me.is_open) {
      box.replaceChildren();
      return;
    }
    // What somebody is typing stays, whatever is told meanwhile.
    if (box.firstChild) return;
    const input = el("input", {
      type: "password",
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: "6",
      "aria-label": t("PIN"),
      placeholder: t("PIN"),
    });
    const form = el(
      "form",
      { class: "m-pin" },
      el("span", {}, t("个人信息已隐藏")),
      input,
      el("button", { type: "submit" }, t("打开")),
    );
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        await field.post("/api/v1/field/pin", { pin: input.value });
        touched();
        field.setMe({ ...field.me(), is_open: true });
        field.emit("opened");
      } catch (refused) {
        input.value = "";
        field.say(refused.text, { isBad: true });
      }
    };
    box.replaceChildren(form);
    field.emit("veil_drawn", form);
  }

  function touched() {
    touchedAt = performance.now();
    const me = field.me();
    if (!me || !me.is_open || touchedAt - awakeAt < AWAKE_EVERY_MS) return;
    awakeAt = touchedAt;
    field.post("/api/v1/field/awake").catch(() => {});
  }

  function hideWhenIdle() {
    const me = field.me();
    if (!me || !me.is_open) return;
    if (performance.now() - touchedAt < me.open_for_s * 1000) return;
    field.setMe({ ...me, is_open: false });
    field.emit("locked");
    field.post("/api/v1/field/lock").catch(() => {});
  }

  /* ---- the end of a binding ---- */

  async function ended(text) {
    field.disconnect();
    await field.store.wipe().catch(() => {});
    if (navigator.serviceWorker) {
      const worker = await navigator.serviceWorker.getRegistration("/m").catch(() => null);
      const push = worker && (await worker.pushManager.getSubscription().catch(() => null));
      if (push) await push.unsubscribe().catch(() => {});
    }
    field.setMe(null);
    askToSignIn(text);
  }

  async function signOut() {
    try {
      await field.post("/api/v1/field/sign-out");
    } catch (refused) {
      if (refused.status === 0 || refused.status === 409) {
        field.say(refused.text, { isBad: true });
        return;
      }
    }
    await ended(t("已退出，这部手机上的数据已清除。"));
  }

  /* ---- start ---- */

  async function start() {
    try {
      const me = await field.ask("/api/v1/field/me");
      field.learnTime(me.now);
      if (!me.device_id) {
        if (await field.store.get("device").catch(() => null)) await field.store.wipe();
        field.setMe(null);
        await askToBind(me);
        return;
      }
      await field.store.set("device", me.device_id).catch(() => {});
      await field.store.set("me", { ...me, is_open: false }).catch(() => {});
      field.setMe(me);
      main(me);
    } catch (refused) {
      await notAnswered(refused);
    }
  }

  async function notAnswered(refused) {
    const kept = await field.store.get("me").catch(() => null);
    if (refused.status === 401 || refused.status === 403) {
      if (kept) await ended(t("这部手机已解除绑定，本机数据已清除。请重新登录。"));
      else
        askToSignIn(
          refused.status === 403
            ? t("这个账号不在外勤。请用网格员、民警或村社区账号登录。")
            : t("请先登录，一次即可。"),
        );
      return;
    }
    if (kept) {
      field.setMe(kept);
      main(kept);
      return;
    }
    screen(
      el("h1", {}, t("外勤")),
      el("p", {}, refused.text || t("没有网络")),
      el("button", { type: "button", class: "m-big", onclick: start }, t("再试")),
    );
  }

  /* Asked again where the socket was refused: a revoked phone must not go on as if nothing were. */
  async function askAgain() {
    try {
      const me = await field.ask("/api/v1/field/me");
      const before = field.me();
      if (!before) return;
      if (!me.device_id || me.device_id !== before.device_id) start();
      else field.setMe(me);
    } catch (refused) {
      if ((refused.status === 401 || refused.status === 403) && field.me())
        await ended(t("这部手机已解除绑定，本机数据已清除。请重新登录。"));
    }
  }

  field.on("asked_out", askAgain);
  field.on("signed_out", askAgain);
  field.on("revoked", () => ended(t("这部手机已解除绑定，本机数据已清除。请重新登录。")));
  field.on("online", () => {
    drawLamp();
    askAgain();
  });
  field.on("offline", drawLamp);
  field.on("outbox", drawWaiting);
  field.on("me", (me) => {
    if (!me) return;
    drawVeil();
    drawBeside(me);
    drawClock();
  });
  field.on("hello", drawClock);
  field.on("beat", drawClock);
  for (const kind of ["pointerdown", "keydown"])
    document.addEventListener(kind, touched, { passive: true });
  setInterval(hideWhenIdle, IDLE_CHECK_MS);

  Object.assign(field, { start, signOut, redrawAll: () => field.me() && main(field.me()) });
})();
