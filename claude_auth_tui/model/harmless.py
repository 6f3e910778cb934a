"""Words that may be shown wherever they stand, since they are nobody's: the closed lists behind a line that is shown rebuilt.

Keywords, builtins, programs and options of shells; systems, terminals and editors; names of standard variables; names of
folders and files that say nothing about anybody. A word that is in none of them is never shown (`shells.source_shown`).
"""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS: Final = _words(
    "if then elif else fi for in do done while until case esac function select time coproc foreach end repeat always begin switch and or not "
    "nocorrect noglob - -- [ ] [[ ]] { } ! = == != =~ \\ && || | ; & ;; ;& ;| + * @ # ? ( )"
)
BUILTINS: Final = _words(
    "export declare typeset readonly local unset set setopt unsetopt source alias unalias eval exec env command builtin true false test echo "
    "printf print read return exit shift trap type which whence hash cd pushd popd dirs pwd umask ulimit wait jobs kill disown getopts let "
    "shopt enable complete compgen compdef compinit bindkey zstyle zmodload autoload emulate integer float sched functions zle promptinit "
    "setenv unsetenv string count contains status argparse abbr bind emit math random path fish_add_path fish_config fish_update_completions "
    "fish_vi_key_bindings isatty psub type funced funcsave history set_color universal global erase query"
)
PROGRAMS: Final = _words(
    "claude cat grep egrep fgrep rg sed awk gawk tr cut head tail sort uniq wc basename dirname readlink realpath xargs find ls mkdir rm mv cp "
    "ln touch chmod chown tee date sleep uname hostname id whoami groups getent tty stty tput infocmp locale clear less more man file stat ps "
    "pgrep pkill kill nohup nice sudo doas su op doppler pass gopass vault aws gcloud az kubectl docker podman security secret-tool keyring bw "
    "chamber sops age gpg gpg-agent gpgconf gpg-connect-agent ssh ssh-agent ssh-add keychain git gh glab hub npm npx yarn pnpm bun node deno "
    "python python3 pip pipx uv ruby gem bundle perl php go cargo rustc java brew port apt dnf pacman nix nix-env direnv mise asdf rtx nvm "
    "fnm volta nodenv pyenv rbenv jenv goenv conda mamba sdk rustup starship oh-my-posh zoxide fzf atuin thefuck tmux screen zellij byobu "
    "launchctl systemctl open xdg-open defaults dscl sw_vers path_helper lesspipe dircolors vivid eza exa lsd bat fd jq yq curl wget base64 "
    "openssl envsubst dotenv claude-code code cursor codium wslpath cmd.exe powershell.exe source.sh"
)
SHELLS: Final = _words("sh bash zsh fish dash ksh mksh ash busybox tcsh csh pwsh powershell nu elvish xonsh login")
SYSTEMS: Final = _words(
    "Linux Darwin FreeBSD OpenBSD NetBSD SunOS CYGWIN MINGW MSYS linux darwin linux-gnu linux-musl darwin* linux* linux-gnu* freebsd* msys cygwin "
    "msys* cygwin* Linux* Darwin* MINGW* CYGWIN* win32 x86_64 amd64 arm64 aarch64 i386 i686 Microsoft microsoft WSL wsl Ubuntu Debian Fedora Arch"
)
TERMINALS: Final = _words(
    "dumb xterm xterm* xterm-color xterm-256color *-256color screen screen* screen-256color screen.* tmux tmux* tmux-256color rxvt rxvt* linux "
    "vt100 vt220 alacritty kitty xterm-kitty xterm-ghostty ghostty wezterm WezTerm iTerm.app Apple_Terminal vscode Hyper JetBrains-JediTerm "
    "WarpTerminal eterm-color cons25 ansi truecolor 24bit unknown"
)
EDITORS: Final = _words(
    "vi vim nvim nano emacs emacsclient micro helix hx kak ed ex code cursor codium subl zed gvim mvim kate gedit less more most bat"
)
SHELL_OPTIONS: Final = _words(
    "errexit nounset pipefail allexport xtrace verbose noclobber noglob nullglob null_glob extglob globstar dotglob failglob histappend "
    "checkwinsize expand_aliases nocaseglob autocd cdspell cmdhist lithist extendedglob extended_glob EXTENDED_GLOB prompt_subst PROMPT_SUBST "
    "auto_cd AUTO_CD share_history SHARE_HISTORY ksh_arrays sh_word_split SH_WORD_SPLIT rc_expand_param nomatch no_nomatch all_export ALL_EXPORT "
    "posix vi emacs monitor notify hashall braceexpand interactive login interactive_comments localoptions local_options"
)
SUBCOMMANDS: Final = _words(
    "hook shellenv init activate setup-token auth login logout status find-generic-password add-generic-password set-environment show-environment "
    "setenv import-environment --init get-secret-value parameter secrets run inject item"
)
VALUES: Final = _words(
    "yes no on off y n Y N always never auto none default stable latest production development test local main prod dev staging"
)
STANDARD_VARIABLES: Final = _words(
    """
    HOME PATH USER LOGNAME SHELL TERM TERM_PROGRAM TERM_PROGRAM_VERSION COLORTERM LANG LC_ALL LC_CTYPE LANGUAGE PWD OLDPWD CDPATH MANPATH INFOPATH
    FPATH fpath path cdpath manpath EDITOR VISUAL PAGER MANPAGER LESS BROWSER DISPLAY WAYLAND_DISPLAY XAUTHORITY SSH_AUTH_SOCK SSH_AGENT_PID
    SSH_CONNECTION SSH_CLIENT SSH_TTY TMUX TMUX_PANE STY MAIL HOSTNAME HOST OSTYPE MACHTYPE HOSTTYPE UID EUID GID PPID SHLVL RANDOM SECONDS
    LINENO OPTARG OPTIND REPLY IFS PS1 PS2 PS4 PROMPT RPROMPT PROMPT_COMMAND HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL SAVEHIST BASH
    BASH_VERSION BASH_VERSINFO BASH_SOURCE BASH_ENV BASHRCSOURCED ENV FUNCNAME ZSH ZSH_VERSION ZSH_NAME ZSH_CUSTOM ZSH_THEME ZDOTDIR ZSHRC
    ZSH_CACHE_DIR ZSH_EVAL_CONTEXT FISH_VERSION fish_user_paths fish_greeting fish_pid status pipestatus argv history version hostname
    XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR XDG_CONFIG_DIRS XDG_DATA_DIRS XDG_SESSION_TYPE DBUS_SESSION_BUS_ADDRESS
    TMPDIR TMP TEMP TZ CI GITHUB_ACTIONS CODESPACES GITPOD_WORKSPACE_ID REMOTE_CONTAINERS DEVCONTAINER VSCODE_PID VSCODE_IPC_HOOK_CLI WSL_DISTRO_NAME
    WSL_INTEROP WSLENV NO_COLOR CLICOLOR FORCE_COLOR NVM_DIR PYENV_ROOT RBENV_ROOT CONDA_PREFIX CONDA_DEFAULT_ENV VIRTUAL_ENV GOPATH GOROOT CARGO_HOME
    RUSTUP_HOME JAVA_HOME ANDROID_HOME NODE_OPTIONS NODE_ENV NPM_CONFIG_PREFIX PNPM_HOME BUN_INSTALL DENO_INSTALL VOLTA_HOME HOMEBREW_PREFIX
    DIRENV_DIR DIRENV_FILE DIRENV_DIFF DIRENV_WATCHES STARSHIP_CONFIG FZF_DEFAULT_OPTS LS_COLORS LSCOLORS GPG_TTY PYTHONPATH MISE_SHELL ASDF_DIR
    APPDATA LOCALAPPDATA USERPROFILE ProgramFiles SystemRoot ComSpec PSModulePath
    """
)
FOLDERS: Final = _words(
    """
    . .. ~ … HOME PROJECT USER HOST .claude .config .local .anthropic anthropic .aws .azure .cache .devcontainer .direnv .docker .gcloud .git
    .github .idea .npm .npm-global .nvm .bun .volta .asdf .mise .oh-my-zsh .profile.d .ssh .vscode .vscode-server .zsh .zprezto
    Applications AppData Application ClaudeCode Library LaunchAgents LaunchDaemons Preferences Program Files ProgramData Roaming Support System Users Users
    Cellar Caskroom Code Cursor VSCodium User WindowsPowerShell PowerShell Documents
    @anthropic-ai backups bin cli claude claude-auth-tui claude-code claude-code-linux-x64 codespace conf.d configs containers credentials
    cursor d data default dev direnv dist environment.d etc fish functions gcloud google-cloud-sdk home homebrew installs install lib lib64
    linux linuxbrew local managed-settings.d mnt nix node node_modules nodejs nvm opt pam.d plist.d profile.d proc profiles pts private root
    run sbin security share shims snap ssh store sys systemd tmp user user.control usr var vendor_conf.d versions volta
    workflows zsh zshrc.d bashrc.d site-functions skel man lib32 current latest stable
    """
)
"""Folders that say nothing about anybody."""
FILES: Final = _words(
    """
    .bash_aliases .bash_login .bash_logout .bash_profile .bashrc .claude.json .config.json .credentials.json .env .env.development .env.example
    .env.local .env.production .env.test .envrc .gitconfig .gitignore .inputrc .kshrc .login .npmrc .pam_environment .profile .tmux.conf
    .tool-versions .zlogin .zlogout .zprofile .zshenv .zshrc active_config bash.bashrc bashrc claude claude.cmd claude.exe cli.js config
    config.fish config.toml config.json compose.yaml compose.yml credentials credentials.json csh.login default.json devcontainer.json
    docker-compose.yaml docker-compose.yml environment env fish fish_variables bash zsh sh direnv.toml direnvrc launch.json managed-settings.json
    mise.toml package.json profile settings.json settings.local.json tasks.json user.env zlogin zprofile zshenv zshrc .mcp.json
    Microsoft.PowerShell_profile.ps1 profile.ps1 com.anthropic.claudecode.plist .oauth_refresh.lock key.sh
    """
)
"""Files whose names say nothing about anybody."""
_MORE_FILES: Final = _words(
    "bash_completion nvm.sh oh-my-zsh.sh .p10k.zsh .fzf.zsh .fzf.bash .aliases .exports .functions .secrets .localrc .zsh_aliases .bash_env null tty stdin"
)
_OPTION: Final = re.compile(
    r"[-+][A-Za-z]{1,3}|--[a-z]+(-[a-z]+)*|-(name|type|exec|maxdepth|print|path|iname|ge|gt|le|lt|eq|ne|nt|ot|ef)|\+%[sYmdHMS]"
)
_LONGEST_OPTION: Final = 20
_SMALL_NUMBER: Final = re.compile(r"-?\d{1,2}|\d{0,2}>&?\d|&\d")

_ALL: Final = KEYWORDS | BUILTINS | PROGRAMS | SHELLS | SYSTEMS | TERMINALS | EDITORS | SHELL_OPTIONS | SUBCOMMANDS | VALUES
COMMANDS: Final = BUILTINS | PROGRAMS | SHELLS | EDITORS


def is_harmless(word: str) -> bool:
    """Whether a word of a startup file may be shown as it is, wherever it stands."""
    return word in _ALL or is_option(word) or _SMALL_NUMBER.fullmatch(word) is not None


def is_option(word: str) -> bool:
    """Whether a word is an option of letters: `-x`, `--no-config`. What is glued to one is none."""
    return len(word) <= _LONGEST_OPTION and _OPTION.fullmatch(word) is not None


def is_known_folder(name: str) -> bool:
    """Whether the name of a folder says nothing about anybody."""
    return name in FOLDERS


def is_known_file(name: str) -> bool:
    """Whether the name of a file says nothing about anybody."""
    return name in FILES or name in _MORE_FILES
