/* The video wall: tiles, how many, the carousel, kept arrangements, and keys for all of it.
 *
 * What is shown stands in the address: copied and opened elsewhere it shows the same, to whoever may
 * see it. The carousel waits while the page is hidden or a tile is enlarged.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, arrangement, tiles, side, why, videoAsk } = onescreen;
  const PACES = [0, 10, 20, 30, 60, 120];
  const wall = arrangement.read(location.search);
  let before = null; // what is shown again when a tile is no longer enlarged
  let turning = null;
  let isPaused = false;

  const sizes = el("div", { class: "video-sizes", role: "group", "aria-label": "画面数" });
  for (const size of arrangement.SIZES) {
    const one = el("button", { type: "button", "data-size": size }, String(size));
    one.addEventListener("click", () => resize(size));
    sizes.append(one);
  }
  const pace = el("select", { "aria-label": "轮巡" });
  for (const seconds of PACES)
    pace.append(
      el("option", { value: seconds }, seconds ? t("{n} 秒轮巡", { n: seconds }) : "不轮巡"),
    );
  const turns = el("span", { class: "video-pages num" });
  const back = el("button", { type: "button", "aria-label": "上一页" }, "‹");
  const on = el("button", { type: "button", "aria-label": "下一页" }, "›");
  const kept = el("select", { "aria-label": "已存布局" });
  const keep = el("button", { type: "button" }, "存布局");
  const drop = el("button", { type: "button" }, "删布局");
  const says = el("span", { class: "video-says", role: "status" });

  function follow() {
    clearInterval(turning);
    turning = null;
    if (wall.everyS && wall.pages() > 1 && !before && !isPaused)
      turning = setInterval(() => !document.hidden && turn(1), wall.everyS * 1000);
  }

  function draw() {
    tiles.draw(wall);
    for (const one of sizes.children)
      one.setAttribute("aria-pressed", String(Number(one.dataset.size) === wall.size));
    pace.value = String(PACES.includes(wall.everyS) ? wall.everyS : 0);
    turns.textContent = wall.page + 1 + "/" + wall.pages() + (isPaused ? " ⏸" : "");
    back.disabled = on.disabled = wall.pages() < 2;
    const query = wall.written();
    const asked = new URLSearchParams(location.search);
    for (const name of ["lang", "theme", "wall", "incident"])
      if (asked.has(name)) query.set(name, asked.get(name));
    history.replaceState(history.state, "", location.pathname + "?" + query);
    follow();
  }

  function resize(size) {
    before = null;
    wall.resize(size);
    draw();
  }
  function turn(by) {
    wall.turn(by);
    draw();
  }

  /* One tile as large as all, and back again. */
  function enlarge(place) {
    if (before) {
      Object.assign(wall, before);
      before = null;
    } else if (wall.size > 1 && wall.shown()[place].camera) {
      before = { size: wall.size, page: wall.page };
      wall.page = wall.page * wall.size + place;
      wall.size = 1;
    }
    draw();
    tiles.focus(0);
  }

  const acts = {
    put: ({ place, camera }) => wall.put(place, camera),
    swap: ({ place, to }) => wall.swap(place, to),
    clear: ({ place }) => wall.clear(place),
  };
  function act(told) {
    if (told.act === "enlarge") return enlarge(told.place);
    if (told.act === "send") return send(told.place);
    acts[told.act](told);
    draw();
  }

  function send(place) {
    const { camera } = wall.shown()[place];
    if (!camera) return;
    onescreen.toWall(camera, { title: tiles.nameOf(place), why: why.now() });
  }

  /* ---- kept arrangements ---- */

  let mine = [];
  async function readKept() {
    try {
      mine = (await videoAsk.get("/arrangements")).items;
      const options = mine.map((one) =>
        el("option", { value: one.arrangement_id, translate: "no" }, one.name),
      );
      kept.replaceChildren(el("option", { value: "" }, "已存布局"), ...options);
      drop.disabled = true;
    } catch (error) {
      says.textContent = error.text;
    }
  }
  function open() {
    const one = mine.find(({ arrangement_id: id }) => id === kept.value);
    drop.disabled = !one;
    if (!one) return;
    before = null;
    Object.assign(wall, {
      size: one.size,
      cameras: [...one.cameras],
      everyS: one.every_s,
      page: 0,
    });
    draw();
  }
  async function keepIt() {
    const held = mine.find(({ arrangement_id: id }) => id === kept.value);
    const name = window.prompt(t("布局名称"), held ? held.name : "");
    if (!name) return;
    try {
      const body = { name, size: wall.size, cameras: wall.cameras, every_s: wall.everyS };
      const made = await videoAsk.post("/arrangements", body);
      await readKept();
      kept.value = made.arrangement_id;
      drop.disabled = false;
      says.textContent = t("已存");
    } catch (error) {
      says.textContent = error.text;
    }
  }
  async function dropIt() {
    try {
      await videoAsk.post("/arrangements/" + encodeURIComponent(kept.value) + "/removal");
      await readKept();
      says.textContent = t("已删");
    } catch (error) {
      says.textContent = error.text;
    }
  }

  /* ---- keys ---- */

  const SIZE_KEYS = { 1: 1, 4: 4, 9: 9, 6: 16 };
  const across = () => getComputedStyle(tiles.node).gridTemplateColumns.split(" ").length;
  const STEPS = {
    ArrowLeft: () => -1,
    ArrowRight: () => 1,
    ArrowUp: () => -across(),
    ArrowDown: () => across(),
  };

  function step(event) {
    const from = tiles.focused();
    const to = from + STEPS[event.key]();
    if (to < 0 || to >= wall.size) return;
    if (event.altKey) act({ act: "swap", place: from, to });
    tiles.focus(to);
  }
  const KEYS = {
    "/": () => side.search(),
    PageDown: () => turn(1),
    PageUp: () => turn(-1),
    Enter: () => enlarge(tiles.focused()),
    Delete: () => act({ act: "clear", place: tiles.focused() }),
    w: () => send(tiles.focused()),
    r: () => tiles.retry(tiles.focused()),
    " ": () => {
      isPaused = !isPaused;
      draw();
    },
    Escape: () => before && enlarge(0),
  };

  function press(event) {
    if (event.ctrlKey || event.metaKey) return;
    const field =
      event.target instanceof Element && event.target.closest("input, select, textarea");
    if (field) {
      if (event.key === "Escape") tiles.focus(tiles.focused());
      return;
    }
    const isOnButton = event.target instanceof Element && event.target.closest("button, a");
    if (isOnButton && (event.key === "Enter" || event.key === " ")) return;
    const size = SIZE_KEYS[event.key];
    if (event.key in STEPS) step(event);
    else if (size) resize(size);
    else if (event.key in KEYS) KEYS[event.key]();
    else return;
    event.preventDefault();
  }

  const help = el(
    "details",
    { class: "video-keys" },
    el("summary", {}, "按键"),
    el(
      "p",
      {},
      "1 4 9 6 画面数（6 为十六） · 方向键选格 · Alt+方向键换格 · 回车放大 · Delete 移走 · / 查找 · PgUp PgDn 翻页 · 空格暂停轮巡 · w 投屏 · r 重试",
    ),
  );

  function start(root) {
    const bar = el("div", { class: "video-tools" });
    bar.append(sizes, back, turns, on, pace, kept, keep, drop, says, help);
    root.replaceChildren(
      el("div", { class: "video-head" }, why.form(), bar),
      side.node,
      tiles.node,
    );
    back.addEventListener("click", () => turn(-1));
    on.addEventListener("click", () => turn(1));
    pace.addEventListener("change", () => {
      wall.everyS = Number(pace.value);
      draw();
    });
    kept.addEventListener("change", open);
    keep.addEventListener("click", keepIt);
    drop.addEventListener("click", dropIt);
    tiles.on("act", act);
    why.on(draw);
    side.on("pick", (cameras) => {
      const place = tiles.focused();
      const free = wall.shown().find(({ camera }) => !camera);
      if (cameras.length > 1 || (free && wall.shown()[place].camera)) wall.add(cameras);
      else wall.put(place, cameras[0]);
      draw();
    });
    document.addEventListener("keydown", press);
    draw();
    readKept();
    side.start();
  }

  onescreen.whenPage().then(() => start(document.getElementById("video-stage")));
  onescreen.videoWall = { wall, draw };
})();
