"""What the routes of work in the grids read and answer, room by room."""
