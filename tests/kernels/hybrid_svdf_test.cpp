// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// hybrid_svdf against sums in double over several steps.
#include "octet/kernels/hybrid_svdf.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/hybrid_oracle.hpp"

using octet::row_scheme;
using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

struct svdf_case {
  octet::svdf_sizes z;
  row_scheme scheme;
  float feature_scale, time_scale;
  std::vector<std::int8_t> feature_weights, time_weights;
  std::vector<float> bias;
  octet::clamp_range<float> clamp;
  std::vector<float> state;        ///< the kernel's
  std::vector<double> remembered;  ///< the oracle's

  explicit svdf_case(dice& d) {
    z = {d.between(1, 3), d.between(1, 7), d.between(1, 4), d.between(1, 3), d.between(1, 4)};
    scheme = d.chance(2) ? row_scheme::symmetric : row_scheme::asymmetric;
    feature_scale = d.scale(-9, 0);
    time_scale = d.scale(-9, 0);
    feature_weights = d.codes<std::int8_t>(size(z.filters() * z.inputs));
    time_weights = d.codes<std::int8_t>(size(z.filters() * z.memory));
    if (d.chance(2)) bias = octet_test::random_row(d, size(z.units));
    clamp = d.chance(2) ? octet::unclamped<float> : octet::real_range(octet::activation::relu);
    state.resize(size(z.batch * z.filters() * z.memory));
    remembered.resize(state.size());
  }

  std::vector<float> run(const std::vector<float>& input) {
    std::vector<float> output(size(z.batch * z.units));
    std::vector<std::int8_t> scratch(size(z.inputs));
    octet::hybrid_svdf({.sizes = z,
                        .input = input.data(),
                        .feature_weights = feature_weights.data(),
                        .time_weights = time_weights.data(),
                        .feature_scale = feature_scale,
                        .time_scale = time_scale,
                        .bias = bias.empty() ? nullptr : bias.data(),
                        .state = state.data(),
                        .output = output.data(),
                        .clamp = clamp,
                        .scheme = scheme,
                        .scratch = scratch.data()});
    return output;
  }

  void remember(const std::vector<float>& input) {
    for (std::int32_t n = 0; n < z.batch; ++n) {
      const auto first = input.begin() + n * z.inputs;
      const auto row = octet_test::quantized_row({first, first + z.inputs}, scheme);
      for (std::int32_t f = 0; f < z.filters(); ++f) {
        double feature = 0;
        for (std::int32_t i = 0; i < z.inputs; ++i)
          feature += row.value(size(i)) * feature_weights[size(f * z.inputs + i)];
        const auto oldest = remembered.begin() + (n * z.filters() + f) * z.memory;
        std::rotate(oldest, oldest + 1, oldest + z.memory);
        *(oldest + z.memory - 1) = feature * double{feature_scale};
      }
    }
  }

  void check(const std::vector<float>& output) const {
    for (std::int32_t n = 0; n < z.batch; ++n) {
      for (std::int32_t u = 0; u < z.units; ++u) {
        double sum = bias.empty() ? 0 : double{bias[size(u)]};
        double magnitude = std::abs(sum);
        for (std::int32_t i = 0; i < z.span(); ++i) {
          const double product = remembered[size((n * z.units + u) * z.span() + i)] *
                                 time_weights[size(u * z.span() + i)] * double{time_scale};
          sum += product;
          magnitude += std::abs(product);
        }
        sum = std::clamp(sum, double{clamp.min}, double{clamp.max});
        REQUIRE(octet_test::is_near(output[size(n * z.units + u)], sum, magnitude));
      }
    }
  }
};

}  // namespace

TEST_CASE("hybrid_svdf remembers real features of quantized rows") {
  dice d(7);
  for (int i = 0; i < 300; ++i) {
    svdf_case c(d);
    CAPTURE(i);
    for (int step = 0; step < 5; ++step) {
      std::vector<float> input;
      for (std::int32_t n = 0; n < c.z.batch; ++n) {
        const auto row = octet_test::random_row(d, size(c.z.inputs));
        input.insert(input.end(), row.begin(), row.end());
      }
      const std::vector<float> output = c.run(input);
      c.remember(input);
      c.check(output);
    }
  }
}
