/* The ticket kiosk: one touch, one number. The counts follow the queue.
 *
 * While a number is on its way no other is taken, and the number shown goes by itself after a while:
 * the next person finds the buttons.
 */
(function () {
  "use strict";
  const SHOWN_MS = 15_000;
  const byId = (id) => document.getElementById(id);
  const buttons = Array.from(document.querySelectorAll("[data-zone]"));
  let closing = null;

  let isClosed = !byId("closed").hidden;
  let isTaking = false;

  function able() {
    for (const one of buttons) one.disabled = isTaking || isClosed;
  }

  function says(text) {
    byId("says").textContent = text;
    byId("says").hidden = !text;
  }

  function close() {
    clearTimeout(closing);
    byId("ticket").close();
    isTaking = false;
    able();
  }

  function show(ticket) {
    byId("label").textContent = ticket.label;
    byId("zone").textContent = ticket.zone_name;
    byId("ahead").textContent = String(ticket.ahead);
    byId("paper").href =
      "/api/v1/queue/tickets/" + encodeURIComponent(ticket.ticket_id) + "/paper.pdf";
    byId("ticket").showModal();
    closing = setTimeout(close, SHOWN_MS);
  }

  async function take(zone) {
    isTaking = true;
    able();
    says("");
    const answer = await fetch("/api/v1/queue/tickets", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ zone }),
    }).catch(() => null);
    const body = answer ? await answer.json().catch(() => ({})) : {};
    if (answer && answer.status === 201) {
      show(body);
      return;
    }
    says((body.error && body.error.message) || byId("stale").textContent);
    isTaking = false;
    able();
  }

  function draw(board) {
    isClosed = !board.is_open;
    byId("closed").hidden = !isClosed;
    able();
    for (const { zone, count } of board.waiting) {
      const shown = document.querySelector('[data-count="' + CSS.escape(zone) + '"]');
      if (shown) shown.textContent = String(count);
    }
  }

  for (const one of buttons) one.addEventListener("click", () => take(one.dataset.zone));
  byId("close").addEventListener("click", close);
  byId("ticket").addEventListener("cancel", close);
  able();
  const board = window.onescreenBoard.follow(draw);
  setInterval(() => {
    byId("stale").hidden = !board.isStale();
    board.reloadWhenLost();
  }, 1000);
})();
