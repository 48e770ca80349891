/* The live layer of every map on the page: units and incidents, drawn on canvas as they move.
 *
 * Drawing happens once per animation frame at most, only when something changed, and less often
 * when one drawing takes long: what is drawn is always the newest.
 *
 *   mapLive.layers              the layers of the maps on the page (one, as a rule)
 *   mapLive.onDraw(fn)          called after a drawing: {units, incidents} say what was drawn
 *   mapLive.at(x, y)            what is drawn at a container point: {kind, id} or null
 *   mapLive.screenOf(kind, id)  its container point {x, y} or null
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LIGHT_MS = 12;
  const REST_PER_WORK = 3;
  const SLOWEST_MS = 250;
  const PULSE_EVERY_MS = 50;
  const INCIDENTS_EVERY_MS = 30;
  const AGEING_MS = 5000;
  const drawListeners = new Set();
  const layers = [];

  function createLayer(map) {
    const { picture, place } = onescreen;
    const live = onescreen.liveParts;
    const unitSheet = live.createSheet(map, "live-units", 610);
    const incidentSheet = live.createSheet(map, "live-incidents", 630);
    const units = live.createUnits(unitSheet);
    const incidents = live.createIncidents(incidentSheet, units);
    const counts = live.createCounts(map, units);
    const removers = [];
    let dirty = { units: true, incidents: true };
    let isAsked = false;
    let costMs = 0;
    let drawnAt = -Infinity;
    let isGone = false;
    let pulseTimer = null;

    /* What a drawing costs is known when the frame is done: painting comes after the script. */
    const done = new MessageChannel();
    done.port1.onmessage = ({ data: started }) => {
      costMs = costMs * 0.8 + Math.min(SLOWEST_MS, performance.now() - started) * 0.2;
      layer.costMs = costMs;
    };

    function ask(part) {
      if (part !== "incidents") dirty.units = true;
      if (part !== "units") dirty.incidents = true;
      if (isAsked || isGone) return;
      isAsked = true;
      requestAnimationFrame(loop);
    }

    function loop(at) {
      isAsked = false;
      if (isGone) return;
      const tired = Math.min(SLOWEST_MS, Math.max(0, costMs - LIGHT_MS) * REST_PER_WORK);
      const rest = dirty.units ? tired : Math.max(tired, INCIDENTS_EVERY_MS);
      if (at - drawnAt >= rest) {
        draw();
        return;
      }
      isAsked = true;
      requestAnimationFrame(loop);
    }

    function draw() {
      // Without a picture there is nothing to show, and an empty canvas costs as much as a full one.
      if (!map._loaded || isGone || picture.seq === null) return;
      const started = performance.now();
      const todo = dirty;
      dirty = { units: false, incidents: false };
      drawnAt = started;
      if (todo.units) {
        units.draw();
        counts.draw();
      }
      const isLively = incidents.follows() && todo.units;
      if (todo.incidents || isLively) incidents.draw();
      layer.draws += 1;
      done.port2.postMessage(started);
      onescreen.opening.over();
      pulse();
      for (const fn of drawListeners) fn({ units: todo.units, incidents: todo.incidents, layer });
    }

    /* A ring that widens is seen as well at 20 pictures a second as at 60. */
    function pulse() {
      if (pulseTimer !== null || !incidents.isPulsing()) return;
      pulseTimer = setTimeout(() => {
        pulseTimer = null;
        ask("incidents");
      }, PULSE_EVERY_MS);
    }

    /* The view moved: while Leaflet animates a zoom by CSS the old drawing is stretched with it. */
    function follow(event) {
      if (map._animatingZoom) return;
      dirty = { units: true, incidents: true };
      if (event && event.type === "zoom") draw();
      else ask();
    }

    function listen(target, event, fn) {
      target.on(event, fn);
      removers.push(() => target.off(event, fn));
    }

    listen(picture, "positions", (rows) => {
      units.move(rows);
      ask("units");
    });
    listen(picture, "replaced", () => {
      units.reset();
      incidents.reset();
      ask();
    });
    listen(picture, "record", (record) => {
      if (record.kind === "incident") incidents.news(record);
    });
    listen(picture, "change", (change) => {
      units.change(change);
      if (
        change.replaced ||
        change.kinds.incident ||
        change.kinds.assignment ||
        change.kinds.standby
      )
        ask("incidents");
      if (change.replaced || change.kinds.unit) ask("units");
    });
    listen(place, "change", () => {
      units.change({ replaced: true, kinds: {} });
      ask();
    });
    listen(onescreen.mapColours, "change", () => {
      live.forgetBadges();
      units.repaint();
      ask();
    });
    for (const event of ["move", "zoom", "moveend", "zoomend", "viewreset", "resize", "load"]) {
      listen(map, event, follow);
    }
    const ageing = setInterval(() => ask(), AGEING_MS);
    const pointer = live.createPointer(map, { units, incidents, ask });
    map.on("unload", remove);

    function remove() {
      isGone = true;
      clearInterval(ageing);
      clearTimeout(pulseTimer);
      done.port1.close();
      removers.splice(0).forEach((fn) => fn());
      pointer.remove();
      unitSheet.remove();
      counts.remove();
      incidentSheet.remove();
      layers.splice(layers.indexOf(layer), 1);
    }

    const layer = {
      map,
      units,
      incidents,
      ask,
      draws: 0,
      costMs: 0,
      at: (x, y) => pointer.at(x, y),
      screenOf: (kind, id) => (kind === "unit" ? units.screenOf(id) : incidents.screenOf(id)),
      remove,
    };
    units.reset();
    ask();
    onescreen.topic.on("change", ask);
    return layer;
  }

  onescreen.mapLive = {
    layers,
    get layer() {
      return layers[layers.length - 1] || null;
    },
    onDraw(fn) {
      drawListeners.add(fn);
      return () => drawListeners.delete(fn);
    },
    at: (x, y) => (layers.length ? layers[layers.length - 1].at(x, y) : null),
    screenOf: (kind, id) => (layers.length ? layers[layers.length - 1].screenOf(kind, id) : null),
  };
  onescreen.liveParts = onescreen.liveParts || {};
  const mapListeners = [];
  const maps = [];
  onescreen.mapLive.onMap = (fn) => {
    mapListeners.push(fn);
    maps.forEach(fn);
  };
  onescreen.whenLeaflet((L) => {
    L.Map.addInitHook(function () {
      maps.push(this);
      this.on("unload", () => maps.splice(maps.indexOf(this), 1));
      layers.push(createLayer(this));
      mapListeners.forEach((fn) => fn(this));
    });
  });
})();
