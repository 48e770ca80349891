/* The client side of the live protocol without any I/O: text in, picture changed, hello out.
 *
 * A session keeps (epoch, seq). A snapshot replaces the picture; a frame is taken only when its
 * `from` is our own seq, else the session says hello again with what it has, at a limited rate.
 * Only what keeps the picture in step counts as heard: a beat beside a refused snapshot does not.
 * Whatever is malformed is refused entry by entry, counted in `stats`, and disturbs nothing else;
 * `stats.unshown` is how much was refused since the last snapshot that was taken.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const HELLO_MIN_MS = 1000;
  const HELLO_MAX_MS = 15000;
  const CLOCK_SAMPLES = 12;
  const REASONS_KEPT = 40;

  function newStats() {
    return {
      messages: 0,
      snapshots: 0,
      frames: 0,
      beats: 0,
      records: 0,
      positions: 0,
      refused: 0,
      unshown: 0,
      reasons: Object.create(null),
      ignored: 0,
      gaps: 0,
      hellos: 0,
      connects: 0,
      closes: 0,
      listener_errors: 0,
    };
  }

  /* Count a refusal; the table of reasons is bounded, for reasons may carry text from outside. */
  function refuse(stats, reason) {
    stats.refused += 1;
    stats.unshown += 1;
    const known = reason in stats.reasons;
    if (!known && Object.keys(stats.reasons).length >= REASONS_KEPT) reason = "other";
    stats.reasons[reason] = (stats.reasons[reason] || 0) + 1;
  }

  function createSession({
    picture,
    send,
    view,
    now,
    packed,
    stats,
    onHeard,
    onFrame,
    onSnapshot,
  }) {
    const check = onescreen.check;
    const session = { epoch: null, seq: null };
    let lastHelloAt = -Infinity;
    let helloWaitMs = HELLO_MIN_MS;
    let beatsAhead = 0;
    let isSnapshotRefused = false;
    let samples = [];

    function helloText() {
      lastHelloAt = now();
      beatsAhead = 0;
      stats.hellos += 1;
      return JSON.stringify({
        hello: 1,
        epoch: session.epoch,
        seq: session.seq,
        view: view(),
        packed,
      });
    }

    /* What a new socket says, for its address: no answer waits until the page hears that it is open. */
    function first() {
      helloWaitMs = HELLO_MIN_MS;
      return helloText();
    }

    /* On a running socket repeats are spaced out more and more. */
    function hello() {
      if (now() - lastHelloAt < helloWaitMs) return false;
      helloWaitMs = Math.min(helloWaitMs * 2, HELLO_MAX_MS);
      send(helloText());
      return true;
    }

    /* The highest of the last few differences: the message that was under way the least. */
    function clock(text) {
      const at = typeof text === "number" ? text : Date.parse(text);
      if (!Number.isFinite(at)) return;
      samples.push(at - Date.now());
      if (samples.length > CLOCK_SAMPLES) samples = samples.slice(-CLOCK_SAMPLES);
      picture.offsetMs = Math.max(...samples);
    }

    function checkedPositions(rows) {
      if (rows === undefined || rows === null) return [];
      if (!Array.isArray(rows)) {
        refuse(stats, "positions");
        return [];
      }
      const good = [];
      for (const row of rows) {
        const reason = check.position(row);
        if (reason) refuse(stats, reason);
        else good.push(row);
      }
      stats.positions += good.length;
      return good;
    }

    function checkedEntities(kinds) {
      const good = [];
      for (const [kind, states] of Object.entries(kinds)) {
        if (!check.isObject(states)) {
          refuse(stats, "entities");
          continue;
        }
        for (const [id, state] of Object.entries(states)) {
          const reason = check.entity(kind, id, state);
          if (reason) refuse(stats, reason);
          else good.push([kind, id, state]);
        }
      }
      return good;
    }

    function checkedRecords(frame) {
      const good = [];
      for (const record of frame.records || []) {
        const reason = check.record(record);
        if (reason) refuse(stats, reason);
        else if (record.seq <= frame.from || record.seq > frame.seq) refuse(stats, "record.range");
        else good.push(record);
      }
      stats.records += good.length;
      return good.sort((a, b) => a.seq - b.seq);
    }

    /* Nothing is missing any more. */
    function inStep() {
      isSnapshotRefused = false;
      beatsAhead = 0;
      helloWaitMs = HELLO_MIN_MS;
    }

    function snapshot(body) {
      if (
        !check.isObject(body) ||
        !check.isText(body.epoch) ||
        !check.isWhole(body.seq) ||
        !check.isObject(body.entities)
      ) {
        refuse(stats, "snapshot");
        isSnapshotRefused = true;
        const epoch = check.isObject(body) && body.epoch;
        if (check.isText(epoch) && epoch !== session.epoch) session.seq = null;
        hello();
        return;
      }
      stats.snapshots += 1;
      stats.unshown = 0;
      const isNewEpoch = session.epoch !== null && session.epoch !== body.epoch;
      // Until the picture stands we hold nothing: a failure on the way must not pass for success.
      session.seq = null;
      if (isNewEpoch) samples = [];
      clock(body.at);
      picture.replace({
        epoch: body.epoch,
        seq: body.seq,
        entities: checkedEntities(body.entities),
        positions: checkedPositions(body.positions),
      });
      session.epoch = body.epoch;
      session.seq = body.seq;
      inStep();
      onHeard();
      onSnapshot({ epoch: body.epoch, seq: body.seq, isNewEpoch });
    }

    function frame(body) {
      const isFrame =
        check.isWhole(body.from) &&
        check.isWhole(body.seq) &&
        body.from <= body.seq &&
        (body.records === undefined || Array.isArray(body.records));
      if (!isFrame) {
        refuse(stats, "frame");
        return;
      }
      if (session.seq === null) {
        stats.ignored += 1;
        hello();
        return;
      }
      stats.frames += 1;
      if (body.from === session.seq) {
        const records = checkedRecords(body);
        picture.apply(records, checkedPositions(body.positions), body.seq);
        session.seq = body.seq;
        inStep();
        onHeard();
        onFrame({ from: body.from, seq: body.seq, records });
      } else {
        misfit(body);
      }
    }

    /* Positions carry their own time and no number: they are good even where the records are not. */
    function misfit(body) {
      if (body.seq <= session.seq) {
        stats.ignored += 1;
        onHeard();
      } else {
        stats.gaps += 1;
        hello();
      }
      picture.apply([], checkedPositions(body.positions));
    }

    /* A beat says that what we hold is still all there is: where we hold nothing, or a snapshot
     * was refused, it only reminds us to ask again. One ahead of us twice in a row means that
     * frames were lost on the way. */
    function beat(body) {
      stats.beats += 1;
      clock(body.beat);
      if (session.seq === null || isSnapshotRefused) {
        hello();
        return;
      }
      onHeard();
      if (!check.isWhole(body.seq) || body.seq === session.seq) {
        beatsAhead = 0;
        return;
      }
      beatsAhead += 1;
      if (body.seq < session.seq || beatsAhead >= 2) {
        stats.gaps += 1;
        hello();
      }
    }

    /* Take one message; never throws. */
    function message(text) {
      stats.messages += 1;
      let body;
      try {
        body = JSON.parse(text);
      } catch {
        refuse(stats, "json");
        return;
      }
      try {
        if (!check.isObject(body)) refuse(stats, "message");
        else if ("snapshot" in body) snapshot(body.snapshot);
        else if ("beat" in body) beat(body);
        else if ("from" in body || "records" in body) frame(body);
        else refuse(stats, "message");
      } catch (error) {
        refuse(stats, "failed");
        console.error("live message", error);
      }
    }

    return Object.assign(session, { message, first, hello });
  }

  onescreen.protocol = { createSession, newStats };
})();
