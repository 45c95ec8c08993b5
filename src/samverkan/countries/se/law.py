"""The questions that Swedish law answers here, by name, and what was left out of the answers.

Each is also a plain function of this module, with the types of its parameters and its answer, for
editors and type checkers; ``jurisdiction("SE")`` asks the same ones by name.

>>> from samverkan.countries.se import law
>>> law.standstill(sent_on="2026-12-14", means="letter").last_day
Date(2026, 12, 29)
>>> [question.name for question in QUESTIONS][:3]
['tender_period', 'request_period', 'pin_window']
"""

from __future__ import annotations

from samverkan.countries.se.amendments import classify_amendment
from samverkan.countries.se.durations import duration_cap
from samverkan.countries.se.dynamic_purchasing import (
    dps_evaluation,
    dps_request_period,
    dps_tender_period,
    self_declaration,
)
from samverkan.countries.se.lots import lots_assessment
from samverkan.countries.se.options import swedish
from samverkan.countries.se.prior_information import pin_window
from samverkan.countries.se.questions import questions_answered
from samverkan.countries.se.records import documentation, individual_report, retention
from samverkan.countries.se.remedies import damages, invalidity, new_circumstances
from samverkan.countries.se.reporting import (
    award_notice,
    debrief,
    dps_award_notice,
    grouped_award_notices,
)
from samverkan.countries.se.review import (
    after_judgment,
    extended_standstill,
    review,
    review_of_cancellation,
)
from samverkan.countries.se.standstill import standstill, voluntary_standstill
from samverkan.countries.se.tender_periods import request_period, tender_period
from samverkan.countries.se.thresholds import direct_procurement_limit, threshold
from samverkan.countries.se.valuation import (
    contract_value,
    financial_services_value,
    framework_value,
    lease_value,
    recurring_value,
    service_value,
    units_value,
    valuation_day,
    works_value,
)
from samverkan.explanations import Text
from samverkan.jurisdictions import LawFunction

__all__ = [
    "LEFT_OUT",
    "QUESTIONS",
    "after_judgment",
    "award_notice",
    "classify_amendment",
    "contract_value",
    "damages",
    "debrief",
    "direct_procurement_limit",
    "documentation",
    "dps_award_notice",
    "dps_evaluation",
    "dps_request_period",
    "dps_tender_period",
    "duration_cap",
    "extended_standstill",
    "financial_services_value",
    "framework_value",
    "grouped_award_notices",
    "individual_report",
    "invalidity",
    "lease_value",
    "lots_assessment",
    "new_circumstances",
    "pin_window",
    "questions_answered",
    "recurring_value",
    "request_period",
    "retention",
    "review",
    "review_of_cancellation",
    "self_declaration",
    "service_value",
    "standstill",
    "tender_period",
    "threshold",
    "units_value",
    "valuation_day",
    "voluntary_standstill",
    "works_value",
]

QUESTIONS: tuple[LawFunction, ...] = tuple(
    LawFunction(name=function.__name__, title=Text(sv, en), function=function, swedish=swedish)
    for function, sv, en in (
        (tender_period, "tidsfrist för anbud", "time limit for tenders"),
        (request_period, "tidsfrist för anbudsansökningar", "time limit for requests"),
        (pin_window, "annons efter förhandsannons", "notice after a prior information notice"),
        (dps_request_period, "ansökningar till ett DIS", "requests to join a DPS"),
        (dps_tender_period, "anbud i ett DIS", "tenders in a DPS"),
        (dps_evaluation, "utvärdering av ansökan till ett DIS", "evaluation of a DPS request"),
        (self_declaration, "uppdaterad egen försäkran i ett DIS", "updated self-declaration, DPS"),
        (questions_answered, "kompletterande upplysningar", "answers to questions"),
        (standstill, "avtalsspärr", "standstill"),
        (
            voluntary_standstill,
            "avtalsspärr efter frivillig förhandsinsyn",
            "voluntary standstill",
        ),
        (extended_standstill, "förlängd avtalsspärr", "extended standstill"),
        (after_judgment, "tiodagarsfrist efter avgörandet", "ten days after a judgment"),
        (review, "ansökan om överprövning", "application for review"),
        (
            review_of_cancellation,
            "överprövning av beslut att avbryta",
            "review of a decision to cancel",
        ),
        (new_circumstances, "nya omständigheter i målet", "new circumstances in the case"),
        (invalidity, "ansökan om ett avtals ogiltighet", "application for invalidity"),
        (damages, "talan om skadestånd", "action for damages"),
        (debrief, "upplysningar om skälen på begäran", "reasons given on request"),
        (award_notice, "efterannons", "contract award notice"),
        (dps_award_notice, "efterannons i ett DIS", "award notice in a DPS"),
        (
            grouped_award_notices,
            "efterannonser samlade per kvartal",
            "award notices gathered by the quarter",
        ),
        (documentation, "dokumentation slutförd", "documentation complete"),
        (individual_report, "individuell rapport", "individual report"),
        (retention, "bevarande av handlingar", "retention of documents"),
        (duration_cap, "längsta löptid", "longest duration"),
        (threshold, "tröskelvärde", "threshold"),
        (direct_procurement_limit, "direktupphandlingsgräns", "limit of direct procurement"),
        (valuation_day, "värdetidpunkt", "day of valuation"),
        (contract_value, "upphandlingens värde", "value of a procurement"),
        (units_value, "värde för operativa enheter", "value for separate units"),
        (lots_assessment, "delkontrakt under tröskelvärdet", "lots below the threshold"),
        (works_value, "värde av byggentreprenad", "value of works"),
        (lease_value, "värde av leasing och hyra", "value of leasing and hire"),
        (recurring_value, "värde av återkommande kontrakt", "value of recurring contracts"),
        (
            financial_services_value,
            "värde av försäkring, bank och projektering",
            "value of insurance, banking and design",
        ),
        (service_value, "värde av tjänst utan totalbelopp", "value of a service without a total"),
        (framework_value, "värde av ramavtal och DIS", "value of a framework or DPS"),
        (classify_amendment, "ändring av kontrakt", "amendment of a contract"),
    )
)
"""Every question, with its name for programs and its titles for people."""

