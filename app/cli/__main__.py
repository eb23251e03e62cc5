"""`python -m app.cli`: how the supervisor starts its children."""

from app.cli import main

main(prog_name="paigong")
