/* The topic the wall shows: a declarative file on the server, asked for again and again.
 *
 *   topic.now()          {id, title, classes, kpis, panels, layers, measure, sources, …}
 *   topic.all()          every topic this screen may see, in order
 *   topic.holds(state)   whether an incident belongs to the topic
 *   topic.shows(state)   the same, or one of level Ⅰ that is not handled: no topic hides it
 *   topic.openIn(code)   open incidents of the topic in an area
 *   topic.choose(id)     turn to a topic: its layers and its shading come with it
 *   topic.definition(name)   what a figure means (domain/topics/definitions.py)
 *   topic.stock(code)    what the map's tables hold there: {population, branches, vacant, …}
 *   topic.gapsOf(kind)   the codes of the grids that lack something; null where nobody knows
 *   topic.vacantSince(code, mapped)   since when a grid's post is vacant: as assignments tell it,
 *                        else as the map does (`mapped`); null for a filled one
 *   topic.on("change", fn)   another topic, or the same one told anew
 *
 * `?topic=emergency` in the address. A file changed on the server is on the wall within seconds.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { place, picture } = onescreen;
  const ASK_EVERY_MS = 5000;
  const USUAL = "overview";
  /* What is shown until the server has told: the overview, as its file says it too. */
  const OVERVIEW = {
    id: USUAL,
    title: "一屏总览",
    classes: [],
    queue: "",
    sources: [],
    links: [],
    show_at: [],
    layers: onescreen.contract.usual_layers,
    measure: "open",
    kpis: [
      ["incidents_today", "今日事件", "起"],
      ["incidents_open", "在办事件", "起"],
      ["grid_workers_on_duty", "在岗网格员", "人"],
      ["police_on_duty", "在岗民警", "人"],
      ["arrival_minutes", "到场中位", "分"],
      ["cameras", "视频点位", "路"],
    ].map(([figure, label, unit]) => ({ figure, label, unit, below: [] })),
    panels: [
      { slot: "trend", title: "24 小时事件", show: "per_hour" },
      { slot: "share", title: "事件类别", show: "by_class" },
      { slot: "ranking", title: "镇街在办", show: "by_area" },
    ],
  };
  const events = onescreen.emitter();
  let topics = [OVERVIEW];
  let stock = {};
  let definitions = {};
  let vacant = [];
  let posts = {};
  let gaps = {};
  let errors = [];
  let etag = null;

  const isWall = () => !onescreen.route || onescreen.route.page === "wall";
  const find = (id) => topics.find((topic) => topic.id === id);
  const now = () => (isWall() && find(place.get().topic)) || find(USUAL) || topics[0] || OVERVIEW;
  const panel = (slot) => now().panels.find((one) => one.slot === slot) || OVERVIEW.panels[0];

  function holds(state) {
    const { classes } = now();
    return !classes.length || classes.includes(state.class);
  }

  /* What is shown: the topic's own, and everywhere what is gravest. Figures count the topic's own. */
  const shows = (state) =>
    holds(state) || Boolean(onescreen.gravest && onescreen.gravest.owns(state));

  function openIn(code) {
    const numbers = picture.openIn(code);
    if (!now().classes.length) return numbers.size;
    let count = 0;
    for (const number of numbers) {
      const state = picture.entities.incident.get(number);
      if (state && holds(state)) count += 1;
    }
    return count;
  }

  function choose(id) {
    const next = find(id);
    if (!next || id === now().id) return;
    place.set({ topic: id, layers: next.layers, measure: next.measure }, { push: false });
  }

  /* What the address leaves out because the topic itself says so. */
  place.usual = (id) => {
    const topic = isWall() && find(id);
    return topic ? { layers: topic.layers, measure: topic.measure } : null;
  };

  /* What a figure means, in the language that is on; "" until the server has told. */
  function definition(name) {
    const told = definitions[name];
    return (told && (document.documentElement.lang === "en" ? told.en : told.zh)) || "";
  }

  function isTopic(topic) {
    const { check } = onescreen;
    return (
      check.isObject(topic) &&
      check.isText(topic.id) &&
      check.isText(topic.title) &&
      Array.isArray(topic.kpis) &&
      Array.isArray(topic.panels) &&
      Array.isArray(topic.classes) &&
      Array.isArray(topic.layers)
    );
  }

  /* Whoever shows the police shows the district's own kinds of units too. */
  function withOthers(topic) {
    const isMeant = onescreen.contract.unit.own_kinds.length && topic.layers.includes("police");
    if (!isMeant || topic.layers.includes("other_units")) return topic;
    return { ...topic, layers: topic.layers.concat("other_units") };
  }

  function take(body) {
    const told = (body.topics || []).filter(isTopic).map(withOthers);
    if (told.length) topics = told;
    stock = body.stock || {};
    definitions = onescreen.check.isObject(body.definitions) ? body.definitions : {};
    vacant = body.longest_vacant || [];
    posts = onescreen.check.isObject(body.posts) ? body.posts : {};
    gaps = onescreen.check.isObject(body.gaps) ? body.gaps : {};
    errors = body.errors || [];
    if (isWall()) place.again();
    events.emit("change", now());
  }

  async function ask() {
    if (document.hidden || (onescreen.route && !onescreen.route.isLive)) return;
    try {
      const answer = await fetch("/api/v1/topics", {
        cache: "no-store",
        headers: etag ? { "If-None-Match": etag } : {},
      });
      if (!answer.ok) return;
      etag = answer.headers.get("etag");
      take(await answer.json());
    } catch {
      /* The server is away; the page says so already, and keeps the topics it has. */
    }
  }

  place.on("change", ({ changed }) => changed.has("topic") && events.emit("change", now()));
  onescreen.topic = {
    now,
    all: () => topics.slice(),
    panel,
    holds,
    shows,
    openIn,
    choose,
    ask,
    stock: (code) => stock[code] || null,
    definition,
    gapsOf: (kind) => gaps[kind] || null,
    longestVacant: () => vacant.slice(),
    vacantSince: (code, mapped) => (Object.hasOwn(posts, code) ? posts[code] : mapped || null),
    errors: () => errors.slice(),
    on: events.on,
    off: events.off,
  };
  onescreen.whenPage().then(() => {
    ask();
    setInterval(ask, ASK_EVERY_MS);
  });
})();
