/* Where the screen looks: everything is in the address, so that it can be sent and opened again.
 *
 *   place.get()                {area, selection, layers, measure, topic}
 *   place.set(patch, {push})   push: a new step for the back button (default), else replace
 *   place.selected()           {kind, id} or null; kind: incident | unit | area | camera
 *   place.shows(layer)         whether a layer is switched on
 *   place.toggle(layer)
 *   place.on("change", fn)     {place, before, changed: Set(key)}
 *
 * Address: ?area=340604101&sel=incident:LS202601010001&layers=incidents,police&measure=open&topic=emergency
 * A key that stands for the page's own default is left out; garbage is as good as nothing.
 * If the page root names a store (data-place-store), the place is also handed to Dash.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { LAYERS, MEASURES } = onescreen.rules;
  const TOPIC = /^[a-z][a-z_]{1,30}$/;
  const USUAL_TOPIC = "overview";
  const SELECTION = /^(incident|unit|area|camera):([^\s:][^\n]{0,127})$/;
  const KEYS = ["area", "selection", "layers", "measure", "topic"];

  /* A community shows its cameras too; on the wall 892 of them would be noise. A topic of the wall
   * says itself what it shows (assets/24_topic.js). */
  function usualLayers(topic) {
    const told = place.usual(topic);
    if (told) return LAYERS.filter((layer) => told.layers.includes(layer));
    const isCommunity = onescreen.page && onescreen.page.page === "community";
    return isCommunity
      ? LAYERS.filter((layer) => layer !== "heat")
      : onescreen.contract.usual_layers;
  }

  function usualMeasure(topic) {
    const told = place.usual(topic);
    return told && MEASURES.includes(told.measure) ? told.measure : MEASURES[0];
  }

  const events = onescreen.emitter();
  const place = { usual: () => null };
  let root = "";
  let current = read();

  function readArea(text) {
    const isArea = onescreen.areas.isCode(text);
    const isKnown = !onescreen.areas.byCode.size || onescreen.areas.byCode.has(text);
    return isArea && isKnown && (!root || text.startsWith(root)) ? text : root;
  }

  function readSelection(text) {
    return typeof text === "string" && SELECTION.test(text) ? text : null;
  }

  function readLayers(value, topic) {
    if (value === null || value === undefined) return usualLayers(topic);
    const wanted = new Set(Array.isArray(value) ? value : String(value).split(",").filter(Boolean));
    const known = LAYERS.filter((layer) => wanted.has(layer));
    return known.length || !wanted.size ? known : usualLayers(topic);
  }

  function read() {
    const query = new URLSearchParams(location.search);
    const asked = query.get("topic") || "";
    const topic = TOPIC.test(asked) ? asked : USUAL_TOPIC;
    const measure = query.get("measure");
    return {
      area: readArea(query.get("area")),
      selection: readSelection(query.get("sel")),
      layers: readLayers(query.get("layers"), topic),
      measure: MEASURES.includes(measure) ? measure : usualMeasure(topic),
      topic,
    };
  }

  /* Other keys of the address (wall, bench …) stay as they are. */
  function write(isStep) {
    const query = new URLSearchParams(location.search);
    const put = (key, value, isDefault) => (isDefault ? query.delete(key) : query.set(key, value));
    put("area", current.area, !current.area || current.area === root);
    put("sel", current.selection, !current.selection);
    put(
      "layers",
      current.layers.join(","),
      String(current.layers) === String(usualLayers(current.topic)),
    );
    put("measure", current.measure, current.measure === usualMeasure(current.topic));
    put("topic", current.topic, current.topic === USUAL_TOPIC);
    const text = query.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    const address = location.pathname + (text ? "?" + text : "") + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    history[isStep ? "pushState" : "replaceState"](history.state, "", address);
  }

  function take(next) {
    const before = current;
    const changed = new Set(KEYS.filter((key) => String(before[key]) !== String(next[key])));
    current = next;
    if (!changed.size) return;
    events.emit("change", { place: get(), before, changed });
    tellDash();
  }

  function set(patch, options) {
    const next = { ...current };
    if ("area" in patch) next.area = readArea(patch.area || root);
    if ("selection" in patch) next.selection = readSelection(patch.selection);
    if ("topic" in patch)
      next.topic = TOPIC.test(String(patch.topic)) ? patch.topic : current.topic;
    if ("layers" in patch) next.layers = readLayers(patch.layers, next.topic);
    if ("measure" in patch)
      next.measure = MEASURES.includes(patch.measure) ? patch.measure : current.measure;
    const before = current;
    current = next;
    write(!options || options.push !== false);
    current = before;
    take(next);
  }

  function get() {
    return { ...current, layers: current.layers.slice() };
  }

  function selected() {
    const match = current.selection && SELECTION.exec(current.selection);
    return match ? { kind: match[1], id: match[2] } : null;
  }

  function toggle(layer) {
    const has = current.layers.includes(layer);
    const layers = has
      ? current.layers.filter((name) => name !== layer)
      : current.layers.concat(layer);
    set({ layers }, { push: false });
  }

  /* set_props throws until the renderer stands; the newest place is told once it does. */
  let dashTimer = null;
  function tellDash() {
    const store = onescreen.page && onescreen.page.root.dataset.placeStore;
    if (!store || dashTimer) return;
    const attempt = (left) => {
      dashTimer = null;
      try {
        window.dash_clientside.set_props(store, { data: get() });
      } catch {
        if (left > 0) dashTimer = setTimeout(attempt, 100, left - 1);
      }
    };
    attempt(100);
  }

  window.addEventListener("popstate", () => take(read()));

  onescreen.place = Object.assign(place, {
    get,
    set,
    selected,
    toggle,
    LAYERS,
    MEASURES,
    shows: (layer) => current.layers.includes(layer),
    root: () => root,
    again: () => take(read()),
    on: events.on,
    off: events.off,
  });
  function openPage(page) {
    root = page.area || page.district;
    take(read());
    tellDash();
  }

  onescreen.whenPage().then(openPage);
  onescreen.onPage(openPage);
  onescreen.areas.on("ready", () => {
    take(read());
    write(false);
  });
})();
