/* The connection to one other member: perfect negotiation, another way where one breaks.
 *
 *   calls.peer({ice, media, isPolite, wantsVideo, isScene, send, onStream, onState, onLost})
 *     isScene         to a wall: the picture alone, and no more of it than a wall needs
 *     .take(data)     what the other's browser said
 *     .again()        the line came back: what was said meanwhile is lost
 *     .renew(ice)     fresh words for the TURN server
 *     .replace(track) another camera
 *     .close()
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
  // A phone that is shown on a wall sends once more (docs/decisions/0158).
  const MOST_TO_A_WALL = 700000;

  calls.peer = function peer(options) {
    const { media, isPolite, send, onStream, onState, onLost } = options;
    let isOffering = false;
    let isIgnoring = false;
    let isClosed = false;
    let wavers = null;
    let gives = null;
    let repeats = null;
    const pc = new RTCPeerConnection(configuration(options.ice));
    const theirs = new MediaStream();

    function configuration(ice) {
      return {
        iceServers: ice.servers,
        iceTransportPolicy: ice.is_relay_only ? "relay" : "all",
        bundlePolicy: "max-bundle",
      };
    }

    function giveUpLater() {
      gives = gives || setTimeout(() => !isClosed && onLost(), GIVE_UP_MS);
      repeats = repeats || setInterval(again, SAYS_AGAIN_MS);
    }

    function isWell() {
      clearTimeout(wavers);
      clearTimeout(gives);
      clearInterval(repeats);
      wavers = gives = repeats = null;
    }

    function again() {
      if (isClosed) return;
      if (pc.signalingState === "have-local-offer") send({ description: pc.localDescription });
      else anotherWay();
    }

    function anotherWay() {
      if (isClosed || pc.connectionState === "connected") return;
      giveUpLater();
      options.refresh().finally(() => !isClosed && pc.restartIce());
    }

    pc.onnegotiationneeded = async () => {
      try {
        isOffering = true;
        await pc.setLocalDescription();
        send({ description: pc.localDescription });
      } catch (error) {
        if (!isClosed) console.error("call", error);
      } finally {
        isOffering = false;
      }
    };
    pc.onicecandidate = ({ candidate }) => send({ candidate });
    pc.ontrack = ({ track }) => {
      for (const old of theirs.getTracks()) if (old.kind === track.kind) theirs.removeTrack(old);
      theirs.addTrack(track);
      track.onunmute = track.onmute = track.onended = () => onStream(theirs);
      onStream(theirs);
    };
    pc.onconnectionstatechange = () => {
      const state = pc.connectionState;
      onState(state);
      if (state === "connected") isWell();
      else if (state === "failed") anotherWay();
      else if (state === "disconnected") {
        clearTimeout(wavers);
        wavers = setTimeout(anotherWay, WAVERS_MS);
      }
    };

    async function take({ description, candidate }) {
      if (isClosed) return;
      try {
        if (description) {
          const collides =
            description.type === "offer" && (isOffering || pc.signalingState !== "stable");
          isIgnoring = !isPolite && collides;
          if (isIgnoring) return;
          await pc.setRemoteDescription(description);
          if (description.type === "offer") {
            await pc.setLocalDescription();
            send({ description: pc.localDescription });
          }
        } else if (candidate !== undefined) {
          try {
            await pc.addIceCandidate(candidate || undefined);
          } catch (error) {
            if (!isIgnoring) throw error;
          }
        }
      } catch (error) {
        if (!isClosed) console.error("call", error);
      }
    }

    const streams = [media.stream];
    if (options.isScene)
      for (const track of media.stream.getVideoTracks())
        pc.addTransceiver(track, {
          direction: "sendonly",
          streams,
          sendEncodings: [{ maxBitrate: MOST_TO_A_WALL }],
        });
    else for (const track of media.stream.getTracks()) pc.addTrack(track, media.stream);
    // Whoever has no camera may still see: the one who came first offers to be sent a picture.
    if (options.wantsVideo && !media.hasPicture() && !isPolite)
      pc.addTransceiver("video", { direction: "recvonly" });
    giveUpLater();

    return {
      pc,
      stream: theirs,
      take,
      again,
      renew(ice) {
        if (!isClosed) pc.setConfiguration(configuration(ice));
      },
      replace(track) {
        const sender = pc.getSenders().find((one) => one.track && one.track.kind === track.kind);
        return sender ? sender.replaceTrack(track) : Promise.resolve();
      },
      close() {
        isClosed = true;
        isWell();
        pc.close();
      },
    };
  };
})();
