# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# firmware_embed(HEADER MODEL SAMPLES EXPECTED): three files as constants of a C++ header. An empty
# name gives an empty constant; of an .npy file only the values are taken.
#
# As a script, how digits.hpp was made:
#   cmake -D HEADER=digits.hpp -D MODEL=.. -D SAMPLES=.. -D EXPECTED=.. -P embed.cmake
function(firmware_array result name file)
  set(hex "")
  if(file)
    file(READ "${file}" hex HEX LIMIT 10)
    set(skip 0)
    if(hex MATCHES "^934e554d5059....(..)(..)")
      math(EXPR skip "10 + 0x${CMAKE_MATCH_2}${CMAKE_MATCH_1}")
    endif()
    file(READ "${file}" hex HEX OFFSET ${skip})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  endif()
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  set(byte "[0-9a-f][0-9a-f]")
  string(REPEAT "${byte}" 19 line)
  string(REGEX REPLACE "(${line})" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "(${byte})" "0x\\1," hex "${hex}")
  set(${result} "alignas(16) inline constexpr std::array<std::uint8_t, ${length}> ${name}{\n${hex}};\n"
      PARENT_SCOPE)
endfunction()

function(firmware_embed header model samples expected)
  firmware_array(model model "${model}")
  firmware_array(samples samples "${samples}")
  firmware_array(expected expected "${expected}")
  file(CONFIGURE OUTPUT "${header}" @ONLY CONTENT [[
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A .tflite model, inputs for it, and the host's outputs, all as they lie in the files; made by
// embed.cmake.
#pragma once

#include <array>
#include <cstdint>

// clang-format off
namespace firmware {

@model@
@samples@
@expected@
}  // namespace firmware
]])
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  cmake_path(ABSOLUTE_PATH HEADER)
  firmware_embed("${HEADER}" "${MODEL}" "${SAMPLES}" "${EXPECTED}")
endif()
