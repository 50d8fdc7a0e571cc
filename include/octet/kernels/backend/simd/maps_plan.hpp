// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Codes that become codes one by one, of 16 bits on one side at least: what a SIMD target is asked
// for.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/sigmoid_table.hpp"

namespace octet {

namespace simd {

/// The largest |code - zero_point| of a type.
template <class T>
constexpr std::int32_t largest_difference(std::int32_t zero_point) {
  return std::max(zero_point - std::numeric_limits<T>::min(),
                  std::numeric_limits<T>::max() - zero_point);
}

}  // namespace simd

/// A simd_scaling of factors of 1 and more too, for differences of codes.   scaling(x << left)
struct simd_code_scaling {
  simd_scaling scaling{};
  std::int32_t left = 0;

  /// requantize<C>(x, m) + zero_point for |x| <= most; nothing where a value could leave int32.
  static constexpr std::optional<simd_code_scaling> of(multiplier m, std::int32_t zero_point,
                                                       contract c, std::int32_t most) {
    const std::int32_t left = std::max<std::int32_t>(m.shift, 0);
    if (left > 30 || std::int64_t{most} << left > 1 << 30) return std::nullopt;
    const auto scaling = simd_scaling::of({m.mantissa, m.shift - left}, zero_point, c);
    if (!scaling) return std::nullopt;
    return simd_code_scaling{*scaling, left};
  }

  constexpr std::int32_t operator()(std::int32_t x) const { return scaling(x * (1 << left)); }
};

/// What becomes of x, a code less its zero point.
enum class simd_map : std::uint8_t {
  all_alike,  ///< scaling(x)
  magnitude,  ///< scaling(|x|)
  by_sign,    ///< x < 0 ? below(x) : scaling(x)
};

/// n codes to n others.   to[i] = clamp(map(from[i] - zero_point))
///
/// units    signed codes of from_bytes (1 or 2) and to_bytes (1, 2 or 4)
/// memory   to may be from where the codes are as large
struct simd_rescale {
  const void* from = nullptr;
  void* to = nullptr;
  std::size_t n = 0;
  std::uint8_t from_bytes = 2, to_bytes = 2;
  simd_map map = simd_map::all_alike;
  std::int32_t zero_point = 0;
  simd_code_scaling scaling{}, below{};
  clamp_range<std::int32_t> clamp{};
};

/// Calls run<From, To>() with the types of a rescale. Those of 8 bits on both sides go by table.
template <class Run>
void with_rescale_types(const simd_rescale& r, Run run) {
  using i8 = std::int8_t;
  using i16 = std::int16_t;
  using i32 = std::int32_t;
  if (r.from_bytes == 1) {
    r.to_bytes == 2 ? run.template operator()<i8, i16>() : run.template operator()<i8, i32>();
  } else if (r.to_bytes == 1) {
    run.template operator()<i16, i8>();
  } else {
    r.to_bytes == 2 ? run.template operator()<i16, i16>() : run.template operator()<i16, i32>();
  }
}

/// n codes and slopes.   to[i] = clamp(x < 0 ? slope(x * (alpha[i] - alpha_zero_point)) :
/// identity(x)), where x = input[i] - input_zero_point
///
/// units    int8 codes, or int16 codes where `wide`; alpha int8
/// memory   out may be input
struct simd_prelu {
  const void* input = nullptr;
  const std::int8_t* alpha = nullptr;
  void* out = nullptr;
  std::size_t n = 0;
  bool alpha_stays = false;  ///< one serves for the whole row
  bool wide = false;
  std::int32_t input_zero_point = 0, alpha_zero_point = 0;
  simd_code_scaling identity{}, slope{};
  clamp_range<std::int32_t> clamp{};
};

/// n codes of 16 bits through the lines of a table.   to[i] = interpolate(table, from[i])
///
/// memory   to may be from
struct simd_interpolation {
  const std::int16_t* from = nullptr;
  std::int16_t* to = nullptr;
  std::size_t n = 0;
  const std::int16_t* table = nullptr;  ///< interpolation_size entries
};

/// The lines between neighbours of sigmoid_table: an entry in the lower half, how far the next one
/// lies above it in the upper half. The last line, of height End, is what comes behind the curve.
template <std::uint32_t End>
inline constexpr auto sigmoid_lines = [] {
  std::array<std::uint32_t, 256> lines{};
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::uint32_t below = sigmoid_table[i], above = sigmoid_table[i + 1];
    lines[i] = (above - below) << 16 | below;
  }
  lines.back() = End;
  return lines;
}();

/// n codes of 16 bits through the curve of sigmoid_table. With x = (code * factor + half) >> shift
/// and h(x) = the curve's height over its middle, x >= 0, in Q0.(16 + fraction):
///   to[i] = (offset + (x < 0 ? ~h(-x) : h(x))) >> output_shift
///
/// memory   to may be from
struct simd_sigmoid {
  const std::int16_t* from = nullptr;
  std::int16_t* to = nullptr;
  std::size_t n = 0;
  std::int32_t factor = 0, half = 0, shift = 0;
  const std::uint32_t* lines = nullptr;
  std::int32_t fraction = 0;  ///< bits of |x| between two entries
  std::int32_t middle = 0;    ///< of the curve, in Q0.(16 + fraction)
  std::int32_t offset = 0;    ///< with the rounding
  std::int32_t output_shift = 0;

  /// As logistic_by_table.
  static constexpr simd_sigmoid logistic() {
    return {.lines = sigmoid_lines<0xfffe>.data(),
            .fraction = 9,
            .middle = 1 << 24,
            .offset = (1 << 24) + (1 << 9),
            .output_shift = 10};
  }
  /// As tanh_by_table.
  static constexpr simd_sigmoid tanh() {
    return {.lines = sigmoid_lines<0xffff>.data(),
            .fraction = 8,
            .middle = 1 << 23,
            .offset = 1 << 7,
            .output_shift = 8};
  }
};

/// A row of softmax_int16.
///
/// range    n > 0
/// memory   to may be from
struct simd_softmax_row {
  const std::int16_t* from = nullptr;
  std::int16_t* to = nullptr;
  std::size_t n = 0;
  const std::int16_t* exponentials = nullptr;  ///< interpolation_size entries
  simd_code_scaling scaling{};                 ///< of differences of codes
};

}  // namespace octet
