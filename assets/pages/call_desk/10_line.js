/* The desk's line to the switchboard: opened with the first call, kept while one goes on.
 *
 *   calls.line.open()        a promise: the line is there
 *   calls.line.talk          what is said on it (calls.talk)
 *   calls.line.listen(fn)    what the server tells by itself; and {back: true} after a break
 *   calls.line.close()
 */
(function () {
  "use strict";
  const { calls, t } = window.onescreen;
  const SILENT_MS = 12000;
  const AGAIN_MS = [300, 700, 1500, 3000];
  const OPENS_WITHIN_MS = 8000;
  let socket = null;
  let isWanted = false;
  let tries = 0;
  let heardAt = 0;
  let listener = () => {};

  const talk = calls.talk((message) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  });

  function heard(event) {
    heardAt = performance.now();
    let message;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    if (!talk.heard(message) && !message.beat) listener(message);
  }

  function connect(isAgain) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const made = (socket = new WebSocket(scheme + "//" + location.host + "/ws/calls"));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => made.close(), OPENS_WITHIN_MS);
      made.onmessage = heard;
      made.onopen = () => {
        clearTimeout(late);
        tries = 0;
        heardAt = performance.now();
        resolve();
        if (isAgain) listener({ back: true });
      };
      made.onclose = () => {
        clearTimeout(late);
        reject({ code: "silent", text: t("连不上服务器，没有办成") });
        if (socket !== made) return;
        socket = null;
        talk.broke();
        if (isWanted) setTimeout(reconnect, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
      };
    });
  }

  function reconnect() {
    if (isWanted && !socket) connect(true).catch(() => {}); // its end tries again
  }

  /* A line over a network that is gone says nothing at all: it is given up for a new one. */
  setInterval(() => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (performance.now() - heardAt > SILENT_MS) socket.close();
  }, 2000);
  window.addEventListener("online", () => {
    tries = 0;
    reconnect();
  });

  calls.line = {
    talk,
    listen(fn) {
      listener = fn;
    },
    open() {
      isWanted = true;
      if (socket && socket.readyState === WebSocket.OPEN) return Promise.resolve();
      return connect(false);
    },
    close() {
      isWanted = false;
      if (socket) socket.close();
      socket = null;
      talk.broke();
    },
  };
})();
