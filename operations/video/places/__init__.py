"""Key places and units: their register, and what an alarm near one means."""
