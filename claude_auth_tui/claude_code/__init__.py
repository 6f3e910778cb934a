"""What Claude Code does with what it finds: settings layers, stores, what is sent, what `claude auth status` says."""

MODELLED = "2.1.329"
"""The version whose observed behaviour these rules describe."""
