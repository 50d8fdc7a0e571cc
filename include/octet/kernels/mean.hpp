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

namespace detail {

/// Offsets of the elements of some axes of a row-major shape, one after the other.
class axis_walk {
 public:
  constexpr axis_walk(const shape& s, axis_set axes) {
    std::size_t stride = 1;
    for (std::int32_t i = s.rank - 1; i >= 0; --i) {
      const auto size = static_cast<std::size_t>(s[i]);
      if (axes.has(i)) axes_[rank_++] = {size, stride, 0};
      stride *= size;
    }
  }

  constexpr std::size_t offset() const { return offset_; }

  /// To the next element, and from the last one back to the first.
  constexpr void next() {
    for (std::size_t i = 0; i < rank_; ++i) {
      offset_ += axes_[i].stride;
      if (++axes_[i].index < axes_[i].size) return;
      offset_ -= axes_[i].stride * axes_[i].size;
      axes_[i].index = 0;
    }
  }

 private:
  struct axis {
    std::size_t size, stride, index;
  };
  std::array<axis, max_rank> axes_{};
  std::size_t rank_ = 0;
  std::size_t offset_ = 0;
};

}  // namespace detail

/// Mean over axes.   out = clamp(sum(input - zero_point) * multiplier + output zero_point)
///
/// shapes   input of any rank; output as in basic_mean_args
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
  // Neighbouring elements of the last axis are summed side by side if it stays.
  const bool last_stays = s.rank > 0 && !a.axes.has(s.rank - 1);
  const std::int32_t length = last_stays ? s[s.rank - 1] : 1;
  axis_set outer{~a.axes.bits};
  if (last_stays) outer.bits &= ~(1u << (s.rank - 1));
  const std::int32_t rows = outer.count(s);
  const std::int32_t count = a.axes.count(s);

  detail::axis_walk row(s, outer);
  for (std::int32_t r = 0; r < rows; ++r, row.next()) {
    for (std::int32_t first = 0; first < length; first += Backend::block) {
      const std::int32_t n = std::min(Backend::block, length - first);
      const auto start = static_cast<std::size_t>(first);
      std::array<std::int32_t, Backend::block> sums{};
      sums.fill(-count * a.input_zero_point);
      detail::axis_walk element(s, a.axes);
      for (std::int32_t k = 0; k < count; ++k, element.next()) {
        Backend::accumulate(sums.data(), a.input.data + (row.offset() + element.offset() + start),
                            n);
      }
      const auto out = static_cast<std::size_t>(r) * static_cast<std::size_t>(length) + start;
      Backend::requantize_row(sums.data(), a.requantize, first, a.output + out, n);
    }
  }
}

}  // namespace octet
