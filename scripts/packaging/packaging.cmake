# SPDX-License-Identifier: MIT
#
# packaging: Debian's packages, by CPack:
#
#   leaklab           the program, the lessons, the library, what programs under test need
#   leaklab-lastptr   the Valgrind tool, for exactly the valgrind that it was built with
#   leaklab-doc       the documents
#
# scripts/package configures, builds and packs; it needs dpkg. Who builds a package is
# its maintainer, as for Debian's own tools: $DEBFULLNAME and $DEBEMAIL, or git's.

# What `cmake --install` installs belongs to the component named leaklab, but for the two
# others: src/lastptr and the documents.
set(CPACK_COMPONENTS_ALL leaklab doc)
if(LASTPTR_FOUND)
  list(APPEND CPACK_COMPONENTS_ALL lastptr)
endif()
find_program(LL_DPKG_QUERY dpkg-query)
if(NOT LL_DPKG_QUERY)
  return()   # not a Debian: nothing to pack with
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME leaklab)
set(CPACK_PACKAGE_VENDOR leaklab)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")   # each package has one of its own

# ---- who builds it, and when -----------------------------------------------------
# first(VARIABLE DEFAULT COMMAND...): what the command prints, or the default.
function(first variable default)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    OUTPUT_VARIABLE said OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(said STREQUAL "")
    set(said "${default}")
  endif()
  set(${variable} "${said}" PARENT_SCOPE)
endfunction()
set(name "$ENV{DEBFULLNAME}")
set(email "$ENV{DEBEMAIL}")
if(NOT name)
  first(name "leaklab's builder" git config user.name)
endif()
if(NOT email)
  first(email "root@localhost" git config user.email)
endif()
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${name} <${email}>")
# The time of the last commit: two builds of one commit are the same.
set(epoch "$ENV{SOURCE_DATE_EPOCH}")
if(NOT epoch)
  first(epoch "" git log -1 --format=%ct)
endif()
if(NOT epoch)
  string(TIMESTAMP epoch "%s" UTC)
endif()
first(date "" date --utc --rfc-email --date=@${epoch})

# ---- leaklab -----------------------------------------------------------------------
# What it is linked with follows from the program itself (shlibdeps).
set(CPACK_DEBIAN_LEAKLAB_PACKAGE_NAME leaklab)
set(CPACK_DEBIAN_LEAKLAB_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_LEAKLAB_PACKAGE_SHLIBDEPS ON)
string(JOIN ", " CPACK_DEBIAN_LEAKLAB_PACKAGE_DEPENDS
  "gcc" "libc6-dev"    # programs under test are compiled
  "valgrind"
  "libc6-dbg"          # Valgrind needs the C library's symbols
  "binutils"           # the sweep: addresses become lines
  "check")             # the tests of the exercises
set(recommended leaklab-lastptr clang llvm lld)
if(PYTHON_FOUND)   # what the runtime was built with is another one in each version
  list(APPEND recommended libpython${PYTHON_VERSION}-dev cython3)
endif()
list(JOIN recommended ", " CPACK_DEBIAN_LEAKLAB_PACKAGE_RECOMMENDS)
# For leaklab.h, whose library is a static one; and for leaklab sweep --gdb.
set(suggested leaklab-doc gdb pkg-config cmake libexpat1-dev libjansson-dev libcyaml-dev
  libyaml-dev libsqlite3-dev libmd-dev libseccomp-dev libutf8proc-dev libdw-dev)
if(LL_HAVE_ARCHIVE)
  list(APPEND suggested libarchive-dev)
endif()
list(JOIN suggested ", " CPACK_DEBIAN_LEAKLAB_PACKAGE_SUGGESTS)
set(CPACK_COMPONENT_LEAKLAB_DESCRIPTION "leak-checking teaching harness for C
leaklab compiles a C program once for each tool, runs it under Valgrind's
memcheck, AddressSanitizer and others, and shows each fault once: where the
memory was allocated, where the last pointer to it was lost, and what that
means. It has lessons with exercises for learners, and grades submissions in
isolation.")
foreach(script postinst prerm triggers)
  list(APPEND CPACK_DEBIAN_LEAKLAB_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/${script})
endforeach()
set(CPACK_DEBIAN_LEAKLAB_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# ---- leaklab-lastptr -----------------------------------------------------------------
# It holds a copy of Valgrind's core, and works with the files of the same version only.
first(valgrind "" ${LL_DPKG_QUERY} -W -f "\${Version}" valgrind)
set(CPACK_DEBIAN_LASTPTR_PACKAGE_NAME leaklab-lastptr)
set(CPACK_DEBIAN_LASTPTR_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_LASTPTR_PACKAGE_DEPENDS
  "leaklab (= ${PROJECT_VERSION}), valgrind (= ${valgrind})")
set(CPACK_COMPONENT_LASTPTR_DESCRIPTION "Valgrind tool that tells where the last pointer was lost
lastptr is leaklab's own tool for Valgrind. It follows the pointers to each
block, and tells at which line the last one was lost and which variable held
it. leaklab uses it by itself where it is installed.

It works with the version of valgrind that it was built with only.")

# ---- leaklab-doc ---------------------------------------------------------------------
set(CPACK_DEBIAN_DOC_PACKAGE_NAME leaklab-doc)
set(CPACK_DEBIAN_DOC_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_DOC_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_DOC_DESCRIPTION "documents of leaklab, a leak-checking teaching harness for C
For students, instructors and graders; on leaklab's JSON for programs; and on
how leaklab and its tool lastptr work.")

# ---- what Debian wants in each of them ---------------------------------------------
foreach(component ${CPACK_COMPONENTS_ALL})
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/packaging/${package})
  file(WRITE ${folder}/changelog "leaklab (${PROJECT_VERSION}) unstable; urgency=medium

  * Packed by CPack. CHANGELOG.md in leaklab-doc tells what is new.

 -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${date}
")
  install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${folder}/changelog
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component}
          EXCLUDE_FROM_ALL)
  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/${package}.lintian-overrides)
    install(FILES ${CMAKE_CURRENT_LIST_DIR}/${package}.lintian-overrides
            DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME ${package}
            COMPONENT ${component} EXCLUDE_FROM_ALL)
  endif()
endforeach()
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/staged.cmake)
include(CPack)
