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
    "fish_vi_key_bindings fish_key_reader isatty psub type funced funcsave history set_color universal global erase query break continue "
    "unfunction add-zsh-hook vared zparseopts zcompile rehash disable logout suspend caller mapfile readarray block contains_seq"
)
PROGRAMS: Final = _words(
    "claude cat grep egrep fgrep rg sed awk gawk tr cut head tail sort uniq wc basename dirname readlink realpath xargs find ls mkdir rm mv cp "
    "ln touch chmod chown tee date sleep uname hostname id whoami groups getent tty stty tput infocmp locale clear less more man file stat ps "
    "pgrep pkill kill nohup nice sudo doas su op doppler pass gopass vault aws gcloud az kubectl docker podman security secret-tool keyring bw "
    "chamber sops age gpg gpg-agent gpgconf gpg-connect-agent ssh ssh-agent ssh-add keychain git gh glab hub npm npx yarn pnpm bun node deno "
    "python python3 pip pipx uv ruby gem bundle perl php go cargo rustc java brew port apt dnf pacman nix nix-env direnv mise asdf rtx nvm "
    "fnm volta nodenv pyenv rbenv jenv goenv conda mamba sdk rustup starship oh-my-posh zoxide fzf atuin thefuck tmux screen zellij byobu "
    "launchctl systemctl open xdg-open defaults dscl sw_vers path_helper lesspipe dircolors vivid eza exa lsd bat fd jq yq curl wget base64 "
    "openssl envsubst dotenv claude-code code cursor codium wslpath cmd.exe powershell.exe source.sh "
    "ping host dig nc ssh-keygen ssh-copy-id lsb_release arch hostnamectl scutil ioreg networksetup sysctl nproc free df du mount diff cmp tar gzip unzip "
    "make cmake gcc mktemp timeout watch seq rev paste expand column nl od xxd hexdump sha256sum md5sum shasum pbcopy pbpaste osascript caffeinate "
    "dbus-update-activation-environment loginctl gsettings kwalletcli lpass rbw pinentry yubikey-agent vault-env teller infisical dotenvx akeyless "
    "zinit zplug antigen antidote sheldon zgenom znap antibody fisher omf tide p10k nvim-qt mcfly tmuxinator sesh wezterm kitten lazygit just task "
    "terraform tofu pulumi helm k9s flyctl heroku vercel netlify wrangler turso supabase poetry pipenv hatch pdm rye pixi micromamba mambaforge "
    "litellm ollama gemini codex aider llm goose opencode claude-monitor ccusage"
)
SHELLS: Final = _words("sh bash zsh fish dash ksh mksh ash busybox tcsh csh pwsh powershell nu elvish xonsh login")
SYSTEMS: Final = _words(
    "Linux Darwin FreeBSD OpenBSD NetBSD SunOS CYGWIN MINGW MSYS linux darwin linux-gnu linux-musl darwin* linux* linux-gnu* freebsd* msys cygwin "
    "msys* cygwin* Linux* Darwin* MINGW* CYGWIN* win32 x86_64 amd64 arm64 aarch64 i386 i686 Microsoft microsoft WSL wsl Ubuntu Debian Fedora Arch "
    "ubuntu debian fedora arch alpine centos rhel wayland x11 tty1 /dev/tty1 Android android"
)
TERMINALS: Final = _words(
    "dumb xterm xterm* xterm-color xterm-256color *-256color screen screen* screen-256color screen.* tmux tmux* tmux-256color rxvt rxvt* linux "
    "vt100 vt220 alacritty kitty xterm-kitty xterm-ghostty ghostty wezterm WezTerm iTerm.app Apple_Terminal vscode Hyper JetBrains-JediTerm "
    "WarpTerminal eterm-color cons25 ansi truecolor 24bit unknown foot foot-extra rio contour tabby konsole gnome-terminal"
)
EDITORS: Final = _words(
    "vi vim nvim nano emacs emacsclient micro helix hx kak ed ex code cursor codium subl zed gvim mvim kate gedit less more most bat"
)
SHELL_OPTIONS: Final = _words(
    "errexit nounset pipefail allexport xtrace verbose noclobber noglob nullglob null_glob extglob globstar dotglob failglob histappend "
    "checkwinsize expand_aliases nocaseglob autocd cdspell cmdhist lithist extendedglob extended_glob EXTENDED_GLOB prompt_subst PROMPT_SUBST "
    "auto_cd AUTO_CD share_history SHARE_HISTORY ksh_arrays sh_word_split SH_WORD_SPLIT rc_expand_param nomatch no_nomatch all_export ALL_EXPORT "
    "posix vi emacs monitor notify hashall braceexpand interactive login interactive_comments localoptions local_options login_shell rcs global_rcs "
    "globalrcs zle shinstdin privileged restricted sourcepath progcomp direxpand dirspell no_unset auto_pushd"
)
SUBCOMMANDS: Final = _words(
    "hook shellenv init activate deactivate setup-token auth login logout status find-generic-password add-generic-password set-environment show-environment "
    "setenv import-environment --init get-secret-value parameter secrets run inject item "
    "show get list lookup kv access versions signin unlock whoami secretsmanager ssm get-parameter get-parameters describe export-credentials "
    "configure sso sts get-caller-identity application-default print-access-token is-interactive is-login is-command-substitution "
    "is-block match replace split join trim sub collect escape unescape lower upper length shell prompt config update-environment new-session "
    "attach start stop restart enable-linger exec-env env-path light ice snippet load bundle apply"
)
CLAUDE_WORDS: Final = _words(
    "--dangerously-skip-permissions --allow-dangerously-skip-permissions --append-system-prompt --exclude-dynamic-system-prompt-sections "
    "--include-partial-messages --include-hook-events opus sonnet haiku opusplan json stream-json text plan acceptEdits bypassPermissions mcp doctor update"
)
"""Options and words of `claude` itself."""
VALUES: Final = _words(
    "yes no on off y n Y N always never auto none default stable latest production development test local main prod dev staging work home personal "
    "laptop desktop server root anthropic openai github api key username service credential"
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
    APPDATA LOCALAPPDATA USERPROFILE ProgramFiles SystemRoot ComSpec PSModulePath plugins commands functions aliases builtins options parameters
    XDG_VTNR XDG_SESSION_ID XDG_SESSION_DESKTOP XDG_SEAT XDG_CURRENT_DESKTOP DESKTOP_SESSION WINDOWID debian_chroot PROFILEREAD BASH_SUBSHELL
    BASH_EXECUTION_STRING BASHOPTS SHELLOPTS VSCODE_RESOLVING_ENVIRONMENT VSCODE_INJECTION VSCODE_SHELL_INTEGRATION INSIDE_EMACS EMACS NVIM VIM
    VIMRUNTIME NVIM_LISTEN_ADDRESS INTELLIJ_ENVIRONMENT_READER TERMINAL_EMULATOR LC_TERMINAL ITERM_SESSION_ID ITERM_PROFILE KITTY_WINDOW_ID
    KITTY_PID WEZTERM_PANE ALACRITTY_WINDOW_ID GHOSTTY_RESOURCES_DIR ZELLIJ KONSOLE_VERSION VTE_VERSION GNOME_TERMINAL_SCREEN MSYSTEM
    TERMUX_VERSION container DISTROBOX_ENTER_PATH TOOLBOX_PATH IN_NIX_SHELL SSH_ORIGINAL_COMMAND CLAUDECODE
    PYENV_SHELL POETRY_HOME ZINIT_HOME ZPLUG_HOME SDKMAN_DIR NIX_PATH NIX_PROFILES KUBECONFIG DOCKER_HOST COMPOSE_FILE
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
    linux linuxbrew .pyenv .rbenv .cargo .rustup .poetry .deno .gnupg .keys .secrets .sdkman .krew .zinit .zplug .antigen .fzf .iterm2 go go-bin
    certs ssl ca-certificates python3 site-packages Contents MacOS Resources Homebrew Containers Group CloudStorage Mobile local
    managed-settings.d mnt nix node node_modules nodejs nvm opt pam.d plist.d profile.d proc profiles pts private root
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
    "bash_completion nvm.sh oh-my-zsh.sh .p10k.zsh .fzf.zsh .fzf.bash .aliases .exports .functions .secrets .localrc .zsh_aliases .bash_env null tty stdin "
    "stdout stderr version cpuinfo meminfo os-release hostname machine-id hosts passwd issue environment.sh env.sh activate.sh asdf.sh "
    "nix.sh nix-daemon.sh hm-session-vars.sh conda.sh brew.sh z.sh sdkman-init.sh zshenv.local bashrc.local zshrc.local profile.local "
    "ca-certificates.crt ca-bundle.crt ca-bundle.pem cert.pem cacert.pem tls-ca-bundle.pem application_default_credentials.json config.yaml "
    "config.yml secrets.yaml secrets.yml secrets.json .netrc .pgpass .vimrc .bash_completion git-prompt.sh key-bindings.bash key-bindings.zsh "
    "debian_version redhat-release arch-release .dockerenv .containerenv .hushlogin completion.bash completion.zsh fish_plugins .iterm2_shell_integration.zsh .iterm2_shell_integration.bash shell-integration.bash"
)
NAME_WORDS: Final = _words(
    "ai age alias aliases anthropic api app apps auth aws azure backup base bash bedrock bin cache cert certs claude cli cloud code common company conf "
    "config corp cred credential credentials creds custom d data deepseek default dev dir dot dotenv dotfiles enc env envs etc example export exports "
    "extra file files fish func functions gateway gcp gemini gh git github gitlab global google gpg grok groq helper helpers home host id init "
    "interactive json key keychain keys lib llm load local login machine main mistral model my new openai openrouter old op org other pass path paths "
    "personal plugins private priv prod profile profiles project projects prompt proxy public rc repo root sample script scripts secret secrets server session set "
    "settings setup sh shell shells share shared src ssh staging start team temp template test tmp token tokens tool tools tpl txt url use user "
    "utils var vars vault vertex work workspace xai yaml yml zai zsh"
)
"""Words that names of files and variables are put together of: "work_key", "secrets.env"."""
_MOST_WORDS: Final = 5
_BETWEEN_WORDS: Final = re.compile(r"[-_.]")

