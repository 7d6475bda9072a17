EXTRA_DIST += \
	README.md \
	%D%/accuracy.md %D%/performance.md \
	%D%/design.md \
	%D%/manual.md \
	%D%/para-organizaciones.md \
	%D%/make-man \
	%D%/pictures/scorecard.png

# Each command has a page, made from its --help.
man_MANS = \
	%D%/yardstick.1 \
	$(patsubst $(top_srcdir)/tools/cmd_%.c,%D%/yardstick-%.1,$(wildcard $(top_srcdir)/tools/cmd_*.c))
CLEANFILES += $(man_MANS)

$(man_MANS): $(top_srcdir)/doc/make-man tools/yardstick$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && name=$(@F) && name=$${name#yardstick} && name=$${name%.1} && \
	  $(SHELL) $(top_srcdir)/doc/make-man tools/yardstick$(EXEEXT) "$${name#-}" >$@.tmp && mv $@.tmp $@
