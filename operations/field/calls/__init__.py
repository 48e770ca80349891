"""Calls: who is rung, who answers first, and what two browsers say to find each other."""
