/* A room of calls in one browser: a connection to each other member, and what is drawn of it.
 *
 *   calls.enter({talk, told, media, onChange, onEnd})   told: what the server answered
 *     .take(message)    what the server tells: {room}, {signal}, {over}, {note}
 *     .again()          the line came back: take one's place again
 *     .leave(why)
 *     .record(kind)     "record" asks whether the call may be recorded; "record_agree", "record_refuse"
 *     .show(isShown)    one's own camera: the others, and whoever shows it on a wall, are told
 *     .now()            {room, others: [{member, stream, state}], notes, isOver}
 */
(function () {
  "use strict";
  const { calls } = window.onescreen;

  calls.enter = function enter({ talk, told, media, onChange, onEnd }) {
    const peers = new Map();
    const walls = new Map(); // the walls that show this one: each is sent the picture, and sends nothing
    let isShown = true;
    let { room, ice } = told;
    let isOver = false;
    const notes = new Map(); // by what they say, the newest of each
    const me = room.you;
    const wantsVideo = room.media === "video";

    const mine = () => room.members.find((one) => one.member_id === me);

    function refresh() {
      return talk
        .say("ice", { room_id: room.room_id })
        .then((fresh) => {
          ice = fresh.ice;
          for (const peer of everyPeer()) peer.renew(ice);
        })
        .catch(() => {}); // without a line the old words must do
    }

    const everyPeer = () => [...Array.from(peers.values(), (one) => one.peer), ...walls.values()];
    const speakTo = (to) => (data) =>
      talk.say("signal", { room_id: room.room_id, to, data }).catch(() => {}); // the line is broken: `again` says it anew

    function connect(member) {
      const held = { member, state: "new", stream: null, peer: null };
      peers.set(member.member_id, held);
      held.peer = calls.peer({
        ice,
        media,
        wantsVideo,
        refresh,
        isPolite: mine().order > member.order,
        send: speakTo(member.member_id),
        onStream: (stream) => {
          held.stream = stream;
          onChange();
        },
        onState: (state) => {
          held.state = state;
          onChange();
        },
        onLost: () => lost(),
      });
    }

    /* No way through the networks: it is told why, and the desk offers the telephone. */
    function lost() {
      if (Array.from(peers.values()).some((one) => one.state === "connected")) return;
      leave("ice_failed");
    }

    function connectWall(id) {
      const nothing = () => {};
      const peer = calls.peer({
        ice,
        media,
        refresh,
        isScene: true,
        isPolite: false,
        send: speakTo(id),
        onStream: nothing,
        onState: nothing,
        onLost: () => peer.close(), // the wall says so, and comes again
      });
      walls.set(id, peer);
    }

    function followWalls() {
      const there = new Set(
        (room.walls || []).map((one) => one.viewer && one.viewer.member_id).filter(Boolean),
      );
      for (const [id, peer] of Array.from(walls)) {
        if (there.has(id)) continue;
        peer.close();
        walls.delete(id);
      }
      for (const id of there) if (!walls.has(id)) connectWall(id);
    }

    function tellPicture() {
      const is_shown = isShown && media.hasPicture();
      talk.say("picture", { room_id: room.room_id, is_shown }).catch(() => {}); // `again` says it anew
    }

    function follow() {
      const there = new Map(room.members.map((one) => [one.member_id, one]));
      for (const [id, held] of Array.from(peers)) {
        if (there.has(id)) held.member = there.get(id);
        else {
          held.peer.close();
          peers.delete(id);
        }
      }
      for (const member of room.members)
        if (member.member_id !== me && !peers.has(member.member_id)) connect(member);
      followWalls();
      onChange();
    }

    function end(why) {
      if (isOver) return;
      isOver = true;
      for (const peer of everyPeer()) peer.close();
      peers.clear();
      walls.clear();
      media.stop();
      onEnd(why);
    }

    function take(message) {
      if (isOver) return;
      if (message.room && message.room.room_id === room.room_id) {
        room = message.room;
        follow();
      } else if (message.signal && message.signal.room_id === room.room_id) {
        const { from, data } = message.signal;
        const peer = peers.has(from) ? peers.get(from).peer : walls.get(from);
        if (peer) peer.take(data);
      } else if (message.over && message.over.room_id === room.room_id) {
        end(message.over.why);
      } else if (message.note && message.note.room_id === room.room_id) {
        notes.set(message.note.says, message.note);
        onChange();
      }
    }

    async function again() {
      if (isOver) return;
      try {
        const back = await talk.say("back", { member_id: me });
        ({ room, ice } = back);
        follow();
        tellPicture();
        for (const peer of everyPeer()) {
          peer.renew(ice);
          if (peer.pc.connectionState !== "connected") peer.again();
        }
      } catch (error) {
        if (error.code !== "silent") end("lost");
      }
    }

    function leave(why) {
      const left = talk.say("leave", { room_id: room.room_id, why: why || "hangup" });
      left.catch(() => {}); // the line is broken: the server ends it by itself
      end(why || "hangup");
      return left;
    }

    const record = (kind) =>
      talk.say(kind, {
        room_id: room.room_id,
        recording_id: (room.recording && room.recording.recording_id) || "",
      });

    follow();
    tellPicture();
    for (const track of media.stream.getVideoTracks()) track.onended = tellPicture;
    return {
      take,
      record,
      again,
      leave,
      media,
      talk,
      show(isWanted) {
        isShown = isWanted;
        media.show(isShown);
        tellPicture();
      },
      turn: () => media.turn(everyPeer()).finally(tellPicture),
      peers: () => Array.from(peers.values(), (one) => one.peer),
      now: () => ({
        room,
        isOver,
        notes: Array.from(notes.values()),
        others: Array.from(peers.values()),
      }),
    };
  };
})();
