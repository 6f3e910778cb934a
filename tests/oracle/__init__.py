"""Ask a real Claude Code the recorded questions again, to see whether the model still describes it.

For whoever maintains the rules when a newer Claude Code comes out. It needs Linux, tmux, git, and the right to make
namespaces (root, or unprivileged user namespaces). Nothing leaves the machine: each start runs in a network namespace
of its own, where a made-up Messages API on loopback writes down the two credential headers. All values are made up.

    npm install --prefix /tmp/claude @anthropic-ai/claude-code@latest
    CLAUDE_BIN=/tmp/claude/node_modules/.bin/claude python -m tests.oracle

prints every question whose answer differs from the recorded one, and whether the model agrees with the new answer.
`--sample 200` asks only some, `--surface print` only one surface, `--record FILE` writes the new answers down. `--fixes`
asks before and after every fix instead, whether it does what it promises; `--renewal` what becomes of an expired login
where renewing it is hard. The same runs under pytest, on a sample: `CLAUDE_BIN=… pytest --oracle tests/oracle`.
"""
