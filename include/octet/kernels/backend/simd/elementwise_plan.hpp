// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of codes that become one row, element by element, pixels that become one pixel, codes that
// become real values and back, and codes through a table: what a SIMD target is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// One multiplier for all elements, by the formula of simd_panel:
///   (high32((x + 2^31) * factor + rounding) + (where counts_sign: top bit of x + 2^31)) >> shift
struct simd_scaling {
  std::uint64_t rounding = 0;
  std::uint32_t factor = 0;
  std::int32_t shift = 0;
  bool counts_sign = false;

  /// requantize<C>(x, m) + zero_point for |x| <= 2^30, of contracts A and B; nothing where the
  /// formula could leave int32. A factor of 1 and more is such a case.
  static constexpr std::optional<simd_scaling> of(multiplier m, std::int32_t zero_point,
                                                  contract c) {
    if (m.mantissa < 0 || m.shift > 0 || m.shift < -29) return std::nullopt;
    const std::int64_t offset = std::int64_t{zero_point} * (std::int64_t{1} << -m.shift);
    if (offset < -(1 << 29) || offset > 1 << 29) return std::nullopt;
    simd_scaling s;
    s.shift = -m.shift;
    s.factor = 2 * static_cast<std::uint32_t>(m.mantissa);
    s.rounding = static_cast<std::uint64_t>(offset) << 32;
    s.rounding += std::uint64_t{1} << (31 + s.shift);
    // Without a shift to the right contract A rounds once.
    s.counts_sign = c == contract::double_rounding && s.shift > 0;
    if (s.counts_sign) s.rounding += (std::uint64_t{1} << 31) - (std::uint64_t{1} << 32);
    s.rounding -= std::uint64_t{s.factor} << 31;
    return s;
  }

  constexpr std::int32_t operator()(std::int32_t x) const {
    const std::uint32_t biased = static_cast<std::uint32_t>(x) + 0x80000000U;
    const std::uint64_t product = std::uint64_t{biased} * factor + rounding;
    const std::uint32_t sign = counts_sign ? biased >> 31 : 0;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(product >> 32) + sign) >> shift;
  }
};

/// What becomes of x and y, codes less their zero points.
enum class simd_pair : std::uint8_t {
  add,                 ///< output((x << left) / 2 + y_scaling(y << left))
  subtract,            ///< the first less the second
  subtract_from,       ///< the second less the first
  multiply,            ///< output(x * y)
  squared_difference,  ///< output of the square of what subtract has, the half of x rounded up
  larger,              ///< codes as they are: for simd_extremum_kernels alone
  smaller,             ///< the same
};

/// n elements of two rows.
///
/// units    int8 codes, or int16 codes where `wide`
/// memory   out may be x or y
struct simd_pairs {
  const void *x = nullptr, *y = nullptr;
  void* out = nullptr;
  std::size_t n = 0;
  bool x_stays = false, y_stays = false;  ///< one element serves for the whole row
  bool wide = false;
  simd_pair pair = simd_pair::add;
  std::int32_t left = 0;
  std::int32_t x_zero_point = 0, y_zero_point = 0;
  simd_scaling y_scaling{}, output{};
  clamp_range<std::int32_t> clamp{};
};

/// The pixels under a window, channel by channel.   out[c] = clamp(max, mean or scaled sum of
/// pixels[..][..][c])
///
/// shapes   rows x columns pixels, their first elements y_step and x_step elements apart
/// units    int8 codes, or int16 codes where `wide`
/// memory   out must not overlap pixels
struct simd_pool {
  const void* pixels = nullptr;
  void* out = nullptr;
  std::size_t channels = 0, rows = 0, columns = 0;
  std::ptrdiff_t y_step = 0, x_step = 0;
  bool wide = false;
  bool sums = false;             ///< the sum: scaling(start + the codes)
  std::uint32_t reciprocal = 0;  ///< else of the mean, see mean_reciprocal; 0: the maximum
  std::int32_t start = 0;
  simd_scaling scaling{};
  clamp_range<std::int32_t> clamp{};

  std::uint32_t count() const { return static_cast<std::uint32_t>(rows * columns); }

  /// r = floor(2^32 / count) + 1, for 2 <= count <= most_means. (v * r) >> 32 is v / count rounded
  /// down while v * count < 2^32: r * count is between 2^32 and 2^32 + count, and v is at most
  /// count / 2 more than count times the largest code.
  static constexpr std::uint32_t mean_reciprocal(std::uint32_t count) {
    return static_cast<std::uint32_t>((std::uint64_t{1} << 32) / count + 1);
  }
  template <class T>
  static constexpr std::size_t most_means = sizeof(T) == 1 ? 4096 : 256;
};

/// n codes and their real values, from one to the other.
///
/// units    int8 codes, or int16 codes where `wide`; floats
/// memory   the two must not overlap
struct simd_reals {
  const void* from = nullptr;
  void* to = nullptr;
  std::size_t n = 0;
  affine params{};
  bool wide = false;
};

/// n real values that alone determine the parameters of their codes; see quantize_row.
struct simd_real_row {
  const float* from = nullptr;
  std::int8_t* to = nullptr;
  std::size_t n = 0;
  row_scheme scheme = row_scheme::symmetric;
};

/// Sums that become real values; the panels have the sums of the weights.
///   data[row][c] = scaling.real(sum - zero_point * weights[c], c)
///
/// memory   the int32 sums are written where their real values will be; real_rows converts them in
///          place
struct simd_sum_rows {
  float* data = nullptr;
  std::size_t rows = 0, channels = 0;
  const simd_panel* panels = nullptr;
  std::int32_t zero_point = 0;
  const hybrid_scaling* scaling = nullptr;
};

/// Sums of a block of weights, added up as real values.
///   to[i] += (sums[i] - zero_point * weights[i]) * scales[i]
struct simd_scaled_sums {
  float* to = nullptr;
  const std::int32_t *sums = nullptr, *weights = nullptr;
  const float* scales = nullptr;
  std::size_t n = 0;
  std::int32_t zero_point = 0;
};

/// n codes of 8 bits through a table.   to[i] = table[from[i]]
///
/// memory   to may be from
struct simd_lookup {
  const std::uint8_t* from = nullptr;
  std::uint8_t* to = nullptr;
  std::size_t n = 0;
  const std::uint8_t* table = nullptr;  ///< 256 codes
};

}  // namespace octet
