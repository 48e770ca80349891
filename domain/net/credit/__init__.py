"""Fair credit: rules, guards, ledgers of facts, deductions with appeal, monthly sheets."""
