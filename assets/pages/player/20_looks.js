/* Opening a camera at the server, which writes the register of looks first (docs/video.md).
 *
 *   looks.open(camera, {why, sub, span, at})   {lookId, name, ways, says, isDemo, clockOffS, untilMs}
 *   looks.renew(opened)                        likewise; looks.close(opened): the look is over
 *   looks.seen(opened)                         a first frame was shown: the camera's stream works
 *   looks.inTurn(work, signal)                 so many are opened at once; who is stopped while
 *                                                waiting opens nothing
 *   players.holds(kind, thing), players.frees(…), players.counts()   what is held open, for tests
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { trouble } = onescreen;
  const AT_ONCE = 4;
  const ANSWER_MS = 15000;
  const ROOT = "/api/v1/video";
  const waiting = [];
  let under_way = 0;

  const held = { players: new Set(), connections: new Set(), sources: new Set() };
  onescreen.players = {
    holds: (kind, thing) => held[kind].add(thing),
    frees: (kind, thing) => held[kind].delete(thing),
    counts: () => Object.fromEntries(Object.entries(held).map(([kind, of]) => [kind, of.size])),
  };

  async function ask(path, body, keepalive = false) {
    const answer = await fetch(path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "Onescreen-Lang": onescreen.language.now(),
      },
      body: JSON.stringify(body || {}),
      cache: "no-store",
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(ANSWER_MS),
    }).catch((error) => {
      throw trouble.ofThrown(error);
    });
    if (!answer.ok) throw await trouble.ofAnswer(answer);
    return { answer, told: answer.status === 204 ? {} : await answer.json() };
  }

  /* By the server's clock: this machine's own may be wrong. */
  function untilOf(answer, expiresAt) {
    const now = Date.parse(answer.headers.get("Date") || "") || Date.now();
    return performance.now() + Math.max(0, Date.parse(expiresAt) - now);
  }

  function openedOf({ answer, told }) {
    return {
      lookId: told.look_id,
      name: told.name,
      ways: told.ways,
      says: told.says || [],
      isDemo: Boolean(told.is_demo),
      clockOffS: told.clock_off_s ?? null,
      untilMs: untilOf(answer, told.expires_at),
    };
  }

  async function open(camera, { why, sub, span, at } = {}) {
    const step = span ? "playback" : "open";
    const path = at || ROOT + "/cameras/" + encodeURIComponent(camera) + "/" + step;
    // a recording has no smaller picture, and its door knows no such field
    return openedOf(await ask(path, span ? { why, ...span } : { why, sub: Boolean(sub) }));
  }

  const lookAt = (opened, step) =>
    ROOT + "/looks/" + encodeURIComponent(opened.lookId) + "/" + step;
  const renew = async (opened) => openedOf(await ask(lookAt(opened, "renew")));

  function close(opened) {
    return ask(lookAt(opened, "close"), {}, true).catch(() => {});
  }

  /* Once a look. It is told for the figures alone: a picture that plays does not wait for it. */
  function seen(opened) {
    return ask(lookAt(opened, "seen"), {}, true).catch(() => {});
  }

  function next() {
    if (under_way >= AT_ONCE) return;
    const one = waiting.shift();
    if (one) one();
  }

  async function inTurn(work, signal) {
    if (under_way >= AT_ONCE) await new Promise((resolve) => waiting.push(resolve));
    if (signal.aborted) {
      next();
      throw trouble("signalling", "", { code: "gone" });
    }
    under_way += 1;
    try {
      return await work();
    } finally {
      under_way -= 1;
      next();
    }
  }

  onescreen.looks = { open, renew, close, seen, inTurn };
})();