LEFT_OUT: tuple[Text, ...] = (
    Text(
        "ändringar i LOU efter den text som lästes 2025-09-01",
        "amendments of LOU after the text that was read on 2025-09-01",
    ),
    Text(
        "tröskelvärden i kronor för 2026–2027: inte funna, så frågan ger LawCoverageError",
        "thresholds in SEK for 2026–2027: not found, so asking gives LawCoverageError",
    ),
    Text(
        "tröskelvärden för 2016–2017 för centrala myndigheter (kronor) och bilaga 2: inte funna",
        "thresholds for 2016–2017 for central authorities (SEK) and Annex 2: not found",
    ),
    Text(
        "tröskelvärdet i euro för byggentreprenader enligt LUF 2026–2027: inte funnet",
        "the threshold in euro for works under LUF 2026–2027: not found",
    ),
    Text(
        "direktupphandlingsgränsen 2022-01-01 till 2022-01-31: inte funnen",
        "the limit of direct procurement from 2022-01-01 to 2022-01-31: not found",
    ),
    Text(
        "om de tre aftnarna är helgdagar enligt förordning 1182/71: eves=True följer praxis",
        "whether the three eves are holidays under Regulation 1182/71: eves=True follows practice",
    ),
    Text(
        "artikel 3.4:s undantag för frister bakåt lästes inte; de flyttas inte, och advised visar "
        "arbetsdagen före",
        "the exception of Article 3(4) for backward periods was not read; they are not moved, and "
        "advised shows the working day before",
    ),
    Text(
        "15 dagars avtalsspärr före 2022-02-01: lagtexten lästes inte",
        "the 15 days of standstill before 2022-02-01: the text was not read",
    ),
    Text(
        "om en längre avtalsspärr som anges med sin sista dag flyttas för lediga dagar: den tas "
        "som den anges",
        "whether a longer standstill stated by its last day is moved for closed days: it is taken "
        "as stated",
    ),
    Text(
        "om 30 dagar enligt 20:17 kan sluta efter sex månader: den tidigare dagen anges",
        "whether the 30 days of 20:17 may end after six months: the earlier day is given",
    ),
    Text(
        "vad som styr ändringar under tröskelvärdena: NOT_REGULATED_BY_17",
        "what governs changes below the thresholds: NOT_REGULATED_BY_17",
    ),
    Text(
        "om tidigare ändringar höjer basen: base=, annars det ursprungliga värdet",
        "whether earlier changes raise the base: base=, otherwise the original value",
    ),
    Text(
        "om ändringar på andra grunder räknas i nettot enligt 17:9: count_all=",
        "whether changes on other grounds count in the net of 17:9: count_all=",
    ),
    Text(
        "om ett byte av leverantör kan vara en ändring av mindre värde: nej, 17:13 prövas",
        "whether a replacement of the supplier can be a change of minor value: no, 17:13 is asked",
    ),
    Text(
        "vilken dags tröskelvärde 17:9 avser: threshold= anges av den som frågar",
        "which day's threshold 17:9 means: threshold= is for the asker to give",
    ),
    Text(
        "antal dagar för annons om ändring (17:16): lagen anger inget",
        "the number of days for a notice of a change (17:16): the act has none",
    ),
    Text(
        "vilka små delkontrakt som får väljas när de tillsammans överstiger 20 procent (5:8)",
        "which small lots may be chosen where together they exceed 20 per cent (5:8)",
    ),
    Text(
        "vilken lag som gäller ändringar av kontrakt från tiden före 2017: ändringens dag avgör",
        "which law governs changes of contracts from before 2017: the day of the change decides",
    ),
    Text(
        "artiklar i direktiv 2014/24/EU som inte lästes: LOU är källan",
        "articles of Directive 2014/24/EU that were not read: LOU is the source",
    ),
    Text(
        "fem dagar till enligt 11:9 i ett dynamiskt inköpssystem",
        "five days more under 11:9 in a dynamic purchasing system",
    ),
)
"""What could not be confirmed, and what was done instead."""
