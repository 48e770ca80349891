/* The duty roster: what stands for a day, and an import from CSV or xlsx that names its errors row by row. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, picture } = onescreen;
  const SHOWN = 300;
  let said = null;
  let waiting = null;
  let day = null;

  function today() {
    const zone = onescreen.page.root.dataset.zone || undefined;
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(picture.serverNow());
  }

  const order = (file, isCheck) =>
    desk.act(
      {
        label: isCheck
          ? t("检查排班 {name}", { name: file.name })
          : t("导入排班 {name}", { name: file.name }),
        path: desk.api.at.rosterFile(file.name, isCheck),
        file,
      },
      { isQuiet: true },
    );

  /* What the file would put out of the roster is shown and asked about before it is taken. */
  async function load(file) {
    waiting = null;
    const reason = desk.blocked();
    if (reason) {
      said = { text: reason, rows: [] };
      ask();
      return;
    }
    try {
      const would = await order(file, true);
      if (would.removed) {
        waiting = { file, would };
        said = null;
        ask();
        return;
      }
    } catch (error) {
      refuse(error);
      return;
    }
    await take(file);
  }

  async function take(file) {
    waiting = null;
    try {
      const made = await order(file, false);
      const hidden = (made.hidden || []).map((number) => ({
        row: number,
        field: "",
        message: t("这一行在表格里是隐藏的，没有导入；需要时请取消隐藏后重传"),
      }));
      const counts = { rows: made.rows, removed: made.removed || 0 };
      said = {
        text: made.removed
          ? t("已导入 {rows} 行，替换掉原有 {removed} 行", counts)
          : t("已导入 {rows} 行", counts),
        rows: hidden,
      };
      if (made.dates && made.dates.length && !made.dates.includes(day)) [day] = made.dates;
    } catch (error) {
      refuse(error);
      return;
    }
    ask();
  }

  function refuse(error) {
    const rows = (error.body && error.body.rows) || [];
    said = { text: t("没有导入，原排班不变：") + error.text, rows };
    ask();
  }

  function question() {
    if (!waiting) return null;
    const { file, would } = waiting;
    const left = (would.left_out || []).map((one) =>
      [one.day, one.shift_name, one.call_sign].join(" "),
    );
    const more = would.removed - left.length;
    return el(
      "div",
      { class: "ro-said", role: "alert" },
      el(
        "p",
        {},
        t("导入会替换 {dates} 的班次：新写入 {rows} 行，下面 {removed} 行不再在班", {
          dates: (would.dates || []).join("、"),
          rows: would.rows,
          removed: would.removed,
        }),
      ),
      el("p", { class: "dc-label" }, left.join("；") + (more > 0 ? " …" : "")),
      desk.button({ text: t("替换并导入"), isMain: true, focus: "ro-yes", run: () => take(file) }),
      " ",
      desk.button({
        text: t("不导入"),
        focus: "ro-no",
        run: () => {
          waiting = null;
          ask();
        },
      }),
    );
  }

  function errors() {
    if (!said) return null;
    return el(
      "div",
      { class: "ro-said", role: "status" },
      el("p", {}, said.text),
      said.rows.length
        ? el(
            "table",
            { class: "fg" },
            el(
              "thead",
              {},
              el("tr", {}, el("th", {}, t("行")), el("th", {}, t("列")), el("th", {}, t("问题"))),
            ),
            el(
              "tbody",
              {},
              ...said.rows
                .slice(0, SHOWN)
                .map((one) =>
                  el(
                    "tr",
                    {},
                    el("td", { class: "num" }, String(one.row)),
                    el("td", {}, one.field || ""),
                    el("td", {}, one.message),
                  ),
                ),
            ),
          )
        : null,
    );
  }

  function tools() {
    const file = el("input", {
      type: "file",
      accept: ".csv,.txt,.xlsx,.xls",
      "aria-label": t("排班文件"),
      "data-focus": "roster-file",
    });
    file.addEventListener("change", () => file.files[0] && load(file.files[0]));
    const date = el("input", { type: "date", "aria-label": t("日期"), "data-focus": "ro-day" });
    date.value = day;
    date.addEventListener("change", () => {
      if (!date.value) return;
      day = date.value;
      ask();
    });
    const step = (days, text) =>
      desk.button({
        text: t(text),
        focus: "ro" + days,
        run: () => {
          const [year, month, number] = day.split("-").map(Number);
          day = new Date(Date.UTC(year, month - 1, number + days)).toISOString().slice(0, 10);
          ask();
        },
      });
    return el(
      "div",
      { class: "bd-tools" },
      step(-1, "前一天"),
      date,
      step(1, "后一天"),
      el("label", { class: "button small file-button" }, t("导入 CSV 或 Excel…"), file),
      el(
        "a",
        {
          class: "button small",
          href: desk.api.at.rosterTemplate(),
          download: "",
          "data-focus": "template",
        },
        t("下载模板"),
      ),
    );
  }

  /* Posts and notes are what somebody has typed: they stay in their language. */
  const row = (one) =>
    el(
      "tr",
      {},
      el("td", {}, one.shift_name),
      el("td", { translate: "no" }, one.call_sign || one.unit_id),
      el("td", { translate: "no" }, one.post || ""),
      el("td", { translate: "no" }, one.note || ""),
    );

  function draw(answer) {
    const body = desk.sheets.body("roster");
    desk.sheets.note(day === today() ? t("{day} 今天", { day }) : day);
    desk.part(body, [answer, said, waiting && waiting.would, day], () => [
      tools(),
      question(),
      errors(),
      answer.items.length
        ? el(
            "table",
            { class: "fg" },
            el(
              "thead",
              {},
              el(
                "tr",
                {},
                ...["班次", "力量", "岗位", "备注"].map((name) => el("th", {}, t(name))),
              ),
            ),
            el("tbody", {}, ...answer.items.map(row)),
          )
        : panels.says(t("{day} 还没有导入排班", { day })),
    ]);
  }

  const ask = () => desk.sheets.read("roster", desk.api.at.roster(day), draw);

  panels.start(() =>
    desk.sheets.add("roster", {
      key: "u",
      label: "排班导入",
      title: "值班排班",
      open(body) {
        said = null;
        waiting = null;
        day = today();
        body.append(tools());
        ask();
      },
    }),
  );
})();
