// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random cases for the kernels that slide windows or multiply by weights, and the taps that an
// oracle sums, found from other formulas than the library's.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"
#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace octet_test {

/// What random_tensor lacks for the kernels of networks.
class dice : public random_tensor {
 public:
  using random_tensor::random_tensor;

  bool chance(int one_in) { return between(1, one_in) == 1; }

  /// A real multiplier as models have them, and now and then one that shifts left or vanishes.
  double factor() {
    return chance(20) ? scale(-40, -25) : chance(10) ? scale(0, 5) : scale(-18, -1);
  }
  std::vector<double> factors(std::size_t n) {
    std::vector<double> v(n);
    for (double& f : v) f = factor();
    return v;
  }

  /// Together with any sum of the tests small enough for `times` with any factor.
  std::vector<std::int32_t> biases(std::size_t n) {
    std::vector<std::int32_t> v(n);
    for (std::int32_t& x : v) x = between(-(1 << 20), 1 << 20);
    return v;
  }

  /// What a fused activation leaves of the output range, sometimes a single code.
  octet::clamp_range<std::int32_t> clamp() {
    if (chance(2)) return {-128, 127};
    const std::int32_t a = code<std::int8_t>(), b = code<std::int8_t>();
    return {std::min(a, b), std::max(a, b)};
  }
};

inline std::int8_t clamped(std::int64_t code, octet::clamp_range<std::int32_t> range) {
  return static_cast<std::int8_t>(clamped(code, range.min, range.max));
}

inline std::vector<octet::multiplier> multipliers_of(const std::vector<double>& factors) {
  std::vector<octet::multiplier> m;
  for (double f : factors) m.push_back(octet::multiplier::from_real(f));
  return m;
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

}  // namespace octet_test
