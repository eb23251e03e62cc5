"""Orders in: intake, import, sites, lines, equipment and the project's progress."""
