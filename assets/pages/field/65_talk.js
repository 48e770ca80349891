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
  let lists = { talks: [], unread: 0, is_hidden: true };
  let chosen = null;
  let page = null;
  let view = null;
  let turn = 0;
  let isEarlierOpen = false;
  const marked = new Map();
  const photos = new Map(); // by conversation: what was taken for one goes to no other

  const of = (number, rest) => ROOT + "/" + encodeURIComponent(number) + (rest || "");
  const draftName = (number) => "talk-draft " + number;
  const heldOf = (number) => lists.talks.find((one) => one.number === number);
  const isCase = () =>
    heldOf(chosen) ? heldOf(chosen).about === "case" : field.helps.has(chosen || "");
  const photosOf = (number) => photos.get(number) || [];
  const isOpen = () => Boolean(field.me() && field.me().is_open);

  /* ---- asking ---- */

  async function load() {
    if (!field.me()) return;
    try {
      lists = await field.ask(ROOT);
    } catch {
      return; // asked again when there is a network
    }
    field.broadcasts.take(lists.broadcasts);
    field.mark("talk", lists.unread);
    for (const one of lists.talks) if (one.unread) tellMarks(one.number, { delivered: one.count });
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

  async function markRead() {
    const isSeen = view && field.shown() === "talk" && !document.hidden && isOpen();
    if (!isSeen || !page || page.is_hidden || page.number !== chosen) return;
    const isNews = await tellMarks(chosen, { delivered: page.count, read: page.count });
    if (isNews) load();
  }

  /* ---- saying ---- */

  function say(body, taken) {
    const number = chosen;
    const key = field.newKey();
    const all = taken.length ? { ...body, photos: taken.length } : body;
    const sent = field.send(of(number), all, { key, label: t("消息") });
    for (const { image } of taken)
      field.send(of(number, "/photos"), { of: key, image }, { label: t("照片") }).catch(() => {});
    return sent.catch((refused) => {
      if (!refused || refused.code !== "full") return;
      photos.set(number, [...taken, ...photosOf(number)]);
      giveBack(number, body.text);
      update();
    });
  }

  function saySentence() {
    const text = view.area.value.trim();
    const taken = photosOf(chosen);
    if (!text && !taken.length) return;
    photos.delete(chosen);
    view.area.value = "";
    // Into the outbox first: a draft that is cleared before may be nowhere.
    say({ text }, taken);
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
    if (/\/(duty|broadcasts\/marks)$/.test(entry.path)) load();
    const found = TALK.exec(entry.path);
    if (!found) return;
    const number = decodeURIComponent(found[1]);
    if (how === "reject") giveBack(number, entry.body.text);
    load();
  }

  /* ---- photos: made small here, so that a weak network carries them ---- */

  async function take(files) {
    const number = chosen;
    for (const file of Array.from(files)) {
      if (photosOf(number).length >= MOST_PHOTOS) {
        field.say(t("一条消息最多 {n} 张照片", { n: MOST_PHOTOS }), { isBad: true });
        break;
      }
      try {
        const made = { name: file.name, image: await small(file) };
        photos.set(number, [...photosOf(number), made]);
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

  /* ---- drawing ---- */

  function choose(number) {
    chosen = number;
    page = null;
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
    const [fresh, old] = [field.broadcasts.fresh(), field.broadcasts.old()];
    box.append(...fresh, ...lists.talks.map(listed));
    if (!fresh.length && !lists.talks.length)
      box.append(el("p", { class: "m-none" }, t("没有消息。派到事件后，可在这里与指挥中心对话。")));
    if (!old.length) return;
    const earlier = el("details", { open: isEarlierOpen }, el("summary", {}, t("以前的广播")));
    earlier.ontoggle = () => earlier.isConnected && (isEarlierOpen = earlier.open);
    earlier.append(...old);
    box.append(earlier);
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
      nothing: el("p", { class: "m-note", hidden: true }, t("没有网络，暂时看不到")),
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
      view.nothing,
      view.messages,
      el("div", { class: "m-say" }, view.replies, view.photos, writing(area, input)),
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

  function writing(area, input) {
    return el(
      "div",
      { class: "m-write" },
      el("button", { type: "button", class: "m-back", onclick: () => input.click() }, t("照片")),
      area,
      el(
        "button",
        { type: "button", class: "m-send", "data-act": "say", onclick: saySentence },
        t("发送"),
      ),
    );
  }

  /* In place: the cursor stays where somebody types. Without a network what waits is shown all the same. */
  function update() {
    if (field.shown() !== "talk") return;
    if (!chosen) {
      field.redraw("talk");
      return;
    }
    if (!view) return;
    const held = heldOf(chosen);
    view.title.textContent = isCase() ? t("协助办理案件") : (held && held.title) || chosen;
    const { length: n } = photosOf(chosen);
    view.photos.hidden = !n;
    view.photos.textContent = n ? t("{n} 张照片待发送", { n }) : "";
    view.nothing.hidden = Boolean(page) || field.isOnline();
    field.talkRows(view.messages, { page, isCase: isCase() }, of(chosen));
    drawReplies();
  }

  function drawReplies() {
    const codes = page ? page.replies.map((one) => one.code) : [];
    const drawn = codes.join(" ") + field.language.now();
    if (view.replies.dataset.drawn === drawn) return;
    view.replies.dataset.drawn = drawn;
    const press = (code) =>
      el(
        "button",
        { type: "button", "data-reply": code, onclick: () => say({ reply: code }, []) },
        field.talkReply(page, code),
      );
    field.fill(view.replies, codes.map(press));
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
    field.broadcasts.hide();
    lists = { ...lists, talks: lists.talks.map(blank) };
    if (page) page = { ...page, items: page.items.map(blank), is_hidden: true };
    update();
    load();
  }

  function forget() {
    lists = { talks: [], unread: 0, is_hidden: true };
    marked.clear();
    photos.clear();
    chosen = null;
    page = null;
    view = null;
  }

  field.on("talk", heard);
  field.on("help", load);
  field.on("talk_chosen", (number) => {
    field.show("talk");
    choose(number);
    load();
  });
  field.on("broadcast", load);
  field.on("broadcasts", () => !chosen && update());
  field.on("broadcast_looked", () => {
    leave();
    field.show("talk");
  });
  field.on("sent", sent);
  field.on("outbox", () => chosen && update());
  field.on("wiped", forget);
  field.on("locked", hide);
  for (const kind of ["online", "opened", "me"]) field.on(kind, load);
  field.on("offline", () => chosen && update());
  document.addEventListener("visibilitychange", () => !document.hidden && load());
  field.tab("talk", "消息", draw);
})();
