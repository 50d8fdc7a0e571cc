// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every scheme and mode of the quantizer, on networks that are then run.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "octet/convert/compare.hpp"
#include "octet/convert/contract_executor.hpp"
#include "octet/convert/correct_bias.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"
#include "support/data.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet::padding;
using octet::tensor_type;
using octet_test::chain;

/// The network with the ranges of 30 samples.
struct calibrated_network {
  network net;
  octet_test::sample_list samples;
  std::vector<octet::range> ranges;

  explicit calibrated_network(network n)
      : net(std::move(n)),
        samples(octet_test::tiny_samples(30, net.at(net.inputs[0]).count())),
        ranges(octet_test::ranges_on(net, samples)) {}

  /// The quantized network: its file passes the verifier, and reads back to it.
  network quantized(const quantize_settings& s) const {
    network q = quantize(net, ranges, s);
    const std::vector<std::uint8_t> file = write_network(q);
    CHECK(octet_test::verify_tflite(file));
    CHECK(read_network(file) == q);
    return q;
  }

  /// SQNR of the outputs in dB.
  double sqnr(const network& q) const {
    executor a(write_network(net)), b(write_network(q));
    signal_sums sums;
    for (const auto& sample : samples) {
      a.reset();
      b.reset();
      a.run(sample);
      b.run(sample);
      for (std::size_t i = 0; i < net.outputs.size(); ++i) {
        const std::span<const float> x = a.output(i);
        const std::vector<float> wanted(x.begin(), x.end());
        sums.see(wanted, b.output(i));
      }
    }
    return sums.sqnr();
  }
};

/// Logits instead of softmax, in which much is lost to see.
network digits() {
  network net = octet_test::tiny_model(3);
  net.outputs = {net.nodes.back().inputs[0]};
  net.nodes.pop_back();
  return net;
}

quantize_settings with_scheme(quantize_scheme scheme) {
  quantize_settings s;
  s.common.scheme = scheme;
  return s;
}

quantize_settings with_mode(quantize_mode mode) {
  quantize_settings s;
  s.mode = mode;
  return s;
}

std::string refusal(const network& net, const quantize_settings& s) {
  try {
    (void)formats_of(net, s);
  } catch (const convert_error& e) {
    return e.what();
  }
  return "";
}

std::vector<builtin> codes_of(const network& net) {
  std::vector<builtin> codes;
  for (const node& n : net.nodes) codes.push_back(n.code);
  return codes;
}

const tensor& filter_of(const network& net, std::size_t n) {
  return net.at(net.nodes[n].inputs[1]);
}
const tensor& bias_of(const network& net, std::size_t n) { return net.at(net.nodes[n].inputs[2]); }

}  // namespace

TEST_CASE("each scheme gives its own codes, and the device's kernels run them") {
  const calibrated_network c(digits());
  struct {
    quantize_settings settings;
    tensor_type activations, weights;
    double least;  // dB, a few below what was measured
  } const cases[] = {
      {with_scheme(quantize_scheme::ss_sa), tensor_type::int8, tensor_type::int8, 28},
      {with_scheme(quantize_scheme::ss_ua), tensor_type::uint8, tensor_type::int8, 28},
      {with_scheme(quantize_scheme::ua_ua), tensor_type::uint8, tensor_type::uint8, 28},
      {with_scheme(quantize_scheme::qmn), tensor_type::int8, tensor_type::int8, 22},
  };
  for (const auto& one : cases) {
    CAPTURE(quantize_scheme_names[static_cast<std::size_t>(*one.settings.common.scheme)]);
    const network q = c.quantized(one.settings);
    CHECK(c.sqnr(q) > one.least);
    CHECK(c.sqnr(correct_bias(write_network(c.net), q, c.samples)) > one.least);
    REQUIRE(q.nodes.size() == c.net.nodes.size());
    for (std::size_t i = 0; i < q.nodes.size(); ++i) {
      CHECK(q.at(q.nodes[i].outputs[0]).type == one.activations);
      if (!has_filter(q.nodes[i].code)) continue;
      CHECK(filter_of(q, i).type == one.weights);
      CHECK(bias_of(q, i).type == tensor_type::int32);
      const bool per_channel = filter_of(q, i).quantization.scales.size() > 1;
      const bool one_scale = one.settings.common.scheme == quantize_scheme::ua_ua ||
                             one.settings.common.scheme == quantize_scheme::qmn;
      CHECK(per_channel == (!one_scale && q.nodes[i].code != builtin::fully_connected));
    }
  }
}

