/* A chime for a new incident, graver ones lower and longer; a note says when the sound is off.
 * Soon after a chime only a graver incident rings.
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
  const ASK_WITHIN_MS = 400;
  let audio = null;
  let lastAt = -Infinity;
  let lastSeverity = 5;
  let note = null;
  const rang = new Set();

  const isOn = () => Boolean(audio && audio.state === "running");

  function ring(severity) {
    const isSoon = performance.now() - lastAt < AT_MOST_EVERY_MS;
    if (!isOn() || (isSoon && severity >= lastSeverity)) return;
    lastAt = performance.now();
    lastSeverity = severity;
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

  /* One wall of a named room rings: the first that asks. A wall without a room asks nobody. No
     answer in time, or a refusal: ring, rather than be silent. */
  async function isOurs(state) {
    const room = new URLSearchParams(location.search).get("room");
    if (!room) return true;
    try {
      const answer = await fetch("/api/v1/walls/chimes", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        signal: AbortSignal.timeout(ASK_WITHIN_MS),
        body: JSON.stringify({
          room: room.slice(0, 40),
          number: state.number,
          status: "reported",
        }),
      });
      return !answer.ok || (await answer.json()).rings !== false;
    } catch {
      return true;
    }
  }

  /* `?voice=1`: the level, the kind and the place are read out, in the language that is on. */
  function speak(state) {
    const { speechSynthesis: voice, SpeechSynthesisUtterance: Speech } = window;
    if (!voice || !Speech || !new URLSearchParams(location.search).has("voice")) return;
    const { words, say } = onescreen;
    const told = new Speech(
      [words.SEVERITY_NAME[state.severity], words.CLASS[state.class] || words.CLASS.other]
        .map(say)
        .concat(panels.placeText(state.area_code, 6))
        .join("，"),
    );
    told.lang = document.documentElement.lang;
    if (voice.pending) voice.cancel();
    voice.speak(told);
  }

  async function tell(state) {
    if (!isOn() || !(await isOurs(state))) return;
    if (onescreen.rules.isGravest(state)) rang.add(state.number);
    ring(state.severity);
    speak(state);
  }

  /* An alarm nobody has answered rings again on the wall that rang first; a wall that opens meanwhile
     asks once. */
  async function again(state, isFirst) {
    if (isFirst && isOn() && !rang.has(state.number) && (await isOurs(state)))
      rang.add(state.number);
    if (rang.has(state.number)) ring(state.severity);
  }

  onescreen.chime = { ring, tell, again, isOurs };
  panels.start(() => {
    note = el("button", { class: "sound-off", type: "button" }, "声音未开");
    note.title = "点一下任何地方即可打开提示音";
    panels.byId("clock").before(note);
    if (new URLSearchParams(location.search).has("sound")) allow();
    document.addEventListener("pointerdown", allow, { once: true });
    document.addEventListener("keydown", allow, { once: true });
    onescreen.picture.on("record", (record) => {
      if (
        record.kind !== "incident" ||
        record.action === "gone" ||
        !onescreen.rules.isUnaccepted(record.state)
      )
        return;
      if (panels.now() - Date.parse(record.state.reported_at) < NEWS_MS) tell(record.state);
    });
  });
})();
