// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FAKE_QUANT in float: rounds values to those that codes can hold, as training for codes does.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"
#include "octet/model/schema.hpp"

namespace octet::float_ops {

/// The steps of FAKE_QUANT.   real = scale * (code - zero_point), code in [min_code, max_code]
struct fake_quant_steps {
  float scale = 0.0F;  ///< 0 where the range is only 0
  std::int32_t zero_point = 0, min_code = 0, max_code = 255;

  float min() const { return static_cast<float>(min_code - zero_point) * scale; }
  float max() const { return static_cast<float>(max_code - zero_point) * scale; }

  friend bool operator==(const fake_quant_steps&, const fake_quant_steps&) = default;
};

/// The options of FAKE_QUANT are a range that contains 0 and 2 to 16 bits.
inline bool are_fake_quant_options(float min, float max, std::int32_t num_bits) {
  return num_bits >= 2 && num_bits <= 16 && min <= 0.0F && max >= 0.0F && std::isfinite(max - min);
}

/// The steps over a range: 0 gets a code of its own, which moves the ends by at most half a step.
///
/// min, max, num_bits  for which are_fake_quant_options
/// narrow              without the lowest code, so that as many lie below zero as above
/// rounding            in float, as in the source
/// source              TensorFlow Lite reference kernels, FAKE_QUANT
inline fake_quant_steps nudge(float min, float max, std::int32_t num_bits, bool narrow) {
  const std::int32_t low = narrow ? 1 : 0, high = (1 << num_bits) - 1;
  const float scale = (max - min) / static_cast<float>(high - low);
  if (scale < std::numeric_limits<float>::min()) return {0.0F, low, low, high};
  const float zero = static_cast<float>(low) - min / scale;
  const float nearest = std::clamp(std::round(zero), static_cast<float>(low),  //
                                   static_cast<float>(high));
  return {scale, static_cast<std::int32_t>(nearest), low, high};
}

/// Rounds to the nearest value that a code has.
///
/// shapes   output as input
/// rounding ties away from the lowest value
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, FAKE_QUANT
inline void fake_quant(const unary_args& a, const fake_quant_steps& steps) {
  if (steps.scale == 0.0F) {
    std::ranges::fill(a.output, 0.0F);
    return;
  }
  const float low = steps.min(), high = steps.max(), inverse = 1.0F / steps.scale;
  transform(a, [&](auto x) {
    using batch = decltype(x);
    const batch bounded = xsimd::min(xsimd::max(x, batch(low)), batch(high));
    const batch code = (bounded - batch(low)) * batch(inverse);
    const batch whole = xsimd::floor(code);
    const batch nearest = xsimd::select(code - whole < batch(0.5F), whole, whole + batch(1.0F));
    return nearest * batch(steps.scale) + batch(low);
  });
}

/// FAKE_QUANT of float tensors in a model.
struct fake_quant_entry : unary_operator<builtin::fake_quant> {
  using base = unary_operator<builtin::fake_quant>;

  struct data {
    base::data tensors;
    fake_quant_steps steps;
  };

  static result<data> prepare(prepare_context& c) {
    const result<base::data> tensors = base::prepare(c);
    if (!tensors) return tensors.error();
    namespace f = field::fake_quant;
    const flatbuffer::table& options = c.op().options;
    const auto min = options.scalar<float>(f::min, 0.0F), max = options.scalar<float>(f::max, 0.0F);
    const auto num_bits = options.scalar<std::int32_t>(f::num_bits, 0);
    if (!are_fake_quant_options(min, max, num_bits)) return c.fail(errc::bad_option);
    const bool narrow = options.scalar<std::uint8_t>(f::narrow_range, 0) != 0;
    return data{.tensors = *tensors, .steps = nudge(min, max, num_bits, narrow)};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    fake_quant(args(d.tensors, c), d.steps);
  }
};

}  // namespace octet::float_ops
