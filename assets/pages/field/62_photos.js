/* Photos and voice notes: taken here, made small here, whatever their size.
 *
 *   field.photos.shrink(file)   {blob, at}; refused as {text}
 *   field.photos.input(onPhoto)   a button that takes photos
 *   field.photos.recorder(onNote)   a button that records a voice note
 *   field.photos.isRecording()   whether one is being recorded
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.8;
  const LARGEST_SENT = 7 * 1024 * 1024;
  const LARGEST_READ = 60 * 1024 * 1024;
  const LONGEST_NOTE_MS = 60000;

  /* The long side to 1600: a photo of 20 MB becomes a few hundred kilobytes. The browser turns it
   * upright; place and camera stay behind with the old bytes. */
  async function shrink(file) {
    const at = Date.now();
    if (file.size > LARGEST_READ)
      throw { text: t("照片超过 60 MB，手机处理不了，请降低相机分辨率") };
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      throw { text: t("这个文件不是照片，或者手机打不开它") };
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0;
    if (!blob || blob.size > LARGEST_SENT) throw { text: t("照片没有压缩成功，请再拍一张") };
    return { blob, at };
  }

  function input(onPhoto, { text = t("拍照片"), id = null } = {}) {
    const chooser = el("input", {
      type: "file",
      accept: "image/*",
      capture: "environment",
      multiple: true,
      class: "m-file",
      id,
      "aria-label": text,
    });
    chooser.onchange = async () => {
      const files = Array.from(chooser.files);
      chooser.value = "";
      for (const file of files) {
        try {
          onPhoto(await shrink(file));
        } catch (refused) {
          field.say(refused.text || t("照片没有压缩成功，请再拍一张"), { isBad: true });
        }
      }
    };
    return el("label", { class: "m-big m-take" }, text, chooser);
  }

  /* One note at a time, whatever is drawn anew meanwhile: another button stops it as well. */
  let running = null;
  let isAsking = false; // for the microphone: a second press must not open it twice
  let drawn = null;

  function label() {
    if (!drawn) return;
    drawn.textContent = running ? t("停止录音") : t("录语音");
    drawn.classList.toggle("is-no", Boolean(running));
  }

  async function record(onNote) {
    if (!navigator.mediaDevices || !window.MediaRecorder) {
      field.say(t("这部手机不能录音，请用文字"), { isBad: true });
      return;
    }
    if (isAsking) return;
    let sound;
    isAsking = true;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      const isRefused = error.name === "NotAllowedError";
      field.say(
        isRefused ? t("麦克风权限被拒绝：在浏览器设置里允许本站录音") : t("没有可用的麦克风"),
        { isBad: true },
      );
      return;
    } finally {
      isAsking = false;
    }
    const pieces = [];
    const at = Date.now();
    const began = performance.now();
    const made = (running = new MediaRecorder(sound, { audioBitsPerSecond: 24000 }));
    made.ondataavailable = (event) => event.data.size && pieces.push(event.data);
    made.onstop = () => {
      clearTimeout(ends);
      for (const track of sound.getTracks()) track.stop();
      running = null;
      label();
      const seconds = Math.round((performance.now() - began) / 1000);
      const blob = new Blob(pieces, { type: made.mimeType });
      if (blob.size) onNote({ blob, at, seconds });
    };
    made.start();
    label();
    const ends = setTimeout(() => made.state === "recording" && made.stop(), LONGEST_NOTE_MS);
  }

  function recorder(onNote) {
    const button = el("button", { type: "button", class: "m-big" });
    button.onclick = () => (running ? running.stop() : record(onNote));
    drawn = button;
    label();
    return button;
  }

  field.on("wiped", () => {
    if (!running) return;
    running.ondataavailable = null; // nothing of it is kept
    running.stop();
  });
  field.photos = { shrink, input, recorder, isRecording: () => running !== null };
})();
