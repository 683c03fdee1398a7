"""Short forms in German, Dutch, Polish and Russian: a full name and what it is shortened to, line by line."""

GERMAN = """
johannes hans johann hannes hansi
friedrich fritz
josef sepp jupp seppl
katharina kathi katja kathrin katrin
andreas andi
stefan steffen steff
benedikt bene
dominik nik
florian flo
sebastian basti
tobias tobi
adelheid heidi
alois loisl
angelika geli
anton toni
bernhard bernd berni
bettina tina betti
brigitte gitte gitti
christiane chris
christoph chris
claudia claudi
cornelia conny conni nelly
daniela dani
dietrich dieter
dorothea doro thea
eberhard ebi
eduard edi
elfriede friedel
elisabeth lisbeth liesel sissi lilli elli
elke elli
ferdinand ferdi ferdl
franziska franzi
friederike rike
gabriele gabi gaby
gerhard gerd
gertraud traudi traudl
gisela gisi
gunther gunni
hannelore hanne lore
heidemarie heidi
henriette jette henni
hildegard hilde
ingeborg inge
irmgard irmi
jessica jessi
joachim achim jochen
johanna hanna hanne
karl kalle
klaus klausi
leonhard leo
leopold poldi leo
liselotte lilo lotte
ludwig lutz
magdalena lena leni magda
manfred manni
margarete grete gretel margit
mathilde tilda
matthias matze hias
maximilian maxi
melanie melli
michael michi
monika moni
nikolaus klaus niko
rudolf rudi
renate rena
rosemarie rosi
roswitha rosi
sabine bine
siegfried siggi sigi
sigrid siggi
stefanie steffi
stephanie steffi
susanne susi sanne
tanja tani
tatjana tanja
theresia resi
ulrich uli ulli
ulrike uli ulli rike
ursula uschi ulla
veronika vroni vera
viktoria vicky viki
waltraud traudl
wilhelm willi willy
wolfgang wolf wolfi
"""

DUTCH = """
cornelis kees cor
hendrik henk rik hein
pieter piet
wilhelmus wim willem
adriana ada
adrianus adrie arjan
alexander sander
antonius ton toon anton teun
bartholomeus bart
catharina toos tineke rina
christiaan chris
cornelia corrie cora nel
elisabeth els bep betty liesbeth
franciscus frans
frederik freek frits
geertruida truus trudy
gerardus gerard gerrit ger
gijsbert gijs
hendrika riek rika
hubertus huub
jacoba coba
jacobus jaap koos cobus sjaak
johanna joke hanneke jo
johannes jan johan joop
josephus jos sjef
lambertus bert lambert
laurens lau
leonardus leo
margaretha greet gre
maria marijke ria mieke
martinus martin tinus
matthijs thijs
mattheus thijs
nicolaas klaas nico
petronella nel petra
petrus piet
roelof roel
rudolf ruud dolf
sebastiaan bas
theodorus theo
wilhelmina willy mien wil
willem wim pim
"""

POLISH = """
agnieszka aga agusia
barbara basia baska
jakub kuba
joanna asia aska
katarzyna kasia kaska
malgorzata gosia malgosia
tomasz tomek
wojciech wojtek
zofia zosia
aleksander olek
aleksandra ola olka
olga ola
alicja ala
andrzej jedrek
anna ania anka
antoni antek
bartlomiej bartek
bartosz bartek
boguslaw bogus
boleslaw bolek
bronislaw bronek
czeslaw czesiek
danuta danka
dariusz darek
edward edek
elzbieta ela elka
franciszek franek
grazyna grazka
grzegorz grzesiek
halina halinka
hanna hania
henryk heniek
irena irka
izabela iza
jadwiga jadzia
jan janek jasiek
janina janka
jaroslaw jarek
jerzy jurek
jolanta jola
jozef jozek
kamila kama
karolina karola
kazimierz kazik
krystyna krysia
krzysztof krzysiek
maciej maciek
magdalena magda
maria marysia
mateusz mati
mieczyslaw mietek
mikolaj miki
miroslaw mirek
piotr piotrek
przemyslaw przemek
radoslaw radek
ryszard rysiek
slawomir slawek
stanislaw staszek stasiek
szymon szymek
tadeusz tadek
urszula ula
waclaw wacek
waldemar waldek
weronika wera
wieslaw wiesiek
wiktoria wika
wladyslaw wladek
wlodzimierz wlodek
witold witek
zbigniew zbyszek
zdzislaw zdzisiek
zuzanna zuza
zygmunt zyga
"""

RUSSIAN = """
ekaterina katya
mikhail misha
vladimir volodya
dmitri dima dmitry
sergei sergey serge
anastasia nastya
konstantin kostya
natalia natasha
nikolai kolya
pavel pasha
tatiana tanya
"""
