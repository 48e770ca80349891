/* The bridge between the browser and a page that Dash draws.
 *
 * It hands over the reader's language and theme when they change, says what stands on the page
 * itself in that language (layouts/following.py), and tells live news: how many records of a kind
 * have changed since the page was opened (the store "news-<kind>"). The socket brings only what
 * this caller may see, so news of other records never reach the page.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const READY_AGAIN_MS = 50;
  const TELL_EVERY_MS = 1000;
  const counts = new Map(onescreen.route.news.map((kind) => [kind, 0]));
  const waiting = new Map();
  let timer = null;

  /* The reader last: what is drawn for them anew is drawn with everything else that is told. */
  const inOrder = () =>
    Array.from(waiting).sort(([one], [other]) => (one === "reader") - (other === "reader"));

  /* set_props throws until the renderer stands. */
  function tell() {
    timer = null;
    for (const [id, props] of inOrder()) {
      try {
        window.dash_clientside.set_props(id, props);
        waiting.delete(id);
      } catch {
        timer = setTimeout(tell, READY_AGAIN_MS);
        return;
      }
    }
  }

  function later(id, props, ms) {
    waiting.set(id, { ...waiting.get(id), ...props });
    if (timer === null) timer = setTimeout(tell, ms);
  }

  const reader = () => {
    const data = {
      language: onescreen.language.now(),
      theme: onescreen.theme.now(),
      scale: Math.round(onescreen.scale() * 1000) / 1000,
    };
    later("reader", { data }, 0);
  };
  onescreen.language.on("change", reader);

  /* What the layout itself says; what a callback has put in its place says it by itself. */
  let told = null;
  function sayPage() {
    const page = document.getElementById("onescreen-page");
    if (!page || !page.dataset.words) return;
    const { language, places } = JSON.parse(page.dataset.words);
    const now = onescreen.language.now();
    if (now === (told || language)) return;
    told = now;
    for (const [id, name, values] of places)
      if (document.getElementById(id)) later(id, { [name]: values[now] }, 0);
  }
  onescreen.language.on("change", sayPage);
  onescreen.whenPage().then(sayPage);
  onescreen.theme.on(reader);

  /* Charts are drawn by the server in pixels: another size of type draws them anew. */
  let scale = onescreen.scale();
  let resized = null;
  function sized() {
    if (Math.abs(onescreen.scale() - scale) < 0.01) return;
    scale = onescreen.scale();
    reader();
  }
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(sized, 300);
  });
  onescreen.bridge = { tell: (id, data) => later(id, { data }, 0) };

  onescreen.live.on("frame", ({ records }) => {
    for (const { kind } of records || []) {
      if (!counts.has(kind)) continue;
      counts.set(kind, counts.get(kind) + 1);
      later("news-" + kind, { data: counts.get(kind) }, TELL_EVERY_MS);
    }
  });

  /* The tab is called what the page says it is. */
  onescreen.whenPage().then(() => {
    const title = document.getElementById("title");
    const name = () => (document.title = title.textContent);
    new MutationObserver(name).observe(title, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
})();
