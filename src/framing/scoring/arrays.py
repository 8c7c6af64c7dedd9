"""The bytes of an array file (``.npz``) in, its arrays out: plain arrays only, and nothing that unpacks without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

#: More than any model holds.
LARGEST = 256 * 1024 * 1024


def read_arrays(data: bytes, names: Sequence[str]) -> dict[str, Any]:
    """Take the bytes of an array file and names; return the arrays (numpy) of these names, without running anything.

    Raises ValueError, KeyError or zipfile.BadZipFile where it is no such file, lacks one, or unpacks into too much.
    """
    import numpy as np  # here, so that importing the package stays quick

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(member.file_size for member in packed.infolist()) > LARGEST:
            raise ValueError("an array file unpacks into more than a model can hold")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return {name: stored[name] for name in names}
