// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN: the mean over any axes, requantized.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/strided_walk.hpp"

namespace octet {

/// Axes of a shape, bit i for axis i.
struct axis_set {
  std::uint32_t bits = 0;

  constexpr bool has(std::int32_t axis) const { return (bits >> axis & 1u) != 0; }
  constexpr void add(std::int32_t axis) { bits |= 1u << axis; }

  /// Elements of a shape's axes that are in the set.
  constexpr std::int32_t count(const shape& s) const {
    std::int32_t n = 1;
    for (std::int32_t i = 0; i < s.rank; ++i) n *= has(i) ? s[i] : 1;
    return n;
  }
};

/// Arguments of mean. The output's elements are in the order of the input's axes that stay, so its
/// shape (with or without the axes that go) does not matter.
template <class T>
struct basic_mean_args {
  tensor<const T, shape> input{};
  axis_set axes{};  ///< that go
  elements<T> output{};
  std::int32_t input_zero_point = 0;
  requantization requantize{};  ///< one multiplier, see mean_multiplier
};

using mean_args = basic_mean_args<std::int8_t>;

/// The multiplier of a mean over `count` elements: `scale` (input.scale / output.scale) / count.
///
/// rounding the division is of integers, toward zero, after as large a shift as the contracts
///          allow: TensorFlow Lite's formula, which keeps 30 bits of the quotient as a rule
/// range    count >= 1
constexpr multiplier mean_multiplier(multiplier scale, std::int32_t count) {
  const auto log2 =
      static_cast<std::int32_t>(std::bit_width(static_cast<std::uint32_t>(count))) - 1;
  const std::int32_t shift = std::min(log2, 31 + scale.shift);
  return {static_cast<std::int32_t>((std::int64_t{scale.mantissa} << shift) / count),
          scale.shift - shift};
}

/// Mean over axes.   out = clamp(sum(input - zero_point) * multiplier + output zero_point)
///
/// shapes   input of any rank; output as in basic_mean_args; the axes that go have 1 to 2^23 - 1
///          elements together
/// units    int8 codes
/// rounding contract A unless the backend is told otherwise; twice over in the multiplier, see
///          mean_multiplier
/// memory   no heap, no scratch, Backend::block sums of stack; input and output must not overlap
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/mean.hpp)
/// exact    every backend returns the codes of mean<scalar>
/// source   TensorFlow Lite's reference kernels, MEAN
template <class Backend = scalar, class Args>
constexpr void mean(const Args& a) {
  const shape& s = a.input.shape;
  if (s.count() == 0) return;
  strided_walk<1> stay, go;
  for (std::int32_t i = s.rank - 1, stride = 1; i >= 0; --i) {
    (a.axes.has(i) ? go : stay).add_axis(s[i], {stride});
    stride *= s[i];
  }
  const auto input = [&](std::int32_t at) { return a.input.data + static_cast<std::size_t>(at); };
  const std::int32_t zero = -a.input_zero_point * a.axes.count(s);
  stay.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t length) {
    // Neighbours in the input are summed side by side.
    const std::int32_t width = step[0] == 1 ? Backend::block : 1;
    for (std::int32_t i = 0; i < length; i += width) {
      const std::int32_t n = std::min(width, length - i);
      const std::int32_t start = at[0] + i * step[0];
      std::array<std::int32_t, Backend::block> sums{};
      sums.fill(zero);
      go.for_each_row([&](std::int32_t, const auto& from, const auto& stride, std::int32_t count) {
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
