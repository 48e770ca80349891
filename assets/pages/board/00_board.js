/* The board of numbers as /ws/queue tells it, for the hall, the kiosk and the calling panel.
 *
 * The socket comes back by itself. Whoever shows the board asks whether it is up to date: it is not
 * when neither board nor beat has come for ten seconds, and three seconds after the socket is lost.
 * A screen that nobody stands at is loaded anew where the server answers but the socket does not,
 * as after its key was taken back: the page then says so.
 */
(function () {
  "use strict";
  const STALE_AFTER_MS = 10_000;
  const LOST_AFTER_MS = 3000;
  const RELOAD_AFTER_MS = 60_000;
  const LONGEST_WAIT_MS = 8000;

  function follow(draw) {
    let heardAt = Date.now();
    let askedAt = 0;
    let isOpen = false;
    let tries = 0;

    function connect() {
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(scheme + "//" + location.host + "/ws/queue");
      socket.onmessage = ({ data }) => {
        heardAt = Date.now();
        isOpen = true;
        tries = 0;
        const board = JSON.parse(data);
        if (!board.beat) draw(board);
      };
      socket.onclose = () => {
        isOpen = false;
        tries += 1;
        const most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
        setTimeout(connect, most * (0.5 + Math.random() / 2));
      };
    }

    /* A server that has just come back is given the time of one more try of the socket. */
    async function askWhetherToReload() {
      askedAt = Date.now();
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
      if (!answer) return;
      setTimeout(() => {
        if (heardAt < askedAt) location.reload();
      }, LONGEST_WAIT_MS + 1000);
    }

    const still = () => Date.now() - heardAt;

    connect();
    return {
      still,
      isStale: () => still() >= (isOpen ? STALE_AFTER_MS : LOST_AFTER_MS),
      reloadWhenLost() {
        const isDue = Date.now() - askedAt > RELOAD_AFTER_MS;
        if (still() > RELOAD_AFTER_MS && isDue) askWhetherToReload();
      },
    };
  }

  window.onescreenBoard = { follow };
})();
