/* Where a number comes from: hover it, or focus it and press Enter, and a small card says source,
 * time and age. Any element with data-prov takes part; there is one card for all.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  let card = null;
  let shownFor = null;
  let timer = null;

  function build() {
    const line = (label) => {
      const value = el("span", { class: "prov-value" });
      return [el("div", { class: "prov-line" }, el("span", { class: "prov-label" }, label), value), value];
    };
    const [sourceLine, source] = line("来源");
    const [atLine, at] = line("时间");
    const [ageLine, age] = line("距今");
    const note = el("div", { class: "prov-note" });
    card = el("div", { class: "prov", id: "provenance", role: "tooltip", hidden: true },
      sourceLine, atLine, ageLine, note);
    Object.assign(card, { source, at, age, note });
    document.body.append(card);
  }

  function fill() {
    const { prov, provAt, provNote } = shownFor.dataset;
    const at = Date.parse(provAt);
    card.source.textContent = prov || "未注明";
    card.at.textContent = Number.isFinite(at) ? onescreen.clock.timeOfDay(at) : "未知";
    card.age.textContent = Number.isFinite(at) ? words.age(panels.now() - at) : "未知";
    card.note.textContent = provNote || "";
    card.note.hidden = !provNote;
  }

  function put() {
    const box = shownFor.getBoundingClientRect();
    const own = card.getBoundingClientRect();
    const edge = 8 * onescreen.scale();
    const below = box.bottom + edge + own.height < window.innerHeight;
    const top = below ? box.bottom + edge : Math.max(edge, box.top - own.height - edge);
    const left = Math.min(Math.max(edge, box.left), window.innerWidth - own.width - edge);
    card.style.top = top + "px";
    card.style.left = left + "px";
  }

  function show(node) {
    if (!card) build();
    if (shownFor) hide();
    shownFor = node;
    node.setAttribute("aria-describedby", "provenance");
    fill();
    card.hidden = false;
    put();
    timer = setInterval(() => (shownFor.isConnected ? fill() : hide()), 1000);
  }

  function hide() {
    if (!shownFor) return;
    clearInterval(timer);
    shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    card.hidden = true;
  }

  const target = (event) =>
    event.target instanceof Element ? event.target.closest("[data-prov]") : null;

  document.addEventListener("mouseover", (event) => {
    const node = target(event);
    if (node && node !== shownFor) show(node);
    else if (!node && shownFor && shownFor !== document.activeElement) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.key !== "Enter") return;
    const node = document.activeElement && document.activeElement.closest("[data-prov]");
    if (!node) return;
    if (shownFor === node) hide();
    else show(node);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);
})();
