"""Do the entries of an article agree with each other? Modality with claims, stage with steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.edtf import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Entry = dict[str, Any]

_SAYS_SO = {"alleged": "alleges", "pledged": "promises", "speculated": "speculates"}
"""Which act must stand behind an event that is only said to be so (rule R11)."""
_DONE = frozenset({"happened", "ongoing"})
_DUE = frozenset({"planned", "pledged"})
# Who condemns, praises or confirms a thing takes for granted that it is: so does the article.
_TAKE_FOR_GRANTED = frozenset({"praises", "criticises", "confirms"})
_OF_FORCE = frozenset({"military_action", "armed_conflict", "intervention", "arms_transfer"})
_EARLY = frozenset({"proposed", "under_negotiation", "text_agreed", "signature_scheduled"})
_BOUND = frozenset({"signed", "concluded", "ratified"})
_IN_ORDER = ("signing", "ratification", "entry_into_force", "termination")
_LAST_ROLES = frozenset({"ended", "ongoing_on"})


class Said(NamedTuple):
    """A claim, and how it stands in the article.

    Parameters
    ----------
    entry : dict
        Of the claim.
    is_aside : bool
        Whether the article says it in a sentence of its own, and only adds whose word it is: "they
        signed it on Friday, officials said".
    """

    entry: Entry
    is_aside: bool


def settle(
    agreements: Sequence[Entry], events: Sequence[Entry], claims: Sequence[Said], as_of: str
) -> None:
    """Make entries agree, so that a curator can accept them as they are.

    Parameters
    ----------
    agreements, events : sequence of dict
        Their entries, which are changed.
    claims : sequence of Said
        Those of the article.
    as_of : str
        The first day on which it can have appeared, ``YYYY-MM-DD``; empty where nobody knows.
    """
    by_id = {each.entry["id"]: each for each in claims}
    acts: dict[str, set[str]] = {}
    for each in claims:
        acts.setdefault(each.entry["about"], set()).add(each.entry["act"])
    for event in events:
        _vouch(event, by_id)
        _say_so(event, by_id, acts.get(event["id"], set()))
        _drop_past(event, as_of)
    by_agreement: dict[str, list[Entry]] = {}
    for event in events:
        by_agreement.setdefault(event.get("agreement", ""), []).append(event)
    for agreement in agreements:
        steps = by_agreement.get(agreement["id"], [])
        _order(steps)
        agreement["stage"] = _stage(agreement, steps, as_of)


def _vouch(event: Entry, claims: dict[str, Said]) -> None:
    """Take for the article's own word what it says itself and only adds a source to."""
    for evidence in event["evidence"]:
        said = claims.get(evidence.get("claim", ""))
        if said is None or event["modality"] not in _DONE:
            continue
        act = said.entry["act"]
        is_told = act == "states" and said.is_aside and event["kind"] not in _OF_FORCE
        if is_told or act in _TAKE_FOR_GRANTED:
            del evidence["claim"]


def _say_so(event: Entry, claims: dict[str, Said], about: set[str]) -> None:
    """Give an event the modality that what is said of it bears out."""
    through = [claims[key].entry for e in event["evidence"] if (key := e.get("claim")) in claims]
    acts = about | {each["act"] for each in through}
    modality = event["modality"]
    is_only_said = bool(through) and len(through) == len(event["evidence"])
    if _SAYS_SO.get(modality, "") in acts or not (
        modality in _SAYS_SO or (modality in _DONE and is_only_said)
    ):
        return
    borne_out = (each for each, act in _SAYS_SO.items() if act in acts)
    plain = [each for each in through if each["act"] == "states"]
    if modality == "pledged":
        event["modality"] = "planned"
    elif modality == "speculated" or not (plain or acts & set(_SAYS_SO.values())):
        event["modality"] = next(borne_out, "hypothetical")
    else:
        event["modality"] = next(borne_out, "alleged")
        if event["modality"] == "alleged" and "alleges" not in acts:
            # Who says as a fact what the article does not vouch for alleges it.
            for each in plain:
                each["act"] = "alleges"


