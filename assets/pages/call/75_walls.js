/* The walls that show somebody of a room.
 *
 *   calls.mine(room)            who looks at this page
 *   calls.wallsOf(room, callId) the walls that show who came in by a call: {name, call_id}; at a desk wall_id too
 */
(function () {
  "use strict";
  const { calls } = window.onescreen;

  calls.mine = (room) => room.members.find((one) => one.member_id === room.you) || {};
  calls.wallsOf = (room, callId) => (room.walls || []).filter((one) => one.call_id === callId);
})();
