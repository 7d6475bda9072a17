TESTS += %D%/layers.sh %D%/exports.sh
EXTRA_DIST += %D%/layers.sh %D%/exports.sh
