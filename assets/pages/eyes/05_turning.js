/* Buttons that turn a camera while they are held down, and not a moment longer.
 *
 *   turnButtons(send)   one button for each way; `send(body)` asks the server, and is waited for
 *
 * Each command ends by itself at the server after LASTS_S (the dead-man stop), so a page that is closed,
 * or a line that breaks, never leaves a camera turning; a held button sends the next command before.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t } = onescreen;
  const LASTS_S = 1.5;
  const AGAIN_MS = 1000;
  const WAYS = [
    ["left", "←", "向左"],
    ["up", "↑", "向上"],
    ["down", "↓", "向下"],
    ["right", "→", "向右"],
    ["zoomin", "+", "放大"],
    ["zoomout", "−", "缩小"],
  ];
  const PRESSES = new Set(["Enter", " "]);

  /* One command after the other: a stop that overtook its turn would be lost. While one is under way
   * a held button sends no more: over a slow line they would all come before the stop. */
  function held(command, send, isThere) {
    let timer = null;
    let last = Promise.resolve();
    let unanswered = 0;
    const answered = () => {
      unanswered -= 1;
    };
    const say = (body) => {
      unanswered += 1;
      last = last.then(() => send(body)).then(answered, answered);
    };
    const turn = () => say({ command, seconds: LASTS_S });
    const again = () => {
      if (!isThere()) release();
      else if (!unanswered) turn();
    };

    function press() {
      if (timer) return;
      turn();
      timer = setInterval(again, AGAIN_MS);
      window.addEventListener("blur", release);
      document.addEventListener("visibilitychange", release);
    }
    function release() {
      if (!timer) return;
      clearInterval(timer);
      timer = null;
      window.removeEventListener("blur", release);
      document.removeEventListener("visibilitychange", release);
      say({ command: "stop" });
    }
    return { press, release, pulse: turn };
  }

  function button([command, sign, label], send) {
    const made = el(
      "button",
      {
        type: "button",
        class: "button small eyes-turn",
        "data-turn": command,
        "aria-label": t(label),
        title: t("按住{label}，松开即停", { label: t(label) }),
      },
      sign,
    );
    const { press, release, pulse } = held(command, send, () => made.checkVisibility());
    made.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      // the release is heard wherever the finger has gone meanwhile
      made.setPointerCapture(event.pointerId);
      press();
    });
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"])
      made.addEventListener(kind, release);
    made.addEventListener("contextmenu", (event) => event.preventDefault());
    made.addEventListener("keydown", (event) => {
      if (!PRESSES.has(event.key)) return;
      event.preventDefault();
      if (!event.repeat) press();
    });
    made.addEventListener("keyup", (event) => {
      if (!PRESSES.has(event.key)) return;
      event.preventDefault();
      release();
    });
    made.addEventListener("blur", release);
    // neither finger nor key: a program that reads the page aloud presses for its reader
    made.addEventListener("click", (event) => event.detail === 0 && pulse());
    return made;
  }

  onescreen.turnButtons = (send) => WAYS.map((way) => button(way, send));
})();
