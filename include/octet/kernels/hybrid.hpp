// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Hybrid operators: real activations, quantized row by row while the model runs, times weights that
// are codes; the accumulators become real values again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/window.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// How a row of real values becomes int8 codes.
enum class row_scheme : std::uint32_t {
  symmetric,   ///< scale = max|x| / 127, zero point 0, codes from -127 on
  asymmetric,  ///< scale = (max - min) / 255 of the range widened to contain 0, codes from -128 on
};

namespace detail {

/// The extremes of a row and 0.
struct row_range {
  float min = 0, max = 0;
};

constexpr row_range range_of_row(elements<const float> x, std::size_t n, std::size_t step) {
  constexpr float most = std::numeric_limits<float>::max();
  row_range r;
  for (std::size_t i = 0; i < n; ++i) {
    const float value = x[i * step];
    // NaN changes nothing.
    if (value < r.min) r.min = value;
    if (value > r.max) r.max = value;
  }
  return {std::max(r.min, -most), std::min(r.max, most)};
}

/// Which code stands for 0, found from the end of the range at which less is lost.
constexpr std::int32_t zero_point_of_row(double min, double max, double scale) {
  const double from_min = min / scale, from_max = max / scale;
  const double zero = 128 - from_min < 127 + from_max ? -128 - from_min : 127 - from_max;
  return round_half_away<std::int32_t>(std::clamp(zero, -128.0, 127.0));
}

/// x * y, rounded to float by itself: where there is an instruction for x * y + z, compilers take
/// it for the product and the sum, which then rounds once.
constexpr float rounded_product(float x, float y) {
  float product = x * y;
  if (!std::is_constant_evaluated()) {
#if defined(__x86_64__) && defined(__GNUC__)
    asm("" : "+x"(product));
#elif defined(__aarch64__) && defined(__GNUC__)
    asm("" : "+w"(product));
#elif defined(__arm__) && defined(__ARM_FP) && !defined(__SOFTFP__) && defined(__GNUC__)
    asm("" : "+t"(product));
#elif defined(__riscv_flen) && defined(__GNUC__)
    asm("" : "+f"(product));
#endif
  }
  return product;
}

/// How the values of a row become codes:   zero_point + x * steps_per_unit, from `lowest` on
struct row_coding {
  affine params{};
  float steps_per_unit = 1;
  float lowest = -127;

  static constexpr row_coding of(row_scheme scheme, const row_range& r) {
    const float largest = std::max(-r.min, r.max);
    row_coding c;
    if (largest > 0 && scheme == row_scheme::symmetric) {
      c.params.scale = largest / 127;
      c.steps_per_unit = 127 / largest;
    } else if (largest > 0) {
      const double scale = (double{r.max} - double{r.min}) / 255;
      c.params = {static_cast<float>(scale), zero_point_of_row(r.min, r.max, scale)};
      c.steps_per_unit = 1 / c.params.scale;
      c.lowest = -128;
    }
    return c;
  }

  constexpr std::int8_t code(float x) const {
    const auto zero = static_cast<float>(params.zero_point);
    const float code = zero + rounded_product(x, steps_per_unit);
    // NaN comes of NaN, and of 0 times an infinite reciprocal.
    const float bounded = code == code ? std::clamp(code, lowest, 127.0F) : zero;
    return static_cast<std::int8_t>(round_half_away<std::int32_t>(bounded));
  }
};

}  // namespace detail

/// Quantizes n real values, which alone determine their parameters, and returns those.
///
/// shapes   value i lies at x[i * step], code i at codes[i]
/// rounding half away from zero, in float, after a multiplication by the reciprocal of the scale
/// range    a row of zeros has scale 1. NaN counts as 0, and infinities as the largest floats. A
///          scale that is too small for a float is 0
/// exact    bit for bit what TensorFlow Lite's portable kernels make of finite values, except where
///          they leave it undefined: where the reciprocal of the scale is not finite, of ranges
///          below 2^-120
/// source   TensorFlow Lite, SymmetricQuantizeFloats and AsymmetricQuantizeFloats
constexpr affine quantize_row(row_scheme scheme, elements<const float> x, std::size_t n,
                              std::size_t step, elements<std::int8_t> codes) {
  const auto coding = detail::row_coding::of(scheme, detail::range_of_row(x, n, step));
  for (std::size_t i = 0; i < n; ++i) codes.store(i, coding.code(x[i * step]));
  return coding.params;
}