// But for AVERAGE_POOL_2D, which rounds sums of codes half away from code 0.
TEST_CASE("unsigned activations compute what signed ones do") {
  chain layers({1, 8, 8, 2}, 5);
  layers.conv_2d(4, 3, 1, padding::same, activation::relu);
  const std::int32_t shortcut = layers.depthwise_conv_2d(1, 3, 1, padding::same, activation::none);
  layers.conv_2d(4, 1, 1, padding::same, activation::relu6);
  layers.add(shortcut, activation::none);
  layers.pool_2d(builtin::max_pool_2d, 2);
  layers.flatten();
  layers.fully_connected(3, activation::none);
  const calibrated_network c(layers.finish());
  executor a(write_network(c.quantized(with_scheme(quantize_scheme::ss_sa))));
  executor b(write_network(c.quantized(with_scheme(quantize_scheme::ss_ua))));
  for (const auto& sample : c.samples) {
    a.run(sample);
    b.run(sample);
    const std::span<const float> x = a.output(0), y = b.output(0);
    CHECK(std::ranges::equal(x, y));
  }
}

TEST_CASE("per tensor, per channel and 4 bits are the user's choice") {
  const calibrated_network c(digits());
  quantize_settings s;
  double previous = 0.0;
  for (const bool per_channel : {false, true}) {
    s.common.per_channel = per_channel;
    const network q = c.quantized(s);
    for (const std::size_t n : {1u, 2u, 4u, 8u})
      CHECK((filter_of(q, n).quantization.scales.size() > 1) == per_channel);
    CHECK(c.sqnr(q) > previous);
    previous = c.sqnr(q);
  }
  s.common.weight_bits = 4;
  const network q = c.quantized(s);
  CHECK(c.sqnr(q) > 12);
  CHECK(c.sqnr(q) < previous - 6);
  for (const std::size_t n : {1u, 2u, 4u, 8u}) {
    CHECK(filter_of(q, n).type == tensor_type::int4);
    CHECK(filter_of(q, n).data.size() == (c.net.at(c.net.nodes[n].inputs[1]).count() + 1) / 2);
  }
  CHECK(q.nodes[1].version == 7);
  CHECK(q.nodes[8].version == 10);
}

TEST_CASE("Qm.n has powers of two throughout, of 8 bits or 16") {
  const calibrated_network c(digits());
  quantize_settings s = with_scheme(quantize_scheme::qmn);
  double previous = 0.0;
  for (const int bits : {8, 16}) {
    s.common.activation_bits = bits;
    const network q = c.quantized(s);
    for (const tensor& t : q.tensors) {
      for (const float scale : t.quantization.scales) {
        int exponent = 0;
        CHECK(std::frexp(scale, &exponent) == 0.5f);
      }
      for (const std::int64_t zero : t.quantization.zero_points) CHECK(zero == 0);
    }
    CHECK(c.sqnr(q) > previous);
    previous = c.sqnr(q) + 3;
  }
}

TEST_CASE("a Qm.n network needs shifts alone") {
  const calibrated_network c(octet_test::tiny_model(3));
  const std::vector<std::uint8_t> file =
      write_network(c.quantized(with_scheme(quantize_scheme::qmn)));
  const std::vector<std::uint8_t> other = write_network(c.quantized({}));
  std::vector<octet::contract> shifts;
  for (const node& n : c.net.nodes)
    shifts.push_back(contract_reach_of(n.code) == contract_reach::scales
                         ? octet::contract::power_of_two
                         : octet::contract::double_rounding);
  CHECK(contract_executor(file).choose(shifts));
  CHECK_FALSE(contract_executor(other).choose(shifts));
}

