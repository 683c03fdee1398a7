"""What people speak of, and whether they do so more than before."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core import clock
from shopkeeper.core.components import Tone
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_list, write_number, write_share
from shopkeeper.feedback.contracts import TopicStanding, TopicStandings, Trend
from shopkeeper.feedback.queries.topics import list_topic_standings

_LOOKS: dict[Trend, tuple[str, Tone]] = {
    Trend.MORE: ("trending-up", "bad"),
    Trend.LESS: ("trending-down", ""),
    Trend.ALIKE: ("minus", ""),
    Trend.TOO_FEW: ("minus", ""),
}


@door("feedback.view_feedback")
def show_topics(request: PageRequest) -> HttpResponse:
    """A sentence with what rose, then each topic with its newest unhappy words and the way to the comments."""
    standings = list_topic_standings(by=request.actor, now=clock.now())
    rows = [_row(topic) for topic in standings.topics if topic.comments and not _is_said_by_a_child(topic, standings)]
    most = max((topic.unhappy for topic in standings.topics), default=0)
    return render(request, "feedback/topics.html", {"rows": rows, "sentence": _sentence(standings), "most": most})


def _is_said_by_a_child(topic: TopicStanding, standings: TopicStandings) -> bool:
    """Whether one topic below it is all that people mean: “Returns” says no more than “Waiting at the returns desk”."""
    return any(
        (child.parent, child.comments, child.unhappy) == (topic.topic, topic.comments, topic.unhappy)
        for child in standings.topics
    )


def _row(topic: TopicStanding) -> dict[str, Any]:
    icon, tone = _LOOKS[topic.trend]
    query = urlencode({"view": "words", "topic": topic.topic_id})
    return {
        "topic": topic,
        "icon": icon,
        "tone": tone if topic.unhappy else "",
        "url": f"{reverse('feedback:inbox')}?{query}",
        "latest_url": f"{reverse('feedback:feedback', args=[topic.latest_id])}?{query}" if topic.latest_id else "",
        "trend": _trend_words(topic),
    }


def _trend_words(topic: TopicStanding) -> str:
    facts = {"share": write_share(topic.share), "before": write_share(topic.share_before)}
    match topic.trend:
        case Trend.MORE:
            return _("In %(share)s of comments, more than the three months before (%(before)s)") % facts
        case Trend.LESS:
            return _("In %(share)s of comments, less than the three months before (%(before)s)") % facts
        case Trend.ALIKE:
            return _("In %(share)s of comments, no clear change (%(before)s before)") % facts
    return _("In %(share)s of comments; too few to compare") % facts


def _sentence(standings: TopicStandings) -> str:
    counted = ngettext("%(n)s comment in three months.", "%(n)s comments in three months.", standings.comments)
    words = counted % {"n": write_number(standings.comments)}
    risen = (topic for topic in standings.topics if topic.trend is Trend.MORE and topic.unhappy)
    rose = [topic.topic for topic in risen if not _is_said_by_a_child(topic, standings)]
    if any(topic.trend is Trend.TOO_FEW for topic in standings.topics):
        return words
    if not rose:
        return f"{words} {_('Nothing is spoken of clearly more than before.')}"
    return f"{words} {_('Spoken of more than before: %(topics)s.') % {'topics': write_list(rose)}}"
