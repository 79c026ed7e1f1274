"""The resident memory of a process, sampled while it works."""

from __future__ import annotations

import threading
from pathlib import Path
from statistics import median

MOST_GROWTH = 0.20
_EVERY = 0.5
_LEAST_SAMPLES = 10


class Memory(threading.Thread):
    """Samples until it is stopped, from when it is started: start it after the warm-up."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._file = Path(f"/proc/{pid}/status")
        self._over = threading.Event()
        self._samples: list[int] = []

    def run(self) -> None:
        """Note the resident kilobytes, twice a second."""
        while not self._over.wait(_EVERY):
            lines = self._file.read_text(encoding="ascii").splitlines() if self._file.exists() else []
            self._samples += [int(line.split()[1]) for line in lines if line.startswith("VmRSS:")]

    def stop(self) -> tuple[str, bool]:
        """What was seen, and whether it grew by more than MOST_GROWTH between the first fifth and the last."""
        self._over.set()
        self.join(10)
        count = len(self._samples) // 5
        if len(self._samples) < _LEAST_SAMPLES:
            return "too short, or no /proc: not measured", False
        first, last = median(self._samples[:count]), median(self._samples[-count:])
        share = last / first - 1
        told = f"{first / 1024:.0f} MB after the warm-up, {last / 1024:.0f} MB at the end ({share:+.1%}"
        return f"{told}; at most {MOST_GROWTH:+.0%})", share > MOST_GROWTH
