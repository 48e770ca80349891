"""Pages of the centre itself: queue, hall, kiosk, rota, rooms, editing."""
