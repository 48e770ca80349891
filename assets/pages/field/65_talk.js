/* The tab "消息": talk with the desk and the other crews of an order, and broadcasts.
 *
 * That something waits is always shown; what it says only while the phone is open. What is typed is a
 * draft until it stands in the outbox, and a draft again where the server refused it: no word is lost.
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const ROOT = "/api/v1/field/talk";
  const TALK = /^\/api\/v1\/field\/talk\/([^/]+)$/;
  const MOST_PHOTOS = 9;
  const LATE_MS = 60000;
  let lists = { talks: [], broadcasts: [], unread: 0, is_hidden: true };
  let chosen = null;
  let page = null;
  let view = null;
  let photos = [];
  let turn = 0;
  const marked = new Map();
  const delivered = new Set();

  const of = (number, rest) => ROOT + "/" + encodeURIComponent(number) + (rest || "");
  const draftName = (number) => "talk-draft " + number;
  const clock = (iso) =>
    new Date(iso).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const heldOf = (number) => lists.talks.find((one) => one.number === number);
  const isCase = () => Boolean(chosen && heldOf(chosen) && heldOf(chosen).about === "case");
  const isOpen = () => Boolean(field.me() && field.me().is_open);

  /* ---- asking ---- */

  async function load() {
    if (!field.me()) return;
    try {
      lists = await field.ask(ROOT);
    } catch {
      return; // asked again when there is a network
    }
    ringForBroadcasts();
    field.mark("talk", lists.unread);
    for (const one of lists.talks) if (one.unread) tellMarks(one.number, { delivered: one.count });
    const fresh = lists.broadcasts.filter(
      (one) => !one.is_read && !delivered.has(one.broadcast_id),
    );
    if (fresh.length) tellDelivered(fresh.map((one) => one.broadcast_id));
    if (chosen) await loadTalk();
    else update();
  }

  async function loadTalk() {
    const number = chosen;
    const mine = (turn += 1);
    try {
      const found = await field.ask(of(number));
      if (mine !== turn || number !== chosen) return;
      page = found;
    } catch (refused) {
      if (refused.status === 404 && number === chosen) leave();
      return;
    }
    update();
    markRead();
  }

  /* Marks are told again with the next answer where there is no network now. */
  async function tellMarks(number, marks) {
    const told = marked.get(number) || { delivered: 0, read: 0 };
    const wanted = {
      delivered: Math.max(told.delivered, marks.delivered || 0),
      read: Math.max(told.read, marks.read || 0),
    };
    if (wanted.delivered === told.delivered && wanted.read === told.read) return false;
    try {
      await field.post(of(number, "/marks"), wanted);
      marked.set(number, wanted);
      return true;
    } catch {
      return false;
    }
  }

  async function tellDelivered(ids) {
    try {
      await field.post("/api/v1/field/broadcasts/marks", { ids, is_read: false });
      for (const id of ids) delivered.add(id);
    } catch {
      /* told with the next answer */
    }
  }

  async function markRead() {
    const isSeen = view && field.shown() === "talk" && !document.hidden && isOpen();
    if (!isSeen || !page || page.is_hidden || page.number !== chosen) return;
    const isNews = await tellMarks(chosen, { delivered: page.count, read: page.count });
    if (isNews) load();
  }

  /* ---- saying ---- */

  function say(body, photosOf) {
    const number = chosen;
    const key = field.newKey();
    const all = photosOf.length ? { ...body, photos: photosOf.length } : body;
    const sent = field.send(of(number), all, { key, label: t("消息") });
    for (const image of photosOf)
      field.send(of(number, "/photos"), { of: key, image }, { label: t("照片") }).catch(() => {});
    return sent.catch((refused) => {
      if (refused && refused.code === "full") giveBack(number, body.text);
    });
  }

  function saySentence() {
    const text = view.area.value.trim();
    if (!text && !photos.length) return;
    const images = photos.map((one) => one.image);
    photos = [];
    view.area.value = "";
    // Into the outbox first: a draft that is cleared before may be nowhere.
    say({ text }, images);
    field.store.set(draftName(chosen), "").catch(() => {});
    update();
  }

  /* What the server refused, or the phone could not keep, can be sent again or copied. */
  async function giveBack(number, text) {
    if (!text) return;
    const held = (await field.store.get(draftName(number)).catch(() => "")) || "";
    const whole = held ? held + "\n" + text : text;
    await field.store.set(draftName(number), whole).catch(() => {});
    if (view && chosen === number) view.area.value = whole;
  }

  function sent({ entry, how }) {
    // what was said before this unit came on duty, and still holds, is shown now
    if (entry.path.endsWith("/duty")) load();
    const found = TALK.exec(entry.path);
    if (!found) return;
    const number = decodeURIComponent(found[1]);
    if (how === "reject") giveBack(number, entry.body.text);
    load();
  }

  /* ---- photos: made small here, so that a weak network carries them ---- */

  async function take(files) {
    for (const file of Array.from(files).slice(0, MOST_PHOTOS - photos.length)) {
      try {
        photos.push({ name: file.name, image: await small(file) });
      } catch (refused) {
        const text = refused.text || t("这张照片读不出来：{name}", { name: file.name });
        field.say(text, { isBad: true });
      }
    }
    update();
  }

  async function small(file) {
    const { blob } = await field.photos.shrink(file);
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(",")[1]);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  /* ---- broadcasts ---- */

  function ringForBroadcasts() {
    const me = field.me();
    for (const one of lists.broadcasts) {
      const name = "broadcast " + one.broadcast_id;
      const isQuiet =
        one.is_read || one.is_withdrawn || one.is_over || acknowledged(one) || seen.has(name);
      if (isQuiet || !me || !me.on_duty) field.unring(name);
      else
        field.ring(name, {
          title: t("指挥中心广播"),
          text: clock(one.at),
          buttons: [{ text: t("查看"), kind: "is-yes", run: () => look(name) }],
        });
    }
  }
  const seen = new Set();

  function look(name) {
    seen.add(name);
    field.unring(name);
    leave();
    field.show("talk");
  }

  /* Whether a press waits in the outbox that says it was read. */
  const acknowledged = (one) =>
    field
      .waiting()
      .some(
        ({ path, body }) => path.endsWith("/marks") && (body.ids || []).includes(one.broadcast_id),
      );

  function acknowledge(one) {
    field
      .send(
        "/api/v1/field/broadcasts/marks",
        { ids: [one.broadcast_id], is_read: true },
        { label: t("广播已读") },
      )
      .then(load, load);
    update();
  }

  function broadcast(one) {
    const isNew = !one.is_read && !one.is_withdrawn && !one.is_over && !acknowledged(one);
    return el(
      "article",
      { class: "m-card m-broadcast" + (isNew ? " is-new" : ""), "data-id": one.broadcast_id },
      el("h2", {}, t("指挥中心广播"), " ", el("small", {}, clock(one.at))),
      one.is_withdrawn ? el("p", { class: "m-note" }, t("已撤回")) : null,
      one.is_over && !one.is_withdrawn ? el("p", { class: "m-note" }, t("已过有效期")) : null,
      one.text === null
        ? el("p", { class: "m-note" }, t("输入 PIN 后阅读"))
        : el("p", { class: "m-said", translate: "no", dir: "auto" }, one.text),
      isNew && one.text !== null
        ? el(
            "button",
            { type: "button", class: "m-big is-yes", onclick: () => acknowledge(one) },
            t("知道了"),
          )
        : null,
    );
  }

  /* ---- drawing ---- */

  function choose(number) {
    chosen = number;
    page = null;
    photos = [];
    field.redraw("talk");
    loadTalk();
  }

  function leave() {
    chosen = null;
    page = null;
    view = null;
    if (field.shown() === "talk") field.redraw("talk");
  }

  function listed(one) {
    return el(
      "button",
      {
        type: "button",
        class: "m-card m-talk" + (one.unread ? " is-new" : ""),
        "data-number": one.number,
        onclick: () => choose(one.number),
      },
      one.about === "case"
        ? el("b", {}, t("协助办理案件"))
        : el("b", { translate: "no" }, one.title || one.number),
      el("span", { class: "m-note" }, one.number, one.is_open ? "" : " · " + t("已撤离")),
      one.unread ? el("b", { class: "m-count" }, String(one.unread)) : null,
    );
  }

  function drawLists(box) {
    const fresh = lists.broadcasts.filter(
      (one) => !one.is_read && !one.is_withdrawn && !one.is_over,
    );
    const old = lists.broadcasts.filter((one) => !fresh.includes(one));
    box.append(...fresh.map(broadcast), ...lists.talks.map(listed));
    if (!fresh.length && !lists.talks.length)
      box.append(el("p", { class: "m-none" }, t("没有消息。派到事件后，可在这里与指挥中心对话。")));
    if (old.length)
      box.append(el("details", {}, el("summary", {}, t("以前的广播")), ...old.map(broadcast)));
  }

  const signs = (units) =>
    units
      .map((id) => (page.members.find((one) => one.unit_id === id) || { call_sign: id }).call_sign)
      .join("、");

  function mark(one) {
    const me = field.me();
    const isOwn = me && me.unit && one.unit_id === me.unit.unit_id;
    if (!isOwn) return null;
    const text = isCase()
      ? one.read_by_desk
        ? t("办案人员已读")
        : t("已送达办案人员，未读")
      : one.read_by_desk
        ? t("指挥中心已读")
        : t("已送达指挥中心，未读");
    return el("small", { class: "m-mark" }, text, one.read.length ? " · " + signs(one.read) : "");
  }

  function row(one) {
    const me = field.me();
    const isOwn = Boolean(me && me.unit && one.unit_id === me.unit.unit_id);
    const isLate = Date.parse(one.at) - Date.parse(one.pressed_at) > LATE_MS;
    const missing = one.photos - one.photo_urls.length;
    return el(
      "li",
      { class: "m-message" + (isOwn ? " is-own" : ""), "data-n": String(one.n) },
      el(
        "small",
        {},
        one.side === "desk" ? (isCase() ? t("办案人员") : t("指挥中心")) : one.call_sign,
        " ",
        clock(one.pressed_at),
        isLate ? " " + t("（离线后补发）") : "",
      ),
      el(
        "span",
        { class: "m-said", translate: "no", dir: "auto" },
        one.text === null ? t("输入 PIN 后阅读") : one.text,
      ),
      ...one.photo_urls.map((url) =>
        el(
          "a",
          { href: url, target: "_blank", rel: "noopener" },
          el("img", { src: url, alt: t("现场照片") }),
        ),
      ),
      missing > 0 && !page.is_hidden
        ? el("small", {}, t("{missing} 张照片还在路上", { missing }))
        : null,
      mark(one),
    );
  }

  function waitingRows() {
    return field
      .waiting()
      .filter(({ path }) => path === of(chosen))
      .map(({ body }) =>
        el(
          "li",
          { class: "m-message is-own is-waiting" },
          el("small", {}, t("有网络时自动发出")),
          el(
            "span",
            { class: "m-said", translate: "no" },
            body.text || reply(body.reply) || t("照片"),
          ),
        ),
      );
  }

  function reply(code) {
    const one = page && page.replies.find((each) => each.code === code);
    if (!one) return code;
    return field.language.now() === "en" ? one.english : one.text;
  }

  function makeView(box) {
    const hint = isCase() ? t("给办案人员的消息") : t("给指挥中心的消息");
    const area = el("textarea", {
      rows: "2",
      maxlength: "1000",
      "aria-label": hint,
      placeholder: hint,
      oninput: () => field.store.set(draftName(chosen), area.value).catch(() => {}),
    });
    const input = el("input", {
      type: "file",
      accept: "image/*",
      multiple: true,
      hidden: true,
      onchange: () => take(input.files).then(() => (input.value = "")),
    });
    view = {
      box,
      area,
      title: el("h2", { translate: "no" }),
      messages: el("ol", { class: "m-messages", role: "log", "aria-label": t("对话") }),
      replies: el("div", { class: "m-replies" }),
      photos: el("p", { class: "m-note" }),
    };
    box.append(
      el(
        "div",
        { class: "m-talk-head" },
        el("button", { type: "button", class: "m-back", onclick: leave }, t("返回")),
        view.title,
      ),
      view.messages,
      view.replies,
      view.photos,
      el(
        "div",
        { class: "m-write" },
        el("button", { type: "button", class: "m-back", onclick: () => input.click() }, t("照片")),
        area,
        el(
          "button",
          { type: "button", class: "m-send", "data-act": "say", onclick: saySentence },
          t("发送"),
        ),
      ),
      input,
    );
    const number = chosen;
    field.store.get(draftName(number)).then(
      (text) => {
        if (view && chosen === number && !area.value) area.value = text || "";
      },
      () => {},
    );
  }

  /* In place: the cursor stays where somebody types. */
  function update() {
    if (field.shown() !== "talk") return;
    if (!chosen) {
      field.redraw("talk");
      return;
    }
    if (!view) return;
    const held = heldOf(chosen);
    view.title.textContent = isCase() ? t("协助办理案件") : (held && held.title) || chosen;
    view.photos.textContent = photos.length ? t("{n} 张照片待发送", { n: photos.length }) : "";
    if (!page) return;
    view.messages.replaceChildren(...page.items.map(row), ...waitingRows());
    view.replies.replaceChildren(
      ...page.replies.map((one) =>
        el(
          "button",
          { type: "button", "data-reply": one.code, onclick: () => say({ reply: one.code }, []) },
          reply(one.code),
        ),
      ),
    );
    view.messages.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  function draw(box) {
    view = null;
    if (!chosen) {
      drawLists(box);
      return;
    }
    makeView(box);
    update();
    markRead();
  }

  /* ---- what happens ---- */

  function heard({ number, rings }) {
    load();
    if (!rings || (number === chosen && field.shown() === "talk" && !document.hidden)) return;
    if (navigator.vibrate) navigator.vibrate([200, 100, 200]);
    field.say(t("新消息：{number}", { number }));
  }

  /* At once, with a network or without: what is hidden is not asked for first. */
  function hide() {
    const blank = (one) => ({ ...one, text: null, title: null, photo_urls: [] });
    lists = { ...lists, broadcasts: lists.broadcasts.map(blank), talks: lists.talks.map(blank) };
    if (page) page = { ...page, items: page.items.map(blank), is_hidden: true };
    update();
    load();
  }

  function forget() {
    lists = { talks: [], broadcasts: [], unread: 0, is_hidden: true };
    marked.clear();
    delivered.clear();
    chosen = null;
    page = null;
    view = null;
  }

  field.on("talk", heard);
  field.on("help", load);
  field.on("talk_chosen", async (number) => {
    await load();
    field.show("talk");
    choose(number);
  });
  field.on("broadcast", load);
  field.on("sent", sent);
  field.on("outbox", () => chosen && update());
  field.on("wiped", forget);
  field.on("locked", hide);
  for (const kind of ["online", "opened", "me"]) field.on(kind, load);
  document.addEventListener("visibilitychange", () => !document.hidden && load());
  field.tab("talk", "消息", draw);
})();
