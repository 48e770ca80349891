/* One picture every few seconds, where no moving one can be had.
 *
 *   snapshots({url, image, signal, says}) → {stop(), isLost(), error()} once the first has come
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, trouble, frames } = onescreen;
  const EVERY_MS = 5000;
  const WITHIN_MS = 10000;
  const FAILS_AT_MOST = 3;

  onescreen.snapshots = async function snapshots({ url, image, signal, says }) {
    let held = "";
    let fails = 0;
    let lost = null;

    async function show() {
      const answer = await fetch(url, {
        cache: "no-store",
        headers: { "Onescreen-Lang": onescreen.language.now() },
        signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
      }).catch((error) => {
        throw trouble.ofThrown(error);
      });
      if (!answer.ok) throw await trouble.ofAnswer(answer);
      const fresh = URL.createObjectURL(await answer.blob());
      image.src = fresh;
      await image.decode().catch(() => {
        URL.revokeObjectURL(fresh);
        throw trouble("media", t("收到的不是图片"));
      });
      if (held) URL.revokeObjectURL(held);
      held = fresh;
      says.taken(new Date());
    }

    async function follow() {
      for (;;) {
        await frames.pause(EVERY_MS, signal);
        try {
          await show();
          fails = 0;
        } catch (error) {
          if (error.code === "gone") throw error;
          fails += 1;
          if (fails < FAILS_AT_MOST && error.code !== "expired") continue;
          lost = error;
          return;
        }
      }
    }

    function stop() {
      image.removeAttribute("src");
      if (held) URL.revokeObjectURL(held);
      held = "";
    }

    try {
      await show();
    } catch (error) {
      stop();
      throw error;
    }
    follow().catch(() => {});
    return { stop, isLost: () => lost !== null, error: () => lost };
  };
  onescreen.snapshots.EVERY_MS = EVERY_MS;
})();
