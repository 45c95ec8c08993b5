"""How the fields of OCDS releases are merged, as its schemas 1.0.3 and 1.1.4 say.

The reference library would fetch a schema over the network to learn this; the tests hold these two
tables against the schemas themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RULES_1_0", "RULES_1_1", "MergeRules"]

MergeRules = Mapping[tuple[str, ...], str]
"""The rule of each field that has one, by its path."""


def _rules(omitted: str, whole: str) -> MergeRules:
    return MappingProxyType(
        {tuple(path.split(".")): "omitWhenMerged" for path in omitted.split()}
        | {tuple(path.split(".")): "wholeListMerge" for path in whole.split()}
    )


RULES_1_0 = _rules(
    "date id ocid tag",
    "awards.amendment.changes awards.items.additionalClassifications awards.suppliers "
    "buyer.additionalIdentifiers contracts.amendment.changes "
    "contracts.items.additionalClassifications tender.amendment.changes "
    "tender.items.additionalClassifications tender.procuringEntity.additionalIdentifiers "
    "tender.submissionMethod tender.tenderers",
)
"""OCDS 1.0: suppliers and tenderers are lists that replace each other."""
RULES_1_1 = _rules(
    "date id tag",
    "awards.amendment.changes awards.amendments.changes "
    "awards.items.additionalClassifications awards.suppliers.additionalIdentifiers "
    "buyer.additionalIdentifiers contracts.amendment.changes contracts.amendments.changes "
    "contracts.implementation.transactions.payee.additionalIdentifiers "
    "contracts.implementation.transactions.payer.additionalIdentifiers "
    "contracts.items.additionalClassifications contracts.relatedProcesses.relationship "
    "parties.additionalIdentifiers parties.roles relatedProcesses.relationship "
    "tender.additionalProcurementCategories tender.amendment.changes tender.amendments.changes "
    "tender.items.additionalClassifications tender.procuringEntity.additionalIdentifiers "
    "tender.submissionMethod tender.tenderers.additionalIdentifiers",
)
"""OCDS 1.1: organisations are merged by their ids."""
