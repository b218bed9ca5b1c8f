"""`python -m infoclip` is the `infoclip` command."""

from infoclip.cli import main

main()
