# The inbox holds some two hundred files; the folder goes into the distribution whole.
EXTRA_DIST += \
	%D%/paschalville/README.md \
	%D%/paschalville/inbox \
	%D%/paschalville/initiative.json \
	%D%/paschalville/make-example \
	%D%/quickstart.sh
