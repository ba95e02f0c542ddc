"""What `communique validate` does, apart from reading its options."""

from __future__ import annotations

from collections.abc import Sequence

from communique.cli import FINDINGS, OK
from communique.diagnostics import Severity
from communique.validate.forking import processors
from communique.validate.run import Checked, select, validate_paths


def validated(
    paths: Sequence[str],
    form: str = "text",
    *,
    chosen: Sequence[str] = (),
    ignored: Sequence[str] = (),
    fail_on: str = "error",
) -> tuple[str, int]:
    """Return the report on the paths, and the exit code that its findings mean.

    Raises:
        InputError: a path cannot be read, or has nothing to validate.
    """
    checked = validate_paths(paths, workers=processors())
    findings = select(checked.findings, chosen, ignored)
    if findings or form != "text":
        from communique.validate.report import REPORTS

        text = REPORTS[form](Checked(findings, checked.records))
    else:
        text = f"no findings in {checked.records} record{'' if checked.records == 1 else 's'}\n"
    bar = Severity[fail_on.upper()]
    return text, FINDINGS if any(f.severity >= bar for f in findings) else OK
