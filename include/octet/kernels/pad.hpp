// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD: a tensor with a border of one value around it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/strided_walk.hpp"

namespace octet {

/// Arguments of pad. What comes after the input follows from the shapes.
template <class T>
struct basic_pad_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
  std::array<std::int32_t, max_rank> before{};  ///< elements in front, each axis
  T value{};                                    ///< the zero point for codes
};

using pad_args = basic_pad_args<std::int8_t>;

/// Pads every axis.   out[i] = input[i - before] inside the input, value elsewhere
///
/// shapes   the same rank, up to 6; before + input <= output on every axis
/// units    codes are moved; input and output share their parameters
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/pad.hpp checks
/// exact    every backend returns the codes of pad<scalar>
/// source   TensorFlow Lite reference kernel, PAD
template <class Backend = scalar, class Args>
constexpr void pad(const Args& a) {
  const std::size_t count = a.output.count();
  if (count == 0) return;
  for (std::size_t i = 0; i < count; ++i) a.output.data.store(i, a.value);
  strided_walk<1> walk;
  std::int32_t start = 0;
  std::int32_t stride = 1;
  for (std::int32_t axis = a.output.shape.rank - 1; axis >= 0; --axis) {
    walk.add_axis(a.input.shape[axis], {stride});
    start += a.before[static_cast<std::size_t>(axis)] * stride;
    stride *= a.output.shape[axis];
  }
  walk.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) {
      a.output.data.store(static_cast<std::size_t>(start + at[0] + i * step[0]),
                          a.input.data[static_cast<std::size_t>(first + i)]);
    }
  });
}

}  // namespace octet
