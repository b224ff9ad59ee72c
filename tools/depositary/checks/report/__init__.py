"""What a check found, as text, as JSON, as annotations of a forge."""

from depositary.checks.report.as_json import as_json
from depositary.checks.report.github import github
from depositary.checks.report.outcome import Report
from depositary.checks.report.text import text

__all__ = ["Report", "as_json", "github", "text"]
