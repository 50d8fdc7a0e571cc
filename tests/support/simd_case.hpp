// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random convolutions for the SIMD backend: the same arguments for a target and for the scalar
// kernels, every tensor against a forbidden page.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "octet/kernels/backend/simd.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "support/guarded.hpp"
#include "support/kernel_oracle.hpp"

namespace octet_test {

/// The targets that this machine has.
inline std::vector<octet::simd_target> simd_targets() {
  std::vector<octet::simd_target> all;
  for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i) {
    const auto target = static_cast<octet::simd_target>(i);
    if (octet::has_target(target)) all.push_back(target);
  }
  return all;
}

/// Channels around the widths of vectors and panels, now and then 0 or many.
inline std::int32_t some_channels(dice& d) {
  constexpr std::array<std::int32_t, 6> widths{4, 8, 16, 32, 64, 96};
  if (d.chance(30)) return 0;
  if (d.chance(3)) return d.between(1, 9);
  const std::int32_t width = widths[static_cast<std::size_t>(d.between(0, 5))];
  return std::max(1, width + d.between(-1, 1));
}

template <class T>
using simd_args =
    std::conditional_t<sizeof(T) == 1,
                       octet::basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>,
                       octet::basic_convolution_args<std::int16_t, std::int8_t, std::int64_t,
                                                     octet::accumulator_16x8>>;

/// A convolution of codes T, depthwise or not.
template <class T>
struct simd_case {
  using bias_type = std::conditional_t<sizeof(T) == 1, std::int32_t, std::int64_t>;
  static constexpr bool wide = sizeof(T) == 2;

  image_case image;
  bool depthwise;
  std::int32_t outputs;
  std::vector<T> input;
  std::vector<std::int8_t> filter;
  std::vector<bias_type> bias;
  std::vector<octet::multiplier> multipliers;
  std::int32_t input_zero_point, output_zero_point;
  octet::clamp_range<std::int32_t> clamp;
  typename guarded<T>::side side;

  simd_case(dice& d, image_case shape, bool dw, std::int32_t channels, std::int32_t out)
      : image(shape),
        depthwise(dw),
        outputs(out),
        input_zero_point(wide ? 0 : d.code<std::int8_t>()),
        output_zero_point(wide ? 0 : d.code<std::int8_t>()),
        clamp(wide ? wide_clamp(d) : d.clamp()),
        side(d.chance(2) ? guarded<T>::side::after : guarded<T>::side::before) {
    image.channels = channels;
    input = d.codes<T>(image.input_count());
    const std::int32_t taps = image.y.size * image.x.size;
    filter = d.codes<std::int8_t>(size(taps) * size(depthwise ? 1 : channels) * size(outputs));
    if (d.chance(2)) {
      for (std::int32_t b : d.biases(size(outputs))) bias.push_back(b);
    }
    const bool per_channel = d.chance(2);
    // One layer in four has multipliers that need the long way, by chance or all of them.
    const bool any = d.chance(4);
    for (std::int32_t o = 0; o < (per_channel ? outputs : 1); ++o) {
      const double factor = any ? d.factor() : double{d.scale(-18, -2)};
      multipliers.push_back(octet::multiplier::from_real(factor));
    }
    if (multipliers.empty()) multipliers.push_back({});
  }

  static octet::clamp_range<std::int32_t> wide_clamp(dice& d) {
    return {d.chance(3) ? d.between(-32768, 0) : -32768, d.chance(3) ? d.between(1, 32767) : 32767};
  }
  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
  std::size_t output_count() const { return image.output_positions() * size(outputs); }

  simd_args<T> args(const T* in, const std::int8_t* weights, T* out) const {
    const std::int32_t taps_of = depthwise ? 1 : outputs,
                       depth = depthwise ? outputs : image.channels;
    return {.input = {in, {image.batch, image.y.input, image.x.input, image.channels}},
            .filter = {weights, {taps_of, image.y.size, image.x.size, depth}},
            .bias = bias.empty() ? nullptr : bias.data(),
            .output = {out, {image.batch, image.y.output(), image.x.output(), outputs}},
            .input_zero_point = input_zero_point,
            .window = image.window(),
            .requantize = {.multipliers = multipliers.data(),
                           .per_channel = multipliers.size() > 1,
                           .zero_point = output_zero_point,
                           .clamp = clamp}};
  }

  /// What run(args) leaves in the output; its tensors lie against forbidden pages.
  template <class Run>
  std::vector<T> result_of(Run run) const {
    guarded<T> in(input, side), out(output_count(), side);
    guarded<std::int8_t> weights(filter, guarded<std::int8_t>::side::after);
    run(args(in.data(), weights.data(), out.data()));
    return out.copy();
  }
};

}  // namespace octet_test