TEST_CASE("16x8 is at least 20 dB above int8 where weights are not what limits it") {
  // Weights that int8 holds exactly: multiples of the largest / 127.
  network net = digits();
  for (const node& n : net.nodes) {
    if (!has_filter(n.code)) continue;
    tensor& filter = net.at(n.inputs[1]);
    std::vector<float> values = filter.values<float>();
    for (float& v : values)
      v = static_cast<float>(std::lround(std::clamp(v, -1.0f, 1.0f) * 127)) / 127;
    // One weight at the end of the range in every channel.
    const bool last = n.code == builtin::depthwise_conv_2d;
    const std::size_t channels = static_cast<std::size_t>(filter.shape[last ? 3 : 0]);
    for (std::size_t k = 0; k < channels; ++k)
      values[last ? k : k * (values.size() / channels)] = 1.0f;
    filter.set_values<float>(values);
  }
  const calibrated_network c(net);
  const network q = c.quantized(with_mode(quantize_mode::int16x8));
  CHECK(c.sqnr(q) > c.sqnr(c.quantized({})) + 20);
  for (std::size_t i = 0; i < q.nodes.size(); ++i) {
    CHECK(q.at(q.nodes[i].outputs[0]).type == tensor_type::int16);
    if (!has_filter(q.nodes[i].code)) continue;
    CHECK(filter_of(q, i).type == tensor_type::int8);
    CHECK(bias_of(q, i).type == tensor_type::int64);
  }
  const network corrected = correct_bias(write_network(net), q, c.samples);
  CHECK(c.sqnr(corrected) > c.sqnr(q) - 1);
  CHECK(bias_of(corrected, 1).type == tensor_type::int64);
}

TEST_CASE("dynamic range: large weights become int8, all else stays float") {
  const calibrated_network c(digits());
  quantize_settings s = with_mode(quantize_mode::dynamic);
  CHECK(c.quantized(s) == c.net);  // no filter has 1024 weights
  s.dynamic_minimum = 72;
  const network q = c.quantized(s);
  CHECK(codes_of(q) == codes_of(c.net));
  CHECK(c.sqnr(q) > 30);
  std::size_t large = 0;
  for (std::size_t i = 0; i < q.nodes.size(); ++i) {
    CHECK(q.at(q.nodes[i].outputs[0]).type == tensor_type::float32);
    if (!has_filter(q.nodes[i].code)) continue;
    const bool is_large = c.net.at(c.net.nodes[i].inputs[1]).count() >= 72;
    CHECK(filter_of(q, i).type == (is_large ? tensor_type::int8 : tensor_type::float32));
    CHECK(bias_of(q, i).type == tensor_type::float32);
    large += is_large;
  }
  CHECK(large > 0);
  s.skip = {"CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"};
  CHECK(c.quantized(s) == c.net);
}

TEST_CASE("dynamic range: SVDF has two matrices of codes, its bias and its state stay real") {
  chain c({1, 8});
  const std::int32_t input = c.last();
  const std::int32_t state = c.weights("state", {1, 24}, 1.0f);
  c.net().at(state).data.clear();
  c.net().at(state).is_variable = true;
  c.append(builtin::svdf,
           {input, c.weights("feature", {6, 8}, 8.0f), c.weights("time", {6, 4}, 4.0f),
            c.weights("bias", {6}, 6.0f), state},
           {1, 6}, {{octet::field::svdf::rank, 1}});
  const calibrated_network n(c.finish());
  quantize_settings s = with_mode(quantize_mode::dynamic);
  CHECK(n.quantized(s) == n.net);
  s.dynamic_minimum = 48;
  const network q = n.quantized(s);
  for (const std::size_t i : {1u, 2u}) CHECK(q.at(q.nodes[0].inputs[i]).type == tensor_type::int8);
  for (const std::size_t i : {0u, 3u, 4u})
    CHECK(q.at(q.nodes[0].inputs[i]).type == tensor_type::float32);
  CHECK(q.nodes[0].version == 2);
  CHECK(n.sqnr(q) > 25);
  CHECK(refusal(n.net, {}).starts_with("operator 0 (SVDF) cannot be quantized to int8"));
}

