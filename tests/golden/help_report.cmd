wireprint help report
