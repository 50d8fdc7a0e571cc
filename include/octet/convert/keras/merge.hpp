// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras layers that join several inputs: Add, Subtract, Multiply, Maximum, Minimum, Average,
// Concatenate.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/keras/activation.hpp"
#include "octet/convert/keras/layer_call.hpp"

namespace octet::convert::keras {

namespace detail {

/// What two shapes of as many axes give together; an axis of 1 spreads.
inline shape_list joined_shape(const shape_list& a, const shape_list& b) {
  bool fits = a.size() == b.size();
  shape_list both = a;
  for (std::size_t i = 0; fits && i < a.size(); ++i) {
    fits = a[i] == b[i] || a[i] == 1 || b[i] == 1;
    both[i] = std::max(a[i], b[i]);
  }
  if (!fits)
    throw convert_error("its inputs " + to_text(a) + " and " + to_text(b) + " do not go together");
  return both;
}

inline void check_several(const layer_call& c) {
  if (c.inputs.size() < 2) throw convert_error("it joins inputs, but has fewer than two");
}

}  // namespace detail

/// Add, Subtract, Multiply, Maximum, Minimum: two by two.
template <builtin Code>
std::int32_t read_merge(const layer_call& c) {
  detail::check_several(c);
  if (Code == builtin::sub && c.inputs.size() != 2) throw convert_error("it has not two inputs");
  std::int32_t result = c.inputs[0];
  for (std::size_t i = 1; i < c.inputs.size(); ++i) {
    result = c.out.append(Code, {result, c.inputs[i]},
                          detail::joined_shape(c.out.shape(result), c.out.shape(c.inputs[i])));
  }
  return result;
}

/// Average.
inline std::int32_t read_average(const layer_call& c) {
  const std::int32_t sum = read_merge<builtin::add>(c);
  return detail::with_number(c, builtin::mul, sum, 1.0F / static_cast<float>(c.inputs.size()));
}

/// Concatenate.
inline std::int32_t read_concatenate(const layer_call& c) {
  namespace f = field::concatenation;
  detail::check_several(c);
  const shape_list first = c.out.shape(c.inputs[0]);
  const auto rank = static_cast<std::int32_t>(first.size());
  std::int32_t axis = c.what.integer("axis", -1);
  axis = axis < 0 ? axis + rank : axis;
  if (axis < 1 || axis >= rank)
    throw convert_error("its inputs have no axis " + std::to_string(axis));
  const auto a = static_cast<std::size_t>(axis);
  std::vector<std::int64_t> sizes(first.begin(), first.end());
  for (std::size_t i = 1; i < c.inputs.size(); ++i) {
    shape_list other = c.out.shape(c.inputs[i]);
    if (other.size() == first.size()) {
      sizes[a] += other[a];
      other[a] = first[a];
    }
    if (other != first)
      throw convert_error("its inputs " + to_text(first) + " and " +
                          to_text(c.out.shape(c.inputs[i])) + " do not go together");
  }
  const std::int64_t most = std::int64_t{1} << 28;
  if (sizes[a] > most) throw convert_error("its output is too large");
  return c.out.append(builtin::concatenation, c.inputs, shape_list(sizes.begin(), sizes.end()),
                      {{f::axis, axis}});
}

}  // namespace octet::convert::keras
