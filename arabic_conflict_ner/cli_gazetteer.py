"""The commands that look after gazetteer files: arabic-conflict-ner gazetteer …"""

import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arabic_conflict_ner import resources
from arabic_conflict_ner.documents import Document, documents
from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, ModelError
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.entry import Entry, Kind
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.imports import Format
from arabic_conflict_ner.labels import REPORTED, Label

if TYPE_CHECKING:
    from arabic_conflict_ner.gazetteer.search import Found, Spelling
    from arabic_conflict_ner.tagging.tagger import Tagger

app = typer.Typer(no_args_is_help=True, help="Look after gazetteer files.")


Osm = Annotated[bool, typer.Option("--osm", help="With more places of Libya and Sudan, of OpenStreetMap (ODbL).")]


class Against(StrEnum):
    """What the entries of checked files are compared with, besides each other."""

    BUILTIN = "builtin"
    NONE = "none"


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Gazetteer CSV files, or folders of them.")],
    against: Annotated[
        Against, typer.Option(help="builtin: parents may be built-in entries, and aliases are compared with these.")
    ] = Against.BUILTIN,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 for warnings too.")] = False,
) -> None:
    """List every problem of gazetteer files: file, line, what was found, what to do.

    Ends with 0 if there is none but warnings; with 1 for errors; with 2 for wrong usage.
    """
    from arabic_conflict_ner.gazetteer import check as checking  # noqa: PLC0415  # for this command only
    from arabic_conflict_ner.mentions.lexicon import Lexicon  # noqa: PLC0415

    found = list({path.resolve(): path for path in _csv_files(paths)}.values())
    known = _builtin_but(frozenset(path.resolve() for path in found)) if against is Against.BUILTIN else {}
    words = Lexicon.builtin()
    by_id, findings = checking.check(
        found, sources=_sources(paths[0]), known=known, frequency=words.frequency, outside=words.outside
    )
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    warnings = sum(finding.is_warning for finding in findings)
    counted = f"{warnings} warnings, " if warnings else ""
    sys.stdout.write(f"{len(found)} files, {len(by_id)} entries, {counted}{len(findings) - warnings} problems\n")
    raise typer.Exit(1 if len(findings) > warnings or (strict and warnings) else 0)


def _builtin_but(checked: frozenset[Path]) -> dict[str, Entry]:
    """The entries of the built-in files that are not under check: read here, for one of those may be broken."""
    return files.read_all(path for path in _csv_files([resources.gazetteers()]) if path.resolve() not in checked)[0]


def _sources(path: Path) -> frozenset[str] | None:
    """The sources that the rows may name: those of the nearest sources.toml above them, if there is one."""
    for folder in (path, *path.resolve().parents):
        if (folder / "sources.toml").is_file():
            return frozenset(tomllib.loads((folder / "sources.toml").read_text("utf-8")))
    return None


def _csv_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*.csv")) if file.parent.name != "lexicon")
        elif path.is_file():
            yield path
        else:
            sys.stderr.write(f"arabic-conflict-ner: {path} does not exist; give CSV files or folders of them\n")
            raise typer.Exit(2)


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files of one format.")],
    from_: Annotated[
        Format,
        typer.Option(
            "--from",
            help="geonames: a country dump, SY.txt or SY.zip. cod: a table of OCHA's, .xlsx or .csv. "
            "list: a text file, one name a line, or several between ، or ;",
        ),
    ],
    out: Annotated[Path, typer.Option(help="The CSV file to write.")],
    label: Annotated[Label | None, typer.Option(help="What the names of a list are; geonames: take only this.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, SY: of rows that name none; others go.")] = None,
    source: Annotated[str | None, typer.Option(help="Who vouches for the rows; unless given, the format.")] = None,
    type: Annotated[str | None, typer.Option(help="The type of a list, and of a cod's places without one.")] = None,
    left_out: Annotated[Path | None, typer.Option(help="Where to write everything that was left out.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that exist.")] = False,
) -> None:
    """Make a gazetteer file of what others have put together, and tell what was left out of it.

    Ends with 0; with 1 if a file holds what cannot be read, or no name at all; with 2 for wrong usage.
    """
    from arabic_conflict_ner.gazetteer.imports import options, report, write  # noqa: PLC0415  # for this command only

    with told():
        wanted = options.Options(from_, label=label, country=country, source=source, type=type)
        write.check_out(out, left_out, paths=paths, force=force)
        imported = wanted.read(paths)
        if imported.by_id:
            write.replace(out, write.to_csv(imported.entries))
        if left_out:
            write.replace(left_out, "".join(f"{left}\n" for left in imported.left_out))
    sys.stderr.write(report.report(imported, out))
    raise typer.Exit(1 if imported.wrong or not imported.by_id else 0)


