"""Short forms in French, Italian and Spanish: a full name and what it is shortened to, line by line."""

FRENCH = """
jeanne jeannette jeannine
emmanuel manu
alexandre alex
alexandra sandra
antoine toine
beatrice bea
benedicte bene
benjamin benj
caroline caro
catherine cathy
christelle chris
christophe chris
dominique dom domi
elisabeth babeth babette
emmanuelle manu
florence flo
francoise fanfan
frederic fred
frederique fred
genevieve ginette
gregoire greg
guillaume guigui
joseph jojo
julien jul
laurent lolo
ludovic ludo
madeleine mado mady
marguerite margot
mathieu mat
maxime max
monique momo
nathalie nath
nicolas nico
olivier oli
patrice pat
philippe phil
raphael raph
sebastien seb
severine sev
stephane steph
suzanne suzy
theophile theo
therese tess
thibault thib
valentin val
veronique vero
xavier xav
"""

ITALIAN = """
elisabetta betta lisa elisa
giovanni gianni vanni nanni
giuseppe beppe peppe pino peppino
luigi gigi gino
alessandro sandro ale
domenico mimmo mico
filippo pippo
vincenzo enzo
alessandra sandra ale
antonella nella
antonio tonino nino tonio
bartolomeo meo
carmela melina
caterina rina
concetta cettina tina
emanuela lela manu
emanuele lele manu
enrico rico
federica fede
federico fede
ferdinando nando
francesca franca checca
francesco franco cesco ciccio
gabriele lele
gaetano tano
giovanna gianna vanna
giuseppina pina giusy
guglielmo memo
leonardo leo
lorenzo renzo
luigia gina
maddalena lena magda
margherita rita
massimiliano max massimo
massimo max
matteo teo
michele lele
nicola nico
pasquale lino
raffaele lello raf
raffaella lella
roberto berto robi
salvatore salvo turi toto
stefania stefy
stefano ste
teresa terry
tommaso maso
umberto berto
valentina vale
vincenza enza
"""

SPANISH = """
francisco paco pancho fran kiko curro quico
jose pepe pepito
guadalupe lupe
alejandro ale alex
enrique quique kike
ignacio nacho inaki
concepcion concha conchita
dolores lola
manuel manolo manu lolo
mercedes merche meche
rafael rafa
alberto beto
alejandra ale sandra
antonia tona
antonio tono toni
beatriz bea
carlos charly carlitos
carmen menchu carmina
catalina cata
consuelo chelo
cristina cris tina
cristobal tobal
daniel dani
eduardo edu lalo
encarnacion encarna
ernesto neto
esperanza espe
eulalia lali
federico fico
felipe pipe
fernando nando fer
francisca paca paqui
gabriel gabi
gonzalo gonza
gregorio goyo
guillermo guille memo
inmaculada inma
isabel isa chabela
javier javi
jesus chus chuy suso
joaquin quino ximo
josefa pepa pepi
josefina fina pepa
juan juanito
juana juani
leticia leti
luis lucho
manuela manoli manola
margarita marga rita
maria mari maruja
miguel miki
milagros mila
montserrat montse
natividad nati
nicolas nico
patricia patri
pedro perico
pilar pili
ramon moncho
remedios reme
ricardo richi
roberto beto
rocio chio
rodrigo rodri
rosario charo
salvador salva chava
santiago santi chago
soledad sole
susana susi
teresa tere
trinidad trini
vicente chente
yolanda yoli
"""
