/* The calling panel follows the queue: each change that /ws/queue tells redraws it. While nothing
 * comes the page says so, by the bar of a page that has lost its server.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const LONGEST_WAIT_MS = 8000;
  let changes = 0;
  let tries = 0;

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(scheme + "//" + location.host + "/ws/queue");
    socket.onmessage = ({ data }) => {
      tries = 0;
      if (JSON.parse(data).beat) return;
      changes += 1;
      onescreen.bridge.tell("news-ticket", changes);
    };
    socket.onclose = () => {
      tries += 1;
      const most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
      setTimeout(connect, most * (0.5 + Math.random() / 2));
    };
  }

  connect();
})();
