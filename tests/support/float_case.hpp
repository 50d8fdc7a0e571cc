// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random convolutions of real values, and what they give, summed over every tap in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/core/elements.hpp"
#include "support/guarded.hpp"
#include "support/kernel_oracle.hpp"

namespace octet_test {

/// Whether the compiler makes no fused operations of plain C++, whose values may be others.
#if defined(__x86_64__) && !defined(__FMA__)
inline constexpr bool targets_agree = true;
#else
inline constexpr bool targets_agree = false;
#endif

/// What both kinds have. Its tensors lie against forbidden pages.
struct float_case {
  image_case image{};
  std::int32_t outputs = 0;
  std::vector<float> input{}, filter{}, bias{};
  octet::clamp_range<float> clamp{};
  guarded<float>::side side = guarded<float>::side::after;

  float_case(dice& d, const image_case& shape)
      : image(shape),
        clamp(real_clamp(d)),
        side(d.chance(2) ? guarded<float>::side::after : guarded<float>::side::before) {}

  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
  octet::elements<const float> biases() const { return bias.empty() ? nullptr : bias.data(); }

  /// What run(input, filter, output) leaves in the output.
  template <class Run>
  std::vector<float> result_of(Run run) const {
    guarded<float> in(input, side), weights(filter, side);
    guarded<float> out(unset(image.output_positions() * size(outputs)), side);
    run(static_cast<const float*>(in.data()), static_cast<const float*>(weights.data()),
        out.data());
    return out.copy();
  }

 protected:
  /// Weights so small that sums stay near the clamp's limits, and their rounding below what
  /// close() allows.
  void draw(dice& d, std::int32_t weights_of_tap) {
    input = reals(d, image.input_count());
    const std::size_t taps = size(image.y.size * image.x.size);
    const std::size_t depth = taps * size(weights_of_tap) / std::max(size(outputs), std::size_t{1});
    filter =
        reals(d, taps * size(weights_of_tap), 4.0 / std::sqrt(1.0 + static_cast<double>(depth)));
    if (d.chance(2)) bias = reals(d, size(outputs));
  }

  /// bias[o] + sum_of(tap, pixel), clamped, over all outputs.
  template <class ProductsOf>
  std::vector<double> sums(ProductsOf products_of) const {
    std::vector<double> out;
    image.for_each_position([&](std::size_t position) {
      for (std::int32_t o = 0; o < outputs; ++o) {
        double sum = bias.empty() ? 0.0 : double{bias[size(o)]};
        image.for_each_tap(position, [&](std::int32_t ky, std::int32_t kx, std::size_t pixel) {
          sum += products_of(o, ky * image.x.size + kx, pixel);
        });
        out.push_back(clamped(sum, clamp));
      }
    });
    return out;
  }
};

/// Every output sees the channels of its group.
struct float_convolution : float_case {
  std::int32_t groups;

  float_convolution(dice& d, const image_case& shape, std::int32_t group_count,
                    std::int32_t channels_of_group, std::int32_t outputs_of_group)
      : float_case(d, shape), groups(group_count) {
    image.channels = groups * channels_of_group;
    outputs = groups * outputs_of_group;
    draw(d, outputs * depth());
  }

  std::int32_t depth() const { return image.channels / groups; }

  std::vector<double> expected() const {
    return sums([&](std::int32_t o, std::int32_t tap, std::size_t pixel) {
      const std::size_t first = pixel + size(o / (outputs / groups) * depth());
      const std::size_t weight = size(o * image.y.size * image.x.size + tap) * size(depth());
      double sum = 0;
      for (std::size_t c = 0; c < size(depth()); ++c)
        sum += double{input[first + c]} * double{filter[weight + c]};
      return sum;
    });
  }
};

/// Every channel has `multiplier` outputs of its own.
struct float_depthwise : float_case {
  std::int32_t multiplier;

  float_depthwise(dice& d, const image_case& shape, std::int32_t channels,
                  std::int32_t outputs_of_channel)
      : float_case(d, shape), multiplier(outputs_of_channel) {
    image.channels = channels;
    outputs = channels * multiplier;
    draw(d, outputs);
  }

  std::vector<double> expected() const {
    return sums([&](std::int32_t o, std::int32_t tap, std::size_t pixel) {
      return double{input[pixel + size(o / multiplier)]} *
             double{filter[size(tap) * size(outputs) + size(o)]};
    });
  }
};

}  // namespace octet_test
