/* The hall screen: the board as /ws/queue tells it, drawn large; each new call is spoken.
 *
 * A browser keeps a page silent until somebody has touched it: until then the screen says that the
 * sound is off. Where there is no Chinese voice a chime rings instead, and the screen says so. The
 * screen says for how long it is not up to date (../board/00_board.js).
 */
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(document.body.dataset.words);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const spoken = new Set();
  let isFirst = true;
  let isSpeechBroken = false;
  let audio = null;

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* Sound: a person's touch arms it. */
  const isOn = () => Boolean(audio && audio.state === "running");

  function drawSound() {
    byId("sound").hidden = isOn();
    byId("voice").hidden = !isOn() || Boolean(voice());
  }

  function arm() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return;
    if (!audio) {
      audio = new Context();
      audio.onstatechange = drawSound;
    }
    audio.resume().then(drawSound, drawSound);
  }

  function chime() {
    if (!isOn()) return;
    [784, 659, 523].forEach((pitch, i) => {
      const start = audio.currentTime + i * 0.3;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.3, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    });
  }

  function voice() {
    if (isSpeechBroken) return undefined;
    const all = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
    return all.find((one) => one.lang.replace("_", "-").toLowerCase().startsWith("zh"));
  }

  /* Read digit by digit, as numbers are called. */
  function say(call) {
    const found = voice();
    if (!isOn()) return;
    if (!found) {
      chime();
      return;
    }
    const label = Array.from(call.label).join(" ");
    const told = new SpeechSynthesisUtterance(
      fill(words.call, { label, window: Number(call.window) }),
    );
    told.lang = "zh-CN";
    told.voice = found;
    told.rate = 0.9;
    told.onerror = ({ error }) => {
      if (error === "interrupted" || error === "canceled") return;
      isSpeechBroken = true;
      drawSound();
      chime();
    };
    window.speechSynthesis.speak(told);
  }

  function announce(calls) {
    for (const call of Array.from(calls).reverse()) {
      const key = [call.label, call.window, call.calls, call.called_at].join(" ");
      if (spoken.has(key)) continue;
      spoken.add(key);
      if (!isFirst) say(call);
    }
    isFirst = false;
    if (spoken.size > 5000) spoken.clear();
  }

  function row(call, at) {
    const made = make("li", at === 0 ? "hall-call is-newest" : "hall-call");
    const window_ = make("span", "hall-window");
    window_.append(make("b", "", String(Number(call.window))));
    window_.append(byId("window-word").content.cloneNode(true));
    made.append(make("span", "hall-label", call.label), window_);
    made.append(make("span", "hall-name", call.window_name));
    return made;
  }

  function draw(board) {
    byId("calls").replaceChildren(...board.called.map(row));
    byId("none").hidden = board.called.length > 0;
    const counts = board.waiting.map(({ letter, name, count }) => {
      const shown = make("div");
      const zone = make("dt", "", name);
      zone.prepend(make("b", "", letter), " ");
      shown.append(zone, make("dd", "", String(count)));
      return shown;
    });
    byId("waiting").replaceChildren(...counts);
    const whileOpen = board.keeps_hours ? words.open : words.always;
    const hours = board.is_open ? whileOpen : words.closed;
    byId("hours").textContent = fill(hours, board);
    announce(board.called);
  }

  const board = window.onescreenBoard.follow(draw);

  function tick() {
    byId("stale").hidden = !board.isStale();
    byId("stale-s").textContent = String(Math.floor(board.still() / 1000));
    byId("clock").textContent = new Date().toLocaleTimeString("zh-CN", {
      timeZone: "Asia/Shanghai",
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    });
    board.reloadWhenLost();
  }

  document.addEventListener("pointerdown", arm);
  document.addEventListener("keydown", arm);
  if (window.speechSynthesis) window.speechSynthesis.onvoiceschanged = drawSound;
  drawSound();
  tick();
  setInterval(tick, 1000);
})();
