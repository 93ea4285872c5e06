"""The city's settings of review, from `config/review.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from portal.core.content import read_yaml


@dataclass(frozen=True)
class ReviewSettings:
    """Points are points of the standard; days are working days."""

    reviewers: int
    differ_by: Decimal
    near_cut: Decimal
    exclude_same_district: bool
    working_days: int
    answer_days: int
    remind_days: int
    agreement_least_items: int


@cache
def load_review_settings(content_dir: Path) -> ReviewSettings:
    """Read and check the file; raises WrongFile with line and reason."""
    file = read_yaml(content_dir / "review.yaml")
    file.validate(content_dir / "schemas" / "review.json")
    data = file.data
    return ReviewSettings(
        reviewers=int(data["reviewers"]),
        differ_by=Decimal(data["third_when_totals_differ_by_more_than"]),
        near_cut=Decimal(data["third_when_mean_is_within"]),
        exclude_same_district=bool(data["exclude_same_district"]),
        working_days=int(data["review_working_days"]),
        answer_days=int(data["answer_working_days"]),
        remind_days=int(data["remind_working_days_before"]),
        agreement_least_items=int(data["agreement_least_items"]),
    )
