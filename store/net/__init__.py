"""The one net in the store: people, work, and what is counted of it."""
