/* Minutes until somebody can be in each grid, from /ws/coverage: asked for while it is wanted.
 *
 *   desk.coverage.get()          {version, targets_s, grids, red, units} or null
 *   desk.coverage.minutes(code, kind)   null: nobody can come
 *   desk.coverage.isRed(code, kind)
 *   desk.coverage.on("change", fn)      with the codes that changed, null for all
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const KINDS = ["police", "grid_worker"];
  const RETRY_MIN_MS = 1000;
  const RETRY_MAX_MS = 20000;
  const SILENT_MS = 15000;
  const events = onescreen.emitter();
  let held = null;
  let socket = null;
  let wait = RETRY_MIN_MS;
  let heardAt = 0;

  function take(message) {
    heardAt = performance.now();
    if (message.coverage) {
      held = { ...message.coverage, grids: { ...message.coverage.grids } };
      wait = RETRY_MIN_MS;
      events.emit("change", null);
    } else if (message.grids && held && message.from === held.version) {
      Object.assign(held.grids, message.grids);
      Object.assign(held, { version: message.version, at: message.at, units: message.units, red: message.red });
      events.emit("change", Object.keys(message.grids));
    } else if (message.grids || (held && message.version !== held.version && message.beat)) {
      socket.close();
    }
  }

  function connect() {
    const mine = new WebSocket(location.protocol.replace("http", "ws") + "//" + location.host + "/ws/coverage");
    socket = mine;
    heardAt = performance.now();
    mine.onmessage = (event) => {
      try {
        take(JSON.parse(event.data));
      } catch (error) {
        console.error("coverage", error);
      }
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = null;
      setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(RETRY_MAX_MS, wait * 2);
    };
  }

  const minutes = (code, kind) => (held && held.grids[code] ? held.grids[code][KINDS.indexOf(kind)] : undefined);

  function isRed(code, kind) {
    const value = minutes(code, kind);
    if (value === undefined) return false;
    return value === null || value * 60 > held.targets_s[kind];
  }

  onescreen.panels.start(() => {
    connect();
    setInterval(() => socket && performance.now() - heardAt > SILENT_MS && socket.close(), 5000);
  });
  desk.coverage = { KINDS, get: () => held, minutes, isRed, on: events.on };
})();
