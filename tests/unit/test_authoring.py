"""What a form means: numbers, heads, nearest mentions, implicit arguments, words as written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from communique._paths import data_dir
from communique.authoring import AUTHORING_RULES, Compiled, compile_file, compile_text, edit_form
from communique.codec import attach, detach, encode, text_digest
from communique.errors import InputError
from communique.model import Article
from communique.validate.run import validate_article, validate_paths

TEXT = """\
The Lhosani navy boarded the Dorada on Tuesday. Kemrat said it shot the drone down.
Officials in Kemrat denied it. Maravel called the boarding piracy, “a worrying” step."""
HEAD = "id: a\nmetadata: {language: en, origin: third-party, licence: none}\n"
BODY = "text: |-\n" + "".join(f"  {line}\n" for line in TEXT.split("\n"))
LAYERS = "layers: [entities, coreference, events, factuality, attributions, stances, sentiments]\n"


def compiled(sections: str, head: str = HEAD) -> Compiled:
    return compile_text(head + BODY + LAYERS + sections, "a.yaml", Path())


def made(sections: str, head: str = HEAD) -> Article:
    result = compiled(sections, head)
    assert result.article is not None, [str(finding) for finding in result.findings]
    return result.article


def rules(source: str) -> list[str]:
    return [finding.rule for finding in compile_text(source, "a.yaml", Path()).findings]


def mentions(article: Article) -> dict[str, tuple[str, str | None]]:
    """Each mention's words with its head."""
    return {
        m.id: (" ".join(s.text or "" for s in m.spans), m.head.text if m.head else None)
        for m in article.mentions
    }


def test_text_and_metadata_get_digest_and_length() -> None:
    article = made("")
    assert article.text == TEXT
    assert article.metadata.text_sha256 == text_digest(TEXT)
    assert article.metadata.text_length == len(TEXT)


def test_mentions_are_numbered_in_text_order_and_heads_follow_the_level() -> None:
    article = made("""\
entities:
  maravel: {type: GPE, NAM: [Maravel]}
  lhosan: {type: GPE, NAM: ["Kemrat#2", Lhosani]}
  navy: {type: ORG, NOM: [Lhosani navy], PRO: ["it#1"]}
  officials: {type: PER, NOM: ["[Officials] in Kemrat"]}
  drone: {type: VEH, NOM: [[shot, drone], {q: drone, head: null}]}
  t: {type: TIME, at: [on Tuesday]}
""")
    assert mentions(article) == {
        "m1": ("Lhosani", "Lhosani"),
        "m2": ("Lhosani navy", "navy"),
        "m3": ("on Tuesday", "on Tuesday"),
        "m4": ("it", "it"),
        "m5": ("shot drone", "drone"),
        "m6": ("drone", None),
        "m7": ("Officials in Kemrat", "Officials"),
        "m8": ("Kemrat", "Kemrat"),
        "m9": ("Maravel", "Maravel"),
    }


def test_automatic_numbers_pass_by_ids_that_are_taken() -> None:
    article = made("""\
entities:
  m1: {type: GPE, NAM: ["Kemrat#1"]}
  b: {type: GPE, NAM: [Maravel, {q: Lhosani, id: m2}]}
stances:
  - {holder: b, target: m1, label: favor}
  - {id: s1, holder: m1, target: b, label: against}
""")
    assert [m.id for m in article.mentions] == ["m2", "m2_", "m3"]
    assert [s.id for s in article.stances] == ["s1", "s1_"]


def arguments(article: Article, event: str) -> list[tuple[str, str | None, bool]]:
    known = mentions(article)
    found = next(e for e in article.events if e.id == event)
    return [
        (
            a.role,
            " ".join(s.text or "" for s in a.spans) or known.get(a.ref or "", (a.ref,))[0],
            a.implicit,
        )
        for a in found.arguments
    ]


ENTITIES = """\
entities:
  lhosan: {type: GPE, NAM: [Lhosani, "Kemrat#1", "Kemrat#2"]}
  navy: {type: ORG, NOM: ["Lhosani [navy]"], PRO: ["it#1"]}
  dorada: {type: VEH, NAM: [Dorada]}
  drone: {type: VEH, NOM: [drone]}
  maravel: {type: GPE, NAM: [Maravel]}
"""


