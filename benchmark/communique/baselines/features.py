"""What tokens, and stretches of tokens, look like to a linear classifier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from communique.baselines.sheet import Sheet, Stretch, Token

NEGATIONS = frozenset(
    ("not", "n't", "no", "never", "nor", "neither", "without", "nobody", "nothing", "cannot")
)
MODALS = frozenset(
    (
        *("will", "would", "shall", "should", "can", "could", "may", "might", "must", "ought"),
        *("if", "unless", "whether", "likely", "unlikely", "possible", "possibly", "probably"),
        *("expected", "due", "planned"),
    )
)
PRONOUNS = frozenset(
    (
        *("he", "him", "his", "himself", "she", "her", "hers", "herself"),
        *("it", "its", "itself", "they", "them", "their", "theirs", "themselves"),
        *("we", "us", "our", "ours", "i", "me", "my", "mine", "you", "your"),
        *("both", "one", "others"),
    )
)

_RUNS = re.compile(r"(.)\1+")


def shape(word: str) -> str:
    """Return the word's pattern of capitals, letters and digits, runs cut to one: `Xx`, `d-`."""
    kinds = (
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word
    )
    return _RUNS.sub(r"\1", "".join(kinds))


def negated(word: str) -> bool:
    """Tell whether a lowercased word negates."""
    return word in NEGATIONS or word.endswith(("n't", "n\u2019t"))


def bucket(number: int) -> str:
    """Return a number's size in eight steps: the greatest of 0, 1, 2, 3, 4, 6, 10, 20 in it."""
    return str(max(step for step in (0, 1, 2, 3, 4, 6, 10, 20) if step <= max(number, 0)))


def token_rows(sheet: Sheet) -> list[list[str]]:
    """Return the features of each token: the word, its form, its neighbours, its place."""
    tokens = sheet.tokens
    common = {token.text for token in tokens if token.text == token.low}
    often = Counter(token.low for token in tokens)
    forms = [shape(token.text) for token in tokens]
    places = {i: place for span in sheet.sentences() for place, i in enumerate(span)}
    rows = []
    for i, token in enumerate(tokens):
        row = ["bias", *word_features("", token, forms[i])]
        row += _neighbours(tokens, forms, i)
        row.append(f"at={bucket(places[i])}")
        row.append(f"paragraph={min(token.paragraph, 3)}")
        row.append(f"often={bucket(often[token.low])}")
        if token.quoted:
            row += ["quoted", f"quoted={token.low}"]
        if forms[i][0] == "X" and token.low in common:
            row.append("also-lowercase")
        rows.append(row)
    return rows


def word_features(prefix: str, token: Token, form: str) -> list[str]:
    """Return the features of a word by itself, each name beginning with `prefix`."""
    low = token.low
    return [
        f"{prefix}w={low}",
        f"{prefix}form={form}",
        f"{prefix}head={low[:3]}",
        f"{prefix}tail={low[-2:]}",
        f"{prefix}tail={low[-3:]}",
        f"{prefix}tail={low[-4:]}",
    ]


def _neighbours(tokens: list[Token], forms: list[str], i: int) -> list[str]:
    row = []
    near = {}
    for step in (-2, -1, 1, 2):
        j = i + step
        inside = 0 <= j < len(tokens)
        near[step] = tokens[j].low if inside else "<edge>"
        row.append(f"{step}w={near[step]}")
        row.append(f"{step}form={forms[j] if inside else '<edge>'}")
    row += [f"{step}tail={near[step][-3:]}" for step in (-1, 1)]
    row.append(f"-1+0={near[-1]} {tokens[i].low}")
    row.append(f"0+1={tokens[i].low} {near[1]}")
    row.append(f"forms={row[3]} {forms[i]} {row[5]}")
    return row


def around(sheet: Sheet, at: Stretch, reach: int) -> Iterable[tuple[int, Token]]:
    """Yield the tokens up to `reach` steps before and after a stretch, with their steps."""
    for step in range(1, reach + 1):
        if at.first - step >= 0:
            yield -step, sheet.tokens[at.first - step]
        if at.last + step < len(sheet.tokens):
            yield step, sheet.tokens[at.last + step]


def stretch_row(sheet: Sheet, at: Stretch) -> list[str]:
    """Return the features of a stretch of tokens: words, head (the last one), neighbours."""
    tokens = sheet.tokens[at.first : at.last + 1]
    row = ["bias", f"all={' '.join(token.low for token in tokens)}", f"long={bucket(len(tokens))}"]
    row += [f"in={token.low}" for token in tokens]
    row += word_features("head:", tokens[-1], shape(tokens[-1].text))
    row += word_features("first:", tokens[0], shape(tokens[0].text))
    for step, token in around(sheet, at, 2):
        row.append(f"{step}w={token.low}")
        row.append(f"{step}tail={token.low[-3:]}")
    if tokens[0].quoted:
        row.append("quoted")
    return row


def clause_row(sheet: Sheet, at: Stretch, reach: int = 6) -> list[str]:
    """Return what the words around a stretch, within its sentence, say of its standing.

    Words by side and by distance, negations and modal words of the sentence, its last mark.
    """
    sentence = sheet.tokens[at.first].sentence
    row = []
    for step, token in around(sheet, at, reach):
        if token.sentence != sentence:
            continue
        side = "after" if step > 0 else "before"
        row.append(f"{side}={token.low}")
        if abs(step) <= reach // 2:
            row.append(f"{side}-near={token.low}")
    for i in sheet.sentence(sentence):
        low = sheet.tokens[i].low
        side = "after" if i > at.last else "before"
        if negated(low):
            row.append(f"negation-{side}")
        if low in MODALS:
            row.append(f"modal-{side}={low}")
    row.append(f"ends={sheet.tokens[sheet.sentence(sentence)[-1]].low}")
    return row


def between_row(sheet: Sheet, one: Stretch, other: Stretch, prefix: str = "") -> list[str]:
    """Return the features of what lies between two stretches: order, distance, words, marks."""
    order = "before" if one.first <= other.first else "after"
    left, right = sorted((one, other))
    inner = sheet.tokens[left.last + 1 : right.first]
    apart = sheet.tokens[right.first].sentence - sheet.tokens[left.last].sentence
    row = [
        f"{order}",
        f"gap={order} {bucket(len(inner))}",
        f"sentences={order} {min(apart, 3)}",
        f"commas={order} {min(sum(token.low == ',' for token in inner), 3)}",
    ]
    if len(inner) <= 8:
        row += [f"between={order} {token.low}" for token in inner]
        row += [f"between-tail={order} {token.low[-3:]}" for token in inner]
    if len(inner) <= 3:
        row.append(f"path={order} {' '.join(token.low for token in inner)}")
    if any(negated(token.low) for token in inner):
        row.append(f"negated={order}")
    return [prefix + name for name in row]
