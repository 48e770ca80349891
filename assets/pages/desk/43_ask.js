/* Small questions over the card before something ends, moves or changes: keyboard first, Ctrl+Enter sends.
 *
 *   desk.ask.add(name, question)     question(state) → {title, send, fields, run(values, key)}
 *   desk.ask.show(name, state)
 *
 * fields: [{name, label, kind, options, value, hint, isNeeded}], kind text, long, choice, many, checks, place.
 * What is typed survives a refresh; a refusal stands at its field and loses nothing. `key` is the
 * same for every try of one question.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t } = onescreen;
  const NEWS_MS = 700;
  const questions = new Map();
  const kept = onescreen.kept("desk.ask");
  let open = null;

  /* ---- fields: {node, input, read(), stop()} each ---- */

  const optionsOf = (options, isChosen) =>
    options.map(([code, text]) => el("option", { value: code, selected: isChosen(code) }, text));

  function placeField({ name, label, hint, value }) {
    let place = value && !value.typed ? value : null;
    const put = (one) => {
      place = one;
      combo.input.value = desk.place.words(one);
      combo.said.textContent = desk.place.exact(one);
      desk.place.show(one);
      combo.input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const combo = desk.combo({
      name,
      label,
      hint,
      find: desk.place.find,
      more: desk.place.more,
      show: desk.place.row,
      take: put,
    });
    combo.input.value = place ? desk.place.words(place) : (value && value.typed) || "";
    combo.input.addEventListener("input", () => (place = null));
    desk.place.listen(put);
    const stop = () => {
      desk.place.listen(null);
      desk.place.show(null);
    };
    return {
      node: combo.node,
      input: combo.input,
      stop,
      read: () => place || (combo.input.value.trim() ? { typed: combo.input.value.trim() } : null),
    };
  }

  function checksField({ name, label, options, value }) {
    const boxes = options.map(([code, text]) => {
      const input = el("input", { type: "checkbox", name, value: code });
      input.checked = (value || []).includes(code);
      return [input, el("label", { class: "ask-check" }, input, text)];
    });
    const node = el(
      "fieldset",
      { class: "field", "data-name": name },
      el("legend", { class: "field-label" }, t(label)),
      ...boxes.map(([, one]) => one),
      el("span", { class: "field-error", role: "alert" }),
    );
    const read = () => boxes.filter(([one]) => one.checked).map(([one]) => one.value);
    return { node, input: boxes[0][0], read };
  }

  function makeField(given) {
    const { name, label, kind, options, value, hint } = given;
    if (kind === "place") return placeField(given);
    if (kind === "checks") return checksField(given);
    let input;
    if (kind === "choice")
      input = el("select", { name }, ...optionsOf(options, (code) => code === value));
    else if (kind === "many") {
      input = el(
        "select",
        { name, multiple: true, size: Math.max(2, Math.min(6, options.length)) },
        ...optionsOf(options, (code) => (value || []).includes(code)),
      );
    } else {
      input = el(kind === "long" ? "textarea" : "input", {
        name,
        rows: kind === "long" ? 3 : null,
        maxlength: 2000,
        autocomplete: "off",
        placeholder: hint ? t(hint) : null,
      });
      input.value = value || "";
    }
    const node = el(
      "label",
      { class: "field", "data-name": name },
      el("span", { class: "field-label" }, t(label)),
      input,
      el("span", { class: "field-error", role: "alert" }),
    );
    const read = () =>
      input.multiple ? Array.from(input.selectedOptions, (one) => one.value) : input.value.trim();
    return { node, input, read };
  }

  function valuesOf(fields) {
    return Object.fromEntries(fields.map(({ name, read }) => [name, read()]));
  }

  /* ---- one question ---- */

  function close() {
    if (!open) return false;
    const { node, fields, cameFrom } = open;
    fields.forEach(({ stop }) => stop && stop());
    kept.set(open.number, null);
    open = null;
    node.remove();
    if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    return true;
  }

  function wrong(name, text) {
    const { node, fields } = open;
    const field = fields.find((one) => one.name === name);
    (field ? field.node : node).querySelector(field ? ".field-error" : ".ask-error").textContent =
      text;
    if (field) field.input.setAttribute("aria-invalid", "true");
    (field || fields[0]).input.focus();
  }

  function clean({ node }) {
    node.querySelectorAll(".field-error").forEach((one) => (one.textContent = ""));
    node.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  }

  function lack(values, fields) {
    for (const { name, label, isNeeded } of fields) {
      const value = values[name];
      if (value && value.typed)
        return [
          name,
          t("没有找到“{text}”：请从列表中选，或改成网格编码、坐标", { text: value.typed }),
        ];
      if (isNeeded && (!value || value.length === 0))
        return [name, t("请填写{label}", { label: t(label) })];
    }
    const reason = desk.blocked();
    return reason ? ["", reason] : null;
  }

  async function submit() {
    const mine = open;
    if (mine.isSending) return;
    clean(mine);
    const values = valuesOf(mine.fields);
    const missing = lack(values, mine.fields);
    if (missing) {
      wrong(...missing);
      return;
    }
    mine.isSending = true;
    try {
      await mine.question.run(values, mine.key);
      if (open === mine) close();
    } catch (error) {
      if (open === mine)
        wrong(
          (mine.question.fieldOf || {})[error.field] || error.field,
          error.text || error.message,
        );
      else desk.say(error.text || error.message);
    } finally {
      mine.isSending = false;
      follow();
    }
  }

  function keep() {
    if (open)
      kept.set(open.number, {
        name: open.name,
        number: open.number,
        key: open.key,
        values: valuesOf(open.fields),
      });
  }

  function onKey(event) {
    const isList = event.target.getAttribute("role") === "combobox";
    const isForced = event.ctrlKey || event.metaKey;
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!isForced && (isList || !event.target.matches("input, select"))) return;
    event.preventDefault();
    submit();
  }

  /* A question belongs to its incident: it goes with it, and comes back with what was typed. */
  function follow() {
    const number = desk.state.number();
    if (open && open.number !== number && !open.isSending) {
      const { node, fields, question } = open;
      keep();
      fields.forEach(({ stop }) => stop && stop());
      desk.say(
        t("“{title}”还没有提交，已留在 {number}，回到这起事件可继续填写", {
          title: t(question.title),
          number: open.number,
        }),
      );
      open = null;
      node.remove();
    }
    restore(true);
  }

  function show(name, state, held, isQuiet) {
    close();
    const question = questions.get(name)(state);
    const values = (held && held.values) || {};
    const fields = question.fields.map((one) => {
      const given = { ...one, value: one.name in values ? values[one.name] : one.value };
      return { ...one, ...makeField(given) };
    });
    const about = [state.number, state.title].filter(Boolean).join(" ");
    const node = el(
      "form",
      { class: "ask panel", "aria-label": t(question.title), novalidate: true },
      el("h3", { class: "panel-title" }, t(question.title)),
      el("p", { class: "dc-label ask-about" }, about),
      ...fields.map((one) => one.node),
      el("p", { class: "field-error ask-error", role: "alert" }),
      el(
        "div",
        { class: "dc-buttons" },
        el(
          "button",
          { class: "button small is-main", type: "submit" },
          el("kbd", {}, "Ctrl+Enter"),
          t(question.send),
        ),
        el(
          "button",
          { class: "button small", type: "button", "data-close": true },
          el("kbd", {}, "Esc"),
          t("不办了"),
        ),
      ),
    );
    open = {
      name,
      number: state.number,
      question,
      fields,
      node,
      key: (held && held.key) || desk.orders.newKey(),
      cameFrom: document.activeElement,
    };
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    node.addEventListener("keydown", onKey);
    for (const event of ["input", "change"]) node.addEventListener(event, keep);
    node.querySelector("[data-close]").addEventListener("click", close);
    panels.byId("desk-card").closest(".panel").append(node);
    // Walking through the queue goes on: the keys are not caught by a field.
    if (!isQuiet) fields[0].input.focus();
    keep();
  }

  /* After a refresh, or back at its incident: as soon as that is in the picture. */
  function restore(isQuiet) {
    const number = desk.state.number();
    const held = number && kept.get(number);
    if (!held || open || !questions.has(held.name)) return true;
    const state = onescreen.picture.entities.incident.get(number);
    if (!state) return onescreen.picture.seq !== null;
    show(held.name, state, held, isQuiet);
    return true;
  }

  panels.start(() => {
    const timer = setInterval(() => restore() && clearInterval(timer), NEWS_MS);
    if (restore()) clearInterval(timer);
    onescreen.place.on("change", follow);
  });

  desk.ask = {
    add: (name, question) => questions.set(name, question),
    show,
    isOpen: () => Boolean(open),
  };
  desk.layers.add(60, close);
})();
