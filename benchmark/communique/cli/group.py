"""The group of all commands; each is imported only when it is used."""

from __future__ import annotations

import importlib

import click

from communique import __version__
from communique.cli import COMMANDS, usage


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

    def get_help(self, ctx: click.Context) -> str:
        del ctx
        return usage().rstrip("\n")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="communique")
def cli() -> None:
    """Annotate, validate, score and show diplomatic and security news."""
