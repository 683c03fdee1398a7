"""Short forms of given names and the full name that each is taken for."""

_GROUPS = """
alexander alex alec lex sandy sasha xander
alexandra alexa lexi sandra
abigail abby abbie gail
albert al bert bertie
alfred alf alfie fred
amanda mandy manda
andrew andy drew andi
angela angie
ann anne anna annie nan nancy
anthony tony anton antonio toni
archibald archie
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
bradley brad
cameron cam
catherine cathy cath kate katie kathy katherine kathryn katharine kat kitty cathryn kathleen kaye
charles charlie chuck chas charley
charlotte lottie lotte
christina chris chrissy tina christine christie kristina kirsty
christopher kit topher kris
clifford cliff
cornelius neil
cynthia cindy
daniel dan danny
david dave davey davy
deborah debbie deb debra
dennis denny
dominic dom nick
donald don donnie donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
edwin edwyn
eleanor ellie nell nellie nora elinor
elizabeth liz lizzie beth betty bess bessie eliza elisabeth lisa libby betsy lizbeth elsie
emily em emmy
emma emmie
eugene gene
evelyn evie
florence flo florrie
frances fran francie frankie
francis frank
frederick freddie freddy fredrick
gabriel gabe
gabrielle gabby
geoffrey geoff jeff jeffrey jeffery
george georgie
gerald gerry jerry
gertrude gertie trudy
gregory greg gregg
harold hal harry
helen nellie lena
henry hank heinrich
herbert herb
howard howie
isabella bella izzy isabel isabelle
jacob jake jakob
jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan
jane janie jenny
jennifer jen jenn jennie
jessica jess jessie
joan joanie
joanna jo joanne
john jack johnny jon jonny
jonathan jonathon johnathan
joseph joe joey jo
josephine josie
joshua josh
judith judy judi
julia julie
kenneth ken kenny
kimberly kim kimberley
lawrence larry laurie laurence
leonard len lenny leo
leslie les lesley
lewis lew louis lou louie
louise lulu
lucy lucille
madeleine maddie madeline
margaret maggie meg peggy marge margie marjorie greta madge daisy
maria mary marie molly polly mimi mia
martin marty
martha patty marty
matthew matt mat mathew
maximilian max
maxwell maxie
melissa mel missy
michael mike mick mickey micky mikey michel
michelle shelly chelle
mitchell mitch
mohammed mohamed muhammad mohammad mhmd mo mehmet
nathaniel nathan nate nat
nicholas nicky nico nicolas nikolas
nicole nikki
oliver ollie
olivia livvy liv
pamela pam
patricia pat patty tricia trish patsy
patrick paddy
penelope penny
peter pete
philip phil phillip
phyllis phyl
priscilla prissy cilla
rachel rachael
raymond ray
rebecca becky becca
reginald reg reggie
richard rick dick rich ricky richie
robert bob rob bobby robbie bert
roberta bobbie
roderick rod
ronald ron ronnie
rosemary rosie
rudolph rudy rudolf
russell russ
samantha sammy
samuel sam
sarah sally sara sadie
sebastian seb
sharon shaz
sidney sid sydney
simon si
solomon sol
sophia sophie
stanley stan
stephanie steph
stephen steve steven stevie
stuart stewart stu
susan sue susie suzanne suzy susanna sukie
suzanna suzi
sylvester sly
terence terry terrence
theodore theo
theresa teresa terri tess tessa
thomas tom tommy
timothy tim timmy
tobias toby
valerie val
veronica ronnie
victor vic
victoria vicky tori vikki
vincent vince vinny
virginia ginny
walter walt wally
wilhelmina wilma minnie
william bill will billy willie liam willy wilhelm
winifred winnie
zachary zach zack zachariah
francisco paco pancho
jose pepe
guadalupe lupe
alejandro ale
enrique quique
ignacio nacho
johannes hans johann hannes
friedrich fritz
josef sepp
katharina kathi katja
elisabetta betta
giovanni gianni
giuseppe beppe peppe
luigi gigi
alessandro sandro
jeanne jeannette
andreas andi
stefan steffen
ekaterina katya
mikhail misha
vladimir volodya
dmitri dima dmitry
sergei sergey serge
nicola nicky nicki nikki nic
frederick fred
amelia millie milly
angus gus
barnaby barney
beatrice bea
derek del
duncan dunc
fiona fi
gavin gav
gillian gill jill
harriet hattie
lillian lil
malcolm malc
mildred millie
natalie nat
nigel nige
norman norm
percival percy
philippa pippa pip
rosalind ros roz
trevor trev
benedikt bene
dominik nik
florian flo
sebastian basti
tobias tobi
cornelis kees
hendrik henk
pieter piet
wilhelmus wim
concepcion concha conchita
dolores lola
manuel manolo
mercedes merche
rafael rafa
domenico mimmo
filippo pippo
vincenzo enzo
emmanuel manu
agnieszka aga
barbara basia
jakub kuba
joanna asia
katarzyna kasia
malgorzata gosia
tomasz tomek
wojciech wojtek
zofia zosia
anastasia nastya
konstantin kostya
natalia natasha
nikolai kolya
pavel pasha
tatiana tanya
"""


def _full_forms() -> dict[str, tuple[str, ...]]:
    """Each short form with the full names that claim it; a full name stands for itself first."""
    groups = [line.split() for line in _GROUPS.split("\n") if line]
    forms: dict[str, tuple[str, ...]] = {full: (full,) for full, *_ in groups}
    for full, *short in groups:
        for word in short:
            forms[word] = (*forms.get(word, ()), full)
    return forms


_ALL_FULL_FORMS = _full_forms()
FULL_FORMS = {word: full for word, (full, *_others) in _ALL_FULL_FORMS.items()}
"""Each short form with the first full name that claims it."""


def share_full_form(one: str, other: str) -> bool:
    """Whether two given names may be forms of one: "nicky" is short for Nicola as well as for Nicholas."""
    return not {one, *_ALL_FULL_FORMS.get(one, ())}.isdisjoint({other, *_ALL_FULL_FORMS.get(other, ())})
