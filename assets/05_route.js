/* Which page is shown is read from the path, here and nowhere else.
 *
 *   route.page               "wall" | "community" | … | "missing"
 *   route.isWorking          Dash draws it (layouts/working.py); route.news: kinds it wants to hear of
 *   route.isLive             whether the live socket is opened: a page of administration shows no fact
 *   route.area               the code of the community or area, else null
 *   route.community(code)    the address of a community page
 *   route.statistics(code)   the address of an area's statistics
 *   route.go(path)           open another page, keeping a forced arrangement
 *
 * One shell holds all pages: the style sheet shows the panels that <html data-page> names. The
 * arrangement, <html data-wall>, follows the window's shape or `?wall=1080p|4k|ultrawide`; `far` shows
 * fewer, larger things on any screen, for a panel that is read from eight metres.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const ROOT_ID = "onescreen-page";
  /* The first group, where there is one, is an area's code. */
  const PAGES = [
    ["wall", /^\/?$/],
    ["design", /^\/design\/?$/],
    ["desk", /^\/desk\/?$/],
    ["community", /^\/community\/([^/]{1,40})\/?$/],
  ];
  const WALLS = new Set(["1080p", "4k", "ultrawide", "far"]);
  /* Asked so, the browser need not lay the page out for an answer. */
  const ultrawide = window.matchMedia("(min-aspect-ratio: 28/10)");
  const html = document.documentElement;
  const forced = new URLSearchParams(location.search).get("wall");
  const isForced = WALLS.has(forced);

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /* A page that Dash draws is named by the server (domain/pages/). */
  function told() {
    const meta = document.querySelector('meta[name="onescreen-page"]');
    if (!meta) return null;
    const { page, area, news, isLive } = JSON.parse(meta.content);
    return { page, area: area || null, news, isWorking: true, isLive };
  }

  function read(path) {
    for (const [page, pattern] of PAGES) {
      const match = pattern.exec(path);
      if (match) return { page, area: match[1] ? decode(match[1]) : null };
    }
    return { page: "missing", area: null };
  }

  const found = told() || read(location.pathname);
  const here = { isLive: true, ...found };
  /* An address of administration that leads nowhere leads to its first page. */
  if (found.page === "missing" && location.pathname.startsWith("/admin/"))
    location.replace("/admin");

  /* Tell the page element as soon as React has drawn it: every module waits for this. */
  function mark() {
    const root = document.getElementById(ROOT_ID);
    if (!root) return false;
    if (here.area) root.dataset.area = here.area;
    root.dataset.page = here.page;
    return true;
  }

  function arrange() {
    html.dataset.wall = isForced ? forced : ultrawide.matches ? "ultrawide" : "1080p";
    html.classList.toggle("wall-forced", isForced);
  }

  /* A forced arrangement stays while one walks through the pages. */
  function keepWall(path) {
    if (!isForced || path.includes("wall=")) return path;
    return path + (path.includes("?") ? "&" : "?") + "wall=" + forced;
  }

  function followLink(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href^='/']") : null;
    if (link && isForced) link.setAttribute("href", keepWall(link.getAttribute("href")));
  }

  onescreen.route = {
    ...here,
    community: (code) => "/community/" + encodeURIComponent(code),
    statistics: (code) => "/area/" + encodeURIComponent(code),
    go: (path) => location.assign(keepWall(path)),
  };
  html.dataset.page = here.page;
  html.classList.toggle("is-working", Boolean(here.isWorking));
  arrange();
  window.addEventListener("resize", arrange);
  document.addEventListener("click", followLink, true);
  if (!mark()) {
    const observer = new MutationObserver(() => {
      if (mark()) observer.disconnect();
    });
    observer.observe(html, { childList: true, subtree: true });
  }
})();
