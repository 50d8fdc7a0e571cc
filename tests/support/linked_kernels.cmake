# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Passes if PROGRAM, whose operator list is short, links the kernels of that list and no other.
execute_process(COMMAND ${NM} -C ${PROGRAM} RESULT_VARIABLE result OUTPUT_VARIABLE symbols)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${NM} cannot read ${PROGRAM}")
endif()
foreach(kernel IN ITEMS conv_2d max_pool_2d fully_connected softmax)
  if(NOT symbols MATCHES "octet::ops::${kernel}<")
    message(FATAL_ERROR "${PROGRAM} lacks the kernel ${kernel}, which it lists")
  endif()
endforeach()
foreach(kernel IN ITEMS add average_pool_2d depthwise_conv_2d mean svdf unidirectional_sequence_lstm)
  if(symbols MATCHES "octet::ops::${kernel}<")
    message(FATAL_ERROR "${PROGRAM} links the kernel ${kernel}, which it does not list")
  endif()
endforeach()
