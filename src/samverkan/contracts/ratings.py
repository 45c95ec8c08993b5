"""The inputs that a contract's risk class is worked out from."""

from __future__ import annotations

import attrs

from samverkan.codelists import RiskClass
from samverkan.errors import ContractError

__all__ = ["RiskRating"]

_HIGHEST = 3


@attrs.frozen
class RiskRating:
    """The inputs to the default classifier (klassningsunderlag): importance and risk, 1 to 3.

    The parameters are those of Upphandlingsmyndigheten (supply risk, business criticality, value,
    complexity, …); the numbers and the rule are this library's choice.

    Attributes:
        importance: How much depends on the contract, from 1 (little) to 3 (much).
        risk: How likely and how bad a failure is, from 1 (little) to 3 (much).

    >>> RiskRating(importance=3, risk=2).risk_class, RiskRating(importance=1, risk=1).risk_class
    (<RiskClass.A: 'A'>, <RiskClass.C: 'C'>)

    Raises:
        ContractError: when a number is not 1, 2 or 3.
    """

    importance: int
    risk: int

    def __attrs_post_init__(self) -> None:
        for name, number in (("importance", self.importance), ("risk", self.risk)):
            if type(number) is not int or not 1 <= number <= _HIGHEST:
                raise ContractError(
                    f"risk rating: {name}={number!r}; expected 1, 2 or 3; rate it anew"
                )

    @property
    def risk_class(self) -> RiskClass:
        """A if both are at least 2 and one is 3; C if both are 1; else B."""
        low, high = sorted((self.importance, self.risk))
        if low >= 2 and high == _HIGHEST:
            return RiskClass.A
        return RiskClass.C if high == 1 else RiskClass.B