@app.command("format")
def format_(
    paths: Annotated[list[Path], typer.Argument(help="Gazetteer CSV files, or folders of them.")],
    check: Annotated[bool, typer.Option("--check", help="Only tell which files would change.")] = False,
) -> None:
    """Rewrite gazetteer files in the order and writing of the built-in ones: columns, rows, UTF-8, LF, commas.

    Ends with 1 if a row or file cannot be understood or written, and with --check if one would change; with 2 for
    wrong usage.
    """
    found = list({path.resolve(): path for path in _csv_files(paths)}.values())
    changed = wrong = 0
    for path in found:
        is_changed, problems = _format(path, write=not check)
        changed += is_changed
        wrong += problems
    done = "would change" if check else "changed"
    sys.stdout.write(f"{len(found)} files, {changed} {done}, {wrong} problems\n")
    raise typer.Exit(1 if wrong or (check and changed) else 0)


def _format(path: Path, *, write: bool) -> tuple[bool, int]:
    """Rewrite a file and tell about it: whether it is changed, and how many problems it has."""
    from arabic_conflict_ner.gazetteer.format import formatted  # noqa: PLC0415  # for this command only

    made = formatted(path)
    is_changed, problems = made.is_changed, made.problems
    if is_changed and write:
        try:
            made.write()
        except OSError as error:
            sys.stderr.write(f"arabic-conflict-ner: {path} cannot be written ({error.strerror}); it is as it was\n")
            return False, 1 + len(problems)
        problems = formatted(path).problems  # with the lines as they are now
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if is_changed:
        sys.stdout.write(f"{path}: {'formatted' if write else 'would change'}\n")
    return is_changed, len(problems)


