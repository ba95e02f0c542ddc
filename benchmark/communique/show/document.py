"""What every page is made with: templates that escape, its own style and script, a strict policy.

A page may load nothing and run nothing but the style and the script that stand in it, which its
policy names by their digests.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any


@cache
def templates(package: str) -> Any:
    """Return the templates in the folder `templates` of a package; what they insert is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - not for all

    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def part(package: str, *names: str) -> Any:
    """Return styles or scripts of a package, joined, safe as they are: they are its own files."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    found = templates(package)
    sources = [found.loader.get_source(found, name)[0] for name in names]
    return Markup("".join(sources))  # noqa: S704 - files of this package, nothing of a record's


def policy(style: str, script: str) -> str:
    """Return the content security policy: this style and this script, nothing else at all."""
    hashes = [
        base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")
        for source in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
