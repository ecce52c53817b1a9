"""The version, as CHANGELOG.md has it."""

VERSION = "0.1.0"
