wireprint help agencies
