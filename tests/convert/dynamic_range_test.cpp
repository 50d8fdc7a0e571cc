// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float networks whose weights alone were made smaller: halves and int8 codes that DEQUANTIZE makes
// real again, and int8 codes that are multiplied as they are.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/writer.hpp"
#include "octet/core/float16.hpp"
#include "support/data.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::builtin;
using octet::float16;
using octet::tensor_type;

/// The nearest half of a value that halves reach.
float16 half_of(float x) {
  int exponent = 0;
  const double fraction = std::frexp(std::abs(double{x}), &exponent);
  // One step of a half is 2^-11 of its power of two, but never less than 2^-24.
  const bool small = exponent < -13 || x == 0;
  const auto steps = std::lround(std::ldexp(fraction, small ? exponent + 24 : 11));
  const auto bits = small ? steps : steps + (exponent + 13) * 1024L;
  return {static_cast<std::uint16_t>(bits | (x < 0 ? 0x8000 : 0))};
}

bool has_weights(const node& n) {
  return n.code == builtin::conv_2d || n.code == builtin::depthwise_conv_2d ||
         n.code == builtin::fully_connected;
}

/// The axis of the filter that has a scale for each index; FULLY_CONNECTED has one in all.
std::int32_t channel_axis(const node& n) {
  return n.code == builtin::depthwise_conv_2d ? 3 : n.code == builtin::conv_2d ? 0 : -1;
}

/// Symmetric int8 codes in place of real values.
void quantize_weights(tensor& t, std::int32_t axis) {
  const std::vector<float> real = t.values<float>();
  const octet::shape s = t.extents();
  const std::int32_t channels = axis < 0 ? 1 : s[axis];
  const std::int32_t inner =
      axis < 0 ? static_cast<std::int32_t>(real.size()) : s.product(axis + 1, s.rank);
  const auto channel = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<std::int32_t>(i) / inner % channels);
  };
  std::vector<float> scales(static_cast<std::size_t>(channels));
  for (std::size_t i = 0; i < real.size(); ++i)
    scales[channel(i)] = std::max(scales[channel(i)], std::abs(real[i]) / 127);
  std::vector<std::int8_t> codes;
  for (std::size_t i = 0; i < real.size(); ++i)
    codes.push_back(static_cast<std::int8_t>(std::lround(real[i] / scales[channel(i)])));
  t.set_values(std::span<const std::int8_t>(codes));
  t.quantization = {};
  t.quantization.scales = scales;
  t.quantization.zero_points.resize(scales.size());
  t.quantization.axis = std::max(axis, 0);
}

/// The network with its filters as int8 codes: dynamic range quantization.
network with_int8_weights(network net) {
  for (const node& n : net.nodes) {
    if (has_weights(n)) quantize_weights(net.at(n.input(1)), channel_axis(n));
  }
  return net;
}

/// The network with constants of its weighted nodes made smaller by `store`, and a DEQUANTIZE
/// before each. `store` takes the tensor, the axis of channels, and whether it is the bias.
network with_dequantize(network net,
                        const std::function<bool(tensor&, std::int32_t, bool)>& store) {
  std::vector<node> nodes;
  for (node n : net.nodes) {
    for (std::size_t i = 1; has_weights(n) && i < n.inputs.size(); ++i) {
      tensor real = net.at(n.input(i));
      if (!store(net.at(n.input(i)), channel_axis(n), i == 2)) continue;
      real.data.clear();
      real.name += "_real";
      const std::int32_t computed = net.add_tensor(real);
      nodes.push_back(make_node(builtin::dequantize, {n.input(i)}, {computed}));
      n.inputs[i] = computed;
    }
    nodes.push_back(n);
  }
  net.nodes = nodes;
  return net;
}

network with_halves(const network& net) {
  return with_dequantize(net, [](tensor& t, std::int32_t, bool) {
    std::vector<float16> halves;
    for (float x : t.values<float>()) halves.push_back(half_of(x));
    t.set_values(std::span<const float16>(halves));
    return true;
  });
}

/// The same network with every weight as near as a half comes to it, in float.
network rounded_to_halves(network net) {
  for (const node& n : net.nodes) {
    for (std::size_t i = 1; has_weights(n) && i < n.inputs.size(); ++i) {
      std::vector<float> rounded;
      for (float x : net.at(n.input(i)).values<float>())
        rounded.push_back(static_cast<float>(half_of(x)));
      net.at(n.input(i)).set_values(std::span<const float>(rounded));
    }
  }
  return net;
}

