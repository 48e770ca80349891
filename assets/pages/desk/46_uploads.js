/* The files of an incident on their way (assets/pages/uploads/), and what the desk says of them. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;

  desk.uploads = onescreen.uploads({
    kind: "incident",
    send: desk.api.send,
    kept: onescreen.kept("desk.uploads"),
  });

  const labelOf = (one) => t("附件 {name}", { name: one.name });

  desk.uploads.on("done", (one) => desk.say(t("已办：{label}", { label: labelOf(one) })));

  /* Said on its card; where another one is open, it stands with all else that failed. */
  desk.uploads.on("refused", (one) => {
    const label = labelOf(one);
    if (desk.state.number() === one.of)
      desk.say(t("没有办成：{label}。{text}", { label, text: one.text }));
    else {
      const order = { label: one.of + " " + label, key: desk.orders.newKey() };
      desk.orders.remember(order, { text: one.text, mayRetry: false });
    }
  });
})();
