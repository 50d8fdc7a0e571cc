// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A chain of layers: shapes, parameters in .tflite layout, gradients through all kinds, bad layers.
#include "octet/train/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <variant>
#include <vector>

#include "train/gradient_check.hpp"

using octet::activation;
using octet::padding;
using namespace octet::train;

TEST_CASE("layers follow one another, with their parameters") {
  const network net({28, 28, 1},
                    {conv_2d{.filters = 8}, max_pool_2d{}, conv_2d{.filters = 4, .stride = 2},
                     mean{}, fully_connected{.units = 10}},
                    1);
  REQUIRE(net.size() == 5);
  CHECK(net.input() == map_shape{28, 28, 1});
  CHECK(net.output() == map_shape{1, 1, 10});
  CHECK(net[0].output == map_shape{28, 28, 8});
  CHECK(net[1].output == map_shape{14, 14, 8});
  CHECK(net[2].output == map_shape{7, 7, 4});
  CHECK(net[3].output == map_shape{1, 1, 4});
  CHECK(net[0].weights.size() == 8 * 3 * 3 * 1);
  CHECK(net[0].bias.size() == 8);
  CHECK(net[1].weights.empty());
  CHECK(net[2].weights.size() == 4 * 3 * 3 * 8);
  CHECK(net[3].bias.empty());
  CHECK(net[4].weights.size() == 10 * 4);
  CHECK(net.parameters().size() == 72 + 8 + 288 + 4 + 40 + 10);
  CHECK(std::holds_alternative<max_pool_2d>(net[1].kind));
  for (std::size_t i = 0; i + 1 < net.size(); ++i) CHECK(net[i].output == net[i + 1].input);
  CHECK(net[0].weights.data() == net.parameters().data());
  CHECK(net[4].bias.data() + 10 == net.parameters().data() + net.parameters().size());
}

TEST_CASE("first weights: variance 2 / fan-in, biases 0, the seed decides") {
  const std::vector<layer> layers{conv_2d{.filters = 64, .kernel = 5}};
  const network net({8, 8, 16}, layers, 5);
  double squares = 0;
  for (const float weight : net[0].weights) squares += double{weight} * double{weight};
  const double variance = squares / static_cast<double>(net[0].weights.size());
  CHECK(variance == doctest::Approx(2.0 / (5 * 5 * 16)).epsilon(0.05));
  for (const float bias : net[0].bias) CHECK(bias == 0);

  const network same({8, 8, 16}, layers, 5);
  const network other({8, 8, 16}, layers, 6);
  CHECK(std::ranges::equal(net.parameters(), same.parameters()));
  CHECK_FALSE(std::ranges::equal(net.parameters(), other.parameters()));
}

TEST_CASE("gradients flow through all kinds of layers") {
  octet_test::check_gradients(
      {11, 10, 2},
      {conv_2d{.filters = 3, .pad = padding::valid}, max_pool_2d{},
       conv_2d{.filters = 4, .stride = 2, .act = activation::relu6}, mean{},
       fully_connected{.units = 5, .act = activation::relu}, fully_connected{.units = 3}},
      61);
}

TEST_CASE("fewer samples than the workspace holds change nothing") {
  const network net({5, 5, 1}, {conv_2d{.filters = 2}, fully_connected{.units = 3}}, 7);
  network::workspace large(net, 4);
  network::workspace small(net, 1);
  random_source random(8);
  for (std::size_t i = 0; i < 25; ++i) {
    large.input()[i] = small.input()[i] = static_cast<float>(random.normal());
  }
  CHECK(large.input().size() == 100);
  const auto few = net.forward(large, 1);
  const auto one = net.forward(small, 1);
  REQUIRE(few.size() == 3);
  CHECK(std::ranges::equal(few, one));
}

TEST_CASE("layers that cannot be are refused") {
  const auto build = [](map_shape in, std::vector<layer> layers) { network(in, layers, 1); };
  CHECK_THROWS_AS(build({4, 4, 1}, {}), std::invalid_argument);
  CHECK_THROWS_AS(build({0, 4, 1}, {mean{}}), std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {conv_2d{.filters = 0}}), std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {conv_2d{.stride = 0}}), std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {conv_2d{.kernel = 5, .pad = padding::valid}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {conv_2d{.act = activation::tanh}}), std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {max_pool_2d{.kernel = 5}}), std::invalid_argument);
  CHECK_THROWS_AS(build({4, 4, 1}, {fully_connected{.units = 0}}), std::invalid_argument);
  CHECK_THROWS_WITH(build({4, 4, 1}, {mean{}, max_pool_2d{}}),
                    "layer 1 has a window larger than its input");
}