TEST_CASE("dynamic range: a public LSTM") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::exists(*data / "goldens/tflite-micro/trained_lstm"))
    OCTET_SKIP("no goldens/tflite-micro in the data folder");
  const calibrated_network c(read_network(
      octet_test::read_bytes(*data / "goldens/tflite-micro/trained_lstm/model.tflite")));
  quantize_settings s = with_mode(quantize_mode::dynamic);
  s.dynamic_minimum = 1;
  const network q = c.quantized(s);
  for (const node& n : q.nodes) {
    if (n.code != builtin::unidirectional_sequence_lstm) continue;
    for (std::size_t i = 1; i <= 8; ++i) CHECK(q.at(n.inputs[i]).type == tensor_type::int8);
    CHECK(n.version == 2);
  }
  CHECK(c.sqnr(q) > 30);
  CHECK(write_network(q).size() < write_network(c.net).size() / 2);
}

TEST_CASE("float16: every constant is stored in halves") {
  const calibrated_network c(digits());
  const network q = c.quantized(with_mode(quantize_mode::float16));
  CHECK(c.sqnr(q) > 60);
  for (const tensor& t : q.tensors) {
    CHECK_FALSE((t.is_constant() && t.type == tensor_type::float32));
  }
  // Rounded to halves beforehand, the network computes the same.
  network rounded = c.net;
  for (tensor& t : rounded.tensors) {
    if (!t.is_constant() || t.type != tensor_type::float32) continue;
    std::vector<float> values = t.values<float>();
    for (float& v : values) v = static_cast<float>(octet::float16::nearest(v));
    t.set_values<float>(values);
  }
  executor a(write_network(rounded)), b(write_network(q));
  a.run(c.samples[0]);
  b.run(c.samples[0]);
  const std::span<const float> x = a.output(0), y = b.output(0);
  CHECK(std::ranges::equal(x, y));
}

TEST_CASE("a constant that a skipped operator reads too is kept beside its halves") {
  chain c({1, 6});
  c.fully_connected(6, activation::none);
  c.fully_connected(6, activation::none);
  network net = c.finish();
  net.nodes[1].inputs[1] = net.nodes[0].inputs[1];
  quantize_settings s = with_mode(quantize_mode::float16);
  s.skip = {"#1"};
  const calibrated_network n(net);
  const network q = n.quantized(s);
  CHECK(n.sqnr(q) > 50);
  CHECK(q.at(q.nodes.back().inputs[1]) == net.at(net.nodes[0].inputs[1]));
}

namespace {

/// conv_2d, COS, conv_2d: COS has no integer kernel.
network with_cos() {
  chain c({1, 4, 4, 2});
  c.conv_2d(2, 3, 1, padding::same, activation::none);
  c.append(builtin::cos, {c.last()}, {1, 4, 4, 2});
  c.conv_2d(2, 3, 1, padding::same, activation::none);
  return c.finish();
}

}  // namespace

TEST_CASE("what has no integer kernel is an error, or an island of float") {
  const calibrated_network c(with_cos());
  CHECK(refusal(c.net, {}) ==
        "operator 1 (COS) cannot be quantized to int8; skip it, or choose a mode with fallback, to "
        "leave it in float");
  CHECK(refusal(c.net, with_mode(quantize_mode::int16x8))
            .starts_with("operator 1 (COS) cannot be quantized to int16"));
  const std::vector<builtin> islands{builtin::conv_2d, builtin::dequantize, builtin::cos,
                                     builtin::quantize, builtin::conv_2d};
  quantize_settings skipping;
  skipping.skip = {"COS"};
  for (const quantize_settings& s : {with_mode(quantize_mode::full_fallback),
                                     with_mode(quantize_mode::int16x8_fallback), skipping}) {
    const network q = c.quantized(s);
    CHECK(codes_of(q) == islands);
    CHECK(quantized_nodes(q) == std::vector<std::int32_t>{0, 2, 4});
    CHECK(c.sqnr(q) > 28);
    const network corrected = correct_bias(write_network(c.net), q, c.samples);
    CHECK(corrected != q);
    CHECK(c.sqnr(corrected) > 28);
  }
  // The other way round.
  quantize_settings only;
  only.only = {layer_name(c.net, c.net.nodes[2])};
  CHECK(codes_of(c.quantized(only)) ==
        std::vector<builtin>{builtin::conv_2d, builtin::cos, builtin::quantize, builtin::conv_2d});
}

