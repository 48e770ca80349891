/* The messages of a conversation on the phone: a row each, those that wait for a network at the end.
 *
 *   field.talkRows(list, {page, isCase}, path)     page: what the server told, null before it did
 *                                                  path: where what waits is sent to
 *   field.talkReply(page, code)                    a quick reply, in the language of the page
 *   field.clock(iso)                               hours and minutes
 *
 * A row that reads as before stays: a reader is told what is new, and whoever reads back is not moved.
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const LATE_MS = 60000;
  const NEAR_END_PX = 60;
  const said = new WeakMap();

  const clock = (iso) =>
    new Date(iso).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });

  const signs = (page, units) =>
    units
      .map((id) => (page.members.find((one) => one.unit_id === id) || { call_sign: id }).call_sign)
      .join("、");

  const isOwn = ({ unit_id: unit }) => {
    const me = field.me();
    return Boolean(me && me.unit && unit === me.unit.unit_id);
  };

  function reply(page, code) {
    const one = page && page.replies.find((each) => each.code === code);
    if (!one) return code;
    return field.language.now() === "en" ? one.english : one.text;
  }

  function mark(one, { page, isCase }) {
    if (!isOwn(one)) return null;
    const text = isCase
      ? one.read_by_desk
        ? t("办案人员已读")
        : t("已送达办案人员，未读")
      : one.read_by_desk
        ? t("指挥中心已读")
        : t("已送达指挥中心，未读");
    const read = one.read.length ? " · " + signs(page, one.read) : "";
    return el("small", { class: "m-mark" }, text, read);
  }

  function row(one, talk) {
    const isLate = Date.parse(one.at) - Date.parse(one.pressed_at) > LATE_MS;
    const missing = one.photos - one.photo_urls.length;
    const desk = talk.isCase ? t("办案人员") : t("指挥中心");
    return el(
      "li",
      { class: "m-message" + (isOwn(one) ? " is-own" : ""), "data-n": String(one.n) },
      el(
        "small",
        {},
        one.side === "desk" ? desk : one.call_sign,
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
      missing > 0 && !talk.page.is_hidden
        ? el("small", {}, t("{missing} 张照片还在路上", { missing }))
        : null,
      mark(one, talk),
    );
  }

  function waiting({ body }, { page }) {
    const text = body.text || reply(page, body.reply) || t("照片");
    return el(
      "li",
      { class: "m-message is-own is-waiting" },
      el("small", {}, t("有网络时自动发出")),
      el("span", { class: "m-said", translate: "no" }, text),
    );
  }

  /* Who has read what others said is not shown. */
  const unmarked = ({ delivered, read, read_by_desk: readByDesk, ...one }) => one;

  /* What stands in a conversation: by which key, what it is drawn of, and how. */
  function wanted(talk, path) {
    const { page, isCase } = talk;
    const about = [isCase, field.language.now(), page && [page.is_hidden, page.members]];
    const told = (page ? page.items : []).map((one) => ({
      key: String(one.n),
      of: JSON.stringify([isOwn(one) ? one : unmarked(one), about]),
      draw: () => row(one, talk),
    }));
    const waits = field
      .waiting()
      .filter((one) => one.path === path)
      .map((one) => ({
        key: one.key,
        of: JSON.stringify([one.body, about]),
        draw: () => waiting(one, talk),
      }));
    return [...told, ...waits];
  }

  function talkRows(list, talk, path) {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
    const last = list.lastElementChild;
    const old = new Map(Array.from(list.children, (node) => [node.dataset.key, node]));
    const nodes = wanted(talk, path).map(({ key, of, draw }) => {
      const held = old.get(key);
      if (held && said.get(held) === of) return held;
      const made = draw();
      made.dataset.key = key;
      said.set(made, of);
      return made;
    });
    for (const node of old.values()) if (!nodes.includes(node)) node.remove();
    nodes.forEach((node, at) => {
      if (list.children[at] !== node) list.insertBefore(node, list.children[at] || null);
    });
    const isOwnNews = nodes.length && nodes.at(-1) !== last && nodes.at(-1).matches(".is-own");
    if (isAtEnd || isOwnNews) list.scrollTop = list.scrollHeight;
  }

  Object.assign(field, { talkRows, talkReply: reply, clock });
})();
