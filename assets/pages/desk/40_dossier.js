/* What the server knows of the chosen incident beyond the live picture, asked again when it changes.
 *
 *   desk.dossier.get()         {card, talk, timeline, near, recommendation} of the chosen one, parts null until known
 *   desk.dossier.failed(part)  the sentence why a part could not be read, or ""
 *   desk.dossier.refresh(part)
 *   desk.dossier.on("change", fn)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { picture, panels } = onescreen;
  const SETTLE_MS = 250;
  const AGAIN_MS = 10000;
  const events = onescreen.emitter();
  const at = desk.api.at;
  const PARTS = {
    card: (number) => at.card(number),
    talk: (number) => at.step(number, "talk"),
    timeline: (number) => at.step(number, "timeline"),
    near: (number) => at.step(number, "near"),
    recommendation: (number) => at.recommend(number),
  };
  /* Which tab wants which part; the card itself is always wanted. */
  const WANTED = {
    recommend: ["recommendation"],
    talk: ["talk"],
    timeline: ["timeline"],
    notes: ["timeline"],
    around: ["near"],
  };
  let number = null;
  let held = {};
  let errors = {};
  let turn = 0;
  let timer = null;
  const running = new Set();

  function wanted() {
    const isWide = document.documentElement.dataset.wall === "ultrawide";
    return ["card", ...(isWide ? Object.values(WANTED).flat() : WANTED[desk.state.get().tab])];
  }

  async function load(part) {
    const mine = turn;
    const mark = part + mine;
    if (running.has(mark)) return;
    running.add(mark);
    try {
      const answer = await desk.api.get(PARTS[part](number));
      if (mine !== turn) return;
      held[part] = answer;
      errors[part] = "";
    } catch (error) {
      if (mine !== turn) return;
      errors[part] = error.text || String(error.message);
    } finally {
      running.delete(mark);
    }
    events.emit("change", part);
  }

  function refresh(part) {
    // Asked before it has come over the socket, a new one would be unknown to the server's picture too.
    if (!number || !picture.entities.incident.has(number)) return;
    for (const one of part ? [part] : wanted()) load(one);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLE_MS);
  }

  function follow() {
    const chosen = desk.state.number();
    if (chosen === number) return;
    number = chosen;
    turn += 1;
    held = {};
    errors = {};
    events.emit("change", null);
    refresh();
  }

  /* A unit's step changes who may be sent; a record of this incident changes everything else. */
  function concerns(change) {
    if (!number) return false;
    if (change.replaced) return true;
    if ((change.kinds.incident || new Set()).has(number)) return true;
    for (const [kind, ids] of Object.entries(change.kinds)) {
      for (const id of ids) {
        const state = picture.entities[kind] && picture.entities[kind].get(id);
        if (state && state.number === number) return true;
      }
    }
    return false;
  }

  panels.start(() => {
    picture.on("change", (change) => concerns(change) && later());
    onescreen.place.on("change", follow);
    desk.state.on("change", () => refresh());
    // The server says the timeline in the language that is on.
    onescreen.language.on("change", () => refresh());
    setInterval(() => document.hidden || refresh(), AGAIN_MS);
    follow();
  });

  desk.dossier = {
    get: () => ({
      card: null,
      talk: null,
      timeline: null,
      near: null,
      recommendation: null,
      ...held,
    }),
    failed: (part) => errors[part] || "",
    refresh,
    on: events.on,
  };
})();
