/* Personal fields in full, for a reason, for half a minute.
 *
 *   onescreen.reveal.button({kind, id, fields, show, hide})   a button 显示
 *
 * The server decides who may and writes the reason down before it answers. show(fields) is given
 * what was revealed; hide() is called after the seconds the server names. Never on the wall.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const SHORTEST_REASON = 4;
  const { el, t } = onescreen;

  async function ask(kind, id, fields, reason) {
    const answer = await fetch("/api/v1/desk/reveal", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ kind, id, fields, reason }),
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new Error((told.error && told.error.message) || t("服务暂时没有回答"));
  }

  /* Asks for the reason; resolves to what was revealed, or null when it was called off. */
  function prompt(kind, id, fields) {
    return new Promise((resolve) => {
      const reason = el("input", {
        type: "text",
        minlength: SHORTEST_REASON,
        maxlength: 200,
        required: true,
        class: "reveal-reason",
        autocomplete: "off",
        "aria-label": t("查看原因"),
      });
      const says = el("p", { class: "reveal-says", role: "alert" });
      const yes = el("button", { class: "button is-main", type: "submit" }, t("显示"));
      const no = el("button", { class: "button", type: "button" }, t("取消"));
      const form = el(
        "form",
        { method: "dialog" },
        el("h2", {}, t("显示完整个人信息")),
        el("p", {}, t("请写明原因（至少 4 个字）。本次查看会被记录，30 秒后自动隐藏。")),
        reason,
        says,
        el("div", { class: "reveal-line" }, yes, no),
      );
      const dialog = el("dialog", { class: "reveal" }, form);
      let told = null;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        yes.disabled = true;
        try {
          told = await ask(kind, id, fields, reason.value.trim());
          dialog.close();
        } catch (error) {
          says.textContent = error.message;
          yes.disabled = false;
        }
      });
      /* What is typed here must not reach the keys of the page. */
      dialog.addEventListener("keydown", (event) => event.stopPropagation());
      no.addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(told);
      });
      document.body.append(dialog);
      dialog.showModal();
      reason.focus();
    });
  }

  function button({ kind, id, fields, show, hide }) {
    const node = el("button", { class: "button small reveal-button", type: "button" }, t("显示"));
    node.addEventListener("click", async () => {
      if (onescreen.route && onescreen.route.page === "wall") return;
      node.disabled = true;
      const told = await prompt(kind, id, fields);
      if (!told) {
        node.disabled = false;
        return;
      }
      show(told.fields);
      setTimeout(() => {
        node.disabled = false;
        hide();
      }, told.hides_after_s * 1000);
    });
    return node;
  }

  onescreen.reveal = { button };
})();
