/* Puts the basemap under each map, watches whether its tiles come, and says whose it is.
 *
 * A service that does not answer is no reason for a blind wall: its tiles are hidden, the district's
 * own roads and rivers drawn again, a line says so and since when, and it is tried anew.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { mapBase, place, el } = onescreen;
  const FAILED_AFTER = 3;
  const HANGS_AFTER_MS = 12000;
  const GOOD_FOR_MS = 10000;
  const AGAIN_MS = 30000;
  const settings = mapBase.settings();
  const held = new Map();
  let failingSince = null;

  /* Refusals with no tile for a while, or silence: then it is down. A few tiles that the service
   * does not have, beyond its edge, are none of that. */
  function heard(base, isGood) {
    base.isWaiting = false;
    if (isGood) {
      base.bad = 0;
      base.goodAt = performance.now();
      failingSince = null;
      mapBase.take("shown");
    } else {
      base.bad += 1;
      if (base.bad >= FAILED_AFTER && performance.now() - base.goodAt > GOOD_FOR_MS) fail();
    }
    show();
  }

  function fail() {
    if (mapBase.state() !== "failing") failingSince = new Date();
    mapBase.take("failing");
    show();
  }

  function follow(base, layer) {
    layer.on("tileloadstart", () => {
      if (base.isWaiting) return;
      base.isWaiting = true;
      clearTimeout(base.timer);
      base.timer = setTimeout(() => base.isWaiting && fail(), HANGS_AFTER_MS);
    });
    layer.on("tileload", () => heard(base, true));
    layer.on("tileerror", () => heard(base, false));
  }

  async function put(base) {
    base.isAsked = true;
    const layers = await onescreen.baseLayers.make(settings);
    if (base.isGone || !base.isAsked) return;
    base.layers = layers;
    layers.forEach((layer) => follow(base, layer));
    layers.forEach((layer) => layer.addTo(base.map));
  }

  function take(base) {
    base.isAsked = false;
    clearTimeout(base.timer);
    base.isWaiting = false;
    base.layers.splice(0).forEach((layer) => layer.off().remove());
  }

  /* Off with the layer “roads and water”, whether those are ours or theirs. */
  function attend(base) {
    const isWanted = place.shows("base");
    if (isWanted && !base.isAsked) put(base).catch(fail);
    else if (!isWanted && base.isAsked) take(base);
  }

  function again() {
    if (mapBase.state() !== "failing" || document.hidden) return;
    for (const base of held.values()) {
      if (!base.isAsked) continue;
      take(base);
      base.bad = 0;
      put(base).catch(fail);
    }
  }

  function clock(at) {
    const zone = onescreen.page.root.dataset.zone || undefined;
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
    }).format(at);
  }

  function words() {
    if (mapBase.state() === "failing")
      return "底图服务无应答，显示自有图层（" + clock(failingSince) + " 起）";
    const review = settings.review ? "审图号 " + settings.review : "底图审图号未填写";
    return "底图：" + settings.source + " · " + review;
  }

  function show() {
    for (const { map, line } of held.values()) {
      const pane = map.getPane("tilePane");
      pane.classList.toggle("is-silent", mapBase.state() === "failing");
      pane.dataset.tone = settings.tiles === "vector" ? "plain" : settings.tone;
      line.hidden = !place.shows("base");
      // Beside the legend, never over it.
      const cover = onescreen.mapCover ? onescreen.mapCover() : 0;
      line.style.maxWidth = Math.round(map.getSize().x - cover - 20 * onescreen.scale()) + "px";
      line.classList.toggle("is-failing", mapBase.state() === "failing");
      if (line.textContent !== words()) line.textContent = words();
    }
  }

  function attach(map) {
    const line = el("div", { class: "map-source", role: "status" });
    map.getContainer().append(line);
    const base = {
      map,
      line,
      layers: [],
      bad: 0,
      goodAt: -Infinity,
      timer: null,
      isAsked: false,
      isWaiting: false,
      isGone: false,
    };
    held.set(map, base);
    map.on("resize", show);
    map.on("unload", () => {
      base.isGone = true;
      clearTimeout(base.timer);
      line.remove();
      held.delete(map);
    });
    // A layer must not be added before the map has a view: it would ask for the world.
    map.whenReady(() => {
      attend(base);
      show();
    });
  }

  place.on("change", ({ changed }) => {
    if (!changed.has("layers") && !changed.has("topic")) return;
    held.forEach(attend);
    show();
  });
  onescreen.mapLive.onMap(attach);
  setInterval(again, AGAIN_MS);
  onescreen.mapBase.again = again;
})();
