"""The same tasks and scores where leaderboards live: Codabench, inspect_ai, lm_eval, the hub."""
