/* Small questions over the card before something ends, moves or changes: keyboard first, Ctrl+Enter sends.
 *
 *   desk.ask.open({title, fields, send, run})   fields: [{name, label, kind, options, value, isNeeded}]
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words } = onescreen;
  let open = null;

  function field({ name, label, kind, options, value }) {
    let input;
    if (kind === "choice") {
      input = el("select", { name }, ...options.map(([code, text]) => el("option", { value: code, selected: code === value }, text)));
    } else if (kind === "many") {
      input = el("select", { name, multiple: true, size: Math.min(6, options.length || 1) },
        ...options.map(([code, text]) => el("option", { value: code, selected: (value || []).includes(code) }, text)));
    } else {
      input = el(kind === "long" ? "textarea" : "input", { name, rows: kind === "long" ? 3 : null, maxlength: 2000, autocomplete: "off" });
      input.value = value || "";
    }
    return el("label", { class: "field", "data-name": name }, el("span", { class: "field-label" }, t(label)), input,
      el("span", { class: "field-error", role: "alert" }));
  }

  function valueOf(input) {
    return input.multiple ? Array.from(input.selectedOptions, (one) => one.value) : input.value.trim();
  }

  function close() {
    if (!open) return false;
    const { node, cameFrom } = open;
    open = null;
    node.remove();
    if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    return true;
  }

  function wrong(node, name, text) {
    const box = node.querySelector('[data-name="' + CSS.escape(name || "") + '"] .field-error') || node.querySelector(".ask-error");
    box.textContent = text;
    const input = box.parentElement.querySelector("input, textarea, select");
    if (input) input.focus();
  }

  async function submit(node, { fields, run }) {
    node.querySelectorAll(".field-error").forEach((one) => (one.textContent = ""));
    const values = {};
    for (const { name, label, isNeeded } of fields) {
      values[name] = valueOf(node.querySelector('[name="' + name + '"]'));
      if (isNeeded && !values[name]) {
        wrong(node, name, t("请填写{label}", { label: t(label) }));
        return;
      }
    }
    const reason = desk.blocked();
    if (reason) {
      wrong(node, "", reason);
      return;
    }
    try {
      await run(values);
      if (open && open.node === node) close();
    } catch (error) {
      wrong(node, error.field, error.text || error.message);
    }
  }

  function show(question) {
    close();
    const node = el("form", { class: "ask panel", "aria-label": t(question.title) }, el("h3", { class: "panel-title" }, t(question.title)),
      ...question.fields.map(field), el("p", { class: "field-error ask-error", role: "alert" }),
      el("div", { class: "dc-buttons" }, el("button", { class: "button small is-main", type: "submit" }, el("kbd", {}, "Ctrl+Enter"), t(question.send)),
        el("button", { class: "button small", type: "button", "data-close": true }, el("kbd", {}, "Esc"), t("不办了"))));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(node, question);
    });
    node.addEventListener("keydown", (event) => {
      const sends = event.key === "Enter" && !event.isComposing && (event.ctrlKey || event.metaKey || event.target.matches("input, select"));
      if (!sends) return;
      event.preventDefault();
      submit(node, question);
    });
    node.querySelector("[data-close]").addEventListener("click", close);
    open = { node, cameFrom: document.activeElement };
    panels.byId("desk-card").closest(".panel").append(node);
    node.querySelector("input, select, textarea").focus();
  }

  /* A question's refusal stands in the question: it is not an order that failed behind one's back. */
  const send = (state, label, step, body) => desk.act(
    { label: t("{label} {title}", { label: t(label), title: state.title || state.number }), path: desk.api.at.step(state.number, step), body },
    { isQuiet: true });

  const endings = (ends) => desk.options.get().dispositions.filter((one) => one.ends === ends).map((one) => [one.code, one.name]);
  const without = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const note = { name: "note", label: "说明", kind: "long" };

  function closing(state) {
    show({ title: "结案", send: "结案", run: (values) => send(state, "结案", "close", without(values)),
      fields: [{ name: "disposition", label: "处置结果", kind: "choice", options: endings("closed"), isNeeded: true }, note] });
  }

  function cancelling(state) {
    show({ title: "撤销事件", send: "撤销", run: (values) => send(state, "撤销", "cancel", without(values)),
      fields: [{ name: "disposition", label: "原因类别", kind: "choice", options: endings("cancelled") },
        { name: "reason", label: "原因", isNeeded: true }] });
  }

  function reopening(state) {
    show({ title: "重开事件", send: "重开", run: (values) => send(state, "重开", "reopen", values),
      fields: [{ name: "reason", label: "原因", isNeeded: true }] });
  }

  function transferring(state) {
    const departments = desk.options.get().departments.map((one) => [one.code, one.name]);
    show({ title: "转办与协同", send: "保存",
      fields: [{ name: "owner", label: "主办", kind: "choice", value: state.owner || "", options: [["", t("指挥中心")], ...departments] },
        { name: "departments", label: "协同（可多选）", kind: "many", value: state.shared_with || [], options: departments }, note],
      run: async ({ owner, departments: shared, note: words }) => {
        if ((owner || null) !== (state.owner || null)) {
          await send(state, "转办", "transfer", without({ owner: owner || null, note: words }));
        }
        if (String(shared) !== String(state.shared_with || [])) await send(state, "协同", "share", { departments: shared });
      } });
  }

  function changing(state) {
    const severities = [1, 2, 3, 4].map((level) => [String(level), words.SEVERITY_NAME[level]]);
    const others = panels.open(null).filter((one) => one.number !== state.number)
      .map((one) => [one.number, one.number + " " + (one.title || "")]);
    show({ title: "改级别、合并、关联", send: "保存",
      fields: [{ name: "severity", label: "级别", kind: "choice", value: String(state.severity), options: severities },
        { name: "link", label: "关联到", kind: "choice", options: [["", t("不关联")], ...others] },
        { name: "into", label: "并入（本事件随即结束）", kind: "choice", options: [["", t("不合并")], ...others] }],
      run: async ({ severity, link, into }) => {
        if (Number(severity) !== state.severity) {
          await desk.act({ label: t("改级别"), method: "PATCH", path: desk.api.at.card(state.number), body: { severity: Number(severity) } }, { isQuiet: true });
        }
        if (link) await send(state, "关联", "links", { other: link });
        if (into) await send(state, "合并", "merge", { into });
        if (into) desk.state.choose(into);
      } });
  }

  desk.ask = { open: show, close: closing, cancel: cancelling, reopen: reopening, transfer: transferring, change: changing };
  desk.layers.add(60, close);
})();
