/* Simulated time for a real page: its clock runs ahead, its live socket is played from here.
 *
 * Each tick is one simulated second and one frame, as text, through the page's own protocol, picture,
 * map and panels. Run before anything else on the page (tests/browser/soak.py).
 */
(function () {
  "use strict";
  const Real = Date;
  const Native = WebSocket;
  let skew = 0;
  window.Date = class extends Real {
    constructor(...given) {
      if (given.length) super(...given);
      else super(Real.now() + skew);
    }
    static now() {
      return Real.now() + skew;
    }
  };

  const STEPS = [
    "reported",
    "accepted",
    "dispatched",
    "en_route",
    "on_scene",
    "resolved",
    "closed",
  ];
  const live = { socket: null, seq: 0 };
  const soak = (window.soak = { ticks: 0, paints: 0, records: 0, positions: 0 });
  const incidents = [];
  let random = 1;

  class Played {
    constructor(address) {
      if (!new URL(address, location.href).pathname.endsWith("/ws/live"))
        return new Native(address);
      live.socket = this;
      this.readyState = 1;
      setTimeout(() => {
        if (this.onopen) this.onopen();
        this.send(); // its address said hello
      });
    }
    send() {
      say({ snapshot: { ...soak.snapshot, seq: live.seq, at: now() } });
    }
    close() {
      this.readyState = 3;
    }
  }
  Object.assign(Played, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
  window.WebSocket = Played;

  const now = () => new Real(Real.now() + skew).toISOString();
  const say = (message) =>
    live.socket.onmessage && live.socket.onmessage({ data: JSON.stringify(message) });

  function chance() {
    random = (random * 48271) % 2147483647;
    return random / 2147483647;
  }

  function record(kind, id, state) {
    live.seq += 1;
    return { seq: live.seq, at: now(), kind, id, action: "put", state };
  }

  /* An incident's next step, ten seconds to some minutes apart; what is closed is kept as long as
   * the plan says, by telling that it was closed so much earlier. */
  function step(held, plan) {
    held.at += 1;
    const status = STEPS[held.at];
    const at = new Real(
      Real.now() + skew - (status === "closed" ? 86400000 - plan.kept_s * 1000 : 0),
    ).toISOString();
    held.state = { ...held.state, status, reached_at: { ...held.state.reached_at, [status]: at } };
    held.due = soak.ticks + 10 + Math.floor(chance() * plan.step_s);
    const told = [record("incident", held.state.number, held.state)];
    const unit = soak.units[held.unit];
    if (status === "dispatched") told.push(...send(held, unit));
    if (status === "closed") told.push(...release(held, unit));
    return told;
  }

  function send(held, unit) {
    held.sent = {
      ...soak.assignment,
      assignment_id: "A" + held.state.number,
      number: held.state.number,
      unit_id: unit.unit_id,
      assigned_at: now(),
    };
    unit.status = "en_route";
    return [
      record("assignment", held.sent.assignment_id, held.sent),
      record("unit", unit.unit_id, { ...unit }),
    ];
  }

  function release(held, unit) {
    unit.status = "available";
    const cleared = { ...held.sent, cleared_at: held.state.reached_at.closed };
    return [
      record("assignment", cleared.assignment_id, cleared),
      record("unit", unit.unit_id, { ...unit }),
    ];
  }

  function report(plan) {
    const place = soak.places[Math.floor(chance() * soak.places.length)];
    const number = "LS" + String(20260000000 + soak.ticks);
    const state = {
      ...soak.incident,
      ...place,
      number,
      source_id: number,
      severity: 1 + Math.floor(chance() * 4),
      status: "reported",
      reported_at: now(),
      reached_at: { reported: now() },
    };
    incidents.push({
      at: 0,
      due: soak.ticks + 10 + Math.floor(chance() * plan.step_s),
      state,
      unit: Math.floor(chance() * soak.units.length),
    });
    return record("incident", number, state);
  }

  function facts(plan) {
    const told = [];
    if (soak.ticks % plan.report_s === 0) told.push(report(plan));
    for (const held of incidents) if (held.due <= soak.ticks) told.push(...step(held, plan));
    for (let i = incidents.length - 1; i >= 0; i -= 1)
      if (incidents[i].at === STEPS.length - 1) incidents.splice(i, 1);
    return told;
  }

  function moves(plan) {
    const rows = [];
    for (let i = 0; i < plan.changed; i += 1) {
      const row =
        soak.snapshot.positions[(soak.ticks * plan.changed + i) % soak.snapshot.positions.length];
      row[1] += (chance() - 0.5) * 2e-4;
      row[2] += (chance() - 0.5) * 2e-4;
      row[3] = Real.now() + skew;
      rows.push(row.slice());
    }
    return rows;
  }

  function tick(plan) {
    soak.ticks += 1;
    skew += 1000;
    const from = live.seq;
    const records = facts(plan);
    const positions = moves(plan);
    soak.records += records.length;
    soak.positions += positions.length;
    say({ from, seq: live.seq, records, positions });
    if (soak.ticks % 60 === 0) onescreen.picture.prune(onescreen.picture.serverNow());
  }

  /* What a wall is used for now and then: another topic, another area, a selection, another shading. */
  function wander() {
    const { place, picture } = onescreen;
    const numbers = Array.from(picture.entities.incident.keys());
    const topics = ["overview", "emergency", "municipal", "city_management"];
    const turn = Math.floor(chance() * 6);
    const towns = onescreen.areas.children(onescreen.page.district);
    if (turn === 0) place.set({ topic: topics[Math.floor(chance() * 4)] }, { push: false });
    else if (turn === 1)
      place.set({ area: towns[Math.floor(chance() * towns.length)].code }, { push: false });
    else if (turn === 2) place.set({ area: null, selection: null }, { push: false });
    else if (turn === 3)
      place.set(
        { measure: place.MEASURES[Math.floor(chance() * place.MEASURES.length)] },
        { push: false },
      );
    else if (turn === 4) place.toggle(place.LAYERS[Math.floor(chance() * place.LAYERS.length)]);
    else if (numbers.length)
      place.set(
        { selection: "incident:" + numbers[Math.floor(chance() * numbers.length)] },
        { push: false },
      );
  }

  /* Ticks as fast as they go; the page paints after each handful. */
  soak.run = async function run(count, plan) {
    const until = soak.ticks + count;
    while (soak.ticks < until) {
      for (let i = 0; i < plan.per_paint && soak.ticks < until; i += 1) tick(plan);
      soak.paints += 1;
      if (soak.paints % plan.wander_paints === 0) wander();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
    return soak.ticks;
  };

  /* Where every comparison starts: nothing chosen, the whole district, the usual layers. */
  soak.rest = async function rest() {
    onescreen.place.set(
      { topic: "overview", area: null, selection: null, layers: null, measure: "open" },
      { push: false },
    );
    for (let i = 0; i < 12; i += 1)
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
  };
})();
