"""Areas, departments, cameras, basemap."""
