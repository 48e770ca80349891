/* What a table draws in a cell, as SVG: a span against its target, a mean and where it stood, days.
 *
 *   area.bullet(half, nine, target)          P50 and P90 as one bar, the target as a line across
 *   area.moved(now, before, most, mood)      from a ring (before) to a dot (now) on one scale
 *   area.spark(days)                         counts day by day, from zero, the busiest named
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, t } = onescreen;
  const NS = "http://www.w3.org/2000/svg";

  function drawn(width, name, label, shapes) {
    const svg = document.createElementNS(NS, "svg");
    const all = {
      viewBox: "0 0 " + width + " 28",
      preserveAspectRatio: "none",
      class: name,
      role: "img",
      "aria-label": label,
    };
    for (const [key, value] of Object.entries(all)) svg.setAttribute(key, value);
    for (const { tag = "rect", is, ...shape } of shapes) {
      const node = document.createElementNS(NS, tag);
      node.setAttribute("class", is);
      for (const [key, value] of Object.entries(shape)) node.setAttribute(key, value);
      svg.append(node);
    }
    return svg;
  }

  function bullet(half, nine, target) {
    const most = 1.15 * Math.max(nine, target);
    const at = (seconds) => (200 * seconds) / most;
    const label = t("P50 {half}，P90 {nine}，目标 {target}", {
      half: area.span(half),
      nine: area.span(nine),
      target: area.span(target),
    });
    const within = Math.min(nine, target);
    return drawn(200, "bullet", label, [
      { is: "bullet-track", x: 0, y: 8, width: 200, height: 12 },
      { is: "bullet-nine", x: 0, y: 8, width: at(within), height: 12 },
      {
        is: "bullet-over",
        x: at(within),
        y: 8,
        width: Math.max(0, at(nine) - at(within)),
        height: 12,
      },
      { is: "bullet-half", x: 0, y: 12, width: at(half), height: 4 },
      { is: "bullet-target", x: at(target) - 1, y: 2, width: 2, height: 24 },
    ]);
  }

  /* Lines of no width of their own, so that a stretched picture keeps round ends round. */
  const stroke = (is, x1, x2, y = 14) => ({
    tag: "line",
    is,
    x1,
    x2,
    y1: y,
    y2: y,
    "vector-effect": "non-scaling-stroke",
  });

  function moved(now, before, most, mood) {
    const at = (seconds) => 3 + (94 * seconds) / Math.max(1, most);
    const shapes = [stroke("moved-track", 3, 97)];
    if (before !== null && now !== null)
      shapes.push(stroke("moved-way is-" + mood, at(before), at(now)));
    if (before !== null)
      shapes.push(
        stroke("moved-edge", at(before), at(before) + 0.01),
        stroke("moved-before", at(before), at(before) + 0.01),
      );
    if (now !== null) shapes.push(stroke("moved-now is-" + mood, at(now), at(now) + 0.01));
    return drawn(
      100,
      "moved",
      t("本期 {now}，对比期 {before}", { now: area.span(now), before: area.span(before) }),
      shapes,
    );
  }

  function spark(days) {
    const most = Math.max(1, ...days);
    const step = 100 / Math.max(1, days.length - 1);
    const points = days.map((count, at) => [
      days.length > 1 ? at * step : 50,
      26 - (22 * count) / most,
    ]);
    const line = points.map(([x, y]) => x.toFixed(2) + "," + y.toFixed(2)).join(" L");
    const label = t("每日上报，最多 {most} 起", { most: Math.max(0, ...days) });
    if (days.length < 2)
      return drawn(100, "spark", label, [
        {
          is: "spark-day",
          x: 44,
          y: 26 - (22 * (days[0] || 0)) / most,
          width: 12,
          height: (22 * (days[0] || 0)) / most,
        },
      ]);
    return drawn(100, "spark", label, [
      { tag: "path", is: "spark-area", d: "M0,26 L" + line + " L100,26 Z" },
      { tag: "path", is: "spark-line", d: "M" + line, "vector-effect": "non-scaling-stroke" },
      stroke(
        "spark-end",
        points[points.length - 1][0],
        points[points.length - 1][0] + 0.01,
        points[points.length - 1][1],
      ),
    ]);
  }

  Object.assign(area, { bullet, moved, spark });
})();
