/* What is said on a line of calls, and the answers to it, whatever carries the line.
 *
 *   calls.talk(send)        send(message) → false where the line is not open
 *     .say(kind, body)      a promise of the answer; refused as {code, text}
 *     .heard(message)       whether it was an answer
 *     .broke()              the line is gone: nothing that waits is answered any more
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const calls = (onescreen.calls = onescreen.calls || {});
  const { t } = onescreen;
  const WITHIN_MS = 10000;

  const silent = () => ({ code: "silent", text: t("连不上服务器，没有办成") });

  calls.talk = function talk(send) {
    const waiting = new Map();
    let next = 0;

    function end(id) {
      const one = waiting.get(id);
      if (one) clearTimeout(one.timer);
      waiting.delete(id);
      return one;
    }

    function say(kind, body) {
      const id = String((next += 1));
      return new Promise((resolve, reject) => {
        if (!send({ say: kind, id, body: body || {} })) {
          reject(silent());
          return;
        }
        const timer = setTimeout(() => end(id) && reject(silent()), WITHIN_MS);
        waiting.set(id, { resolve, reject, timer });
      });
    }

    function heard(message) {
      if (message.said === undefined) return false;
      const one = end(message.said);
      if (!one) return true;
      const { error } = message;
      if (!error) one.resolve(message.body);
      else one.reject({ code: error.code, text: error.message || silent().text });
      return true;
    }

    function broke() {
      for (const id of Array.from(waiting.keys())) end(id).reject(silent());
    }

    return { say, heard, broke };
  };
})();
