/* Cameras to choose from: searched by name, pinyin or id, or a whole group at once.
 *
 *   side.node, side.search()     the box; puts the cursor into it
 *   side.on("pick", fn)          fn(camera ids): one that was chosen, or a group
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, videoAsk } = onescreen;
  const WAIT_MS = 200;
  const CLASSES = onescreen.contract.words.camera_class;
  const events = onescreen.emitter();
  const box = el("input", {
    type: "search",
    placeholder: "名称、拼音或编号",
    "aria-label": "查找摄像机",
    autocomplete: "off",
  });
  const group = el("select", { "aria-label": "摄像机分组" });
  const isConnected = el("input", { type: "checkbox", checked: true });
  const list = el("ul", { class: "video-list", "aria-label": "摄像机" });
  const says = el("p", { class: "video-says", role: "status" });
  const all = el("button", { type: "button" }, "整组上墙");
  let asked = 0;
  let timer = null;
  let shown = [];

  group.append(el("option", { value: "" }, "全部摄像机"));
  for (const [code, name] of Object.entries(CLASSES))
    group.append(el("option", { value: "class=" + code }, name));

  /* Towns come with the map's areas, which may be read later than this. */
  function towns() {
    const found = Array.from(onescreen.areas.byCode.values()).filter(
      ({ code }) => code.length === 9,
    );
    for (const { code, name } of found)
      group.append(el("option", { value: "area=" + code, translate: "no" }, name));
  }

  function line(camera) {
    const state = camera.is_connected ? CLASSES[camera.camera_class] : "未接入";
    const name = el("span", { class: "camera-name" }, camera.name);
    const pick = el("button", { type: "button", draggable: "true" }, name, el("small", {}, state));
    pick.classList.toggle("is-off", !camera.is_connected);
    pick.addEventListener("click", () => events.emit("pick", [camera.camera_id]));
    pick.addEventListener("dragstart", (event) =>
      event.dataTransfer.setData("text/onescreen-camera", camera.camera_id),
    );
    return el("li", {}, pick);
  }

  async function ask() {
    const mine = ++asked;
    const query = new URLSearchParams(group.value);
    if (box.value.trim()) query.set("q", box.value.trim());
    if (isConnected.checked) query.set("connected", "1");
    try {
      const { items, count } = await videoAsk.get("/choices?" + query);
      if (mine !== asked) return;
      shown = items;
      list.replaceChildren(...items.map(line));
      says.textContent = count
        ? t("{n} 台，列出 {shown} 台", { n: count, shown: items.length })
        : t(isConnected.checked ? "没有已接入的摄像机，去掉勾选可看全部点位" : "没有找到");
      all.disabled = !items.length;
    } catch (error) {
      if (mine === asked) says.textContent = error.text;
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  }
  box.addEventListener("input", soon);
  group.addEventListener("change", ask);
  isConnected.addEventListener("change", ask);
  all.addEventListener("click", () =>
    events.emit(
      "pick",
      shown.map((one) => one.camera_id),
    ),
  );
  /* Down from the search box into the list, and on within it. */
  function walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [box, ...list.querySelectorAll("button")];
    const to = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!stops[to]) return;
    event.preventDefault();
    event.stopPropagation();
    stops[to].focus();
  }

  const check = el("label", { class: "video-check" }, isConnected, "只看已接入");
  const node = el("aside", { class: "video-side" }, box, group, check, says, list, all);
  node.addEventListener("keydown", walk);

  onescreen.side = {
    node,
    search: () => box.focus(),
    start() {
      ask();
      if (onescreen.areas.byCode.size) towns();
      else if (onescreen.areas.on) onescreen.areas.on("change", towns);
    },
    on: events.on,
  };
})();
