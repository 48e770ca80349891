"""People in the field, and the page in their pockets."""
