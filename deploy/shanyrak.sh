#!/bin/sh
# The program as a command, whatever folder you are in. Put it to /usr/local/bin/shanyrak.
exec /opt/shanyrak/node_modules/.bin/node --disable-warning=ExperimentalWarning /opt/shanyrak/src/main/shanyrak.ts "$@"
