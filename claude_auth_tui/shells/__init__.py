"""What a new shell ends up with: startup order, lexers, evaluators. Static: nothing is ever run."""
