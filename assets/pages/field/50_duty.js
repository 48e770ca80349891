/* On duty and off, and SOS: held for two seconds, sent at once, shown until somebody takes it. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const HOLD_MS = 2000;
  const PLACE_WITHIN_MS = 4000;
  const ASK_EVERY_MS = 3000;
  let alarm = null;
  let holding = null;

  /* ---- duty ---- */

  function drawDuty() {
    const box = document.getElementById("m-duty");
    const me = field.me();
    if (!box || !me) return;
    field.fill(
      box,
      el(
        "button",
        {
          type: "button",
          class: me.on_duty ? "is-on" : "",
          "aria-pressed": String(me.on_duty),
          onclick: () => setDuty(!field.me().on_duty),
        },
        me.on_duty ? t("下勤") : t("上勤"),
      ),
    );
  }

  async function setDuty(on) {
    const before = field.me();
    field.setMe({ ...before, on_duty: on });
    field.arm();
    if (on) field.emit("duty_pressed");
    try {
      await field.send("/api/v1/field/duty", { on }, { label: on ? t("上勤") : t("下勤") });
    } catch {
      field.setMe({ ...field.me(), on_duty: before.on_duty });
    }
  }

  /* ---- SOS ---- */

  /* Where the phone is, as far as it knows soon; a sentence where it does not. */
  field.place = function place(withinMs = PLACE_WITHIN_MS) {
    return new Promise((resolve) => {
      if (!navigator.geolocation) {
        resolve({ why: t("这部手机不提供定位") });
        return;
      }
      const words = {
        1: t("定位权限被拒绝：在浏览器设置里允许本站定位"),
        2: t("暂时没有定位信号"),
        3: t("定位太慢，先不带位置"),
      };
      const late = setTimeout(() => resolve({ why: words[3] }), withinMs);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          clearTimeout(late);
          resolve({
            lat: coords.latitude,
            lon: coords.longitude,
            accuracy_m: coords.accuracy,
          });
        },
        (error) => {
          clearTimeout(late);
          resolve({ why: words[error.code] || words[2] });
        },
        { enableHighAccuracy: true, maximumAge: 10000, timeout: withinMs },
      );
    });
  };

  function drawSos() {
    const box = document.getElementById("m-sos");
    if (!box) return;
    if (alarm) {
      field.fill(
        box,
        el(
          "div",
          { class: "m-alarm", role: "alert" },
          el("b", {}, t("SOS 已按下")),
          el("span", {}, alarm.text),
          alarm.isTaken ? el("button", { type: "button", onclick: closeAlarm }, t("知道了")) : null,
        ),
      );
      return;
    }
    const button = el(
      "button",
      { type: "button", id: "m-sos-button", "aria-label": t("SOS 求助，按住两秒") },
      el("b", {}, "SOS"),
      el("span", {}, t("按住两秒求助")),
    );
    const begin = (event) => {
      if (event.type === "keydown" && event.key !== " " && event.key !== "Enter") return;
      if (event.repeat || holding) return;
      if (event.type === "pointerdown") event.preventDefault();
      button.classList.add("is-held");
      holding = setTimeout(() => {
        stop();
        raise();
      }, HOLD_MS);
    };
    const stop = () => {
      clearTimeout(holding);
      holding = null;
      button.classList.remove("is-held");
    };
    button.addEventListener("pointerdown", begin);
    button.addEventListener("keydown", begin);
    for (const end of ["pointerup", "pointercancel", "pointerleave", "keyup", "blur"])
      button.addEventListener(end, stop);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    box.replaceChildren(button);
  }

  async function raise() {
    const at = Date.now();
    const key = field.newKey();
    if (navigator.vibrate) navigator.vibrate([300, 100, 300]);
    alarm = { text: t("正在发出…"), isTaken: false };
    drawSos();
    const where = await field.place();
    if (where.why) field.say(where.why, { isBad: true });
    const body = where.why ? {} : where;
    alarm.text = field.isOnline()
      ? t("正在发出…")
      : t("没有网络：已保存，一有网络就发出；也可直接拨打电话");
    drawSos();
    try {
      follow(await field.send("/api/v1/field/sos", body, { key, at, label: "SOS" }));
    } catch (refused) {
      alarm = { text: refused.text, isTaken: true };
      drawSos();
    }
  }

  async function follow(state) {
    if (!alarm) return;
    alarm.isTaken = state.is_taken;
    alarm.text = state.is_taken
      ? t("{number} 指挥中心已接，保持手机畅通", { number: state.number })
      : t("{number} 已送达，指挥中心正在响铃", { number: state.number });
    drawSos();
    if (state.is_taken) {
      if (navigator.vibrate) navigator.vibrate([150, 80, 150]);
      return;
    }
    setTimeout(async () => {
      const next = await field.ask("/api/v1/field/sos/" + state.number).catch(() => state);
      follow(next);
    }, ASK_EVERY_MS);
  }

  function closeAlarm() {
    alarm = null;
    drawSos();
  }

  field.on("drawn", () => {
    drawDuty();
    drawSos();
  });
  field.on("me", drawDuty);
})();
