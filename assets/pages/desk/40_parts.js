/* Parts of the desk that are drawn anew only when what they show has changed.
 *
 *   desk.part(box, shown, build)   `shown` is any JSON; build() answers the nodes
 *   desk.button({text, key, run, hint, isMain, needs})   a button that says why it is shut
 *   desk.line(label, value)
 *   desk.ruleLink(page, class, text)   to the checklist or run card of a class
 *   desk.actor(name)                 who wrote a record, in words
 *
 * The focus stays on the element with the same data-focus; scrolling stays where it was.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t } = onescreen;

  function part(box, shown, build) {
    const text = JSON.stringify(shown);
    if (box.deskShown === text) return false;
    box.deskShown = text;
    const held = box.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const top = box.scrollTop;
    box.replaceChildren(...[build()].flat().filter(Boolean));
    box.scrollTop = top;
    if (held) {
      const again = box.querySelector('[data-focus="' + CSS.escape(held) + '"]');
      if (again) again.focus({ preventScroll: true });
    }
    onescreen.clock.tickAges();
    return true;
  }

  /* `needs` answers a reason why it cannot be done now, "" when it can. */
  function button({ text, key, run, hint, isMain, focus, needs }) {
    const node = el(
      "button",
      {
        class: "button small" + (isMain ? " is-main" : ""),
        type: "button",
        title: hint || null,
        "aria-keyshortcuts": key || null,
        "data-focus": focus || key || text,
      },
      key ? el("kbd", {}, key) : null,
      text,
    );
    node.addEventListener("click", () => {
      const reason = (needs && needs()) || desk.blocked();
      if (reason) desk.say(reason);
      else run();
    });
    return node;
  }

  function line(label, ...value) {
    return el(
      "div",
      { class: "dc-line" },
      el("span", { class: "dc-label" }, t(label)),
      el("span", { class: "dc-value" }, ...value),
    );
  }

  const ACTORS = {
    "demo-dispatcher": "演示调度员",
    outbox: "系统",
    escalation: "系统",
    timers: "系统",
  };
  const actor = (name) =>
    t(ACTORS[name] || onescreen.words.SOURCE[name] || (name || "").replace(/^unit:/, ""));

  /* Where the rules behind what is shown can be read, and by administrators changed. */
  const ruleLink = (page, code, text) =>
    el(
      "a",
      {
        class: "link rule-link",
        href: "/admin/" + page + "?class=" + encodeURIComponent(code),
        target: "_blank",
        rel: "noopener",
        title: t("看规则；系统管理员可以修改"),
        tabindex: "-1",
      },
      text + " ↗",
    );

  Object.assign(desk, { part, button, line, actor, ruleLink });
})();
