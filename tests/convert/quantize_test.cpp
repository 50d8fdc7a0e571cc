// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/quantize.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/writer.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet::padding;
using octet::range;
using octet_test::chain;

/// Ranges [-1, 1] for every tensor.
std::vector<range> unit_ranges(const network& net) {
  return std::vector<range>(net.tensors.size(), {-1.0f, 1.0f});
}

quantize_settings fully_connected_per_channel(bool per_channel) {
  quantize_settings s;
  s.by_type[builtin::fully_connected].per_channel = per_channel;
  return s;
}

network fully_connected_network(std::int32_t inputs, std::int32_t units) {
  chain c({1, inputs});
  c.fully_connected(units, activation::none);
  return c.finish();
}

TEST_CASE("a quantized network verifies, keeps its structure, and is int8 throughout") {
  const network net = octet_test::tiny_model();
  const network q = quantize(net, octet_test::ranges_on(net, octet_test::tiny_samples(20)));
  const std::vector<std::uint8_t> file = write_network(q);
  CHECK(octet_test::verify_tflite(file));
  CHECK(read_network(file) == q);
  REQUIRE(q.tensors.size() == net.tensors.size());
  CHECK(q.inputs == net.inputs);
  CHECK(q.outputs == net.outputs);
  for (std::size_t i = 0; i < q.tensors.size(); ++i) {
    CAPTURE(q.tensors[i].name);
    CHECK(q.tensors[i].name == net.tensors[i].name);
    CHECK(q.tensors[i].shape == net.tensors[i].shape);
    CHECK(q.tensors[i].type != octet::tensor_type::float32);
  }
  const std::vector<std::int32_t> versions{2, 3, 3, 2, 3, 2, 2, 1, 4, 2};
  for (std::size_t i = 0; i < q.nodes.size(); ++i) {
    CAPTURE(i);
    CHECK(q.nodes[i].version == versions[i]);
    CHECK(q.nodes[i].options == net.nodes[i].options);
  }
}

TEST_CASE("weights are the nearest codes of a symmetric scale for each channel") {
  const network net = octet_test::tiny_model();
  const network q = quantize(net, octet_test::ranges_on(net, octet_test::tiny_samples(20)));
  struct {
    std::size_t node;
    std::int32_t axis;
    std::size_t channels, channel_stride, inner;  // element i is of channel i / stride % channels
  } const layers[] = {{1, 0, 4, 18, 18}, {2, 3, 8, 1, 9}, {8, 0, 1, 24, 24}};
  for (const auto& layer : layers) {
    CAPTURE(layer.node);
    const node& n = q.nodes[layer.node];
    const tensor& filter = q.at(n.inputs[1]);
    const std::vector<float> reals = net.at(n.inputs[1]).values<float>();
    const std::vector<std::int8_t> codes = filter.values<std::int8_t>();
    REQUIRE(filter.quantization.scales.size() == layer.channels);
    CHECK(filter.quantization.zero_points == std::vector<std::int64_t>(layer.channels));
    CHECK(filter.quantization.axis == layer.axis);
    std::vector<double> largest(layer.channels);
    for (std::size_t i = 0; i < reals.size(); ++i) {
      double& l = largest[i / layer.channel_stride % layer.channels];
      l = std::max(l, std::abs(double{reals[i]}));
    }
    for (std::size_t i = 0; i < reals.size(); ++i) {
      const std::size_t c = i / layer.channel_stride % layer.channels;
      CHECK(filter.quantization.scales[c] == doctest::Approx(largest[c] / 127.0).epsilon(1e-6));
      const double error = reals[i] - double{filter.quantization.scales[c]} * codes[i];
      CHECK(std::abs(error) <= largest[c] / 254.0 * 1.00001);
    }
    // bias: input.scale * filter.scale
    const tensor& bias = q.at(n.inputs[2]);
    const std::vector<float> bias_reals = net.at(n.inputs[2]).values<float>();
    const std::vector<std::int32_t> bias_codes = bias.values<std::int32_t>();
    const double input_scale = double{q.at(n.inputs[0]).quantization.scales[0]};
    for (std::size_t i = 0; i < bias_reals.size(); ++i) {
      const std::size_t c = layer.channels == 1 ? 0 : i;
      const double scale = input_scale * double{filter.quantization.scales[c]};
      CHECK(double{bias.quantization.scales[c]} == doctest::Approx(scale).epsilon(1e-6));
      CHECK(std::abs(bias_reals[i] - scale * bias_codes[i]) <= scale * 0.5001);
    }
  }
}

