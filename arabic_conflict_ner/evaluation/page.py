"""The HTML report: one file, nothing from elsewhere, no script."""

from collections.abc import Iterator
from pathlib import Path

from arabic_conflict_ner.evaluation import sections
from arabic_conflict_ner.evaluation.evaluation import ALL, Evaluation
from arabic_conflict_ner.render.markup import Markup, join, tag

_STYLE = Path(__file__).with_name("page.css")
_ALONE = "default-src 'none'; style-src 'unsafe-inline'"  # the browser too is told to load nothing


def page(evaluation: Evaluation) -> str:
    """The report of an evaluation."""
    name = evaluation.data.name if evaluation.data else "gold texts"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_ALONE),
        tag("title", f"Evaluation on {name}"),
        tag("style", Markup(_STYLE.read_text("utf-8"))),
    )
    body = tag("body", tag("h1", "Evaluation on ", sections.isolated(name)), *_sections(evaluation))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _sections(evaluation: Evaluation) -> Iterator[Markup]:
    yield _facts(evaluation)
    yield _section("By label", sections.labels(evaluation), says=_LABELS)
    yield _section("By kind of mention", sections.mentions(evaluation), says=_MENTIONS)
    if evaluation.by_text:
        yield _section("By text", sections.texts(evaluation.by_text), says=_TEXTS)
    yield _section("Is the score a probability?", sections.diagrams(evaluation), says=_CALIBRATION)
    yield _section("With another min_score", sections.min_scores(evaluation), says=_MIN_SCORES)
    yield _section("SemEval counts", sections.semeval(evaluation), says=_SEMEVAL)
    for heading, found, says in (
        ("Surest spurious entities", evaluation.spurious, _SPURIOUS),
        ("Least suspected missed entities", evaluation.missed, _MISSED),
    ):
        if found:
            yield _section(heading, sections.mistakes(found), says=says)


_LABELS = (
    "In percent. Strict: the same span and the same label. Overlap: the same label and a shared character. The "
    "intervals hold F1 for 95 % of the bootstrap's draws of texts. ECE, the expected calibration error: by how many "
    "points score and share right differ, on the average of reported entities."
)
_MENTIONS = (
    "Recall in percent. What is spurious is no mention, so there is no precision. On the right the strict recall and "
    "the number of gold entities of each label."
)
_TEXTS = "In percent. The fewer the texts, the wider the intervals; fewer than five give none."
_CALIBRATION = (
    "Each dot is a tenth of the scale: its mean score against the share that is strictly right; its area grows with "
    "the number of entities. Calibrated scores lie on the diagonal; dots under it are too sure of themselves. What "
    "stands left of the vertical line is not reported."
)
_MIN_SCORES = "Strict F1 in percent; the best of each label is set off."
_SEMEVAL = (
    "SemEval-2013 task 9.1. Strict: boundaries and label. Exact: boundaries. Partial: boundaries, half a point for a "
    "shared character. Type: label and a shared character. A single label is judged by itself, so what another label "
    "took is missed here."
)
_SPURIOUS = "What was reported with the highest scores and is not in the gold."
_MISSED = "What was not reported, and where whatever was found in the same words had the lowest score."


def _section(heading: str, *content: Markup, says: str) -> Markup:
    return tag("section", tag("h2", heading), tag("p", says, class_="soft"), *content)


def _facts(evaluation: Evaluation) -> Markup:
    library, data = evaluation.library, evaluation.data
    draws = f"{evaluation.resamples} draws, seed {evaluation.seed}" if evaluation.resamples else "none"
    facts = {
        "texts": str(evaluation.texts),
        "gold entities": str(evaluation.labels[ALL].strict.gold),
        "library": f"arabic_conflict_ner {library.version}",
        "tagger": library.tagger or "none: rules and gazetteer alone",
        "gazetteer": f"{library.gazetteer} entries",
        "min_score": f"{library.min_score:g}",
        "bootstrap": draws,
        "SHA-256": data.sha256 if data else "no file",
    }
    return tag("dl", *(join(tag("dt", name), tag("dd", value)) for name, value in facts.items()))
