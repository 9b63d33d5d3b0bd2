wireprint help rebuild
