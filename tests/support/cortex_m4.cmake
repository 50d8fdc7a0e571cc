# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Every header of a device floor compiles alone for a Cortex-M4, without exceptions and RTTI.
# FLOOR is a folder or a header of INCLUDE/octet.
find_program(compiler arm-none-eabi-g++)
if(NOT compiler)
  message(STATUS "SKIP: no arm-none-eabi-g++")
  return()
endif()
if(FLOOR MATCHES "[.]hpp$")
  set(headers ${INCLUDE}/octet/${FLOOR})
else()
  file(GLOB_RECURSE headers ${INCLUDE}/octet/${FLOOR}/*.hpp)
endif()
if(NOT headers)
  message(FATAL_ERROR "no headers in ${INCLUDE}/octet/${FLOOR}")
endif()
set(failed 0)
foreach(header IN LISTS headers)
  execute_process(
    COMMAND ${compiler} -mcpu=cortex-m4 -mthumb -std=c++20 -O2 -fno-exceptions -fno-rtti
            -Wall -Wextra -Wconversion -Werror -I${INCLUDE} -include ${header} -x c++ -c /dev/null
            -o /dev/null
    RESULT_VARIABLE result ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message("${header}:\n${output}")
    math(EXPR failed "${failed} + 1")
  endif()
endforeach()
list(LENGTH headers count)
if(failed)
  message(FATAL_ERROR "${failed} of ${count} headers of ${FLOOR} do not compile for a Cortex-M4")
endif()
message(STATUS "${count} headers of ${FLOOR} compile for a Cortex-M4")
