/* The browser's own small picture: the fold of the frames that the live socket brings.
 *
 *   picture.entities.incident      Map(number → state); likewise unit, assignment, standby, kpi, map, notice
 *   picture.positions              Map(unit_id → [unit_id, lat, lon, at_ms, speed_kmh, bearing_deg, is_mock])
 *   picture.openIn(areaCode)       Set of numbers of unended incidents in the area or below it
 *   picture.assignmentsOf(number)  open assignments of an incident
 *   picture.assignmentOf(unitId)   the open assignment of a unit, or null
 *   picture.standbyOf(unitId)      where a unit was told to wait, or null: it is free all the same
 *   picture.serverNow()            the server's clock, ms
 *   picture.on("change", fn)       at most once per painted frame: {replaced, kinds: {kind: Set(id)}}
 *   picture.on("positions", fn)    at once, with the rows that were taken
 *   picture.on("record", fn)       at once, each new record taken from a frame
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { contract, rules } = onescreen;
  const KINDS = Object.keys(contract.kinds);
  const ENDING = KINDS.filter((kind) => contract.kinds[kind].ends);
  const PREFIXES = Object.values(contract.area_lengths);
  const DAY_MS = contract.kept_live_ms;
  const MOST_WITHOUT_UNIT = 20000;

  /* When an entity stopped to matter, ms; Infinity while it does. The server's rule, as it tells it. */
  function endedAt(kind, state) {
    const { at, when } = contract.kinds[kind].ends;
    if (!when) return state[at] ? Date.parse(state[at]) : Infinity;
    const [name, words] = when;
    if (!words.includes(state[name])) return Infinity;
    return Date.parse((state[at] || {})[state[name]] || state.reported_at);
  }

  /* A picture of its own; the page has one, tests and replays may make more. */
  function createPicture(schedule) {
    const events = onescreen.emitter();
    const entities = Object.create(null);
    for (const kind of KINDS) entities[kind] = new Map();
    const positions = new Map();
    const byArea = new Map();
    const byIncident = new Map();
    const byUnit = new Map();
    const waiting = new Map();
    const picture = { entities, positions, seq: null, epoch: null, offsetMs: 0 };
    let pending = null;

    function serverNow() {
      return Date.now() + picture.offsetMs;
    }

    function addTo(index, key, id) {
      if (!index.has(key)) index.set(key, new Set());
      index.get(key).add(id);
    }

    function removeFrom(index, key, id) {
      const set = index.get(key);
      if (set && set.delete(id) && set.size === 0) index.delete(key);
    }

    function index(kind, id, state, change) {
      if (kind === "incident" && !rules.isEnded(state)) {
        for (const length of PREFIXES) {
          if (state.area_code.length < length) break;
          change(byArea, state.area_code.slice(0, length), id);
        }
      } else if (kind === "assignment" && !state.cleared_at) {
        change(byIncident, state.number, id);
        change(byUnit, state.unit_id, id);
      } else if (kind === "standby" && !state.ended_at) {
        change(waiting, state.unit_id, id);
      }
    }

    function note(kind, id) {
      if (!pending) {
        pending = { replaced: false, kinds: Object.create(null) };
        schedule(flush);
      }
      if (kind) (pending.kinds[kind] = pending.kinds[kind] || new Set()).add(id);
      return pending;
    }

    function flush() {
      const change = pending;
      pending = null;
      if (change) events.emit("change", change);
    }

    function put(kind, id, state) {
      const held = entities[kind].get(id);
      if (held) index(kind, id, held, removeFrom);
      entities[kind].set(id, state);
      // Where people are in their own time is nobody's business: the server tells no more of it.
      if (kind === "unit" && !rules.isLocated(state)) positions.delete(id);
      index(kind, id, state, addTo);
      note(kind, id);
    }

    function drop(kind, id) {
      const held = entities[kind].get(id);
      if (!held) return;
      index(kind, id, held, removeFrom);
      entities[kind].delete(id);
      if (kind === "unit") positions.delete(id);
      note(kind, id);
    }

    /* In order, the last row is the newest: which fix counts is the server's judgement (a phone's
     * may replace a simulated one of a later second). Out of order, only the time can tell. */
    function place(rows, isInOrder) {
      const taken = [];
      const orphans = positions.size > entities.unit.size + MOST_WITHOUT_UNIT;
      for (const row of rows) {
        const held = positions.get(row[0]);
        if (held ? !isInOrder && held[3] > row[3] : orphans && !entities.unit.has(row[0])) continue;
        positions.set(row[0], row);
        taken.push(row);
      }
      if (taken.length) events.emit("positions", taken);
      return taken.length;
    }

    function clear() {
      for (const kind of KINDS) entities[kind].clear();
      for (const map of [positions, byArea, byIncident, byUnit, waiting]) map.clear();
    }

    /* Take a whole snapshot in place of everything held; its parts have been checked. */
    function replace(snapshot) {
      picture.seq = null;
      clear();
      for (const [kind, id, state] of snapshot.entities) put(kind, id, state);
      picture.seq = snapshot.seq;
      picture.epoch = snapshot.epoch;
      note().replaced = true;
      events.emit("replaced", picture);
      place(snapshot.positions, true);
    }

    /* Take checked records in order, then positions; `seq` is the frame's own number, left out
     * for positions that come out of order. */
    function apply(records, rows, seq) {
      for (const record of records) {
        if (record.action === "gone") drop(record.kind, record.id);
        else put(record.kind, record.id, record.state);
        events.emit("record", record);
      }
      if (seq !== undefined) picture.seq = seq;
      place(rows, seq !== undefined);
    }

    /* Forget what ended more than a day ago; ages pass without any message. */
    function prune(nowMs) {
      for (const kind of ENDING) {
        for (const [id, state] of entities[kind]) {
          if (nowMs - endedAt(kind, state) >= DAY_MS) drop(kind, id);
        }
      }
      for (const [id, row] of positions) {
        if (!entities.unit.has(id) && nowMs - row[3] >= DAY_MS) positions.delete(id);
      }
    }

    function openAssignment(ids) {
      const found = Array.from(ids || [], (id) => entities.assignment.get(id)).filter(Boolean);
      return found.sort((a, b) => (a.assigned_at < b.assigned_at ? -1 : 1));
    }

    function standbyOf(unitId) {
      const [id] = waiting.get(unitId) || [];
      return id === undefined ? null : entities.standby.get(id) || null;
    }

    return Object.assign(picture, {
      replace,
      apply,
      prune,
      serverNow,
      flush,
      on: events.on,
      off: events.off,
      listeners: events.size,
      isEnded: rules.isEnded,
      openIn: (code) => byArea.get(code) || new Set(),
      assignmentsOf: (number) => openAssignment(byIncident.get(number)),
      assignmentOf: (unitId) => openAssignment(byUnit.get(unitId))[0] || null,
      standbyOf,
      standbys: () => Array.from(waiting.keys(), standbyOf).filter(Boolean),
    });
  }

  onescreen.createPicture = createPicture;
  onescreen.picture = createPicture(onescreen.frame);
  setInterval(() => onescreen.picture.prune(onescreen.picture.serverNow()), 60000);
})();
