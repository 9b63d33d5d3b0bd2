wireprint help export
