// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/correct_bias.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "octet/convert/writer.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;
using octet_test::chain;

/// The largest mean error of a channel of the last output, in real units.
double largest_mean_error(const network& float_net, const network& int8_net,
                          const octet_test::sample_list& samples) {
  executor a(write_network(float_net)), b(write_network(int8_net));
  std::vector<double> errors;
  for (const auto& sample : samples) {
    a.run(sample);
    b.run(sample);
    const std::span<const float> x = a.output(0), y = b.output(0);
    errors.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) errors[i] += y[i] - x[i];
  }
  double largest = 0.0;
  for (const double e : errors) largest = std::max(largest, std::abs(e));
  return largest / static_cast<double>(samples.size());
}

/// Two layers of which one has a single large weight, so that the others get coarse codes; inputs
/// that are never negative, so that the errors do not cancel.
network coarse_network() {
  chain c({1, 32});
  c.fully_connected(8, octet::activation::relu);
  c.fully_connected(4, octet::activation::none);
  network net = c.finish();
  tensor& filter = net.at(net.nodes[0].inputs[1]);
  std::vector<float> weights = filter.values<float>();
  weights[5] = 15.0f;
  filter.set_values<float>(weights);
  return net;
}

octet_test::sample_list positive_samples() {
  auto samples = octet_test::tiny_samples(64, 32);
  for (auto& sample : samples) {
    for (float& x : sample) x = std::abs(x);
  }
  return samples;
}

TEST_CASE("the mean error of the outputs goes away") {
  const network net = coarse_network();
  const auto samples = positive_samples();
  const network plain = quantize(net, octet_test::ranges_on(net, samples));
  const network corrected = correct_bias(write_network(net), plain, samples);
  const double step = double{plain.at(plain.outputs[0]).quantization.scales[0]};
  CHECK(largest_mean_error(net, plain, samples) > 0.5 * step);
  CHECK(largest_mean_error(net, corrected, samples) < 0.1 * step);

  // Nothing but biases changes.
  network restored = corrected;
  for (const node& n : plain.nodes) restored.at(n.inputs[2]) = plain.at(n.inputs[2]);
  CHECK(restored == plain);
}

TEST_CASE("a bias does not leave int32, whatever the error") {
  tensor bias;
  bias.shape = {2};
  bias.set_values<std::int32_t>(std::vector<std::int32_t>{1 << 30, -5});
  bias.quantization.scales = {1e-30f};
  const std::vector<double> errors{-1.0, 1.0};
  detail::subtract_from_bias<std::int32_t>(bias, errors);
  CHECK(bias.values<std::int32_t>() == std::vector<std::int32_t>{1 << 30, -(1 << 30)});
}

TEST_CASE("no samples is an error") {
  const network net = coarse_network();
  const network plain = quantize(net, octet_test::ranges_on(net, positive_samples()));
  CHECK_THROWS_WITH_AS(correct_bias(write_network(net), plain, octet_test::sample_list{}),
                       "bias correction needs at least one sample", convert_error);
}

}  // namespace
