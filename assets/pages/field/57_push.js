/* Pushes: a dark screen is woken where the server has a key for it and the person allows it. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  }

  /* Asked for when somebody goes on duty: by then they know what it is for. */
  async function subscribe() {
    const me = field.me();
    if (!me || !me.push_key || !navigator.serviceWorker || !window.PushManager) return;
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        field.say(t("通知权限被拒绝：屏幕熄灭时靠短信或电话通知"), { isBad: true });
        return;
      }
      const worker = await navigator.serviceWorker.ready;
      const held =
        (await worker.pushManager.getSubscription()) ||
        (await worker.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: bytes(me.push_key),
        }));
      await field.post("/api/v1/field/push", { endpoint: held.endpoint });
    } catch (error) {
      console.warn("push", error);
      field.say(t("这部手机收不到推送：屏幕熄灭时靠短信或电话通知"), { isBad: true });
    }
  }

  field.on("duty_pressed", subscribe);
})();
