/* Taking a call: one key opens the form, the clock runs from the first key, Ctrl+Enter sends.
 *
 * The form is made once per draft and never redrawn by live updates; only its helpers are.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture } = onescreen;
  const FIELD_OF = {
    class: "class",
    severity: "severity",
    lat: "place",
    lon: "place",
    area_code: "place",
    crs: "place",
    title: "text",
    description: "text",
    caller_name: "name",
    caller_phone: "phone",
  };
  let box = null;
  let form = null;
  let parts = null;
  let ask = null;
  let offered = [];
  let checklist = null;
  let isSending = false;

  const draft = () => desk.draft.get();

  /* ---- values ---- */

  function begun() {
    if (!draft().startedAt) desk.draft.set({ startedAt: panels.iso(picture.serverNow()) });
    drawClock();
  }

  function put(patch) {
    begun();
    desk.draft.set(patch);
    wrong(null);
    lookForHelp();
  }

  function takeClass(one) {
    const suggested = draft().severity === null || draft().isSuggested;
    put({ code: one.code, ...(suggested ? { severity: one.severity, isSuggested: true } : {}) });
    parts.kind.input.value = t(one.name);
    drawSeverity();
    parts.place.input.focus();
  }

  function takePlace(place, isQuiet) {
    const address = desk.draft.addressOf(draft().typed, place);
    put({ place, typedPlace: desk.place.words(place), address });
    parts.place.input.value = draft().typedPlace;
    drawPlace();
    if (!isQuiet) parts.text.focus();
  }

  function drawPlace() {
    const { place } = draft();
    desk.place.show(box.hidden ? null : place);
    parts.place.said.classList.toggle("is-hint", !place);
    panels.set(
      parts.place.said,
      place
        ? [
            t("已定位：{where}", { where: desk.place.words(place) }),
            draft().address ? t("地址记为“{address}”", { address: draft().address }) : "",
            desk.place.exact(place),
          ]
            .filter(Boolean)
            .join(" · ")
        : t("也可以直接点地图"),
    );
  }

  function drawSeverity() {
    const { severity, isSuggested } = draft();
    for (const node of parts.severity.querySelectorAll("input"))
      node.checked = Number(node.value) === severity;
    panels.set(parts.suggested, severity && isSuggested ? t("按类别建议，可改") : "");
  }

  function drawClock() {
    const { startedAt } = draft();
    if (!startedAt) {
      panels.set(parts.clock, t("按下第一个键开始计时"));
      return;
    }
    const ms = picture.serverNow() - Date.parse(startedAt);
    const target = desk.options.get().targets.accept * 1000;
    parts.clock.dataset.clock = ms > target ? "red" : ms > 0.8 * target ? "amber" : "ok";
    panels.set(parts.clock, words.clock(ms) + " / " + words.clock(target));
  }

  /* ---- helpers ---- */

  function lookForHelp() {
    ask.duplicates(desk.helpers.duplicateQuestion(draft()));
    ask.checklist(draft().code);
  }

  function toggleLink(i) {
    const one = offered[i];
    if (!one) return;
    const { links } = draft();
    desk.draft.set({
      links: links.includes(one.number)
        ? links.filter((number) => number !== one.number)
        : [...links, one.number],
    });
    drawDuplicates();
  }

  /* The call is about something known: what was said becomes a note of it. */
  async function isSame(one) {
    const { text, name, phone, place } = draft();
    const where = draft().address || (place ? desk.place.words(place) : draft().typed.trim());
    const said = [text.trim(), where, [name.trim(), phone.trim()].filter(Boolean).join(" ")]
      .filter(Boolean)
      .join(" / ");
    if (said) {
      const made = await desk.act({
        label: t("备注"),
        path: desk.api.at.step(one.number, "notes"),
        body: { text: t("重复报警：") + said },
      });
      if (!made) return;
    }
    try {
      await sendAnswers(one.number);
    } catch (error) {
      wrong(null, error.text);
      return;
    }
    finish(one);
  }

  function drawDuplicates() {
    const { links } = draft();
    desk.part(parts.duplicates, [offered, links], () =>
      offered.length
        ? [
            el("h4", { class: "dc-heading" }, t("疑似重复 {count} 起", { count: offered.length })),
            el(
              "ul",
              { class: "dups" },
              ...offered.map((one, i) =>
                desk.helpers.duplicateRow(one, i, {
                  isLinked: links.includes(one.number),
                  onLink: () => toggleLink(i),
                  onSame: () => isSame(one),
                }),
              ),
            ),
          ]
        : [],
    );
  }

  function takeDuplicates(answer) {
    offered = (answer && answer.items) || [];
    const known = new Set(offered.map((one) => one.number));
    desk.draft.set({ links: draft().links.filter((number) => known.has(number)) });
    drawDuplicates();
  }

  function takeChecklist(answer) {
    if (JSON.stringify(answer) === JSON.stringify(checklist)) return;
    checklist = answer;
    const items = (answer && answer.items) || [];
    if (answer && items.length)
      desk.draft.set({ versions: { ...draft().versions, [answer.class]: answer.version } });
    parts.checklist.replaceChildren(
      ...(items.length
        ? [
            el(
              "h4",
              { class: "dc-heading" },
              t("问询要点"),
              " ",
              desk.ruleLink(
                "checklists",
                answer.class,
                t("第 {version} 版", { version: answer.version }),
              ),
            ),
            ...items.map((item) =>
              desk.helpers.question(item, draft().answers, (id, value) => {
                begun();
                desk.draft.set({ answers: { ...draft().answers, [id]: value } });
              }),
            ),
          ]
        : []),
    );
  }

  function takeCaller(answer) {
    parts.locate.hidden = !answer;
    if (!answer) return;
    parts.locate.onclick = () => takePlace(desk.place.point(answer.lat, answer.lon));
    panels.set(
      parts.locate,
      t("用来电位置（{who}）", { who: answer.call_sign || answer.source || "" }),
    );
  }

  /* ---- sending ---- */

  function wrong(field, text) {
    form.querySelectorAll(".field-error").forEach((one) => (one.textContent = ""));
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    if (!text) return;
    const holder = form.querySelector('[data-name="' + (FIELD_OF[field] || field || "none") + '"]');
    (holder ? holder.querySelector(".field-error") : parts.error).textContent = text;
    const input = holder && holder.querySelector("input, textarea");
    if (!input) return;
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  function missing() {
    if (!draft().code) return ["class", t("请选类别：输入文字、拼音或首字母，回车选定")];
    if (!draft().place)
      return ["place", t("请定位：输入地名、网格编码，或点地图；报警人没说就输入“不明”")];
    return null;
  }

  async function send() {
    if (isSending) return;
    const lack = missing();
    if (lack) {
      wrong(...lack);
      return;
    }
    const reason = desk.blocked();
    if (reason) {
      wrong(null, reason + t("。内容已保留，恢复后按 Ctrl+Enter 再交"));
      return;
    }
    isSending = true;
    parts.send.disabled = true;
    try {
      let made;
      let sent;
      do {
        // What was typed while the answer was on its way follows as a correction of the same call.
        sent = whole();
        made = await register();
        if (!made) return;
        await sendAnswers(made.number);
      } while (sent !== whole() && !missing());
      finish(made);
    } catch (error) {
      const again = error.mayRetry ? t("。内容已保留，按 Ctrl+Enter 重试，不会重复登记") : "";
      wrong(error.field, error.text + again);
      desk.say(error.text);
    } finally {
      isSending = false;
      parts.send.disabled = false;
    }
  }

  const whole = () => JSON.stringify([desk.draft.body(), desk.draft.answerBodies()]);

  const register = () =>
    desk.act(
      {
        label: t("接警 {title}", {
          title: desk.draft.titleOf(draft().text) || desk.options.className(draft().code),
        }),
        path: desk.api.at.incidents(),
        body: desk.draft.body(),
      },
      { isQuiet: true },
    );

  /* A refusal of the answers is thrown: the form keeps them, and sending again loses nothing. */
  async function sendAnswers(number) {
    for (const body of desk.draft.answerBodies())
      await desk.act(
        {
          label: t("问询记录"),
          method: "PUT",
          path: desk.api.at.step(number, "checklist"),
          body,
        },
        { isQuiet: true },
      );
  }

  /* A call from outside one's area has gone to the desk that has the place: say so, open nothing. */
  function finish(made) {
    desk.draft.begin();
    hide();
    if (desk.draft.parked().length)
      desk.say(
        t("还有 {count} 张受理单未交，按 n 再按 Alt+M 继续", { count: desk.draft.parked().length }),
      );
    if (made.handed_on)
      desk.say(
        t("{number} 在{name}，不在您的辖区；已转该辖区值班席和指挥中心受理。", {
          number: made.number,
          name: onescreen.say(made.handed_on.name),
        }),
      );
    else desk.queue.go(made.number);
  }

  /* ---- the form ---- */

  function severityField() {
    const choices = onescreen.rules.SEVERITIES.map((level) => {
      const input = el("input", { type: "radio", name: "severity", value: String(level) });
      input.addEventListener("change", () => {
        put({ severity: level, isSuggested: false });
        drawSeverity();
      });
      return el(
        "label",
        { class: "choice-severity" },
        input,
        onescreen.symbols.svg("severity" + level, "1.75rem"),
        el("span", { class: "sr" }, words.SEVERITY_NAME[level]),
      );
    });
    parts.severity = el(
      "fieldset",
      { class: "field", "data-name": "severity" },
      el("legend", { class: "field-label" }, t("级别")),
      el("span", { class: "severities" }, ...choices),
      parts.suggested,
      el("span", { class: "field-error", role: "alert" }),
    );
    return parts.severity;
  }

  function plain(name, label, tag, more) {
    const input = el(tag, {
      name,
      autocomplete: "off",
      maxlength: tag === "textarea" ? 4000 : 100,
      ...more,
    });
    input.value = draft()[name] || "";
    input.addEventListener("input", () => put({ [name]: input.value }));
    return [
      input,
      el(
        "label",
        { class: "field", "data-name": name },
        el("span", { class: "field-label" }, t(label)),
        input,
        el("span", { class: "field-error", role: "alert" }),
      ),
    ];
  }

  function build() {
    parts = {
      clock: el("span", { class: "num intake-clock", role: "timer" }),
      parked: el("div", { class: "intake-parked dc-buttons" }),
      suggested: el("span", { class: "field-said" }),
      duplicates: el("div", { class: "intake-dups", "aria-live": "polite" }),
      checklist: el("div", { class: "intake-check" }),
      error: el("p", { class: "field-error intake-error", role: "alert" }),
      locate: el("button", { class: "button small", type: "button", hidden: true }),
    };
    parts.kind = desk.combo({
      name: "class",
      label: "类别",
      hint: "文字、拼音或首字母，回车选定",
      find: desk.options.findClass,
      take: takeClass,
      show: (one) => [
        el("span", {}, one.name),
        el("span", { class: "dc-label" }, one.initials || ""),
        onescreen.symbols.svg("severity" + one.severity, "1.25rem"),
      ],
    });
    parts.place = desk.combo({
      name: "place",
      label: "地点",
      hint: "路名门牌、村社区、地名、拼音、网格编码，或点地图",
      find: desk.place.find,
      more: desk.place.more,
      take: takePlace,
      show: desk.place.row,
    });
    const [text, textField] = plain("text", "情况", "textarea", {
      rows: 2,
      placeholder: t("第一句作标题"),
    });
    const [phone, phoneField] = plain("phone", "来电号码", "input", { inputmode: "tel" });
    const [, nameField] = plain("name", "报警人", "input");
    parts.text = text;
    phone.addEventListener("input", () => ask.caller(phone.value));
    for (const combo of [parts.kind, parts.place]) combo.input.addEventListener("input", begun);
    parts.kind.input.addEventListener("input", () => put({ code: null }));
    parts.place.input.addEventListener("input", () => {
      const typed = parts.place.input.value;
      put({ place: null, typedPlace: typed, typed, address: "" });
      drawPlace();
    });
    parts.send = el(
      "button",
      { class: "button is-main", type: "submit" },
      el("kbd", {}, "Ctrl+Enter"),
      t("登记并受理"),
    );
    const button = (keys, text, run) => {
      const node = el(
        "button",
        { class: "button small", type: "button", "aria-keyshortcuts": keys },
        el("kbd", {}, keys),
        t(text),
      );
      node.addEventListener("click", run);
      return node;
    };
    parts.drop = button("Alt+Delete", "清空", drop);
    parts.another = button("Alt+N", "另接一起", another);
    form = el(
      "form",
      { class: "intake-form", novalidate: true },
      parts.parked,
      parts.kind.node,
      parts.place.node,
      textField,
      severityField(),
      el("div", { class: "field-pair" }, phoneField, nameField),
      parts.locate,
      parts.duplicates,
      parts.checklist,
      parts.error,
      el("div", { class: "dc-buttons intake-buttons" }, parts.send, parts.another, parts.drop),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    form.addEventListener("keydown", key);
    box.replaceChildren(
      el(
        "header",
        { class: "panel-head" },
        el("h2", { class: "panel-title" }, t("接警登记")),
        parts.clock,
      ),
      form,
    );
  }

  function key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
      return;
    }
    // By the key's place: with Alt and Shift the letter is another on some keyboards.
    const digit = event.altKey && /^Digit([1-9])$/.exec(event.code);
    if (digit) {
      event.preventDefault();
      const one = offered[Number(digit[1]) - 1];
      if (!event.shiftKey) toggleLink(Number(digit[1]) - 1);
      else if (one) isSame(one);
    } else if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      another();
    } else if (event.altKey && event.code === "KeyM") {
      event.preventDefault();
      const [next] = desk.draft.parked();
      if (next) resume(next.key);
    } else if (event.altKey && event.key === "Delete") {
      event.preventDefault();
      drop();
    }
  }

  /* ---- more than one call at a time ---- */

  /* What was typed goes by a second, same order only. */
  function drop() {
    if (!desk.draft.isEmpty() && !parts.drop.classList.contains("is-sure")) {
      parts.drop.classList.add("is-sure");
      parts.drop.lastChild.textContent = t("再按一次清空");
      return;
    }
    desk.draft.begin();
    hide();
  }

  function another() {
    if (!desk.draft.park()) {
      wrong(null, t("已有 9 张未交的受理单，请先办完一张"));
      return;
    }
    renew();
  }

  function resume(key) {
    desk.draft.resume(key);
    renew();
  }

  /* The form of another draft. */
  function renew() {
    desk.draft.set({ isOpen: true });
    build();
    fill();
    focus();
  }

  function drawParked() {
    parts.parked.replaceChildren(
      ...desk.draft.parked().map((one, i) => {
        const text = [
          one.code ? desk.options.className(one.code) : t("未分类"),
          one.typedPlace || one.typed || one.phone || one.text.slice(0, 10),
        ]
          .filter(Boolean)
          .join(" · ");
        const node = el(
          "button",
          { class: "button small", type: "button", title: t("继续这张受理单") },
          i ? null : el("kbd", {}, "Alt+M"),
          text,
        );
        node.addEventListener("click", () => resume(one.key));
        return node;
      }),
    );
  }

  function fill() {
    const { code, typedPlace, phone } = draft();
    parts.kind.input.value = code ? desk.options.className(code) : "";
    parts.place.input.value = typedPlace;
    drawParked();
    drawSeverity();
    drawPlace();
    drawClock();
    offered = [];
    checklist = null;
    ask = {
      duplicates: desk.helpers.duplicates(takeDuplicates),
      checklist: desk.helpers.checklist(takeChecklist),
      caller: desk.helpers.caller(takeCaller),
    };
    lookForHelp();
    if (phone) ask.caller(phone);
  }

  function show() {
    if (box.hidden) {
      desk.draft.set({ isOpen: true });
      box.hidden = false;
      build();
      fill();
      desk.place.listen((place) => takePlace(place));
      document.documentElement.classList.add("desk-intaking");
    }
    focus();
  }

  function focus() {
    (draft().code ? (draft().place ? parts.text : parts.place.input) : parts.kind.input).focus();
  }

  function hide() {
    if (box.hidden) return false;
    box.hidden = true;
    desk.draft.set({ isOpen: false });
    desk.place.listen(null);
    desk.place.show(null);
    document.documentElement.classList.remove("desk-intaking");
    if (box.contains(document.activeElement)) document.activeElement.blur();
    if (!desk.draft.isEmpty()) desk.say(t("草稿已保留，按 n 继续"));
    return true;
  }

  panels.start(() => {
    box = panels.byId("desk-intake");
    desk.keys.add("n", { label: "接警（继续草稿）", group: "其他", run: show });
    desk.layers.add(50, hide);
    setInterval(() => !box.hidden && drawClock(), 500);
    onescreen.areas.on("ready", () => !box.hidden && drawPlace());
    if (draft().isOpen) show();
  });
  desk.intake = { show, hide };
})();
