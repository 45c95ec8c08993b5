"""Which side of a deal a role stands on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import Role, Side

__all__ = ["SIDES"]

SIDES: Mapping[Role, Side] = MappingProxyType(
    dict.fromkeys(
        (
            Role.BUYER,
            Role.PROCURING_ENTITY,
            Role.CENTRAL_PURCHASING_BODY,
            Role.CONTRACT_OWNER,
            Role.CONTRACT_MANAGER,
            Role.PROCUREMENT_OFFICER,
            Role.ORDERER,
            Role.CONTROLLER,
            Role.LAWYER,
        ),
        Side.BUYER,
    )
    | dict.fromkeys(
        (
            Role.SUPPLIER,
            Role.PERFORMER,
            Role.SUBCONTRACTOR,
            Role.SUPPLIER_CONTACT,
            Role.SUPPLIER_EXECUTIVE,
            Role.TENDERER,
            Role.CANDIDATE,
        ),
        Side.SUPPLIER,
    )
)
"""The side that a role stands on; roles of others (users, funders, …) stand on neither."""
