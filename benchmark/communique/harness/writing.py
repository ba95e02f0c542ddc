"""Files of the harnesses: YAML that every loader reads alike, and archives that are byte-stable."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can name: the same content gives the same bytes."""
_REGULAR_FILE = 0o100644
_UNIX = 3


_OLD_BOOLEANS = {"y", "n", "yes", "no", "on", "off"}


class _Representer(SafeRepresenter):
    """Quotes what YAML 1.1, which PyYAML reads, would take for a number or a truth value."""

    def represent_text(self, text: str) -> ScalarNode:
        plain = text[:1].isalpha() and text.lower() not in _OLD_BOOLEANS
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Representer.add_representer(str, _Representer.represent_text)


def yaml_bytes(data: Any) -> bytes:
    """Return plain data (mappings, lists, strings, numbers) as YAML without tags, keys in order."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.BytesIO()
    yaml.dump(data, out)
    return out.getvalue()


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of the files, by name: equal files give equal bytes.

    Wheels and images, which are compressed already, are stored as they are.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE << 16
            packed = name.endswith((".whl", ".png", ".zip"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
