// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/range_trial.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet_test::chain;

std::vector<builtin> codes_of(const downstream& part) {
  std::vector<builtin> codes;
  for (const node& n : part.net.nodes) codes.push_back(n.code);
  return codes;
}

/// The values of every activation for one sample.
std::vector<std::vector<float>> values_of(const network& net, const std::vector<float>& sample) {
  executor model(write_network(net));
  std::vector<std::vector<float>> values(net.tensors.size());
  values[static_cast<std::size_t>(net.inputs[0])] = sample;
  model.run(sample, [&](std::int32_t n) {
    const std::int32_t output = net.nodes[static_cast<std::size_t>(n)].outputs[0];
    const std::span<const float> reals = model.read(output);
    values[static_cast<std::size_t>(output)].assign(reals.begin(), reals.end());
  });
  return values;
}

TEST_CASE("downstream goes through what moves values, to what mixes them") {
  const network net = octet_test::tiny_model();
  const auto after = [&](std::size_t n) { return downstream_of(net, net.nodes[n].outputs[0]); };
  using list = std::vector<builtin>;
  CHECK(codes_of(after(0)) == list{builtin::conv_2d});
  CHECK(codes_of(after(1)) == list{builtin::depthwise_conv_2d});
  // Through the pool both to the convolution and to the shortcut's add, which takes the
  // convolution's output from the part itself.
  CHECK(codes_of(after(2)) == list{builtin::max_pool_2d, builtin::conv_2d, builtin::add});
  CHECK(after(2).sources.size() == 1);
  CHECK(after(2).net.outputs.size() == 2);
  // The add takes the shortcut from outside.
  CHECK(codes_of(after(4)) == list{builtin::add});
  CHECK(after(4).sources ==
        std::vector<std::int32_t>{net.nodes[4].outputs[0], net.nodes[3].outputs[0]});
  CHECK(codes_of(after(5)) ==
        list{builtin::average_pool_2d, builtin::reshape, builtin::fully_connected});
  CHECK(after(8).empty());  // softmax
  CHECK(after(9).empty());  // the output of the network
}

TEST_CASE("a part of a network computes what the network does") {
  const network net = octet_test::tiny_model();
  for (const auto& sample : octet_test::tiny_samples(3)) {
    const auto values = values_of(net, sample);
    for (const node& n : net.nodes) {
      const downstream part = downstream_of(net, n.outputs[0]);
      if (part.empty()) continue;
      std::vector<float> input;
      for (const std::int32_t t : part.sources) {
        const auto& v = values[static_cast<std::size_t>(t)];
        input.insert(input.end(), v.begin(), v.end());
      }
      executor model(write_network(part.net));
      model.run(input);
      for (std::size_t i = 0; i < part.net.outputs.size(); ++i) {
        const std::string& name = part.net.at(part.net.outputs[i]).name;
        const auto at = std::find_if(net.tensors.begin(), net.tensors.end(),
                                     [&](const tensor& t) { return t.name == name; });
        REQUIRE(at != net.tensors.end());
        const std::span<const float> got = model.output(i);
        const auto& wanted = values[static_cast<std::size_t>(at - net.tensors.begin())];
        CHECK(std::equal(got.begin(), got.end(), wanted.begin(), wanted.end()));
      }
    }
  }
}

TEST_CASE("operators that give no float32 are not followed; the tensor's own error is left") {
  chain c({1, 4});
  const std::int32_t scores = c.fully_connected(3, activation::none);
  network net = c.finish();
  tensor codes = net.at(scores);
  codes.name = "codes";
  codes.type = octet::tensor_type::int8;
  const std::int32_t output = net.add_tensor(codes);
  net.nodes.push_back(make_node(builtin::quantize, {scores}, {output}));
  net.outputs = {output};
  CHECK(downstream_of(net, scores).empty());
  CHECK(codes_of(downstream_of(net, 0)) == std::vector<builtin>{builtin::fully_connected});
}

