"""Ask a real Claude Code the recorded questions again, to see whether the model still describes it.

For whoever maintains the rules when a newer Claude Code comes out. It needs Linux, tmux, git, and the right to make
namespaces (root, or unprivileged user namespaces). Nothing leaves the machine: each start runs in a network namespace
of its own, where a made-up Messages API on loopback writes down the two credential headers. All values are made up.

    npm install --prefix /tmp/claude @anthropic-ai/claude-code@latest
    CLAUDE_BIN=/tmp/claude/node_modules/.bin/claude python -m tests.oracle

prints what differs by kind: otherwise than the model, otherwise than recorded though the model fits, and what was not
asked (tmux did not start, no answer in time). `--sample 200 --seed 3` asks only some, `--surface print` only one surface,
`--workers 2` several at a time, `--record FILE` writes the answers down with the version, `--resume` goes on with that file.
`--versions 2.1.310,2.1.312` with `CLAUDE_BIN=/clients/{version}/claude` asks several versions and says since when an answer
is the newest one's. `--survey` lists variables and settings of the program that the tables do not know, but for those in
`looked_at.txt`. `--fixes` asks before and after every fix instead, whether it does what it promises; `--renewal` what
becomes of an expired login where renewing it is hard. The same runs under pytest, on a sample:
`CLAUDE_BIN=… pytest --oracle tests/oracle`.
"""
