"""What a change of a contract is judged by: the grounds of LOU 17:9-17:14 and their evidence.

>>> GROUNDS[AmendmentGround.ADDITIONAL].ref
'LOU 17:11'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import AmendmentGround
from samverkan.countries.se.statute import lou
from samverkan.explanations import LegalBasis, Text

__all__ = ["EVIDENCE", "GROUNDS", "AmendmentFacts"]

GROUNDS: Mapping[AmendmentGround, LegalBasis] = MappingProxyType(
    {
        AmendmentGround.DE_MINIMIS: lou("17:9"),
        AmendmentGround.REVIEW_CLAUSE: lou("17:10"),
        AmendmentGround.ADDITIONAL: lou("17:11"),
        AmendmentGround.UNFORESEEABLE: lou("17:12"),
        AmendmentGround.SUPPLIER_REPLACEMENT: lou("17:13"),
        AmendmentGround.NON_SUBSTANTIAL: lou("17:14"),
    }
)
"""Each ground and its section, in the order in which they are tried."""


@attrs.frozen(kw_only=True)
class AmendmentFacts:
    """What is known of a change beside its value (underlag); ``None`` where it is not known.

    Attributes:
        character_unchanged: The overall character of the contract stays; taken as given.
        clause_in_documents: A clause or option on it stood in the procurement documents.
        clause_is_clear: It says clearly, precisely and unequivocally when it may be used.
        clause_states_scope: It states the scope and nature of the changes.
        necessary: The addition has become necessary.
        supplier_cannot_change: The supplier cannot be changed for economic or technical reasons.
        change_costly: A change of supplier would cause significant inconvenience or much cost.
        unforeseeable: The buyer neither foresaw nor should have foreseen the need at award.
        supplier_replaced: The change replaces the supplier.
        restructuring: The new supplier steps in after a restructuring, takeover or insolvency.
        no_other_change: That brings no other material change.
        successor_not_excluded: The successor is not to be excluded (13:1, 13:2 first paragraph).
        successor_qualified: It meets the original qualification requirements.
        subcontractor_agreed: A subcontractor steps in by agreement of all three.
        opens_to_others: The terms would have admitted others, other tenders or more suppliers.
        shifts_balance: The economic balance shifts in favour of the supplier.
        extends_scope: The scope becomes considerably larger.

    >>> AmendmentFacts(unforeseeable=True).necessary is None
    True
    """

    character_unchanged: bool | None = True
    clause_in_documents: bool | None = None
    clause_is_clear: bool | None = None
    clause_states_scope: bool | None = None
    necessary: bool | None = None
    supplier_cannot_change: bool | None = None
    change_costly: bool | None = None
    unforeseeable: bool | None = None
    supplier_replaced: bool | None = None
    restructuring: bool | None = None
    no_other_change: bool | None = None
    successor_not_excluded: bool | None = None
    successor_qualified: bool | None = None
    subcontractor_agreed: bool | None = None
    opens_to_others: bool | None = None
    shifts_balance: bool | None = None
    extends_scope: bool | None = None


EVIDENCE: Mapping[str, Text] = MappingProxyType(
    {
        "value": Text(
            "värdet på kontraktet och på varje ändring", "the value of contract and each change"
        ),
        "character_unchanged": Text(
            "den övergripande karaktären ändras inte", "the overall character is unchanged"
        ),
        "clause_in_documents": Text(
            "en klausul eller option stod i upphandlingsdokumenten",
            "a clause or option stood in the procurement documents",
        ),
        "clause_is_clear": Text(
            "klausulen anger klart, exakt och entydigt när den får användas",
            "the clause says clearly, precisely and unequivocally when it may be used",
        ),
        "clause_states_scope": Text(
            "klausulen anger ändringarnas omfattning och art",
            "the clause states the scope and nature of the changes",
        ),
        "necessary": Text("beställningen har blivit nödvändig", "the order has become necessary"),
        "supplier_cannot_change": Text(
            "leverantören kan inte bytas av ekonomiska eller tekniska skäl",
            "the supplier cannot be changed for economic or technical reasons",
        ),
        "change_costly": Text(
            "ett byte skulle medföra betydande olägenheter eller betydligt större omkostnader",
            "a change of supplier would cause significant inconvenience or much larger cost",
        ),
        "unforeseeable": Text(
            "behovet varken förutsågs eller borde ha förutsetts vid tilldelningen",
            "the need was neither foreseen nor ought to have been at award",
        ),
        "supplier_replaced": Text("leverantören byts ut", "the supplier is replaced"),
        "restructuring": Text(
            "bytet följer av en omstrukturering, ett uppköp eller insolvens",
            "the replacement follows a restructuring, takeover or insolvency",
        ),
        "no_other_change": Text(
            "bytet medför inga andra väsentliga ändringar",
            "the replacement brings no other material change",
        ),
        "successor_not_excluded": Text(
            "den nya leverantören ska inte uteslutas (13:1, 13:2 1 st.)",
            "the new supplier is not to be excluded (13:1, 13:2 para 1)",
        ),
        "successor_qualified": Text(
            "den nya leverantören uppfyller de ursprungliga kvalificeringskraven",
            "the new supplier meets the original qualification requirements",
        ),
        "subcontractor_agreed": Text(
            "en underleverantör inträder efter överenskommelse mellan alla tre",
            "a subcontractor steps in by agreement of all three",
        ),
        "opens_to_others": Text(
            "villkoren hade släppt in andra sökande, anbud eller leverantörer",
            "the terms would have admitted other candidates, tenders or suppliers",
        ),
        "shifts_balance": Text(
            "den ekonomiska jämvikten ändras till leverantörens förmån",
            "the economic balance shifts in favour of the supplier",
        ),
        "extends_scope": Text(
            "omfattningen utvidgas betydligt", "the scope is extended considerably"
        ),
    }
)
"""Each kind of evidence that a ground may need, in words; the keys are those of the facts."""
