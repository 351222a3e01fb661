"""Where files are: append-only raw, rebuildable processed, atomic writes, one at a time.

A workspace is a folder with `cchc.toml` at its root. Nothing else in the library knows a path.
"""

from cchc_lib.workspace.disk import patiently, write_atomic
from cchc_lib.workspace.issues import MANIFEST
from cchc_lib.workspace.place import VARIABLE, ZONE, Workspace, checksums, events_of, find, sha256

__all__ = [
    "MANIFEST",
    "VARIABLE",
    "ZONE",
    "Workspace",
    "checksums",
    "events_of",
    "find",
    "patiently",
    "sha256",
    "write_atomic",
]
