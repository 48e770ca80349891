/* The tab "位置": shared while on duty, with consent and a sign; keys for apps in the background.
 *
 *   field.isSharing()   whether this phone shares its position now
 *   field.placeWhy()   why nobody learns where it is; empty while its position is shared
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const SEND_EVERY_MS = 15000;
  const SILENT_MS = 90000;
  const MOST_HELD = 200;
  let shares = null;
  let watch = null;
  let held = [];
  let heardAt = 0;
  let why = "";
  let tracker = null;
  let isPlaced = false;

  const isWanted = () => {
    const me = field.me();
    return Boolean(me && me.on_duty && me.unit && shares && shares.consent);
  };

  /* ---- following ---- */

  function follow() {
    if (isWanted() && watch === null) begin();
    if (!isWanted()) end();
    drawSign();
    if (field.shown() === "position") paint();
    field.emit("place");
  }

  /* Said at the top, on the tab, and where a way is told from this place. */
  function setWhy(text) {
    if (why === text) return;
    why = text;
    drawSign();
    if (field.shown() === "position") paint();
    field.emit("place");
  }

  function begin() {
    if (!navigator.geolocation) {
      setWhy(t("这部手机不提供定位"));
      return;
    }
    heardAt = performance.now();
    watch = navigator.geolocation.watchPosition(heard, failed, {
      enableHighAccuracy: true,
      maximumAge: 5000,
      timeout: 60000,
    });
  }

  function end() {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    held = [];
    isPlaced = false;
    setWhy("");
  }

  function heard({ coords }) {
    heardAt = performance.now();
    setWhy("");
    held.push({
      lat: coords.latitude,
      lon: coords.longitude,
      accuracy_m: coords.accuracy,
      speed_kmh: coords.speed === null ? null : coords.speed * 3.6,
      bearing_deg: Number.isFinite(coords.heading) ? coords.heading : null,
      ticks: performance.now(),
    });
    if (held.length > MOST_HELD) held.shift();
    if (held.length === 1) send();
  }

  function failed(error) {
    setWhy(
      error.code === 1 ? t("定位权限被拒绝：在浏览器设置里允许本站定位") : t("暂时没有定位信号"),
    );
  }

  async function send() {
    if (!isWanted() || !held.length) return;
    const now = performance.now();
    const sending = held.slice();
    const fixes = sending.map(({ ticks, ...one }) => ({
      ...one,
      age_ms: Math.max(0, Math.round(now - ticks)),
    }));
    try {
      await field.post("/api/v1/field/positions", { fixes });
      held = held.filter((one) => !sending.includes(one));
      // From now on ways can be told.
      if (!isPlaced) field.emit("placed");
      isPlaced = true;
    } catch (refused) {
      if (refused.status !== 409) return; // they wait for a network
      held = [];
      learn();
    }
  }

  function look() {
    if (watch !== null && !why && performance.now() - heardAt > SILENT_MS)
      setWhy(t("定位停了：请关闭省电模式，保持本页打开；需要后台定位请用下面的应用"));
    send();
  }
  setInterval(look, SEND_EVERY_MS);
  // A phone that saves its battery lets no timer run: said as soon as somebody looks at it.
  document.addEventListener("visibilitychange", () => !document.hidden && look());

  /* ---- the sign ---- */

  function drawSign() {
    let sign = document.getElementById("m-share");
    const head = document.querySelector(".m-head");
    if (!head) return;
    if (!sign) {
      sign = el("p", { id: "m-share", class: "m-strip", role: "status" });
      head.after(sign);
    }
    sign.hidden = !isWanted();
    sign.classList.toggle("is-bad", Boolean(why));
    field.fill(
      sign,
      el("span", {}, why || t("正在共享我的位置")),
      el("button", { type: "button", onclick: () => agree(false) }, t("停止共享")),
    );
  }

  async function learn() {
    shares = await field.ask("/api/v1/field/sharing").catch(() => shares);
    follow();
  }

  async function agree(agrees) {
    shares = { ...shares, consent: agrees };
    follow();
    try {
      shares = await field.send(
        "/api/v1/field/sharing",
        { agrees },
        { label: agrees ? t("同意共享") : t("停止共享") },
      );
      if (!agrees) tracker = null; // its key ended with the consent
    } catch {
      /* Said by the outbox. */
    }
    follow();
  }

  /* ---- apps in the background ---- */

  async function makeTracker() {
    try {
      tracker = await field.post("/api/v1/field/tracker", {});
    } catch (refused) {
      field.say(refused.text, { isBad: true });
    }
    paint();
  }

  async function endTracker() {
    try {
      await field.post("/api/v1/field/tracker/end", {});
      tracker = null;
      field.say(t("应用的密钥已作废"));
    } catch (refused) {
      field.say(refused.text, { isBad: true });
    }
    paint();
  }

  function qr(svg, link, steps) {
    const picture = el("div", { class: "m-qr" });
    picture.innerHTML = svg; // made by this server
    return [
      picture,
      el("a", { class: "m-big", href: link }, t("在这部手机上打开")),
      el("ol", {}, ...steps.map((one) => el("li", {}, one))),
    ];
  }

  function apps() {
    return el(
      "article",
      { class: "m-card" },
      el("h2", {}, t("后台定位应用")),
      el("p", {}, t("本页关掉或锁屏后不再定位。需要一直定位时，用 Traccar Client 或 OwnTracks。")),
      tracker
        ? el(
            "div",
            { id: "p-tracker" },
            el("h2", { translate: "no" }, "Traccar Client"),
            ...qr(tracker.traccar_qr, tracker.traccar_app, [
              t("安装 Traccar Client"),
              t("在应用里扫描二维码，或把网址填到“服务器地址”"),
              t("打开“服务”开关，允许始终定位，关闭电池优化"),
            ]),
            el("h2", { translate: "no" }, "OwnTracks"),
            ...qr(tracker.owntracks_qr, tracker.owntracks, [
              t("安装 OwnTracks"),
              t("扫描二维码，同意导入配置"),
              t("模式选“显著变化”或“移动”，允许始终定位"),
            ]),
            el(
              "p",
              { class: "m-note" },
              t("密钥只显示这一次，只能移动您自己的力量；下勤后位置不显示。"),
            ),
          )
        : null,
      el(
        "button",
        { type: "button", class: "m-big", id: "p-make", onclick: makeTracker },
        tracker ? t("换一个密钥") : t("生成本人的密钥和二维码"),
      ),
      el("button", { type: "button", class: "m-link", onclick: endTracker }, t("作废已有的密钥")),
    );
  }

  function paint() {
    const box = document.getElementById("m-body");
    const me = field.me();
    if (!box || !me || field.shown() !== "position") return;
    const isOn = shares && shares.consent;
    field.fill(
      box,
      el(
        "article",
        { class: "m-card", id: "p-consent" },
        el("h2", {}, t("在岗期间共享位置")),
        el(
          "p",
          {},
          t(
            "上勤时，本页把这部手机的位置发给指挥中心，用于派遣最近的人和证明巡查；顶部一直有标志。下勤、停止共享或关掉本页就不再发送。看得到位置的是指挥中心和您所在区域的调度人员；轨迹按规定的天数删除。您可以随时停止，不影响接单。",
          ),
        ),
        me.unit ? null : el("p", { class: "m-error" }, t("您的手机没有绑定力量，不能共享位置")),
        isOn && !me.on_duty ? el("p", { class: "m-note" }, t("现在下勤，没有共享")) : null,
        why ? el("p", { class: "m-error", role: "alert" }, why) : null,
        el(
          "button",
          {
            type: "button",
            class: "m-big " + (isOn ? "is-no" : "is-yes"),
            id: "p-agree",
            disabled: !me.unit,
            onclick: () => agree(!isOn),
          },
          isOn ? t("停止共享") : t("同意，上勤时共享"),
        ),
      ),
      me.unit ? apps() : "",
    );
  }

  field.isSharing = () => watch !== null;
  field.placeWhy = () => (shares && !shares.consent ? t("没有同意共享位置") : why);
  field.on("drawn", () => {
    drawSign();
    if (!shares) learn();
  });
  field.on("me", follow);
  field.on("online", send);
  field.on("wiped", () => {
    shares = tracker = null;
    end();
  });
  field.tab("position", "位置", paint);
})();
