"""The page of cases: the queue, intake, a case drawn from sections."""
