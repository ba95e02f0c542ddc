"""The command line: one file a command, loaded when it is called. Only here is printed or exited.

Exit codes: 0 fine, 1 findings, 2 bad input.
"""

from __future__ import annotations

import importlib

import click

from communique import __version__
from communique.errors import CommuniqueError

OK, FINDINGS, BAD_INPUT = 0, 1, 2

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
    "agree": "Measure the agreement of two annotators, layer by layer.",
    "diff": "List the differences of two annotations.",
    "train": "Train a baseline on a folder of records.",
    "predict": "Run a trained model on records or plain text files.",
    "score": "Score predictions against gold records, with intervals.",
    "bench": "Train, predict and score every baseline on the corpus.",
    "build": "Build the corpus' derived files: Parquet, card, manifest.",
}


class _Commands(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"communique.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="communique")
def cli() -> None:
    """Annotate, validate, score and show diplomatic and security news."""


def main() -> None:
    """Run the command line; a `CommuniqueError` becomes one message and exit code 2."""
    try:
        cli()
    except CommuniqueError as error:
        click.echo(f"error: {error.message}", err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        raise SystemExit(BAD_INPUT) from None
