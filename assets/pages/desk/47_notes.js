/* Notes with @unit, photos and files, and the answers of the checklist. What is typed stays typed. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels, picture } = onescreen;
  const at = desk.api.at;
  const MOST = 8;
  const drafts = onescreen.kept("desk.notes");
  let form = null;

  /* ---- writing, with @call-sign completion ---- */

  function mention(area) {
    const before = area.value.slice(0, area.selectionStart);
    const match = /@([^\s@]{0,20})$/.exec(before);
    return match ? { text: match[1], from: before.length - match[1].length } : null;
  }

  function candidates(text) {
    const sent = new Set(picture.assignmentsOf(desk.state.number()).map((one) => one.unit_id));
    const found = [];
    for (const unit of picture.entities.unit.values()) {
      if (unit.call_sign.includes(text)) found.push(unit);
    }
    return found
      .sort(
        (a, b) => sent.has(b.unit_id) - sent.has(a.unit_id) || (a.call_sign < b.call_sign ? -1 : 1),
      )
      .slice(0, MOST);
  }

  function makeForm() {
    const area = el("textarea", {
      class: "note-text",
      rows: 2,
      maxlength: 2000,
      "data-focus": "note",
      "aria-label": t("备注，用 @ 提到力量"),
      placeholder: t("写备注，@ 提到力量，Ctrl+Enter 保存"),
    });
    const list = el("div", { class: "mention", role: "listbox", hidden: true });
    const uploads = desk.files.uploads();
    const keys = desk.orders.keyOfWords();
    const save = desk.button({ text: t("保存备注"), focus: "save-note", run: () => saveNote() });
    const error = el("p", { class: "field-error", role: "alert" });
    let chosen = 0;
    let found = [];

    function close() {
      list.hidden = true;
      found = [];
    }

    function take(unit) {
      const spot = mention(area);
      if (!spot) return;
      area.setRangeText(unit.call_sign + " ", spot.from, area.selectionStart, "end");
      drafts.set(desk.state.number(), area.value);
      close();
      area.focus();
    }

    function look() {
      drafts.set(desk.state.number(), area.value);
      const spot = mention(area);
      found = spot ? candidates(spot.text) : [];
      chosen = 0;
      list.hidden = !found.length;
      list.replaceChildren(
        ...found.map((unit, i) => {
          const node = el(
            "div",
            { class: "mention-row", role: "option", "aria-selected": String(i === chosen) },
            unit.call_sign,
          );
          node.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(unit);
          });
          return node;
        }),
      );
    }

    function key(event) {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        saveNote();
      } else if (found.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        Array.from(list.children).forEach((node, i) =>
          node.setAttribute("aria-selected", String(i === chosen)),
        );
      } else if (found.length && (event.key === "Enter" || event.key === "Tab")) {
        event.preventDefault();
        take(found[chosen]);
      }
    }

    async function saveNote() {
      const number = desk.state.number();
      const text = area.value.trim();
      error.textContent = text ? desk.blocked() : t("备注是空的");
      if (error.textContent) return;
      const made = await desk.act({
        label: t("备注"),
        path: at.step(number, "notes"),
        body: { text },
        isOnce: true,
        key: keys.of(number, text),
        note: number,
      });
      if (made) desk.dossier.refresh();
    }

    area.addEventListener("input", look);
    area.addEventListener("keydown", key);
    area.addEventListener("blur", close);
    desk.layers.add(70, () => !list.hidden && (close(), true));
    return {
      node: el(
        "div",
        { class: "note-form" },
        area,
        list,
        error,
        el("div", { class: "dc-buttons" }, save, desk.files.chooser()),
        uploads.node,
      ),
      area,
      uploads,
    };
  }

  /* ---- what is there ---- */

  /* A number in it, such as a second caller's, can be read for a reason. */
  function noteRow(note) {
    const shown = el("span", { class: "note-body", translate: "no", dir: "auto" }, note.text);
    return el(
      "li",
      { class: "note-row" },
      el("span", { class: "num tl-at" }, onescreen.clock.moment(Date.parse(note.at))),
      shown,
      el("span", { class: "tl-actor" }, desk.actor(note.actor)),
      note.id && note.text && note.text.includes("***")
        ? onescreen.reveal.button({
            kind: "note",
            id: note.id,
            fields: ["text"],
            show: (fields) => (shown.textContent = fields.text || note.text),
            hide: () => (shown.textContent = note.text),
          })
        : null,
    );
  }

  function answers(card) {
    const list = card && card.checklist;
    const given = (list && list.answers) || {};
    const items = (list && list.items) || [];
    return items
      .filter((one) => given[one.id] !== undefined)
      .map((one) =>
        desk.line(
          desk.helpers.textOf(one),
          given[one.id] === true ? t("是") : desk.helpers.optionOf(one, String(given[one.id])),
        ),
      );
  }

  /* The masked text comes back by itself. */
  function revealOf(number, line, masked) {
    const shown = line.lastElementChild;
    return onescreen.reveal.button({
      kind: "incident",
      id: number,
      fields: ["reporter", "caller_phone"],
      show: (fields) => {
        shown.textContent = [fields.reporter, fields.caller_phone].filter(Boolean).join(" ");
      },
      hide: () => {
        shown.textContent = masked;
      },
    });
  }

  function callerLine(card) {
    const caller = card && card.caller;
    if (!caller) return null;
    const text = [caller.name || caller.caller_name, caller.phone || caller.caller_phone]
      .filter(Boolean)
      .join(" ");
    if (!text) return null;
    const line = desk.line("报警人", text);
    if (onescreen.reveal && desk.state.incident())
      line.append(revealOf(desk.state.number(), line, text));
    return line;
  }

  function draw(box, state) {
    if (!form || !box.contains(form.node)) {
      form = makeForm();
      box.held = el("div", {});
      box.replaceChildren(
        el("h4", { class: "dc-heading only-wide" }, t("备注与附件")),
        form.node,
        box.held,
      );
      box.number = null;
    }
    if (box.number !== state.number) {
      box.number = state.number;
      form.area.value = drafts.get(state.number) || "";
      form.uploads.draw();
    }
    const { card, timeline } = desk.dossier.get();
    const failed = desk.dossier.failed("card") || desk.dossier.failed("timeline");
    const notes = timeline ? timeline.items.filter((one) => one.kind === "note") : null;
    desk.part(box.held, [card && [card.files, card.checklist, card.caller], notes, failed], () => [
      failed ? el("p", { class: "dc-reason" }, t("附件与备注暂时读不到：") + failed) : null,
      callerLine(card),
      ...answers(card),
      card && (card.files || []).length
        ? el("ul", { class: "files" }, ...card.files.map(desk.files.row))
        : null,
      notes && notes.length
        ? el("ul", { class: "notes" }, ...notes.slice().reverse().map(noteRow))
        : null,
      notes && !notes.length ? panels.says(t("还没有备注")) : null,
    ]);
  }

  /* Written at once or by a retry: what was typed is not typed any more. */
  function written({ note, body }) {
    if (!note) return;
    if ((drafts.get(note) || "").trim() === body.text) drafts.set(note, null);
    if (form && desk.state.number() === note && form.area.value.trim() === body.text)
      form.area.value = "";
  }

  desk.orders.on("done", written);
  desk.cardParts.notes = draw;
  panels.start(() =>
    desk.keys.add(",", {
      label: "写备注",
      group: "所选事件",
      when: () => Boolean(desk.state.incident()),
      run: () => {
        desk.state.set({ tab: "notes" });
        desk.card.now();
        const area = panels.byId("desk-card").querySelector(".note-text");
        if (area) area.focus();
      },
    }),
  );
})();
