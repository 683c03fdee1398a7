"""Short forms in English, British and American: a full name and what it is shortened to, line by line."""

ENGLISH = """
alexander alex alec lex sandy sasha xander
alexandra alexa lexi sandra alex sandy
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
charlotte lottie lotte charlie
christina chrissy tina christine christie kristina kirsty
christopher kit topher kris chris
clifford cliff
cornelius neil
cynthia cindy
daniel dan danny
david dave davey davy
deborah debbie deb debra
dennis denny
dominic dom
donald don donnie donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
edwin edwyn ed eddie
eleanor ellie nell nellie nora elinor
elizabeth liz lizzie beth betty bess bessie eliza elisabeth lisa libby betsy lizbeth elsie ellie libbie
emily em emmy
emma emmie
eugene gene
evelyn evie
florence flo florrie
frances fran francie frankie
francis frank
frederick freddie freddy fredrick fred
gabriel gabe
gabrielle gabby
geoffrey geoff jeff jeffrey jeffery
george georgie
gerald gerry jerry
gertrude gertie trudy
gregory greg gregg
harold hal harry
helen nellie lena
henry hank heinrich harry hal heinz heiner
herbert herb
howard howie
isabella bella izzy isabel isabelle
jacob jake jakob
jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan
jane janie jenny
jennifer jen jenn jennie jenny
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
margaret maggie meg peggy marge margie marjorie greta madge daisy rita
maria mary marie molly polly mimi mia
martin marty
martha patty marty
matthew matt mat mathew
maximilian max
maxwell maxie max
melissa mel missy
michael mike mick mickey micky mikey michel
michelle shelly chelle
mitchell mitch
mohammed mohamed muhammad mohammad mhmd mo mehmet
nathaniel nathan nate nat
nicholas nicky nico nicolas nikolas nick nik
nicole nikki nicky
oliver ollie
olivia livvy liv
pamela pam
patricia pat patty tricia trish patsy
patrick paddy pat
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
robert bob rob bobby robbie bert robin
roberta bobbie
roderick rod
ronald ron ronnie
rosemary rosie
rudolph rudy rudolf
russell russ
samantha sammy sam
samuel sam
sarah sally sara sadie
sebastian seb
sharon shaz
sidney sid sydney
simon si
solomon sol
sophia sophie
stanley stan
stephanie steph stevie
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
tobias toby tobe
valerie val
veronica ronnie
victor vic
victoria vicky tori vikki vic viki
vincent vince vinny
virginia ginny
walter walt wally
wilhelmina wilma minnie
william bill will billy willie liam willy wilhelm
winifred winnie
zachary zach zack zachariah
nicola nicky nicki nikki nic
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
alan al
alison ally allie
andrea andi andy
antonia toni
bridget bridie
carolyn caro
caroline caro caz carrie
cassandra cass cassie
cecilia cissy
christian chris
constance connie
darren daz
desmond des
edith edie
edmund ed eddie
ernest ernie
georgina georgie gina
gerard gerry ged
gwendolyn gwen
harrison harry
hubert bert
isaac ike zac
isobel izzy bel
jackson jack
jeremiah jerry
jeremy jez jem
jerome jerry
julian jules
juliet jules
katrina trina kat
lucinda cindy lucy
marcus marc
martina tina
matilda tilly tilda
maureen mo
maurice mo
megan meg
melanie mel
melvin mel
peregrine perry
phoebe phebe
randall randy
randolph randy
roland roly
rose rosie
rupert rupe
ruth ruthie
sandra sandy
simone sim
tamara tammy
theodora thea dora
tiffany tiff
valentina val tina
vanessa nessa
vernon vern
vivian viv
vivien viv
vivienne viv
wallace wally
wesley wes
wilfred wilf
abraham abe
augustus gus
calvin cal
clement clem
clinton clint
curtis curt
elijah eli
ezekiel zeke
leroy roy
marvin marv
michaela micky mica
milton milt
neville nev
nathalie nat
oswald ozzie
preston pres
sylvia sylvie
thaddeus tad
dominic nick
christina chris
"""
