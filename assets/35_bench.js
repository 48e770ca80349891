/* With ?bench=1 only: when was each fix and each incident truly on the glass?
 *
 *   bench.start()   forget what was measured and measure from now on
 *   bench.stop()    {positions: [ms…], incidents: [[source_id, paintedAtMs]…],
 *                    longTasks: [[startMs, ms]…] of the browser's own counting, …}
 *
 * A fix counts as painted once the frame that drew it is done: the moment is taken in a task that
 * the browser runs after the frame's drawing callbacks and rendering. Only the newest fix of a
 * unit counts; one that a newer overtook before any drawing is not seen by anybody.
 * `send → paint` is that moment minus the fix's own `at`, so both must come from one clock.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  if (!new URLSearchParams(location.search).has("bench")) return;

  const channel = new MessageChannel();
  const marks = [];
  let isRunning = false;
  let waiting = new Map();
  let newIncidents = new Map();
  let result = null;
  let startedAt = 0;
  let firstMarkerAt = null;

  function fresh() {
    return {
      positions: [],
      incidents: [],
      longTasks: [],
      draws: 0,
      received: 0,
      overtaken: 0,
      newest: {},
    };
  }

  channel.port1.onmessage = () => {
    const now = Date.now();
    for (const { rows, incidents } of marks.splice(0)) {
      if (!isRunning) continue;
      for (const at of rows.values()) result.positions.push(now - at);
      for (const id of incidents.values()) result.incidents.push([id, now]);
    }
  };

  onescreen.picture.on("positions", (rows) => {
    if (!isRunning) return;
    for (const row of rows) {
      if (row[3] < startedAt) continue;
      result.received += 1;
      if (waiting.has(row[0])) result.overtaken += 1;
      waiting.set(row[0], row[3]);
    }
  });
  onescreen.picture.on("record", (record) => {
    const isNew =
      record.kind === "incident" && record.state && onescreen.rules.isUnaccepted(record.state);
    if (isRunning && isNew) newIncidents.set(record.id, record.state.source_id);
  });
  onescreen.mapLive.onDraw((what) => {
    if (firstMarkerAt === null && what.units && what.layer.units.drawnCount() > 0) {
      firstMarkerAt = performance.now();
    }
    if (!isRunning) return;
    result.draws += 1;
    const mark = { rows: new Map(), incidents: new Map() };
    if (what.units) {
      mark.rows = waiting;
      waiting = new Map();
    }
    if (what.incidents) {
      mark.incidents = newIncidents;
      newIncidents = new Map();
    }
    marks.push(mark);
    channel.port2.postMessage(0);
  });

  if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    new PerformanceObserver((list) => {
      if (!isRunning) return;
      for (const entry of list.getEntries())
        result.longTasks.push([entry.startTime, entry.duration]);
    }).observe({ type: "longtask" });
  }

  onescreen.bench = {
    start() {
      result = fresh();
      waiting = new Map();
      newIncidents = new Map();
      startedAt = Date.now();
      isRunning = true;
    },
    stop() {
      isRunning = false;
      for (const [id, row] of onescreen.picture.positions) result.newest[id] = row[3];
      return { ...result, costMs: onescreen.mapLive.layer.costMs, stats: onescreen.live.stats };
    },
    firstMarkerAt: () => firstMarkerAt,
  };
})();