_OPTION: Final = re.compile(
    r"[-+][A-Za-z]{1,3}|--[a-z]+(-[a-z]+)*|-(name|type|exec|maxdepth|print|path|iname|ge|gt|le|lt|eq|ne|nt|ot|ef)|\+%[sYmdHMSuFT]"
)
_LONGEST_OPTION: Final = 20
_SMALL: Final = re.compile(r"-?\d{1,2}|\d{0,2}>&?\d|&\d|[A-Za-z]")
_SWITCH: Final = re.compile(r"(?i)-?\d{1,2}|true|false|yes|no|on|off")

_ALL: Final = KEYWORDS | BUILTINS | PROGRAMS | SHELLS | SYSTEMS | TERMINALS | EDITORS | SHELL_OPTIONS | SUBCOMMANDS | CLAUDE_WORDS | VALUES
COMMANDS: Final = BUILTINS | PROGRAMS | SHELLS | EDITORS


def is_harmless(word: str) -> bool:
    """Whether a word of a startup file may be shown as it is, wherever it stands."""
    return word in _ALL or is_option(word) or _SMALL.fullmatch(word) is not None


def is_switch(value: str) -> bool:
    """Whether a value only switches something on or off."""
    return _SWITCH.fullmatch(value) is not None


def is_put_together(name: str) -> bool:
    """Whether the name of a file or variable is put together of well-known words: "my_api_key", ".claude-work"."""
    words = _BETWEEN_WORDS.split(name.lower().lstrip("."))
    return len(words) <= _MOST_WORDS and all(
        word in NAME_WORDS or (word.isascii() and word.isdecimal() and len(word) <= 2) for word in words
    )


def is_option(word: str) -> bool:
    """Whether a word is an option of letters: `-x`, `--no-config`. What is glued to one is none."""
    return len(word) <= _LONGEST_OPTION and _OPTION.fullmatch(word) is not None


def is_known_file(name: str) -> bool:
    """Whether the name of a file says nothing about anybody."""
    return name in FILES or name in _MORE_FILES


def is_known_name(name: str) -> bool:
    """Whether a name in a path, of a file or a folder, says nothing about anybody."""
    return name in FOLDERS or is_known_file(name) or name in COMMANDS or is_put_together(name)
