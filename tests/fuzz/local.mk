# The corpus is replayed by every run of the tests; long.sh makes it grow, for hours if one likes.
check_PROGRAMS += %D%/replay
%C%_replay_SOURCES = %D%/replay.c %D%/targets.c %D%/targets.h
EXTRA_DIST += \
	%D%/corpus \
	%D%/definitions.dict \
	%D%/initiative \
	%D%/libfuzzer.c \
	%D%/long.sh \
	%D%/mutate.py \
	%D%/table.dict \
	%D%/workbook.dict
