/* Records a call in the browser of the desk that asked, and sends it on as it comes.
 *
 *   calls.recorder.follow(room, say)   told after each change: begins when all have agreed, ends with it
 *
 * The pictures of all are drawn side by side, their sound is mixed; a piece leaves every two seconds, so that
 * of a browser that breaks down seconds are lost.
 */
(function () {
  "use strict";
  const { calls, t } = window.onescreen;
  const PIECE_MS = 2000;
  const DRAWS_EVERY_MS = 100;
  const [WIDTH, HEIGHT] = [640, 480];
  const RATES = { videoBitsPerSecond: 300000, audioBitsPerSecond: 32000 };
  const TRIES = 5;
  let running = null;

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function send(path, method, body) {
    const type = body instanceof Blob ? "video/webm" : "application/json";
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(path, { method, body, headers: { "Content-Type": type } }).catch(
        (error) => ({ ok: false, status: 0, error }),
      );
      if (answer.ok) return;
      const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (isRefused || tries >= TRIES) throw answer.error || new Error(String(answer.status));
      await wait(500 * tries);
    }
  }

  /* What is seen: as many fields as there are people, drawn from the films themselves. */
  function canvasOf(filmsNow) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    const paint = canvas.getContext("2d");
    const timer = setInterval(() => {
      const films = filmsNow();
      const across = films.length > 1 ? 2 : 1;
      const [width, height] = [WIDTH / across, HEIGHT / Math.ceil(films.length / across)];
      paint.clearRect(0, 0, WIDTH, HEIGHT);
      films.forEach((film, at) => {
        if (!film.videoWidth) return;
        const scale = Math.min(width / film.videoWidth, height / film.videoHeight);
        const [w, h] = [film.videoWidth * scale, film.videoHeight * scale];
        const left = (at % across) * width + (width - w) / 2;
        const top = Math.floor(at / across) * height + (height - h) / 2;
        paint.drawImage(film, left, top, w, h);
      });
    }, DRAWS_EVERY_MS);
    return { canvas, stop: () => clearInterval(timer) };
  }

  /* A connection that is made anew brings another sound on the same stream. */
  function soundOf() {
    const context = new AudioContext();
    const mixed = context.createMediaStreamDestination();
    const sources = new Map();
    function follow(streams) {
      const tracks = streams.flatMap((stream) => stream.getAudioTracks());
      for (const [track, source] of sources) {
        if (tracks.includes(track)) continue;
        source.disconnect();
        sources.delete(track);
      }
      for (const track of tracks) {
        if (sources.has(track)) continue;
        const source = context.createMediaStreamSource(new MediaStream([track]));
        source.connect(mixed);
        sources.set(track, source);
      }
    }
    return { follow, tracks: mixed.stream.getAudioTracks(), stop: () => context.close() };
  }

  /* Everybody who is heard or seen now: a stream may come after the recording has begun. */
  function gather(room) {
    const films = new Map();
    const streams = () =>
      [room.media.stream, ...room.now().others.map((one) => one.stream)].filter(Boolean);
    const picture = canvasOf(() =>
      streams().map((stream) => {
        if (!films.has(stream)) films.set(stream, calls.film(stream, true));
        return films.get(stream);
      }),
    );
    const sound = soundOf();
    const timer = setInterval(() => sound.follow(streams()), DRAWS_EVERY_MS);
    sound.follow(streams());
    return {
      tracks: [...picture.canvas.captureStream(10).getTracks(), ...sound.tracks],
      stop() {
        clearInterval(timer);
        picture.stop();
        sound.stop();
      },
    };
  }

  function mediaOf(seen) {
    try {
      return new MediaRecorder(new MediaStream(seen.tracks), {
        mimeType: "video/webm;codecs=vp8,opus",
        ...RATES,
      });
    } catch (error) {
      seen.stop();
      throw error;
    }
  }

  function begin(room, recordingId, say) {
    const seen = gather(room);
    const media = mediaOf(seen);
    const path = "/api/v1/desk/recordings/" + encodeURIComponent(recordingId);
    let index = 0;
    let isBroken = false;
    let sent = Promise.resolve();

    function broke(error) {
      if (isBroken) return;
      isBroken = true;
      console.error("recording", error);
      say(t("录音录像没有存上，已停止"));
      if (media.state !== "inactive") media.stop();
      room.record("record_refuse").catch(() => {}); // over already
    }

    media.ondataavailable = ({ data }) => {
      if (!data.size || isBroken) return;
      const at = index++;
      sent = sent.then(() => !isBroken && send(path + "/pieces/" + at, "PUT", data)).catch(broke);
    };
    media.onerror = ({ error }) => broke(error);
    media.onstop = () => {
      seen.stop();
      sent.then(() => send(path + "/finish", "POST", "{}")).catch((error) => console.error(error));
    };
    media.start(PIECE_MS);
    return { recordingId, stop: () => media.state !== "inactive" && media.stop() };
  }

  function follow(room, say) {
    const now = room && room.now();
    const held = now && now.room.recording;
    const isMine = Boolean(held) && held.state === "on" && held.by === now.room.you;
    if (running && !(isMine && held.recording_id === running.recordingId)) {
      running.stop();
      running = null;
    }
    if (isMine && !running) {
      try {
        running = begin(room, held.recording_id, say);
      } catch (error) {
        console.error("recording", error);
        say(t("这个浏览器不能录音录像"));
        room.record("record_refuse").catch(() => {}); // over already
      }
    }
  }

  calls.recorder = { follow };
})();
