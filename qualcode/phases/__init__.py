"""Where a study stands among the six phases, and what a reader of it would ask."""

from qualcode.phases.expected import Step
from qualcode.phases.names import NAMES
from qualcode.phases.status import Status, next_step, status

__all__ = ["NAMES", "Status", "Step", "next_step", "status"]
