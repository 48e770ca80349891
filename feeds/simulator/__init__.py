"""The demo feed: invented units and incidents that come through the same door as real ones."""

from feeds.simulator.fleet import Member, fleet
from feeds.simulator.history import history, plan_history
from feeds.simulator.places import Places
from feeds.simulator.ports import Ports
from feeds.simulator.run import Simulator

__all__ = ["Member", "Places", "Ports", "Simulator", "fleet", "history", "plan_history"]
