// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUM of codes: the sum over any axes, requantized.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/reduce.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Arguments of sum and mean. The output's elements are in the order of the input's axes that stay,
/// so its shape (with or without the axes that go) does not matter.
template <class T>
struct basic_sum_args {
  tensor<const T, shape> input{};
  axis_set axes{};  ///< that go
  elements<T> output{};
  std::int32_t input_zero_point = 0;
  requantization requantize{};  ///< one multiplier: input.scale / output.scale; mean_multiplier
};

/// Sum over axes.   out = clamp(sum(input - zero_point) * multiplier + output zero_point)
///
/// shapes   input of any rank; output as in basic_sum_args; the axes that go have together at least
///          one element, and so many at most that their differences' sum stays inside int32
/// units    int8, uint8 or int16 codes
/// rounding contract A unless the backend is told otherwise
/// memory   no heap, no scratch, Backend::block sums of stack; input and output must not overlap
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/sum.hpp)
/// exact    every backend returns the codes of sum<scalar>
/// source   TensorFlow Lite Micro's reference kernels, SUM
template <class Backend = scalar, class T>
constexpr void sum(const basic_sum_args<T>& a) {
  if (a.input.count() == 0) return;
  const reduction_walk walk(a.input.shape, a.axes);
  const auto input = [&](std::int32_t at) { return a.input.data + static_cast<std::size_t>(at); };
  const std::int32_t zero = -a.input_zero_point * a.axes.count(a.input.shape);
  walk.stay.for_each_row(
      [&](std::int32_t first, const auto& at, const auto& step, std::int32_t length) {
        // Neighbours in the input are summed side by side.
        const std::int32_t width = step[0] == 1 ? Backend::block : 1;
        for (std::int32_t i = 0; i < length; i += width) {
          const std::int32_t n = std::min(width, length - i);
          const std::int32_t start = at[0] + i * step[0];
          std::array<std::int32_t, Backend::block> sums{};
          sums.fill(zero);
          walk.go.for_each_row(
              [&](std::int32_t, const auto& from, const auto& stride, std::int32_t count) {
                for (std::int32_t k = 0; k < count; ++k) {
                  Backend::accumulate(sums.data(), input(start + from[0] + k * stride[0]), n);
                }
              });
          Backend::requantize_row(sums.data(), a.requantize, 0,
                                  a.output + static_cast<std::size_t>(first + i), n);
        }
      });
}

}  // namespace octet
