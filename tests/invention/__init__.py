"""A fourth phase, as an app that nobody has thought of: ``dialog`` knows no phase. Installed by its settings."""
