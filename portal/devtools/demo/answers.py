"""Answers to a standard that come to about a wanted total, and what an office writes beside them."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from portal.standards.scoring import score
from portal.standards.sheet import Score
from portal.standards.types import (
    AllOrNothing,
    Answer,
    Answers,
    Deduct,
    Indicator,
    IndicatorKind,
    Linear,
    PerUnit,
    Piecewise,
    Rubric,
    Standard,
)

NOTES = (
    "制度已上墙，责任人和电话公示在入口处。",
    "每周五由后勤汇总数据，负责人签字存档。",
    "台账从今年一月起逐日登记，附当月汇总表。",
    "现场照片为上月底拍摄，随时欢迎查看。",
    "与有资质的回收公司签订了合同，附件第二页。",
    "数据来自称重记录，磅单已装订成册。",
    "今年比去年有提高，详见对比表。",
    "培训签到表和课件一并上传。",
    "由志愿者每日两次巡查，发现问题当场改正。",
    "采购时优先选用可循环包装，清单见附件。",
)
COMMENTS = (
    "台账与现场照片一致。",
    "磅单抽查三个月，数据吻合。",
    "证据充分，建议推广。",
    "照片时间清楚，可以采信。",
    "建议下一年度补充月度对比。",
)


def best_answers(standard: Standard, chance: Random) -> dict[str, Answer]:
    """Everything as good as it gets, and now and then a little better than asked."""
    return {code: _best(indicator, chance) for code, indicator in standard.indicators.items()}


def answers_for(standard: Standard, total: int, chance: Random) -> dict[str, Answer]:
    """Answers whose score is just above `total`, and would be certified."""
    answers = best_answers(standard, chance)
    codes = sorted(standard.indicators)
    chance.shuffle(codes)
    for code in codes:
        worse = _worse(standard.indicators[code], chance)
        if worse is None:
            continue
        tried = score_of(standard, answers | {code: worse})
        if tried.total >= total and tried.certifiable:
            answers[code] = worse
    return answers


def score_of(standard: Standard, answers: dict[str, Answer]) -> Score:
    met = {one.code: True for one in standard.prerequisites}
    return score(standard, Answers(answers, met))


def _best(indicator: Indicator, chance: Random) -> Answer:
    match indicator.rule:
        case AllOrNothing():
            return True
        case Rubric(levels):
            return levels[0].code
        case Deduct():
            return Decimal(0)
        case Linear(zero_at, full_at):
            return _beyond(indicator, full_at, full_at > zero_at, chance)
        case PerUnit(full_at):
            return full_at + chance.choice((0, 0, 1, 2))
        case Piecewise(points):
            return points[-1].at


def _beyond(indicator: Indicator, full_at: Decimal, upwards: bool, chance: Random) -> Decimal:
    if indicator.kind is IndicatorKind.RATIO:
        step = Decimal(chance.choice((0, 1, 2, 3))) / 100
        return min(full_at + step, Decimal(1)) if upwards else full_at - min(step, abs(full_at))
    return full_at + chance.choice((0, 1, 2)) if upwards else full_at


def _worse(indicator: Indicator, chance: Random) -> Answer | None:
    """The next worse answer; None where there is none in between."""
    match indicator.rule:
        case Rubric(levels) if len(levels) > 1:
            return levels[1].code
        case Deduct():
            return Decimal(1)
        case Linear(zero_at, full_at):
            share = Decimal(chance.choice((70, 80, 90))) / 100
            value = zero_at + (full_at - zero_at) * share
            return value.quantize(Decimal("0.01") if indicator.kind is IndicatorKind.RATIO else Decimal(1))
        case PerUnit(full_at) if full_at > 1:
            return full_at - 1
        case AllOrNothing():
            return False
        case _:
            return None
