/* A chime for a new incident, graver ones lower and longer; a note says when the sound is off.
 *
 * Browsers keep a page silent until somebody has touched it, so the note is a button.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;
  const NEWS_MS = 15000;
  const AT_MOST_EVERY_MS = 2000;
  const TONES = { 1: [440, 330, 440, 330], 2: [523, 392], 3: [659], 4: [784] };
  const LENGTH_S = 0.22;
  let audio = null;
  let lastAt = -Infinity;
  let note = null;

  const isOn = () => Boolean(audio && audio.state === "running");

  function ring(severity) {
    if (!isOn() || performance.now() - lastAt < AT_MOST_EVERY_MS) return;
    lastAt = performance.now();
    (TONES[severity] || TONES[4]).forEach((pitch, i) => {
      const start = audio.currentTime + i * LENGTH_S;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + LENGTH_S);
    });
  }

  function draw() {
    if (note) note.hidden = isOn();
  }

  function allow() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return;
    if (!audio) {
      audio = new Context();
      audio.onstatechange = draw;
    }
    audio.resume().then(draw, draw);
  }

  onescreen.chime = { ring };
  panels.start(() => {
    note = el("button", { class: "sound-off", type: "button" }, "声音未开");
    note.title = "点一下任何地方即可打开提示音";
    panels.byId("clock").before(note);
    document.addEventListener("pointerdown", allow, { once: true });
    document.addEventListener("keydown", allow, { once: true });
    onescreen.picture.on("record", (record) => {
      if (record.kind !== "incident" || record.action === "gone" || record.state.status !== "reported") return;
      if (panels.now() - Date.parse(record.state.reported_at) < NEWS_MS) ring(record.state.severity);
    });
  });
})();
