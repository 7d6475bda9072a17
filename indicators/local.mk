catalogdir = $(pkgdatadir)/indicators
dist_catalog_DATA = \
	%D%/job-seekers.json
schemadir = $(catalogdir)/schema
dist_schema_DATA = \
	%D%/schema/catalog.schema.json \
	%D%/schema/initiative.schema.json
