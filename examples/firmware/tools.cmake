# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Functions for scripts that build the firmware for a board and run it in QEMU. They read BUILD, a
# folder for the builds, and MODEL, SAMPLES, EXPECTED, COUNT and MAIN, which run.cmake explains.
if(NOT DEFINED BUILD)
  set(BUILD ${CMAKE_CURRENT_LIST_DIR}/../../build/firmware)
endif()
cmake_path(ABSOLUTE_PATH BUILD NORMALIZE)
set(firmware_folder ${CMAKE_CURRENT_LIST_DIR})

# What is missing on this machine to build for a board and to run it; empty if nothing.
function(firmware_missing_tool result board)
  include(${firmware_folder}/boards/${board}.cmake)
  list(POP_FRONT firmware_qemu emulator)
  foreach(tool IN ITEMS ${CMAKE_CXX_COMPILER} ${emulator})
    find_program(path ${tool} NO_CACHE)
    if(NOT path)
      set(${result} ${tool} PARENT_SCOPE)
      return()
    endif()
    unset(path)
  endforeach()
  set(${result} "" PARENT_SCOPE)
endfunction()

# Builds for a board; TYPE is a CMAKE_BUILD_TYPE. Gives the program's file.
function(firmware_build result board type)
  set(folder ${BUILD}/${board}-${type})
  set(options)
  # A name that is not given goes back to its default.
  foreach(name IN ITEMS MODEL SAMPLES EXPECTED MAIN COUNT)
    if(NOT ${name})
      list(APPEND options -U FIRMWARE_${name})
      continue()
    endif()
    if(NOT name STREQUAL "COUNT")
      cmake_path(ABSOLUTE_PATH ${name})
    endif()
    list(APPEND options -D FIRMWARE_${name}=${${name}})
  endforeach()
  foreach(command IN ITEMS
          "-S;${firmware_folder};-B;${folder};--toolchain;${firmware_folder}/boards/${board}.cmake"
          "--build;${folder}")
    if(command MATCHES "^-S")
      list(APPEND command -D CMAKE_BUILD_TYPE=${type} ${options})
    endif()
    execute_process(COMMAND ${CMAKE_COMMAND} ${command} RESULT_VARIABLE failed
                    OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(failed)
      message(FATAL_ERROR "${board}: ${output}")
    endif()
  endforeach()
  set(${result} ${folder}/firmware PARENT_SCOPE)
endfunction()

# Runs a program, an instruction a nanosecond. Gives what it prints, and whether it ended well.
function(firmware_run output succeeded board program)
  include(${firmware_folder}/boards/${board}.cmake)
  execute_process(
    COMMAND ${firmware_qemu} -icount shift=0 -display none -serial none -monitor none
            -semihosting-config enable=on,target=native -kernel ${program}
    TIMEOUT 120 RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${output} "${text}" PARENT_SCOPE)
  if(code STREQUAL "0")
    set(${succeeded} TRUE PARENT_SCOPE)
  else()
    set(${succeeded} FALSE PARENT_SCOPE)
  endif()
endfunction()

# The binutils program of a board.
function(firmware_tool result board name)
  include(${firmware_folder}/boards/${board}.cmake)
  string(REGEX REPLACE "g[+][+]$" "${name}" tool ${CMAKE_CXX_COMPILER})
  set(${result} ${tool} PARENT_SCOPE)
endfunction()

# Bytes of a section of a program.
function(firmware_section_size result board program section)
  firmware_tool(size ${board} size)
  execute_process(COMMAND ${size} -A ${program} OUTPUT_VARIABLE sizes COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "\n[.]${section} +([0-9]+)" found "${sizes}")
  set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()