TEST_CASE("neighbours of different bits meet in QUANTIZE") {
  const calibrated_network c(digits());
  quantize_settings s;
  s.by_type[builtin::depthwise_conv_2d].activation_bits = 16;
  const network q = c.quantized(s);
  CHECK(q.nodes.size() == c.net.nodes.size() + 2);
  CHECK(c.sqnr(q) > 28);
  for (const node& n : q.nodes) {
    const bool wide = n.code == builtin::depthwise_conv_2d;
    if (n.code == builtin::quantize) continue;
    CHECK(q.at(n.outputs[0]).type == (wide ? tensor_type::int16 : tensor_type::int8));
    CHECK(q.at(n.inputs[0]).type == (wide ? tensor_type::int16 : tensor_type::int8));
  }
}

TEST_CASE("inputs and outputs have the types that are asked for, apart from each other") {
  const calibrated_network c(digits());
  const tensor_type types[] = {tensor_type::int8, tensor_type::uint8, tensor_type::int16,
                               tensor_type::float32};
  quantize_settings inner[] = {{},
                               with_scheme(quantize_scheme::ua_ua),
                               with_mode(quantize_mode::int16x8),
                               with_mode(quantize_mode::full_fallback)};
  for (quantize_settings& s : inner) {
    for (const tensor_type in : types) {
      for (const tensor_type out : types) {
        CAPTURE(name_of(in));
        CAPTURE(name_of(out));
        s.input_type = in;
        s.output_type = out;
        const network q = c.quantized(s);
        CHECK(q.inputs == c.net.inputs);
        CHECK(q.outputs == c.net.outputs);
        CHECK(q.at(q.inputs[0]).type == in);
        CHECK(q.at(q.outputs[0]).type == out);
        CHECK(q.at(q.inputs[0]).name == c.net.at(q.inputs[0]).name);
        CHECK(c.sqnr(q) > 28);
      }
    }
  }
}

TEST_CASE("an input that is an output too, and an output that others read") {
  chain c({1, 8});
  c.fully_connected(8, activation::relu);
  const std::int32_t middle = c.last();
  c.fully_connected(4, activation::none);
  network net = c.finish();
  net.outputs = {net.outputs[0], middle, net.inputs[0]};
  const calibrated_network n(net);
  quantize_settings s;
  s.input_type = tensor_type::uint8;
  s.output_type = tensor_type::float32;
  const network q = n.quantized(s);
  for (const std::int32_t t : q.outputs) CHECK(q.at(t).type == tensor_type::float32);
  CHECK(q.outputs[1] == middle);
  CHECK(q.inputs == net.inputs);
  CHECK(q.at(q.inputs[0]).type == tensor_type::uint8);
  CHECK(n.sqnr(q) > 30);
}

