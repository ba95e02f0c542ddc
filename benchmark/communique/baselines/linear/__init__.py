"""Linear models over words and their surroundings, one module a task."""
