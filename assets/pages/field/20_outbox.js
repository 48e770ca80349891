/* The outbox: what was pressed is kept first and sent then, in the order of pressing, once.
 *
 *   field.send(path, body, {key, at, label, file})
 *     key    names the act for good; made here where none is given. The server does it once.
 *     at     when it was pressed, by this phone's clock (Date.now()); now where it is not said
 *     label  what people read of it while it waits
 *     file   a Blob that is sent in place of a body; its age stands in the address
 *   The promise holds what the server answered, however long that takes; a refusal (the order is
 *   over, …) ends it as {status, code, text}. The body is sent with `key` and `age_ms`, how long ago
 *   it was pressed: a clock that is wrong by an hour is wrong at both ends of that.
 *
 *   field.forget(test)   what waits and need not be sent any more
 *   field.waiting()  what waits, oldest first
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const RETRY_MS = [1000, 2000, 5000, 10000, 20000];
  // To these the same may be said later; everything else is an answer.
  const LATER = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504, 507]);
  // Photos that wait are most of what a phone holds of its work.
  const MOST_FILES = 30;
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

  async function send(
    path,
    body,
    { key = newKey(), at = Date.now(), label = "", file = null } = {},
  ) {
    // Time that runs on whatever becomes of the clock, while the page stays open.
    const entry = {
      path,
      body,
      key,
      at,
      label,
      ...(file ? { file } : {}),
      run: performance.timeOrigin,
      ticks: performance.now(),
    };
    if (file && waiting.filter((one) => one.file).length >= MOST_FILES) {
      const text = t("待发送的照片已满 {n} 张，请先到有网络的地方", { n: MOST_FILES });
      field.say(text, { isBad: true });
      throw { status: 0, code: "full", text };
    }
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

  function post(entry) {
    const age = ageOf(entry);
    if (!entry.file) return field.post(entry.path, { ...entry.body, key: entry.key, age_ms: age });
    const join = entry.path.includes("?") ? "&" : "?";
    return field.post(entry.path + join + "age_ms=" + age, entry.file);
  }

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(drain, ms);
  }

  /* What makes no sense any more is not sent: photos of a report that was refused. */
  function forget(test) {
    const gone = waiting.filter(test);
    waiting = waiting.filter((one) => !gone.includes(one));
    for (const one of gone) {
      if (one.id !== undefined) field.store.remove(one.id).catch(() => {});
      promised.delete(one.key);
    }
    told();
  }

  /* Whoever learns what the server answered learns it before the press is gone: nothing jumps back between. */
  async function done(entry, how, value) {
    waiting = waiting.filter((one) => one !== entry);
    settle(entry, how, value);
    told();
    if (entry.id !== undefined) await field.store.remove(entry.id).catch(() => {});
  }

  async function drain() {
    if (isSending || !waiting.length) return;
    isSending = true;
    try {
      while (waiting.length) {
        const entry = waiting[0];
        try {
          const answer = await post(entry);
          tries = 0;
          await done(entry, "resolve", answer);
        } catch (error) {
          if (LATER.has(error.status) || error.code === "not_bound") {
            if (error.status === 401) field.emit("signed_out");
            break;
          }
          field.say((entry.label ? entry.label + "：" : "") + error.text, { isBad: true });
          await done(entry, "reject", error);
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

  Object.assign(field, { send, forget, newKey, waiting: () => waiting.slice(), loadOutbox: load });
})();
