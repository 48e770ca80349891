"""The reasons of a match, in words: what speaks for somebody, and why one stands before another."""

from collections.abc import Iterable, Mapping

from domain.centre.mediation.matching import Criterion, Match, Reason, why_before
from domain.centre.mediation.mediators import Mediator
from domain.words import Words
from layouts.centre.case_words import word


def called(one: Mediator | None, mediator_id: str) -> str:
    """A mediator's name with the number in the pool; the number alone where the name is erased."""
    return f"{one.name}（{mediator_id}）" if one and one.name else mediator_id


def reasons(held: Iterable[Reason], words: Words) -> str:
    """What speaks for and against somebody, in one line."""
    return words("；").join(_reason(one, words) for one in held)


def _reason(one: Reason, words: Words) -> str:
    figure = one.figure
    if one.criterion is Criterion.LOAD:
        return words("在办 {count} 件", count=int(figure or 0))
    if one.criterion is Criterion.RECORD:
        if figure is None:
            return words("履行率：样本不足")
        return words("履行率 {percent}%", percent=round(figure * 100))
    if one.criterion is Criterion.DAYS:
        if figure is None:
            return words("平均天数：样本不足")
        return words("平均 {days} 天办结", days=round(figure, 1))
    name = word(one.criterion, words)
    return f"✓ {name}" if one.holds else f"✗ {name}"


def before(criterion: Criterion | None, words: Words) -> str:
    """Why somebody stands before the next; nothing for the last."""
    if criterion is None:
        return ""
    if criterion is Criterion.LOAD:
        return words("在办案件较少，排在下一位之前")
    if criterion is Criterion.NUMBER:
        return words("各项相同，按编号排在下一位之前")
    return words("因“{why}”排在下一位之前", why=word(criterion, words))


def first_before_second(found: Match, words: Words) -> str:
    """Why the first of a match stands before the second, as a sentence."""
    if len(found.offers) < 2:
        return ""
    first, second = found.offers[:2]
    why = why_before(first, second)
    names = [called(one.mediator, one.mediator.mediator_id) for one in (first, second)]
    if why is Criterion.LOAD:
        return words(
            "{first} 排在 {second} 之前：在办 {mine} 件，对方 {other} 件",
            first=names[0],
            second=names[1],
            mine=first.record.load,
            other=second.record.load,
        )
    if why is Criterion.NUMBER:
        return words("{first} 与 {second} 各项相同，按编号排序", first=names[0], second=names[1])
    return words(
        "{first} 排在 {second} 之前：{why}", first=names[0], second=names[1], why=word(why, words)
    )


def by_number(pool: Iterable[Mediator]) -> Mapping[str, Mediator]:
    """Mediators by their number in the pool."""
    return {one.mediator_id: one for one in pool}
