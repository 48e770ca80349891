"""Fair credit: what is booked, deducted, appealed against, counted by month and compared."""
