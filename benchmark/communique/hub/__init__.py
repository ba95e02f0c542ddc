"""The Hugging Face side: the corpus as typed Parquet with its card, and loading it.

Importing this costs nothing heavy: `datasets` and `pyarrow` load where they are used.
"""

from communique.hub.building import build, check
from communique.hub.configs import CONFIGS, Config
from communique.hub.loading import load, to_article
from communique.hub.manifest import Manifest, make_manifest, read_manifest

__all__ = [
    "CONFIGS",
    "Config",
    "Manifest",
    "build",
    "check",
    "load",
    "make_manifest",
    "read_manifest",
    "to_article",
]
