# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Builds the firmware for boards and runs it in QEMU:
#   cmake [-D BOARD=mps2-an386] [...] -P examples/firmware/run.cmake
#
# BOARD    a list of names of files in boards/ (default: all that QEMU has)
# TYPE     Release (-O2, the default) or MinSizeRel (-Os)
# MODEL    a .tflite file (default: the digits of digits.hpp); SAMPLES its inputs one after another
#          and EXPECTED the host's outputs for them, both raw or .npy
# COUNT    samples to run at most (default: 100)
# MAIN     another program than main.cpp
# MOST_INSTRUCTIONS, MOST_BYTES   an error where the first inference takes more, or code and
#          constants without the model and its samples
# BUILD    folder for the builds (default: build/firmware)
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/tools.cmake)

if(NOT BOARD)
  set(BOARD mps2-an385 mps2-an386 mps2-an500 mps3-an547 riscv-virt)
endif()
if(NOT TYPE)
  set(TYPE Release)
endif()

# A heap, stdio, exceptions, or arithmetic with doubles: none of it belongs on a device.
function(check_symbols board program)
  firmware_tool(nm ${board} nm)
  execute_process(COMMAND ${nm} ${program} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  set(unwanted malloc free _sbrk "[a-z]*printf" "_Z[nd][wal][^\n]*" "__cxa_[^\n]*" "_Unwind_[^\n]*"
      "__aeabi_c?d[^\n]*" "__aeabi_[a-z]*2d" "__[a-z]*df[a-z0-9]*")
  list(JOIN unwanted "|" unwanted)
  string(REGEX MATCHALL " (${unwanted})\n" found "${symbols}")
  if(found)
    string(REGEX REPLACE "[;\n ]+" " " found "${found}")
    message(SEND_ERROR "${board}: the program contains${found}")
  endif()
endfunction()

function(check_limits board program output)
  if(MOST_INSTRUCTIONS AND output MATCHES ", ([0-9]+) instructions"
     AND CMAKE_MATCH_1 GREATER MOST_INSTRUCTIONS)
    message(SEND_ERROR "${board}: ${CMAKE_MATCH_1} instructions, more than ${MOST_INSTRUCTIONS}")
  endif()
  firmware_section_size(code ${board} ${program} text)
  firmware_section_size(constants ${board} ${program} rodata)
  math(EXPR bytes "${code} + ${constants}")
  if(MOST_BYTES AND bytes GREATER MOST_BYTES)
    message(SEND_ERROR "${board}: ${bytes} bytes of code and constants, more than ${MOST_BYTES}")
  endif()
endfunction()

foreach(board IN LISTS BOARD)
  firmware_missing_tool(missing ${board})
  if(missing)
    message(STATUS "${board}: SKIP: no ${missing}")
    continue()
  endif()
  firmware_build(program ${board} ${TYPE})
  check_symbols(${board} ${program})
  firmware_run(output succeeded ${board} ${program})
  check_limits(${board} ${program} "${output}")
  if(succeeded)
    message(STATUS "${board}\n${output}")
  else()
    message(SEND_ERROR "${board}\n${output}")
  endif()
endforeach()
