"""What is done with the centre itself: rooms, the queue, the rota, its bodies and windows."""
