/* The card of the chosen incident: facts, clocks, steps, what may be done now, who is on it. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture, symbols } = onescreen;
  /* Those that were no incident after all do not end here, but in a line of their own. */
  const STEPS = onescreen.contract.incident.statuses.filter(
    (status) => !onescreen.rules.isVoid({ status }),
  );
  const TABS = {
    recommend: ["r", "推荐派遣"],
    talk: ["`", "对话"],
    timeline: ["t", "时间线"],
    notes: ["m", "备注与附件"],
    around: ["v", "周边"],
  };
  let boxes = null;

  function frame() {
    const part = (name) => el("div", { class: "dc-part dc-" + name });
    boxes = {
      head: part("head"),
      clocks: part("clocks"),
      actions: part("actions"),
      sent: part("sent"),
      tabs: part("tabs"),
    };
    boxes.tabs.setAttribute("role", "tablist");
    for (const tab of desk.state.TABS) {
      boxes[tab] = el("div", {
        class: "dc-part dc-tab",
        id: "desk-tab-" + tab,
        role: "tabpanel",
        "aria-label": t(TABS[tab][1]),
      });
    }
    const left = el(
      "div",
      { class: "dc-left" },
      boxes.head,
      boxes.clocks,
      boxes.actions,
      boxes.sent,
    );
    const right = el(
      "div",
      { class: "dc-right" },
      boxes.tabs,
      ...desk.state.TABS.map((tab) => boxes[tab]),
    );
    return [left, right];
  }

  function areaPath(code) {
    const parts = [9, 12, 15]
      .filter((length) => code.length >= length)
      .map((length) => panels.areaName(code.slice(0, length)));
    return parts.join(" ▸ ") || panels.areaName(code);
  }

  function head(state, whole) {
    const name = symbols.ofIncident(state);
    const age = el("span", {
      class: "num dc-age",
      "data-since": state.reported_at,
      "data-since-form": picture.isEnded(state) ? "age" : "clock",
    });
    panels.tell(age, t("事件库"), state.reported_at, t("上报以来的时间"));
    const community =
      state.area_code.length >= 12 ? onescreen.route.community(state.area_code.slice(0, 12)) : null;
    return [
      el(
        "div",
        { class: "dc-title-line" },
        symbols.svg(name, "2.25rem"),
        el(
          "h3",
          {
            class: "dc-title",
            translate: state.title ? "no" : null,
            dir: "auto",
            tabindex: "-1",
            "data-focus": "title",
          },
          state.title || words.CLASS[state.class],
        ),
        age,
      ),
      el(
        "div",
        { class: "dc-tags" },
        el("span", { class: "tag" }, words.SEVERITY_NAME[state.severity]),
        el("span", { class: "tag" }, desk.options.className(state.class)),
        el("span", { class: "tag is-status" }, words.STATUS[state.status]),
        state.owner ? el("span", { class: "tag" }, desk.options.department(state.owner)) : null,
      ),
      el(
        "div",
        { class: "dc-place" },
        whole.address
          ? el("strong", { class: "dc-address", translate: "no", dir: "auto" }, whole.address)
          : null,
        (onescreen.rules.isPlaced(state) ? areaPath(state.area_code) : t("地点不明")) +
          (state.is_outside ? t("（区外）") : ""),
        community
          ? el(
              "a",
              { class: "link", href: community, "data-focus": "z", "aria-keyshortcuts": "z" },
              el("kbd", {}, "z"),
              t("社区页"),
            )
          : null,
      ),
      desk.calls.line(state),
      ...desk.calls.lines(state),
      desk.crews.unserved(state)
        ? el(
            "p",
            {
              class: state.unserved_since ? "dc-unserved shortfall" : "dc-label dc-stated",
              role: "status",
            },
            desk.crews.unserved(state),
          )
        : null,
      desk.transfer.line(state),
      desk.pushes.line(state),
      ...said(whole),
      ...related(state),
    ];
  }

  /* What was said in full, and who brought it; the title is only its first clause. */
  function said({ description, title, source }) {
    const isMore = description && description !== title;
    return [
      isMore
        ? el(
            "p",
            {
              class: "dc-said",
              translate: "no",
              dir: "auto",
              tabindex: "0",
              role: "group",
              "aria-label": t("描述"),
            },
            description,
          )
        : null,
      source ? desk.line("来源", words.SOURCE[source] || source) : null,
    ];
  }

  function related(state) {
    const lines = desk.belong.lines(state);
    if ((state.shared_with || []).length)
      lines.push(desk.line("协同", state.shared_with.map(desk.options.department).join("、")));
    if (state.disposition)
      lines.push(desk.line("处置结果", desk.options.disposition(state.disposition)));
    return lines;
  }

  function clockChip(clock) {
    const target = clock.target_s ? " / " + words.clock(clock.target_s * 1000) : "";
    return el(
      "span",
      { class: "chip", "data-clock": clock.state },
      clock.label,
      " ",
      el("span", { class: "num", "data-since": clock.since, "data-since-form": "clock" }),
      el("span", { class: "num" }, target),
    );
  }

  function stepRow(state) {
    const reached = state.reached_at || {};
    return el(
      "ol",
      { class: "dc-steps" },
      ...STEPS.map((step) => {
        const at = reached[step];
        const time = at ? onescreen.clock.timeOfDay(Date.parse(at)).slice(0, 5) : "–";
        return el(
          "li",
          {
            class: "step" + (at ? " is-reached" : "") + (step === state.status ? " is-now" : ""),
            "aria-current": step === state.status ? "step" : null,
          },
          el("i", {}),
          el("span", {}, words.STEP[step]),
          el("span", { class: "num" }, time),
        );
      }),
    );
  }

  /* At once, so that what stands in it can take the focus. */
  function openTab() {
    const { tab } = desk.state.get();
    if (boxes)
      for (const name of desk.state.TABS) boxes[name].classList.toggle("is-open", name === tab);
  }

  function drawTabs() {
    const { tab } = desk.state.get();
    openTab();
    const unread = desk.talk ? desk.talk.unread(desk.state.number()) : 0;
    desk.part(boxes.tabs, [tab, unread], () =>
      desk.state.TABS.map((name) => {
        const [key, label] = TABS[name];
        const node = el(
          "button",
          {
            class: "dc-tab-button",
            type: "button",
            role: "tab",
            "aria-selected": String(name === tab),
            "aria-controls": "desk-tab-" + name,
            "aria-keyshortcuts": key,
            "data-focus": "tab-" + name,
          },
          el("kbd", {}, key),
          t(label),
          name === "talk" && unread
            ? el("span", { class: "num talk-unread", title: t("未读消息") }, String(unread))
            : null,
        );
        node.addEventListener("click", () => desk.state.set({ tab: name }));
        return node;
      }),
    );
  }

  function nothing(box) {
    boxes = null;
    if (desk.unitCard?.draw(box)) return;
    const number = desk.state.number();
    const text = number
      ? t("事件 {number} 不在当前画面里：可能已结案超过 24 小时，或编号有误", { number })
      : t("用 j、k 在队列中选择事件，或按 n 接警");
    desk.overview?.draw(box, text); // on a slow machine its script may still be on the way
  }

  function draw() {
    const box = panels.byId("desk-card");
    const state = desk.state.incident();
    panels.set(panels.note(box), state ? state.number : "");
    if (!state) {
      nothing(box);
      return;
    }
    if (!boxes) {
      box.deskShown = null;
      box.replaceChildren(...frame());
    }
    const whole = desk.dossier.get().card?.incident || {};
    desk.part(
      boxes.head,
      [
        state,
        onescreen.areas.byCode.size,
        desk.belong.shows(state),
        desk.calls.shown(state.number),
        whole.description,
        whole.address,
        whole.source,
        desk.transfer.waiting(state),
        desk.dossier.get().card?.pushes,
        desk.options.get().caller,
      ],
      () => head(state, whole),
    );
    const clocks = desk.clocks.of(state);
    desk.part(
      boxes.clocks,
      [clocks.map(({ name, state: colour }) => name + colour), state.reached_at],
      () => [el("div", { class: "chips" }, ...clocks.map(clockChip)), stepRow(state)],
    );
    for (const [name, drawPart] of Object.entries(desk.cardParts)) drawPart(boxes[name], state);
    drawTabs();
  }

  function focus() {
    draw();
    const title = panels.byId("desk-card").querySelector(".dc-title");
    if (title) title.focus();
  }

  desk.cardParts = {};
  desk.areaPath = areaPath;
  /* `now` is for keys that put the cursor somewhere: what is typed next must land there. */
  desk.card = {
    draw: () => panels.redraw(draw),
    now: draw,
    focus,
    box: (name) => boxes && boxes[name],
  };

  panels.start(() => {
    const again = () => panels.redraw(draw);
    panels.draw(["incident", "assignment", "unit", "notice", "field_talk", "field_call"], draw);
    onescreen.place.on("change", again);
    onescreen.areas.on("ready", again);
    desk.state.on("change", openTab);
    desk.state.on("change", again);
    desk.options.on("change", again);
    setInterval(again, 1000);
    for (const tab of desk.state.TABS) {
      if (tab === "recommend") continue;
      const [key, label] = TABS[tab];
      desk.keys.add(key, {
        label: label,
        group: "所选事件",
        when: () => Boolean(desk.state.incident()),
        run: () => {
          // a second time on the tab of what lies around opens the camera that sees the place
          if (tab === "around" && desk.state.get().tab === tab)
            onescreen.eyes.ofIncident(desk.state.incident());
          else desk.state.set({ tab });
        },
      });
    }
    desk.keys.add("z", {
      label: "打开所在社区的页面",
      group: "所选事件",
      when: () => Boolean(desk.state.incident()),
      run: () =>
        onescreen.route.go(onescreen.route.community(desk.state.incident().area_code.slice(0, 12))),
    });
    desk.keys.add("Enter", {
      label: "进入事件卡",
      group: "队列",
      run: focus,
      when: (event) => Boolean(desk.state.incident()) && !event.target.closest("button, a"),
    });
  });
})();
