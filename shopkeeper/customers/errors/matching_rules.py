"""How what is about matching rules of the retailer's own can be refused."""

from shopkeeper.core.refusals import NotFound, Refusal, sentence


class MatchingRuleNotFound(NotFound):
    """There is no such rule, or it was ended."""

    code = "matching_rule_not_found"
    message = sentence("There is no rule %(key)s, or it was ended.")


class RuleTooWide(Refusal):
    """Strangers share all that it asks for."""

    code = "matching_rule_too_wide"
    message = sentence(
        "Strangers share all of that. Ask for the card number alone, or for two values of which one is a card, an "
        "e-mail address, a telephone, a date of birth, a street with its number, or a column of your own."
    )


class RuleValueUnknown(Refusal):
    """No rule can ask for this value."""

    code = "matching_rule_value_unknown"
    message = sentence("A rule cannot ask for “%(value)s”. It may ask for: %(known)s.")


class RuleExists(Refusal):
    """The same rule is there already."""

    code = "matching_rule_exists"
    message = sentence("Rule %(number)s asks for the same already.")


class AlreadyOn(Refusal):
    """The rule is in force."""

    code = "matching_rule_already_on"
    message = sentence("Rule %(number)s is switched on already.")


class RuleEffectUnseen(Refusal):
    """Whoever switches a rule on was not shown what it would change, of the records of now."""

    code = "matching_rule_effect_unseen"
    message = sentence(
        "Look first at what rule %(number)s would change, and say which effect you saw: the time of its working out."
    )


class RuleEffectOutdated(Refusal):
    """What it would change was worked out a week ago, or of other records than those of now."""

    code = "matching_rule_effect_outdated"
    message = sentence(
        "What rule %(number)s would change was worked out for other records than those of now. "
        "Have that worked out again and look at it; then switch it on."
    )
