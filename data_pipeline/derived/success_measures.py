"""The Review's seven success measures, judged: what is declared, against what is published.

`datasets/reference/success_measures.toml` says what stands for each measure and which test decides;
this module looks the figures up, `stats.verdicts` judges them, `derived.reasons` says why.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.derived import declarations, early_signs, reasons
from data_pipeline.derived import figures_held as held
from data_pipeline.derived.charges import Charges, without_places
from data_pipeline.derived.found import ID, Found, Frames
from datasets.schema import COLUMNS, DATASETS, SUCCESS_MEASURES, SourceError
from stats import verdicts
from stats.ripeness import ripe_from
from stats.steps import as_text

__all__ = ["ID", "OF", "Made", "made", "table"]

OF = held.INPUTS
"""Datasets that it is made from; one that is not held leaves its indicators without a verdict."""


@dataclass(frozen=True)
class Pair:
    """The two figures of an indicator, either of which may be missing; of charges, all their years."""

    baseline: Found | None
    latest: Found | None
    charges: Charges | None = None

    @property
    def founds(self) -> list[Found]:
        """Those that are held."""
        return [one for one in (self.baseline, self.latest) if one]

    @property
    def made_from(self) -> set[tuple[str, str]]:
        """Sources and editions that either was worked out from."""
        return {pair for one in self.founds for pair in one.made_from}

    @property
    def is_whole(self) -> bool:
        """Whether both are held, as whole numbers."""
        return len(self.founds) == 2 and verdicts.are_whole(
            *(one.figure.value for one in self.founds)
        )


@dataclass(frozen=True)
class Made:
    """The table, and how many of its indicators stand on each source and edition."""

    rows: pd.DataFrame
    counts: Counter[tuple[str, str]]


def table(frames: Frames, design_effect: float | None = None) -> pd.DataFrame:
    """The rows of `made`."""
    return made(frames, design_effect).rows


def made(frames: Frames, design_effect: float | None = None) -> Made:
    """Every indicator with its verdict, and a row for each measure as a whole.

    Args:
        frames: rows of the datasets in `OF` that are held, by id.
        design_effect: of the survey, in the place of the declared one; to see what hangs on it.

    Returns:
        Rows with the columns of the dataset `success_measures`, in the order of its key.

    Raises:
        SourceError: a declaration that cannot be meant (`declarations`), or a baseline that is
            marked or of another kind than declared; a table that lacks a column; an impossible base.
    """
    _stop_at_old_tables(frames)
    published, measures = declarations.measures(frames)
    frames = without_places(frames)
    rows: list[dict[str, Any]] = []
    counts: Counter[tuple[str, str]] = Counter()
    for measure in measures:
        indicators = []
        for one in measure["indicator"]:
            pair = _pair(one, frames, published, design_effect)
            counts.update(pair.made_from)
            counted = pair.charges.counted if pair.charges else held.counted(one, frames)
            row = _row(measure["id"], one, pair, published, counted)
            if one["kind"] == "survey" and (sign := early_signs.of_measure(one["id"], frames)):
                row |= _with_sign(row, sign)
                counts.update(set(sign.made_from) - pair.made_from)
            indicators.append(row)
        rows += [*indicators, _summary(measure, indicators)]
    return Made(_as_table(rows), counts)


def _stop_at_old_tables(frames: Frames) -> None:
    """Stops at a table that was published before it had all its columns."""
    for dataset, rows in frames.items():
        if missing := [name for name in DATASETS[dataset].columns if name not in rows]:
            raise SourceError.of(
                ID, f"{dataset} as published has no column {', '.join(missing)}: build it as well"
            )


def _row(
    measure: str,
    declared: dict[str, Any],
    pair: Pair,
    published: date,
    counted: verdicts.Counted | None,
) -> dict[str, Any]:
    is_rounded = declared["kind"] == "survey" and pair.is_whole
    is_deciding = declared.get("is_deciding", True)
    if is_deciding:
        judged = verdicts.judge(
            pair.baseline.figure if pair.baseline else None,
            pair.latest.figure if pair.latest else None,
            declared["better"],
            declared["test"],
            rounded=is_rounded,
            counted=counted,
            revision=None if pair.charges is None else pair.charges.revision,
        )
    else:
        judged = verdicts.Judgement("cannot_be_judged", _plain_change(declared, pair))
    return {
        **_declared_columns(measure, declared),
        **_found_columns(pair),
        "change": judged.change,
        "change_low": judged.interval and judged.interval.low,
        "change_high": judged.interval and judged.interval.high,
        "verdict": judged.verdict,
        "reason": _reason(declared, pair, judged, published),
        "is_deciding": is_deciding,
        "is_rounded": is_rounded,
        "is_principal": declared.get("is_principal", False),
        "ordinary_step": counted and counted.ordinary and counted.ordinary.size,
        **_columns_of_steps(judged),
        **_columns_of_cannot(declared, pair, judged),
        "needed": _needed(declared, pair, judged) if is_deciding else declared["needed"],
    }


def _pair(
    declared: dict[str, Any], frames: Frames, published: date, design_effect: float | None
) -> Pair:
    if declared["kind"] == "charges":
        charges = Charges(declared, frames, published)
        return Pair(*charges.two, charges)
    return Pair(*held.FINDERS[declared["kind"]](declared, frames, published, design_effect))


def _reason(
    declared: dict[str, Any], pair: Pair, judged: verdicts.Judgement, published: date
) -> str:
    said = reasons.of(declared, pair.baseline, pair.latest, judged, published)
    if pair.charges is None or pair.baseline is None:
        return said
    if not declared.get("is_deciding", True):
        return reasons.before_only(pair.charges.as_first_published)
    beside = pair.charges.beside
    return said if beside is None else f"{said} {reasons.beside_charges(beside)}"


def _with_sign(row: dict[str, Any], sign: early_signs.Sign) -> dict[str, Any]:
    """The columns of an early sign; where it speaks against the verdict, the reason says so too."""
    interval = row["change_low"], row["change_high"]
    against = interval != (None, None) and sign.sign.contradicts(row["baseline_value"], *interval)
    columns = sign.columns(against)
    if not against:
        return columns
    return columns | {"reason": f"{row['reason']} {reasons.against('it', row | columns)}"}


def _columns_of_steps(judged: verdicts.Judgement) -> dict[str, Any]:
    if judged.steps is None:
        return {}
    return {
        "smallest_change_seen": judged.steps.smallest_change_seen,
        "verdict_steps": as_text(judged.steps),
    }


def _columns_of_cannot(
    declared: dict[str, Any], pair: Pair, judged: verdicts.Judgement
) -> dict[str, Any]:
    """Which kind of "cannot be judged" it is, what would load the table that is missing, when it is ripe."""
    if judged.verdict != "cannot_be_judged":
        return {}
    kind = kind_of(judged.why, declared["cannot_kind"])
    columns: dict[str, Any] = {"cannot_kind": kind}
    if kind == "not_ripe" and pair.latest is not None:
        columns["ripe_from"] = pd.Timestamp(ripe_from(pair.latest.figure.end))
    if kind == "not_loaded":
        columns["loads_with"] = reasons.loads_with(
            declared["loads_table"], declared.get("loads_source")
        )
    return columns


def _needed(declared: dict[str, Any], pair: Pair, judged: verdicts.Judgement) -> str:
    """What is lacking: time, nothing where charges of both years are loaded and judged, else as declared."""
    if pair.latest is not None and judged.why == "not_ripe":
        return reasons.time_needed(pair.latest.figure.end)
    if pair.charges is not None and judged.verdict != "cannot_be_judged":
        return reasons.NOTHING_NEEDED
    return str(declared["needed"])


def kind_of(why: verdicts.Why, declared: str) -> str:
    """Which kind of "cannot be judged" it is.

    Args:
        why: as the test says; empty for an indicator that is shown beside and not tested.
        declared: the kind where a figure is missing.
    """
    if why == "not_ripe":
        return "not_ripe"
    is_missing = why in ("", "nothing_held", "no_baseline", "no_latest", "latest_not_later")
    return declared if is_missing else "not_comparable"


def _plain_change(declared: dict[str, Any], pair: Pair) -> float | None:
    """The change of what is shown beside a measure; None of two figures that are declared not to compare."""
    if declared["cannot_kind"] == "not_comparable" or pair.baseline is None or pair.latest is None:
        return None
    return pair.latest.figure.value - pair.baseline.figure.value


def _declared_columns(measure: str, declared: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure": measure,
        "indicator": declared["id"],
        "group": declared.get("group", "all"),
        "group_dimension": declared.get("group_dimension", "all"),
        "indicator_name": declared["name"],
        "definition": declared["definition"],
        "better": declared["better"],
        "time_basis": declared["time_basis"],
        "unit": declared["unit"],
        "verdict_test": declared["test"],
        "review_figure_id": declared.get("review_figure"),
        "nearest_figure_ids": " ".join(declared.get("nearest_figures", [])) or None,
    }


def _found_columns(pair: Pair) -> dict[str, Any]:
    columns: dict[str, Any] = {"is_transcription": False, "design_effect": None}
    for name, found in (("baseline", pair.baseline), ("latest", pair.latest)):
        columns |= {
            f"{name}_value": found and found.figure.value,
            f"{name}_period_end": found and pd.Timestamp(found.figure.end),
            f"{name}_base_n": found.base_n if found else None,
            f"{name}_source_id": found and found.source_id,
            f"{name}_figure_id": (found and found.figure_id) or None,
        }
        if found:
            columns["is_transcription"] |= found.is_transcription
            columns["design_effect"] = found.design_effect or columns["design_effect"]
    bases = {one.figure.time_basis for one in pair.founds}
    if bases:
        columns["time_basis"] = bases.pop() if len(bases) == 1 else "not_stated"
    return columns


def _summary(measure: dict[str, Any], indicators: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of a measure as a whole: no figures, the summary of its deciding indicators."""
    deciding = [one for one in indicators if one["is_deciding"]]
    contradicted = [one for one in deciding if one.get("early_sign_contradicts")]
    principal = next(one for one in indicators if one["is_principal"])
    shorts = [one.get("short", one["name"]) for one in measure["indicator"]]
    names = dict(zip([(one["indicator"], one["group"]) for one in indicators], shorts, strict=True))
    said = [reasons.of_measure(deciding, principal, names)]
    said += [reasons.against(reasons.named(one), one) for one in contradicted]
    verdict = verdicts.summary([one["verdict"] for one in deciding], principal["verdict"])
    of_principal = ("cannot_kind", "loads_with") if verdict == "cannot_be_judged" else ()
    return {
        "measure": measure["id"],
        "indicator": "all",
        "group": "all",
        "group_dimension": "all",
        "indicator_name": SUCCESS_MEASURES[measure["id"]],
        "definition": measure["question"],
        "better": deciding[0]["better"],
        "time_basis": "not_stated",
        "unit": deciding[0]["unit"],
        "verdict_test": "summary",
        "verdict": verdict,
        "reason": " ".join(said),
        "early_sign_contradicts": bool(contradicted),
        "is_deciding": False,
        "is_rounded": False,
        "is_transcription": any(one["is_transcription"] for one in deciding),
        "needed": reasons.needed([one["needed"] for one in deciding]),
        "is_principal": False,
        **{name: principal.get(name) for name in of_principal},
    }


def _as_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    dataset = DATASETS[ID]
    frame = pd.DataFrame(rows).reindex(columns=list(dataset.columns))
    for name in dataset.columns:
        kind = COLUMNS[name].kind
        if kind == "number":
            frame[name] = frame[name].astype("float64")
        elif kind in ("text", "label"):
            frame[name] = frame[name].astype("str")  # absent texts stay absent
    for name in ("baseline_period_end", "latest_period_end", "early_sign_period_end", "ripe_from"):
        frame[name] = pd.to_datetime(frame[name])
    frame["early_sign_contradicts"] = frame["early_sign_contradicts"].eq(True)
    return frame.sort_values(list(dataset.key), ignore_index=True)
