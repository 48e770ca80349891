/* The tiles of the video wall: a player in each place that has a camera, moved by drag or keys.
 *
 *   tiles.draw(wall)     as the arrangement says; a picture that stays in its place plays on
 *   tiles.focused()      the place the keys are at
 *   tiles.on("act", fn)  fn({act, place, to}): put, swap, clear, enlarge, send
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, why } = onescreen;
  const SUB_FROM = 4; // so many pictures at once are asked for small
  const events = onescreen.emitter();
  const grid = el("div", { class: "video-tiles", role: "group", "aria-label": "画面" });
  const held = [];
  let at = 0;

  function button(act, text, place) {
    const made = el(
      "button",
      { type: "button", tabindex: "-1", "data-act": act, title: text },
      text,
    );
    made.addEventListener("click", () => events.emit("act", { act, place }));
    return made;
  }

  function makeTile(place) {
    const box = el("div", { class: "video-box" });
    const bar = el("div", { class: "video-bar" });
    bar.append(button("enlarge", "放大", place), button("send", "投屏", place));
    bar.append(button("clear", "移走", place));
    const node = el("div", { class: "video-tile", tabindex: "-1", "data-place": place }, box, bar);
    node.addEventListener("focusin", () => focus(place, false));
    node.addEventListener("dblclick", () => events.emit("act", { act: "enlarge", place }));
    node.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/onescreen-place", String(place));
      event.dataTransfer.effectAllowed = "move";
    });
    node.addEventListener("dragover", (event) => event.preventDefault());
    node.addEventListener("drop", (event) => dropped(event, place));
    return { node, box, key: "", handle: null };
  }

  function dropped(event, to) {
    event.preventDefault();
    const from = event.dataTransfer.getData("text/onescreen-place");
    const camera = event.dataTransfer.getData("text/onescreen-camera");
    if (camera) events.emit("act", { act: "put", place: to, camera });
    else if (from !== "") events.emit("act", { act: "swap", place: Number(from), to });
  }

  function empty(tile) {
    if (tile.handle) tile.handle.stop();
    Object.assign(tile, { handle: null, key: "" });
  }

  function fill(tile, camera, isSub) {
    const reason = why.now();
    const key = camera && reason ? [camera, isSub, JSON.stringify(reason)].join("|") : "";
    tile.node.draggable = Boolean(camera);
    tile.node.classList.toggle("has-camera", Boolean(camera));
    tile.node.setAttribute(
      "aria-label",
      t("第 {n} 格", { n: Number(tile.node.dataset.place) + 1 }),
    );
    if (key && key === tile.key) return;
    empty(tile);
    if (!key) {
      const says = camera ? "请先登记查看用途" : "从列表选一台摄像机";
      tile.box.replaceChildren(el("p", { class: "video-empty" }, says));
      return;
    }
    tile.key = key;
    tile.box.replaceChildren();
    tile.handle = onescreen.player.mount(tile.box, camera, { why: reason, sub: isSub });
  }

  function focus(place, moves = true) {
    at = Math.max(0, Math.min(held.length - 1, place));
    held.forEach(({ node }, index) => {
      node.tabIndex = index === at ? 0 : -1;
      for (const one of node.querySelectorAll(".video-bar button")) one.tabIndex = node.tabIndex;
    });
    if (moves && held[at]) held[at].node.focus();
  }

  function draw(wall) {
    grid.dataset.size = String(wall.size);
    while (held.length < wall.size) {
      held.push(makeTile(held.length));
      grid.append(held[held.length - 1].node);
    }
    while (held.length > wall.size) {
      const tile = held.pop();
      empty(tile);
      tile.node.remove();
    }
    for (const { place, camera } of wall.shown()) fill(held[place], camera, wall.size >= SUB_FROM);
    focus(at, false);
  }

  const nameOf = (place) => {
    const shown = held[place] && held[place].node.querySelector(".player-name");
    return shown ? shown.textContent : "";
  };

  onescreen.tiles = {
    node: grid,
    draw,
    focus,
    focused: () => at,
    nameOf,
    retry: (place) => held[place] && held[place].handle && held[place].handle.retry(),
    told: () => held.map(({ handle }) => handle && handle.told()),
    on: events.on,
  };
})();
