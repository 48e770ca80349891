/* Forms that Dash draws (layouts/office/office.py): what is sent goes into the store that data-form names,
 * field by field, beside what data-ask says. Nothing leaves for another page, and what was typed
 * stays until the server has drawn the form anew. A form with data-key sends it as the field "key".
 *
 * A button with data-sure asks first, in a dialog of the browser's own: the keyboard stays inside,
 * Escape leaves.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el } = onescreen;
  let sent = 0;

  function send(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.form) return;
    event.preventDefault();
    if (form.closest(".is-busy")) return;
    sent += 1;
    const values = {};
    for (const [name, value] of new FormData(form).entries()) values[name] = String(value).trim();
    const asked = JSON.parse(form.dataset.ask || "{}");
    if (form.dataset.key) values.key = form.dataset.key;
    typed = typed.filter(({ name }) => name !== nameOf(form));
    onescreen.bridge.tell(form.dataset.form, { ...values, ...asked, sent });
  }

  function confirmed(button) {
    return new Promise((resolve) => {
      const yes = el("button", { class: "button small is-main", value: "yes" });
      yes.textContent = button.textContent;
      const no = el("button", { class: "button small", value: "", autofocus: true });
      no.textContent = button.dataset.back;
      const dialog = el(
        "dialog",
        { class: "admin-ask as-said", "aria-label": button.textContent },
        el(
          "form",
          { method: "dialog" },
          el("p", {}, el("strong", { translate: "no" }, button.dataset.about || "")),
          el("p", {}, button.dataset.sure),
          el("div", { class: "admin-acts" }, no, yes),
        ),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  /* Before 20_open.js hears of the press: it hears of it when somebody is sure. */
  async function ask(event) {
    const button = event.target instanceof Element && event.target.closest("[data-sure]");
    if (!button || button.dataset.isSure) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!(await confirmed(button))) return;
    // The table may have been drawn anew while the question stood: the act is still the one asked.
    const copy = button.isConnected ? button : button.cloneNode(true);
    if (copy !== button) document.body.append(copy);
    copy.dataset.isSure = "yes";
    copy.click();
    if (copy === button) delete button.dataset.isSure;
    else copy.remove();
  }

  /* What has just been opened takes the focus; the same drawn anew keeps it where it is. */
  let focused = null;
  function look() {
    const open = document.querySelector("[data-focus]");
    const name = open && open.dataset.focus;
    if (name && name !== focused) open.focus();
    focused = name;
  }
  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-focus"],
  });

  /* A form that is drawn anew in another language keeps what is typed in it, and its key. */
  const REDRAWN_WITHIN_MS = 5000;
  let typed = [];
  const forms = () => Array.from(document.querySelectorAll("form[data-form]"));
  const inputs = (form) =>
    Array.from(form.querySelectorAll("input[name]:not([type=hidden]), textarea[name]"));
  const nameOf = (form) => form.dataset.form + " " + form.dataset.ask;
  const setValue = (input, value) =>
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value").set.call(input, value);

  function remember() {
    typed = forms().map((form) => ({
      name: nameOf(form),
      key: form.dataset.key,
      values: inputs(form).map((input) => [input.name, input.value]),
    }));
    setTimeout(() => (typed = []), REDRAWN_WITHIN_MS);
  }

  function refill() {
    for (const { name, key, values } of typed) {
      const form = forms().find((one) => nameOf(one) === name);
      if (form && key) form.dataset.key = key;
      for (const [field, value] of form ? values : []) {
        const input = inputs(form).find((one) => one.name === field);
        if (!input || input.value === value || input === document.activeElement) continue;
        setValue(input, value);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  /* What is typed afterwards counts, not what was remembered. */
  function forget({ isTrusted, target }) {
    if (!isTrusted || !target.form) return;
    for (const one of typed.filter(({ name }) => name === nameOf(target.form)))
      one.values = one.values.filter(([field]) => field !== target.name);
  }

  document.addEventListener("input", forget);
  onescreen.language.on("change", remember);
  new MutationObserver(() => typed.length && requestAnimationFrame(refill)).observe(
    document.documentElement,
    { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] },
  );

  document.addEventListener("submit", send);
  document.addEventListener("click", ask, true);
})();
