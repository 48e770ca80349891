/* One's own microphone and camera, or in a sentence why there is none.
 *
 *   calls.media({wantsVideo})   a promise of {stream, lacks, mute(isMuted), show(isShown), turn(peers), stop()}
 *                               refused as {code: "media_blocked", text}
 *
 * Without a camera it is voice alone, and `lacks` says why; without a microphone it is nothing.
 */
(function () {
  "use strict";
  const { calls, t } = window.onescreen;
  const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15 } };
  const OTHER = { user: "environment", environment: "user" };

  const blocked = (text) => ({ code: "media_blocked", text });

  function whyNot(error, what) {
    const isSound = what === "sound";
    switch (error && error.name) {
      case "NotAllowedError":
      case "SecurityError":
        return isSound
          ? t("麦克风没有得到许可：请在浏览器地址栏旁允许麦克风，再试一次")
          : t("摄像头没有得到许可，只有语音");
      case "NotFoundError":
      case "OverconstrainedError":
        return isSound ? t("这台设备没有麦克风") : t("这台设备没有摄像头，只有语音");
      case "NotReadableError":
      case "AbortError":
        return isSound ? t("麦克风被别的程序占用") : t("摄像头被别的程序占用，只有语音");
      default:
        return isSound ? t("麦克风打不开") : t("摄像头打不开，只有语音");
    }
  }

  async function ask(constraints) {
    try {
      return { stream: await navigator.mediaDevices.getUserMedia(constraints) };
    } catch (error) {
      return { error };
    }
  }

  calls.media = async function media({ wantsVideo }) {
    if (!navigator.mediaDevices)
      throw blocked(t("浏览器只在加密连接（https）下开放麦克风，请换用 https 地址"));
    let facing = "user";
    let lacks = "";
    let asked = wantsVideo
      ? await ask({ audio: SOUND, video: { ...PICTURE, facingMode: facing } })
      : await ask({ audio: SOUND });
    if (asked.error && wantsVideo) {
      lacks = whyNot(asked.error, "picture");
      asked = await ask({ audio: SOUND });
    }
    if (asked.error) throw blocked(whyNot(asked.error, "sound"));
    const { stream } = asked;

    const pictures = () => stream.getVideoTracks();

    /* A phone has one in front and one behind; a desk perhaps several: the next of them. */
    async function constraintsOfNext() {
      const found = (await navigator.mediaDevices.enumerateDevices()).filter(
        (one) => one.kind === "videoinput" && one.deviceId,
      );
      const now = pictures()[0] && pictures()[0].getSettings();
      facing = OTHER[facing];
      if (now && now.facingMode && found.length > 1)
        return { ...PICTURE, facingMode: { exact: OTHER[now.facingMode] || facing } };
      const at = found.findIndex((one) => now && one.deviceId === now.deviceId);
      const next = found[(at + 1) % Math.max(1, found.length)];
      return next ? { ...PICTURE, deviceId: { exact: next.deviceId } } : PICTURE;
    }

    return {
      stream,
      lacks,
      hasPicture: () => pictures().some((one) => one.readyState === "live"),
      mute(isMuted) {
        for (const track of stream.getAudioTracks()) track.enabled = !isMuted;
      },
      show(isShown) {
        for (const track of pictures()) track.enabled = isShown;
      },
      /* Two cameras at once are more than many phones can: the old one ends first. */
      async turn(peers) {
        const [old] = pictures();
        if (!old) return;
        const video = await constraintsOfNext();
        old.stop();
        const found = await ask({ video });
        const made = found.stream || (await ask({ video: PICTURE })).stream;
        if (!made) throw blocked(whyNot(found.error, "picture"));
        const [fresh] = made.getVideoTracks();
        fresh.enabled = old.enabled;
        stream.removeTrack(old);
        stream.addTrack(fresh);
        await Promise.all(peers.map((peer) => peer.replace(fresh)));
      },
      stop() {
        for (const track of stream.getTracks()) track.stop();
      },
    };
  };
})();
