/* The calling panel follows the queue: each change that /ws/queue tells redraws it. While nothing
 * comes the page says so, by the bar of a page that has lost its server. From the choice of another
 * window until its panel is drawn nothing can be pressed: the buttons are still the earlier one's.
 * Where the drawing is lost on its way it is asked for again.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const LONGEST_WAIT_MS = 8000;
  const ASK_AGAIN_MS = 5000;
  let changes = 0;
  let tries = 0;

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(scheme + "//" + location.host + "/ws/queue");
    socket.onmessage = ({ data }) => {
      tries = 0;
      if (!JSON.parse(data).beat) drawAgain();
    };
    socket.onclose = () => {
      tries += 1;
      const most = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
      setTimeout(connect, most * (0.5 + Math.random() / 2));
    };
  }

  let chosen = null;
  let changing = 0;

  function drawAgain() {
    changes += 1;
    onescreen.bridge.tell("news-ticket", changes);
  }

  function panel() {
    return document.querySelector(".queue-panel");
  }

  /* The body is drawn within this element, which stays. */
  function isHeld(body, held) {
    body.inert = held;
    body.classList.toggle("is-changing", held);
  }

  function release() {
    clearInterval(changing);
    chosen = null;
    isHeld(document.getElementById("queue-body"), false);
  }

  /* Drawn, or there is no such window any more. */
  function isDrawn() {
    const shown = panel();
    if (!shown) return false;
    const seats = Array.from(shown.querySelectorAll("button[data-ask]"), ({ dataset }) =>
      JSON.parse(dataset.ask),
    ).filter(({ act }) => act === "sit");
    return shown.dataset.window === chosen || !seats.some((seat) => seat.window === chosen);
  }

  function sitDown({ target }) {
    const button = target instanceof Element && target.closest(".queue-panel button[data-ask]");
    if (!button) return;
    const { act, window: to } = JSON.parse(button.dataset.ask);
    if (act !== "sit" || to === panel().dataset.window) return;
    chosen = to;
    isHeld(document.getElementById("queue-body"), true);
    clearInterval(changing);
    changing = setInterval(drawAgain, ASK_AGAIN_MS);
  }

  /* Heard on the way up, after what the office sends for the press. */
  document.addEventListener("click", sitDown);
  new MutationObserver(() => {
    if (chosen !== null && isDrawn()) release();
  }).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-window"],
    childList: true,
    subtree: true,
  });
  connect();
})();
