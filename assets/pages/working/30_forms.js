/* Forms that Dash draws (layouts/office/office.py): what is sent goes into the store that data-form names,
 * field by field, beside what data-ask says. Nothing leaves for another page; what was typed stays
 * (35_typed.js). A form with data-key sends it as the field "key".
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
    const name = nameOf(form);
    if (onescreen.busy.isFree(form, name, () => again(name))) say(form);
  }

  const nameOf = ({ dataset }) => [dataset.form, dataset.ask, dataset.key].join(" ");

  /* Drawn anew meanwhile, it is the form that is the same. */
  function again(name) {
    const forms = Array.from(document.querySelectorAll("form[data-form]"));
    const same = forms.find((one) => nameOf(one) === name);
    if (same) same.requestSubmit();
  }

  function say(form) {
    sent += 1;
    const values = {};
    for (const [name, value] of new FormData(form).entries()) values[name] = String(value).trim();
    const asked = JSON.parse(form.dataset.ask || "{}");
    if (form.dataset.key) values.key = form.dataset.key;
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

  document.addEventListener("submit", send);
  document.addEventListener("click", ask, true);
})();
