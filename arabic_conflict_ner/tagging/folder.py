"""A tagger's folder: the network, the tokenizer, and meta.json, which says what they are and vouches for each."""

import hashlib
import json
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from arabic_conflict_ner.errors import ModelError
from arabic_conflict_ner.tagging.tags import CUTS, TAGS

NETWORK = "network.onnx"
TOKENIZER = "tokenizer.json"
META = "meta.json"
FORMAT = 2
CURE = "reinstall arabic_conflict_ner, or make the folder anew with arabic_conflict_ner.training.export"


class Meta(BaseModel):
    """What meta.json says that loading needs; the rest of it is for people."""

    model_config = ConfigDict(frozen=True, extra="allow")

    format: int
    name: str
    tags: tuple[str, ...]
    cuts: int
    sha256: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the meta.json of a folder and check that every file is the one it vouches for. Raises ModelError."""
        path = folder / META
        try:
            meta = cls.model_validate_json(_bytes(path))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise ModelError(f"{path}: {where}: {first['msg']}; {CURE}") from None
        if meta.format != FORMAT:
            raise ModelError(f"{path}: format is {meta.format}, this version reads {FORMAT}; {CURE}")
        if meta.tags != TAGS or meta.cuts != CUTS:
            raise ModelError(f"{path}: the tags are not those of this version ({' '.join(TAGS)}); {CURE}")
        return meta

    def vouched(self, folder: Path, name: str) -> bytes:
        """The bytes of one file of the folder. Raises ModelError if they are not those that meta.json vouches for."""
        content = _bytes(folder / name)
        expected = self.sha256.get(name)
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise ModelError(f"{folder / name}: sha256 is {found}, {META} says {expected}; the file is damaged; {CURE}")
        return content


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({type(error).__name__}); {CURE}") from None


def write(folder: Path, files: dict[str, bytes], facts: dict[str, object]) -> None:
    """Write a folder that :meth:`Meta.read` accepts; `facts` are more fields of meta.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    meta = {"format": FORMAT, "tags": list(TAGS), "cuts": CUTS, "sha256": hashes, **facts}
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", "utf-8")
