"""What the routes of the desk read and answer, room by room."""
