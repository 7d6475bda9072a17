# Scores over public suites of files that are hard to read; the files themselves are not part of the project. The driver
# stands outside the folder, which goes into the distribution whole: its log must not.
TESTS += tests/run-conformance.sh
EXTRA_DIST += tests/run-conformance.sh %D%
