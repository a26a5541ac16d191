"""From one version to the next on one machine, and back when the next one fails."""
