/* A field with a list under it: type, arrows move, Enter or Tab takes.
 *
 *   desk.combo({label, hint, find(text), more(text), show(item), take(item)})   → {node, input, close, look}
 *
 * `find` answers at once from what the page holds; `more`, where given, asks the server once the
 * typing rests, and its answer stands in place of the first. Enter that came before it takes the
 * first of it.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t } = onescreen;
  const SETTLE_MS = 180;
  let serial = 0;
  /* The field that is typed in; fields of forms that are gone are held by nothing. */
  let current = null;
  desk.layers.add(80, () => Boolean(current && current()));

  desk.combo = function combo({ name, label, hint, find, more, show, take }) {
    serial += 1;
    const id = "desk-combo-" + serial;
    const list = el("div", {
      class: "combo-list",
      id,
      role: "listbox",
      "aria-label": t(label),
      hidden: true,
    });
    const input = el("input", {
      name,
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 60,
      placeholder: t(hint),
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-autocomplete": "list",
    });
    const said = el("span", { class: "field-said", role: "status" });
    let found = [];
    let chosen = 0;
    let timer = null;
    let isAsking = false;
    let takesFirst = false;

    function close() {
      takesFirst = false;
      if (list.hidden) return false;
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      return true;
    }

    function mark() {
      Array.from(list.children).forEach((node, i) =>
        node.setAttribute("aria-selected", String(i === chosen)),
      );
      if (found.length) input.setAttribute("aria-activedescendant", id + "-" + chosen);
      else input.removeAttribute("aria-activedescendant");
      const node = list.children[chosen];
      if (node) node.scrollIntoView({ block: "nearest" });
    }

    function pick(item) {
      clearTimeout(timer);
      isAsking = false;
      close();
      take(item);
    }

    function draw(items) {
      found = items;
      chosen = 0;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      list.replaceChildren(
        ...found.map((item, i) => {
          const node = el(
            "div",
            { class: "combo-row", role: "option", id: id + "-" + i },
            ...show(item),
          );
          node.addEventListener("mousedown", (event) => {
            event.preventDefault();
            pick(item);
          });
          return node;
        }),
      );
      mark();
    }

    async function ask(text) {
      const items = await more(text).catch(() => null);
      if (input.value !== text || !isAsking) return;
      isAsking = false;
      const isWanted = takesFirst;
      if (items && items.length && chosen === 0) draw(items);
      if (!found.length)
        said.textContent = t(
          items
            ? "没有找到。可换路名、门牌、村社区名，或直接点地图"
            : "暂时查不到地名，可用网格编码或点地图",
        );
      if (isWanted && found.length) pick(found[0]);
      else if (document.activeElement !== input) close();
    }

    function look() {
      clearTimeout(timer);
      takesFirst = false;
      said.textContent = "";
      draw(find(input.value));
      isAsking = Boolean(more && input.value.trim());
      if (isAsking) timer = setTimeout(ask, SETTLE_MS, input.value);
    }

    function key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        if (list.hidden) look();
        else chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        mark();
      } else if (
        (event.key === "Enter" || event.key === "Tab") &&
        !event.shiftKey &&
        !list.hidden &&
        found[chosen] &&
        input.value.trim()
      ) {
        event.preventDefault();
        pick(found[chosen]);
      } else if (event.key === "Enter") {
        event.preventDefault();
        takesFirst = isAsking;
      } else if (event.key === "Tab" && !event.shiftKey && isAsking) {
        takesFirst = true;
      }
    }

    input.addEventListener("input", look);
    input.addEventListener("keydown", key);
    input.addEventListener("focus", () => {
      current = close;
    });
    /* Left by Tab before the answer came: it is taken when it comes. */
    input.addEventListener("blur", () => {
      const isWanted = takesFirst;
      close();
      if (current === close) current = null;
      takesFirst = isWanted;
    });
    const error = el("span", { class: "field-error", role: "alert" });
    const node = el(
      "label",
      { class: "field", "data-name": name },
      el("span", { class: "field-label" }, t(label)),
      input,
      said,
      error,
      list,
    );
    return { node, input, said, close, look };
  };
})();
