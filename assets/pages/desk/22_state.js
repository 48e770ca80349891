/* What the desk shows besides the place: kept in the address, so that a refresh loses nothing.
 *
 *   desk.state.get()            {tab, sheet}
 *   desk.state.set({tab|sheet}) null closes
 *   desk.state.on("change", fn)
 *   desk.state.number()         the chosen incident's number or null
 *   desk.state.incident()       its state in the picture or null
 *   desk.state.choose(number)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const TABS = ["recommend", "talk", "timeline", "notes", "around"];
  const SHEETS = ["joint", "board", "figures", "handover", "roster", "coverage"];
  const events = onescreen.emitter();

  function read() {
    const query = new URLSearchParams(location.search);
    const one = (key, known) => (known.includes(query.get(key)) ? query.get(key) : null);
    return { tab: one("tab", TABS) || TABS[0], sheet: one("sheet", SHEETS) };
  }

  let current = read();

  function write() {
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(current)) {
      if (!value || (key === "tab" && value === TABS[0])) query.delete(key);
      else query.set(key, value);
    }
    const text = query.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    history.replaceState(
      history.state,
      "",
      location.pathname + (text ? "?" + text : "") + location.hash,
    );
  }

  function set(patch) {
    const next = { ...current, ...patch };
    if (next.tab === current.tab && next.sheet === current.sheet) return;
    current = next;
    write();
    events.emit("change", { ...current });
  }

  function number() {
    const chosen = onescreen.place.selected();
    return chosen && chosen.kind === "incident" ? chosen.id : null;
  }

  const incident = () => onescreen.picture.entities.incident.get(number()) || null;

  window.addEventListener("popstate", () => {
    current = read();
    events.emit("change", { ...current });
  });

  desk.state = {
    TABS,
    SHEETS,
    set,
    number,
    incident,
    on: events.on,
    get: () => ({ ...current }),
    choose: (id) =>
      onescreen.place.set({ selection: id ? "incident:" + id : null }, { push: false }),
  };
})();
