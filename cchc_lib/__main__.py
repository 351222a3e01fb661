"""`python -m cchc_lib` is `cchc`."""

from cchc_lib.cli import main

if __name__ == "__main__":
    main()