/// The code of the nearest step, in double.
double round_trip(double real, double min, double max) {
  const double scale = (max - min) / 255.0;
  const double zero_point = std::round(-128.0 - min / scale);
  const double code = std::clamp(std::round(real / scale) + zero_point, -128.0, 127.0);
  return scale * (code - zero_point);
}

TEST_CASE("the cost is the squared error of the next matrix product") {
  chain c({1, 6});
  c.fully_connected(5, activation::relu);
  c.fully_connected(4, activation::none);
  const network net = c.finish();
  const std::int32_t hidden = net.nodes[0].outputs[0];
  const std::vector<octet::range> candidates{
      {0.0f, 4.0f}, {0.0f, 0.5f}, {0.0f, 1.7f}, {-3.0f, 40.0f}, {0.0f, 1.7f}};
  range_trial trial(net, hidden, candidates, octet::limits_of<octet::int8_asymmetric>);

  const std::vector<float> weights = net.at(net.nodes[1].inputs[1]).values<float>();
  const std::vector<float> bias = net.at(net.nodes[1].inputs[2]).values<float>();
  std::vector<double> errors(candidates.size());
  double power = 0.0;
  for (const auto& sample : octet_test::tiny_samples(20, 6)) {
    const auto values = values_of(net, sample);
    trial.see(values);
    const auto& in = values[static_cast<std::size_t>(hidden)];
    for (std::size_t o = 0; o < 4; ++o) {
      double out = static_cast<double>(bias[o]);
      for (std::size_t i = 0; i < 5; ++i)
        out += static_cast<double>(weights[o * 5 + i]) * static_cast<double>(in[i]);
      power += out * out;
      for (std::size_t k = 0; k < candidates.size(); ++k) {
        double e = 0.0;
        for (std::size_t i = 0; i < 5; ++i) {
          const double real = static_cast<double>(in[i]);
          e += static_cast<double>(weights[o * 5 + i]) *
               (round_trip(real, static_cast<double>(candidates[k].min),
                           static_cast<double>(candidates[k].max)) -
                real);
        }
        errors[k] += e * e;
      }
    }
  }
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    CAPTURE(k);
    CHECK(trial.cost(k) == doctest::Approx(errors[k] / power).epsilon(1e-3));
  }
  const auto least = std::min_element(errors.begin(), errors.end());
  CHECK(trial.best() == static_cast<std::size_t>(least - errors.begin()));
}

// A constant behind the tensor's own end: what is cut off there no operator sees.
TEST_CASE("what the next operator clamps may be cut") {
  chain c({1, 64});
  c.fully_connected(64, activation::none);
  const std::int32_t wide = c.last();
  network net = c.finish();
  tensor clamped = net.at(wide);
  clamped.name = "clamped";
  net.outputs = {net.add_tensor(clamped)};
  net.nodes.push_back(make_node(builtin::relu6, {wide}, {net.outputs[0]}));
  const std::vector<octet::range> candidates{{-12.0f, 12.0f}, {0.0f, 6.0f}};
  range_trial trial(net, wide, candidates, octet::limits_of<octet::int8_asymmetric>);
  for (const auto& sample : octet_test::tiny_samples(10, 64)) trial.see(values_of(net, sample));
  CHECK(trial.best() == 1);
  CHECK(trial.cost(1) < 0.3 * trial.cost(0));
}

TEST_CASE("the output of the network is judged by itself; equal candidates tie") {
  chain c({1, 8});
  c.fully_connected(8, activation::none);
  const network net = c.finish();
  const std::vector<octet::range> candidates{{-20.0f, 20.0f}, {-20.0f, 20.0f}, {-2.5f, 2.5f}};
  range_trial trial(net, net.outputs[0], candidates, octet::limits_of<octet::int8_asymmetric>);
  for (const auto& sample : octet_test::tiny_samples(10, 8)) {
    auto values = values_of(net, sample);
    for (float& v : values[static_cast<std::size_t>(net.outputs[0])]) v = std::tanh(v);
    trial.see(values);
  }
  CHECK(trial.cost(0) == trial.cost(1));
  CHECK(trial.best() == 2);
}

}  // namespace
