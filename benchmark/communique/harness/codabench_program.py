"""The scoring program: `python3 score.py INPUT OUTPUT`, as Codabench runs it, without a network.

INPUT has `ref` (gold records and what is asked) and `res` (what was handed in); OUTPUT gets
`scores.json` and `detailed_results.html`. This file needs the standard library only: the packages
that it scores with are those of the image or, where the image lacks them, the wheels in `vendor`
beside it, which are unpacked to a temporary folder. It is copied into bundles as `score.py`.
"""

from __future__ import annotations

import importlib.util
import platform
import re
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

NEEDED = ("communique", "msgspec", "numpy", "scipy")
WHEEL = re.compile(
    r"(?P<name>[^-]+)-[^-]+(-[0-9][^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<on>.+)\.whl"
)
VERSION = sys.version_info[:2]


def fits(file: str) -> bool:
    """Tell by its name whether a wheel is for this Python and this platform."""
    found = WHEEL.fullmatch(file)
    if found is None:
        return False
    pythons, abis, platforms = (found[key].split(".") for key in ("python", "abi", "on"))
    own = "cp{}{}".format(*VERSION)
    right = (own in pythons and not {own, "abi3", "none"}.isdisjoint(abis)) or (
        "abi3" in abis and any(_older(python) for python in pythons)
    )
    pure = "none" in abis and not {"py3", "py{}{}".format(*VERSION)}.isdisjoint(pythons)
    return (right or pure) and any(_runs_here(name) for name in platforms)


def _older(python: str) -> bool:
    found = re.fullmatch(r"cp3([0-9]+)", python)
    return found is not None and (3, int(found[1])) <= VERSION


def _runs_here(name: str) -> bool:
    """Tell whether a wheel's platform is this one; glibc must be at least as new as it asks."""
    own = re.sub(r"[-.]", "_", sysconfig.get_platform())
    if name in {"any", own}:
        return True
    linux = re.fullmatch(r"manylinux(?:_([0-9]+)_([0-9]+)|1|2010|2014)_(.+)", name)
    if linux is None or own != f"linux_{linux[3]}" or platform.libc_ver()[0] != "glibc":
        return False
    asked = (int(linux[1]), int(linux[2])) if linux[1] else (2, 17)
    have = tuple(int(part) for part in platform.libc_ver()[1].split(".")[:2])
    return have >= asked


def missing() -> list[str]:
    """Return the names of the packages that cannot be imported here."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def unpack(wheels: Path, into: Path) -> None:
    """Unpack the wheels that fit, of the packages that are missing, and make them importable."""
    for name in missing():
        for wheel in sorted(wheels.glob(f"{name}-*.whl")):
            if fits(wheel.name):
                with zipfile.ZipFile(wheel) as archive:
                    archive.extractall(into)
                break
    sys.path.insert(0, str(into))
    importlib.invalidate_caches()


def main(words: list[str]) -> int:
    """Score INPUT into OUTPUT; return 0, or 2 where nothing could be scored."""
    if len(words) != 2:
        sys.stderr.write("usage: score.py INPUT OUTPUT\n")
        return 2
    if VERSION < (3, 11):
        sys.stderr.write(f"error: this is Python {platform.python_version()}; 3.11 is needed\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        if missing():
            unpack(Path(__file__).resolve().parent / "vendor", Path(folder))
        if missing():
            sys.stderr.write(
                f"error: the image lacks {', '.join(missing())}, and vendor/ has no wheel of it for"
                f" Python {platform.python_version()} on {sysconfig.get_platform()}\n"
            )
            return 2
        from communique.harness.scoring import score_folder  # noqa: PLC0415 - after unpacking

        lines, code = score_folder(Path(words[0]), Path(words[1]))
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