TEST_CASE("settings that contradict each other are told") {
  const network net = digits();
  quantize_settings s;
  const auto refuses = [&](const std::string& what) { CHECK(refusal(net, s) == what); };
  s = with_mode(quantize_mode::dynamic);
  s.common.scheme = quantize_scheme::qmn;
  refuses("mode dynamic and the scheme qmn contradict each other");
  s = with_mode(quantize_mode::float16);
  s.input_type = tensor_type::int8;
  refuses("mode float16 and inputs or outputs of int8 contradict each other");
  s = with_mode(quantize_mode::int16x8);
  s.common.activation_bits = 8;
  refuses("mode 16x8 and activations of 8 bits contradict each other");
  s = with_scheme(quantize_scheme::ua_ua);
  s.common.per_channel = true;
  refuses("the scheme ua/ua has one scale for a tensor, not one for each channel");
  s.common.per_channel.reset();
  s.common.weight_bits = 4;
  refuses("the scheme ua/ua has weights of 8 bits, not 4");
  s = {};
  s.common.weight_bits = 5;
  refuses("weights have 8 or 4 bits, not 5");
  s.common.weight_bits = 4;
  s.common.activation_bits = 16;
  refuses("there are no kernels for weights of 4 bits with activations of 16");
  s = {};
  s.output_type = tensor_type::int64;
  refuses("a model's inputs and outputs are int8, uint8, int16 or float32, not int64");
  // Each alone is fine; together they are not.
  s = {};
  s.common.weight_bits = 4;
  s.by_type[builtin::conv_2d].activation_bits = 16;
  refuses(
      "operator 1 (CONV_2D): there are no kernels for weights of 4 bits with activations of 16");
}

TEST_CASE("constants that are all zero, dead channels, and tensors that never change") {
  network net = digits();
  for (const std::size_t n : {1u, 2u}) {
    tensor& filter = net.at(net.nodes[n].inputs[1]);
    filter.set_values<float>(std::vector<float>(filter.count(), 0.0f));
  }
  const calibrated_network c(net);
  std::vector<quantize_settings> all;
  for (const quantize_scheme scheme : {quantize_scheme::ss_sa, quantize_scheme::ss_ua,
                                       quantize_scheme::ua_ua, quantize_scheme::qmn})
    all.push_back(with_scheme(scheme));
  all.push_back(with_mode(quantize_mode::int16x8));
  all.push_back(with_mode(quantize_mode::float16));
  all.push_back(with_mode(quantize_mode::dynamic));
  for (const quantize_settings& s : all) CHECK(c.sqnr(c.quantized(s)) > 20);
  // Every activation is 0.
  const std::vector<octet::range> none(net.tensors.size());
  for (const quantize_settings& s : all)
    CHECK_NOTHROW(executor(write_network(quantize(net, none, s))));
}

TEST_CASE("factors that were chosen before give the same network, and others are refused") {
  const calibrated_network c(digits());
  quantize_settings s;
  s.input_type = tensor_type::uint8;
  s.by_type[builtin::depthwise_conv_2d].activation_bits = 16;
  const quantization_factors factors = choose_factors(c.net, c.ranges, s);
  CHECK(quantize(c.net, factors, s) == c.quantized(s));
  CHECK_THROWS_AS(quantize(with_cos(), factors, s), convert_error);
  quantization_factors missing = factors;
  missing.tensors[static_cast<std::size_t>(c.net.inputs[0])].clear();
  CHECK_THROWS_WITH_AS(quantize(c.net, missing, s), "tensor 0 \"input\" has no scale for uint8",
                       convert_error);
  missing = factors;
  missing.nodes[1].channels.pop_back();
  CHECK_THROWS_AS(quantize(c.net, missing, s), convert_error);
  // Biases come from the factors where they have any.
  quantization_factors corrected = factors;
  corrected.nodes[1].bias = {1, -2, 3, -4};
  const network q = quantize(c.net, corrected, s);
  CHECK(q.at(q.nodes[static_cast<std::size_t>(quantized_nodes(q)[1])].inputs[2])
            .values<std::int32_t>() == std::vector<std::int32_t>{1, -2, 3, -4});
}

TEST_CASE("a network that is partly integer already is refused by name") {
  const calibrated_network c(with_cos());
  quantize_settings s;
  s.skip = {"COS"};
  CHECK(refusal(c.quantized(s), {}) ==
        "the model is quantized already, at least in part: operator 0 (CONV_2D) has codes; only "
        "float32 models can be quantized");
}
