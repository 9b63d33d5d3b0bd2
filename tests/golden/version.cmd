wireprint --version
