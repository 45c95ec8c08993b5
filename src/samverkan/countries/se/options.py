"""What the questions to Swedish law are told, in Swedish (uppgifter i en fråga).

The English text of each stands in the documentation of the question's function. A key is the name
of a parameter, or the question and the parameter where it means something else there.

>>> swedish("retention", "awarded_on")
'dagen då kontraktet tilldelades'
>>> swedish("grouped_award_notices", "awarded_on")
'någon dag i det kalenderkvartal som avses'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["swedish"]

_EVES = "om midsommarafton, julafton och nyårsafton räknas som lediga dagar"
_STATED_LAST_DAY = "sista dag för en längre avtalsspärr som underrättelsen anger; flyttas inte"
_CALL_SENT = (
    "dagen då annonsen skickades för publicering eller, om en förhandsannons är anbudsinfordran, "
    "dagen då inbjudan att bekräfta intresse skickades"
)

_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "accelerated": "om tidsbrist gör de vanliga tiderna omöjliga (11:10)",
        "actual": "vad liknande kontrakt under de senaste tolv månaderna, eller det senaste "
        "räkenskapsåret, var värda; eller",
        "adjustment": "förutsebara ändringar under de följande tolv månaderna",
        "agreed_last_day": "den sista dag som alla utvalda anbudssökande har gått med på (11:7)",
        "annex_2": "om det gäller sociala eller andra särskilda tjänster enligt bilaga 2",
        "applied_on": "dagen då ansökan om överprövning kom in, före avtalsspärrens utgång",
        "as_of_law": "fråga med den lag som gällde en annan dag",
        "award": "hur kontraktet tilldelades; i vissa fall gäller ingen avtalsspärr (20:2, 19:19)",
        "awarded_on": "dagen då kontraktet tilldelades",
        "base": "värdet som ändringen jämförs med, uppräknat enligt en indexeringsklausul (17:15)",
        "call_off": "om kontraktet är ett avrop från ett ramavtal, som inte behöver någon",
        "call_sent_on": "dagen då anbudsinfordran skickas",
        "cancelled_on": "dagen för beslutet att avbryta",
        "cap": "vad som har en längsta tid",
        "category": "varor, tjänster eller byggentreprenader",
        "central": "om myndigheten är en central upphandlande myndighet",
        "change": "ändringen",
        "commission_published_on": "dagen då Europeiska kommissionen publicerade efterannonsen "
        "(10:4)",
        "concluded_on": "dagen då avtalet ingicks",
        "contract": "kontraktet med sina tidigare ändringar",
        "contracts": "det högsta värdet av varje kontrakt som planeras under löptiden",
        "count_all": "om tidigare ändringar på andra grunder räknas med i nettot enligt 17:9",
        "currency": "SEK eller EUR",
        "database_published_on": "dagen då efterannonsen publicerades i en registrerad "
        "annonsdatabas (19:7, 19 a:13)",
        "decided_on": "dagen då domstolen avgjorde målet, upphävde sitt beslut eller "
        "återförvisade målet",
        "documents_available": "om upphandlingsdokumenten är fritt, direkt, fullständigt och "
        "kostnadsfritt tillgängliga elektroniskt; annars fem dagar till (11:9)",
        "dynamic_system": "om kontrakten tilldelas i ett dynamiskt inköpssystem",
        "electronic": "om anbud får skickas in elektroniskt (11:6)",
        "eves": _EVES,
        "extended": "om det finns skäl att förlänga till femton arbetsdagar",
        "facts": "det som är känt utöver värdena",
        "fees": "premier, arvoden, provisioner, ränta och andra ersättningar för tjänsten",
        "final_on": "dagen då avgörandet om att förutsättningarna för ogiltighet är uppfyllda "
        "fick laga kraft; talan får alltid väckas inom ett år från den",
        "independent": "värdet för en enhet som ansvarar självständigt för sin upphandling",
        "known_on": "dagen då leverantören fick, eller borde ha fått, kännedom om avtalet",
        "lots": "värdet av varje delkontrakt, efter dess id",
        "means": "på vilket sätt; har någon fått den på annat sätt än elektroniskt gäller det",
        "monthly": "vad som betalas per månad",
        "months": "löptiden i månader; utelämnas om den är obestämd",
        "not_agreed": "om en sådan överenskommelse söktes men inte nåddes (11:7)",
        "notice_sent_on": "dagen då annonsen skickades, när det är en inbjudan som skickas",
        "notified_on": "dagen då anbudssökande och anbudsgivare skriftligen underrättades om att "
        "avtalet slutits, med en sammanfattning av upplysningarna enligt 12:13",
        "on": "dagen vars belopp efterfrågas",
        "options": "vad optioner och förlängningar i dokumenten skulle lägga till, som om de hade "
        "utnyttjats",
        "payments": "vad upphandlingens kontrakt uppskattas kosta",
        "pin_sent_on": "dagen då en förhandsannons skickades (11:5)",
        "planned": "vad kontrakten under de tolv månaderna efter den första leveransen är värda",
        "procedure": "förfarandet",
        "provided": "varor och tjänster som myndigheten tillhandahåller och entreprenaden kräver",
        "published_on": "dagen då annonsen enligt 10:5 eller 19 a:9 publicerades",
        "received_on": "dagen då ansökan kom in",
        "regime": "vilket regelverk som gäller",
        "residual": "varans restvärde, som krävs för löptider över tolv månader",
        "sent_on": "dagen då underrättelsen skickades, till den sista som skulle ha den",
        "small": "gränsen för ett delkontrakt i delkontraktens valuta, om den inte är euro",
        "started_on": "dagen då förfarandet påbörjas, om ingen anbudsinfordran krävs",
        "starts_on": "löptidens första dag; för upprepning dagen då det ursprungliga kontraktet "
        "ingicks",
        "stated_days": "en längre avtalsspärr i dagar, som underrättelsen anger",
        "stated_last_day": _STATED_LAST_DAY,
        "tenders_due_on": "sista dag för anbud",
        "threshold": "tröskelvärdet enligt 5:1, utan mervärdesskatt",
        "to_tenderers": "tävlingspriser och ersättningar till anbudssökande och anbudsgivare",
        "under_archives_act": "om myndigheten omfattas av arkivlagen (1990:782), som inte anger "
        "något antal år",
        "units": "vad varje enhet köper av det",
        "value": "vid direktupphandling värdet utan mervärdesskatt",
        "voluntary": "om myndigheten iakttar en avtalsspärr där ingen krävs",
        "debrief.received_on": "dagen då den skriftliga begäran kom in",
        "dps_request_period.sent_on": _CALL_SENT,
        "dps_tender_period.sent_on": "dagen då inbjudan att lämna anbud skickades",
        "grouped_award_notices.awarded_on": "någon dag i det kalenderkvartal som avses",
        "individual_report.call_off": "om kontraktet är ett avrop enligt 7:4 eller 7:6, som inte "
        "behöver någon (12:15)",
        "new_circumstances.received_on": "dagen då ansökan om överprövning kom in till "
        "förvaltningsrätten",
        "pin_window.sent_on": "dagen då förhandsannonsen skickades för publicering",
        "request_period.sent_on": _CALL_SENT,
        "self_declaration.sent_on": "dagen då begäran skickades",
        "tender_period.sent_on": "dagen då annonsen skickades för publicering (öppet förfarande) "
        "eller inbjudan att lämna anbud skickades (selektivt, förhandlat)",
        "works_value.payments": "vad som ska betalas för entreprenaden",
    }
)


def swedish(question: str, parameter: str) -> str:
    """What a parameter of a question means, in Swedish (svensk text).

    >>> swedish("standstill", "voluntary")
    'om myndigheten iakttar en avtalsspärr där ingen krävs'
    """
    return _OPTIONS.get(f"{question}.{parameter}") or _OPTIONS[parameter]
