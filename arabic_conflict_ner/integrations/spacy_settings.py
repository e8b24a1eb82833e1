"""What a spaCy component is told about the extractor that it uses, and the files that go with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree

from arabic_conflict_ner import resources
from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.tagging.tagger import Tagger

_GAZETTEER, _TAGGER = "gazetteer", "tagger"


@dataclass(frozen=True, slots=True)
class Settings:
    """The CSV files of one's own names, whether the built-in ones are used beside them, a tagger, and a least score.

    `tagger` is the name of a shipped one, the folder of another, or None.
    """

    gazetteer: tuple[str, ...]
    builtin: bool
    tagger: str | None
    min_score: float

    def extractor(self) -> Extractor:
        """The extractor that they ask for.

        Raises FileNotFoundError; GazetteerError; ModelError; ValueError for an unknown tagger or a bad `min_score`.
        """
        own = Gazetteer.from_csv(*self.gazetteer)
        tagger = None if self.tagger is None else Tagger.load(_named(self.tagger))
        names = Gazetteer.builtin() | own if self.builtin else own
        return Extractor(gazetteer=names, tagger=tagger, min_score=self.min_score)

    def to_disk(self, folder: Path) -> None:
        """Copy the files into a folder, in the place of those that were copied there before.

        Raises FileNotFoundError where one of them is not there any more; OSError.
        """
        copies = {folder / name: path.read_bytes() for name, path in self._files()}
        for name in (_GAZETTEER, _TAGGER):
            if (folder / name).is_dir():
                rmtree(folder / name)
        for path, content in copies.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def from_disk(self, folder: Path) -> "Settings":
        """These settings with the files that :meth:`to_disk` copied into a folder, where it did."""
        copies = sorted((folder / _GAZETTEER).glob("*/*"), key=lambda path: int(path.parent.name))
        tagger = folder / _TAGGER
        return replace(
            self,
            gazetteer=tuple(map(str, copies)) or self.gazetteer,
            tagger=str(tagger) if tagger.is_dir() else self.tagger,
        )

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Every file by its place in the folder of copies."""
        for number, path in enumerate(map(Path, self.gazetteer)):
            yield f"{_GAZETTEER}/{number}/{path.name}", path
        if self.tagger and not _is_shipped(self.tagger):
            for path in sorted(Path(self.tagger).iterdir()):
                yield f"{_TAGGER}/{path.name}", path


def _is_shipped(tagger: str) -> bool:
    return (resources.models() / tagger / "meta.json").is_file() and Path(tagger).name == tagger


def _named(tagger: str) -> str | Path:
    return Path(tagger) if Path(tagger).is_dir() and not _is_shipped(tagger) else tagger
