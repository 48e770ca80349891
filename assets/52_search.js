/* The search box: areas by name, pinyin initials or code. `/` focuses, arrows move, Enter goes. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const MOST = 9;
  let box = null;
  let list = null;
  let found = [];
  let chosen = 0;

  function open(area) {
    close();
    box.blur();
    const isWall = onescreen.route.page === "wall";
    if (area.level === "village") onescreen.route.go(onescreen.route.community(area.code));
    else if (area.level === "grid" && !isWall && area.code.startsWith(onescreen.route.area)) {
      onescreen.place.set({ area: area.code });
    } else if (isWall) onescreen.place.set({ area: area.code, selection: null });
    else onescreen.route.go("/?area=" + area.code);
  }

  function close() {
    found = [];
    list.replaceChildren();
    list.classList.remove("open");
    box.setAttribute("aria-expanded", "false");
  }

  function row(area, i) {
    const parents = onescreen.areas
      .path(area.code)
      .slice(1, -1)
      .map((part) => part.name)
      .join(" ▸ ");
    const name = area.level === "grid" ? "网格 " + area.code.slice(-3) : area.name;
    const node = el(
      "div",
      { class: "search-row", role: "option", id: "search-row-" + i },
      el("span", { class: "search-name" }, name),
      el("span", { class: "search-path" }, parents || words.LEVEL[area.level]),
      el("span", { class: "num search-code" }, area.code),
    );
    node.addEventListener("mousedown", (event) => {
      event.preventDefault();
      open(area);
    });
    return node;
  }

  function mark() {
    Array.from(list.children).forEach((node, i) =>
      node.setAttribute("aria-selected", String(i === chosen)),
    );
    box.setAttribute("aria-activedescendant", found.length ? "search-row-" + chosen : "");
  }

  function look() {
    const text = box.value.trim();
    if (!text) {
      close();
      return;
    }
    found = onescreen.areas.search(text).slice(0, MOST);
    chosen = 0;
    list.classList.add("open");
    box.setAttribute("aria-expanded", "true");
    if (!found.length) {
      const why = onescreen.areas.byCode.size ? "没有找到“" + text + "”" : "底图还在载入";
      list.replaceChildren(el("div", { class: "search-none" }, why));
      return;
    }
    list.replaceChildren(...found.map(row));
    mark();
  }

  function key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      box.value = "";
      close();
      box.blur();
    } else if (event.key === "Enter" && found[chosen]) {
      event.preventDefault();
      open(found[chosen]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    }
    event.stopPropagation();
  }

  /* `/` from anywhere but a text field. */
  function focusByKey(event) {
    const inField =
      event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key !== "/" || inField || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  panels.start(() => {
    box = panels.byId("search");
    list = panels.byId("search-results");
    list.className = "search-results";
    list.setAttribute("role", "listbox");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "search-results",
      "aria-label": "搜索地名、拼音首字母或编码",
    }))
      box.setAttribute(name, value);
    box.addEventListener("input", look);
    box.addEventListener("keydown", key);
    box.addEventListener("focus", look);
    box.addEventListener("blur", close);
    document.addEventListener("keydown", focusByKey);
  });
})();
