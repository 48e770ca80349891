"""The demo's dispute centre: its people, and a year of cases told by the rules of the loop."""

from feeds.simulator.centre.premises import room_hours, rota_of
from feeds.simulator.centre.staff import STAFF, Member, member_of
from feeds.simulator.centre.telling import TELLER, tell_cases

__all__ = ["STAFF", "TELLER", "Member", "member_of", "room_hours", "rota_of", "tell_cases"]
