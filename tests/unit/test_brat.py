from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from communique.agreement import agree
from communique.codec import decode, encode, is_nfc
from communique.diagnostics import Severity
from communique.errors import InputError, UnknownNameError
from communique.interop import RULES, Imported, Mapping, import_path, read_mapping
from communique.interop.texts import StandoffText, quotation_kind
from communique.validate import validate_article
from hypothesis import given
from hypothesis import strategies as st

CASES = Path(__file__).parents[1] / "golden" / "interop"
POLNEAR = Path(__file__).parents[2].parent / "shared" / "data" / "polnear"
ANNOTATED = sorted(POLNEAR.rglob("*.ann"))

needs_polnear = pytest.mark.skipif(
    not ANNOTATED, reason="PolNeAR may not be redistributed: it is not beside this checkout"
)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def bag(parts: Iterable[str]) -> str:
    return " ".join(sorted(" ".join(parts).split()))


def imported(case: Path) -> Imported:
    return next(import_path("brat", case, mapping=read_mapping(case / "mapping.json")))


def cases() -> list[Path]:
    found = sorted(path for path in CASES.iterdir() if path.is_dir())
    assert found
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
class TestCases:
    def test_record_and_findings(self, case: Path, golden: Callable[[Path, object], None]) -> None:
        article, _, findings = imported(case)
        golden(case / "expected.json", json.loads(encode(article)))
        golden(
            case / "findings.json",
            [[f.rule, f.severity.name, f.where.line, f.message] for f in findings],
        )

    def test_the_record_is_valid(self, case: Path) -> None:
        errors = validate_article(imported(case).article)
        assert [f for f in errors if f.severity is Severity.ERROR] == []

    def test_every_span_has_its_words(self, case: Path) -> None:
        article = imported(case).article
        text = article.text or ""
        assert is_nfc(text)
        pattern = rb'"start":(\d+),"end":(\d+),"text":("(?:[^"\\]|\\.)*")'
        for span in re.finditer(pattern, encode(article)):
            start, end, words = int(span[1]), int(span[2]), json.loads(span[3])
            assert text[start:end] == words


def test_every_kind_of_finding_has_a_case() -> None:
    fired = {finding.rule for case in cases() for finding in imported(case).findings}
    assert fired == set(RULES)


def test_findings_name_file_and_line() -> None:
    finding = imported(CASES / "malformed-lines").findings[0]
    file = CASES / "malformed-lines" / "article.ann"
    assert str(finding).startswith(f"{file}:2:1: IMP-002 error: not a line of brat standoff")


class TestOffsets:
    @given(st.text(alphabet="ae\u0301\u0323 \r\n한ᄀ\u1161", max_size=30), st.data())
    def test_whole_characters_keep_their_words(self, raw: str, data: st.DataObject) -> None:
        text = StandoffText(raw)
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, len(raw)))
        assert 0 <= text.carry(start) <= text.carry(end) <= len(text.text)
        before, inside, after = raw[:start], raw[start:end], raw[end:]
        parts = [StandoffText(part).text for part in (before, inside, after)]
        if "".join(parts) == text.text:  # neither end is inside of a composed character
            assert text.text[text.carry(start) : text.carry(end)] == parts[1]

    def test_offsets_into_a_decomposed_text_are_carried_over(self) -> None:
        raw = unicodedata.normalize("NFD", "café Lhosán refused")
        text = StandoffText(raw)
        start = raw.index("refused")
        found = text.locate([(start, start + 7)], "refused")
        assert found == (((12, 19),), 0)
        assert text.text[12:19] == "refused"

    def test_words_are_looked_for_near_their_offsets_only(self) -> None:
        text = StandoffText("x" * 100 + " Kemrat")
        assert text.locate([(90, 96)], "Kemrat") == (((101, 107),), 11)
        assert text.locate([(10, 16)], "Kemrat") is None

    def test_the_nearest_of_two_is_taken(self) -> None:
        text = StandoffText("Kemrat and Kemrat")
        assert text.locate([(9, 15)], "Kemrat") == (((11, 17),), 2)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We will stop,”", "direct"),
        ('"We will stop,"', "direct"),
        ("«Nous arrêtons»", "direct"),
        ("“We will stop. The second paragraph is not closed", "direct"),
        ("and the last paragraph only closes.”", "direct"),
        ("that they would “stop”", "mixed"),
        ("“stop” and “go”", "mixed"),
        ("that they would stop", "indirect"),
        ("the ship\u2019s captain", "indirect"),
        ("...", "indirect"),
    ],
)
def test_kind_of_quotation(text: str, kind: str) -> None:
    assert quotation_kind(text, [(0, len(text))]) == kind


def test_marks_just_outside_of_the_content_count() -> None:
    text = "He said: “Never.” Then he left."
    start = text.index("Never")
    assert quotation_kind(text, [(start, start + len("Never."))]) == "direct"


