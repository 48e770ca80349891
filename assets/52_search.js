/* The search box: incidents by number and title, call signs, areas, roads and places, by name, pinyin or
 * code. `/` focuses, arrows move, Enter goes. Areas are known here and stand at once; everything else
 * the server finds (GET /api/v1/search), the same for the wall and the desk.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const MOST = 9;
  const WAIT_MS = 150;
  const NEARER = 3;
  const LIVE_PAGES = ["wall", "community", "desk"];
  let box = null;
  let list = null;
  let found = [];
  let chosen = 0;
  let timer = null;
  let asking = null;
  let mark = null;

  /* ---- what is found, in one shape: {kind, key, name, path, tail, open()} ---- */

  function ofArea({ code, level }) {
    const parents = onescreen.areas
      .path(code)
      .slice(1, -1)
      .map((part) => part.name)
      .join(" ▸ ");
    return {
      kind: "area",
      key: "area" + code,
      name: panels.areaName(code),
      path: parents || words.LEVEL[level],
      tail: code,
      open: () => openArea(code, level),
    };
  }

  const select = (selection) => () =>
    LIVE_PAGES.includes(onescreen.route.page)
      ? onescreen.place.set({ selection })
      : onescreen.route.go("/?sel=" + selection);

  function ofIncident({ number, title, status, area_code: code, class: kind }) {
    return {
      kind: "incident",
      key: number,
      name: title || words.CLASS[kind] || words.CLASS.other,
      path: panels.placeText(code) + " · " + (words.STATUS[status] || ""),
      tail: number,
      open: select("incident:" + number),
    };
  }

  function ofUnit({ unit_id: id, call_sign: sign, status, home_area: home }) {
    return {
      kind: "unit",
      key: id,
      name: sign,
      path: [home ? panels.placeText(home) : "", words.UNIT_STATUS[status] || ""]
        .filter(Boolean)
        .join(" · "),
      tail: words.SEARCHED.unit,
      open: select("unit:" + id),
    };
  }

  function ofPlace(place) {
    if (place.source === "area")
      return ofArea({ code: place.code, level: onescreen.areas.levelOf(place.code) });
    return {
      kind: "place",
      key: place.source + place.name + place.code,
      name: place.name,
      path: panels.placeText(place.code || ""),
      tail: words.SEARCHED[place.source] || "",
      open: () => openPoint(place),
    };
  }

  const OF = { incident: ofIncident, unit: ofUnit, place: ofPlace };

  /* ---- where they lead ---- */

  function openArea(code, level) {
    const isWall = onescreen.route.page === "wall";
    if (level === "village") onescreen.route.go(onescreen.route.community(code));
    else if (level === "grid" && !isWall && code.startsWith(onescreen.route.area))
      onescreen.place.set({ area: code });
    else if (isWall) onescreen.place.set({ area: code, selection: null });
    else onescreen.route.go("/?area=" + code);
  }

  /* A road or a place: the map goes there and marks it until something else is looked for. */
  function openPoint({ lat, lon, code }) {
    if (!LIVE_PAGES.includes(onescreen.route.page) || !onescreen.mapView) {
      onescreen.route.go("/?area=" + (code || onescreen.page.district).slice(0, 12));
      return;
    }
    const layer = onescreen.mapLive.layer;
    if (!layer) return;
    mark = window.L.circleMarker([lat, lon], {
      radius: 14 * onescreen.scale(),
      color: "#ffffff",
      weight: 3 * onescreen.scale(),
      fillOpacity: 0,
      interactive: false,
    }).addTo(layer.map);
    onescreen.mapView.flyTo(lat, lon, NEARER);
  }

  function open(item) {
    close();
    box.blur();
    if (mark) mark.remove();
    mark = null;
    item.open();
  }

  function close() {
    found = [];
    clearTimeout(timer);
    list.replaceChildren();
    list.classList.remove("open");
    box.setAttribute("aria-expanded", "false");
  }

  /* ---- the list ---- */

  function row(item, i) {
    const node = el(
      "div",
      { class: "search-row", role: "option", id: "search-row-" + i, "data-kind": item.kind },
      el(
        "span",
        { class: "search-name", translate: item.kind === "incident" ? "no" : null },
        item.name,
      ),
      el("span", { class: "search-path" }, item.path),
      el("span", { class: "num search-code" }, item.tail),
    );
    node.addEventListener("mousedown", (event) => {
      event.preventDefault();
      open(item);
    });
    return node;
  }

  function highlight() {
    Array.from(list.children).forEach((node, i) =>
      node.setAttribute("aria-selected", String(i === chosen)),
    );
    box.setAttribute("aria-activedescendant", found.length ? "search-row-" + chosen : "");
  }

  function show(items, text, isFinal) {
    const held = found[chosen] && found[chosen].key;
    found = items.slice(0, MOST);
    chosen = Math.max(
      0,
      found.findIndex((one) => one.key === held),
    );
    list.classList.add("open");
    box.setAttribute("aria-expanded", "true");
    if (found.length) {
      list.replaceChildren(...found.map(row));
      highlight();
      return;
    }
    const why = !isFinal
      ? "正在查找…"
      : onescreen.areas.byCode.size
        ? "没有找到“" + text + "”"
        : "底图还在载入";
    list.replaceChildren(el("div", { class: "search-none" }, why));
  }

  /* The answer to an older text is of no use. */
  async function ask(text, known) {
    const mine = (asking = {});
    let items = [];
    try {
      const answer = await fetch(
        "/api/v1/search?limit=" + MOST + "&q=" + encodeURIComponent(text.slice(0, 60)),
      );
      if (answer.ok)
        items = (await answer.json()).items
          .filter((one) => OF[one.kind])
          .map((one) => OF[one.kind](one));
    } catch {
      /* The server is away; the page says so already, and areas are known here. */
    }
    if (mine !== asking || box.value.trim() !== text || document.activeElement !== box) return;
    const merged = new Map(items.concat(known).map((one) => [one.key, one]));
    const order = items.map((one) => one.key).concat(known.map((one) => one.key));
    show(
      Array.from(new Set(order), (key) => merged.get(key)),
      text,
      true,
    );
  }

  function look() {
    const text = box.value.trim();
    clearTimeout(timer);
    if (!text) {
      close();
      return;
    }
    const known = onescreen.areas.search(text.normalize("NFKC")).slice(0, MOST).map(ofArea);
    show(known, text, false);
    timer = setTimeout(ask, WAIT_MS, text, known);
  }

  function key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      box.value = "";
      close();
      box.blur();
    } else if (event.key === "Enter" && found[chosen]) {
      event.preventDefault();
      open(found[chosen]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      highlight();
    }
    event.stopPropagation();
  }

  /* `/` from anywhere but a text field. */
  function focusByKey(event) {
    const inField =
      event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key !== "/" || inField || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  panels.start(() => {
    box = el("input", {
      id: "search",
      type: "text",
      placeholder: "搜索事件、力量、地名（按 / 键）",
      autocomplete: "off",
      spellcheck: "false",
      class: "search-box",
      maxlength: 40,
    });
    panels.byId("search-place").append(box);
    list = panels.byId("search-results");
    list.className = "search-results";
    list.setAttribute("role", "listbox");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "search-results",
      "aria-label": "搜索事件、力量、地名、道路，可用拼音或编码",
    }))
      box.setAttribute(name, value);
    box.addEventListener("input", look);
    box.addEventListener("keydown", key);
    box.addEventListener("focus", look);
    box.addEventListener("blur", close);
    document.addEventListener("keydown", focusByKey);
  });
})();
