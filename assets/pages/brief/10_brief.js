/* The morning brief: sentences first, then tables, as they were written; the days beside it. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { el, t } = onescreen;
  const box = () => document.getElementById("brief-page");
  const address = (day, kind) => "/brief/" + encodeURIComponent(day) + "." + kind;

  function section(part) {
    const body = part.rows.length
      ? el(
          "table",
          { class: "brief-table" },
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              part.header.map((text) => el("th", { scope: "col" }, t(text))),
            ),
          ),
          el(
            "tbody",
            {},
            part.rows.map((row) =>
              el(
                "tr",
                {},
                row.map((cell) => el("td", {}, onescreen.say(cell))),
              ),
            ),
          ),
        )
      : el("p", { class: "says" }, t(part.empty || "没有记录。"));
    return el(
      "section",
      { class: "panel brief-part", "aria-label": part.title },
      el("header", { class: "panel-head" }, el("h2", { class: "panel-title" }, t(part.title))),
      body,
    );
  }

  /* A sentence in the language that is on; those of older briefs are plain words. */
  function said(one) {
    if (typeof one === "string") return onescreen.say(one);
    const values = Object.entries(one.values).map(([key, value]) => [
      key,
      key === "name" || typeof value !== "string" ? value : onescreen.say(value),
    ]);
    return t(one.pattern, Object.fromEntries(values)).replace(
      /([\u3400-\u9fff]) (?=[\u3400-\u9fff])/g,
      "$1",
    );
  }

  function days(brief) {
    return el(
      "nav",
      { class: "brief-days", "aria-label": t("各日早报") },
      brief.days.map((day) =>
        el(
          "a",
          {
            href: "/brief/" + day,
            class: "brief-day num",
            "aria-current": day === brief.day ? "page" : null,
          },
          day,
        ),
      ),
    );
  }

  function draw(brief) {
    const clock =
      onescreen.clock && onescreen.clock.moment
        ? onescreen.clock.moment(Date.parse(brief.made_at))
        : brief.made_at;
    const made = el(
      "p",
      { class: "brief-made" },
      brief.is_kept === false
        ? t("按您能看到的范围，统计于 {when}。", { when: clock })
        : t("生成于 {when}，内容此后不再改变。", { when: clock }),
      " ",
      brief.may_export
        ? el("a", { class: "button", href: address(brief.day, "pdf"), download: "" }, t("下载 PDF"))
        : null,
      " ",
      el(
        "a",
        {
          class: "button",
          href:
            "/area/" +
            onescreen.page.district +
            "?period=custom&from=" +
            brief.day +
            "&to=" +
            brief.day,
        },
        t("当日统计"),
      ),
    );
    const paper = el(
      "article",
      { class: "brief-paper" },
      el("h2", { class: "brief-title" }, onescreen.say(brief.title)),
      el("p", { class: "brief-made" }, onescreen.say(brief.subtitle)),
      el(
        "div",
        { class: "brief-said", translate: "no" },
        brief.sentences.map((one) => el("p", {}, said(one))),
      ),
      made,
      el("div", { class: "brief-parts" }, brief.sections.map(section)),
    );
    box().replaceChildren(days(brief), paper);
    onescreen.panels.headline(onescreen.say(brief.title));
    document.documentElement.dataset.brief = "drawn";
  }

  function problem(message) {
    onescreen.panels.headline(t("早报"));
    box().replaceChildren(
      el(
        "div",
        { class: "panel brief-problem" },
        el("h2", {}, t("没有可看的早报")),
        el("p", {}, message),
        el(
          "p",
          {},
          el("a", { class: "button", href: "/brief" }, t("最近一份")),
          " ",
          el("a", { class: "button", href: "/" }, t("回到一屏总览")),
        ),
      ),
    );
  }

  async function start() {
    const day = onescreen.route.area || "latest";
    try {
      const answer = await fetch(address(day, "json"));
      const body = await answer.json().catch(() => ({}));
      if (answer.ok) show(body);
      else problem((body.error && body.error.message) || t("服务暂时没有回答"));
    } catch {
      problem(t("服务暂时没有回答"));
    }
  }

  function show(brief) {
    draw(brief);
    onescreen.language.on("change", () => draw(brief));
  }

  onescreen.whenPage().then(start);
})();
