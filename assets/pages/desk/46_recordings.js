/* Recorded calls of the chosen incident, above its timeline, for whoever may play them.
 *
 *   desk.recordings.draw(number, count)   the node, null for others; asked anew when the count of its lines changes
 *
 * A film is fetched when its button is pressed: each playing is written down. It may be deleted before its day, with a
 * reason: whoever is seen in it may ask for that.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels } = onescreen;
  const { at } = desk.api;
  // Which film is meant outlives a refresh, as the question does.
  const removing = onescreen.kept("desk.removing-film");
  const box = el("div", { class: "dc-recordings" });
  let shown = "";

  const mayPlay = () => onescreen.page.root.dataset.playCalls === "1";

  function play(one, row) {
    const film = el("video", { controls: "", class: "dc-recording-film" });
    film.src = at.recordingFilm(one.recording_id);
    film.setAttribute("aria-label", row.firstChild.textContent);
    film.addEventListener("error", () =>
      row.append(el("p", { class: "dc-reason", role: "status" }, t("录音录像打不开"))),
    );
    row.querySelectorAll("video, .dc-reason").forEach((old) => old.remove());
    row.append(film);
    film.play().catch(() => {}); // its own button plays it
  }

  function removal({ number }) {
    const { recording_id: id, name } = removing.get(number) || {};
    return {
      title: "删除录音录像",
      send: "删除",
      fields: [
        { name: "film", label: "通话录音录像", kind: "choice", options: id ? [[id, name]] : [] },
        {
          name: "reason",
          label: "原因",
          kind: "long",
          isNeeded: true,
          hint: "文件将被删除，记录与原因保留",
        },
      ],
      run: async ({ film, reason }) => {
        await desk.api.send({ path: at.recordingRemoval(film), body: { reason } });
        desk.say(t("已办：{label}", { label: t("删除录音录像") }));
        desk.dossier.refresh();
      },
    };
  }

  function line(one) {
    const name = t("通话录音录像 {at}，{length}，同意：{who}", {
      at: onescreen.clock.moment(Date.parse(one.at)),
      length: onescreen.words.clock(one.seconds * 1000),
      who: one.agreed.join("、"),
    });
    const row = el("div", { class: "dc-line dc-recording" }, el("span", {}, name));
    row.append(
      desk.button({ text: t("播放"), focus: one.recording_id, run: () => play(one, row) }),
      desk.button({
        text: t("删除"),
        focus: "remove-" + one.recording_id,
        run: () => {
          removing.set(desk.state.number(), { recording_id: one.recording_id, name });
          desk.ask.show("film-removal", desk.state.incident());
        },
      }),
    );
    return row;
  }

  async function read(number, key) {
    try {
      const { items } = await desk.api.get(at.recordings(number));
      if (shown === key) box.replaceChildren(...items.map(line));
    } catch (error) {
      if (shown !== key) return;
      const again = desk.button({
        text: t("再试"),
        focus: "recordings",
        run: () => read(number, key),
      });
      box.replaceChildren(el("p", { class: "dc-reason" }, error.text || t("没有办成"), " ", again));
    }
  }

  function draw(number, count) {
    if (!mayPlay()) return null;
    const key = number + " " + count + " " + onescreen.language.now();
    if (shown !== key) {
      shown = key;
      box.replaceChildren();
      read(number, key);
    }
    return box;
  }

  desk.recordings = { draw };
  panels.start(() => desk.ask.add("film-removal", removal));
})();
