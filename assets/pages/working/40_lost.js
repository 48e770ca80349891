/* Says when the server no longer knows who asks, and when it does not answer.
 *
 * What is typed stays: the way to sign in opens beside this page, and whatever was pressed is pressed
 * again. Until then the page asks nothing by itself: a row of refusals is what an intruder leaves.
 * The document hears "onescreen:lost" of every question that was not answered.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t } = onescreen;
  const ASKS = /\/_dash-update-component(?:\?|$)/;
  const BY_ITSELF = /"changedPropIds":\["[^"]*\.n_intervals"\]/;
  const REFUSED = new Set([401, 403]);
  const PATIENCE_MS = 15_000;
  const ask = window.fetch;
  let bar = null;
  let isOut = false;

  function say(...parts) {
    if (!bar) {
      bar = el("div", { class: "working-lost", role: "alert" });
      document.body.append(bar);
    }
    bar.replaceChildren(...parts);
  }

  function hide() {
    isOut = false;
    if (bar) bar.remove();
    bar = null;
  }

  function out() {
    if (isOut && bar) return;
    isOut = true;
    const next = encodeURIComponent(location.pathname + location.search);
    const link = el(
      "a",
      { href: "/login?ended=1&next=" + next, target: "_blank", rel: "noopener", class: "button" },
      t("重新登录"),
    );
    say(t("登录已失效，请重新登录后再操作；填写的内容还在这里。"), " ", link);
  }

  const away = () => say(t("连不上服务器，刚才的操作没有办成；填写的内容还在这里，稍后再试。"));
  const lost = () => document.dispatchEvent(new CustomEvent("onescreen:lost"));

  /* To Dash, what was not answered is an answer that changes nothing. */
  const nothing = () => new Response(null, { status: 204 });

  /* What stands in the page's forms is put in when Dash reads the answer, not a moment before. */
  function filled({ body }, answer) {
    const read = answer.json.bind(answer);
    answer.json = async () => {
      const told = await read();
      await onescreen.panels.released(); // what is pressed is not drawn anew
      return onescreen.typed.into(JSON.parse(body), told);
    };
    return answer;
  }

  async function asked(address, options) {
    const late = setTimeout(away, PATIENCE_MS);
    const answer = await ask.call(window, address, options).catch(() => null);
    clearTimeout(late);
    if (answer && answer.ok) {
      hide();
      return filled(options, answer);
    }
    if (answer && REFUSED.has(answer.status)) out();
    else away();
    lost();
    return nothing();
  }

  window.fetch = function fetch(address, options) {
    if (typeof address !== "string" || !ASKS.test(address))
      return ask.call(window, address, options);
    const isIdle = BY_ITSELF.test(String(options && options.body));
    if (isOut && isIdle) return Promise.resolve(nothing());
    return asked(address, options);
  };

  /* Back from signing in, the page may ask again. */
  window.addEventListener("focus", () => {
    isOut = false;
  });
})();