TEST_CASE("activations spread over their range, softmax as the specification fixes it") {
  chain c({1, 4});
  c.fully_connected(4, activation::none);
  c.softmax();
  c.flatten();
  const network net = c.finish();
  std::vector<range> ranges(net.tensors.size(), {-3.0f, 5.0f});
  ranges[0] = {0.0f, 1.0f};
  const network q = quantize(net, ranges);
  const auto& input = q.at(net.inputs[0]).quantization;
  CHECK(input.scales == std::vector<float>{1.0f / 255.0f});  // pixel / 255 becomes pixel - 128
  CHECK(input.zero_points == std::vector<std::int64_t>{-128});
  const auto& logits = q.at(net.nodes[0].outputs[0]).quantization;
  CHECK(logits.scales[0] == doctest::Approx(8.0 / 255.0));
  CHECK(logits.zero_points == std::vector<std::int64_t>{-32});  // -128 + 3 / (8 / 255) = -32.4
  for (const std::size_t n : {1u, 2u}) {  // softmax, and reshape, which moves its codes
    const auto& fixed = q.at(net.nodes[n].outputs[0]).quantization;
    CHECK(fixed.scales == std::vector<float>{1.0f / 256.0f});
    CHECK(fixed.zero_points == std::vector<std::int64_t>{-128});
  }
}

TEST_CASE("tensors between which codes are only moved share parameters that fit them all") {
  chain c({1, 8, 8, 2});
  c.pad(1);
  c.conv_2d(4, 3, 1, padding::valid, activation::none);
  c.pool_2d(builtin::max_pool_2d, 2);
  c.pool_2d(builtin::average_pool_2d, 2);
  c.flatten();
  c.fully_connected(2, activation::none);
  const network net = c.finish();
  std::vector<range> ranges = unit_ranges(net);
  const auto output = [&](std::size_t n) { return net.nodes[n].outputs[0]; };
  ranges[static_cast<std::size_t>(output(3))] = {-0.5f, 7.0f};  // wider than further up, at one end
  ranges[static_cast<std::size_t>(output(4))] = {-2.0f, 0.5f};
  const network q = quantize(net, ranges);
  CHECK(q.at(output(0)).quantization == q.at(net.inputs[0]).quantization);
  const quantization_info& shared = q.at(output(1)).quantization;
  CHECK(shared.scales[0] == doctest::Approx(9.0 / 255.0));
  for (const std::size_t n : {2u, 3u, 4u}) CHECK(q.at(output(n)).quantization == shared);
  CHECK(q.at(output(5)).quantization != shared);
  executor loads(write_network(q));
  CHECK(loads.sample_size() == 128);
}

TEST_CASE("a bias too large for its scale widens the scale, and the model still loads") {
  network net = fully_connected_network(4, 2);
  const node& n = net.nodes[0];
  net.at(n.inputs[1]).set_values<float>(std::vector<float>{1e-6f, -1e-6f, 0, 0, 1, 1, 1, 1});
  net.at(n.inputs[2]).set_values<float>(std::vector<float>{-5000.0f, 0.25f});
  for (const bool per_channel : {true, false}) {
    CAPTURE(per_channel);
    const network q = quantize(net, unit_ranges(net), fully_connected_per_channel(per_channel));
    const tensor& bias = q.at(n.inputs[2]);
    const std::vector<std::int32_t> codes = bias.values<std::int32_t>();
    CHECK(std::abs(codes[0]) <= (1 << 30) + 64);
    CHECK(double{bias.quantization.scales[0]} * codes[0] == doctest::Approx(-5000.0).epsilon(1e-6));
    // A neighbour of its own scale does not suffer.
    const std::size_t second = per_channel ? 1 : 0;
    CHECK(std::abs(double{bias.quantization.scales[second]} * codes[1] - 0.25) < 1e-4);
    CHECK_NOTHROW(executor(write_network(q)));
  }
}

TEST_CASE("a channel without weights keeps its bias") {
  network net = fully_connected_network(4, 3);
  const node& n = net.nodes[0];
  net.at(n.inputs[1]).set_values<float>(std::vector<float>{0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0});
  net.at(n.inputs[2]).set_values<float>(std::vector<float>{0.003f, 0.0f, 0.0f});
  const network q = quantize(net, unit_ranges(net), fully_connected_per_channel(true));
  const tensor& bias = q.at(n.inputs[2]);
  CHECK(double{bias.quantization.scales[0]} * bias.values<std::int32_t>()[0] ==
        doctest::Approx(0.003).epsilon(1e-5));
  CHECK_NOTHROW(executor(write_network(q)));
}

