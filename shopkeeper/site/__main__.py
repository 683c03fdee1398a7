"""`python -m shopkeeper.site` is the command `shopkeeper`, for processes that start others of their own kind."""

from shopkeeper.site.cli import main

main()
