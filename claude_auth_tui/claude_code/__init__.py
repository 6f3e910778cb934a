"""What Claude Code does with what it finds: settings layers, stores, what is sent, what `claude auth status` says.

"Observed" means: seen with the version `MODELLED`, unless another one is named.
"""

from claude_auth_tui.model.saying import say

MODELLED = say("2.1.332")
"""The version whose observed behaviour these rules describe."""
