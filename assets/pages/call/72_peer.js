/* The connection to one other member: perfect negotiation, another way where one breaks.
 *
 *   calls.peer({ice, media, isPolite, wantsVideo, isScene, send, onStream, onState, onLost})
 *     isScene         to a wall: the picture alone, and no more of it than a wall needs
 *     .pc             the connection of now
 *     .take(data)     what the other's browser said
 *     .again()        the line came back: what was said meanwhile is lost
 *     .renew(ice)     fresh words for the TURN server
 *     .replace(track) another camera
 *     .close()
 *
 * `onState` is told the browser's states, and "fresh" where the connection was made anew.
 */
(function () {
  "use strict";
  const { calls } = window.onescreen;
  // Disconnected may be a moment without packets; then another way is looked for.
  const WAVERS_MS = 2500;
  // Not connected after so long, what was said may be lost: it is said again.
  const SAYS_AGAIN_MS = 7000;
  // No way was found for so long: there is none.
  const GIVE_UP_MS = 30000;
  // A browser without a single address of its own after so long finds none by this connection any more.
  const WITHOUT_ADDRESS_MS = 10000;
  const MOST_FRESH = 2;
  // A phone that is shown on a wall sends once more (docs/decisions/0158).
  const MOST_TO_A_WALL = 700000;

  calls.peer = function peer(options) {
    const { media, isPolite, send, onStream, onState, onLost } = options;
    let { ice } = options;
    let pc = null;
    // How often it was made anew; both sides do so together, and what belongs to an older one is dropped.
    let fresh = 0;
    let hasAddress = false;
    let isOffering = false;
    let isTakingAnswer = false;
    let isIgnoring = false;
    let isClosed = false;
    let wavers = null;
    let gives = null;
    let repeats = null;
    let watch = null;
    const theirs = new MediaStream();

    function configuration() {
      return {
        iceServers: ice.servers,
        iceTransportPolicy: ice.is_relay_only ? "relay" : "all",
        bundlePolicy: "max-bundle",
      };
    }

    const say = (data) => send({ ...data, fresh });

    function giveUpLater() {
      gives = gives || setTimeout(() => !isClosed && onLost(), GIVE_UP_MS);
      // Two that restart at once undo each other's, and neither has time to find its addresses.
      repeats = repeats || setInterval(again, isPolite ? 2 * SAYS_AGAIN_MS : SAYS_AGAIN_MS);
    }

    function isWell() {
      clearTimeout(wavers);
      clearTimeout(gives);
      clearInterval(repeats);
      wavers = gives = repeats = null;
    }

    function again() {
      if (isClosed) return;
      if (pc.signalingState === "have-local-offer") say({ description: pc.localDescription });
      else anotherWay();
    }

    function anotherWay() {
      if (isClosed || pc.connectionState === "connected") return;
      giveUpLater();
      const made = pc;
      options.refresh().finally(() => !isClosed && made === pc && pc.restartIce());
    }

    /* A browser under load now and then gathers nothing at all, and no restart helps. */
    function watchAddresses() {
      if (watch || hasAddress || isClosed) return;
      watch = setTimeout(() => {
        watch = null;
        if (!isClosed && !hasAddress && pc.connectionState !== "connected" && fresh < MOST_FRESH)
          startAnew(fresh + 1);
      }, WITHOUT_ADDRESS_MS);
    }

    function startAnew(count) {
      fresh = count;
      end();
      isWell();
      isOffering = isTakingAnswer = isIgnoring = hasAddress = false;
      begin();
      onState("fresh");
    }

    async function offer(made) {
      try {
        isOffering = true;
        watchAddresses();
        await made.setLocalDescription();
        if (made === pc) say({ description: made.localDescription });
      } catch (error) {
        if (!isClosed && made === pc) console.error("call", error);
      } finally {
        if (made === pc) isOffering = false;
      }
    }

    function changed() {
      const state = pc.connectionState;
      onState(state);
      if (state === "connected") isWell();
      else if (state === "failed") anotherWay();
      else if (state === "disconnected") {
        clearTimeout(wavers);
        wavers = setTimeout(anotherWay, WAVERS_MS);
      }
    }

    function took(track) {
      for (const old of theirs.getTracks()) if (old.kind === track.kind) theirs.removeTrack(old);
      theirs.addTrack(track);
      track.onunmute = track.onmute = track.onended = () => onStream(theirs);
      onStream(theirs);
    }

    function sendOn(made) {
      const streams = [media.stream];
      if (options.isScene)
        for (const track of media.stream.getVideoTracks())
          made.addTransceiver(track, {
            direction: "sendonly",
            streams,
            sendEncodings: [{ maxBitrate: MOST_TO_A_WALL }],
          });
      else for (const track of media.stream.getTracks()) made.addTrack(track, media.stream);
    }

    function begin() {
      const made = (pc = new RTCPeerConnection(configuration()));
      made.onnegotiationneeded = () => offer(made);
      made.onicecandidate = ({ candidate }) => {
        if (candidate && candidate.candidate) hasAddress = true;
        say({ candidate });
      };
      made.ontrack = ({ track }) => took(track);
      made.onconnectionstatechange = changed;
      sendOn(made);
      // Whoever has no camera may still see: the one who came first offers to be sent a picture.
      if (options.wantsVideo && !media.hasPicture() && !isPolite)
        made.addTransceiver("video", { direction: "recvonly" });
      giveUpLater();
    }

    function end() {
      clearTimeout(watch);
      watch = null;
      pc.onnegotiationneeded = pc.onicecandidate = pc.ontrack = pc.onconnectionstatechange = null;
      pc.close();
    }

    async function takeDescription(description, made) {
      const isReady = !isOffering && (made.signalingState === "stable" || isTakingAnswer);
      isIgnoring = !isPolite && description.type === "offer" && !isReady;
      if (isIgnoring) return;
      isTakingAnswer = description.type === "answer";
      try {
        await made.setRemoteDescription(description);
      } finally {
        if (made === pc) isTakingAnswer = false;
      }
      if (description.type !== "offer" || made !== pc) return;
      watchAddresses();
      await made.setLocalDescription();
      if (made === pc) say({ description: made.localDescription });
    }

    async function take({ description, candidate, fresh: theirCount = 0 }) {
      if (isClosed || theirCount < fresh) return;
      if (theirCount > fresh && theirCount <= MOST_FRESH) startAnew(theirCount);
      const made = pc;
      try {
        if (description) await takeDescription(description, made);
        else if (candidate !== undefined) await made.addIceCandidate(candidate || undefined);
      } catch (error) {
        if (!isClosed && made === pc && !(isIgnoring && !description)) console.error("call", error);
      }
    }

    begin();

    return {
      get pc() {
        return pc;
      },
      stream: theirs,
      take,
      again,
      renew(renewed) {
        ice = renewed;
        if (!isClosed) pc.setConfiguration(configuration());
      },
      replace(track) {
        const sender = pc.getSenders().find((one) => one.track && one.track.kind === track.kind);
        return sender ? sender.replaceTrack(track) : Promise.resolve();
      },
      close() {
        isClosed = true;
        isWell();
        end();
      },
    };
  };
})();
