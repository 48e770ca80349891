/* One camera, large, with the others that see the same place: live, the minute before the incident,
 * a picture for the incident's files, and where the camera is turned to.
 *
 *   eyesPanel.show({why, incident, place, camera, isAsked})   see assets/62_eyes.js
 *   eyesPanel.hide()
 *
 * Nothing is opened before there is a reason; the server writes it into the register first.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t } = onescreen;
  const ROOT = "/api/v1/video";
  const ANSWER_MS = 20000;
  const BEFORE_MS = 60000;
  const SEEN = {
    looks: "正对现场",
    preset: "预置位可见",
    turns: "可转向现场",
    unknown: "朝向未登记",
  };
  const LONGEST = 200;
  let box = null;
  let now = null;
  let handle = null;
  let cameFrom = null;

  async function ask(method, path, body) {
    const answer = await fetch(ROOT + path, {
      method,
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "Onescreen-Lang": onescreen.language.now(),
      },
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new Error((told.error && told.error.message) || t("没有收到回答，请再试"));
  }

  const button = (text, run, more) => {
    const made = el("button", { type: "button", class: "button small", ...more }, text);
    made.addEventListener("click", run);
    return made;
  };

  function frame() {
    const parts = {
      title: el("h2", { class: "eyes-title", tabindex: "-1" }),
      stage: el("div", { class: "eyes-stage" }),
      says: el("p", { class: "eyes-says", role: "status" }),
      acts: el("div", { class: "eyes-acts" }),
      list: el("ul", { class: "eyes-list" }),
    };
    const close = el(
      "button",
      { type: "button", class: "card-close", "aria-label": t("关闭") },
      "✕",
    );
    close.addEventListener("click", hide);
    const node = el(
      "section",
      { class: "eyes panel", role: "dialog", "aria-label": t("现场画面"), hidden: true },
      el("header", { class: "panel-head" }, parts.title, close),
      parts.stage,
      parts.says,
      parts.acts,
      parts.list,
    );
    document.body.append(node);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      hide();
    });
    return { node, ...parts };
  }

  const say = (text) => {
    box.says.textContent = text || "";
  };

  function stop() {
    if (handle) handle.stop();
    handle = null;
  }

  /* ---- what is looked at ---- */

  function play(span) {
    stop();
    say("");
    now.span = span || null;
    now.isPlaying = true;
    handle = onescreen.player.mount(box.stage, now.camera.camera_id, {
      why: now.why,
      title: now.camera.name || undefined,
      span,
    });
    draw();
  }

  function choose(camera) {
    if (now.camera && now.camera.camera_id === camera.camera_id && handle) return;
    now.camera = camera;
    now.isAsked = false;
    if (now.why) play();
    else draw();
  }

  function before() {
    const at = Date.parse(now.incident.reported_at);
    play({
      start: new Date(at - BEFORE_MS).toISOString(),
      end: new Date(at).toISOString(),
    });
  }

  async function keep() {
    const path = "/cameras/" + encodeURIComponent(now.camera.camera_id) + "/evidence";
    await tried(async () => {
      const kept = await ask("POST", path, { number: now.incident.number });
      say(
        t("已存入事件附件：{name}，SHA-256 {hash}…", {
          name: kept.name,
          hash: kept.sha256.slice(0, 16),
        }),
      );
      if (onescreen.desk && onescreen.desk.dossier) onescreen.desk.dossier.refresh();
    });
  }

  /* Of this camera, also when another is shown meanwhile: what turns is to be stopped. */
  const step = (camera, why, name) => (body) =>
    tried(() =>
      ask("POST", "/cameras/" + encodeURIComponent(camera.camera_id) + "/" + name, {
        ...body,
        why,
      }),
    );

  async function tried(work) {
    const about = now;
    try {
      await work();
    } catch (error) {
      if (now && now === about) say(error.message);
    }
  }

  /* ---- drawing ---- */

  function reasonForm() {
    const field = el("input", { name: "text", maxlength: LONGEST, required: true, minlength: 2 });
    const form = el(
      "form",
      { class: "eyes-why" },
      el("label", {}, t("查看事由（将登记）"), field),
      el("button", { class: "button small is-main" }, t("登记并查看")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      now.why = { kind: "duty", text: field.value.trim() };
      play();
    });
    return form;
  }

  function acts() {
    const { camera, incident } = now;
    if (!camera) return [];
    if (!now.why) return [reasonForm()];
    if (!now.isPlaying)
      return [button(t("查看画面"), () => play(), { class: "button small is-main" })];
    const made = [];
    if (incident) {
      const isBefore = Boolean(now.span);
      made.push(
        isBefore ? button(t("回到实时"), () => play()) : button(t("事发前一分钟"), before),
        button(t("抓拍存入事件"), keep),
      );
    }
    if (onescreen.page.root.dataset.toWall === "1") {
      const send = () => onescreen.toWall(camera.camera_id, { title: camera.name, why: now.why });
      made.push(button(t("投到大屏"), send));
    }
    if (camera.preset) {
      const aim = step(camera, now.why, "presets");
      const to = { number: camera.preset, act: "call" };
      made.push(button(t("转到对准现场的预置位"), () => aim(to)));
    }
    if (camera.turns || camera.seen === "turns" || camera.seen === "preset")
      made.push(...onescreen.turnButtons(step(camera, now.why, "turn")));
    return made;
  }

  function row(camera) {
    const isNow = now.camera && now.camera.camera_id === camera.camera_id;
    const line = el(
      "button",
      { type: "button", class: "eyes-row", "aria-pressed": String(Boolean(isNow)) },
      el("span", { class: "camera-name" }, camera.name),
      el("span", { class: "num" }, onescreen.words.distance(camera.distance_m)),
      el("span", { class: "tag" }, t(SEEN[camera.seen])),
      camera.is_connected ? null : el("span", { class: "camera-off" }, t("未接入")),
    );
    line.disabled = !camera.is_connected;
    line.addEventListener("click", () => choose(camera));
    return el("li", {}, line);
  }

  function draw() {
    const { incident, camera } = now;
    const about = incident ? t("事件 {number}", { number: incident.number }) : "";
    box.title.textContent = [t("现场画面"), about].filter(Boolean).join(" · ");
    if (!handle)
      box.stage.replaceChildren(
        el("p", { class: "eyes-none" }, camera ? camera.name || camera.camera_id : now.says || ""),
      );
    box.acts.replaceChildren(...acts());
    box.list.replaceChildren(...now.cameras.map(row));
  }

  async function find() {
    const about = now;
    const { lat, lon } = about.place;
    await tried(async () => {
      const told = await ask("GET", `/sights?lat=${lat}&lon=${lon}`);
      if (now !== about) return;
      about.cameras = told.items;
      const best = told.items.find((one) => one.is_connected);
      about.says = told.items.length
        ? t("看得到现场的摄像机都未接入画面")
        : t("没有看得到现场的摄像机");
      const held =
        about.camera && told.items.find((one) => one.camera_id === about.camera.camera_id);
      if (held) about.camera = { ...about.camera, ...held };
      if (!about.camera && best) choose(best);
      else draw();
    });
  }

  function show(asked) {
    box ??= frame();
    stop();
    if (box.node.hidden) cameFrom = document.activeElement;
    now = { cameras: [], says: t("正在查找看得到现场的摄像机…"), ...asked };
    box.node.hidden = false;
    say("");
    if (now.camera && now.why && !now.isAsked) play();
    else draw();
    if (now.place) find();
    box.title.focus({ preventScroll: true });
  }

  function hide() {
    if (!box || box.node.hidden) return false;
    stop();
    now = null;
    box.node.hidden = true;
    if (cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
    return true;
  }

  onescreen.eyesPanel = { show, hide };
})();
