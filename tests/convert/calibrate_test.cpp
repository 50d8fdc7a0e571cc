// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/calibrate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/convert/writer.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;
using octet_test::chain;

TEST_CASE("min_max ranges are the extremes of every tensor over all samples") {
  const network net = octet_test::tiny_model();
  const auto samples = octet_test::tiny_samples(5);
  const std::vector<octet::range> ranges = octet_test::ranges_on(net, samples);

  std::vector<octet::range> expected(net.tensors.size(), {1e30f, -1e30f});
  executor model(write_network(net));
  const auto widen = [&](std::int32_t t, std::span<const float> values) {
    octet::range& r = expected[static_cast<std::size_t>(t)];
    for (const float v : values) r = {std::min(r.min, v), std::max(r.max, v)};
  };
  for (const auto& sample : samples) {
    widen(net.inputs[0], sample);
    model.run(sample, [&](std::int32_t n) {
      const std::int32_t output = net.nodes[static_cast<std::size_t>(n)].outputs[0];
      widen(output, model.read(output));
    });
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    CAPTURE(net.tensors[i].name);
    if (expected[i].max < expected[i].min) {
      CHECK(ranges[i] == octet::range{});  // a constant
    } else {
      CHECK(ranges[i].min == expected[i].min);
      CHECK(ranges[i].max == expected[i].max);
    }
  }
}

TEST_CASE("samples in any order give the same ranges, with every observer") {
  const network net = octet_test::tiny_model();
  auto samples = octet_test::tiny_samples(10);
  for (const std::string_view name : observer_names) {
    const any_observer observer = observer_named(name).value();
    const auto forward = octet_test::ranges_on(net, samples, observer);
    std::reverse(samples.begin(), samples.end());
    CHECK(octet_test::ranges_on(net, samples, observer) == forward);
  }
  CHECK_FALSE(observer_named("median"));
}

TEST_CASE("bad samples are named") {
  calibrator c(write_network(octet_test::tiny_model()));
  CHECK(c.sample_size() == 128);
  CHECK_THROWS_WITH_AS(c.ranges(), "calibration needs at least one sample", convert_error);
  std::vector<float> sample(128, 0.5f);
  c.see(sample);
  CHECK(c.samples() == 1);
  sample[77] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(c.see(sample),
                       "sample 1: tensor 0 \"input\" has a value that is NaN or infinite",
                       convert_error);
  CHECK_THROWS_WITH_AS(c.see(std::vector<float>(127)),
                       "a sample has 127 values; the model takes 128", convert_error);
}

// Infinity less infinity; infinity alone is clamped by the fused activation.
TEST_CASE("an overflow inside the model is named") {
  chain c({1, 4});
  c.fully_connected(2, octet::activation::none);
  network net = c.finish();
  net.at(net.nodes[0].inputs[1]).set_values<float>(std::vector<float>{2, -2, 2, -2, 1, 0, 0, 0});
  calibrator calibration(write_network(net));
  CHECK_THROWS_WITH_AS(
      calibration.see(std::vector<float>(4, 3e38f)),
      "sample 0: tensor 3 \"FULLY_CONNECTED_0\" has a value that is NaN or infinite",
      convert_error);
}

TEST_CASE("an int8 model cannot be calibrated") {
  CHECK_THROWS_WITH_AS(calibrator{octet_test::tiny_int8_model()},
                       "tensor 0 \"input\" is int8: calibration needs a float32 model",
                       convert_error);
}

}  // namespace
