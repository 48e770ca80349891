/* Why somebody looks: asked once, before the first picture, and kept for this tab alone.
 *
 *   why.now()        what the register of looks is told, or null while it is not said
 *   why.form()       the line that asks; why.on(fn): it has changed
 *
 * `?incident=NUMBER` says it without being asked. docs/video.md, "Why somebody looks".
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el } = onescreen;
  const KEPT_AS = "onescreen.video.why";
  /* kind → its name and the fields it needs */
  const KINDS = {
    duty: ["值班巡查", ["text"]],
    incident: ["事件处置", ["subject"]],
    case: ["纠纷调处", ["subject"]],
    lookup: ["依法调取", ["text", "basis", "document"]],
    upkeep: ["设备调试", ["text"]],
  };
  const FIELDS = {
    text: ["查看事由", 500],
    subject: ["编号", 64],
    basis: ["法律依据", 200],
    document: ["文书编号", 100],
  };
  const listeners = new Set();
  let said = kept();

  function kept() {
    const incident = new URLSearchParams(location.search).get("incident");
    if (incident) return { kind: "incident", subject: incident };
    try {
      const held = JSON.parse(sessionStorage.getItem(KEPT_AS) || "null");
      return isWhole(held) ? held : null;
    } catch {
      return null;
    }
  }

  function isWhole(told) {
    if (!told || !(told.kind in KINDS)) return false;
    return KINDS[told.kind][1].every((name) => (told[name] || "").trim().length >= 2);
  }

  function say(told) {
    said = told;
    try {
      sessionStorage.setItem(KEPT_AS, JSON.stringify(told));
    } catch {
      /* A browser that keeps nothing asks again. */
    }
    for (const fn of listeners) fn();
  }

  function form() {
    const kind = el("select", { "aria-label": "查看用途", name: "kind" });
    for (const [code, [name]] of Object.entries(KINDS))
      kind.append(el("option", { value: code }, name));
    const inputs = {};
    for (const [name, [label, most]] of Object.entries(FIELDS))
      inputs[name] = el("input", {
        name,
        placeholder: label,
        "aria-label": label,
        maxlength: most,
        autocomplete: "off",
      });
    const done = el("button", { type: "submit" }, "登记用途");
    const state = el("span", { class: "video-why-state", role: "status" });
    const node = el(
      "form",
      { class: "video-why" },
      "用途",
      kind,
      ...Object.values(inputs),
      done,
      state,
    );

    function told() {
      const needs = KINDS[kind.value][1];
      return {
        kind: kind.value,
        ...Object.fromEntries(needs.map((name) => [name, inputs[name].value.trim()])),
      };
    }
    function draw() {
      const needs = KINDS[kind.value][1];
      for (const [name, input] of Object.entries(inputs)) input.hidden = !needs.includes(name);
      const isSaid = said && JSON.stringify(said) === JSON.stringify(told());
      state.textContent = isSaid ? "每次查看都按此登记" : "登记后才能看画面";
      state.classList.toggle("is-said", Boolean(isSaid));
      done.disabled = Boolean(isSaid) || !isWhole(told());
    }
    if (said) {
      kind.value = said.kind;
      for (const name of Object.keys(FIELDS)) inputs[name].value = said[name] || "";
    }
    node.addEventListener("input", draw);
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!isWhole(told())) return;
      say(told());
      draw();
    });
    draw();
    return node;
  }

  onescreen.why = { now: () => said, form, on: (fn) => listeners.add(fn) };
})();
