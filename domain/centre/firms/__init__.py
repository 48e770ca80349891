"""The enterprise station (护企工作站): firms, what is done for them, and what they are owed."""
