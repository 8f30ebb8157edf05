"""The voices as a network in GraphML, for programs that draw and count networks (Gephi, visone, yEd, R's igraph)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from accord.ledger import Edge
from accord.negotiation import Negotiation

if TYPE_CHECKING:
    import networkx

REPORTER = "the reporter"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def voices_graph(edges: Iterable[Edge], negotiation: Negotiation) -> networkx.MultiDiGraph[str]:
    """The network of who claims what about whom: an arrow from the voice to the party it speaks of, for each claim.

    Nodes: `voice:NAME` (kind voice, with the parties it speaks for) and `party:ID` (kind party, with name and role).
    An arrow has what is said (`says`, `negated`), of which issue and option, in how many statements, and their ids.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for party in negotiation.parties:
        graph.add_node(f"party:{party.id}", kind="party", label=clean(party.name), role=party.role, speaks_for="")
    for edge in edges:
        name = edge.voice or REPORTER
        voice = f"voice:{clean(name)}"
        spoken = {*filter(None, graph.nodes.get(voice, {}).get("speaks_for", "").split("; ")), *edge.parties}
        graph.add_node(voice, kind="voice", label=clean(name), role="", speaks_for="; ".join(sorted(spoken)))
        graph.add_edge(voice, f"party:{edge.about}", **_told(edge))
    return graph


def graphml(graph: networkx.Graph[str]) -> str:
    """A network as GraphML text; the same network gives the same text."""
    import networkx

    text = io.BytesIO()
    networkx.write_graphml(graph, text, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return text.getvalue().decode("utf-8") + "\n"


def _told(edge: Edge) -> dict[str, Any]:
    return {
        "says": edge.says.value,
        "negated": edge.negated,
        "issue": edge.issue or "",
        "option": edge.option or "",
        "weight": len(edge.statements),
        "statements": "; ".join(edge.statements),
    }


def clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
