/* Draws the statistics page, anew whenever its address changes; the newest question wins. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  let turn = 0;
  let drawn = null;

  const box = () => document.getElementById("area-page");

  const headline = (name) => onescreen.panels.headline(name + " " + t("区域统计"));

  function problem(error) {
    headline(t("未找到"));
    box().replaceChildren(
      el(
        "div",
        { class: "area-problem panel" },
        el("h2", {}, error.status === 404 ? t("没有这个区域") : t("这一页现在看不了")),
        el("p", {}, error.message),
        el(
          "p",
          {},
          el("a", { class: "button", href: "/area/" + onescreen.page.district }, t("回到全区统计")),
          " ",
          el("a", { class: "button", href: "/" }, t("回到一屏总览")),
        ),
      ),
    );
  }

  function chartBox(name) {
    return el("div", { class: "chart-box", "data-chart": name });
  }

  function draw(facts, other) {
    const boxes = {
      classes: chartBox("classes"),
      trend: chartBox("trend"),
      arrival: chartBox("arrival"),
    };
    const options = (filter, note) => ({ facts, filter, note });
    const isEmpty = !facts.totals.reported;
    const unit = facts.trend.by === "month" ? t("月") : t("周");
    const legend = other
      ? t("{one}（蓝）对 {two}（橙）", { one: facts.name, two: other.name })
      : "";
    const width = facts.response[0].width;
    const cards = [];
    if (other)
      cards.push(
        area.card(
          "versus",
          t("{one} 与 {two} 对比", { one: facts.name, two: other.name }),
          area.versus(facts, other),
          options(),
        ),
      );
    if (facts.children.length)
      cards.push(
        area.card(
          "ranking",
          t("下辖区域比较（到场变慢的在前）"),
          area.ranking(facts, facts.children),
          options(),
        ),
      );
    cards.push(
      area.card(
        "why",
        t("到场用时变化的来源"),
        area.why(facts),
        options(undefined, t("均值之差，三种分法各自加起来等于总变化；每行可打开事件")),
      ),
      area.card("periods", t("本期与对比期"), area.periods(facts), options()),
      area.card(
        "classes",
        t("类别构成（起）"),
        isEmpty ? area.empty(t("本期没有上报。")) : boxes.classes,
        options({}, legend),
      ),
      area.card(
        "response",
        t("响应用时百分位"),
        area.response(facts),
        options(
          { arrived: 1, slowest: "arrival" },
          t("“≤”为分档上界，档宽 {width}%", { width: area.number(100 * width, 1) }),
        ),
      ),
      area.card("severities", t("级别与处置"), area.severities(facts), options({})),
      area.card("heat", t("一周各时段上报（起）"), area.heat(facts), options({})),
      area.card("vacancies", t("空缺最久的网格员岗位"), area.vacancies(facts), {
        facts,
        note: t("网格底图"),
      }),
      area.card(
        "trend",
        t("上报趋势（起/{unit}）", { unit }),
        facts.trend.rows.length ? boxes.trend : area.empty(t("还没有可画的数据。")),
        options(undefined, legend || t("斜线的一{unit}未满", { unit })),
      ),
      area.card(
        "arrival",
        t("到场趋势：P50、P90（分）"),
        facts.trend.rows.length ? boxes.arrival : area.empty(t("还没有可画的数据。")),
        options({ arrived: 1, slowest: "arrival" }, legend),
      ),
      area.card(
        "places",
        t("重复发生的地点（{months}）", { months: facts.places.months.join("、") }),
        area.places(facts),
        options(undefined, t("按整月统计，含本期以外的日子")),
      ),
    );
    if (facts.sisters.length)
      cards.push(
        area.card(
          "sisters",
          t("同级区域比较（到场变慢的在前）"),
          area.ranking(facts, facts.sisters),
          options(),
        ),
      );
    box().replaceChildren(
      area.head(facts),
      area.say(facts),
      area.tiles(facts),
      el("div", { class: "cards" }, cards),
    );
    headline(facts.name);
    drawn = { facts, other, boxes, isEmpty };
    area.drawn = facts;
    charts();
    document.documentElement.dataset.area = "drawn";
  }

  function charts() {
    if (!drawn) return;
    const { facts, other, boxes, isEmpty } = drawn;
    if (!isEmpty) area.classes(facts, other)(boxes.classes);
    if (!facts.trend.rows.length) return;
    area.trend(facts, other)(boxes.trend);
    area.arrivalTrend(facts, other)(boxes.arrival);
  }

  area.draw = async function drawPage() {
    const mine = ++turn;
    area.closeRows();
    box().setAttribute("aria-busy", "true");
    const { vs } = area.state();
    try {
      const [facts, other] = await Promise.all([
        area.fetch(onescreen.route.area),
        vs ? area.fetch(vs) : null,
      ]);
      if (mine === turn) draw(facts, other);
    } catch (error) {
      drawn = null;
      if (mine === turn) problem(error);
    }
    if (mine === turn) box().removeAttribute("aria-busy");
  };

  // labels are measured to make room for them: once more when their fonts are there
  if (document.fonts) document.fonts.addEventListener("loadingdone", () => charts());

  let timer = null;
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(charts, 150);
  });
  // Charts are painted and sentences put together: another theme or language draws them again.
  const again = () => drawn && draw(drawn.facts, drawn.other);
  onescreen.theme.on(again);
  onescreen.language.on("change", again);
  window.addEventListener("popstate", () => area.draw());
  onescreen.whenPage().then(() => area.draw());
})();
