"""What the postings of a batch pay, by role and by place, beside the article's figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jdparse.posting import ROLE_LABELS
from jdparse.report import drawing
from jdparse.report.chart import DS, MLE, Chart, chart
from jdparse.report.drawing import ROLE_COLORS, Box
from jdparse.report.figures import LEAST_POSTINGS, BatchFigures, PaySpread
from jdparse.report.wording import ROLE_NAMES, money, plural

_BENCHMARKED: Final = "USD"  # the article's currency


def pay_by_role(figures: BatchFigures) -> Chart:
    """Spreads of base pay in USD beside the article's range and average; a table of all pay."""
    topic = "Pay by role"
    rows = [_pay_row(spread) for spread in figures.pay]
    shown = [spread for spread in figures.pay if spread.currency == _BENCHMARKED]
    article = figures.benchmark
    header = ("Role", "Postings", "10th percentile", "Lower quarter", "Median", "Upper quarter",
              "90th percentile")  # fmt: skip
    if not shown:
        finding = "No posting states its pay" if not rows else "No posting states its pay in USD"
        note = (
            "Base pay a year. The article's figures are in USD, so other currencies are not drawn."
        )
        return chart(topic, finding, note, table=(header, rows))
    stated = sum(spread.postings for spread in shown)
    boxes = [
        Box(ROLE_NAMES[s.role], ROLE_COLORS[s.role], (s.p10, s.p25, s.median, s.p75, s.p90),
            f"n = {s.postings:,}")
        for s in _in_order(shown)
    ]  # fmt: skip
    return chart(
        topic,
        _pay_finding(shown, article.average),
        f"Base pay in USD a year, {plural(stated, 'posting')} of {sum(figures.roles.values()):,}; "
        "the middle of each posting's range. Thick: the middle half; thin: 10th to 90th "
        f"percentile; ring: median. Shaded and dashed: the article's range and average for machine "
        f"learning engineers in the US, {money(article.low, 'USD')} to "
        f"{money(article.high, 'USD')} and {money(article.average, 'USD')} ({article.source}).",
        drawing=drawing.boxes(boxes, (article.low, article.average, article.high)),
        table=(header, rows),
    )


def _pay_finding(shown: Sequence[PaySpread], average: float) -> str:
    """What half of the postings pay, of the first role with enough of them."""
    spreads = [s for s in _in_order(shown) if s.postings >= LEAST_POSTINGS]
    if not spreads:
        return "Too few postings state their pay in USD to say what half of them pay"
    first = spreads[0]
    if first.role == MLE:
        beside = "above" if first.median > average else "below"
        return (
            f"Half of {ROLE_NAMES[MLE].lower()} postings pay {_rounded(first.median)} or more, "
            f"{beside} the article's {_rounded(average)}"
        )
    kind = "data scientist" if first.role == DS else "all other"
    return f"Half of {kind} postings pay {_rounded(first.median)} or more"


def pay_by_place(figures: BatchFigures) -> Chart:
    """Spreads of base pay in USD, by place and role, beside the article's city averages."""
    topic = "Pay by place"
    article = figures.benchmark
    if not figures.places:
        return chart(topic, "No place has enough postings with pay",
                      f"Shown for places with {LEAST_POSTINGS} or more postings of one role that "
                      "state base pay in USD.")  # fmt: skip
    boxes = [
        Box(f"{s.place} · {'engineer' if s.role == MLE else 'scientist'}", ROLE_COLORS[s.role],
            (s.p10, s.p25, s.median, s.p75, s.p90), f"n = {s.postings:,}",
            article.cities.get(s.place or "") if s.role == MLE else None)
        for s in figures.places
    ]  # fmt: skip
    rows = [
        (s.place or "", ROLE_NAMES[s.role], f"{s.postings:,}", money(round(s.median), "USD"),
         money(article.cities[s.place], "USD") if s.place and s.place in article.cities else "–")
        for s in figures.places
    ]  # fmt: skip
    return chart(
        topic,
        "What the places that hire most pay",
        f"As above, by the first place a posting names: places with {LEAST_POSTINGS} or more "
        "postings of a role that state base pay in USD. Diamond: the article's average for machine "
        f"learning engineers in that city ({article.source}).",
        drawing=drawing.boxes(boxes),
        legend=[(ROLE_COLORS[role], ROLE_NAMES[role]) for role in (MLE, DS)],
        table=(("Place", "Role", "Postings", "Median", "The article's average"), rows),
    )


def _in_order(spreads: Sequence[PaySpread]) -> list[PaySpread]:
    return sorted(spreads, key=lambda spread: ROLE_LABELS.index(spread.role))


def _pay_row(spread: PaySpread) -> tuple[str, ...]:
    amounts = (spread.p10, spread.p25, spread.median, spread.p75, spread.p90)
    return (
        ROLE_NAMES[spread.role],
        f"{spread.postings:,}",
        *(money(round(amount), spread.currency) for amount in amounts),
    )


def _rounded(amount: float) -> str:
    return f"${amount / 1000:,.0f}k"
