"""What the demo invents of cameras."""

from feeds.simulator.video.cameras import invented

__all__ = ["invented"]
