"""Surveys of safety and satisfaction: waves, questionnaires, samples, and what they tell."""
