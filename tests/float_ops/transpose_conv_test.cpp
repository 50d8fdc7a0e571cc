// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float transpose_conv against the definition: every input scatters its products, in double.
#include "octet/float_ops/transpose_conv.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

struct axis {
  std::int32_t input, output, taps, stride, pad;

  explicit axis(dice& d)
      : input(d.between(0, 5)),
        output(d.between(1, 12)),
        taps(d.between(1, 4)),
        stride(d.between(1, 4)),
        pad(d.between(0, 3)) {}

  octet::window_axis window() const { return {.size = taps, .stride = stride, .pad = pad}; }
};

}  // namespace

TEST_CASE("float transpose_conv equals the scattered products") {
  dice d(13);
  for (int i = 0; i < 600; ++i) {
    const axis y(d), x(d);
    const std::int32_t batch = d.between(0, 2), depth = d.between(0, 5), channels = d.between(1, 4);
    const auto input = octet_test::reals(d, size(batch * y.input * x.input * depth));
    const auto filter = octet_test::reals(d, size(channels * y.taps * x.taps * depth));
    const auto bias = octet_test::reals(d, d.chance(2) ? size(channels) : 0);
    const auto clamp = octet_test::real_clamp(d);
    std::vector<double> sums(size(batch * y.output * x.output * channels));
    for (std::size_t e = 0; e < input.size(); ++e) {
      const auto at = static_cast<std::int32_t>(e);
      const std::int32_t c = at % depth, ix = at / depth % x.input,
                         iy = at / depth / x.input % y.input, n = at / depth / x.input / y.input;
      for (std::size_t w = 0; w < filter.size(); ++w) {
        const auto tap = static_cast<std::int32_t>(w);
        const std::int32_t k = tap / depth, o = k / x.taps / y.taps;
        const std::int32_t oy = iy * y.stride - y.pad + k / x.taps % y.taps;
        const std::int32_t ox = ix * x.stride - x.pad + k % x.taps;
        if (tap % depth != c || oy < 0 || oy >= y.output || ox < 0 || ox >= x.output) continue;
        sums[size(((n * y.output + oy) * x.output + ox) * channels + o)] +=
            double{input[e]} * double{filter[w]};
      }
    }
    for (std::size_t o = 0; o < sums.size(); ++o) {
      const double start = bias.empty() ? 0.0 : double{bias[o % size(channels)]};
      sums[o] = octet_test::clamped(sums[o] + start, clamp);
    }
    std::vector<float> output = octet_test::unset(sums.size());
    octet::float_ops::transpose_conv(
        {.input = {input.data(), {batch, y.input, x.input, depth}},
         .filter = {filter.data(), {channels, y.taps, x.taps, depth}},
         .bias = bias.empty() ? nullptr : bias.data(),
         .output = {output.data(), {batch, y.output, x.output, channels}},
         .window = {.y = y.window(), .x = x.window()},
         .clamp = clamp});
    CAPTURE(i);
    CHECK(octet_test::close(output, sums));
  }
}
