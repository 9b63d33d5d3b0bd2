wireprint help explain
