/* Minutes until somebody can be in each grid, from /ws/coverage: asked for while somebody wants it.
 *
 *   coverage.want(who) / coverage.leave(who)   the socket is open while anybody wants it
 *   coverage.get()                {version, at, targets_s, grids, red, units} or null
 *   coverage.minutes(code, kind)  null: nobody can come; undefined: not known
 *   coverage.isRed(code, kind)
 *   coverage.silentMs()           since the last word, Infinity before the first
 *   coverage.on("change", fn)     with the codes that changed, null for all
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const KINDS = onescreen.contract.unit.covered;
  const RETRY_MIN_MS = 1000;
  const RETRY_MAX_MS = 20000;
  const SILENT_MS = 15000;
  const LOOK_MS = 5000;
  const events = onescreen.emitter();
  const wanting = new Set();
  let held = null;
  let socket = null;
  let retry = null;
  let watch = null;
  let wait = RETRY_MIN_MS;
  let heardAt = null;
  let openedAt = 0;

  function take(message) {
    heardAt = performance.now();
    if (message.coverage) {
      held = { ...message.coverage, grids: { ...message.coverage.grids } };
      wait = RETRY_MIN_MS;
      events.emit("change", null);
    } else if (message.grids && held && message.from === held.version) {
      Object.assign(held.grids, message.grids);
      Object.assign(held, {
        version: message.version,
        at: message.at,
        units: message.units,
        red: message.red,
      });
      events.emit("change", Object.keys(message.grids));
    } else if (message.grids || (held && message.version !== held.version && message.beat)) {
      socket.close();
    }
  }

  function connect() {
    retry = null;
    if (!wanting.size || socket) return;
    const mine = new WebSocket(
      location.protocol.replace("http", "ws") + "//" + location.host + "/ws/coverage",
    );
    socket = mine;
    openedAt = performance.now();
    mine.onmessage = (event) => {
      if (socket !== mine) return;
      try {
        take(JSON.parse(event.data));
      } catch (error) {
        console.error("coverage", error);
      }
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = null;
      if (!wanting.size) return;
      retry = setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(RETRY_MAX_MS, wait * 2);
    };
  }

  function want(who) {
    wanting.add(who);
    if (!socket && retry === null) connect();
    if (watch === null) watch = setInterval(look, LOOK_MS);
  }

  /* A socket that says nothing, not even a beat, is given up for a new one. */
  function look() {
    const since = Math.max(openedAt, heardAt === null ? 0 : heardAt);
    if (socket && performance.now() - since > SILENT_MS) socket.close();
  }

  function leave(who) {
    wanting.delete(who);
    if (wanting.size) return;
    clearInterval(watch);
    clearTimeout(retry);
    watch = retry = null;
    held = heardAt = null;
    const old = socket;
    socket = null;
    if (old) old.close();
  }

  const minutes = (code, kind) =>
    held && held.grids[code] ? held.grids[code][KINDS.indexOf(kind)] : undefined;

  function isRed(code, kind) {
    const value = minutes(code, kind);
    if (value === undefined) return false;
    return value === null || value * 60 > held.targets_s[kind];
  }

  onescreen.coverage = {
    KINDS,
    want,
    leave,
    minutes,
    isRed,
    get: () => held,
    on: events.on,
    off: events.off,
    silentMs: () => (heardAt === null ? Infinity : performance.now() - heardAt),
  };
})();
