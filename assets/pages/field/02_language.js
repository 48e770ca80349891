/* Which language and which light: chosen here, kept on the phone; the light follows the hour. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const html = document.documentElement;
  const LANGUAGES = { zh: "zh-CN", en: "en" };
  const DAY = { from: 6, to: 19 };

  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      /* A phone that keeps nothing still switches. */
    }
  }

  function language() {
    const asked = new URLSearchParams(location.search).get("lang");
    const cookie = /(?:^|; )onescreen-lang=(\w+)/.exec(document.cookie);
    const found = [asked, kept("onescreen.lang"), cookie && cookie[1]];
    return found.find((one) => one in LANGUAGES) || "zh";
  }

  async function speak(name) {
    html.lang = LANGUAGES[name];
    if (name === "zh") {
      window.onescreen.learn(null);
    } else {
      const answer = await fetch(window.onescreenPhone.english);
      window.onescreen.learn(await answer.json());
    }
    drawShell();
    field.emit("language", name);
  }

  /* The shell came in the language of the request, or of the day it was kept. */
  function drawShell() {
    document.title = t("外勤") + " · " + document.body.dataset.place;
    const demo = document.querySelector(".m-demo");
    if (demo) demo.textContent = t("演示数据");
  }

  function choose(name) {
    keep("onescreen.lang", name);
    document.cookie = "onescreen-lang=" + name + "; path=/; max-age=31536000; samesite=lax";
    return speak(name);
  }

  /* auto: bright from six to seven in the evening, by this phone's own hour. */
  function light() {
    const asked = new URLSearchParams(location.search).get("light");
    const chosen = asked || kept("onescreen.light") || "auto";
    const hour = new Date().getHours();
    const isDay = hour >= DAY.from && hour < DAY.to;
    html.dataset.theme = chosen === "auto" ? (isDay ? "bright" : "dark") : chosen;
  }

  light();
  setInterval(light, 60000);
  field.language = {
    now: () => (html.lang === "en" ? "en" : "zh"),
    ready: speak(language()).catch(() => field.emit("language", "zh")),
    choose,
  };
  field.light = {
    chosen: () => kept("onescreen.light") || "auto",
    choose(name) {
      keep("onescreen.light", name);
      light();
    },
  };
})();
