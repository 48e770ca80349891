/* Ringing: a tone that goes on, vibration, a screen that cannot be overlooked.
 *
 *   field.arm()                       a press of a person: from now on the phone may sound
 *   field.ring(name, {title, text, buttons: [{text, kind, run}]})    until field.unring(name)
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const EVERY_MS = 1600;
  const rings = new Map();
  let audio = null;
  let timer = null;
  let lock = null;

  function arm() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return;
    audio = audio || new Context();
    if (audio.state !== "running") audio.resume().catch(() => {});
    keepAwake();
  }

  /* A screen that sleeps does not ring: on duty it is kept awake where the phone allows it. */
  async function keepAwake() {
    const me = field.me();
    if (!navigator.wakeLock || !me || !me.on_duty || lock || document.hidden) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => (lock = null));
    } catch {
      lock = null; // battery saver: the strip of the tab "我的" says what helps
    }
  }

  function tone() {
    if (navigator.vibrate) navigator.vibrate([500, 200, 500]);
    if (!audio || audio.state !== "running") return;
    [660, 880, 660, 880].forEach((pitch, i) => {
      const start = audio.currentTime + i * 0.22;
      const sound = audio.createOscillator();
      const volume = audio.createGain();
      sound.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.5, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.21);
      sound.connect(volume).connect(audio.destination);
      sound.start(start);
      sound.stop(start + 0.22);
    });
  }

  function draw() {
    let box = document.getElementById("m-ring");
    if (!rings.size) {
      if (box) box.remove();
      clearInterval(timer);
      timer = null;
      if (navigator.vibrate) navigator.vibrate(0);
      return;
    }
    if (!box) {
      box = el("div", {
        id: "m-ring",
        role: "alertdialog",
        "aria-modal": "true",
        tabindex: "-1",
        "aria-labelledby": "m-ring-what",
      });
      document.body.append(box);
      // Whoever types has a keyboard over the buttons: it goes, and what is typed stays.
      box.focus();
    }
    const [, { title, text, buttons }] = Array.from(rings).at(-1);
    field.fill(
      box,
      el("h2", { id: "m-ring-what" }, title),
      el("p", { translate: "no" }, text),
      el(
        "div",
        { class: "m-acts" },
        ...buttons.map((one) =>
          el(
            "button",
            { type: "button", class: "m-big " + (one.kind || ""), onclick: one.run },
            one.text,
          ),
        ),
      ),
      audio && audio.state === "running"
        ? null
        : el("p", { class: "m-note" }, t("还没有声音：点一下屏幕即可打开铃声")),
    );
    if (timer) return;
    tone();
    timer = setInterval(tone, EVERY_MS);
  }

  document.addEventListener("pointerdown", arm, { passive: true });
  document.addEventListener("visibilitychange", keepAwake);
  Object.assign(field, {
    arm,
    ring(name, what) {
      rings.set(name, what);
      draw();
    },
    unring(name) {
      if (rings.delete(name)) draw();
    },
    isRinging: () => rings.size > 0,
  });
})();
