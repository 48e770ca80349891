/* A pad to sign on: with a pen, a finger or a mouse; cleared, and its last stroke taken back.
 *
 *   onescreen.pad() → {node, strokes(), aspect(), clear(), undo(), isEmpty(), on("change", listener)}
 *
 * Strokes are points from 0 to 1 across and down the pad, so that they fit any size.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t } = onescreen;
  const LEAST_STEP = 0.004;
  const MOST_POINTS = 3900;
  const round = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

  onescreen.pad = function () {
    const events = onescreen.emitter();
    const canvas = el("canvas", {
      class: "pad",
      role: "img",
      tabindex: "0",
      "aria-label": t("签名板：用笔、手指或鼠标书写"),
    });
    let strokes = [];
    let open = null;

    const count = () => strokes.reduce((sum, one) => sum + one.length, 0);

    function pointOf(event) {
      const box = canvas.getBoundingClientRect();
      return [
        round((event.clientX - box.left) / box.width),
        round((event.clientY - box.top) / box.height),
      ];
    }

    function draw() {
      const box = canvas.getBoundingClientRect();
      const scale = window.devicePixelRatio || 1;
      const width = Math.max(1, Math.round(box.width * scale));
      const height = Math.max(1, Math.round(box.height * scale));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const pen = canvas.getContext("2d");
      pen.clearRect(0, 0, width, height);
      pen.lineWidth = Math.max(2, height / 90);
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#101830";
      for (const stroke of strokes) {
        pen.beginPath();
        const [first, ...rest] = stroke;
        pen.moveTo(first[0] * width, first[1] * height);
        for (const [x, y] of rest.length ? rest : [[first[0] + 0.001, first[1]]])
          pen.lineTo(x * width, y * height);
        pen.stroke();
      }
    }

    function changed() {
      draw();
      events.emit("change", null);
    }

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || open !== null || count() >= MOST_POINTS) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      open = event.pointerId;
      strokes.push([pointOf(event)]);
      changed();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== open) return;
      const stroke = strokes[strokes.length - 1];
      const parts = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const part of parts.length ? parts : [event]) {
        const point = pointOf(part);
        const last = stroke[stroke.length - 1];
        const isFar = Math.hypot(point[0] - last[0], point[1] - last[1]) >= LEAST_STEP;
        if (isFar && count() < MOST_POINTS) stroke.push(point);
      }
      draw();
    });
    const lift = (event) => {
      if (event.pointerId !== open) return;
      open = null;
      changed();
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);

    return {
      node: canvas,
      draw,
      strokes: () => strokes,
      aspect: () => canvas.clientWidth / Math.max(1, canvas.clientHeight),
      isEmpty: () => strokes.length === 0,
      clear: () => {
        strokes = [];
        changed();
      },
      undo: () => {
        strokes.pop();
        changed();
      },
      on: events.on,
    };
  };
})();
