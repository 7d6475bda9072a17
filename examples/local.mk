EXTRA_DIST += \
	%D%/paschalville/initiative.json
