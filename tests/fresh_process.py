"""Scripts in a process of their own: other people's caches and settings have no say in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LOAD = """
import json, sys
import datasets
found = {}
for name in sys.argv[1:]:
    folder, _, config = name.partition(":")
    loaded = datasets.load_dataset(folder, config or None)
    found[name] = {
        split: {
            "rows": data.to_list(),
            "features": data.features.to_dict(),
            "config": data.config_name,
            "description": data.info.description,
        }
        for split, data in loaded.items()
    }
streamed = datasets.load_dataset(folder, config or None, streaming=True)
found["streamed"] = {split: list(data) for split, data in streamed.items()}
print(json.dumps(found))
"""


def fresh(script: str, *words: str, home: Path, folder: Path) -> Any:
    """What a new process prints as JSON; its cache is below `home`, its folder is `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    done = subprocess.run(  # noqa: S603 - this Python, and scripts from this file
        [sys.executable, "-c", script, *words],
        env={**kept, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