def _drop_past(event: Entry, as_of: str) -> None:
    """Take from what is to come the dates of what was before it in its sentence."""
    dates = event.get("dates")
    if not dates or not as_of or event["modality"] != "planned":
        return
    event["dates"] = [each for each in dates if (_last(each) or as_of) >= as_of]
    if not event["dates"]:
        del event["dates"]


def _order(steps: Iterable[Entry]) -> None:
    """Leave out of an agreement's life what comes before a step that it must come after."""
    begun = [
        (_IN_ORDER.index(each["kind"]), *_span_of(each), each)
        for each in steps
        if each["kind"] in _IN_ORDER and each["modality"] in _DONE | _DUE
    ]
    first: dict[int, str] = {}
    for rank in range(len(_IN_ORDER)):
        days = [early for at, early, _, _ in begun if at == rank]
        if days and all(days):
            first[rank] = min(days)
    for rank, _, late, event in begun:
        if late and any(late < day for at, day in first.items() if at < rank):
            event.pop("dates", None)


def _stage(agreement: Entry, steps: Iterable[Entry], as_of: str) -> str:
    """The stage of an agreement: as it is told, where no step of its life says otherwise."""
    done: set[str] = set()
    due: set[str] = set()
    for each in steps:
        early, _ = _span_of(each)
        is_ahead = bool(as_of and early and early > as_of)
        if each["modality"] in _DONE:
            (due if is_ahead else done).add(each["kind"])
        elif each["modality"] in _DUE:
            due.add(each["kind"])
    stage = str(agreement.get("stage") or "unknown")
    return stage if _is_borne_out(stage, done, due, agreement) else _by_steps(done, due)


def _is_borne_out(stage: str, done: set[str], due: set[str], agreement: Entry) -> bool:
    """Whether the steps show what a stage needs, and none that it forbids (rule R20)."""
    shown = {
        "signature_scheduled": "signing" in due,
        "signed": "signing" in done - due,
        "concluded": bool(done & {"conclusion", "signing"}),
        "ratified": "ratification" in done,
        "in_force": "entry_into_force" in done,
        "ended": "termination" in done,
    }
    if not shown.get(stage, True):
        return False
    is_bound = stage in _EARLY | _BOUND
    if is_bound and "entry_into_force" in done:
        return False
    if stage in _EARLY and done & {"termination", "ratification"}:
        return False
    if "termination" in done and stage in _BOUND | {"in_force", "suspended"}:
        return agreement.get("ambit") != "bilateral"
    is_signed = "signing" in done - due
    if is_signed and stage in ("proposed", "under_negotiation", "text_agreed", "concluded"):
        return False
    return not ("conclusion" in done and stage in ("proposed", "under_negotiation"))


def _by_steps(done: set[str], due: set[str]) -> str:
    """The furthest stage that the steps show."""
    for step, stage in (
        ("termination", "ended"),
        ("entry_into_force", "in_force"),
        ("ratification", "ratified"),
    ):
        if step in done:
            return stage
    if "signing" in due:
        return "signature_scheduled"
    if "signing" in done:
        return "signed"
    return "concluded" if "conclusion" in done else "unknown"


def _span_of(event: Entry) -> tuple[str, str]:
    """The day before which an event surely did not begin, and after which it did; empty for open.

    As the rules reckon it (view ``begun``).
    """
    dates = event.get("dates", [])
    begins = [each for each in dates if each["role"] not in _LAST_ROLES]
    first = [_first(each) for each in begins]
    last = [_last(each) for each in begins or dates]
    return (
        min(first) if first and all(first) else "",
        max(last) if last and all(last) else "",
    )


def _first(date: Entry) -> str:
    days = bounds(date["edtf"])
    return days.earliest.isoformat() if days and days.earliest else ""


def _last(date: Entry) -> str:
    days = bounds(date["edtf"])
    return days.latest.isoformat() if days and days.latest else ""