@app.command("add")
def add_(
    file: Annotated[Path, typer.Argument(help="The CSV file to add to; it is made if there is none.")],
    label: Annotated[Label, typer.Option(case_sensitive=False, help="What the name names.")],
    name: Annotated[str, typer.Option(help="The Arabic name.")],
    alias: Annotated[list[str], typer.Option(help="Another name of the same; repeat it for several.")] = [],  # noqa: B006
    english: Annotated[str | None, typer.Option(help="The usual English name.")] = None,
    type: Annotated[str | None, typer.Option(help="village, airport, unit …: see gazetteers/README.md.")] = None,
    parent: Annotated[str | None, typer.Option(help="What it lies in, or belongs to: an id, or a name.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters: SY.")] = None,
    lat: Annotated[str | None, typer.Option(help="Degrees north, WGS 84.")] = None,
    lon: Annotated[str | None, typer.Option(help="Degrees east, WGS 84.")] = None,
    kind: Annotated[Kind, typer.Option(help="alias or weak: one more name of the entry of --id.")] = Kind.CANONICAL,
    source: Annotated[str | None, typer.Option(help="Who vouches for it.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="The entry; unless given, one is made.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Add it though the name is found already.")] = False,
) -> None:
    """Add an entry to a gazetteer file, or another name to an entry of it.

    Ends with 1, and leaves the file as it was, where a row cannot be used or a name is found already.
    """
    from arabic_conflict_ner.gazetteer.add import add  # noqa: PLC0415  # for this command only

    cells = {"label": label.value, "name": name, "kind": kind.value, "id": id, "source": source, "english": english}
    cells |= {"type": type, "parent": parent, "country": country, "lat": lat, "lon": lon}
    given = {column: cell for column, cell in cells.items() if cell is not None}
    with told(refused=1):
        added = add(file, given, aliases=alias, sources=_sources(file), force=force)
    if added.problems:
        sys.stderr.write(f"arabic-conflict-ner: problems that {file} has besides: {len(added.problems)}; check it\n")
    sys.stdout.write(f"{file}:{added.line}: {added.id}\n")


@app.command("search")
def search_(
    name: Annotated[str, typer.Argument(help="An Arabic name, an English name, or an id.")],
    label: Annotated[Label | None, typer.Option(case_sensitive=False, help="Only what is this.")] = None,
    gazetteer: Annotated[list[Path], typer.Option(help="A CSV of your own names, beside the built-in ones.")] = [],  # noqa: B006
    osm: Osm = False,
    json: Annotated[bool, typer.Option("--json", help="For machines, with every attribute.")] = False,
) -> None:
    """Show every entry that may be written so, with what lies in and near it, or the known spellings most like it.

    Ends with 1 where nothing is written so.
    """
    from arabic_conflict_ner.gazetteer.search import Spellings, search  # noqa: PLC0415  # for this command only

    with told():
        known = with_own(gazetteer, osm=osm)
    found = search(known, name, label=label)
    nearest = [] if found else Spellings(known, label=label, english=name.isascii()).nearest(name)
    if json:
        like = [{"name": n.name, "likeness": n.likeness, "entries": [e.id for e in n.entries]} for n in nearest]
        record = {"name": name, "found": [f.model_dump(mode="json", exclude_none=True) for f in found], "nearest": like}
        sys.stdout.write(dumps(record, ensure_ascii=False) + "\n")
    elif found:
        _show_found(found)
    else:
        _show_nearest(name, nearest)
    raise typer.Exit(0 if found else 1)


_AROUND = 5  # entries whose neighbours are shown


def _show_found(found: "list[Found]") -> None:
    rows = []
    for match in found:
        entry = match.entry
        where, spot = " > ".join(match.admin), "" if entry.lat is None else f"{entry.lat:.4f}, {entry.lon:.4f}"
        row = (entry.id, entry.label, entry.type, entry.english, where, spot, match.variant, match.matched, entry.name)
        rows.append(row)
    _show(("id", "label", "type", "english", "where", "lat, lon", "found", "by", "name"), rows)
    around: list[tuple[str | None, ...]] = []
    for match in found[:_AROUND]:
        inside = f"one of {match.child_count} in it"
        around += [(match.entry.id, inside, n.id, n.type, n.english, n.name) for n in match.children]
        around += [(match.entry.id, f"{n.km} km", n.id, n.type, n.english, n.name) for n in match.near]
    if around:
        sys.stdout.write("\n")
        _show(("around", "how", "id", "type", "english", "name"), around)


def _show_nearest(name: str, nearest: "list[Spelling]") -> None:
    sys.stdout.write(f"nothing is written {name!r}{'; most like it:' if nearest else ', or like it'}\n")
    rows = [
        (f"{near.likeness:.2f}", entry.id, entry.label, entry.type, entry.english, near.name)
        for near in nearest
        for entry in near.entries[:_AROUND]
    ]
    if rows:
        _show(("likeness", "id", "label", "type", "english", "name"), rows)


def _show(headers: tuple[str, ...], rows: Sequence[tuple[str | None, ...]]) -> None:
    """A table; Arabic is isolated, as in the one of `extract`, so that the columns keep their places."""
    from rich.console import Console  # noqa: PLC0415  # only these commands draw
    from rich.table import Table  # noqa: PLC0415

    from arabic_conflict_ner.export.table import isolate  # noqa: PLC0415

    table = Table(*headers, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(cell if not cell or cell.isascii() else isolate(cell) for cell in row))
    width = None if sys.stdout.isatty() else 200
    Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False).print(table)


@app.command("suggest")
def suggest_(
    paths: Annotated[list[Path], typer.Argument(help="Text files, JSONL files, folders, or - for standard input.")],
    out: Annotated[Path, typer.Option(help="The CSV file to write.")],
    least: Annotated[int, typer.Option(min=1, help="How often a name is to be mentioned.")] = 2,
    label: Annotated[list[Label], typer.Option(case_sensitive=False, help="A label to suggest.")] = list(REPORTED),  # noqa: B006
    limit: Annotated[int | None, typer.Option(min=1, help="How many names to give at most.")] = None,
    field: Annotated[str, typer.Option(help="The field of a JSONL line that holds the text.")] = "text",
    gazetteer: Annotated[list[Path], typer.Option(help="A CSV of your own names, beside the built-in ones.")] = [],  # noqa: B006
    osm: Osm = False,
    tagger: Annotated[str, typer.Option(help="A shipped tagger, the folder of your own, or none.")] = "default",
    processes: Annotated[int, typer.Option(min=1, help="Processes to run.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write over the file if it is there.")] = False,
) -> None:
    """Write the names of texts that no gazetteer knows to a CSV file, to be reviewed and then loaded.

    Ends with 1 if a text could not be read; the others are read all the same.
    """
    from arabic_conflict_ner.extractor import Extractor  # noqa: PLC0415  # for this command only
    from arabic_conflict_ner.gazetteer.replacing import replacing  # noqa: PLC0415
    from arabic_conflict_ner.suggesting import suggest, suggestion  # noqa: PLC0415

    if out.exists() and not force:  # an editor may have reviewed it
        sys.stderr.write(f"arabic-conflict-ner: {out} exists; name another file, or write over it with --force\n")
        raise typer.Exit(2)
    read = _Read()
    with told(), replacing(out) as new, new.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        known = with_own(gazetteer, osm=osm)
        extractor = Extractor(gazetteer=known, tagger=tagger_of(tagger), min_score=suggest.MIN_SCORE)
        texts = read.texts(documents(paths, field=field))
        found = suggest.suggest(texts, extractor=extractor, labels=label, least=least, limit=limit, n_process=processes)
        suggestion.write(found, file)
    sys.stderr.write(f"{read.count} texts, {len(found)} names in {out}\n")
    raise typer.Exit(1 if read.failed else 0)


class _Read:
    """Counts the texts that go by, tells those that cannot be read, and how far it is."""

    def __init__(self) -> None:
        self.count = 0
        self.failed = False

    def texts(self, found: Iterator[Document]) -> Iterator[str]:
        """The texts of documents."""
        for document in found:
            self.count += 1
            if document.error:
                self.failed = True
                sys.stderr.write(f"arabic-conflict-ner: {document.source}: {document.error}\n")
            elif self.count % _EVERY == 0:
                sys.stderr.write(f"{self.count} texts\n")
            yield document.text


_EVERY = 500  # texts between two lines of progress


def with_own(paths: list[Path], *, osm: bool = False) -> Gazetteer:
    """The built-in gazetteer, OpenStreetMap's if wanted, and the caller's files laid on them. Raises GazetteerError."""
    shipped = Gazetteer.builtin() | Gazetteer.osm() if osm else Gazetteer.builtin()
    return shipped | Gazetteer.from_csv(*paths, changing=shipped) if paths else shipped


def tagger_of(name: str) -> "Tagger | None":
    """The tagger of a name or folder. Raises ModelError; wrong usage for a name that is neither."""
    from arabic_conflict_ner.tagging.tagger import Tagger  # noqa: PLC0415

    if name == "none":
        return None
    try:
        return Tagger.load(Path(name) if Path(name).is_dir() else name)
    except ModelError:
        raise
    except ValueError as error:
        sys.stderr.write(f"arabic-conflict-ner: --tagger: {error}, or none\n")
        raise typer.Exit(2) from None


@contextmanager
def told(kind: type[OSError] = OSError, *, refused: int = 2) -> Iterator[None]:
    """Tell an error of the library in its own words, without a traceback, and exit with 2.

    In: `kind`, the other errors to tell; `refused`, the exit code for rows that cannot be used.
    """
    try:
        yield
    except (ArabicConflictNerError, kind) as error:
        sys.stderr.write(f"arabic-conflict-ner: {error}\n")
        raise typer.Exit(refused if isinstance(error, GazetteerError) else 2) from None
