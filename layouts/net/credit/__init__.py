"""Fair credit: the page of rules, ledgers, deductions, months and comparisons."""
