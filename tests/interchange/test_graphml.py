"""The network of voices, as other programs read it."""

import io

import networkx
from tests.ledger.builder import DISPUTE, DOCKERS, PORT, claim, expert, material, narrates, report, says

from accord.interchange.graphml import graphml, voices_graph
from accord.ledger import voices

_, STATEMENTS = material(
    [
        report(3, says(DOCKERS, claim("refuses", PORT, "pay", "nine"), speakers=("Kern",))),
        report(4, says(DOCKERS, claim("refuses", PORT, "pay", "nine"), speakers=("Kern",))),
        report(5, expert(claim("seeks", DOCKERS, "pay", "five")), narrates(claim("seeks", DOCKERS, "pay", "five"))),
    ]
)
TEXT = graphml(voices_graph(voices(STATEMENTS, DISPUTE), DISPUTE))


def graph() -> networkx.MultiDiGraph:
    return networkx.read_graphml(io.BytesIO(TEXT.encode()), force_multigraph=True)


def test_voices_and_parties_are_nodes_of_two_kinds() -> None:
    kinds = {name: node["kind"] for name, node in graph().nodes(data=True)}
    assert kinds == {
        "party:dockers": "party",
        "party:port": "party",
        "party:bureau": "party",
        "voice:Kern": "voice",
        "voice:Ines Okafor": "voice",
        "voice:the reporter": "voice",
    }


def test_a_voice_knows_whom_it_speaks_for() -> None:
    nodes = graph().nodes
    assert nodes["voice:Kern"]["speaks_for"] == DOCKERS
    assert nodes["voice:Ines Okafor"]["speaks_for"] == ""


def test_an_arrow_is_one_claim_with_its_weight() -> None:
    (arrow,) = graph()["voice:Kern"]["party:port"].values()
    assert (arrow["says"], arrow["issue"], arrow["option"], arrow["negated"]) == ("refuses", "pay", "nine", False)
    assert arrow["weight"] == 2


def test_the_same_voices_give_the_same_text() -> None:
    assert graphml(voices_graph(voices(STATEMENTS[::-1], DISPUTE), DISPUTE)) == TEXT


def test_a_name_with_characters_that_xml_cannot_hold_is_written_without_them() -> None:
    _, statements = material(
        [report(3, says(DOCKERS, claim("seeks", DOCKERS, "pay"), speakers=("Ke\x00rn\ud800 <&>",)))]
    )
    text = graphml(voices_graph(voices(statements, DISPUTE), DISPUTE))
    assert "voice:Kern <&>" in networkx.read_graphml(io.BytesIO(text.encode()))
