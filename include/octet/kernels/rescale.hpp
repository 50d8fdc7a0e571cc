// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// rescale: codes of one scale become codes of another. The rectifiers, and QUANTIZE from codes to
// codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Arguments of rescale. RELU is the output's code range of activation::relu in `clamp`.
template <class From, class To, class Extents = extents<dynamic>>
struct basic_rescale_args {
  tensor<const From, Extents> input{};
  tensor<To, Extents> output{};
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  multiplier scaling{};  ///< input.scale / output.scale
  clamp_range<std::int32_t> clamp{};
};

using rescale_args = basic_rescale_args<std::int8_t, std::int8_t>;

/// Element by element.   out = clamp((input - input_zero_point) * scaling + output_zero_point)
///
/// shapes   any, the same
/// rounding contract A unless the backend is told otherwise; equal scales change no code
/// memory   no heap, no scratch; the output may lie on the input where the types are as large
/// errors   none here: model/ops/rescale.hpp checks
/// exact    every backend returns the codes of rescale<scalar>
/// source   TensorFlow Lite reference kernels, QUANTIZE, RELU, RELU6
template <class Backend = scalar, class Args>
constexpr void rescale(const Args& a) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t scaled =
        Backend::requantize(a.input.data[i] - a.input_zero_point, a.scaling);
    a.output.data.store(i, static_cast<code>(to.code(scaled)));
  }
}

}  // namespace octet
