"""Pictures and reports for people.

>>> import networkx as nx
>>> relation_map(nx.MultiDiGraph(), lang="en").count("<svg")
1
"""

from __future__ import annotations

from samverkan.views.maps import relation_map

__all__ = ["relation_map"]
