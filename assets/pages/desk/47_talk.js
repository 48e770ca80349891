/* Talk with the crews of the chosen incident: what was said, whom it reached, who has read it.
 *
 *   desk.talk.unread(number)   messages of crews that the desk has not read; 0 where there are none
 *
 * What is typed stays typed until the server has it; a message that is sent again is one message.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels, picture } = onescreen;
  const at = desk.api.at;
  const MOST_PHOTOS = 9;
  const LATE_MS = 60000;
  const drafts = onescreen.kept("desk.talk");
  let form = null;
  let reading = "";

  const isEnglish = () => onescreen.language.now() === "en";
  const heldOf = (number) => picture.entities.field_talk.get(number);

  function unread(number) {
    const talk = heldOf(number);
    return talk && talk.crew_n > talk.desk_n ? talk.crew_n - talk.desk_n : 0;
  }

  /* ---- photos: kept in memory until the server has them ---- */

  const photos = { chosen: new Map(), waiting: [] };
  const chosenFor = (number) => photos.chosen.get(number) || [];

  async function sendPhotos(id, files) {
    photos.waiting.push(...files.map((file) => ({ id, file, error: "" })));
    drawPhotos();
    await retryPhotos();
  }

  async function retryPhotos() {
    for (const one of photos.waiting.slice()) {
      try {
        await desk.api.send({ path: at.messagePhotos(one.id), file: one.file, patienceMs: 60000 });
        photos.waiting = photos.waiting.filter((left) => left !== one);
      } catch (error) {
        one.error = error.text || String(error.message);
      }
      drawPhotos();
    }
    desk.dossier.refresh("talk");
  }

  function drawPhotos() {
    if (!form) return;
    const failed = photos.waiting.filter((one) => one.error);
    form.photos.replaceChildren(
      ...chosenFor(desk.state.number()).map((file) =>
        el("li", {}, file.name, " ", onescreen.sizeOf(file.size)),
      ),
      ...photos.waiting.map((one) =>
        el(
          "li",
          {},
          t("照片发送中：{name}", { name: one.file.name }),
          one.error ? " " + one.error : "",
        ),
      ),
      ...(failed.length
        ? [
            el(
              "li",
              {},
              desk.button({ text: t("重新发送照片"), focus: "photos", run: retryPhotos }),
            ),
          ]
        : []),
    );
  }

  /* ---- writing ---- */

  const keys = desk.orders.keyOfWords();

  async function say(number, body, files) {
    const made = await desk.act({
      label: t("发送消息"),
      path: at.step(number, "talk"),
      body: files.length ? { ...body, photos: files.length } : body,
      isOnce: true,
      key: keys.of(
        number,
        body,
        files.map((file) => [file.name, file.size]),
      ),
      talk: number,
    });
    if (!made) return false;
    keys.done();
    desk.dossier.refresh("talk");
    if (files.length && made.message_id) await sendPhotos(made.message_id, files);
    return true;
  }

  async function saySentence() {
    const text = form.area.value.trim();
    const number = desk.state.number();
    const files = chosenFor(number);
    form.error.textContent = text || files.length ? desk.blocked() : t("消息是空的");
    if (form.error.textContent) return;
    photos.chosen.delete(number);
    const isSaid = await say(number, { text }, files);
    if (!isSaid) photos.chosen.set(number, [...files, ...chosenFor(number)]);
    drawPhotos();
  }

  function makeForm() {
    const area = el("textarea", {
      class: "talk-text",
      rows: 2,
      maxlength: 1000,
      "data-focus": "talk",
      "aria-label": t("给现场力量的消息"),
      placeholder: t("给现场力量的消息，Ctrl+Enter 发送"),
    });
    const error = el("p", { class: "field-error", role: "alert" });
    const replies = el("div", { class: "talk-replies" });
    const chosen = el("ul", { class: "talk-files" });
    area.addEventListener("input", () => drafts.set(desk.state.number(), area.value));
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      saySentence();
    });
    const send = desk.button({ text: t("发送"), focus: "say", isMain: true, run: saySentence });
    const chooser = onescreen.fileChooser({
      text: t("照片…"),
      label: t("照片"),
      accept: "image/jpeg,image/png,image/webp",
      brought: (files) => {
        const number = desk.state.number();
        photos.chosen.set(number, [...chosenFor(number), ...files].slice(0, MOST_PHOTOS));
        drawPhotos();
      },
    });
    const node = el(
      "div",
      { class: "talk-form" },
      replies,
      area,
      chosen,
      error,
      el("div", { class: "dc-buttons" }, send, chooser),
    );
    return { node, area, error, replies, photos: chosen };
  }

  function drawReplies(talk) {
    desk.part(form.replies, [talk.replies, onescreen.language.now()], () =>
      talk.replies.map((one) =>
        desk.button({
          text: isEnglish() ? one.english : one.text,
          focus: "reply-" + one.code,
          hint: one.text,
          run: () => say(desk.state.number(), { reply: one.code }, []),
        }),
      ),
    );
  }

  /* ---- what was said ---- */

  const signs = (talk, units) =>
    units.map(
      (id) => (talk.members.find((one) => one.unit_id === id) || { call_sign: id }).call_sign,
    );

  function marks(talk, one) {
    if (one.side === "crew" && one.read_by_desk)
      return el("span", { class: "talk-mark" }, t("已读"));
    if (one.side === "crew") return el("span", { class: "talk-mark is-unread" }, t("未读"));
    if (!one.units.length) return el("span", { class: "talk-mark" }, t("没有在岗力量收到"));
    const counts = { of: one.units.length, delivered: one.delivered.length, read: one.read.length };
    const left = one.units.filter((id) => !one.read.includes(id));
    return el(
      "span",
      {
        class: "talk-mark" + (left.length ? " is-unread" : ""),
        title: left.length
          ? t("未读：{names}", { names: signs(talk, left).join("、") })
          : t("全部已读"),
      },
      t("送达 {delivered}/{of} · 已读 {read}/{of}", counts),
    );
  }

  function row(talk, one) {
    const shown = el("span", { class: "talk-text", translate: "no", dir: "auto" }, one.text || "");
    const isLate = Date.parse(one.at) - Date.parse(one.pressed_at) > LATE_MS;
    const missing = one.photos - one.photo_urls.length;
    return el(
      "li",
      { class: "talk-row", "data-side": one.side, "data-n": String(one.n) },
      el(
        "span",
        { class: "talk-who" },
        one.side === "crew" ? one.call_sign : t("指挥中心 {actor}", { actor: desk.actor(one.by) }),
        " ",
        el("span", { class: "num tl-at" }, onescreen.clock.moment(Date.parse(one.pressed_at))),
        isLate ? t("（离线后补发）") : "",
      ),
      shown,
      ...one.photo_urls.map((url) =>
        el(
          "a",
          { class: "talk-photo", href: url, target: "_blank", rel: "noopener" },
          el("img", { src: url, alt: t("现场照片"), loading: "lazy" }),
        ),
      ),
      missing > 0
        ? el("span", { class: "says" }, t("{missing} 张照片还在路上", { missing }))
        : null,
      marks(talk, one),
      one.text && one.text.includes("***")
        ? onescreen.reveal.button({
            kind: "field_message",
            id: one.message_id,
            fields: ["text"],
            show: (fields) => (shown.textContent = fields.text || one.text),
            hide: () => (shown.textContent = one.text),
          })
        : null,
    );
  }

  function member(one) {
    const state = !one.is_on ? t("已撤离") : one.is_on_duty ? "" : t("不在岗");
    return el(
      "span",
      { class: "tag" + (one.is_on && one.is_on_duty ? "" : " is-away") },
      one.call_sign,
      state ? " · " + state : "",
    );
  }

  function said(talk, failed) {
    if (failed && !talk) return [el("p", { class: "dc-reason" }, t("对话暂时读不到：") + failed)];
    if (!talk) return [panels.says(t("正在读取…"))];
    return [
      failed ? el("p", { class: "dc-reason" }, t("对话暂时读不到：") + failed) : null,
      talk.members.length
        ? el("div", { class: "dc-tags" }, ...talk.members.map(member))
        : panels.says(t("还没有派出力量：派出后可在此对话")),
      talk.items.length
        ? el(
            "ol",
            { class: "talk" },
            ...talk.items
              .slice()
              .reverse()
              .map((one) => row(talk, one)),
          )
        : panels.says(t("还没有消息")),
    ];
  }

  /* Whoever has the talk before their eyes has read it; who only looks reads it for nobody. */
  async function markRead(number, talk) {
    const isWide = document.documentElement.dataset.wall === "ultrawide";
    const isSeen = (isWide || desk.state.get().tab === "talk") && !document.hidden;
    if (!isSeen || !talk.may_speak || talk.crew_n <= talk.desk_n) return;
    const mark = number + " " + talk.count;
    if (reading === mark) return;
    reading = mark;
    try {
      await desk.api.send({ path: at.step(number, "talk/read"), body: { n: talk.count } });
    } catch {
      reading = ""; // it is read again with the next answer
    }
  }

  function draw(box, state) {
    if (!form || !box.contains(form.node)) {
      form = makeForm();
      box.held = el("div", { class: "talk-held", role: "log", "aria-label": t("对话") });
      box.replaceChildren(
        el("h4", { class: "dc-heading only-wide" }, t("对话")),
        form.node,
        box.held,
      );
      box.number = null;
    }
    if (box.number !== state.number) {
      box.number = state.number;
      form.area.value = drafts.get(state.number) || "";
      drawPhotos();
    }
    const { talk } = desk.dossier.get();
    const failed = desk.dossier.failed("talk");
    form.node.hidden = Boolean(talk && !talk.may_speak);
    if (talk) drawReplies(talk);
    desk.part(box.held, [talk, failed, onescreen.language.now()], () => said(talk, failed));
    if (talk) markRead(state.number, talk);
  }

  /* Said at once or by a retry: what was typed is not typed any more. */
  function written({ talk, body }) {
    if (!talk) return;
    if ((drafts.get(talk) || "").trim() === (body.text || "")) drafts.set(talk, null);
    if (form && desk.state.number() === talk && form.area.value.trim() === body.text)
      form.area.value = "";
  }

  function heard({ kind, id, action, state }) {
    if (kind !== "field_talk" || action !== "say" || state.crew_n !== state.count) return;
    const isOpen = desk.state.number() === id && desk.state.get().tab === "talk";
    if (!isOpen) desk.say(t("{number} 现场发来新消息", { number: id }));
  }

  desk.talk = { unread };
  desk.cardParts.talk = draw;
  panels.start(() => {
    desk.orders.on("done", written);
    picture.on("record", heard);
    document.addEventListener("visibilitychange", () => desk.card.draw());
  });
})();
