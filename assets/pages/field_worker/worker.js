/* The worker of the phone page: the shell without a network, a new version told, pushes shown.
 *
 * self.VERSION and self.KEPT stand before this file (api/field/phone_files.py). Nothing of /api is ever kept:
 * what a phone holds of its work lies in the page's own bounded store.
 */
(function () {
  "use strict";
  const CACHE = "onescreen-phone-" + self.VERSION;
  const PATIENCE_MS = 3000;

  self.addEventListener("install", (event) => {
    event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(self.KEPT)));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(
      caches
        .keys()
        .then((names) =>
          Promise.all(
            names
              .filter((name) => name.startsWith("onescreen-phone-") && name !== CACHE)
              .map((name) => caches.delete(name)),
          ),
        )
        .then(() => self.clients.claim()),
    );
  });

  self.addEventListener("message", (event) => {
    if (event.data === "update") self.skipWaiting();
  });

  /* The page itself from the server where it answers soon, else as it was kept. */
  async function page(request) {
    const kept = await caches.match("/m", { ignoreSearch: true });
    const fresh = fetch(request);
    if (!kept) return fresh;
    const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
    return Promise.race([
      fresh.then((answer) => (answer.ok ? answer : kept)).catch(() => kept),
      late,
    ]);
  }

  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
    if (event.request.mode === "navigate") {
      if (url.pathname === "/m") event.respondWith(page(event.request));
      return;
    }
    if (!self.KEPT.includes(url.pathname)) return;
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
  });

  /* A push has no content: it says that there is something, never what. Both languages stand here, for
   * whoever reads it has opened no page. A page that is being looked at rings by itself. */
  self.addEventListener("push", (event) => {
    event.waitUntil(
      self.clients.matchAll({ type: "window" }).then((open) => {
        if (open.some((one) => one.visibilityState === "visible")) return;
        return self.registration.showNotification("OneScreen", {
          body: "\u6709\u65b0\u7684\u4efb\u52a1 \u00b7 New order",
          tag: "onescreen",
          renotify: true,
          requireInteraction: true,
          icon: "/m/icon-192.png",
          vibrate: [400, 200, 400, 200, 400],
        });
      }),
    );
  });

  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(
      self.clients.matchAll({ type: "window" }).then((open) => {
        const page = open.find((one) => new URL(one.url).pathname === "/m");
        return page ? page.focus() : self.clients.openWindow("/m");
      }),
    );
  });
})();
