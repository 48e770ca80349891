/* The phone's own socket: what the server tells goes to field.on(kind). Broken, it comes again.
 *
 *   field.tellServer(message)   say something on it ({kind, …}); false where it is not open
 *   field.isOnline()            whether the server has been heard of in the last seconds
 */
(function () {
  "use strict";
  const { field } = window.onescreen;
  const SILENT_MS = 12000;
  const AGAIN_MS = [500, 1000, 2000, 4000, 8000];
  let socket = null;
  let heardAt = -Infinity;
  let tries = 0;
  let timer = null;
  let isWanted = false;
  let isOn = false;

  function setOn(value) {
    if (isOn === value) return;
    isOn = value;
    field.emit(value ? "online" : "offline");
  }

  function heard(event) {
    heardAt = performance.now();
    tries = 0;
    setOn(true);
    let message;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    if (message.now) field.learnTime(message.now);
    field.emit(message.kind, message);
  }

  function open() {
    clearTimeout(timer);
    if (!isWanted || (socket && socket.readyState <= WebSocket.OPEN)) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const made = (socket = new WebSocket(scheme + "//" + location.host + "/ws/field"));
    made.onmessage = heard;
    made.onclose = (event) => {
      if (socket !== made) return;
      socket = null;
      setOn(false);
      if (!isWanted) return;
      // Refused or ended at the door: who this phone is must be asked again.
      if (event.code === 4401 || event.code === 4409 || event.code === 1006)
        field.emit("asked_out");
      timer = setTimeout(open, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
    };
  }

  function close() {
    isWanted = false;
    clearTimeout(timer);
    if (socket) socket.close();
    socket = null;
    setOn(false);
  }

  setInterval(() => {
    if (!socket || performance.now() - heardAt < SILENT_MS) return;
    if (socket.readyState !== WebSocket.OPEN) return;
    const old = socket;
    socket = null;
    old.close();
    setOn(false);
    open();
  }, 2000);
  const atOnce = () => {
    tries = 0;
    open();
  };
  window.addEventListener("online", atOnce);
  document.addEventListener("visibilitychange", () => !document.hidden && atOnce());

  Object.assign(field, {
    connect() {
      isWanted = true;
      open();
    },
    disconnect: close,
    isOnline: () => isOn,
    tellServer(message) {
      if (!socket || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
  });
})();
