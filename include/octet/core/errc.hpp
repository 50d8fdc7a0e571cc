// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every mistake that octet reports: one enumerator each, one sentence each.
#pragma once

#include <cstdint>
#include <string_view>

namespace octet {

/// What went wrong. `ok` is zero, so `if (errc e = ...; e != errc::ok)` reads naturally.
enum class errc : std::uint8_t {
  ok = 0,
  // the file
  not_a_model,
  unsupported_version,
  file_too_large,
  malformed_model,
  no_subgraph,
  too_many_tensors,
  // tensors
  unsupported_type,
  shape_mismatch,
  shape_too_large,
  dynamic_shape,
  missing_tensor,
  constant_expected,
  constant_output,
  misaligned_constant,
  constant_size_mismatch,
  missing_quantization,
  bad_scale,
  bad_zero_point,
  bad_block_size,
  quantization_mismatch,
  not_a_power_of_two,
  not_computed,
  computed_twice,
  variable_expected,
  // operators
  unknown_operator,
  custom_operator,
  bad_option,
  unsupported_option,
  accumulator_overflow,
  index_out_of_range,
  outside_domain,
  // text
  bad_number,
  number_out_of_range,
  // memory
  arena_too_small,
  arena_too_large,
  arena_misaligned,
  scratch_too_small,
};

/// The sentence that belongs to a code; operator, tensor and byte counts travel in `error`.
constexpr std::string_view message(errc code) {
  switch (code) {
    case errc::ok:
      return "no error";
    case errc::not_a_model:
      return "the bytes are not a .tflite model (identifier TFL3 not found)";
    case errc::unsupported_version:
      return "the model's schema version is not 3";
    case errc::file_too_large:
      return "the file has more than 2^31 - 1 bytes, the most that a .tflite model may have";
    case errc::malformed_model:
      return "an offset, count or index in the model points outside the file";
    case errc::no_subgraph:
      return "the model has no subgraph to run";
    case errc::too_many_tensors:
      return "the model has more tensors or operators than can be planned";
    case errc::unsupported_type:
      return "the operator has no kernel for this tensor type";
    case errc::shape_mismatch:
      return "the shapes of the operator's tensors do not fit together";
    case errc::shape_too_large:
      return "a tensor has 2^28 elements or more, over 6 axes, or an axis too long for its "
             "operator";
    case errc::dynamic_shape:
      return "a tensor's shape is not known at load";
    case errc::missing_tensor:
      return "the operator lacks a tensor that it needs";
    case errc::constant_expected:
      return "a tensor that must be constant is not";
    case errc::constant_output:
      return "a constant tensor is an input of the model or an output of an operator";
    case errc::misaligned_constant:
      return "constant data is not aligned for its type; place the model at a 16-byte boundary";
    case errc::constant_size_mismatch:
      return "constant data is not as large as its shape says";
    case errc::missing_quantization:
      return "a quantized tensor carries no scale";
    case errc::bad_scale:
      return "a scale is not a positive finite number";
    case errc::bad_zero_point:
      return "a zero point is outside the type's range or not zero where it must be";
    case errc::bad_block_size:
      return "a block of weights with one scale is not a part of a row that divides it";
    case errc::quantization_mismatch:
      return "input and output scales or zero points are not what the operator requires";
    case errc::not_a_power_of_two:
      return "contract F needs scales that make powers of two from 2^-32 to 2^29 of every factor";
    case errc::not_computed:
      return "a tensor is read before any operator has computed it";
    case errc::computed_twice:
      return "an operator computes a tensor that is an input or a variable of the model, or that "
             "another one has computed";
    case errc::variable_expected:
      return "a tensor that keeps state from run to run is not a variable";
    case errc::unknown_operator:
      return "octet has no kernel for the operator, or it is not in the list given to load";
    case errc::custom_operator:
      return "custom operators are not supported";
    case errc::bad_option:
      return "an operator option has a value that makes no sense";
    case errc::unsupported_option:
      return "the operator has no kernel for this option";
    case errc::accumulator_overflow:
      return "the accumulator could leave its type for some input";
    case errc::index_out_of_range:
      return "an index that the model computed points outside the tensor that it chooses from";
    case errc::outside_domain:
      return "the operator is not defined for a value that the model computed, as a divisor of 0";
    case errc::bad_number:
      return "the text is not a decimal number such as -12.5";
    case errc::number_out_of_range:
      return "the number is outside the range of the format that it is read into";
    case errc::arena_too_small:
      return "the arena is too small";
    case errc::arena_too_large:
      return "the model needs an arena of 4 GiB or more";
    case errc::arena_misaligned:
      return "the arena does not start at a multiple of octet::arena_alignment";
    case errc::scratch_too_small:
      return "the scratch memory is too small";
  }
  return "unknown error";
}

}  // namespace octet
