/* Pointing at the map: what lies under the pointer, what it is called, what a click chooses. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});
  const CELL = 48;
  const REFRESH_MS = 1000;

  parts.createPointer = function createPointer(map, { units, incidents, ask }) {
    const { picture, place, el, words } = onescreen;
    const container = map.getContainer();
    let grid = null;
    let tip = null;
    let under = null;
    let pointer = null;
    let isAsked = false;

    /* Buckets of what was drawn; made when somebody points, forgotten at the next drawing. */
    function buckets() {
      if (grid) return grid;
      grid = new Map();
      units.eachDrawn((id, x, y) => {
        const key = Math.floor(x / CELL) + ":" + Math.floor(y / CELL);
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push([id, x, y]);
      });
      return grid;
    }

    function nearestUnit(x, y) {
      const reach = units.radius() + 4 * onescreen.scale();
      let best = null;
      let bestDistance = reach * reach;
      for (let dx = -1; dx <= 1; dx += 1) {
        for (let dy = -1; dy <= 1; dy += 1) {
          const key = Math.floor(x / CELL) + dx + ":" + (Math.floor(y / CELL) + dy);
          for (const [id, ux, uy] of buckets().get(key) || []) {
            const distance = (ux - x) ** 2 + (uy - y) ** 2;
            if (distance <= bestDistance) {
              bestDistance = distance;
              best = id;
            }
          }
        }
      }
      return best && { kind: "unit", id: best };
    }

    /* Everything under a point, what lies on top first. */
    function stack(x, y) {
      const reach = incidents.size() + 4 * onescreen.scale();
      const isHit = (point) => (point.x - x) ** 2 + (point.y - y) ** 2 <= reach * reach;
      const hits = incidents.drawnPoints().filter(isHit).reverse();
      const camera = onescreen.mapCameras ? onescreen.mapCameras.at(x, y) : null;
      const counted = clusterAt(x, y);
      return [
        ...hits.map(({ id, rank }) => ({ kind: "incident", id, rank })),
        nearestUnit(x, y),
        counted,
        camera,
      ].filter(Boolean);
    }

    /* A count of what is gathered there. */
    function clusterAt(x, y) {
      const found = clusters().find(
        (one) => Math.hypot(one.x - x, one.y - y) <= parts.clusterRadius(one),
      );
      return found ? { kind: "cluster", id: found.id, cluster: found } : null;
    }

    const clusters = () =>
      incidents
        .clusters()
        .concat(units.clusters(), onescreen.mapCameras ? onescreen.mapCameras.clusters() : []);
    const at = (x, y) => stack(x, y)[0] || null;

    /* A click takes what lies on top; a click where the chosen one lies takes the one below it. */
    function chosenAt(x, y) {
      const hits = stack(x, y);
      const selected = place.selected();
      const isChosen = (hit) => selected && hit.kind === selected.kind && hit.id === selected.id;
      if (!hits.some(isChosen)) return hits[0];
      const rank = (hit) => (hit.rank === undefined ? -1 : hit.rank);
      hits.sort((a, b) => rank(b) - rank(a));
      return hits[(hits.findIndex(isChosen) + 1) % hits.length];
    }

    function incidentLines(id) {
      const state = picture.entities.incident.get(id);
      if (!state) return null;
      const age = words.clock(picture.serverNow() - Date.parse(state.reported_at));
      return [
        state.title || words.CLASS[state.class] || state.class,
        words.SEVERITY[state.severity] +
          "级 " +
          (words.CLASS[state.class] || state.class) +
          " · " +
          words.STATUS[state.status] +
          " · " +
          age,
        onescreen.areas.pathText(state.area_code) + (state.is_outside ? "（界外）" : ""),
        id + (state.is_demo ? " · 演示数据" : ""),
      ];
    }

    function unitLines(id) {
      const state = picture.entities.unit.get(id);
      const fix = picture.positions.get(id);
      if (!state || !fix) return null;
      const kind = words.UNIT_SUBKIND[state.subkind] || words.UNIT_KIND[state.kind] || state.kind;
      const age = picture.serverNow() - fix[3];
      const old = ["", "（位置较旧）", "（位置陈旧）"][units.ageing(fix[3], picture.serverNow())];
      const speed =
        typeof fix[4] === "number" && fix[4] >= 1 ? " · " + Math.round(fix[4]) + " km/h" : "";
      return [
        [state.call_sign || id, state.name].filter(Boolean).join(" "),
        kind + " · " + words.UNIT_STATUS[state.status] + speed,
        "定位 " + words.age(age) + "前" + old + (fix[6] ? "（模拟定位）" : ""),
        state.home_area ? onescreen.areas.pathText(state.home_area) : null,
        state.is_demo ? "演示数据" : null,
      ];
    }

    function siteLines() {
      const site = onescreen.mapSites && onescreen.mapSites.at(pointer.x, pointer.y);
      return site ? onescreen.mapSites.linesOf(site) : null;
    }

    function areaLines() {
      const area = onescreen.mapStyle && onescreen.mapStyle.areaAt(pointer.latlng, map);
      return area ? onescreen.mapStyle.linesOf(area) : null;
    }

    function lines() {
      if (!under) return siteLines() || areaLines();
      if (under.kind === "cluster") return parts.clusterText(under.cluster);
      if (under.kind === "camera") return onescreen.mapCameras.linesOf(under.id);
      return under.kind === "incident" ? incidentLines(under.id) : unitLines(under.id);
    }

    /* Text from outside only ever becomes text nodes. */
    function showTip() {
      const text = pointer && lines();
      if (!text) {
        hideTip();
        return;
      }
      if (!tip) {
        tip = el("div", { class: "map-tip", role: "tooltip", "aria-live": "polite" });
        container.append(tip);
      }
      tip.replaceChildren(
        ...text
          .filter(Boolean)
          .map((line, i) => el("div", { class: i ? "map-tip-line" : "map-tip-title" }, line)),
      );
      tip.hidden = false;
      const gap = 18 * onescreen.scale();
      const room = map.getSize();
      const { offsetWidth: width, offsetHeight: height } = tip;
      const x = pointer.x + gap + width > room.x ? pointer.x - gap - width : pointer.x + gap;
      const y = Math.max(4, Math.min(room.y - height - 4, pointer.y + gap));
      tip.style.transform =
        "translate(" + Math.round(Math.max(4, x)) + "px," + Math.round(y) + "px)";
    }

    function hideTip() {
      if (tip) tip.hidden = true;
    }

    function look() {
      isAsked = false;
      if (!pointer || pointer.isRead) return;
      const hit = at(pointer.x, pointer.y);
      const isSame = (hit && hit.id) === (under && under.id);
      under = hit;
      if (!isSame) {
        incidents.hover(hit);
        container.classList.toggle("is-over-symbol", Boolean(hit));
        container.style.cursor = hit ? "pointer" : "";
        ask("incidents");
      }
      showTip();
    }

    function moved(event) {
      pointer = { x: event.containerPoint.x, y: event.containerPoint.y, latlng: event.latlng };
      if (isAsked) return;
      isAsked = true;
      onescreen.frame(look);
    }

    function left() {
      pointer = null;
      hideTip();
      if (!under) return;
      under = null;
      incidents.hover(null);
      ask("incidents");
    }

    /* A form that waits for a place takes the click; else it chooses what is there. */
    function clicked(event) {
      if (onescreen.mapClick && onescreen.mapClick(event)) return;
      const { x, y } = event.containerPoint;
      const isSecond = event.originalEvent && event.originalEvent.detail > 1;
      const hit = isSecond ? at(x, y) : chosenAt(x, y);
      if (hit && hit.kind === "cluster") open(hit.cluster);
      else if (hit) place.set({ selection: hit.kind + ":" + hit.id });
      else if (onescreen.mapView) onescreen.mapView.drillAt(event.latlng, map);
    }

    /* Nearer, until what was gathered comes apart. */
    function open(cluster) {
      const zoom = Math.min(map.getMaxZoom(), map.getZoom() + 1.5);
      map.setZoomAround(window.L.point(cluster.x, cluster.y), zoom, { animate: !onescreen.calm() });
    }

    /* With the keyboard: the arrows read one count after the other, Enter goes nearer. */
    let read = -1;
    function pressed(event) {
      const list = clusters()
        .slice()
        .sort((a, b) => b.count - a.count);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!list.length || (!step && event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      if (event.key === "Escape") return left();
      if (event.key === "Enter") return list[read] && open(list[read]);
      read = (read + step + list.length) % list.length;
      const cluster = list[read];
      under = { kind: "cluster", id: cluster.id, cluster };
      pointer = {
        isRead: true,
        x: cluster.x,
        y: cluster.y,
        latlng: map.containerPointToLatLng([cluster.x, cluster.y]),
      };
      showTip();
    }

    container.setAttribute("tabindex", "0");
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", "地图，方向键逐个读出聚合的数目");
    container.addEventListener("keydown", pressed);
    container.addEventListener("blur", left);
    map.on("mousemove", moved).on("mouseout", left).on("click", clicked).on("movestart", hideTip);
    const refresh = setInterval(() => pointer && look(), REFRESH_MS);
    const forget = onescreen.mapLive.onDraw(() => {
      grid = null;
    });

    return {
      at,
      remove() {
        clearInterval(refresh);
        container.removeEventListener("keydown", pressed);
        container.removeEventListener("blur", left);
        forget();
        map
          .off("mousemove", moved)
          .off("mouseout", left)
          .off("click", clicked)
          .off("movestart", hideTip);
        if (tip) tip.remove();
      },
    };
  };
})();
