"""Areas, map layers, basemap."""
