"""A disk of another format, locked in and with its second opinion, against qemu-img by itself."""

import os
import re
import statistics
import subprocess

from result import Result
from server import APP, folder
from transfers import PIECE, seconds

SIZE = 2 << 30
RUNS = 5


def half_filled(path):
    """A disk whose first half is noise and whose second half is a hole."""
    piece = os.urandom(64 * PIECE)
    with open(path, "wb") as file:
        for _ in range(SIZE // 2 // len(piece)):
            file.write(piece)
        file.truncate(SIZE)


def alone(source, source_format, target, target_format):
    """qemu-img as one would call it by hand."""
    return seconds(lambda: subprocess.run(["qemu-img", "convert", "-f", source_format, "-O", target_format, source, target], check=True))


def ours(source, source_format, target, target_format):
    """By the verb, which says how long the conversion took: its own start is none of it."""
    said = subprocess.run(
        ["dotnet", APP, "image", "convert-file", source, target, "--from", source_format, "--to", target_format],
        check=True, capture_output=True, text=True).stdout
    return float(re.search(r"in ([0-9.]+) s\.", said).group(1))


def convert():
    with folder() as path:
        raw, qcow2, target = (str(path / name) for name in ("disk.raw", "disk.qcow2", "target"))
        half_filled(raw)
        alone(raw, "raw", qcow2, "qcow2")
        for source, source_format, target_format in ((raw, "raw", "qcow2"), (qcow2, "qcow2", "raw")):
            times = {alone: [], ours: []}
            for run in range(RUNS + 1):
                # In turn, so that what else the machine does meets both; the first round fills the page cache.
                for way, taken in times.items():
                    took = way(source, source_format, target, target_format)
                    if run:
                        taken.append(took)
                    os.unlink(target)
            limit, figure = (SIZE / PIECE / statistics.median(times[way]) for way in (alone, ours))
            yield Result(
                f"convert 2 GiB, half filled, {source_format} to {target_format}", figure, "MiB/s", limit, "qemu-img convert alone", wanted=0.95, by_ratio=True)
