/* A passkey beside the PIN: a finger, a face or the phone's own code shows personal data again.
 * It signs nobody in. Where a browser makes none, the tab "我的" says why, and the PIN goes on.
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const PATH = "/api/v1/field/passkey";

  /* Why this page can have none; empty where it can. */
  function why() {
    const { passkey_origin: origin } = field.me();
    if (!origin) return t("这台服务器没有设置 https 地址，只能用 PIN");
    if (!window.isSecureContext) return t("本页不是用 https 打开的，只能用 PIN");
    if (!window.PublicKeyCredential || !navigator.credentials)
      return t("这部手机的浏览器不支持通行密钥，只能用 PIN");
    if (location.origin !== origin)
      return t("通行密钥只在 {address} 有效；在这里只能用 PIN", { address: origin });
    return "";
  }

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  }

  function text(buffer) {
    const plain = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  /* A credential as the server reads it: what it is asked for, and no more. */
  function packed(credential, names) {
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: Object.fromEntries(names.map((name) => [name, text(credential.response[name])])),
    };
  }

  function refused(error) {
    // Put away, too slow, or no finger known: what the browser tells of it is one and the same.
    const words = error instanceof Error ? t("验证没有完成，可以再试或用 PIN") : error.text;
    field.say(words, { isBad: true });
  }

  async function make() {
    try {
      const { options } = await field.post(PATH + "/begin");
      const made = await navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          user: { ...options.user, id: bytes(options.user.id) },
        },
      });
      await field.post(PATH, packed(made, ["clientDataJSON", "attestationObject"]));
      field.setMe({ ...field.me(), has_passkey: true });
      field.say(t("通行密钥已设置"));
    } catch (error) {
      refused(error);
    }
    field.redraw("mine");
  }

  async function open() {
    try {
      const { options } = await field.post(PATH + "/question");
      const found = await navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: bytes(options.challenge),
          allowCredentials: options.allowCredentials.map((one) => ({
            ...one,
            id: bytes(one.id),
          })),
        },
      });
      const names = ["clientDataJSON", "authenticatorData", "signature"];
      await field.post(PATH + "/open", packed(found, names));
      field.setMe({ ...field.me(), is_open: true });
      field.emit("opened");
    } catch (error) {
      refused(error);
    }
  }

  async function remove() {
    try {
      await field.post(PATH + "/removal");
      field.setMe({ ...field.me(), has_passkey: false });
    } catch (error) {
      refused(error);
    }
    field.redraw("mine");
  }

  function button(words, run, id) {
    return el("button", { type: "button", class: "m-big", id, onclick: run }, words);
  }

  field.on("mine_drawn", (box) => {
    const me = field.me();
    const reason = why();
    const may = me.has_passkey
      ? button(t("停用通行密钥"), remove, "m-passkey-off")
      : me.is_open
        ? button(t("设置通行密钥"), make, "m-passkey-make")
        : el("p", { class: "m-note" }, t("先用 PIN 打开，再设置"));
    box.append(
      el(
        "article",
        { class: "m-card", id: "m-passkey" },
        el("h2", {}, t("通行密钥")),
        el(
          "p",
          {},
          t(
            "用指纹、面容或手机自己的密码代替 PIN 打开个人信息；不能用来登录，解除绑定时一起失效。",
          ),
        ),
        reason ? el("p", { class: "m-note" }, reason) : may,
      ),
    );
  });

  field.on("veil_drawn", (form) => {
    if (!field.me().has_passkey || why()) return;
    form.append(
      el("button", { type: "button", id: "m-passkey-open", onclick: open }, t("通行密钥")),
    );
  });
})();
