"""One line of the report."""

from dataclasses import dataclass


@dataclass
class Result:
    name: str
    figure: float
    unit: str
    limit: float
    limit_is: str  # what the limit was taken from
    wanted: float | None = None  # a figure, or with by_ratio a ratio
    by_ratio: bool = False
    less_is_better: bool = False

    @property
    def ratio(self):
        return self.figure / self.limit

    def verdict(self):
        if self.wanted is None:
            return ""
        value = self.ratio if self.by_ratio else self.figure
        met = value <= self.wanted if self.less_is_better else value >= self.wanted
        sign = "≤" if self.less_is_better else "≥"
        unit = "" if self.by_ratio else f" {self.unit}"
        return f"wanted {sign} {self.wanted:,g}{unit}: {'met' if met else 'MISSED'}"

    def __str__(self):
        return (
            f"{self.name:<44}{self.figure:>10,.{1 if self.figure >= 10 else 2}f} {self.unit:<9}limit {self.limit:>10,.1f}  ratio {self.ratio:>6.3f}  "
            f"{self.verdict():<34}  limit: {self.limit_is}"
        )
