/* Incidents on the map, what is selected, and the lines to the units that were sent. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const PULSE_MS = 3000;
  const RINGS_MS = 1000;
  const MOST_PULSING = 12;
  const APART = 2.1;
  const FLOOD = 150;
  const LEAST = 4;
  const CELL = 46;
  const NEAR = 2.5;

  parts.createIncidents = function createIncidents(sheet, units) {
    const { picture, place } = onescreen;
    const born = new Map();
    let drawn = [];
    let clusters = [];
    let hovered = null;

    /* An incident first seen in a frame is news; one in a snapshot was there before. */
    function news(record) {
      if (record.action === "gone" || born.has(record.id)) return;
      const isNew = onescreen.rules.isUnaccepted(record.state);
      if (!isNew || onescreen.calm() || (onescreen.motion && onescreen.motion.isPaused())) return;
      born.set(record.id, performance.now());
      // In a flood of news, rings everywhere would point at nothing: only the newest few pulse.
      if (born.size > MOST_PULSING) born.delete(born.keys().next().value);
    }

    function reset() {
      born.clear();
    }

    function isPulsing() {
      const now = performance.now();
      for (const [id, at] of born) if (now - at > PULSE_MS) born.delete(id);
      return born.size > 0;
    }

    const mark = () => onescreen.mapColours.of("mark");
    const size = () => 12 * onescreen.scale();

    const isSelected = (id) => {
      const selected = place.selected();
      return Boolean(selected) && selected.kind === "incident" && selected.id === id;
    };

    /* The gravest last and of these the newest, so that they lie on top. */
    function listed() {
      const isShown = place.shows("incidents");
      const shown = [];
      for (const [id, state] of picture.entities.incident) {
        const isOpen = isShown && !picture.isEnded(state) && onescreen.topic.shows(state);
        if (isSelected(id) || isOpen) shown.push([id, state]);
      }
      return shown.sort((a, b) => b[1].severity - a[1].severity || (a[0] < b[0] ? -1 : 1));
    }

    /* Where a badge may lie when its own place is covered: around it, to the right first. */
    function around(reach) {
      const places = [[0, 0]];
      for (const turn of [0, 5, 1, 4, 2, 3]) {
        const angle = (turn * Math.PI) / 3;
        places.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
      }
      return places;
    }

    /* Badges that would cover each other step aside, the graver ones keep their places. What
       finds no room stays where it is, beneath: a second click there goes one deeper. */
    function spread(points, reach) {
      const taken = new Map();
      const near = 0.98 * reach;
      const places = around(reach);
      const key = (column, row) => column * 65536 + row;
      const cell = (value) => Math.floor(value / reach) + 1024;

      function isFree(x, y) {
        for (let column = cell(x) - 1; column <= cell(x) + 1; column += 1) {
          for (let row = cell(y) - 1; row <= cell(y) + 1; row += 1) {
            const there = taken.get(key(column, row));
            if (there && there.some((one) => (one.x - x) ** 2 + (one.y - y) ** 2 < near * near)) {
              return false;
            }
          }
        }
        return true;
      }

      for (const point of points) {
        const [dx, dy] = places.find(([right, down]) =>
          isFree(point.x + right, point.y + down),
        ) || [0, 0];
        if (!dx && !dy && !isFree(point.x, point.y)) continue;
        point.x += dx;
        point.y += dy;
        const at = key(cell(point.x), cell(point.y));
        if (taken.has(at)) taken.get(at).push(point);
        else taken.set(at, [point]);
      }
      return points;
    }

    /* In the order of drawing: the gravest near the end, what is selected last of all. */
    function located() {
      const reach = size() * APART;
      const margin = size() * 3;
      const view = sheet.map.getSize();
      const known = listed().filter(([, state]) => onescreen.rules.isPlaced(state));
      const points = known.map(([id, state], rank) => {
        const [worldX, worldY] = [parts.worldX(state.lon), parts.worldY(state.lat)];
        return { id, state, rank, worldX, worldY, x: sheet.x(worldX), y: sheet.y(worldY) };
      });
      const inside = (p) =>
        p.x > -margin && p.y > -margin && p.x < view.x + margin && p.y < view.y + margin;
      const apart = spread(gathered(points.filter(inside)).reverse(), reach).reverse();
      return [...apart.filter((p) => !isSelected(p.id)), ...apart.filter((p) => isSelected(p.id))];
    }

    /* The gravest severity that is counted where many stand: Ⅲ, unless the graver alone are a flood. */
    function countedFrom(points) {
      const of = (most) => points.filter(({ state }) => state.severity <= most).length;
      return of(1) >= FLOOD ? 1 : of(2) >= FLOOD ? 2 : 3;
    }

    /* In a flood, many in one place become a count: the lesser ones, and the graver only when they
     * alone would cover the map. */
    function gathered(points) {
      clusters = [];
      if (points.length < FLOOD || sheet.zoom > parts.homeZoom(sheet.map) + NEAR) return points;
      const from = countedFrom(points);
      const isApart = ({ id, state }) =>
        state.severity < from ||
        isSelected(id) ||
        born.has(id) ||
        Boolean(hovered && hovered.id === id);
      const free = points.filter((point) => !isApart(point));
      for (const point of free) point.name = onescreen.symbols.ofIncident(point.state);
      const made = parts.gather(free, {
        cell: CELL * onescreen.scale(),
        size: sheet.size,
        least: LEAST,
      });
      clusters = made.clusters;
      const single = new Set(made.single);
      return points.filter((point) => isApart(point) || single.has(point));
    }

    function ring(x, y, radius, colour, width, alpha) {
      const context = sheet.context;
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.lineWidth = width * onescreen.scale();
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
      context.globalAlpha = 1;
    }

    function pulse(point) {
      const at = born.get(point.id);
      if (at === undefined) return;
      const colour = onescreen.symbols.colour(onescreen.symbols.ofIncident(point.state));
      const share = ((performance.now() - at) % RINGS_MS) / RINGS_MS;
      ring(point.x, point.y, size() * (1.2 + 3.2 * share), colour, 3, 1 - share);
    }

    /* On whole device pixels a picture is copied; between them it would be computed anew. */
    function stamp(made, x, y) {
      const { context, ratio } = sheet;
      const whole = (value) => Math.round((value - made.half) * ratio) / ratio;
      context.drawImage(
        made.canvas,
        whole(x),
        whole(y),
        made.canvas.width / ratio,
        made.canvas.height / ratio,
      );
    }

    function badge(point) {
      const name = onescreen.symbols.ofIncident(point.state);
      const isHollow = onescreen.rules.isHandled(point.state) || picture.isEnded(point.state);
      const made = parts.badge(name, size(), sheet.ratio, isHollow);
      stamp(made, point.x, point.y);
    }

    function line(from, to, isFine) {
      const context = sheet.context;
      const unit = onescreen.scale();
      context.setLineDash(isFine ? [2 * unit, 5 * unit] : [7 * unit, 5 * unit]);
      context.strokeStyle = mark();
      context.lineWidth = (isFine ? 1.5 : 2) * unit;
      context.globalAlpha = 0.85;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    }

    /* A unit that is selected, hovered or sent: drawn again on top, in a ring. */
    function markUnit(id, isStrong) {
      const at = units.screenOf(id);
      if (!at) return;
      const radius = units.radius();
      const made = parts.badge(units.symbolOf(id), radius, sheet.ratio, false);
      // An old place keeps its hollow or faded look under the ring: it is not made fresh by a look.
      if (units.ageOf(id) === 0) stamp(made, at.x, at.y);
      ring(at.x, at.y, radius * 1.9, mark(), isStrong ? 2.5 : 1.5, isStrong ? 1 : 0.7);
    }

    function incidentPoint(number) {
      return drawn.find((point) => point.id === number) || screenOf(number);
    }

    function drawSent(number, x, y) {
      for (const assignment of picture.assignmentsOf(number)) {
        const at = units.screenOf(assignment.unit_id);
        if (!at) continue;
        line({ x, y }, at);
        markUnit(assignment.unit_id, false);
      }
    }

    /* Where units were told to wait: a hollow diamond, and a fine line from who is still on the way. */
    function drawStandbys() {
      if (!place.shows("police") && !place.shows("grid_workers")) return;
      const { context } = sheet;
      const half = size() * 0.9;
      for (const one of picture.standbys()) {
        const at = { x: sheet.x(parts.worldX(one.lon)), y: sheet.y(parts.worldY(one.lat)) };
        const from = one.arrived_at ? null : units.screenOf(one.unit_id);
        if (from) line(from, at, true);
        context.strokeStyle = mark();
        context.lineWidth = 2 * onescreen.scale();
        context.beginPath();
        context.moveTo(at.x, at.y - half);
        context.lineTo(at.x + half, at.y);
        context.lineTo(at.x, at.y + half);
        context.lineTo(at.x - half, at.y);
        context.closePath();
        context.stroke();
      }
    }

    function drawSelection() {
      const selected = place.selected();
      if (!selected) return;
      if (selected.kind === "unit") {
        const assignment = picture.assignmentOf(selected.id);
        const at = assignment && incidentPoint(assignment.number);
        const unitAt = units.screenOf(selected.id);
        if (at && unitAt) line(at, unitAt);
        markUnit(selected.id, true);
      } else if (selected.kind === "camera") {
        const at = onescreen.mapCameras && onescreen.mapCameras.screenOf(selected.id);
        if (at) ring(at.x, at.y, size() * 1.3, mark(), 2.5, 1);
      } else if (selected.kind === "incident") {
        const at = incidentPoint(selected.id);
        if (!at) return;
        drawSent(selected.id, at.x, at.y);
        ring(at.x, at.y, size() * 1.9, mark(), 3, 1);
      }
    }

    function draw() {
      sheet.settle();
      sheet.clear();
      drawn = located();
      for (const cluster of clusters)
        parts.paintCluster(sheet.context, cluster, parts.clusterRadius(cluster));
      drawStandbys();
      drawSelection();
      for (const point of drawn) {
        pulse(point);
        badge(point);
      }
      if (!hovered) return;
      if (hovered.kind === "unit") markUnit(hovered.id, false);
      const over = hovered.kind === "incident" && drawn.find((point) => point.id === hovered.id);
      if (over) ring(over.x, over.y, size() * 1.7, mark(), 2, 0.9);
    }

    function screenOf(number) {
      const state = picture.entities.incident.get(number);
      if (!state || !onescreen.rules.isPlaced(state)) return null;
      const point = drawn.find((one) => one.id === number);
      if (point) return { x: point.x, y: point.y };
      return { x: sheet.x(parts.worldX(state.lon)), y: sheet.y(parts.worldY(state.lat)) };
    }

    return {
      news,
      reset,
      draw,
      isPulsing,
      screenOf,
      size,
      /* Whether what is drawn here moves with the units. */
      follows: () => Boolean(hovered || place.selected() || picture.standbys().length),
      hover(hit) {
        hovered = hit;
      },
      drawnPoints: () => drawn,
      clusters: () => clusters,
    };
  };
})();
