wireprint storys
wireprint xyzzy
wireprint help ad
wireprint ''
wireprint "$(printf 'a\033[31mb')"
