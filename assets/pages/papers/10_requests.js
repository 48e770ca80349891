/* What the papers of a case ask the server: JSON, pieces of files, and files with their reason.
 *
 *   papers.send({method, path, body, file, reason})   the answer's body; a refusal is thrown with
 *                                                     {status, field, text, mayRetry}
 *   papers.fetchFile(path, reason)                    save a file whose reason must not stand in
 *                                                     an address
 *   papers.again(asked)                               have the card drawn anew
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const papers = (onescreen.papers = {});
  const { t } = onescreen;
  const PATIENCE_MS = 60000;
  let asked = 0;

  class Refusal extends Error {
    constructor(status, text, field = null) {
      super(text);
      const mayRetry = !status || status === 429 || status >= 500;
      Object.assign(this, { status, text, field, mayRetry });
    }
  }

  function headersOf(reason, type) {
    const headers = { Accept: "application/json", "Onescreen-Lang": onescreen.language.now() };
    if (reason) headers["X-Reason"] = encodeURIComponent(reason);
    if (type) headers["Content-Type"] = type;
    return headers;
  }

  async function ask(path, options) {
    let answer;
    try {
      answer = await fetch(path, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...options,
      });
    } catch {
      throw new Refusal(0, t("连不上服务器，没有办成"));
    }
    if (answer.ok) return answer;
    const said = await answer.json().catch(() => null);
    const { message, field } = (said && said.error) || {};
    throw new Refusal(answer.status, message || t("没有办成"), field);
  }

  papers.send = async ({ method = "POST", path, body, file, reason }) => {
    const type = file ? "application/octet-stream" : body === undefined ? "" : "application/json";
    const answer = await ask(path, {
      method,
      headers: headersOf(reason, type),
      body: file || (body === undefined ? undefined : JSON.stringify(body)),
    });
    return answer.status === 204 ? null : answer.json();
  };

  papers.fetchFile = async (path, reason) => {
    const answer = await ask(path, { headers: headersOf(reason, "") });
    const named = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") || "");
    const address = URL.createObjectURL(await answer.blob());
    const link = onescreen.el("a", { href: address, download: named ? named[1] : "file" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  papers.again = ({ store, again }) => {
    asked += 1;
    onescreen.bridge.tell(store, { ...again, asked: "papers-" + asked });
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-fetch]");
    if (!button) return;
    const { path, reason } = JSON.parse(button.dataset.fetch);
    button.disabled = true;
    try {
      await papers.fetchFile(path, reason);
    } catch (error) {
      button.title = error.text;
      button.classList.add("is-bad");
    }
    button.disabled = false;
  });
})();