/// accumulator -> real value:   clamp(bias[channel] + accumulator * (input_scale *
/// scales[channel]))
struct hybrid_scaling {
  elements<const float> scales{};  ///< of the weights
  bool per_channel = true;         ///< otherwise one scale serves all channels
  elements<const float> bias{};    ///< may be absent
  clamp_range<float> clamp{};
  float input_scale = 1;

  /// Each operation rounds to float.
  template <class Sum>
  constexpr float real(Sum sum, std::int32_t channel) const {
    const auto at = static_cast<std::size_t>(channel);
    const float scale = input_scale * scales[per_channel ? at : 0];
    const float product = detail::rounded_product(static_cast<float>(sum), scale);
    return clamp_to((bias ? bias[at] : 0.0F) + product, clamp);
  }
};

/// A backend whose kernels write real values: what hybrid_scaling makes of their accumulators.
template <class Backend>
struct hybrid_backend : Backend {
  template <class Accumulator>
  static constexpr void requantize_row(const typename Accumulator::sum* sums,
                                       const hybrid_scaling& s, std::int32_t channel,
                                       elements<float> out, std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i);
      out.store(at, s.real(sums[at], channel + i));
    }
  }
};

/// Arguments of a hybrid operator whose input has rows along its first axis: images of a
/// convolution, vectors of a matrix product.
template <class Weight, class Extents = extents_4d>
struct hybrid_args {
  tensor<const float, Extents> input{};
  tensor<const Weight, Extents> filter{};
  tensor<float, Extents> output{};
  window_2d window{};  ///< where the operator has one
  row_scheme scheme = row_scheme::symmetric;
  hybrid_scaling scaling{};         ///< input_scale is found row by row
  elements<std::int8_t> scratch{};  ///< as many codes as a row of the input has elements
};

/// What an integer kernel sees of one row.
template <class Weight, class Accumulator, class Extents>
struct hybrid_row_args {
  using accumulator = Accumulator;

  tensor<const std::int8_t, Extents> input{};
  tensor<const Weight, Extents> filter{};
  elements<const std::int32_t> bias{};  ///< absent: it is real, and in requantize
  tensor<float, Extents> output{};
  std::int32_t input_zero_point = 0;
  window_2d window{};
  hybrid_scaling requantize{};
};

/// The shape of one row.
constexpr extents_4d row_of(const extents_4d& s) { return {1, s[1], s[2], s[3]}; }
constexpr extents<dynamic, dynamic> row_of(const extents<dynamic, dynamic>& s) { return {1, s[1]}; }

/// Quantizes the rows of the input and calls kernel(hybrid_row_args) for each: an integer kernel
/// on hybrid_backend.   out = act(bias + sum(input * filter)), in real units
///
/// shapes   as the kernel says
/// units    input, bias and output real; weights symmetric codes
/// rounding of the input as quantize_row says; integer sums are exact, the rest is float
/// memory   scratch one byte for each element of a row; input and output must not overlap
/// errors   none here: model/ops/hybrid.hpp checks
/// source   TensorFlow Lite's dynamic range kernels, as its optimized builds multiply the scales
template <class Accumulator = accumulator_32, class Weight, class Extents, class Kernel>
constexpr void for_each_hybrid_row(const hybrid_args<Weight, Extents>& a, Kernel kernel) {
  const Extents in = row_of(a.input.shape), out = row_of(a.output.shape);
  for (std::size_t n = 0; n < static_cast<std::size_t>(a.output.shape[0]); ++n) {
    const affine params =
        quantize_row(a.scheme, a.input.data + n * in.count(), in.count(), 1, a.scratch);
    hybrid_row_args<Weight, Accumulator, Extents> row{
        .input = {a.scratch, in},
        .filter = a.filter,
        .output = {a.output.data + n * out.count(), out},
        .input_zero_point = params.zero_point,
        .window = a.window,
        .requantize = a.scaling,
    };
    row.requantize.input_scale = params.scale;
    kernel(row);
  }
}

}  // namespace octet
