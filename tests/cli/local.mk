# Golden command-line tests.
