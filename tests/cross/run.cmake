# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
#
# The tests of the SIMD backend on other machines, under qemu-user and node:
#   cmake [-D MORE="core;goldens"] [-D WORK=DIR] -P tests/cross/run.cmake [aarch64] [armhf] ...
# All machines where none is named. MORE: device floors all of whose tests run too, and `goldens`,
# the golden models on every target; each once a machine. WORK: where to build.
cmake_minimum_required(VERSION 3.25)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH tests)
cmake_path(GET tests PARENT_PATH root)
if(NOT WORK)
  set(WORK ${root}/build/cross)
endif()

set(all aarch64 armhf riscv64 wasm32)
set(machines)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(CMAKE_ARGV${i} IN_LIST all)
    list(APPEND machines ${CMAKE_ARGV${i}})
  elseif(CMAKE_ARGV${i} MATCHES "run[.]cmake$")
    set(machines)
  endif()
endforeach()
if(NOT machines)
  set(machines ${all})
endif()

# By machine: the compiler, what runs its programs, and for each way to run them (here a processor
# for qemu) the targets that it must show.
set(aarch64_tools aarch64-linux-gnu-g++ qemu-aarch64-static)
set(aarch64_ways max cortex-a53)
set(aarch64_max_targets "portable neon neon_dotprod")
set(aarch64_cortex-a53_targets "portable neon")
set(armhf_tools arm-linux-gnueabihf-g++ qemu-arm-static)
set(armhf_ways max)
set(armhf_max_targets "portable neon")
set(riscv64_tools riscv64-linux-gnu-g++ qemu-riscv64-static)
set(riscv64_ways rv64)
set(riscv64_rv64_targets "portable")
set(wasm32_tools em++ node)
set(wasm32_ways node)
set(wasm32_node_targets "portable wasm")
# Debian's emscripten does not find acorn by itself.
set(ENV{NODE_PATH} "/usr/share/nodejs:$ENV{NODE_PATH}")

find_path(HEADERS hwy/highway.h HINTS /usr/local/include /usr/include)
find_file(doctest doctest/doctest.h HINTS ${HEADERS})

# What is missing for a machine, or nothing.
function(find_missing machine result)
  set(missing)
  foreach(tool IN LISTS ${machine}_tools)
    find_program(path_of_${tool} ${tool})
    if(NOT path_of_${tool})
      list(APPEND missing ${tool})
    endif()
  endforeach()
  foreach(header IN ITEMS HEADERS doctest)
    if(NOT ${header})
      list(APPEND missing "headers of Highway and doctest")
      break()
    endif()
  endforeach()
  list(JOIN missing ", " missing)
  set(${result} "${missing}" PARENT_SCOPE)
endfunction()

function(build machine)
  set(generator)
  find_program(ninja ninja)
  if(ninja)
    set(generator -G Ninja)
  endif()
  execute_process(COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE ignored
    COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/${machine} ${generator}
            --toolchain ${CMAKE_CURRENT_LIST_DIR}/${machine}.cmake -D HEADERS=${HEADERS}
            "-DMORE=${MORE}")
  execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND ${CMAKE_COMMAND} --build ${WORK}/${machine} --parallel 2)
endfunction()

# Runs one program; its first line says the targets.
function(run machine way name)
  set(program ${WORK}/${machine}/bin/octet-test-${name})
  if(machine STREQUAL "wasm32")
    string(APPEND program .js)
  endif()
  list(GET ${machine}_tools 1 runner)
  if(runner MATCHES "qemu")
    list(APPEND runner -cpu ${way})
  endif()
  execute_process(COMMAND ${runner} ${program} --no-colors OUTPUT_VARIABLE output
                  ERROR_VARIABLE output RESULT_VARIABLE result)
  string(REGEX MATCH "targets: [^\n]*" targets "${output}")
  string(REGEX MATCH "test cases: *[^|]*[|][^|]*[|][^|]*" count "${output}")
  message(STATUS "${machine}, ${way}, ${name}: ${targets}; ${count}")
  if(NOT result EQUAL 0 OR NOT count)
    message(FATAL_ERROR "${output}")
  endif()
  if(NOT targets STREQUAL "targets: ${${machine}_${way}_targets}")
    message(FATAL_ERROR "expected the targets ${${machine}_${way}_targets}")
  endif()
endfunction()

foreach(machine IN LISTS machines)
  find_missing(${machine} missing)
  if(missing)
    message(STATUS "SKIP: ${machine}: not found: ${missing}")
    continue()
  endif()
  build(${machine})
  list(GET ${machine}_ways 0 way)
  foreach(name IN LISTS MORE)
    run(${machine} ${way} ${name})
  endforeach()
  foreach(way IN LISTS ${machine}_ways)
    run(${machine} ${way} simd)
  endforeach()
endforeach()
