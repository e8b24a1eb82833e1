"""Extract from very many texts: lazily, in order, in one process or several."""

from collections import deque
from collections.abc import Iterable, Iterator, Sized
from copy import copy
from itertools import islice
from typing import TYPE_CHECKING

from arabic_conflict_ner.extractor import Dated, Extractor, _default, _labels
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Extraction
from arabic_conflict_ner.tagging.tagger import Tagger

if TYPE_CHECKING:
    from concurrent.futures import Future

_AHEAD = 2  # batches in flight for each process

_worker: Extractor | None = None


def extract_many(
    texts: Iterable[str | Dated],
    *,
    extractor: Extractor | None = None,
    labels: Iterable[Label | str] | None = None,
    batch_size: int = 64,
    n_process: int = 1,
    progress: bool = False,
) -> Iterator[Extraction]:
    """Extract from an iterable of texts, which may be endless: results come in order, as they are ready.

    In: `texts`, each a str, or a pair of a str and its `doc_date`; `extractor`, the built-in one unless given;
    `batch_size`, texts sent to a process at a time; `n_process`, processes to run (1: this one); `progress`, a progress
    bar on stderr.
    Out: one :class:`Extraction` a text. A text that cannot be read gives one with `error` set and no entities.

    Raises TypeError for one text instead of many; ValueError for `batch_size` or `n_process` below 1, or an unknown
    label; ImportError where `progress` is asked for and tqdm is not installed.

    >>> [[entity.text for entity in found] for found in extract_many(["معارك في الرقة", "هدوء في إدلب"])]
    [['الرقة'], ['إدلب']]
    """
    if isinstance(texts, str | bytes):
        raise TypeError(
            f"extract_many() takes an iterable of str, not {type(texts).__name__}; for one text use extract()"
        )
    for name, value in (("batch_size", batch_size), ("n_process", n_process)):
        if value < 1:
            raise ValueError(f"{name} is {value}; allowed: 1 and more")
    wanted = _labels(labels)
    chosen = extractor or _default()
    if n_process == 1:
        results = chosen.pipe(texts, labels=wanted)
    else:
        results = _in_processes(iter(texts), on_one_thread(chosen), wanted, batch_size, n_process)
    return _with_progress(results, len(texts) if isinstance(texts, Sized) else None) if progress else results


def on_one_thread(extractor: Extractor) -> Extractor:
    """The extractor as processes side by side should have it: threads of its tagger would fight for their cores."""
    tagger = extractor.tagger
    if not isinstance(tagger, Tagger) or tagger.threads == 1:
        return extractor
    alone = copy(extractor)
    alone.tagger = tagger.on_one_thread()
    return alone


def _in_processes(
    texts: Iterator[str | Dated], extractor: Extractor, labels: frozenset[Label], batch_size: int, n_process: int
) -> Iterator[Extraction]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # only several processes need it

    pending: deque[Future[list[Extraction]]] = deque()
    with ProcessPoolExecutor(n_process, initializer=_start_worker, initargs=(extractor,)) as pool:
        try:
            while True:
                while len(pending) < n_process * _AHEAD and (batch := list(islice(texts, batch_size))):
                    pending.append(pool.submit(_run_batch, batch, labels))
                if not pending:
                    return
                yield from pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _start_worker(extractor: Extractor) -> None:
    global _worker  # noqa: PLW0603  # one extractor a process, as the pool's initializer has it
    _worker = extractor


def _run_batch(texts: list[str | Dated], labels: frozenset[Label]) -> list[Extraction]:
    return list((_worker or _default()).pipe(texts, labels=labels))


def _with_progress(results: Iterator[Extraction], total: int | None) -> Iterator[Extraction]:
    try:
        from tqdm.auto import tqdm  # noqa: PLC0415  # optional
    except ImportError as error:
        raise ImportError("progress=True needs tqdm: pip install 'arabic_conflict_ner[notebook]'") from error
    return iter(tqdm(results, total=total, unit=" texts"))
