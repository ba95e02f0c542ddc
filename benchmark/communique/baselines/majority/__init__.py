"""Systems that count and repeat what was most frequent, one module a task."""
