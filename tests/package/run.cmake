# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Installs octet, moves the installation (it must be relocatable), then configures, builds and runs
# the consumer beside this file, which finds octet by WAY.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
if(WAY STREQUAL "pkg_config")
  find_program(pkg_config NAMES pkg-config pkgconf)
  if(NOT pkg_config)
    message(STATUS "SKIP: no pkg-config")
    return()
  endif()
endif()
run(${CMAKE_COMMAND} --install ${OCTET_BINARY_DIR} --prefix ${WORK}/installed)
file(RENAME ${WORK}/installed ${WORK}/moved)
set(ENV{PKG_CONFIG_PATH} ${WORK}/moved/share/pkgconfig)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/build -G ${GENERATOR}
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_PREFIX_PATH=${WORK}/moved
    -D WAY=${WAY} -D VERSION=${VERSION} -D OCTET_SOURCE_DIR=${OCTET_SOURCE_DIR})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
if(NOT output STREQUAL "${VERSION} no error\n")
  message(FATAL_ERROR "the consumer says: ${output}")
endif()
