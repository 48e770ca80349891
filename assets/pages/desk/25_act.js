/* Orders to the server that nobody loses sight of.
 *
 *   desk.act({label, method, path, body, key, isOnce}, {after})   → promise of the answer, null when refused
 *   desk.blocked()      why nothing may be ordered now, "" when it may
 *   desk.say(text)      spoken to screen readers and shown in the bar for a while
 *   desk.failed         what failed and waits for a retry or a dismissal (kept over a refresh)
 *
 * While one order is under way the same one is not sent twice.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;
  const KEPT = "onescreen.desk.failed";
  const events = onescreen.emitter();
  const pending = new Map();

  function restore() {
    try {
      const held = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
      return Array.isArray(held) ? held.slice(-20) : [];
    } catch {
      return [];
    }
  }

  let failed = restore();

  function keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(failed));
    events.emit("change", null);
  }

  /* An order given twice by a retry must be done once: its key goes with it. */
  function newKey() {
    return crypto.randomUUID
      ? crypto.randomUUID()
      : String(Date.now()) + "-" + Math.random().toString(36).slice(2);
  }

  /* The same words for the same incident are one order, by the button or by a retry. */
  function keyOfWords() {
    let sent = { words: "", key: "" };
    return {
      of(...told) {
        const words = JSON.stringify(told);
        if (sent.words !== words) sent = { words, key: newKey() };
        return sent.key;
      },
      /* It was done: the same words again are another. */
      done: () => (sent = { words: "", key: "" }),
    };
  }

  function blocked() {
    const { state, seconds } = onescreen.live.freshness();
    if (state === "live") return "";
    if (state === "connecting") return t("正在连接，稍候才能操作");
    return t("连接中断 {seconds} 秒，画面可能已旧，暂不能操作", { seconds });
  }

  function say(text) {
    events.emit("say", text);
  }

  const identity = ({ method, path, body }) =>
    [method || "POST", path, JSON.stringify(body)].join(" ");

  function remember(order, error) {
    failed = failed.filter((one) => one.order.key !== order.key);
    failed.push({
      order,
      text: error.text || String(error.message),
      mayRetry: Boolean(error.mayRetry),
      at: new Date().toISOString(),
    });
    failed = failed.slice(-20);
    keep();
    say(t("没有办成：{label}。{text}", { label: order.label, text: error.text || error.message }));
  }

  function forget(key) {
    failed = failed.filter((one) => one.order.key !== key);
    keep();
  }

  async function act(given, options) {
    const reason = blocked();
    if (reason) {
      say(reason);
      return null;
    }
    // A retry gives the same `once` again: an order whose answer was lost is not done twice.
    const order = { ...given, key: given.key || newKey(), once: given.once || newKey() };
    const same = identity(order);
    if (pending.has(same)) return pending.get(same);
    const work = run(order, options || {});
    pending.set(same, work);
    events.emit("change", null);
    try {
      return await work;
    } finally {
      pending.delete(same);
      events.emit("change", null);
    }
  }

  /* Some orders know their own repeats by a key in the body, over a restart of the server too. */
  const withKey = (order) =>
    order.isOnce ? { ...order, body: { ...order.body, key: order.key } } : order;

  async function run(order, { after, isQuiet }) {
    try {
      const answer = await desk.api.send(withKey(order));
      forget(order.key);
      events.emit("done", order);
      say(t("已办：{label}", { label: order.label }));
      if (after) after(answer);
      return answer || {};
    } catch (error) {
      if (isQuiet) throw error;
      remember(order, error);
      return null;
    }
  }

  desk.act = act;
  desk.say = say;
  desk.blocked = blocked;
  desk.orders = {
    on: events.on,
    newKey,
    keyOfWords,
    forget,
    remember,
    failed: () => failed.slice(),
    pending: () => pending.size,
    retry: (key) => {
      const one = failed.find((item) => item.order.key === key);
      return one ? act(one.order) : null;
    },
  };
})();
