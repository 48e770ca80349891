/* Checklists: what is asked of a caller and told to them, by class, in numbered versions. */
(function () {
  "use strict";
  const { admin, editor, t, words } = window.onescreen;
  const KINDS = [
    ["question", "问答"],
    ["choice", "选择"],
    ["instruction", "提示"],
  ];
  const MOST = 40;
  const BETWEEN = /[、,，;；]/;
  const ALL = Object.keys(words.CLASS);
  const draftOf = (code) => editor.kept("checklist." + code);

  const path = (code, more) => "checklists/" + code + (more || "");
  const blank = () => ({
    id: "i" + Date.now().toString(36) + Math.random().toString(36).slice(2, 6),
    kind: "question",
    text: "",
    options: [],
  });
  const plain = (items) =>
    JSON.stringify(
      items.map(({ id, kind, text, options, text_en: english, options_en: others }) => [
        id,
        kind,
        text,
        options || [],
        english || "",
        others || [],
      ]),
    );

  function line(item, changed, redraw) {
    const kind = editor.choice(
      KINDS.map(([code, name]) => [code, t(name)]),
      item.kind,
      (value) => {
        item.kind = value;
        if (value !== "choice") item.options = item.options_en = [];
        changed();
        redraw();
      },
    );
    const text = editor.text(item.text, { maxlength: 300 }, (value) => {
      item.text = value;
      changed();
    });
    const options = editor.text(
      (item.options || []).join("、"),
      { maxlength: 900, placeholder: t("是、否、不清楚") },
      (value) => {
        item.options = value
          .split(BETWEEN)
          .map((one) => one.trim())
          .filter(Boolean);
        changed();
      },
    );
    const english = editor.text(
      item.text_en || "",
      { maxlength: 200, placeholder: t("可不填；英文调度台上显示") },
      (value) => {
        item.text_en = value;
        changed();
      },
    );
    const others = editor.text(
      (item.options_en || []).join(", "),
      { maxlength: 900, placeholder: "yes, no, not known" },
      (value) => {
        item.options_en = value
          .split(BETWEEN)
          .map((one) => one.trim())
          .filter(Boolean);
        changed();
      },
    );
    return [
      editor.field({ name: "kind", label: t("种类"), input: kind }),
      editor.field({
        name: "text",
        label: item.kind === "instruction" ? t("要告诉报警人的话") : t("要问的话"),
        input: text,
      }),
      item.kind === "choice"
        ? editor.field({ name: "options", label: t("选项，用顿号分开"), input: options })
        : null,
      editor.field({ name: "text_en", label: t("英文"), input: english }),
      item.kind === "choice"
        ? editor.field({ name: "options_en", label: t("英文选项"), input: others })
        : null,
    ].filter(Boolean);
  }

  /* What somebody else changed meanwhile, in their words. */
  function differs(theirs, mine) {
    const own = new Set(mine.map((one) => one.text));
    const lines = theirs.filter((one) => !own.has(one.text)).map((one) => one.text);
    return lines.length
      ? t("对方写了：{lines}", { lines: lines.slice(0, 5).join("；") })
      : t("对方改了次序、选项，或删了条目");
  }

  admin.tab("checklists", "问询清单", "checklists.see", async (box) => {
    const asked = new URLSearchParams(location.search).get("class");
    let code = ALL.includes(asked) ? asked : ALL[0];
    let base = null;
    let now = null;
    let bar = null;

    const isChanged = () => Boolean(base) && plain(now.items) !== plain(base.items);
    const keep = () =>
      draftOf(code).set(isChanged() ? { version: now.version, items: now.items } : null);

    function changed() {
      keep();
      bar.draw();
    }

    async function save() {
      if (!isChanged() || !editor.mayWrite()) return;
      editor.wrong(box, []);
      bar.say(t("正在保存…"));
      const items = now.items.map(
        ({ id, kind, text, options, text_en: english, options_en: others }) => ({
          id,
          kind,
          text: text.trim(),
          ...((english || "").trim() ? { text_en: english.trim() } : {}),
          ...(kind === "choice" ? { options, options_en: others || [] } : {}),
        }),
      );
      try {
        await editor.send("PUT", path(code), { version: now.version, items });
        draftOf(code).set(null);
        await open(code);
        bar.say(t("已保存为第 {version} 版，新接的警即用新版", { version: base.version }));
      } catch (error) {
        bar.say(error.message, true);
        editor.wrong(
          box,
          error.rows.map((one) => ({ at: one.item, field: one.field, message: one.message })),
        );
        if (error.status === 409) await conflict(error.message);
      }
    }

    async function conflict(message) {
      const theirs = await editor.send("GET", path(code)).catch(() => null);
      if (!theirs) return;
      const mine = admin.act(t("保留我的，存在它之上"), () => {
        now.version = theirs.version;
        keep();
        return save();
      });
      const other = admin.act(
        t("放弃我的，载入第 {version} 版", { version: theirs.version }),
        drop,
      );
      bar.say(message + " " + differs(theirs.items, now.items), true, mine, other);
    }

    function drop() {
      draftOf(code).set(null);
      return open(code);
    }

    async function load(version) {
      const held = await editor.send("GET", path(code, "?version=" + version));
      now = { version: base.version, items: held.items };
      draw(await editor.send("GET", path(code, "/versions")));
      changed();
      bar.say(
        t("这是第 {version} 版的内容", { version }) +
          (editor.mayWrite() ? t("，保存后成为新版") : ""),
      );
    }

    function draw(versions) {
      bar = editor.bar({ version: () => now.version, isChanged, save, drop });
      const list = editor.rows({
        list: now.items,
        blank,
        make: line,
        changed,
        most: MOST,
        addLabel: t("加一条（Alt+Enter）"),
      });
      box.replaceChildren(
        ...[
          editor.onlyLooking(t("问询清单")),
          editor.classes(
            code,
            (one) => (draftOf(one).get() ? t("未保存") : ""),
            (one) => admin.tried(() => open(one)),
          ),
          admin.title(
            t("{name} · 第 {version} 版", { name: t(words.CLASS[code]), version: base.version }),
          ),
          list.node,
          bar.node,
          editor.versions(versions.items, load),
        ].filter(Boolean),
      );
      bar.draw();
    }

    async function open(next) {
      const [held, versions] = await Promise.all([
        editor.send("GET", path(next)),
        editor.send("GET", path(next, "/versions")),
      ]);
      code = next;
      history.replaceState(history.state, "", location.pathname + "?class=" + code);
      base = held;
      const draft = draftOf(code).get();
      now = draft || { version: base.version, items: JSON.parse(JSON.stringify(base.items)) };
      draw(versions);
    }

    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      save();
    });
    await open(code);
  });
})();
