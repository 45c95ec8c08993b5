"""The algebra of opinions: which laws hold for every opinion, and witnesses where one does not."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from samverkan.trust import (
    Evidence,
    Opinion,
    averaging,
    compromise,
    confidence,
    conflict,
    constraint,
    cumulative,
    discount_2001,
    discount_2016,
    discount_evidence,
    eigentrust,
    gathered,
    remembered,
    weighted,
)

OPERATORS = [cumulative, averaging, weighted, constraint, compromise]
GRID = 16


# ----------------------------------------------------------------------------------- strategies


def _opinion(parts, rate, grid=GRID):
    low, high = sorted(parts)
    return Opinion(low / grid, (high - low) / grid, (grid - high) / grid, rate / grid)


def grid_opinions(*, certain=True):
    """Opinions on a coarse binary grid, exact as floats; shrinks to the vacuous one."""
    most = GRID if certain else GRID - 1
    parts = st.tuples(st.integers(0, most), st.integers(0, most))
    return st.builds(_opinion, parts, st.integers(0, GRID))


def amounts():
    """Evidence of every size, none included."""
    extreme = st.sampled_from([5e-324, 1e-300, 1e-160, 1e160, 1e300])
    usual = st.one_of(st.integers(0, 50).map(float), st.floats(0, 1e12), st.floats(0, 1e-9))
    return usual | extreme


def evidences():
    """Any evidence; shrinks to none."""
    return st.builds(Evidence, amounts(), amounts())


def _mapped(evidence, rate):
    return Opinion.from_evidence(evidence, base_rate=rate)


def opinions():
    """Any opinion, vacuous and dogmatic ones included; shrinks to the vacuous one."""
    rates = st.floats(0, 1) | st.sampled_from([5e-324, 1e-300, 1e-17, 1 - 2**-53])
    return st.one_of(st.builds(_mapped, evidences(), rates), grid_opinions())


def masses(opinion):
    return opinion.belief, opinion.disbelief, opinion.uncertainty


def near(opinion, rel=1e-9, abs_=1e-12):
    return pytest.approx(masses(opinion), rel=rel, abs=abs_)


# ------------------------------------------------------------------------ the simplex and bounds


def lawful(opinion):
    """On the simplex exactly, within bounds."""
    assert math.fsum(masses(opinion)) == 1.0
    assert all(0.0 <= mass <= 1.0 for mass in masses(opinion))
    assert 0.0 <= opinion.base_rate <= 1.0
    assert 0.0 <= opinion.expected <= 1.0
    return True


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3).filter(any), st.floats(0, 1))
def test_any_three_shares_of_a_whole_lie_on_the_simplex_exactly(parts, rate):
    total = math.fsum(parts)
    shares = [part / total for part in parts]
    opinion = Opinion(*shares, rate)
    assert lawful(opinion)
    assert masses(opinion) == pytest.approx(shares, rel=1e-14, abs=1e-15)
    assert Opinion(*masses(opinion), rate) == opinion


@given(opinions(), opinions(), st.floats(0, 1e5), st.floats(1e-3, 1e5))
def test_every_operation_stays_on_the_simplex(x, y, elapsed, half_life):
    assert lawful(~x)
    assert lawful(x & y)
    assert lawful(x | y)
    assert lawful(x.maximised())
    assert lawful(x.aged(elapsed, half_life=half_life))
    assert lawful(discount_2001(x, y))
    assert lawful(discount_2016(x, y))
    assert 0.0 <= conflict(x, y) <= 1.0


@pytest.mark.parametrize("fuse", OPERATORS)
@given(several=st.lists(opinions(), min_size=1, max_size=6))
def test_every_fusion_stays_on_the_simplex(fuse, several):
    assume(fuse is not constraint or not totally_opposed(several))
    assert lawful(fuse(*several))


def totally_opposed(several):
    """Whether some are certain for and others certain against: nothing is left that all allow."""
    return any(not o.belief + o.uncertainty for o in several) and any(
        not o.disbelief + o.uncertainty for o in several
    )


# -------------------------------------------------------------------------------- mapping, ageing


@given(evidences())
def test_evidence_comes_back_from_its_opinion(evidence):
    back = Opinion.from_evidence(evidence).evidence()
    assert (back.r, back.s) == pytest.approx((evidence.r, evidence.s), rel=1e-9, abs=1e-12)


@given(grid_opinions(), st.sampled_from([0.5, 1.0, 2.0, 8.0]))
def test_an_opinion_comes_back_from_its_evidence(opinion, weight):
    assume(not opinion.is_dogmatic)
    evidence = opinion.evidence(prior_weight=weight)
    back = Opinion.from_evidence(evidence, base_rate=opinion.base_rate, prior_weight=weight)
    assert masses(back) == near(opinion)


@given(evidences())
def test_an_opinion_with_base_rate_half_expects_what_the_beta_system_does(evidence):
    expected = Opinion.from_evidence(evidence).expected
    assert expected == pytest.approx(evidence.expected)
    assert evidence.reputation == pytest.approx(2 * expected - 1, abs=1e-12)


@given(evidences(), evidences())
def test_hearsay_on_evidence_is_the_discounting_of_2001(trust, report):
    heard = _mapped(discount_evidence(trust, report), 0.5)
    assert masses(heard) == near(discount_2001(_mapped(trust, 0.5), _mapped(report, 0.5)))


@given(opinions(), st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.1, 1e5))
def test_ageing_grows_uncertainty_and_keeps_direction(opinion, one, two, half_life):
    sooner, later = sorted((one, two))
    young, old = (opinion.aged(age, half_life=half_life) for age in (sooner, later))
    assert opinion.uncertainty <= young.uncertainty * (1 + 1e-15)
    assert young.uncertainty <= old.uncertainty * (1 + 1e-15)
    assert old.belief * opinion.disbelief == pytest.approx(opinion.belief * old.disbelief)
    assert old.base_rate == opinion.base_rate
    toward = abs(old.expected - opinion.base_rate)
    assert toward <= abs(young.expected - opinion.base_rate) + 1e-12


@given(opinions(), st.floats(0, 1e3), st.floats(0, 1e3), st.floats(10, 1e5))
def test_ageing_twice_is_ageing_once_for_both(opinion, one, two, half_life):
    twice = opinion.aged(one, half_life=half_life).aged(two, half_life=half_life)
    assert masses(twice) == near(opinion.aged(one + two, half_life=half_life))


@given(evidences(), st.floats(0, 1e3), st.floats(10, 1e5))
def test_ageing_the_evidence_is_ageing_the_opinion(evidence, age, half_life):
    mapped = _mapped(evidence.aged(age, half_life=half_life), 0.5)
    assert masses(mapped) == near(_mapped(evidence, 0.5).aged(age, half_life=half_life))


@given(st.lists(evidences(), max_size=5), st.permutations(range(5)))
def test_gathering_does_not_depend_on_order(pieces, order):
    dated = [(f"2026-01-0{n + 1}", piece) for n, piece in enumerate(pieces)]
    shuffled = [dated[n] for n in order if n < len(dated)]
    one, two = (gathered(rows, as_of="2026-02-01", half_life=30) for rows in (dated, shuffled))
    assert one == two


@given(st.lists(evidences(), max_size=6), st.floats(0, 1))
def test_remembering_less_leaves_less(ratings, forgetting):
    kept = remembered(ratings, forgetting=forgetting)
    whole = remembered(ratings, forgetting=1)
    assert kept.r <= whole.r * (1 + 1e-12)
    assert kept.s <= whole.s * (1 + 1e-12)
    if ratings:
        assert remembered(ratings, forgetting=0) == ratings[-1]


# ------------------------------------------------------------------------------------------ logic


@given(opinions(), opinions())
def test_logic_on_opinions_is_probability_on_what_they_expect(x, y):
    p, q = x.expected, y.expected
    assert (~x).expected == pytest.approx(1 - p, abs=1e-12)
    assert (x & y).expected == pytest.approx(p * q, abs=1e-12)
    assert (x | y).expected == pytest.approx(p + q - p * q, abs=1e-12)


@given(grid_opinions(), grid_opinions())
def test_and_or_commute_and_obey_de_morgan(x, y):
    for one, two in ((x & y, y & x), (x | y, y | x), (~(x & y), ~x | ~y), (~(x | y), ~x & ~y)):
        assert masses(one) == near(two)
        assert one.base_rate == pytest.approx(two.base_rate)


def _without_edge(opinion):
    return Opinion(*masses(opinion), 0.25 + opinion.base_rate / 2)


@given(*[grid_opinions().map(_without_edge)] * 3)
def test_and_or_associate(x, y, z):
    for one, two in (((x & y) & z, x & (y & z)), ((x | y) | z, x | (y | z))):
        assert masses(one) == near(two)
        assert one.base_rate == pytest.approx(two.base_rate)


@given(grid_opinions())
def test_not_undoes_itself(x):
    assert ~~x == x


@given(grid_opinions().map(_without_edge))
def test_certain_truth_and_falsehood_are_the_units(x):
    truth, falsehood = Opinion(1, 0, 0, 1), Opinion(0, 1, 0, 0)
    assert masses(x & truth) == near(x)
    assert masses(x | falsehood) == near(x)
    assert masses(x & falsehood) == near(falsehood)
    assert masses(x | truth) == near(truth)


def test_and_does_not_distribute_over_or():
    x, y, z = Opinion(0.5, 0.25, 0.25), Opinion(0.5, 0, 0.5), Opinion(0.25, 0.25, 0.5)
    assert (x & (y | z)).expected != pytest.approx(((x & y) | (x & z)).expected, abs=1e-3)


@given(opinions())
def test_maximising_uncertainty_keeps_the_expected_value(x):
    vague = x.maximised()
    assert vague.expected == pytest.approx(x.expected, abs=1e-12)
    assert vague.uncertainty >= x.uncertainty - 1e-12
    assert min(vague.belief, vague.disbelief) == pytest.approx(0, abs=1e-12)
    assert masses(vague.maximised()) == near(vague, abs_=1e-11)


@given(grid_opinions(), st.integers(0, GRID))
def test_confidence_is_the_expectation_of_trust_or_control(x, control):
    level = control / GRID
    controlled = Opinion(level, 1 - level, 0)
    assert confidence(x, level) == pytest.approx((x | controlled).expected)
    assert confidence(level, x.expected) == pytest.approx(confidence(x, level))
    assert max(x.expected, level) <= confidence(x, level) + 1e-15
    assert confidence(x, level) <= 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_confidence_grows_with_each(one, two, fixed):
    low, high = sorted((one, two))
    assert confidence(low, fixed) <= confidence(high, fixed) + 1e-15
    assert confidence(fixed, low) <= confidence(fixed, high) + 1e-15


# -------------------------------------------------------------------------- discounting, conflict


@given(opinions(), opinions(), opinions())
def test_discounting_of_2001_associates(x, y, z):
    chained = discount_2001(discount_2001(x, y), z)
    assert masses(chained) == near(discount_2001(x, discount_2001(y, z)))


def test_discounting_of_2016_does_not_associate():
    x, y, z = Opinion(0.5, 0, 0.5), Opinion(0.5, 0, 0.5), Opinion(1, 0, 0)
    left = discount_2016(discount_2016(x, y), z)
    right = discount_2016(x, discount_2016(y, z))
    assert (left.belief, right.belief) == (0.6875, 0.5625)


@pytest.mark.parametrize("discount", [discount_2001, discount_2016])
@given(trust=opinions(), report=opinions())
def test_a_discounted_report_is_never_surer_and_full_trust_passes_it_on(discount, trust, report):
    heard = discount(trust, report)
    assert heard.uncertainty >= report.uncertainty * (1 - 1e-12)
    assert heard.base_rate == report.base_rate
    assert masses(discount(Opinion(1, 0, 0), report)) == near(report)
    assert masses(discount(Opinion(0, 1, 0), report)) == (0, 0, 1)


@given(opinions(), opinions())
def test_conflict_is_mutual_and_needs_two_who_know(x, y):
    assert conflict(x, y) == conflict(y, x)
    assert conflict(x, x) == 0
    assert conflict(x, Opinion.vacuous()) == 0


# ----------------------------------------------------------------------------------- fusion: laws


@pytest.mark.parametrize("fuse", OPERATORS)
@given(several=st.lists(grid_opinions(), min_size=2, max_size=4))
def test_fusion_does_not_depend_on_order(fuse, several):
    assume(fuse is not constraint or not totally_opposed(several))
    first = fuse(*several)
    for order in itertools.permutations(several):
        again = fuse(*order)
        assert masses(again) == near(first)
        assert again.base_rate == pytest.approx(first.base_rate)


@given(st.lists(opinions(), min_size=2, max_size=4))
def test_what_constraint_finds_does_not_depend_on_order_however_small_the_masses(several):
    assume(not totally_opposed(several))
    first = constraint(*several)
    for order in itertools.permutations(several):
        assert masses(constraint(*order)) == near(first)


@pytest.mark.parametrize("fuse", [cumulative, constraint])
@given(
    x=grid_opinions(certain=False), y=grid_opinions(certain=False), z=grid_opinions(certain=False)
)
def test_these_associate_for_opinions_that_leave_some_uncertainty(fuse, x, y, z):
    assert masses(fuse(fuse(x, y), z)) == near(fuse(x, y, z))
    assert masses(fuse(x, fuse(y, z))) == near(fuse(x, y, z))


@given(*[grid_opinions(certain=False)] * 3)
def test_base_rates_of_cumulative_fusion_associate_where_all_know_something(x, y, z):
    assume(not (x.is_vacuous or y.is_vacuous or z.is_vacuous))
    rates = [cumulative(cumulative(x, y), z).base_rate, cumulative(x, cumulative(y, z)).base_rate]
    assert rates == pytest.approx([cumulative(x, y, z).base_rate] * 2)


X, Y, Z = Opinion(0.1, 0.3, 0.6), Opinion(0.4, 0.2, 0.4), Opinion(0.7, 0.1, 0.2)
SURE, DOUBTFUL = Opinion(1, 0, 0), Opinion(0, 1, 0)


@pytest.mark.parametrize(
    ("fuse", "x", "y", "z"),
    [
        pytest.param(averaging, X, Y, Z, id="averaging"),
        pytest.param(weighted, X, Y, Z, id="weighted"),
        pytest.param(compromise, X, Y, Z, id="compromise"),
        pytest.param(cumulative, SURE, SURE, DOUBTFUL, id="cumulative, all dogmatic"),
    ],
)
def test_these_do_not_associate_so_they_take_all_at_once(fuse, x, y, z):
    left, right, whole = fuse(fuse(x, y), z), fuse(x, fuse(y, z)), fuse(x, y, z)
    assert masses(left) != pytest.approx(masses(right), abs=1e-3)
    assert masses(left) != pytest.approx(masses(whole), abs=1e-3)


def test_base_rates_of_those_who_know_nothing_do_not_associate():
    x, y, z = Opinion.vacuous(0), Opinion.vacuous(0), Opinion.vacuous(1)
    assert cumulative(cumulative(x, y), z).base_rate == 0.5
    assert cumulative(x, y, z).base_rate == pytest.approx(1 / 3)


@pytest.mark.parametrize("fuse", [cumulative, weighted, constraint])
@given(several=st.lists(grid_opinions(), min_size=1, max_size=3), rate=st.floats(0, 1))
def test_one_who_knows_nothing_is_neutral(fuse, several, rate):
    assume(fuse is not constraint or not totally_opposed(several))
    assume(not all(one.is_vacuous for one in several))
    alone, joined = fuse(*several), fuse(*several, Opinion.vacuous(rate))
    assert masses(joined) == near(alone)
    assert joined.base_rate == pytest.approx(alone.base_rate)


@given(grid_opinions())
def test_one_who_knows_nothing_is_neutral_to_one_compromise(x):
    assert masses(compromise(x, Opinion.vacuous())) == near(x)


def test_one_who_knows_nothing_is_not_neutral_to_the_average():
    assert averaging(Opinion(0.5, 0, 0.5), Opinion.vacuous()).belief == pytest.approx(1 / 3)


@pytest.mark.parametrize("fuse", [averaging, weighted, compromise])
@given(x=opinions(), count=st.integers(2, 5))
def test_these_say_what_all_said_when_all_say_the_same(fuse, x, count):
    assert masses(fuse(*[x] * count)) == near(x)


def test_saying_it_twice_counts_twice_for_independent_observers():
    once = Opinion.from_evidence(Evidence(3, 1))
    assert masses(cumulative(once, once)) == near(Opinion.from_evidence(Evidence(6, 2)))
    assert constraint(once, once).expected > once.expected


@given(st.lists(evidences(), min_size=1, max_size=5))
def test_cumulative_fusion_adds_evidence_and_averaging_takes_its_mean(pieces):
    several = [_mapped(piece, 0.5) for piece in pieces]
    total = sum(pieces, Evidence())
    assert masses(cumulative(*several)) == near(_mapped(total, 0.5))
    assert masses(averaging(*several)) == near(_mapped(total.scaled(1 / len(pieces)), 0.5))


@pytest.mark.parametrize("fuse", [cumulative, averaging, weighted])
@given(parts=st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_dogmatic_opinions_are_the_limit_of_nearly_dogmatic_ones(fuse, parts):
    left = 1e-10
    exact = [Opinion(part / 8, 1 - part / 8, 0) for part in parts]
    nearly = [Opinion(o.belief * (1 - left), o.disbelief * (1 - left), left) for o in exact]
    assert masses(fuse(*nearly)) == pytest.approx(masses(fuse(*exact)), abs=1e-9)


# ---------------------------------------------------- fusion: the printed formulas, in fractions


def exact(opinion):
    return tuple(map(Fraction, (*masses(opinion), opinion.base_rate)))


def printed_cumulative(several):
    b, d, u, a = exact(several[0])
    for b2, d2, u2, a2 in map(exact, several[1:]):
        k, spread = u + u2 - u * u2, u + u2 - 2 * u * u2
        rate = (a * u2 + a2 * u - (a + a2) * u * u2) / spread if spread else (a + a2) / 2
        b, d, u, a = (b * u2 + b2 * u) / k, (d * u2 + d2 * u) / k, u * u2 / k, rate
    return b, d, u


def printed_averaging(several):
    whole = math.prod((exact(o)[2] for o in several), start=Fraction(1))
    total = sum(whole / exact(o)[2] for o in several)
    b, d = (sum(exact(o)[k] * whole / exact(o)[2] for o in several) / total for k in (0, 1))
    return b, d, len(several) * whole / total


def printed_weighted(several):
    rows = [exact(o) for o in several]
    whole, n = math.prod((row[2] for row in rows), start=Fraction(1)), len(rows)
    total = sum(whole / u for _, _, u, _ in rows) - n * whole
    b, d = (sum(row[k] * (1 - row[2]) * whole / row[2] for row in rows) / total for k in (0, 1))
    return b, d, (n - sum(row[2] for row in rows)) * whole / total


def printed_constraint(several):
    b, d, u, _ = exact(several[0])
    for b2, d2, u2, _ in map(exact, several[1:]):
        left = 1 - (b * d2 + d * b2)
        b, d, u = (
            (b * b2 + b * u2 + b2 * u) / left,
            (d * d2 + d * u2 + d2 * u) / left,
            u * u2 / left,
        )
    return b, d, u


def printed_compromise(several):
    rows = [exact(o)[:3] for o in several]
    shared = [min(row[k] for row in rows) for k in (0, 1)]
    rest = [(b - shared[0], d - shared[1]) for b, d, _ in rows]
    before = math.prod((u for _, _, u in rows), start=Fraction(1))
    found, mixed = [Fraction(0), Fraction(0)], Fraction(0)
    for sides in itertools.product((0, 1), repeat=len(rows)):
        product = math.prod((rest[n][side] for n, side in enumerate(sides)), start=Fraction(1))
        if len(set(sides)) == 1:
            found[sides[0]] += product
        else:
            mixed += product
    for n, k in itertools.product(range(len(rows)), (0, 1)):
        others = (u for m, (_, _, u) in enumerate(rows) if m != n)
        found[k] += rest[n][k] * math.prod(others, start=Fraction(1))
    total = sum(found) + mixed
    remaining = 1 - sum(shared) - before
    if not total:
        return *shared, before + remaining
    b, d = (shared[k] + remaining * found[k] / total for k in (0, 1))
    return b, d, before + remaining * mixed / total


@pytest.mark.parametrize(
    ("fuse", "printed"),
    [
        pytest.param(cumulative, printed_cumulative, id="Josang 2016 cumulative"),
        pytest.param(averaging, printed_averaging, id="van der Heijden 2018 averaging"),
        pytest.param(weighted, printed_weighted, id="van der Heijden 2018 weighted"),
        pytest.param(constraint, printed_constraint, id="Josang 2016 constraint"),
        pytest.param(compromise, printed_compromise, id="van der Heijden 2018 compromise"),
    ],
)
@given(several=st.lists(grid_opinions(certain=False), min_size=2, max_size=4))
@example(several=[Opinion(0.5, 0.25, 0.25)] * 3)
@example(several=[Opinion(0.5, 0, 0.5), Opinion(0, 0.5, 0.5)])
def test_fusion_is_its_printed_formula(fuse, printed, several):
    assume(fuse is not weighted or not all(one.is_vacuous for one in several))
    expected = [float(mass) for mass in printed(several)]
    assert masses(fuse(*several)) == pytest.approx(expected, rel=1e-12, abs=1e-14)


def on_the_simplex(opinion):
    """The masses in fractions that sum to one, which tiny floats beside others do not quite."""
    *parts, rate = exact(opinion)
    return *(part / sum(parts) for part in parts), rate


@given(opinions(), opinions())
def test_and_is_its_printed_formula(x, y):
    (b1, d1, u1, a1), (b2, d2, u2, a2) = on_the_simplex(x), on_the_simplex(y)
    left = 1 - a1 * a2
    assume(left > 0)
    expected = (
        b1 * b2 + ((1 - a1) * a2 * b1 * u2 + a1 * (1 - a2) * u1 * b2) / left,
        d1 + d2 - d1 * d2,
        u1 * u2 + ((1 - a2) * b1 * u2 + (1 - a1) * u1 * b2) / left,
    )
    assert masses(x & y) == pytest.approx([float(m) for m in expected], rel=1e-12, abs=1e-14)
    assert (x & y).base_rate == pytest.approx(float(a1 * a2))


@given(opinions(), opinions())
def test_or_is_its_printed_formula(x, y):
    (b1, d1, u1, a1), (b2, d2, u2, a2) = on_the_simplex(x), on_the_simplex(y)
    a = a1 + a2 - a1 * a2
    assume(a > 0)
    expected = (
        b1 + b2 - b1 * b2,
        d1 * d2 + (a1 * (1 - a2) * d1 * u2 + (1 - a1) * a2 * u1 * d2) / a,
        u1 * u2 + (a2 * d1 * u2 + a1 * u1 * d2) / a,
    )
    assert masses(x | y) == pytest.approx([float(m) for m in expected], rel=1e-12, abs=1e-14)
    assert (x | y).base_rate == pytest.approx(float(a))


# ------------------------------------------------------------------------------------- EigenTrust


def ratings():
    """Who trusts whom among six; shrinks to nobody."""
    pair = st.tuples(*[st.sampled_from("abcdef")] * 2).filter(lambda p: p[0] != p[1])
    return st.dictionaries(pair, st.integers(-3, 9), min_size=1)


def weights():
    """Pre-trust of which somebody has some."""
    return st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 9), min_size=1)


def _rows(rated):
    return [(one, other, amount) for (one, other), amount in rated.items()]


@given(ratings(), weights(), st.floats(0.05, 1))
def test_network_trust_is_a_fixed_point_that_sums_to_one(rated, before, alpha):
    found = eigentrust(_rows(rated), pre_trust=before, alpha=alpha, engine="python")
    total = sum(before.values())
    p = {party: before.get(party, 0) / total for party in found.scores}
    following = {party: alpha * share for party, share in p.items()}
    for party, score in found.scores.items():
        row = {other: n for (one, other), n in rated.items() if one == party and n > 0}
        passed = {o: n / sum(row.values()) for o, n in row.items()} if row else p
        for other, share in passed.items():
            following[other] += (1 - alpha) * share * score
    assert found.scores == pytest.approx(following, abs=1.1e-9)
    assert math.fsum(found.scores.values()) == pytest.approx(1, abs=1e-12)
    assert min(found.scores.values()) >= 0


@given(ratings(), weights(), st.floats(0.05, 1))
def test_both_engines_find_the_same(rated, before, alpha):
    pytest.importorskip("scipy", reason="the sparse engine needs the extra 'numeric'")
    one, two = (
        eigentrust(_rows(rated), pre_trust=before, alpha=alpha, engine=engine)
        for engine in ("python", "scipy")
    )
    assert one.scores == pytest.approx(two.scores, abs=2e-9)
    assert list(one.scores) == list(two.scores)
