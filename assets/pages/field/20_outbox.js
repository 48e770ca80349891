/* The outbox: what was pressed is kept first and sent then, in the order of pressing, once.
 *
 *   field.send(path, body, {key, at, label})
 *     key    names the act for good; made here where none is given. The server does it once.
 *     at     when it was pressed, by this phone's clock (Date.now()); now where it is not said
 *     label  what people read of it while it waits
 *   The promise holds what the server answered, however long that takes; a refusal (the order is
 *   over, …) ends it as {status, code, text}. The body is sent with `key` and `age_ms`, how long ago
 *   it was pressed: a clock that is wrong by an hour is wrong at both ends of that.
 *
 *   field.waiting()  what waits, oldest first
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const RETRY_MS = [1000, 2000, 5000, 10000, 20000];
  // To these the same may be said later; everything else is an answer.
  const LATER = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504, 507]);
  const promised = new Map();
  let waiting = [];
  let isSending = false;
  let tries = 0;
  let timer = null;

  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) =>
      one.toString(16).padStart(2, "0"),
    ).join("");

  function told() {
    field.emit("outbox", waiting.slice());
  }

  async function send(path, body, { key = newKey(), at = Date.now(), label = "" } = {}) {
    // Time that runs on whatever becomes of the clock, while the page stays open.
    const entry = {
      path,
      body,
      key,
      at,
      label,
      run: performance.timeOrigin,
      ticks: performance.now(),
    };
    const answer = new Promise((resolve, reject) => promised.set(key, { resolve, reject }));
    answer.catch(() => {});
    try {
      entry.id = await field.store.add(entry);
    } catch (error) {
      if (error && error.code === "full") {
        promised.delete(key);
        field.say(error.text, { isBad: true });
        throw error;
      }
      // A private window keeps nothing: it is sent from memory.
    }
    waiting.push(entry);
    told();
    soon(0);
    return answer;
  }

  function ageOf(entry) {
    const isSameRun = entry.run === performance.timeOrigin;
    const age = isSameRun ? performance.now() - entry.ticks : Date.now() - entry.at;
    return Math.max(0, Math.round(age));
  }

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(drain, ms);
  }

  async function done(entry) {
    waiting = waiting.filter((one) => one !== entry);
    if (entry.id !== undefined) await field.store.remove(entry.id).catch(() => {});
    told();
  }

  async function drain() {
    if (isSending || !waiting.length) return;
    isSending = true;
    try {
      while (waiting.length) {
        const entry = waiting[0];
        const body = { ...entry.body, key: entry.key, age_ms: ageOf(entry) };
        try {
          const answer = await field.post(entry.path, body);
          tries = 0;
          await done(entry);
          settle(entry, "resolve", answer);
        } catch (error) {
          if (LATER.has(error.status) || error.code === "not_bound") {
            if (error.status === 401) field.emit("signed_out");
            break;
          }
          await done(entry);
          field.say((entry.label ? entry.label + "：" : "") + error.text, { isBad: true });
          settle(entry, "reject", error);
        }
      }
    } finally {
      isSending = false;
    }
    if (waiting.length) {
      soon(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      tries += 1;
    }
  }

  function settle(entry, how, value) {
    const held = promised.get(entry.key);
    promised.delete(entry.key);
    if (held) held[how](value);
    field.emit("sent", { entry, how, value });
  }

  async function load() {
    const kept = await field.store.all().catch(() => []);
    const held = new Set(waiting.map((one) => one.key));
    waiting = [...kept.filter((one) => !held.has(one.key)), ...waiting];
    told();
    soon(0);
  }

  window.addEventListener("online", () => {
    tries = 0;
    soon(0);
  });
  field.on("online", () => {
    tries = 0;
    soon(0);
  });
  field.on("wiped", () => {
    waiting = [];
    for (const { reject } of promised.values())
      reject({ status: 0, code: "wiped", text: t("这部手机已解除绑定") });
    promised.clear();
    told();
  });

  Object.assign(field, { send, newKey, waiting: () => waiting.slice(), loadOutbox: load });
})();
