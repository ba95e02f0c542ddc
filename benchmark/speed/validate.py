"""Validation side by side with its peers: in one process, as a command, and the start itself.

Run it with the project installed, and orjson, jsonschema-rs and check-jsonschema beside it; ajv
(`npm install ajv-cli`) is measured where `ajv` is on the path or named with --ajv.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from communique._collector import paused_collector
from communique._paths import data_dir
from communique.codec import encode
from communique.validate import validate_bytes
from communique.validate.forking import processors, share_out
from communique.validate.run import decode_fast
from records import article
from timing import Aim, measure, report

OURS, RUST, PYTHON = (
    "communique, schema and semantics",
    "orjson + jsonschema-rs, schema",
    "jsonschema, schema",
)
SHARED = f"the same on {processors()} processors"
AIMS = (Aim(RUST, 1.7), Aim(PYTHON, 200))
SLOW = 20
"""How many records `jsonschema` gets; its time is scaled up."""


class Count(msgspec.Struct):
    """How many findings there were."""

    findings: int


def records(number: int) -> list[bytes]:
    """Return that many records of about 29 kB, none of which breaks a rule."""
    made = [encode(article(f"article-{i}", paragraphs=8, seed=i)) for i in range(number)]
    broken = [f for data in made[:SLOW] for f in validate_bytes(data)]
    if broken:
        raise SystemExit(f"the benchmark's records break a rule: {broken[0]}")
    return made


def _ours(datas: list[bytes]) -> dict[str, Callable[[], object]]:
    def alone() -> None:
        with paused_collector():
            for data in datas:
                validate_bytes(data)

    def some(share: list[bytes]) -> Count:
        return Count(sum(len(validate_bytes(data)) for data in share))

    def shared() -> None:
        workers = processors()
        with paused_collector():
            share_out(some, [datas[at::workers] for at in range(workers)], Count)

    def decoding() -> None:
        with paused_collector():
            for data in datas:
                decode_fast(data)

    return {
        OURS: alone,
        SHARED: shared,
        "communique, decoding alone": decoding,
    }


def _peers(datas: list[bytes]) -> dict[str, Callable[[], object]]:
    import jsonschema
    import jsonschema_rs
    import orjson

    schema = json.loads((data_dir("schema") / "article.schema.json").read_bytes())
    fast, slow = jsonschema_rs.Draft202012Validator(schema), jsonschema.Draft202012Validator(schema)

    def rust() -> None:
        for data in datas:
            fast.is_valid(orjson.loads(data))

    def python() -> None:
        for data in datas[:SLOW]:
            slow.is_valid(json.loads(data))

    return {RUST: rust, PYTHON: python}


def in_process(datas: list[bytes], rounds: int) -> list[str]:
    seconds = measure({**_ours(datas), **_peers(datas)}, rounds=rounds)
    seconds[PYTHON] = [s * len(datas) / SLOW for s in seconds[PYTHON]]
    title = f"{len(datas)} records of {sum(map(len, datas)) // len(datas)} bytes, from bytes"
    lines = report(title, seconds, OURS, AIMS)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for peer, aim in AIMS:
        ratio = medians[peer] / medians[SHARED]
        met = "met" if ratio >= aim else "NOT MET"
        lines.append(f"  {SHARED}: {ratio:.2f} times as fast as {peer} (aim {aim:g}: {met})")
    return lines


def _command(*words: str) -> Callable[[], object]:
    # Bytecode is written, at the latest by the first run: pip compiles what it installs.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        done = subprocess.run(words, capture_output=True, check=False, text=True, env=env)
        if done.returncode:
            raise SystemExit(f"{words[0]} exited with {done.returncode}: {done.stderr[-500:]}")

    return run


def _beside(name: str) -> str:
    """Return the path of a command installed beside this Python, or on the path."""
    here = Path(sys.executable).with_name(name)
    return str(here) if here.exists() else shutil.which(name) or ""


def as_commands(folder: Path, ajv: str, rounds: int) -> list[str]:
    schema = str(data_dir("schema") / "article.schema.json")
    files = sorted(str(path) for path in folder.glob("*.json"))
    ours = _beside("communique")
    contenders = {"communique validate": _command(ours, "validate", str(folder))}
    lines = []
    if check := _beside("check-jsonschema"):
        contenders["check-jsonschema"] = _command(check, "--schemafile", schema, *files)
    else:
        lines.append("  check-jsonschema is not installed: not measured")
    if ajv:
        spec = ("--spec=draft2020", "--strict=false", "-s", schema, "-d", f"{folder}/*.json")
        contenders["ajv"] = _command(ajv, "validate", *spec)
    else:
        lines.append("  ajv is not installed: not measured")
    seconds = measure(contenders, rounds=rounds)
    aims = (Aim("check-jsonschema", 100), Aim("ajv", 2))
    title = f"the same as a command over {len(files)} files"
    return report(title, seconds, "communique validate", aims) + lines


def starting(folder: Path, rounds: int) -> list[str]:
    one = str(min(folder.glob("*.json")))
    ours = _beside("communique")
    contenders = {
        "python -c pass": _command(sys.executable, "-c", "pass"),
        "communique --help": _command(ours, "--help"),
        "communique validate one.json": _command(ours, "validate", one),
    }
    for run in contenders.values():
        run()
    seconds = measure(contenders, rounds=rounds)
    lines = report("the start", seconds, "python -c pass", ())
    base = min(seconds["python -c pass"])
    for name, most in (("communique --help", 3), ("communique validate one.json", 6)):
        times = min(seconds[name]) / base
        verdict = "met" if times <= most else "NOT MET"
        lines.append(f"  {name}: {times:.1f} times the start alone (aim at most {most}: {verdict})")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--ajv", default=shutil.which("ajv") or "")
    chosen = options.parse_args()
    datas = records(chosen.records)
    print("\n".join(in_process(datas, chosen.rounds)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, data in enumerate(datas):
            (folder / f"article-{number}.json").write_bytes(data)
        print("\n".join(as_commands(folder, chosen.ajv, min(chosen.rounds, 3))))
        print("\n".join(starting(folder, chosen.rounds)))


if __name__ == "__main__":
    main()
