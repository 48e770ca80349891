/* What goes wrong between a camera and a tile, in words: which half failed, and what is done about it.
 *
 *   trouble(half, text, {code})   an Error with `half` ("signalling" | "media"), `text`, `code`
 *   trouble.told(error)           one sentence: 信令未通：… / 信令已通，媒体未到：…
 *   trouble.ofAnswer(answer)      of a refusal of this server; waits for its body
 *
 * `code`: "timeout" (worth one more try), "codec" (this browser cannot decode it), "expired" (the look
 * is over or its token ran out), "refused" (nobody tries again by itself), "gone" (stopped by us).
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t } = onescreen;

  function trouble(half, text, { code = "" } = {}) {
    return Object.assign(new Error(text), { half, text, code });
  }

  const OVER = new Set(["look_ended", "signed_out"]);
  const BY_STATUS = {
    0: "连不上服务器",
    401: "登录已失效，请重新登录",
    403: "无权查看这路画面",
    404: "这路画面不在了",
    429: "请求太频繁，稍后自动再试",
  };

  /* What the server says is said in the reader's language; a media server's own text is not shown. */
  async function ofAnswer(answer, half = "signalling") {
    let error = {};
    try {
      error = (await answer.json()).error || {};
    } catch {
      /* no body of ours: a proxy's page, or none */
    }
    const text = error.message || t(BY_STATUS[answer.status] || "服务器没有给出画面");
    const isOver = answer.status === 410 || OVER.has(error.code);
    const isFinal = answer.status < 500 && answer.status !== 429 && answer.status !== 408;
    const code = isOver ? "expired" : isFinal ? "refused" : error.code || "";
    return trouble(error.code === "video_no_media" ? "media" : half, text, { code });
  }

  /* What `fetch` throws: stopped by us, or silence. */
  function ofThrown(error, half = "signalling") {
    if (error && error.half) return error;
    if (error && error.name === "AbortError") return trouble(half, "", { code: "gone" });
    if (error && error.name === "TimeoutError")
      return trouble(half, t("没有按时应答"), { code: "timeout" });
    return trouble(half, t(BY_STATUS[0]));
  }

  function told(error) {
    const text = error.text || error.message;
    return error.half === "media"
      ? t("信令已通，画面没有来：{text}", { text })
      : t("信令没有通：{text}", { text });
  }

  Object.assign(trouble, { ofAnswer, ofThrown, told });
  onescreen.trouble = trouble;
})();
