/* Questions to api/video, in one place; a refusal is thrown as a trouble with its sentence.
 *
 *   videoAsk.get(path), videoAsk.post(path, body)     paths below /api/v1/video
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { trouble } = onescreen;
  const WITHIN_MS = 12000;

  async function ask(path, options) {
    const answer = await fetch("/api/v1/video" + path, {
      cache: "no-store",
      signal: AbortSignal.timeout(WITHIN_MS),
      ...options,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "Onescreen-Lang": onescreen.language.now(),
      },
    }).catch((error) => {
      throw trouble.ofThrown(error);
    });
    if (!answer.ok) throw await trouble.ofAnswer(answer);
    return answer.json();
  }

  onescreen.videoAsk = {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body || {}) }),
  };
})();
