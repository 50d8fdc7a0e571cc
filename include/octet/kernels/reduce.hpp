// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_ALL, REDUCE_ANY, and SUM of plain numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/plain.hpp"
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

/// The walks of a reduction over a tensor: over the axes that stay, in the order of the output, and
/// from each place there over those that go.
struct reduction_walk {
  strided_walk<1> stay, go;

  constexpr reduction_walk(const shape& s, axis_set gone) {
    for (std::int32_t i = s.rank - 1, stride = 1; i >= 0; --i) {
      (gone.has(i) ? go : stay).add_axis(s[i], {stride});
      stride *= s[i];
    }
  }
};

/// Arguments of a reduction. The output's elements are in the order of the input's axes that stay,
/// so its shape (with or without the axes that go) does not matter.
template <class T>
struct reduce_args {
  tensor<const T, shape> input{};
  axis_set axes{};  ///< that go
  elements<T> output{};
};

/// One element for all that differ only along the axes that go.
///
///   out = Operation::of(... Operation::of(Operation::of(start, in[0]), in[1]) ..., in[n - 1])
///
/// shapes   input of any rank; output as in reduce_args; where the axes that go have no elements
///          the output is start
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/reduce.hpp checks
/// source   TensorFlow Lite reference kernels of the operators below
template <class Operation, class Backend = scalar, class T>
constexpr void reduce(const reduce_args<T>& a) {
  const reduction_walk walk(a.input.shape, a.axes);
  walk.stay.for_each_row([&](std::int32_t first, const auto& at, const auto& step,
                             std::int32_t length) {
    for (std::int32_t i = 0; i < length; ++i) {
      const std::int32_t start = at[0] + i * step[0];
      T value = Operation::template start<T>;
      walk.go.for_each_row([&](std::int32_t, const auto& from, const auto& stride, std::int32_t n) {
        for (std::int32_t k = 0; k < n; ++k) {
          const auto element = static_cast<std::size_t>(start + from[0] + k * stride[0]);
          value = Operation::of(value, a.input.data[element]);
        }
      });
      a.output.store(static_cast<std::size_t>(first + i), value);
    }
  });
}

struct reduce_sum : plain::add {
  template <class T>
  static constexpr T start = 0;
};

struct reduce_prod : plain::mul {
  template <class T>
  static constexpr T start = 1;
};

/// What is not a number is larger than nothing.
struct reduce_max {
  template <class T>
  static constexpr T start = std::numeric_limits<T>::lowest();
  template <class T>
  static constexpr T of(T highest, T x) {
    return plain::maximum::of(x, highest);
  }
};

/// What is not a number is smaller than nothing.
struct reduce_min {
  template <class T>
  static constexpr T start = std::numeric_limits<T>::max();
  template <class T>
  static constexpr T of(T lowest, T x) {
    return plain::minimum::of(x, lowest);
  }
};

/// Of truths, bytes of which 0 is false and every other one true.
struct reduce_all {
  template <class T>
  static constexpr T start = 1;
  static constexpr std::uint8_t of(std::uint8_t all, std::uint8_t x) { return x == 0 ? 0 : all; }
};

struct reduce_any {
  template <class T>
  static constexpr T start = 0;
  static constexpr std::uint8_t of(std::uint8_t any, std::uint8_t x) { return x != 0 ? 1 : any; }
};

}  // namespace octet
