@echo off
rem The command line of an installed Portcullis, on the Node that came with it.
setlocal
set "NODE_OPTIONS="
set "NODE_PATH="
"%~dp0..\node\bin\node.exe" "%~dp0..\app.asar.unpacked\out\core\cli.js" %*