TEST_CASE("ranges and weights near zero give scales that the reader accepts") {
  network net = fully_connected_network(4, 2);
  net.at(net.nodes[0].inputs[1]).set_values<float>(std::vector<float>(8, 1e-38f));
  net.at(net.nodes[0].inputs[2]).set_values<float>(std::vector<float>(2, 0.0f));
  for (const range r : {range{0.0f, 0.0f}, range{-1e-30f, 1e-30f}, range{0.0f, 1e30f}}) {
    const network q = quantize(net, std::vector<range>(net.tensors.size(), r));
    CHECK_NOTHROW(executor(write_network(q)));
  }
}

TEST_CASE("weights that two operators share get a copy, since their inputs' scales differ") {
  chain c({1, 6});
  c.fully_connected(6, activation::relu);
  c.fully_connected(6, activation::none);
  network net = c.finish();
  net.nodes[1].inputs = {net.nodes[0].outputs[0], net.nodes[0].inputs[1], net.nodes[0].inputs[2]};
  std::vector<range> ranges = unit_ranges(net);
  ranges[static_cast<std::size_t>(net.nodes[0].outputs[0])] = {0.0f, 50.0f};
  const network q = quantize(net, ranges);
  for (const node& n : q.nodes) {
    const tensor& bias = q.at(n.inputs[2]);
    const float scale =
        q.at(n.inputs[0]).quantization.scales[0] * q.at(n.inputs[1]).quantization.scales[0];
    CHECK(bias.quantization.scales[0] == scale);
  }
  CHECK(q.nodes[0].inputs[2] != q.nodes[1].inputs[2]);
  CHECK_NOTHROW(executor(write_network(q)));
}

TEST_CASE("operators without a bias, and constants among activations") {
  chain c({1, 4});
  c.fully_connected(4, activation::none);
  c.add(c.last(), activation::relu);
  network net = c.finish();
  net.nodes[0].inputs[2] = octet::no_tensor;
  tensor constant;
  constant.shape = {1, 4};
  constant.set_values<float>(std::vector<float>{-2.0f, 0.0f, 1.0f, 8.0f});
  net.nodes[1].inputs[1] = net.add_tensor(constant);
  const network q = quantize(net, unit_ranges(net));
  CHECK(q.nodes[0].version == 6);
  const tensor& codes = q.at(net.nodes[1].inputs[1]);
  CHECK(codes.quantization.scales[0] == doctest::Approx(10.0 / 255.0));
  CHECK(codes.values<std::int8_t>() == std::vector<std::int8_t>{-128, -77, -51, 127});
  CHECK_NOTHROW(executor(write_network(q)));
}

TEST_CASE("what cannot be quantized is named") {
  const network net = fully_connected_network(4, 2);
  const std::vector<range> ranges = unit_ranges(net);
  const node& n = net.nodes[0];
  CHECK_THROWS_WITH_AS(quantize(net, std::vector<range>(2)),
                       "the ranges are of a network with 2 tensors; this one has 4", convert_error);
  network bad = net;
  bad.nodes[0] = make_node(builtin::cos, {0}, n.outputs);
  CHECK_THROWS_WITH_AS(quantize(bad, ranges),
                       "operator 0 (COS) cannot be quantized to int8; skip it, or choose a mode "
                       "with fallback, to leave it in float",
                       convert_error);
  bad = net;
  std::vector<float> weights = net.at(n.inputs[1]).values<float>();
  weights[3] = std::numeric_limits<float>::infinity();
  bad.at(n.inputs[1]).set_values<float>(weights);
  CHECK_THROWS_WITH_AS(quantize(bad, ranges),
                       "operator 0 (FULLY_CONNECTED): tensor 1 \"filter0\" has a value that is NaN "
                       "or infinite",
                       convert_error);
  bad = net;
  bad.at(0).type = octet::tensor_type::int32;
  CHECK_THROWS_WITH_AS(
      quantize(bad, ranges),
      "operator 0 (FULLY_CONNECTED): tensor 0 \"input\" is int32; only float32 can "
      "be quantized; skip it, or choose a mode with fallback, to leave it in float",
      convert_error);
  bad = net;
  bad.at(n.inputs[1]).data.clear();
  CHECK_THROWS_AS(quantize(bad, ranges), convert_error);
  bad = net;
  bad.at(n.inputs[2]).shape = {1};
  CHECK_THROWS_AS(quantize(bad, ranges), convert_error);
  bad = net;
  bad.nodes[0].inputs.resize(1);
  CHECK_THROWS_AS(quantize(bad, ranges), convert_error);
  CHECK_THROWS_AS(quantize(quantize(net, ranges), ranges), convert_error);
}

}  // namespace
