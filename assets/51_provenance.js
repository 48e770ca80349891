/* Where a number comes from: hover it, or focus it and press Enter or i, and a small card says
 * source, time and age. Any element with data-prov takes part; there is one card for all.
 *
 * Enter belongs to rows and buttons that do something of their own: on them i opens the numbers
 * inside, one after the other.
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
      return [
        el("div", { class: "prov-line" }, el("span", { class: "prov-label" }, label), value),
        value,
      ];
    };
    const [sourceLine, source] = line("来源");
    const [atLine, at] = line("时间");
    const [ageLine, age] = line("距今");
    const note = el("div", { class: "prov-note" });
    card = el(
      "div",
      { class: "prov", id: "provenance", role: "tooltip", hidden: true },
      sourceLine,
      atLine,
      ageLine,
      note,
    );
    Object.assign(card, { source, at, age, note });
    document.body.append(card);
  }

  function fill() {
    const { prov, provAt, provNote } = shownFor.dataset;
    const at = Date.parse(provAt);
    card.source.textContent = prov || "未注明";
    card.at.textContent = Number.isFinite(at) ? onescreen.clock.moment(at) : "未知";
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

  /* The number that has the focus or holds it, else those inside what has it. */
  function numbersAt(focused) {
    const own = focused.closest("[data-prov]");
    if (own) return [own];
    return focused === document.body ? [] : Array.from(focused.querySelectorAll("[data-prov]"));
  }

  /* Show the next of the numbers; after the last one, none. */
  function step(numbers) {
    const next = numbers[numbers.indexOf(shownFor) + 1];
    if (next) show(next);
    else hide();
  }

  document.addEventListener("mouseover", (event) => {
    const node = target(event);
    if (node && node !== shownFor) show(node);
    else if (!node && shownFor && !document.activeElement.contains(shownFor)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const focused = document.activeElement;
    const isBusy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (!focused || isBusy || focused.closest("input, textarea, select")) return;
    if (event.key === "i") step(numbersAt(focused));
    else if (event.key === "Enter" && focused.matches("[data-prov]:not(a, button)"))
      step([focused]);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);
})();
