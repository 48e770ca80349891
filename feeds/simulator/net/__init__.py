"""The demo's people of the net and their work."""

from feeds.simulator.net.people import ACCOUNTS, net_people

__all__ = ["ACCOUNTS", "net_people"]
