# Spanish is embedded in the library as the bytes of its .mo file: no locale need be installed, and one process can
# speak both languages. `make update-po` collects new texts from the sources.
EXTRA_DIST += %D%/es.po build-aux/embed-mo
BUILT_SOURCES += po/es.mo.inc
CLEANFILES += po/es.mo po/es.mo.inc

po/es.mo: $(top_srcdir)/po/es.po
	$(AM_V_GEN)$(MKDIR_P) po && $(MSGFMT) --check -o $@ $(top_srcdir)/po/es.po

po/es.mo.inc: po/es.mo
	$(AM_V_GEN)sh $(top_srcdir)/build-aux/embed-mo po/es.mo >$@

.PHONY: update-po
update-po:
	cd $(top_srcdir) && find lib tools -name '*.[ch]' | LC_ALL=C sort | \
	  xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=PLURAL:1,2 --no-wrap --add-location=file \
	    --package-name=yardstick --files-from=- -o po/yardstick.pot && \
	  msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching --add-location=file po/es.po po/yardstick.pot && \
	  sed -i '/^"POT-Creation-Date:/d' po/es.po && rm po/yardstick.pot
