/* What the address asks for, and the answers of the server.
 *
 *   area.state()              {code, period, month, from, to, vs, vs_from, vs_to} of the address
 *   area.go(changes)          change the address and draw anew; "" takes a value out
 *   area.fetch(code)          the figures of an area for the period of the address
 *   area.rows(code, filter, cursor)   a page of the incidents behind a figure
 *   area.file(code, kind, filter)     the address of an export
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const NAMES = ["period", "month", "from", "to", "vs", "vs_from", "vs_to"];
  const PERIOD = ["period", "month", "from", "to", "vs_from", "vs_to"];

  function state() {
    const query = new URLSearchParams(location.search);
    const held = { code: onescreen.route.area };
    for (const name of NAMES) held[name] = query.get(name) || "";
    return held;
  }

  function go(changes) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const text = query.toString();
    history.pushState(null, "", location.pathname + (text ? "?" + text : ""));
    onescreen.area.draw();
  }

  function question(filter) {
    const held = state();
    const query = new URLSearchParams();
    for (const name of PERIOD) if (held[name]) query.set(name, held[name]);
    for (const [name, value] of Object.entries(filter || {})) {
      if (value !== null && value !== undefined && value !== "") query.set(name, value);
    }
    const text = query.toString();
    return text ? "?" + text : "";
  }

  const base = (code) => "/api/v1/areas/" + encodeURIComponent(code) + "/statistics";

  async function ask(address) {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return body;
    const message = body.error && body.error.message;
    throw Object.assign(new Error(message || onescreen.t("服务暂时没有回答")), {
      status: answer.status,
    });
  }

  onescreen.area = {
    state,
    go,
    fetch: (code) => ask(base(code) + question()),
    rows: (code, filter, cursor) => ask(base(code) + "/rows" + question({ ...filter, cursor })),
    file: (code, kind, filter) => base(code) + "/" + kind + question(filter),
  };
})();
