# Writes a linker version script with the functions that the given headers
# declare; with -v plain=1 only their names, one a line. A declaration is what
# ends in ';' outside of braces, and the first name before a '(' is the
# function's. extern "C" opens no brace here; a static inline function has a
# body and so is none.

FNR == 1 { comment = 0; depth = 0; statement = "" }

/^#/ { next }

{
    line = $0
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", line)
    if (comment) {
        if (!sub(/^.*\*\//, " ", line))
            next
        comment = 0
    }
    if (sub(/\/\*.*$/, " ", line))
        comment = 1
    if (line ~ /^extern "C"/ || line ~ /^}[ \t]*$/ && depth == 0)
        next
    for (i = 1; i <= length(line); i++)
        take(substr(line, i, 1))
    statement = statement " "
}

function take(c)
{
    if (c == "{") {
        depth++
    } else if (c == "}") {
        depth--
        if (depth == 0 && statement ~ /\)[ ]*$/)
            statement = ""
    } else if (depth == 0 && c == ";") {
        if (match(statement, /[A-Za-z_][A-Za-z_0-9]*\(/))
            name[n++] = substr(statement, RSTART, RLENGTH - 1)
        statement = ""
    } else if (depth == 0) {
        statement = statement c
    }
}

END {
    if (plain) {
        for (i = 0; i < n; i++)
            print name[i]
        exit
    }
    print "WIREPRINT_0 {"
    if (n > 0)
        print "global:"
    for (i = 0; i < n; i++)
        print "    " name[i] ";"
    print "local:\n    *;\n};"
}
