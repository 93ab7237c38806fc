# SPDX-License-Identifier: MIT
#
# staged: CPack runs this when the files of a package are together, before it packs them.
# It gives them the form that Debian's policy asks for.
file(GLOB roots ${CPACK_TEMPORARY_DIRECTORY}/*/usr)
foreach(root ${roots})
  # Made on each machine from its own C library, by the package's postinst.
  file(REMOVE_RECURSE ${root}/lib/leaklab/runtime/symbols)

  # Links to Valgrind's files: relative, as all within /usr.
  file(REMOVE ${root}/lib/leaklab/lastptr/.links)
  file(GLOB links ${root}/lib/leaklab/lastptr/*)
  foreach(link ${links})
    if(IS_SYMLINK ${link})
      file(READ_SYMLINK ${link} target)
      file(RELATIVE_PATH target /usr/lib/leaklab/lastptr ${target})
      file(CREATE_LINK ${target} ${link} SYMBOLIC)
    endif()
  endforeach()

  # Where Debian's zsh looks; /usr/local has site-functions.
  if(EXISTS ${root}/share/zsh/site-functions)
    file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
  endif()

  file(GLOB programs ${root}/bin/leaklab ${root}/lib/leaklab/lastptr/lastptr-*
    ${root}/lib/leaklab/lastptr/vgpreload_lastptr-* ${root}/lib/leaklab/follow/*.so
    ${root}/lib/leaklab/runtime/*.so)
  foreach(program ${programs})
    execute_process(COMMAND strip --strip-all --remove-section=.comment ${program}
      COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  file(GLOB_RECURSE archives ${root}/lib/libleaklab.a ${root}/lib/*/libleaklab.a)
  foreach(archive ${archives})
    execute_process(COMMAND strip --strip-debug --remove-section=.comment
      --enable-deterministic-archives ${archive} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  file(GLOB texts ${root}/share/man/man1/*.1 ${root}/share/doc/*/changelog*)
  foreach(text ${texts})
    execute_process(COMMAND gzip -9n ${text} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  execute_process(COMMAND chmod -R u=rwX,go=rX ${root} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
