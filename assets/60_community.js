/* What the community page has beyond the wall's panels: its name as headline, and the words for a
 * path or a code that leads nowhere. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const route = onescreen.route;
  const MOST_TRIES = 100;

  function headline() {
    const area = panels.area(route.area);
    const isCommunity = area && area.level === "village";
    const name = isCommunity ? area.name : "未找到";
    if (!onescreen.areas.byCode.size) return;
    panels.byId("title").textContent = name;
    document.title = name + " · " + onescreen.page.districtName + " 一屏总览";
    document.documentElement.classList.toggle("is-unknown", !isCommunity);
  }

  function wallTitle() {
    document.title = onescreen.page.districtName + " 一屏总览";
  }

  /* The server draws the slow parts once it hears the path; set_props throws until Dash stands. */
  function askParts(tries) {
    try {
      window.dash_clientside.set_props("community-asked", { "data-path": location.pathname });
    } catch {
      if (tries < MOST_TRIES) setTimeout(askParts, 100, tries + 1);
    }
  }

  panels.startOnGlass(() => {
    if (route.page === "community") {
      askParts(0);
      panels.byId("title").textContent = "…";
      onescreen.areas.on("ready", headline);
      headline();
    } else {
      wallTitle();
    }
    if (route.page === "missing") {
      panels.byId("path-missing").textContent = location.pathname;
      document.title = "没有这个页面";
    }
  });
})();
