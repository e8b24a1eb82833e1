"""Put the prebuilt file of the gazetteers into the wheel: hatchling runs this when it builds one (see pyproject.toml).

An editable checkout gets none: its CSV files change, and the library keeps a prebuilt file of them in the user's cache.
The file is good for the very CSV files and code it was made of; nothing but speed is lost where it does not fit.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrebuiltHook(BuildHookInterface[Any]):
    """Makes the file before the wheel is packed, outside the checkout, and removes it afterwards."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file and name its place in the wheel. Raises GazetteerError for CSV files with problems."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from arabic_conflict_ner.gazetteer import builtin  # noqa: PLC0415  # of the checkout that is built

        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / builtin.PREBUILT
        builtin.build(Path(self.root) / "gazetteers", path)
        build_data["force_include"][str(path)] = f"arabic_conflict_ner/gazetteers/{builtin.PREBUILT}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file that was made."""
        if version != "editable":
            self._folder.cleanup()
