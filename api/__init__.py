"""HTTP and WebSocket routes: one request or message → one operation → one answer."""
