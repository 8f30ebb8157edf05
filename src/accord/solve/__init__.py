"""Solvers: the packages of a bargain, or of every member of an ensemble."""

from accord.solve.agendas import Agenda, PreconditionEffect, compare_orders, precondition_effects
from accord.solve.coalitions import (
    CoalitionDeals,
    LeftOut,
    Refusal,
    Spoiler,
    Verdict,
    coalition_deals,
    leave_out,
    pivots,
    settling,
    spoilers,
    verdict,
)
from accord.solve.conflicts import Conflicts, EnsembleConflicts, RedLine, conflicts, ensemble_conflicts
from accord.solve.consent_rules import (
    ConsentRule,
    Power,
    blocking,
    both,
    either,
    granted,
    nakamura,
    power,
    quota,
    unanimity,
    winning,
)
from accord.solve.core import Core, Objection, Vetoes, core, objections, vetoes
from accord.solve.dominance import Efficiency, best_trade, efficiency
from accord.solve.ensemble import EnsembleSolution, PackageShare, solve_ensemble, top_packages
from accord.solve.linkage import Linkage, linkage, on_track
from accord.solve.orders import Deadlock, Orders, orders
from accord.solve.packages import SOLUTIONS, decode, encode, utilities
from accord.solve.points import Choice, choose, undominated
from accord.solve.solutions import Deal, Solution, asymmetric_nash, solution_record, solve
from accord.solve.space import DealSpace, deal_space
from accord.solve.stages import Course, Stage, settle
from accord.solve.trade_shares import TradeShare, TradeShares, share_of_trade, trade_shares
from accord.solve.trades import Trade, Trades, exchange, trades
from accord.solve.warm import warm_up

__all__ = [
    "SOLUTIONS",
    "Agenda",
    "Choice",
    "CoalitionDeals",
    "Conflicts",
    "ConsentRule",
    "Core",
    "Course",
    "Deadlock",
    "Deal",
    "DealSpace",
    "Efficiency",
    "EnsembleConflicts",
    "EnsembleSolution",
    "LeftOut",
    "Linkage",
    "Objection",
    "Orders",
    "PackageShare",
    "Power",
    "PreconditionEffect",
    "RedLine",
    "Refusal",
    "Solution",
    "Spoiler",
    "Stage",
    "Trade",
    "TradeShare",
    "TradeShares",
    "Trades",
    "Verdict",
    "Vetoes",
    "asymmetric_nash",
    "best_trade",
    "blocking",
    "both",
    "choose",
    "coalition_deals",
    "compare_orders",
    "conflicts",
    "core",
    "deal_space",
    "decode",
    "efficiency",
    "either",
    "encode",
    "ensemble_conflicts",
    "exchange",
    "granted",
    "leave_out",
    "linkage",
    "nakamura",
    "objections",
    "on_track",
    "orders",
    "pivots",
    "power",
    "precondition_effects",
    "quota",
    "settle",
    "settling",
    "share_of_trade",
    "solution_record",
    "solve",
    "solve_ensemble",
    "spoilers",
    "top_packages",
    "trade_shares",
    "trades",
    "unanimity",
    "undominated",
    "utilities",
    "verdict",
    "vetoes",
    "warm_up",
    "winning",
]
