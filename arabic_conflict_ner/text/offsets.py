"""Maps of offsets as numpy arrays. Apart from the normaliser, so that importing the library does not import numpy."""

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.intp]


def array(offsets: list[int]) -> Offsets:
    """A list of offsets as an array."""
    return np.array(offsets, dtype=np.intp)


def true_positions(flags: bytes) -> Offsets:
    """Where the bytes 1 stand among bytes 0 and 1."""
    return np.frombuffer(flags, bool).nonzero()[0]


def firsts_of_runs(codes: bytes) -> npt.NDArray[np.bool_]:
    """True for each byte but those that follow a space or line break and are one themselves."""
    bytes_ = np.frombuffer(codes, np.uint8)
    space = (bytes_ == ord(" ")) | (bytes_ == ord("\n"))
    kept = np.ones(len(bytes_), dtype=bool)
    kept[1:] = ~(space[1:] & space[:-1])
    return kept
