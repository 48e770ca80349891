"""What a case is: its record, the people in it, its categories, stages and agreement."""
