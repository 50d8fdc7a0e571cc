// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trainable convolution against seven nested loops, and its gradients against differences.
#include "octet/train/conv_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "octet/train/random.hpp"
#include "train/gradient_check.hpp"

using octet::activation;
using octet::padding;
using namespace octet::train;

namespace {

std::vector<double> random_values(index_type count, random_source& random) {
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& value : values) value = random.normal();
  return values;
}

/// Zeros before the image, from the definition of the TensorFlow paddings.
index_type zeros_before(const conv_2d& layer, index_type in, index_type out) {
  if (layer.pad == padding::valid) return 0;
  return std::max<index_type>((out - 1) * layer.stride + layer.kernel - in, 0) / 2;
}

double expected_output(const conv_2d& layer, const map_shape& in, const double* image,
                       const std::vector<double>& weights, index_type oy, index_type ox,
                       index_type o, double sum) {
  const map_shape out = layer.output(in);
  for (index_type ky = 0; ky < layer.kernel; ++ky) {
    for (index_type kx = 0; kx < layer.kernel; ++kx) {
      const index_type y = oy * layer.stride + ky - zeros_before(layer, in.height, out.height);
      const index_type x = ox * layer.stride + kx - zeros_before(layer, in.width, out.width);
      if (y < 0 || y >= in.height || x < 0 || x >= in.width) continue;
      for (index_type c = 0; c < in.channels; ++c) {
        const index_type weight = ((o * layer.kernel + ky) * layer.kernel + kx) * in.channels + c;
        sum +=
            image[(y * in.width + x) * in.channels + c] * weights[static_cast<std::size_t>(weight)];
      }
    }
  }
  return sum;
}

void check_forward(const conv_2d& layer, const map_shape& in, index_type count,
                   random_source& random) {
  CAPTURE(layer.kernel);
  CAPTURE(layer.stride);
  CAPTURE(in.height);
  CAPTURE(in.width);
  const map_shape out = layer.output(in);
  const auto input = random_values(count * in.size(), random);
  const auto weights = random_values(layer.weight_count(in), random);
  const auto bias = random_values(layer.bias_count(in), random);
  std::vector<double> output(static_cast<std::size_t>(count * out.size()));
  // Not zero: what lies outside the image must be written, not assumed.
  std::vector<double> scratch(static_cast<std::size_t>(count * layer.scratch_size(in)), 1e9);
  layer.forward(forward_args<double>{in, count, input, weights, bias, output, scratch});

  std::size_t position = 0;
  for (index_type n = 0; n < count; ++n) {
    for (index_type y = 0; y < out.height; ++y) {
      for (index_type x = 0; x < out.width; ++x) {
        for (index_type o = 0; o < out.channels; ++o, ++position) {
          const double sum = expected_output(layer, in, input.data() + n * in.size(), weights, y, x,
                                             o, bias[static_cast<std::size_t>(o)]);
          const double expected = layer.act == activation::relu ? std::max(sum, 0.0) : sum;
          REQUIRE(output[position] == doctest::Approx(expected).epsilon(1e-12).scale(1));
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("conv_2d equals its definition for random shapes, strides and paddings") {
  random_source random(11);
  for (int round = 0; round < 60; ++round) {
    const conv_2d layer{.filters = static_cast<index_type>(1 + random.below(5)),
                        .kernel = static_cast<index_type>(1 + random.below(5)),
                        .stride = static_cast<index_type>(1 + random.below(3)),
                        .pad = random.below(2) == 0 ? padding::same : padding::valid,
                        .act = random.below(2) == 0 ? activation::none : activation::relu};
    const index_type smallest = layer.pad == padding::same ? 1 : layer.kernel;
    const map_shape in{smallest + static_cast<index_type>(random.below(6)),
                       smallest + static_cast<index_type>(random.below(6)),
                       static_cast<index_type>(1 + random.below(3))};
    check_forward(layer, in, static_cast<index_type>(1 + random.below(3)), random);
  }
}

TEST_CASE("output shapes follow the paddings") {
  const map_shape in{28, 27, 3};
  CHECK(conv_2d{.filters = 8}.output(in) == map_shape{28, 27, 8});
  CHECK(conv_2d{.filters = 8, .stride = 2}.output(in) == map_shape{14, 14, 8});
  CHECK(conv_2d{.filters = 8, .pad = padding::valid}.output(in) == map_shape{26, 25, 8});
  CHECK(conv_2d{.filters = 8, .kernel = 28, .pad = padding::valid}.output({28, 28, 1}) ==
        map_shape{1, 1, 8});
}

TEST_CASE("conv_2d gradients equal differences") {
  const fully_connected last{.units = 3};
  for (const padding pad : {padding::same, padding::valid}) {
    for (const index_type stride : {1, 2, 3}) {
      CAPTURE(stride);
      // Two in a row: the second one's input gradient shows in the first one's weights.
      octet_test::check_gradients(
          {7, 8, 2},
          {conv_2d{.filters = 3, .kernel = 3, .stride = 1, .pad = padding::same},
           conv_2d{.filters = 2, .kernel = 2, .stride = stride, .pad = pad}, last},
          21);
    }
  }
  octet_test::check_gradients({5, 5, 1},
                              {conv_2d{.filters = 2, .kernel = 1, .act = activation::none},
                               conv_2d{.filters = 2, .kernel = 5, .act = activation::relu6}, last},
                              22);
}
