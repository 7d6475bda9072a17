# Golden command-line tests, and the sessions shown in the manual. The driver stands outside the folder, which goes into
# the distribution whole: its log must not.
TESTS += tests/run-cli.sh tests/run-docs.sh
EXTRA_DIST += tests/run-cli.sh tests/run-docs.sh %D%
