// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/calibrate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
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

TEST_CASE("samples in any order give the same ranges, with all observers that know no order") {
  const network net = octet_test::tiny_model();
  auto samples = octet_test::tiny_samples(10);
  for (const std::string_view name : observer_names) {
    if (name == "moving_average" || name == "auto") continue;  // which may choose the former
    const any_observer observer = observer_named(name).value();
    const auto forward = octet_test::ranges_on(net, samples, observer);
    std::reverse(samples.begin(), samples.end());
    CHECK(octet_test::ranges_on(net, samples, observer) == forward);
  }
}

calibrator calibrated_on(const network& net, std::span<const std::vector<float>> samples,
                         std::string_view observer) {
  calibrator c(write_network(net), *observer_named(observer));
  for (const auto& sample : samples) c.see(sample);
  return c;
}

// Sizes from 2^-8 to 2^8, so that parts have bins of different widths.
TEST_CASE("parts of the samples, cut and merged in any way, give the same state and ranges") {
  const network net = octet_test::tiny_model();
  auto samples = octet_test::tiny_samples(17);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (float& v : samples[i]) v = std::ldexp(v, static_cast<int>(i) - 8);
  }
  const std::span<const std::vector<float>> all(samples);
  for (const std::string_view name : observer_names) {
    if (name == "moving_average" || name == "auto") continue;
    CAPTURE(name);
    const calibrator whole = calibrated_on(net, all, name);
    std::mt19937 random(3);
    for (std::size_t parts = 1; parts <= 4; ++parts) {
      std::vector<std::vector<std::vector<float>>> shares(parts);
      for (const auto& sample : all) shares[random() % parts].push_back(sample);
      calibrator sum(write_network(net), *observer_named(name));
      for (const auto& share : shares) sum.merge(calibrated_on(net, share, name).state());
      CHECK(sum.samples() == 17);
      CHECK(sum.state() == whole.state());
      CHECK(sum.ranges() == whole.ranges());
    }
    calibrator front = calibrated_on(net, all.first(5), name);
    front.merge(calibrated_on(net, all.subspan(5), name));
    CHECK(front.ranges() == whole.ranges());
  }
}

TEST_CASE("what depends on the order cannot be merged") {
  const network net = octet_test::tiny_model();
  const auto samples = octet_test::tiny_samples(2);
  for (const std::string_view name : {"moving_average", "auto"}) {
    calibrator c = calibrated_on(net, samples, name);
    const std::string tensor = name_tensor(net.nodes[0].outputs[0], "PAD_0");
    const std::string why = tensor + ": a calibration with " + std::string(name) +
                            " cannot be merged: the range depends on the order of the samples";
    CHECK_THROWS_WITH_AS(c.merge(calibrated_on(net, samples, name)), why.c_str(), convert_error);
    CHECK_THROWS_WITH_AS(c.merge(calibrated_on(net, samples, "mse").state()), why.c_str(),
                         convert_error);
  }
}

TEST_CASE("a state that is damaged or of something else is refused, and nothing is taken in") {
  const network net = octet_test::tiny_model();
  const auto samples = octet_test::tiny_samples(3);
  calibrator c = calibrated_on(net, samples, "mse");
  const std::vector<std::uint8_t> good = c.state(), before = good;
  const auto refused = [&](const std::vector<std::uint8_t>& state, const char* why) {
    CHECK_THROWS_WITH_AS(c.merge(state), why, convert_error);
    CHECK(c.state() == before);
  };
  refused({}, "these bytes are not the state of a calibration of this version");
  std::vector<std::uint8_t> bad = good;
  bad[18] = '2';
  refused(bad, "these bytes are not the state of a calibration of this version");
  refused(calibrated_on(octet_test::tiny_model(2), samples, "mse").state(),
          "the state of a calibration is of another model");
  refused(calibrated_on(net, samples, "trim").state(),
          "the state of a calibration is of another observer");
  bad = good;
  bad.pop_back();
  refused(bad, "the state of a calibration is cut short");
  bad = good;
  bad.push_back(0);
  refused(bad, "the state of a calibration is too long");
  bad = good;
  bad.back() ^= 1;  // of a count
  refused(bad, "the state of a calibration has impossible counts");
  // Any one byte at a time, and any length: refused or a state like any other, never a crash.
  for (std::size_t i = 0; i < good.size(); i += 1 + i / 37) {
    bad = good;
    bad[i] ^= 0x80;
    calibrator fresh(write_network(net));
    try {
      fresh.merge(bad);
      fresh.ranges();
    } catch (const convert_error&) {
      CHECK(fresh.samples() == 0);
    }
    CHECK_THROWS_AS(fresh.merge(std::span(good).first(i)), convert_error);
  }
  // Nobody's samples are nothing.
  c.merge(calibrator(write_network(net)).state());
  CHECK(c.state() == before);
}

TEST_CASE("auto takes for each tensor the observer that a trial finds best") {
  const network net = octet_test::tiny_model();
  const auto samples = octet_test::tiny_samples(40);  // the trial has them all
  calibrator automatic(write_network(net), *observer_named("auto"));
  for (const auto& sample : samples) automatic.see(sample);
  const calibration chosen = automatic.finish();
  CHECK(automatic.ranges() == chosen.ranges);

  std::vector<std::vector<octet::range>> proposed;
  for (std::size_t i = 0; i + 1 < observer_names.size(); ++i)
    proposed.push_back(octet_test::ranges_on(net, samples, *observer_named(observer_names[i])));
  CHECK(chosen.ranges[0] == proposed[0][0]);
  CHECK(chosen.observers[0] == "min_max");  // the input
  std::set<std::string_view> used;
  for (const node& n : net.nodes) {
    const auto t = static_cast<std::size_t>(n.outputs[0]);
    CAPTURE(net.tensors[t].name);
    std::vector<octet::range> candidates;
    for (const auto& ranges : proposed) candidates.push_back(ranges[t]);
    range_trial trial(net, n.outputs[0], candidates, octet::limits_of<octet::int8_asymmetric>);
    executor model(write_network(net));
    for (const auto& sample : samples) {
      std::vector<std::vector<float>> values(net.tensors.size());
      model.run(sample, [&](std::int32_t i) {
        const std::int32_t output = net.nodes[static_cast<std::size_t>(i)].outputs[0];
        const std::span<const float> reals = model.read(output);
        values[static_cast<std::size_t>(output)].assign(reals.begin(), reals.end());
      });
      trial.see(values);
    }
    CHECK(chosen.ranges[t] == candidates[trial.best()]);
    CHECK(chosen.observers[t] == observer_names[trial.best()]);
    used.insert(chosen.observers[t]);
  }
  CHECK(used.size() > 1);
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
