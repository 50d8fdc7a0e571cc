# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Passes if SOURCE, built for a Cortex-M4 with -Os and FLAGS and linked with what it calls (libgcc,
# the firmware's memcpy and memset; no start-up code), takes at most LIMIT bytes of text and rodata,
# the model's own bytes (those of the symbol that ends in MODEL) left out, and links no symbol that
# FORBIDDEN, a regular expression, matches.
find_program(compiler arm-none-eabi-g++)
find_program(size arm-none-eabi-size)
find_program(nm arm-none-eabi-nm)
if(NOT compiler OR NOT size OR NOT nm)
  message(STATUS "SKIP: no arm-none-eabi-g++")
  return()
endif()
execute_process(
  COMMAND ${compiler} -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -std=c++20 -Os
          -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections ${FLAGS} -I${INCLUDE}
          -I${TESTS} ${SOURCE} ${CMAKE_CURRENT_LIST_DIR}/../../examples/firmware/memory.cpp --specs=nano.specs --specs=nosys.specs -nostartfiles
          -Wl,--gc-sections,--entry=main -o ${PROGRAM}
  RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${output}")
endif()
execute_process(COMMAND ${size} ${PROGRAM} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "\n *([0-9]+)" text "${output}")
set(text ${CMAKE_MATCH_1})
execute_process(COMMAND ${nm} -S -C --radix=d ${PROGRAM} OUTPUT_VARIABLE output
                COMMAND_ERROR_IS_FATAL ANY)
if(NOT output MATCHES "[0-9]+ 0*([0-9]+) . [^\n]*${MODEL}([.][^\n]*)?\n")
  message(FATAL_ERROR "the model is not in ${PROGRAM}")
endif()
math(EXPR code "${text} - ${CMAKE_MATCH_1}")
if(output MATCHES "${FORBIDDEN}")
  message(FATAL_ERROR "${CMAKE_MATCH_0} is linked, which nothing should call")
endif()
if(code GREATER LIMIT)
  message(FATAL_ERROR "${code} bytes of code and constants, ${LIMIT} allowed")
endif()
message(STATUS "${code} bytes of code and constants for a Cortex-M4, at most ${LIMIT}")
