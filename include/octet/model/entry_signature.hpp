// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which element types an entry of an operator list is for: for errors, and for tables that people
// read.
#pragma once

#include <cstdint>

#include "octet/model/tensor_type.hpp"

namespace octet {

/// Stands for a type that an entry does not look at.
inline constexpr tensor_type every_type = tensor_type::variant;

/// The types that an entry's `accepts` looks at, as far as they are one type each.
struct entry_signature {
  tensor_type input = every_type;    ///< of the input at input_index
  tensor_type weights = every_type;  ///< of the input at weights_index
  tensor_type output = every_type;   ///< of output 0
  std::uint8_t input_index = 0;
  std::uint8_t weights_index = 1;
};

/// What an entry says of itself by members of these names, each of which it may lack: type,
/// weight_type, output_type; input_index, weights_index.
template <class Entry>
[[nodiscard]] constexpr entry_signature signature_of() {
  entry_signature s;
  if constexpr (requires { Entry::type; }) s.input = Entry::type;
  if constexpr (requires { Entry::weight_type; }) s.weights = Entry::weight_type;
  if constexpr (requires { Entry::output_type; }) s.output = Entry::output_type;
  if constexpr (requires { Entry::input_index; }) s.input_index = Entry::input_index;
  if constexpr (requires { Entry::weights_index; }) s.weights_index = Entry::weights_index;
  return s;
}

}  // namespace octet
