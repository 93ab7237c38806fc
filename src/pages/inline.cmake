# SPDX-License-Identifier: MIT
#
# cmake -DTEMPLATE=… -DPARTS=… -DNOTICE=… -DPAGE=… -P inline.cmake: put PARTS.css and
# PARTS.js into the template, with the licence of the libraries that the script contains.
file(READ ${TEMPLATE} page)
file(READ ${PARTS}.css style)
file(READ ${PARTS}.js script)
file(READ ${NOTICE} notice)
string(REPLACE "/*LEAKLAB-STYLE*/" "${style}" page "${page}")
string(REPLACE "/*LEAKLAB-SCRIPT*/" "/*\n${notice}*/\n${script}" page "${page}")
string(REGEX MATCHALL "<!--LEAKLAB-DATA-->" places "${page}")
list(LENGTH places count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "${PAGE}: ${count} places for the data, not 1")
endif()
file(WRITE ${PAGE} "${page}")
