#!/usr/bin/env python3
"""Runs the tests of the command line.

Usage: test_cli.py PATH_OF_XOW [-v]
Python's standard library; reading back workbooks needs openpyxl and is skipped without it.
"""
import os
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))

if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        sys.exit("usage: test_cli.py PATH_OF_XOW [-v]")
    os.environ["XOW"] = os.path.abspath(sys.argv.pop(1))
    sys.path.insert(0, FOLDER)
    modules = sorted(name[:-3] for name in os.listdir(FOLDER)
                     if name.startswith("test_") and name.endswith(".py") and name != "test_cli.py")
    suite = unittest.TestSuite()
    loader = unittest.defaultTestLoader
    for module in modules:
        suite.addTests(loader.loadTestsFromName(module))
    # a run that tests nothing proves nothing
    result = unittest.TextTestRunner(verbosity=2 if "-v" in sys.argv else 1).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
