/* Run cards: who is sent to what, by class and severity; all of them are saved together as one version. */
(function () {
  "use strict";
  const { admin, editor, el, t, words } = window.onescreen;
  const { SEVERITIES } = window.onescreen.rules;
  const MOST = 20;
  const MOST_OF_A_NEED = 50;
  const ALL = Object.keys(words.CLASS);
  const kept = editor.kept("run_cards");

  const plain = (needs) =>
    JSON.stringify(
      needs.map(({ kind, subkind, skills, count }) => [
        kind,
        subkind || "",
        (skills || []).slice().sort(),
        Number(count),
      ]),
    );
  const copy = (items) =>
    items.map((card) => ({
      class: card.class,
      severity: card.severity,
      needs: card.needs.map(({ kind, subkind, skills, count }) => ({
        kind,
        subkind: subkind || null,
        skills: [...(skills || [])],
        count,
      })),
    }));
  const cardOf = (items, code, severity) =>
    items.find((one) => one.class === code && one.severity === severity);

  function skillField(need, skills, changed) {
    const boxes = skills.map(({ code, name }) => {
      const input = el("input", {
        type: "checkbox",
        value: code,
        checked: need.skills.includes(code),
        disabled: !editor.mayWrite(),
      });
      input.addEventListener("change", () => {
        need.skills = input.checked
          ? [...need.skills, code]
          : need.skills.filter((one) => one !== code);
        changed();
      });
      return el("label", { class: "ed-skill" }, input, t(name));
    });
    return el(
      "fieldset",
      { class: "ed-field", "data-field": "skills" },
      el("legend", { class: "ed-label" }, t("须会（可不选）")),
      el("span", { class: "ed-skills" }, ...boxes),
      el("span", { class: "ed-error", role: "alert" }),
    );
  }

  function line(words_, need, changed, redraw) {
    const { kinds, skills } = words_;
    const kind = editor.choice(
      kinds.map((one) => [one.code, t(one.name)]),
      need.kind,
      (value) => {
        Object.assign(need, { kind: value, subkind: null });
        changed();
        redraw();
      },
    );
    const sorts = (kinds.find((one) => one.code === need.kind) || { subkinds: [] }).subkinds;
    const subkind = editor.choice(
      [["", t("不限")], ...sorts.map((one) => [one.code, t(one.name)])],
      need.subkind || "",
      (value) => {
        need.subkind = value || null;
        changed();
      },
    );
    const count = editor.text(
      String(need.count),
      { inputmode: "numeric", maxlength: 3, class: "ed-count" },
      (value) => {
        need.count = /^\d+$/.test(value.trim()) ? Number(value) : value.trim();
        changed();
      },
    );
    return [
      editor.field({ name: "kind", label: t("力量"), input: kind }),
      editor.field({ name: "subkind", label: t("哪一种"), input: subkind }),
      editor.field({
        name: "count",
        label: t("几名（1–{most}）", { most: MOST_OF_A_NEED }),
        input: count,
      }),
      skillField(need, skills, changed),
    ];
  }

  admin.tab("run-cards", "派遣预案", "checklists.see", async (box) => {
    const asked = new URLSearchParams(location.search).get("class");
    let code = ALL.includes(asked) ? asked : ALL[0];
    let base = null;
    let now = null;
    let versions = null;
    let mistakes = [];
    let bar = null;

    const differs = (one, severity) =>
      plain(cardOf(now.items, one, severity).needs) !==
      plain(cardOf(base.items, one, severity).needs);
    const isClassChanged = (one) => SEVERITIES.some((severity) => differs(one, severity));
    const isChanged = () => Boolean(base) && ALL.some(isClassChanged);
    const keep = () => kept.set(isChanged() ? now : null);

    function changed() {
      keep();
      bar.draw();
    }

    function show() {
      const mine = mistakes.filter((one) => one.class === code);
      editor.wrong(
        box,
        mine.map((one) => ({
          part: one.severity,
          at: Math.max(1, one.need),
          field: one.field,
          message: one.message,
        })),
      );
      // What is wrong with a card as a whole, or with one that has no line left, stands at its head.
      for (const one of mine.filter(
        (each) => !each.need || !box.querySelector('[data-part="' + each.severity + '"] [data-at]'),
      )) {
        box.querySelector('[data-part="' + one.severity + '"] .ed-card-error').textContent =
          one.message;
      }
    }

    async function save() {
      if (!isChanged() || !editor.mayWrite()) return;
      bar.say(t("正在保存…"));
      try {
        await editor.send("PUT", "run-cards", now);
        kept.set(null);
        mistakes = [];
        await open(code);
        bar.say(t("已保存为第 {version} 版，下一次推荐即用新版", { version: base.version }));
      } catch (error) {
        mistakes = error.rows;
        if (mistakes.length && !mistakes.some((one) => one.class === code))
          code = mistakes[0].class || code;
        draw();
        bar.say(error.message, true);
        show();
        if (error.status === 409) await conflict(error.message);
      }
    }

    async function conflict(message) {
      const theirs = await editor.send("GET", "run-cards").catch(() => null);
      if (!theirs) return;
      const names = ALL.filter((one) =>
        SEVERITIES.some(
          (severity) =>
            plain(cardOf(theirs.items, one, severity).needs) !==
            plain(cardOf(base.items, one, severity).needs),
        ),
      );
      const mine = admin.act(t("保留我的，存在它之上"), () => {
        now.version = theirs.version;
        keep();
        return save();
      });
      const other = admin.act(
        t("放弃我的，载入第 {version} 版", { version: theirs.version }),
        drop,
      );
      bar.say(
        message +
          " " +
          t("对方改了：{names}", { names: names.map((one) => t(words.CLASS[one])).join("、") }),
        true,
        mine,
        other,
      );
    }

    function drop() {
      kept.set(null);
      mistakes = [];
      return open(code);
    }

    async function load(version) {
      now = {
        version: base.version,
        items: copy((await editor.send("GET", "run-cards?version=" + version)).items),
      };
      mistakes = [];
      draw();
      changed();
      bar.say(
        t("这是第 {version} 版的内容", { version }) +
          (editor.mayWrite() ? t("，保存后成为新版") : ""),
      );
    }

    function card(severity) {
      const { needs } = cardOf(now.items, code, severity);
      const list = editor.rows({
        list: needs,
        blank: () => ({ kind: "police", subkind: null, skills: [], count: 1 }),
        changed,
        most: MOST,
        make: (need, onChange, redraw) => line(base, need, onChange, redraw),
      });
      return el(
        "section",
        {
          class: "ed-card",
          "data-part": String(severity),
          "aria-label": words.SEVERITY_NAME[severity],
        },
        el("h3", { class: "ed-card-title" }, t(words.SEVERITY_NAME[severity])),
        el("p", { class: "ed-card-error", role: "alert" }),
        list.node,
      );
    }

    function mark(one) {
      const count = mistakes.filter((each) => each.class === one).length;
      return count ? t("{count} 处有误", { count }) : isClassChanged(one) ? t("未保存") : "";
    }

    function draw() {
      bar = editor.bar({ version: () => now.version, isChanged, save, drop });
      history.replaceState(history.state, "", location.pathname + "?class=" + code);
      box.replaceChildren(
        ...[
          editor.onlyLooking(t("派遣预案")),
          editor.classes(code, mark, (one) => {
            code = one;
            draw();
            show();
          }),
          admin.title(
            t("{name} · 第 {version} 版", { name: t(words.CLASS[code]), version: base.version }),
          ),
          el("div", { class: "ed-cards" }, ...SEVERITIES.map(card)),
          bar.node,
          editor.versions(versions.items, load),
        ].filter(Boolean),
      );
      bar.draw();
    }

    async function open(next) {
      [base, versions] = await Promise.all([
        editor.send("GET", "run-cards"),
        editor.send("GET", "run-cards/versions"),
      ]);
      code = next;
      now = kept.get() || { version: base.version, items: copy(base.items) };
      draw();
    }

    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      save();
    });
    await open(code);
  });
})();