def test_an_entity_stands_for_its_mention_in_the_same_sentence_before_a_nearer_one() -> None:
    article = made(f"""{ENTITIES}\
events:
  v1: {{at: boarded, is: COERCE/seize, actor: navy, theme: dorada}}
  v2: {{at: [shot, down], is: ASSAULT, actor: navy, theme: drone}}
  v3: {{at: denied, is: REJECT, actor: lhosan, theme: v2}}
  v4: {{at: piracy, is: ACCUSE, actor: maravel, recipient: navy}}
""")
    assert arguments(article, "v1") == [
        ("actor", "Lhosani navy", False),
        ("theme", "Dorada", False),
    ]
    assert arguments(article, "v2") == [("actor", "it", False), ("theme", "drone", False)]
    assert arguments(article, "v3") == [("actor", "Kemrat", False), ("theme", "v2", True)]
    assert arguments(article, "v4") == [("actor", "Maravel", False), ("recipient", "it", True)]


def test_a_reference_can_say_otherwise() -> None:
    article = made(f"""{ENTITIES}\
events:
  v1: {{at: boarded, is: COERCE, actor: {{ref: lhosan, at: "Kemrat#1"}}, theme: {{q: the drone}},
    place: {{ref: dorada, implicit: true}}, recipient: {{ref: maravel, implicit: false}}}}
""")
    assert arguments(article, "v1") == [
        ("actor", "Kemrat", True),
        ("recipient", "Maravel", False),
        ("theme", "the drone", True),
        ("place", "Dorada", True),
    ]


def test_sentiments_refer_to_the_mention_nearest_to_the_expression() -> None:
    article = made(f"""{ENTITIES}\
sentiments:
  - {{expr: worrying, holder: maravel, target: {{q: step}}, polarity: negative}}
  - {{expr: denied, target: lhosan, polarity: neutral, quoted: false}}
""")
    known = mentions(article)
    first, second = sorted(article.sentiments, key=lambda s: s.id)
    assert first.holder is not None
    assert first.holder.ref is not None
    assert known[first.holder.ref][0] == "Maravel"
    assert first.target is not None
    assert first.target.spans[0].text == "step"
    assert first.quoted is None
    assert second.holder is None
    assert second.target is not None
    assert second.target.ref == "m7"
    assert second.quoted is False


def test_words_are_taken_as_written_whatever_yaml_makes_of_them() -> None:
    article = made(
        """\
provenance: {annotators: [on], date: 2031-01-02, guidelines: 1.0, tool: 0x1F}
entities:
  on: {type: GPE, name: no, kb: 12, NAM: [Kemrat#1]}
  "null": {type: TIME, value: 2031-09-09, at: [Tuesday]}
  1: {type: GPE, NAM: [Maravel]}
events:
  yes: {at: boarded, is: COERCE, fact: CT+, time: "null", actor: on, recipient: 1}
""",
        HEAD.replace("licence: none", "licence: true, published: 2031-09-10, title: 007"),
    )
    assert article.metadata.licence == "true"
    assert article.metadata.title == "007"
    assert article.provenance is not None
    assert (article.provenance.annotators, article.provenance.guidelines) == (("on",), "1.0")
    assert article.provenance.tool == "0x1F"
    assert [(e.id, e.name, e.value, e.kb) for e in article.entities] == [
        ("1", None, None, None),
        ("null", None, "2031-09-09", None),
        ("on", "no", None, "12"),
    ]
    assert article.events[0].id == "yes"


def test_clusters_are_declared_by_naming_them() -> None:
    article = made("""\
events:
  v1: {at: boarded, is: COERCE, cluster: c1}
  v2: {at: boarding, is: COERCE, cluster: c1}
clusters:
  c2: {world_event: lm-boarding}
""")
    assert [(c.id, c.world_event) for c in article.event_clusters] == [
        ("c1", None),
        ("c2", "lm-boarding"),
    ]


