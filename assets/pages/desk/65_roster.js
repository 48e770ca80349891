/* The duty roster: what stands for today, and an import from CSV or xlsx that names its errors row by row. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, picture } = onescreen;
  const SHOWN = 300;
  let said = null;

  function today() {
    const zone = onescreen.page.root.dataset.zone || undefined;
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(picture.serverNow());
  }

  async function load(file) {
    const reason = desk.blocked();
    if (reason) {
      said = { text: reason, rows: [] };
      ask();
      return;
    }
    try {
      const made = await desk.act(
        {
          label: t("导入排班 {name}", { name: file.name }),
          path: desk.api.at.rosterFile(file.name),
          file,
        },
        { isQuiet: true },
      );
      const hidden = (made.hidden || []).map((number) => ({
        row: number,
        field: "",
        message: t("这一行在表格里是隐藏的，没有导入；需要时请取消隐藏后重传"),
      }));
      said = { text: t("已导入 {rows} 行", { rows: made.rows }), rows: hidden };
    } catch (error) {
      const rows = (error.body && error.body.rows) || [];
      said = { text: t("没有导入，原排班不变：") + error.text, rows };
    }
    ask();
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
    return el(
      "div",
      { class: "bd-tools" },
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

  const row = (one) =>
    el(
      "tr",
      {},
      el("td", {}, one.shift_name),
      el("td", {}, one.call_sign || one.unit_id),
      el("td", {}, one.post || ""),
      el("td", {}, one.note || ""),
    );

  function draw(answer) {
    const body = desk.sheets.body("roster");
    desk.sheets.note(today());
    desk.part(body, [answer, said], () => [
      tools(),
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
        : panels.says(t("今天还没有导入排班")),
    ]);
  }

  const ask = () => desk.sheets.read("roster", desk.api.at.roster(today()), draw);

  panels.start(() =>
    desk.sheets.add("roster", {
      key: "u",
      label: "排班导入",
      title: "值班排班",
      open(body) {
        said = null;
        body.append(tools());
        ask();
      },
    }),
  );
})();
