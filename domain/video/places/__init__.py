"""Key places and units: their register, what is near an incident, what raises its severity."""
