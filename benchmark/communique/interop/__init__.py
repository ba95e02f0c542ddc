"""Other people's formats, read into records; what is lost on the way is reported."""

from communique.interop.folders import PRESETS, import_brat, import_path
from communique.interop.mapping import Mapping, read_mapping
from communique.interop.report import RULES, Imported, totals

__all__ = [
    "PRESETS",
    "RULES",
    "Imported",
    "Mapping",
    "import_brat",
    "import_path",
    "read_mapping",
    "totals",
]
