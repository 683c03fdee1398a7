"""How what is about models of who is who can be refused."""

from shopkeeper.core.refusals import Refusal, sentence


class NoModel(Refusal):
    """Nothing was trained yet."""

    code = "no_matching_model"
    message = sentence("There is no trained model yet. Train one first.")


class ModelNotFound(NoModel):
    """There are models, but none of this version."""

    code = "matching_model_not_found"
    message = sentence("There is no model %(version)s.")


class EffectUnknown(Refusal):
    """Nobody worked out what a model would change."""

    code = "effect_unknown"
    message = sentence(
        "Nobody knows yet what model %(version)s would change. Have that worked out and look at it; then switch it on."
    )


class EffectOutdated(Refusal):
    """What a model would change was worked out for other records than those of now."""

    code = "effect_outdated"


class EffectTooOld(EffectOutdated):
    """It was worked out long ago."""

    message = sentence(
        "What model %(version)s would change was worked out more than a week ago. "
        "Have that worked out again and look at it; then switch it on."
    )


class EffectOfOtherRecords(EffectOutdated):
    """There are many more records than there were, or fewer."""

    message = sentence(
        "Since it was worked out what model %(version)s would change, a twentieth of the records came or went. "
        "Have that worked out again and look at it; then switch it on."
    )


class ModelCameBetween(EffectOutdated):
    """Another model was switched on since, or other zones are in force."""

    message = sentence(
        "Since it was worked out what model %(version)s would change, another one was switched on, or it was said anew "
        "how sure is sure. "
        "Have that worked out again and look at it; then switch it on."
    )


class EffectUnseen(Refusal):
    """Whoever switches a model on was not shown the effect that is known now."""

    code = "effect_unseen"
    message = sentence(
        "Look first at what model %(version)s would change, and say which effect you saw: the time of its working out."
    )
