"""The Codabench bundle: competition, scoring program, references, starting kit, example.

The form is that of Codabench's documentation (competition.yaml version 2, docs.codabench.org). The
scoring program needs no network: either the bundle carries the wheels of what it imports, or the
image has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from communique import __version__
from communique.codec import encode_lines
from communique.errors import InputError
from communique.harness import codabench_pages as pages
from communique.harness import codabench_program as program
from communique.harness.givens import given_lines
from communique.harness.scoring import BENCHMARK, GOLD, OVERALL, Benchmark, column
from communique.harness.writing import yaml_bytes, zip_bytes
from communique.model import Article
from communique.tasks import Task

PLAIN_IMAGE = "python:3.11-slim"
"""The image where wheels come with the program: any with Python 3.11 or later and glibc."""
SECONDS = 600
FILL = "python -m pip wheel communique -w FOLDER"
"""In a checkout it is `.` for `communique`."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an organiser chooses.

    Attributes:
        tasks: the tasks that can be entered, each for itself.
        split: what the records are called, as in `test`.
        start: the first day, YYYY-MM-DD; the phase has no end.
        wheels: a folder of wheels for the scoring program, or none where `image` has communique.
        image: name of the Docker image; none means the plain Python image.
        examples: by task, the predictions file of the example submission (perhaps empty).
    """

    tasks: tuple[Task, ...]
    split: str
    start: str
    wheels: Path | None
    image: str | None
    examples: Mapping[str, bytes]


def bundle(golds: Sequence[Article], settings: Settings) -> bytes:
    """Return the bundle as a ZIP archive; equal records and settings give equal bytes.

    Raises:
        InputError: there is neither a folder of wheels nor an image; the wheels lack a package
            that the program imports; no record can be scored in a task, or one has no text.
    """
    if settings.wheels is None and settings.image is None:
        raise InputError(
            "the scoring program has no packages to score with",
            hint=f"give --wheels, a folder made by `{FILL}`, or --docker-image, an image that has"
            " communique installed",
        )
    ordered = sorted(golds, key=lambda gold: gold.id)
    files = {
        "competition.yaml": yaml_bytes(_competition(settings)),
        "logo.png": pages.logo(),
        "Dockerfile": pages.dockerfile(__version__),
        **{f"pages/{name}.md": text for name, text in pages.pages(settings.tasks).items()},
        **_program(settings),
        f"reference_data/{GOLD}": encode_lines(ordered),
        f"reference_data/{BENCHMARK}": msgspec.json.encode(
            Benchmark(settings.split, tuple(task.key for task in settings.tasks))
        ),
        "starting_kit/README.md": pages.kit_readme(settings.tasks),
        **{f"starting_kit/given/{t.name}.jsonl": given_lines(t, ordered) for t in settings.tasks},
    }
    for place in ("starting_kit/example_submission", "example_submission"):
        files |= {f"{place}/{name}.jsonl": data for name, data in settings.examples.items()}
    return zip_bytes(files)


def _program(settings: Settings) -> dict[str, bytes]:
    """Return the scoring program: how to call it, the program, and its wheels."""
    command = "python3 $program/score.py $input $output"
    files = {
        "scoring_program/metadata.yaml": yaml_bytes({"command": command}),
        "scoring_program/score.py": Path(program.__file__).read_bytes(),
    }
    if settings.wheels is None:
        return files
    found = sorted(settings.wheels.glob("*.whl"))
    prefixes = {name: f"{name}-" for name in program.NEEDED}
    prefixes["communique"] += f"{__version__}-"
    kept = {
        name: [wheel for wheel in found if wheel.name.lower().startswith(prefix)]
        for name, prefix in prefixes.items()
    }
    lacking = [prefixes[name].strip("-") for name, wheels in kept.items() if not wheels]
    if lacking:
        raise InputError(
            f"{settings.wheels}: no wheel of {' and '.join(lacking)}",
            hint=f"fill the folder with `{FILL}`, by the Python version of the image",
        )
    chosen = [wheel for wheels in kept.values() for wheel in wheels]
    return files | {f"scoring_program/vendor/{wheel.name}": wheel.read_bytes() for wheel in chosen}


def _competition(settings: Settings) -> dict[str, Any]:
    return {
        "version": 2,
        "title": pages.TITLE,
        "description": pages.ABOUT,
        "image": "logo.png",
        "terms": "pages/terms.md",
        "docker_image": settings.image or PLAIN_IMAGE,
        "registration_auto_approve": True,
        "make_programs_available": True,
        "enable_detailed_results": True,
        "pages": [{"title": name.capitalize(), "file": f"pages/{name}.md"} for name in pages.PAGES],
        "phases": [_phase(settings)],
        "tasks": [
            {
                "index": 0,
                "name": f"communique {settings.split}",
                "description": f"Any of: {', '.join(task.key for task in settings.tasks)}.",
                "scoring_program": "scoring_program",
                "reference_data": "reference_data",
            }
        ],
        **_solutions(settings),
        "leaderboards": [
            {
                "title": "Results",
                "key": "main",
                "submission_rule": "Add",
                "columns": columns(settings.tasks),
            }
        ],
    }


def _phase(settings: Settings) -> dict[str, Any]:
    return {
        "index": 0,
        "name": settings.split,
        "description": "Predictions for the records of the starting kit.",
        "start": f"{settings.start} 00:00:00",
        "max_submissions_per_day": 5,
        "execution_time_limit": SECONDS,
        "accepts_only_result_submissions": True,
        "starting_kit": "starting_kit",
        "tasks": [0],
    }


def _solutions(settings: Settings) -> dict[str, Any]:
    if not settings.examples:
        return {}
    return {"solutions": [{"index": 0, "path": "example_submission", "tasks": [0]}]}


def columns(chosen: Sequence[Task]) -> list[dict[str, Any]]:
    """Return the leaderboard's columns: the overall mean, where tasks are several; then each task.

    A task's column is its primary metric.
    """
    titles = {OVERALL: "Overall (mean)"} if len(chosen) > 1 else {}
    titles |= {column(task.key): f"{task.name} ({task.primary})" for task in chosen}
    return [
        {"title": title, "key": key, "index": index, "sorting": "desc", "precision": 4}
        for index, (key, title) in enumerate(titles.items())
    ]
