"""Names that many people have anywhere: so that a few records of four John Smiths do not make the name look rare.

Ordered roughly by how many bear them, over languages; figures follow Zipf's law. A retailer's own records outweigh
them.
"""

_GIVEN = """
maria john james mohammed david michael robert mary william jose elizabeth anna thomas richard charles joseph ali
christopher daniel patricia linda george jennifer peter paul mark susan margaret barbara sarah karen edward ahmed laura
anthony matthew andrew stephen henry antonio juan carlos nancy lisa helen sandra kevin brian ronald martin alexander
thompson wei li emma sophie olga elena ivan sergey natalia dmitry andrey anne ann catherine dorothy jane alice emily
ruth frank arthur harry jack oliver samuel benjamin adam simon philip luis francisco manuel pedro ana carmen marta
christine jan hans wolfgang klaus thomas stefan andreas ursula monika petra sabine pierre michel jean marie nathalie
isabelle francesco marco giuseppe luca giulia fatima aisha omar hassan hussein ibrahim mustafa yusuf fatma ayse min
jin yuki hiroshi kim emma olivia sophia isabella charlotte amelia mia ella grace lily lucy chloe jessica ashley amanda
melissa stephanie rebecca amy nicole rachel julia kelly joshua ryan jacob nicholas jonathan justin brandon tyler eric
jason jeffrey scott gregory patrick raymond dennis jerry walter harold albert carl gerald lawrence roger joe louis
frances martha gloria teresa doris evelyn jean cheryl joan judith rose beverly denise marilyn ethel ellen florence
edith agnes annie hannah martha eleanor jake marc nathan ethan noah liam lucas leo oscar max felix erik lars anders
karl johan nils sven ingrid karin eva birgit piotr pawel tomasz katarzyna agnieszka joao paulo rafael beatriz ines
"""
_FAMILY = """
smith wang li zhang johnson williams brown jones garcia silva nguyen kim lee singh khan martinez rodriguez miller davis
wilson anderson taylor thomas moore martin jackson thompson white lopez gonzalez hernandez perez santos kumar patel ali
ahmed harris clark lewis robinson walker hall young allen king wright scott hill green adams nelson baker campbell
mitchell roberts carter phillips evans turner parker collins edwards stewart morris murphy cook rogers morgan cooper
muller schmidt schneider fischer weber meyer wagner becker ivanov smirnov kuznetsov popov novak dvorak nowak kowalski
rossi russo ferrari bianchi dubois bernard durand petit hansen johansen olsen larsen andersen nielsen jensen johansson
andersson karlsson nilsson yilmaz kaya demir park choi chen liu yang huang zhao wu tanaka suzuki sato yamamoto oliveira
souza ferreira pereira costa sanchez ramirez torres flores rivera gomez diaz reyes cruz gutierrez ortiz hughes ward
wood watson bell davies jenkins price bennett gray james shaw hunt mason cox ellis richardson kelly marshall simpson
graham harvey stevens webb palmer foster mills knight lloyd butler russell fisher barnes powell ross henderson coleman
"""


def _share(names: str, first: float, half_at: float) -> dict[str, float]:
    ranked = dict.fromkeys(names.split())
    return {name: first / (1 + rank / half_at) for rank, name in enumerate(ranked)}


GIVEN = _share(_GIVEN, 0.016, 12.0)
"""Given name -> the share of people who have it."""

FAMILY = _share(_FAMILY, 0.009, 15.0)
"""Family name -> the share of people who have it."""
