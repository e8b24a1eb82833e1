"""The parts of CAMeL Tools and their data: where they are, and what to do where they are not."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from arabic_conflict_ner.errors import ModelError

NER, MORPHOLOGY = "NamedEntityRecognition", "MorphologyDB"
"""The names of two of its components in its catalogue."""
_DEFAULT = {NER: "ner-arabert", MORPHOLOGY: "morphology-db-msa-r13"}
"""The packages of their data unless another is asked for."""


def module(name: str, component: str) -> ModuleType:
    """A module of CAMeL Tools.

    Raises ImportError that names the extra to install; ModelError with the command to run where its catalogue is
    missing: CAMeL Tools tries to fetch that while it is imported.
    """
    try:
        return import_module(f"camel_tools.{name}")
    except ImportError as error:
        cure = "the CPU build of torch first, then pip install 'arabic_conflict_ner[camel]'"
        raise ImportError(f"CAMeL Tools cannot be imported ({error}); install {cure}") from error
    except Exception as error:  # of its own kinds, which cannot be imported without a catalogue either
        raise _missing(
            "the catalogue of CAMeL Tools", _DEFAULT[component], f"{type(error).__name__}: {error}"
        ) from error


def folder(component: str, name: str | None) -> Path:
    """The folder of installed data of a component.

    In: `name`, of the data in the catalogue of CAMeL Tools; None: its default.

    Raises as :func:`module`; ModelError with the command to run where the data is not installed; ValueError for a name
    that the catalogue does not have.
    """
    catalogue = module("data", component).CATALOGUE
    known = catalogue.components[component]
    if name is not None and name not in known.datasets:
        raise ValueError(f"CAMeL Tools has no {component} called {name!r}; allowed: {' '.join(sorted(known.datasets))}")
    path = Path(known.datasets[name or known.default].path)
    if not (path.is_dir() and any(path.iterdir())):
        packages = (package.name for package in catalogue.packages.values() if package.destination == path)
        raise _missing(f"the data of {component}", next(packages, _DEFAULT[component]), f"{path} is not there")
    return path


def _missing(what: str, package: str, found: str) -> ModelError:
    return ModelError(f"{what} is not installed ({found}); install it with: camel_data -i {package}")
