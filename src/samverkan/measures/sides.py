"""Which side of a deal a role stands on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import Role, Side

__all__ = ["SIDES"]


def _all(side: Side, *roles: Role) -> dict[Role, Side]:
    return dict.fromkeys(roles, side)


SIDES: Mapping[Role, Side] = MappingProxyType(
    _all(
        Side.BUYER,
        Role.BUYER,
        Role.PROCURING_ENTITY,
        Role.CENTRAL_PURCHASING_BODY,
        Role.CONTRACT_OWNER,
        Role.CONTRACT_MANAGER,
        Role.PROCUREMENT_OFFICER,
        Role.ORDERER,
        Role.CONTROLLER,
        Role.LAWYER,
    )
    | _all(
        Side.SUPPLIER,
        Role.SUPPLIER,
        Role.PERFORMER,
        Role.SUBCONTRACTOR,
        Role.SUPPLIER_CONTACT,
        Role.SUPPLIER_EXECUTIVE,
        Role.TENDERER,
        Role.CANDIDATE,
    )
)
"""The side that a role stands on; roles of others (users, funders, …) stand on neither."""
