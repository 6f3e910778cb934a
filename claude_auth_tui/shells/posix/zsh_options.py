"""The names of zsh's options, as its table `options` lists them, and those that have two (zshoptions(1), observed: zsh 5.9)."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
    aliases aliasfuncdef allexport alwayslastprompt alwaystoend appendcreate appendhistory autocd autocontinue autolist automenu
    autonamedirs autoparamkeys autoparamslash autopushd autoremoveslash autoresume badpattern banghist bareglobqual bashautolist
    bashrematch beep bgnice braceccl bsdecho caseglob casematch casepaths cbases cdablevars cdsilent chasedots chaselinks
    checkjobs checkrunningjobs clobber clobberempty combiningchars completealiases completeinword continueonerror correct
    correctall cprecedences cshjunkiehistory cshjunkieloops cshjunkiequotes cshnullcmd cshnullglob debugbeforecmd dvorak emacs
    equals errexit errreturn evallineno exec extendedglob extendedhistory flowcontrol forcefloat functionargzero glob globalexport
    globalrcs globassign globcomplete globdots globstarshort globsubst hashcmds hashdirs hashexecutablesonly hashlistall
    histallowclobber histbeep histexpiredupsfirst histfcntllock histfindnodups histignorealldups histignoredups histignorespace
    histlexwords histnofunctions histnostore histreduceblanks histsavebycopy histsavenodups histsubstpattern histverify hup
    ignorebraces ignoreclosebraces ignoreeof incappendhistory incappendhistorytime interactive interactivecomments ksharrays
    kshautoload kshglob kshoptionprint kshtypeset kshzerosubscript listambiguous listbeep listpacked listrowsfirst listtypes
    localloops localoptions localpatterns localtraps login longlistjobs magicequalsubst mailwarning markdirs menucomplete monitor
    multibyte multifuncdef multios nomatch notify nullglob numericglobsort octalzeroes overstrike pathdirs pathscript pipefail
    posixaliases posixargzero posixbuiltins posixcd posixidentifiers posixjobs posixstrings posixtraps printeightbit
    printexitvalue privileged promptbang promptcr promptpercent promptsp promptsubst pushdignoredups pushdminus pushdsilent
    pushdtohome rcexpandparam rcquotes rcs recexact rematchpcre restricted rmstarsilent rmstarwait sharehistory shfileexpansion
    shglob shinstdin shnullcmd shoptionletters shortloops shortrepeat shwordsplit singlecommand singlelinezle sourcetrace
    sunkeyboardhack transientrprompt trapsasync typesetsilent typesettounset unset verbose vi warncreateglobal warnnestedvar
    xtrace zle
"""
OTHER_NAMES: Final = {
    "dotglob": "globdots",
    "hashall": "hashcmds",
    "histappend": "appendhistory",
    "histexpand": "banghist",
    "mailwarn": "mailwarning",
    "onecmd": "singlecommand",
    "physical": "chaselinks",
    "promptvars": "promptsubst",
    "stdin": "shinstdin",
    "trackall": "hashcmds",
}
REVERSED_NAMES: Final = {"braceexpand": "ignorebraces", "log": "histnofunctions"}
"""Options that are on where the other one is off."""
ZSH_OPTIONS: Final = (*_NAMES.split(), *OTHER_NAMES, *REVERSED_NAMES)
