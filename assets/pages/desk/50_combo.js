/* A field with a list under it: type, arrows move, Enter or Tab takes.
 *
 *   desk.combo({label, hint, find(text), show(item), take(item), more(text)})   → {node, input, close, look}
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t } = onescreen;
  let serial = 0;

  desk.combo = function combo({ name, label, hint, find, show, take }) {
    serial += 1;
    const id = "desk-combo-" + serial;
    const list = el("div", { class: "combo-list", id, role: "listbox", hidden: true });
    const input = el("input", { name, type: "text", autocomplete: "off", spellcheck: "false", maxlength: 60, placeholder: t(hint),
      role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" });
    let found = [];
    let chosen = 0;

    function close() {
      if (list.hidden) return false;
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      return true;
    }

    function mark() {
      Array.from(list.children).forEach((node, i) => node.setAttribute("aria-selected", String(i === chosen)));
      input.setAttribute("aria-activedescendant", found.length ? id + "-" + chosen : "");
      const node = list.children[chosen];
      if (node) node.scrollIntoView({ block: "nearest" });
    }

    function pick(item) {
      close();
      take(item);
    }

    function look() {
      found = find(input.value);
      chosen = 0;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      list.replaceChildren(...found.map((item, i) => {
        const node = el("div", { class: "combo-row", role: "option", id: id + "-" + i }, ...show(item));
        node.addEventListener("mousedown", (event) => {
          event.preventDefault();
          pick(item);
        });
        return node;
      }));
      mark();
    }

    function key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        if (list.hidden) look();
        else chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        mark();
      } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && !list.hidden && found[chosen] && input.value.trim()) {
        event.preventDefault();
        pick(found[chosen]);
      } else if (event.key === "Enter") {
        event.preventDefault();
      }
    }

    input.addEventListener("input", look);
    input.addEventListener("keydown", key);
    input.addEventListener("blur", close);
    const error = el("span", { class: "field-error", role: "alert" });
    const said = el("span", { class: "field-said" });
    const node = el("label", { class: "field", "data-name": name }, el("span", { class: "field-label" }, t(label)), input, said, error, list);
    return { node, input, said, close, look };
  };
})();
