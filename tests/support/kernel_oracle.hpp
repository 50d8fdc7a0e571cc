// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What kernel tests compare with: seeded random cases, and the arithmetic of the contracts written
// down once more, in exact integers and from other formulas than the library's.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"

namespace octet_test {

__extension__ using int128 = __int128;

/// Random numbers that are the same on every machine.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  std::int32_t between(std::int32_t low, std::int32_t high) {
    const auto span = static_cast<std::uint64_t>(std::int64_t{high} - low + 1);
    return static_cast<std::int32_t>(low + static_cast<std::int64_t>(engine_() % span));
  }
  bool chance(int one_in) { return between(1, one_in) == 1; }
  double real(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  /// A factor between 2^low and 2^high, each power of two as likely.
  double factor(double low, double high) { return std::exp2(real(low, high)); }

  /// Zero points and codes; a third of them the ends of the range.
  std::int32_t code() {
    if (chance(6)) return -128;
    if (chance(5)) return 127;
    return between(-128, 127);
  }
  std::vector<std::int8_t> codes(std::size_t n) {
    std::vector<std::int8_t> v(n);
    for (std::int8_t& x : v) x = static_cast<std::int8_t>(code());
    return v;
  }
  std::vector<std::int32_t> biases(std::size_t n) {
    std::vector<std::int32_t> v(n);
    for (std::int32_t& x : v) x = between(-(1 << 20), 1 << 20);
    return v;
  }
  /// What a fused activation leaves of the output range, sometimes a single code.
  octet::clamp_range<std::int32_t> clamp() {
    if (chance(2)) return {-128, 127};
    const std::int32_t a = code(), b = code();
    return {std::min(a, b), std::max(a, b)};
  }

 private:
  std::mt19937_64 engine_;
};

/// Mantissa and shift as ARITHMETIC defines them, from frexp.
struct mantissa_and_shift {
  std::int64_t mantissa;
  int shift;

  explicit mantissa_and_shift(double real) {
    const double fraction = std::frexp(real, &shift);
    mantissa = static_cast<std::int64_t>(std::round(fraction * 2147483648.0));
    if (mantissa == 2147483648) mantissa /= 2, ++shift;
    if (shift < -31) mantissa = 0, shift = 0;
  }
};

/// accumulator * m under contract A: SRDHM by truncating division, then division by a power of two,
/// ties away.
inline std::int64_t contract_a(std::int64_t accumulator, mantissa_and_shift m) {
  const int128 one = 1;
  const auto shifted = static_cast<std::int32_t>(
      static_cast<std::uint32_t>(accumulator * (std::int64_t{1} << std::max(m.shift, 0))));
  const int128 product = int128{shifted} * m.mantissa;
  const int128 high =
      (product + (product >= 0 ? one << 30 : 1 - (one << 30))) / (one << 31);  // truncates
  const int128 divisor = one << std::max(-m.shift, 0);
  const int128 magnitude = high < 0 ? -high : high;
  const int128 rounded = (2 * magnitude + divisor) / (2 * divisor);
  return static_cast<std::int64_t>(high < 0 ? -rounded : rounded);
}

inline std::int8_t clamped(std::int64_t code, octet::clamp_range<std::int32_t> range) {
  return static_cast<std::int8_t>(
      std::min<std::int64_t>(std::max<std::int64_t>(code, range.min), range.max));
}

/// The window of one axis as TensorFlow Lite's padding arithmetic gives it.
struct axis_case {
  std::int32_t input = 1, size = 1, stride = 1, dilation = 1;
  octet::padding padding = octet::padding::valid;

  std::int32_t reach() const { return (size - 1) * dilation + 1; }
  std::int32_t output() const {
    const std::int32_t room =
        padding == octet::padding::same ? input + stride - 1 : input - reach() + stride;
    return std::max(room, 0) / stride;
  }
  std::int32_t position(std::int32_t o, std::int32_t tap) const {
    const std::int32_t needed = std::max((output() - 1) * stride + reach() - input, 0);
    return o * stride + tap * dilation - needed / 2;
  }
  bool inside(std::int32_t o, std::int32_t tap) const {
    return position(o, tap) >= 0 && position(o, tap) < input;
  }
  octet::window_axis window() const {
    return octet::window_axis::over(input, size, stride, dilation, padding);
  }

  static axis_case random(dice& d, octet::padding padding, std::int32_t most_dilation) {
    axis_case a{.input = d.between(1, 9),
                .size = d.between(1, 4),
                .stride = d.between(1, 3),
                .dilation = d.between(1, most_dilation),
                .padding = padding};
    // A valid window that does not fit leaves nothing to compute: keep it rare.
    if (a.output() < 1 && !d.chance(8)) a.input += a.reach();
    return a;
  }
};

/// A window over an image, and a walk over the taps inside it.
struct image_case {
  std::int32_t batch = 1, channels = 1;
  axis_case y{}, x{};

  std::size_t input_count() const { return count(y.input, x.input) * size(channels); }
  std::size_t output_positions() const { return count(y.output(), x.output()); }

  octet::window_2d window() const { return {.y = y.window(), .x = x.window()}; }

  /// Calls visit(position) for every output position; position counts batch, rows and columns.
  template <class Visit>
  void for_each_position(Visit visit) const {
    for (std::size_t p = 0; p < output_positions(); ++p) visit(p);
  }

  /// Calls visit(ky, kx, index of the input pixel's channel 0) for the taps inside the image.
  template <class Visit>
  void for_each_tap(std::size_t position, Visit visit) const {
    const auto p = static_cast<std::int32_t>(position);
    const std::int32_t ox = p % x.output(), oy = p / x.output() % y.output(),
                       n = p / x.output() / y.output();
    for (std::int32_t ky = 0; ky < y.size; ++ky) {
      for (std::int32_t kx = 0; kx < x.size; ++kx) {
        if (!y.inside(oy, ky) || !x.inside(ox, kx)) continue;
        const std::int32_t pixel =
            (n * y.input + y.position(oy, ky)) * x.input + x.position(ox, kx);
        visit(ky, kx, size(pixel) * size(channels));
      }
    }
  }

  static image_case random(dice& d, std::int32_t most_dilation) {
    const octet::padding padding = d.chance(2) ? octet::padding::same : octet::padding::valid;
    return {.batch = d.chance(10) ? 0 : d.between(1, 2),
            .y = axis_case::random(d, padding, most_dilation),
            .x = axis_case::random(d, padding, most_dilation)};
  }

 private:
  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
  std::size_t count(std::int32_t rows, std::int32_t columns) const {
    return size(batch) * size(rows) * size(columns);
  }
};

/// Real multipliers as models have them, and now and then one that shifts left or vanishes.
inline std::vector<double> random_factors(dice& d, std::size_t n) {
  std::vector<double> factors(n);
  for (double& f : factors)
    f = d.chance(20) ? d.factor(-40, -25) : d.chance(10) ? d.factor(0, 6) : d.factor(-18, 0);
  return factors;
}

inline std::vector<octet::multiplier> multipliers_of(const std::vector<double>& factors) {
  std::vector<octet::multiplier> m;
  for (double f : factors) m.push_back(octet::multiplier::from_real(f));
  return m;
}

}  // namespace octet_test
