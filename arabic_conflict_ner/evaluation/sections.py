"""The sections of the HTML report."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from arabic_conflict_ner.evaluation.diagram import interval, reliability
from arabic_conflict_ner.evaluation.evaluation import ALL, Evaluation, LabelFigures
from arabic_conflict_ner.evaluation.mistakes import Mistake
from arabic_conflict_ner.evaluation.percent import bounds, percent, percents
from arabic_conflict_ner.evaluation.semeval import Agreement
from arabic_conflict_ner.evaluation.slices import TextSlice
from arabic_conflict_ner.render.markup import Markup, join, table, tag

_VALUES = 50  # of a field; a field may hold as many as there are texts


def labels(evaluation: Evaluation) -> Markup:
    """Scores by label."""
    lows = [f.strict_f1_interval.low for f in evaluation.labels.values() if f.strict_f1_interval]
    values = [figures.strict.f1 for figures in evaluation.labels.values()]
    least = min(0.9, int(10 * min(*lows, *values, 1.0)) / 10)
    scale = f"{100 * least:.0f} to 100"
    headers = ["label", "gold", "found", "P", "R", "F1", "95 %", scale, "overlap P", "R", "F1", "95 %", "ECE"]
    return table(headers, [[name, *_label_row(f, least)] for name, f in evaluation.labels.items()], total=True)


def _label_row(figures: LabelFigures, least: float) -> list[str]:
    strict, overlap = figures.strict, figures.overlap
    return [
        *(str(strict.gold), str(strict.predicted)),
        *(*percents(strict), bounds(figures.strict_f1_interval)),
        interval(strict.f1, figures.strict_f1_interval, least=least),
        *(*percents(overlap), bounds(figures.overlap_f1_interval)),
        percent(figures.calibration.error),
    ]


def mentions(evaluation: Evaluation) -> Markup:
    """Recall by kind of mention."""
    labels = [name for name in evaluation.labels if name != ALL]
    rows = [
        [
            *(slice.name, str(slice.recall.gold), percent(slice.recall.strict_recall), bounds(slice.interval)),
            percent(slice.recall.overlap_recall),
            *(f"{percent(r.strict_recall)} ({r.gold})" if r.gold else "–" for r in slice.labels.values()),
        ]
        for slice in evaluation.mentions
    ]
    says = [tag("li", tag("strong", slice.name), f": {slice.says}") for slice in evaluation.mentions]
    meanings = tag("details", tag("summary", "What the slices are"), tag("ul", *says, class_="soft"))
    return join(table(["slice", "gold", "R", "95 %", "overlap R", *labels], rows), meanings)


def texts(slices: Sequence[TextSlice]) -> Markup:
    """Scores by source, country and slice of the texts."""
    headers = ["texts", "gold", "P", "R", "F1", "95 %", "overlap F1"]
    tables = []
    for field, group in groupby(slices, key=lambda slice: slice.field):
        tables.append(table([field, *headers], [_text_row(slice) for slice in list(group)[:_VALUES]]))
    return join(*tables)


def _text_row(slice: TextSlice) -> list[str]:
    counts = [str(slice.texts), str(slice.strict.gold)]
    scores = [*percents(slice.strict), bounds(slice.interval), percent(slice.overlap.f1)]
    return [isolated(slice.value), *counts, *scores]


def diagrams(evaluation: Evaluation) -> Markup:
    """The reliability diagrams, and the same as a table."""
    least = evaluation.library.min_score
    figures = [
        tag(
            "figure",
            reliability(figures.reliability, label=label, min_score=least),
            tag("figcaption", tag("strong", label), _calibration_says(figures)),
        )
        for label, figures in evaluation.labels.items()
    ]
    return join(tag("div", *figures, class_="figures"), tag("details", tag("summary", "As a table"), _bins(evaluation)))


def _calibration_says(figures: LabelFigures) -> str:
    reported, found = figures.calibration, figures.reliability
    return (
        f": ECE {percent(reported.error)} points over {reported.count} reported entities, "
        f"{percent(found.error)} over all {found.count} found"
    )


def _bins(evaluation: Evaluation) -> Markup:
    rows = [
        [f"{label} {bin.low:.1f}–{bin.high:.1f}", str(bin.count), f"{bin.score:.3f}", f"{bin.right:.3f}"]
        for label, figures in evaluation.labels.items()
        for bin in figures.reliability.bins
    ]
    return table(["label and score", "entities", "mean score", "share right"], rows)


def min_scores(evaluation: Evaluation) -> Markup:
    """F1 by `min_score`."""
    columns = [[score.f1 for score in figures.by_min_score.values()] for figures in evaluation.labels.values()]
    rows = [
        [least, *(_set_off(column[row], best=max(column)) for column in columns)]
        for row, least in enumerate(evaluation.labels[ALL].by_min_score)
    ]
    return table(["min_score", *evaluation.labels], rows)


def _set_off(share: float, *, best: float) -> Markup:
    return tag("span", percent(share), class_="best" if share == best else None)


def semeval(evaluation: Evaluation) -> Markup:
    """The SemEval counts."""
    headers = ["correct", "incorrect", "partial", "missed", "spurious", "P", "R", "F1"]
    tables = {
        label: table([label, *headers], [_agreement_row(s, a) for s, a in figures.semeval.items()])
        for label, figures in evaluation.labels.items()
    }
    total = tables.pop(ALL)
    return join(total, tag("details", tag("summary", "Each label"), *tables.values()))


def _agreement_row(scheme: str, counts: Agreement) -> list[str]:
    five = (counts.correct, counts.incorrect, counts.partial, counts.missed, counts.spurious)
    return [scheme, *map(str, five), *map(percent, (counts.precision, counts.recall, counts.f1))]


def mistakes(found: Sequence[Mistake]) -> Markup:
    """A list of errors, each in its context."""
    return tag("ol", *map(_mistake, found), class_="mistakes")


def _mistake(mistake: Mistake) -> Markup:
    context = tag("p", mistake.before, tag("mark", mistake.text), mistake.behind, class_="context", **_ARABIC)
    where = [" · ", isolated(mistake.id)] if mistake.id is not None else []
    meta = tag("p", f"{mistake.label} · {mistake.score:.2f}", *where, *_instead(mistake), class_="meta")
    return tag("li", context, meta)


_ARABIC = {"lang": "ar", "dir": "rtl"}


def _instead(mistake: Mistake) -> Iterator[str]:
    if mistake.instead is not None:
        score = "" if mistake.instead.score is None else f" {mistake.instead.score:.2f}"
        yield f" · {mistake.other_side} {mistake.instead.label}{score} "
        yield tag("bdi", mistake.instead.text, **_ARABIC)


def isolated(name: str) -> Markup:
    """A name of the caller's, in whatever script."""
    return tag("bdi", name)
