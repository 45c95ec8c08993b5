"""``samverkan graph`` and ``samverkan measure`` from end to end."""

from __future__ import annotations

import csv
import json

import networkx as nx
import pytest

pytest.importorskip("cyclopts")
pytest.importorskip("rich")

from samverkan.cli import main
from samverkan.contracts import Contract
from samverkan.exchange import write_json
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender
from samverkan.values import Identifier, Money


@pytest.fixture
def register(tmp_path):
    """A register in which one buyer buys for 30, 30, 20 and 20."""
    firms = [f"S{n}" for n in range(4)]
    trader = Party(id="SE-8803200016", identifiers=(Identifier("SE-ORGNR", "8803200016"),))
    path = tmp_path / "register.json"
    write_json(
        Portfolio(
            parties=(
                Party(id="K", name="Storköpings kommun", roles={"buyer"}),
                *(Party(id=firm, name=f"Firma {firm} AB") for firm in firms[:3]),
                Party(id="S3", name="Firma S3 AB"),
                trader,
            ),
            procurements=(
                Procurement(id="U", buyer="K", published_on="2026-10-01", awarded_on="2026-12-01"),
            ),
            tenders=(Tender(id="T", procurement="U", tenderers=(trader.id,)),),
            contracts=tuple(
                Contract(
                    id=f"A-{n}",
                    buyer="K",
                    suppliers=(firm,),
                    value=Money(amount, "SEK"),
                    period=Period("2026-01-01", "2028-12-31"),
                )
                for n, (firm, amount) in enumerate(zip(firms, (30, 30, 20, 20), strict=True))
            ),
        ),
        path,
    )
    return str(path)


def test_measure_gives_json(register, capsys):
    assert main(["measure", register, "--measure", "concentration,dependence", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "samverkan/measures"
    (row,) = found["measures"]["concentration"]
    assert (row["group"], row["hhi"], row["suppliers"]) == ("K", 2600.0, 4)
    assert len(found["measures"]["dependence"]) == 4


def test_measure_gives_csv(register, capsys):
    assert main(["measure", register, "--measure", "concentration", "--by", "buyer", "--csv"]) == 0
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert (row["measure"], row["hhi"]) == ("concentration", "2600.0")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_measure_has_a_table_in_both_languages(register, capsys, lang):
    from samverkan.cli.measure import MEASURES

    names = ",".join(MEASURES)
    assert (
        main(["measure", register, "--measure", names, "--as-of", "2027-06-01", "--lang", lang])
        == 0
    )
    out = capsys.readouterr()
    assert "2600" in out.out
    assert "8803200016" not in out.out + out.err


@pytest.mark.parametrize("ending", ["gexf", "graphml", "json", "csv", "svg"])
def test_graph_writes_every_format(register, tmp_path, capsys, ending):
    target = tmp_path / f"g.{ending}"
    assert main(["graph", register, "-o", str(target), "--lang", "sv"]) == 0
    assert "parter och 5 relationer" in capsys.readouterr().err
    text = target.read_text(encoding="utf-8")
    assert "8803200016" not in text
    assert "sole-trader-1" in text


def test_graph_shows_a_viewer_what_it_may_see(register, tmp_path):
    target = tmp_path / "g.gexf"
    day = ["--as-of", "2026-11-23"]
    assert main(["graph", register, "-o", str(target), *day, "--viewer", "public"]) == 0
    assert "tenders-to" not in target.read_text(encoding="utf-8")
    assert main(["graph", register, "-o", str(target), *day, "--viewer", "K"]) == 0
    assert "tenders-to" in target.read_text(encoding="utf-8")
    assert main(["graph", register, "-o", str(target), "--kind", "buys-from"]) == 0
    assert nx.read_gexf(target).number_of_edges() == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["measure", "--measure", "concentraton"], "did you mean 'concentration'"),
        (["graph", "-o", "g.gefx"], "did you mean 'gexf'"),
        (["graph", "-o", "g.gexf", "--viewer", "public"], "give as_of="),
        (["graph", "-o", "g.gexf", "--kind", "buys-form"], "did you mean 'buys-from'"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(register, capsys, arguments, said):
    command, *rest = arguments
    assert main([command, register, *rest]) == 2
    assert said in capsys.readouterr().err