class TestFolders:
    def test_brat_without_a_mapping_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="need a mapping"):
            import_path("brat", tmp_path)

    def test_an_unknown_format_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownNameError, match="'bratt'"):
            import_path("bratt", tmp_path)

    def test_no_annotation_file_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no \*\.ann file"):
            list(import_path("polnear", tmp_path))

    def test_an_annotation_without_text_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "a.ann").write_text("", "utf-8")
        with pytest.raises(InputError, match=r"no text: looked for a\.txt"):
            list(import_path("polnear", tmp_path))

    def test_two_files_of_one_id_are_an_error(self, tmp_path: Path) -> None:
        for name in ("a b", "a-b"):
            (tmp_path / f"{name}.ann").write_text("", "utf-8")
            (tmp_path / f"{name}.txt").write_text("x", "utf-8")
        with pytest.raises(InputError, match="gives the id 'a-b'"):
            list(
                import_path(
                    "brat", tmp_path, mapping=Mapping(source="s", licence="l", language="en")
                )
            )

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b'{"source": "s"}', "missing required field `licence`"),
            (b'{"source": "s", "licence": "l", "language": "en", "x": 1}', "unknown field `x`"),
            (
                b'{"source": "", "licence": "", "language": "", "mentions": {"A": {"type": "X"}}}',
                "Invalid enum value 'X'",
            ),
            (
                b'{"source": "s", "licence": "l", "language": "en", "name_pattern": "("}',
                "name_pattern",
            ),
        ],
    )
    def test_a_wrong_mapping_is_an_error(
        self, tmp_path: Path, content: bytes, message: str
    ) -> None:
        file = tmp_path / "mapping.json"
        file.write_bytes(content)
        with pytest.raises(InputError, match=message):
            read_mapping(file)


class TestPolnearNames:
    def test_what_the_name_tells(self, tmp_path: Path) -> None:
        stem = "nyt_2016-09-19_obama-sees-personal-insult-if-bl"
        (tmp_path / f"{stem}.txt").write_text("\nObama Sees 'Insult'.\n\nText.\n", "utf-8")
        (tmp_path / f"{stem}_ef2d.ann").write_text("", "utf-8")
        item = next(import_path("polnear", tmp_path))
        meta = item.article.metadata
        assert item.annotator == "ef2d"
        assert item.article.id == "nyt-2016-09-19-obama-sees-personal-insult-if-bl"
        assert item.article.provenance is not None
        assert item.article.provenance.annotators == ("ef2d",)
        assert (meta.outlet, meta.published) == ("The New York Times", "2016-09-19")
        assert meta.title == "Obama Sees 'Insult'."
        assert meta.source == f"PolNeAR 1.0.0: {stem}_ef2d.ann"
        assert meta.licence.startswith("No licence stated")
        assert meta.origin == "third-party"


@needs_polnear
@pytest.mark.parametrize("file", ANNOTATED, ids=lambda file: getattr(file, "stem", "none"))
class TestPolnear:
    """Against counts made from the lines of the files, without the importer's parser."""

    def test_every_attribution_is_kept_with_its_words(self, file: Path) -> None:
        lines = [line.partition("\t") for line in nfc(file.read_text("utf-8")).split("\n")]
        words = {name: rest.partition("\t")[2] for name, _, rest in lines if name[:1] == "T"}
        expected = Counter[tuple[str, ...]]()
        for roles in (rest for name, _, rest in lines if name[:1] == "E"):
            refs = [
                re.findall(rf" {role}[0-9]*:(\S+)", roles) for role in ("Content", "Cue", "Source")
            ]
            expected[tuple(bag(words[ref] for ref in found) for found in refs)] += 1
        article = next(import_path("polnear", file)).article
        got = Counter(
            tuple(
                bag(span.text or "" for span in spans)
                for spans in (item.content, item.cue, item.source.spans if item.source else ())
            )
            for item in article.attributions
        )
        assert got == expected

    def test_losses_are_counted(self, file: Path) -> None:
        lines = file.read_text("utf-8").split("\n")
        marked = Counter(m[1] for line in lines if (m := re.match(r"T\d+\t(Disc\w+) ", line)))
        found = next(import_path("polnear", file)).findings
        lost = [f.message for f in found if f.rule == "IMP-001"]
        assert lost == [f"{marked[kind]} of text-bound {kind}" for kind in sorted(marked)]
        assert {f.rule for f in found} <= {"IMP-001", "IMP-007", "IMP-010"}

    def test_the_record_is_valid(self, file: Path) -> None:
        article = next(import_path("polnear", file)).article
        found = validate_article(article)
        assert [f for f in found if f.severity is Severity.ERROR] == []
        assert decode(encode(article)) == msgspec.structs.replace(
            decode(encode(article)), id=article.id
        )


@needs_polnear
def test_polnears_annotators_agree_as_people_do() -> None:
    training = POLNEAR / "annotator-training"
    by_name: dict[str, list[Imported]] = {}
    for item in import_path("polnear", training):
        by_name.setdefault(item.annotator or "", []).append(item)
    assert {len(items) for items in by_name.values()} == {2}
    first, second = by_name["4b22"], by_name["d473"]
    found = agree(
        [i.article for i in first], [i.article for i in second], seed=0, resamples=0
    ).figure("attributions", "content coverage")
    assert found.value is not None
    assert 0.9 < found.value < 1
