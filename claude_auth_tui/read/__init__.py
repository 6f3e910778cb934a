"""The only code that touches files, environment, processes, tmux, Keychain or clock. It yields a `Machine`."""
