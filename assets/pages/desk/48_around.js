/* What lies around the chosen incident: cameras, people of the grid, keyholders; names as masked by the server. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, words, panels } = onescreen;

  const SEEN = {
    looks: "正对现场",
    preset: "预置位可见",
    turns: "可转向现场",
    unknown: "朝向未登记",
  };

  /* One that has a picture opens by a press (assets/62_eyes.js). */
  function cameraRow(camera, number) {
    const opens = camera.is_connected && onescreen.eyes.may();
    const name = opens
      ? el(
          "button",
          {
            type: "button",
            class: "link eye",
            "data-eye": camera.camera_id,
            "data-eye-name": camera.name,
            "data-eye-number": number,
          },
          camera.name,
        )
      : el("span", {}, camera.name);
    return el(
      "li",
      { class: "around-row" },
      name,
      el("span", { class: "num" }, words.distance(camera.distance_m)),
      camera.seen ? el("span", { class: "tag" }, t(SEEN[camera.seen])) : null,
      camera.is_connected ? null : el("span", { class: "dc-label" }, t("画面未接入")),
    );
  }

  function personRow(person) {
    return el(
      "li",
      { class: "around-row" },
      el("span", { class: "tag" }, person.role),
      el("span", {}, person.name || t("空缺")),
      el("span", { class: "dc-label" }, person.area || ""),
      person.phone ? el("span", { class: "num" }, person.phone) : null,
    );
  }

  /* A key place: what is dangerous there, and whom to ring. */
  function siteRow(site) {
    const who = [site.responsible, site.phone].filter(Boolean).join(" ");
    return el(
      "li",
      { class: "around-row" },
      el("span", {}, site.name),
      el("span", { class: "num" }, words.distance(site.distance_m)),
      el("span", { class: "tag" }, t(site.sort)),
      el("span", { class: "dc-label" }, [site.hazards, who].filter(Boolean).join(" · ")),
    );
  }

  function draw(box, state) {
    const { near } = desk.dossier.get();
    const failed = desk.dossier.failed("near");
    desk.part(box, [state.number, near, failed], () => {
      if (!near)
        return [
          failed
            ? el("p", { class: "dc-reason" }, t("周边暂时读不到：") + failed)
            : panels.says(t("正在读取…")),
        ];
      const cameras = near.cameras || [];
      const people = near.people || [];
      const sites = near.sites || [];
      return [
        ...(sites.length
          ? [
              el("h4", { class: "dc-heading" }, t("附近重点部位")),
              el("ul", { class: "around" }, ...sites.map(siteRow)),
            ]
          : []),
        el("h4", { class: "dc-heading" }, t("看得到现场的摄像机，及最近的点位")),
        onescreen.eyes.button(state),
        cameras.length
          ? el("ul", { class: "around" }, ...cameras.map((one) => cameraRow(one, state.number)))
          : panels.says(t("附近没有视频点位")),
        el("h4", { class: "dc-heading" }, t("责任人")),
        people.length
          ? el("ul", { class: "around" }, ...people.map(personRow))
          : panels.says(t("没有登记的责任人")),
      ];
    });
  }

  desk.layers.add(95, () => Boolean(onescreen.eyesPanel) && onescreen.eyesPanel.hide());
  desk.cardParts.around = draw;
})();
