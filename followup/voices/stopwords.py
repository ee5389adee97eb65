"""Words that say nothing about what a text is about, by language, after the lists of the Snowball project (BSD).

They also tell the language of a text: the one with most of them in it. What negates is in none of them: whether there is
to be a toilet or none is what a text is about.
"""

_SV = """och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du henne då sin nu
har hans honom skulle hennes där min man ej vid kunde något från ut när efter upp vi dem vara vad över än dig kan sina
här ha mot alla under någon eller allt mycket sedan ju denna själv detta åt utan varit hur mitt ni bli blev oss din dessa
några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem vilket sitta
sådana vart dina vars vårt våra ert era vilkas å dom dej mej sej nån nåt nåra också även ska skall vill borde bör måste får
få finns gör göra går gå kommer komma blivit bara lite mer mest många flera fler annat andra annan hela helt igen idag
redan ännu alltid ofta ibland kanske väl nog dock därför eftersom medan innan både genom hos inför kring omkring samt
t ex tex osv dvs bland ens vore hej tack tycker tror vet vilja kunna skulle"""
_EN = """i me my myself we our ours ourselves you your yours yourself he him his himself she her hers herself it its itself
they them their theirs themselves what which who whom this that these those am is are was were be been being have has had
having do does did doing would should could ought i'm a an the and but if or because as until while of at by for with about
against between into through during before after above below to from up down in out on off over under again further then
once here there when where why how all any both each few more most other some such only own same so than too very can will
just also may might must shall like get got us im ive dont doesnt"""
_DE = """aber alle allem allen aller alles als am ander andere anderem anderen anderer anderes auch auf aus bei bin bis
bist da damit dann das daß dass dazu dein deine dem den denn der derer des dessen deshalb die dies diese diesem diesen dieser
dieses doch dort du durch ein eine einem einen einer eines einig einige einigen einiger einmal er es etwas euch euer für
gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins
ist jede jedem jeden jeder jedes jene jetzt kann könnte können man manche mein meine meinem meinen meiner mich mir mit muss
müssen musste nach noch nun nur ob oder sehr sein seine seinem seinen seiner selbst sich sie sind so solche soll sollen
sollte sollten sondern sonst über um und uns unser unsere unter viel viele vom von vor während war waren was weg weil weiter
welche welchem welchen welcher wenn werde werden wie wieder will wir wird wo wollen wollte würde würden zu zum zur zwar
zwischen bereits beim daher darf dabei dadurch bitte gibt geht mal immer oft mehr wäre"""
_FI = """ja on että se en hän joka mutta niin kun minä mitä olla oli ovat sen siitä tämä tai kuin jos myös vain sitä jo koska
nyt minun mä sä me te he ne ole olen olisi olivat ollut voi pitää pitäisi saa siellä täällä tuolla tässä siinä hyvin kanssa
sekä vaan vielä aina paljon joku jotka kaikki mikä missä minulla meidän teidän heidän"""

STOP: dict[str, frozenset[str]] = {
    "swedish": frozenset(_SV.split()) - {"ej", "icke", "utan", "mot"},
    "english": frozenset(_EN.split()) - {"against", "dont", "doesnt"},
    "german": frozenset(_DE.split()) - {"gegen"},
    "finnish": frozenset(_FI.split()) - {"en"},
}

# What turns a text into its opposite, by what it says: two texts that negate differently are never the same.
_NEGATIONS = {
    "not": "inte ej icke utan nicht ohne not without ei eivät ilman dont doesnt cannot cant wont isnt arent shouldnt",
    "none": "ingen inget inga ingenting kein keine keinen keinem keiner no none nothing nobody",
    "never": "aldrig nie niemals never ikinä",
    "nor": "varken weder neither nor",
    "nay": "nej nein slopa älä älkää emme",
}
NEGATIONS = {word: kind for kind, found in _NEGATIONS.items() for word in found.split()}
