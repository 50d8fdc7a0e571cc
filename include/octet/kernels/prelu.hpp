// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PRELU: a rectifier whose slope below zero is a tensor.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Arguments of prelu; octet::broadcasts_to says which shapes go together.
template <class T, class A>
struct prelu_args {
  tensor<const T, shape> input{};
  tensor<const A, shape> alpha{};
  tensor<T, shape> output{};
  std::int32_t input_zero_point = 0, alpha_zero_point = 0, output_zero_point = 0;
  multiplier identity{};  ///< input.scale / output.scale
  multiplier slope{};     ///< alpha.scale times that
};

/// Element by element.   out = x >= 0 ? x : alpha * x, in real units
///
/// shapes   as prelu_args says; alpha is mostly one value for each channel
/// units    8-bit codes both, or 16-bit codes with alpha in 8 bits: the product stays inside int32
/// rounding contract A unless the backend is told otherwise
/// memory   no heap, no scratch; the output may lie on an input of its shape
/// errors   none here: model/ops/prelu.hpp checks
/// exact    every backend returns the codes of prelu<scalar>
/// source   TensorFlow Lite reference kernel, PRELU
template <class Backend = scalar, class T, class A>
constexpr void prelu(const prelu_args<T, A>& args) {
  static_assert(sizeof(T) + sizeof(A) <= 3);
  const requantization to{.zero_point = args.output_zero_point,
                          .clamp = code_range<T>(activation::none, 1.0F, 0)};
  const auto row = [&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) {
      const auto from = static_cast<std::size_t>(at[0] + i * step[0]);
      const auto slope = static_cast<std::size_t>(at[1] + i * step[1]);
      const std::int32_t x = args.input.data[from] - args.input_zero_point;
      const std::int32_t scaled =
          x >= 0 ? Backend::requantize(x, args.identity)
                 : Backend::requantize(x * (args.alpha.data[slope] - args.alpha_zero_point),
                                       args.slope);
      args.output.data.store(static_cast<std::size_t>(first + i), static_cast<T>(to.code(scaled)));
    }
  };
  broadcast(args.input.shape, args.alpha.shape).for_each_row(row);
}

}  // namespace octet
