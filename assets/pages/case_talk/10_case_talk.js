/* Talk about the case whose card is open: its handlers, and whoever of the grid helps.
 *
 * The card is drawn by the server (layouts/centre/talk/); this fills its [data-case-talk]. Cases are
 * in no live picture, so it asks now and then while somebody looks. What is typed stays typed until
 * the server has it; a message that is sent again is one message.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, papers } = onescreen;
  const EVERY_MS = 4000;
  const LATE_MS = 60000;
  const MOST_PHOTOS = 9;
  const drafts = onescreen.kept("case.talk");
  const keys = onescreen.kept("case.talk.keys");
  onescreen.caseTalk = { wanted: "" };
  const files = new Map(); // picked and not yet sent, by case: the card is drawn anew after each act
  const NEAR_END_PX = 40;
  let open = null;
  let asking = null; // the section that asks now

  const at = (code, rest) => "/api/v1/cases/" + encodeURIComponent(code) + "/talk" + (rest || "");
  const isEnglish = () => onescreen.language.now() === "en";
  const clock = (iso) => onescreen.clock.moment(Date.parse(iso));

  function button(text, run, name) {
    const made = el("button", { type: "button", class: "button small", "data-act": name }, text);
    made.addEventListener("click", run);
    return made;
  }

  /* One key for what is typed: sent again after a lost answer it is the same message. */
  function keyOf(code, body) {
    const said = JSON.stringify(body);
    const held = keys.get(code);
    if (held && held.said === said) return held.key;
    const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) =>
      one.toString(16).padStart(2, "0"),
    ).join("");
    keys.set(code, { said, key });
    return key;
  }

  /* ---- asking ---- */

  async function ask() {
    const mine = open;
    if (!mine || asking === mine || document.hidden) return;
    asking = mine;
    try {
      const found = await papers.send({ method: "GET", path: at(mine.code) });
      if (mine === open) show(found);
    } catch (error) {
      if (mine === open) mine.failed.textContent = t("对话暂时读不到：") + error.text;
    }
    if (asking === mine) asking = null;
  }

  function show(talk) {
    const said = JSON.stringify([talk, onescreen.language.now()]);
    open.failed.textContent = "";
    if (said !== open.said) {
      open.said = said;
      open.talk = talk;
      draw();
    }
    if (onescreen.caseTalk.wanted === open.code) {
      onescreen.caseTalk.wanted = "";
      open.node.scrollIntoView({ block: "center" });
    }
    markRead();
  }

  /* Whoever has the talk before their eyes has read it; who only looks reads it for nobody. */
  async function markRead() {
    const { talk, code, node } = open;
    if (!talk.may_speak || talk.own_read >= talk.count || document.hidden) return;
    const box = node.getBoundingClientRect();
    if (!box.height || box.bottom < 0 || box.top > window.innerHeight) return;
    try {
      await papers.send({ path: at(code, "/read"), body: { n: talk.count } });
      talk.own_read = talk.count;
      document.dispatchEvent(new Event("case-talk-read"));
    } catch {
      /* it is read again with the next answer */
    }
  }

  /* ---- saying ---- */

  /* What goes wrong is said where the case is open now, also where its card was drawn anew meanwhile. */
  function sayBad(code, text) {
    if (open && open.code === code) open.error.textContent = text;
  }

  async function say(body, sent) {
    const { code } = open;
    const whole = sent.length ? { ...body, photos: sent.length } : body;
    sayBad(code, "");
    try {
      const key = keyOf(code, whole);
      const made = await papers.send({ path: at(code), body: { ...whole, key } });
      keys.set(code, null);
      forget(code, body.text, sent);
      await sendPhotos(code, made.message_id, sent);
    } catch (error) {
      sayBad(code, error.text || String(error));
    }
    ask();
  }

  /* What the server has is no draft any more; what was typed or picked since stays. */
  function forget(code, text, sent) {
    files.set(
      code,
      filesOf(code).filter((one) => !sent.includes(one)),
    );
    if ((drafts.get(code) || "").trim() === text) drafts.set(code, null);
    if (!open || open.code !== code) return;
    if (open.area.value.trim() === text) open.area.value = "";
    drawFiles(open);
  }

  async function sendPhotos(code, id, sent) {
    const path = at(code, "/" + encodeURIComponent(id) + "/photos");
    for (const file of sent) {
      try {
        await papers.send({ path, file });
      } catch (error) {
        sayBad(code, t("照片没有送出：{name}", { name: file.name }) + " " + error.text);
      }
    }
  }

  async function saySentence() {
    const mine = open;
    const text = mine.area.value.trim();
    if (!text && !filesOf(mine.code).length) {
      mine.error.textContent = t("消息是空的");
      return;
    }
    if (mine.isSaying) return; // pressed twice: the first is under way
    mine.isSaying = true;
    await say({ text }, filesOf(mine.code));
    mine.isSaying = false;
  }

  /* ---- drawing ---- */

  const signs = (talk, units) =>
    units
      .map((id) => (talk.members.find((one) => one.unit_id === id) || { call_sign: id }).call_sign)
      .join("、");

  function marks(talk, one) {
    const told = [];
    if (one.units.length)
      told.push(
        t("协助人员送达 {delivered}/{of} · 已读 {read}/{of}", {
          of: one.units.length,
          delivered: one.delivered.length,
          read: one.read.length,
        }),
      );
    if (one.read_by.length) told.push(t("已读：{names}", { names: one.read_by.join("、") }));
    if (one.side === "crew" && !one.read_by_desk) told.push(t("未读"));
    const left = one.units.filter((id) => !one.read.includes(id));
    return el(
      "span",
      {
        class: "case-talk-mark",
        title: left.length ? t("未读：{names}", { names: signs(talk, left) }) : null,
      },
      told.join(" · "),
    );
  }

  function row(talk, one) {
    const isLate = Date.parse(one.at) - Date.parse(one.pressed_at) > LATE_MS;
    const missing = one.photos - one.photo_urls.length;
    return el(
      "li",
      { class: "case-talk-row", "data-side": one.side, "data-n": String(one.n) },
      el(
        "span",
        { class: "case-talk-who" },
        el("b", { translate: "no" }, one.side === "crew" ? one.call_sign : one.by),
        " ",
        el("span", { class: "num" }, clock(one.pressed_at)),
        isLate ? t("（离线后补发）") : "",
      ),
      one.text
        ? el("span", { class: "case-talk-text", translate: "no", dir: "auto" }, one.text)
        : null,
      ...one.photo_urls.map((url) =>
        el(
          "a",
          { class: "case-talk-photo", href: url, target: "_blank", rel: "noopener" },
          el("img", { src: url, alt: t("现场照片"), loading: "lazy" }),
        ),
      ),
      missing > 0
        ? el("span", { class: "says" }, t("{missing} 张照片还在路上", { missing }))
        : null,
      marks(talk, one),
    );
  }

  function draw() {
    const { talk, list, form, nothing } = open;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
    form.hidden = !talk.may_speak;
    nothing.hidden = Boolean(talk.items.length);
    // A row that reads as before stays: a reader is told what is new, and whoever reads back is not moved.
    onescreen.panels.rows(
      list,
      talk.items,
      (one) => JSON.stringify([one, talk.members]),
      (one) => row(talk, one),
    );
    drawReplies(open);
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  function drawReplies({ talk, replies }) {
    const drawn = JSON.stringify(talk.replies);
    if (replies.dataset.drawn === drawn) return;
    replies.dataset.drawn = drawn;
    replies.replaceChildren(
      ...talk.replies.map((one) =>
        button(isEnglish() ? one.english : one.text, () => say({ reply: one.code }, []), "reply"),
      ),
    );
  }

  const filesOf = (code) => files.get(code) || [];

  function drawFiles(mine) {
    mine.chosen.replaceChildren(
      ...filesOf(mine.code).map((file) =>
        el("li", { translate: "no" }, file.name + " " + onescreen.sizeOf(file.size)),
      ),
    );
  }

  function makeForm(mine) {
    const area = el("textarea", {
      rows: 2,
      maxlength: 1000,
      "aria-label": t("给本案办理人员的消息"),
      placeholder: t("给本案办理人员的消息，Ctrl+Enter 发送"),
    });
    area.value = drafts.get(mine.code) || "";
    area.addEventListener("input", () => drafts.set(mine.code, area.value));
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      saySentence();
    });
    const chooser = onescreen.fileChooser({
      text: t("照片…"),
      label: t("照片"),
      accept: "image/jpeg,image/png,image/webp",
      brought(more) {
        const all = [...filesOf(mine.code), ...more];
        files.set(mine.code, all.slice(0, MOST_PHOTOS));
        const isMore = all.length > MOST_PHOTOS;
        sayBad(mine.code, isMore ? t("一条消息最多 {n} 张照片", { n: MOST_PHOTOS }) : "");
        // The card may have been drawn anew while a file was looked for.
        if (open && open.code === mine.code) drawFiles(open);
      },
    });
    const chosen = el("ul", { class: "case-talk-files" });
    const error = el("p", { class: "is-bad", role: "alert" });
    const replies = el("div", { class: "case-talk-replies" });
    const form = el(
      "div",
      { class: "case-talk-form" },
      replies,
      area,
      chosen,
      error,
      el("div", { class: "admin-acts" }, button(t("发送"), saySentence, "say"), chooser),
    );
    form.hidden = !mine.node.dataset.speaks;
    Object.assign(mine, { area, chosen, error, replies, form });
    drawFiles(mine);
  }

  function mount(node) {
    const mine = { node, code: node.dataset.caseTalk, said: "", talk: null };
    mine.list = el("ol", { class: "case-talk-list", role: "log", "aria-label": t("对话") });
    mine.nothing = el("p", { class: "says", hidden: true }, t("还没有消息"));
    mine.failed = el("p", { class: "is-bad", role: "status" });
    makeForm(mine);
    const note = el(
      "p",
      { class: "admin-note" },
      t("对话随案件保管，不作为案卷材料；须入卷的内容另行材料入卷。"),
    );
    node.replaceChildren(mine.failed, mine.nothing, mine.list, mine.form, note);
    open = mine;
    ask();
  }

  /* The card is drawn anew after each act, and another one may be opened. */
  function look() {
    const node = document.querySelector("[data-case-talk]");
    if (!node) {
      open = null;
      return;
    }
    const isNew = !open || open.node !== node || open.code !== node.dataset.caseTalk;
    if (isNew || !node.firstChild) mount(node);
  }

  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-case-talk"],
  });
  onescreen.language.on("change", () => {
    if (open) mount(open.node);
  });
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY_MS);
  look();
})();
