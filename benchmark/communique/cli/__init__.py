"""The command line: one file a command, loaded when it is called. Only here is printed or exited.

Exit codes: 0 fine, 1 findings, 2 bad input. What is run most, `--help` and `validate PATH…`, starts
without click, whose import takes three times as long as Python itself; all else goes through it.
"""

from __future__ import annotations

import sys

from communique._collector import paused_collector
from communique.errors import CommuniqueError

OK, FINDINGS, BAD_INPUT = 0, 1, 2
SEED, RESAMPLES, TRIALS = 12345, 1000, 10_000
"""What commands draw with, unless they are told otherwise."""

TASKS = "events, factuality, stance, stance-extraction, attribution, sentiment, coreference"
"""What help texts say; the tasks themselves take long to import."""

COMMANDS = {
    "new": "Start an article: a file to annotate in, from a plain text.",
    "compile": "Make records from what annotators write.",
    "edit-form": "Turn a record back into the form that annotators write.",
    "validate": "Say what is wrong with records or authoring files, and where.",
    "rules": "List the rules that `validate` checks.",
    "explain": "Explain one rule, with an example.",
    "attach": "Put a text on a record that came without it.",
    "detach": "Take the text off a record whose text may not be shared.",
    "show": "Render an article with its layers: an HTML page, or the terminal.",
    "import": "Read other people's formats into records.",
    "export": "Write prompts, or the benchmark or results in the forms that leaderboards take.",
    "agree": "Measure the agreement of two annotators, layer by layer.",
    "diff": "List the differences of two annotations.",
    "train": "Train a baseline on a folder of records.",
    "predict": "Run a trained model on records or plain text files.",
    "score": "Score predictions against gold records, with intervals.",
    "check-predictions": "Say everything that is wrong with predictions, at once.",
    "compare": "Compare systems: who is better than whom, and what can be told apart.",
    "submit": "Make a system's records for a leaderboard from its predictions.",
    "bench": "Train, predict and score every baseline on the corpus.",
    "leaderboard": "Make a site of a folder of results, or check that folder.",
    "build": "Build the corpus' derived files: Parquet, card, manifest.",
}

_HELP = """\
Usage: communique [OPTIONS] COMMAND [ARGS]...

  Annotate, validate, score and show diplomatic and security news.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def usage() -> str:
    """Return the help of the whole: what each command is for."""
    width = max(map(len, COMMANDS)) + 2
    return _HELP + "".join(f"  {name:<{width}}{what}\n" for name, what in COMMANDS.items())


def main() -> None:
    """Run the command line; a `CommuniqueError` becomes one message and exit code 2."""
    try:
        raise SystemExit(_run(sys.argv[1:]))
    except CommuniqueError as error:
        from communique.diagnostics import printable

        hint = f"hint: {printable(error.hint)}\n" if error.hint else ""
        sys.stderr.write(f"error: {printable(error.message)}\n{hint}")
        raise SystemExit(BAD_INPUT) from None


def _run(words: list[str]) -> int:
    if words in (["-h"], ["--help"]):
        sys.stdout.write(usage())
        return OK
    options = any(word.startswith("-") and word != "-" for word in words)
    if words[:1] == ["validate"] and len(words) > 1 and not options:
        with paused_collector(for_good=True):
            from communique.cli.validating import validated

            text, code = validated(words[1:])
        sys.stdout.write(text)
        return code
    from communique.cli.group import cli

    cli()
    return OK