std::vector<float> outputs_of(const network& net, const std::vector<float>& sample) {
  executor run(write_network(net));
  run.run(sample);
  const auto out = run.output(0);
  return {out.begin(), out.end()};
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(double{a[i]} - b[i]));
  return most;
}

double largest(const std::vector<float>& v) {
  return largest_difference(v, std::vector<float>(v.size()));
}

std::vector<float> sample_for(const network& net, std::uint32_t seed) {
  return octet_test::noise(seed).vector(net.at(net.inputs[0]).count());
}

}  // namespace

TEST_CASE("every half is the half nearest to itself") {
  for (std::uint32_t bits = 0; bits < 0x7c00; ++bits) {
    const float16 half{static_cast<std::uint16_t>(bits)};
    REQUIRE(half_of(static_cast<float>(half)) == half);
    REQUIRE(half_of(-static_cast<float>(half)).bits == (bits == 0 ? 0 : bits | 0x8000));
  }
}

TEST_CASE("halves that DEQUANTIZE makes real serve as filters and biases") {
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    const network net = octet_test::tiny_model(seed);
    const std::vector<float> sample = sample_for(net, seed);
    const std::vector<float> halves = outputs_of(with_halves(net), sample);
    CHECK(halves == outputs_of(rounded_to_halves(net), sample));
    CHECK(largest_difference(halves, outputs_of(net, sample)) <= 0x1p-9);
    CHECK(largest_difference(halves, outputs_of(net, sample)) > 0);
  }
}

TEST_CASE("so do int8 codes") {
  const network net = octet_test::tiny_model(4);
  const std::vector<float> sample = sample_for(net, 4);
  const network codes = with_dequantize(net, [](tensor& t, std::int32_t axis, bool is_bias) {
    if (!is_bias) quantize_weights(t, axis);
    return !is_bias;
  });
  const std::vector<float> expected = outputs_of(net, sample);
  CHECK(largest_difference(outputs_of(codes, sample), expected) <= 0.02 * largest(expected));
  CHECK(outputs_of(codes, sample) != expected);
}

TEST_CASE("int8 codes are multiplied as they are, with an input quantized by itself") {
  const network net = octet_test::tiny_model(5);
  const std::vector<float> sample = sample_for(net, 5);
  const std::vector<float> expected = outputs_of(net, sample);
  const std::vector<float> hybrid = outputs_of(with_int8_weights(net), sample);
  CHECK(largest_difference(hybrid, expected) <= 0.03 * largest(expected));
  CHECK(hybrid != expected);
  // A thousand times the input does not cost accuracy: its scale follows.
  std::vector<float> large = sample;
  for (float& x : large) x *= 1000;
  const std::vector<float> of_large = outputs_of(net, large);
  CHECK(largest_difference(outputs_of(with_int8_weights(net), large), of_large) <=
        0.03 * largest(of_large));
}

TEST_CASE("a public network with int8 weights stays close to its golden outputs") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::exists(*data / "goldens/TinyMaix/mnist_valid_f"))
    OCTET_SKIP("no goldens/TinyMaix in the data folder");
  const auto folder = *data / "goldens/TinyMaix/mnist_valid_f";
  const network net = read_network(octet_test::read_bytes(folder / "model.tflite"));
  const std::vector<std::uint8_t> inputs = octet_test::read_bytes(folder / "in.bin");
  const std::vector<std::uint8_t> outputs = octet_test::read_bytes(folder / "out.bin");
  executor hybrid(write_network(with_int8_weights(net)));
  executor halves(write_network(with_halves(net)));
  CHECK(hybrid.model().file().size() < 6000);  // of 9292 bytes
  constexpr std::size_t in_bytes = 28 * 28 * sizeof(float), out_bytes = 10 * sizeof(float);
  REQUIRE(inputs.size() % in_bytes == 0);
  REQUIRE(outputs.size() == inputs.size() / in_bytes * out_bytes);
  for (std::size_t i = 0; i < inputs.size() / in_bytes; ++i) {
    std::vector<float> sample(in_bytes / sizeof(float)), expected(10);
    std::memcpy(sample.data(), inputs.data() + i * in_bytes, in_bytes);
    std::memcpy(expected.data(), outputs.data() + i * out_bytes, out_bytes);
    CAPTURE(i);
    for (executor* e : {&hybrid, &halves}) {
      e->run(sample);
      const auto got = e->output(0);
      const double off = largest_difference({got.begin(), got.end()}, expected);
      CHECK(off <= (e == &hybrid ? 0.05 : 0.005));
      CHECK(std::max_element(got.begin(), got.end()) - got.begin() ==
            std::max_element(expected.begin(), expected.end()) - expected.begin());
    }
  }
}