def test_quotes_of_a_decomposed_keyboard_are_found() -> None:
    source = HEAD + "text: caf\u00e9 closed\n" + LAYERS + "entities:\n  c: {type: FAC, NOM: ["
    result = compile_text(source + "cafe\u0301]}\n", "a.yaml", Path())
    assert result.findings == []


def test_findings_of_validation_stand_where_the_form_says_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    sections = """\
entities:
  lhosan: {type: GPE, NAM: ["Kemrat#1"]}
events:
  v2: {at: denied, is: REJECT, fact: CT+, instrument: {q: piracy}}
  v1: {at: boarded, is: COERCE, actor: lhosan, fact: CT+}
stances:
  - {holder: lhosan, target: v1, label: favor}
  - {holder: lhosan, target: v1, label: against}
"""
    path.write_text(HEAD + BODY + LAYERS + sections, encoding="utf-8")
    found = {f.rule: (f.where.line, f.where.col) for f in validate_paths([str(path)]).findings}
    assert found["SEM-202"] == (10, 55)
    assert found["SEM-401"] == (14, 5)


@pytest.mark.parametrize(
    "source",
    [
        'a: !!python/object/apply:os.system ["touch /tmp/never"]\n',
        "a: !!str x\n",
        "a: ! x\n",
        "a: &x [b]\n",
        "a: [*x]\n",
        "!!map {a: b}\n",
        "&x a: b\n",
    ],
)
def test_nothing_in_a_form_is_executed_or_repeated(source: str) -> None:
    assert rules(source) == ["AUT-002"]


@pytest.mark.parametrize(
    "source",
    [
        "", "# nothing\n", "- a\n", "a\n", "a: 1\n---\nb: 2\n", "a: " + "[" * 40, "a: [" * 2000,
        "? [a]\n: b\n",
    ],
)  # fmt: skip
def test_other_yaml_is_refused_with_a_finding(source: str) -> None:
    found = rules(source)
    assert found
    assert set(found) <= {"AUT-001", "AUT-005", "AUT-006"}


@pytest.mark.parametrize("source", ["a: \x00\n", "a: 'b\n", "a: b: c\n", "\tb: c\n", "a: \udcff\n"])
def test_broken_yaml_is_a_finding_with_a_place(source: str) -> None:
    finding = compile_text("id: a\n" + source, "a.yaml", Path()).findings[0]
    assert finding.rule == "AUT-001"
    assert finding.where.line >= 2
    assert finding.hint


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    sections = "entities:\n  a: {type: GPE, NAM: [Maravel]}\n"
    source = "\ufeff" + (HEAD + BODY + LAYERS + sections).replace("\n", "\r\n")
    assert compile_text(source, "a.yaml", Path()).article == made(sections)


def test_a_record_without_text_has_no_form() -> None:
    with pytest.raises(InputError, match="no text"):
        edit_form(detach(made("")))


def test_an_attached_record_has_the_form_of_the_whole_one() -> None:
    whole = made(ENTITIES)
    assert edit_form(attach(detach(whole), TEXT)) == edit_form(whole)


def test_a_missing_form_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        compile_file(tmp_path / "none.yaml")
    with pytest.raises(InputError):
        compile_file(tmp_path)


def test_rules_have_a_message_and_a_reason() -> None:
    assert all(re.fullmatch(r"AUT-\d{3}", name) for name in AUTHORING_RULES)
    for message, why in AUTHORING_RULES.values():
        assert message
        assert why.endswith(".")


def guidelines_form() -> str:
    page = (data_dir("schema") / "guidelines" / "authoring-form.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL))


def test_the_example_of_the_guidelines_compiles_and_comes_back() -> None:
    result = compile_text(guidelines_form(), "authoring-form.md", Path())
    assert [str(finding) for finding in result.findings] == []
    assert result.article is not None
    again = compile_text(edit_form(result.article), "again.yaml", Path()).article
    assert again is not None
    assert encode(again) == encode(result.article)


def test_the_example_of_the_guidelines_is_a_clean_record() -> None:
    article: Any = compile_text(guidelines_form(), "authoring-form.md", Path()).article
    assert [str(finding) for finding in validate_article(article)] == []
