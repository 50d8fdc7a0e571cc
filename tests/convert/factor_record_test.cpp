// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A quantized network built again from its record, and one that is quantized as it was trained.
#include "octet/convert/factor_record.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/apply_trained.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"
#include "support/tiny_model.hpp"
#include "support/trained_model.hpp"

namespace {

using namespace octet::convert;
using octet::affine;
using octet::builtin;
using octet::range;
using octet::tensor_type;

std::vector<range> some_ranges(const network& net) {
  octet_test::noise noise(5);
  std::vector<range> ranges;
  for (std::size_t i = 0; i < net.tensors.size(); ++i)
    ranges.push_back({noise.next() - 1.1F, noise.next() + 1.1F});
  return ranges;
}

/// What a record leads to, through its text.
network from_record(const network& net, const record& r, const quantize_settings& settings) {
  const record read = parse_record(to_text(r), "r.txt");
  CHECK(read == r);
  return quantize(net, read_factors(net, read, settings), settings);
}

TEST_CASE("the record of a quantization builds the same network, whatever the settings") {
  const network net = octet_test::tiny_model();
  std::vector<quantize_settings> all(8);
  all[1].common.scheme = quantize_scheme::ua_ua;
  all[2].common.scheme = quantize_scheme::qmn;
  all[3].mode = quantize_mode::int16x8;
  all[4].mode = quantize_mode::dynamic;
  all[4].dynamic_minimum = 1;
  all[5].input_type = tensor_type::uint8;
  all[5].output_type = tensor_type::int16;
  all[6].skip = {"#2", "SOFTMAX"};
  all[7].common.weight_bits = 4;
  all[7].common.per_channel = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    quantization_factors factors = choose_factors(net, some_ranges(net), all[i]);
    network quantized = quantize(net, factors, all[i]);
    // A correction of the biases is part of the record.
    for (const std::int32_t n : quantized_nodes(quantized)) {
      const std::int32_t bias = quantized.nodes[static_cast<std::size_t>(n)].input(2);
      if (bias == octet::no_tensor || quantized.at(bias).type != tensor_type::int32) continue;
      std::vector<std::int32_t> codes = quantized.at(bias).values<std::int32_t>();
      for (std::int32_t& c : codes) c += 17;
      quantized.at(bias).set_values<std::int32_t>(codes);
    }
    take_biases(factors, net, quantized);
    const record r = make_record(net, factors, all[i], "{}");
    CHECK(r.config == "{}");
    CHECK(write_network(from_record(net, r, all[i])) == write_network(quantized));
  }
}

TEST_CASE("a record has the factors where AMCT has them") {
  const network net = octet_test::tiny_model();
  const quantize_settings settings;
  const quantization_factors factors = choose_factors(net, some_ranges(net), settings);
  const record r = make_record(net, factors, settings, "");
  REQUIRE(r.layers.size() == net.nodes.size());
  const record_layer& conv = r.layers[1];
  CHECK(conv.name == "CONV_2D_1");
  const std::int32_t input = net.nodes[1].inputs[0], output = net.nodes[1].outputs[0];
  const auto params = [&](std::int32_t t) {
    return factors.tensors[static_cast<std::size_t>(t)].at(tensor_type::int8);
  };
  CHECK(conv.inputs == std::vector<affine>{params(input)});
  CHECK(conv.outputs == std::vector<affine>{params(output)});
  CHECK(conv.weights == factors.nodes[1].channels);
  CHECK(r.borders.empty());
}

TEST_CASE("what a record leaves out is found where it must be the same") {
  const network net = octet_test::tiny_model();
  const quantize_settings settings;
  const quantization_factors factors = choose_factors(net, some_ranges(net), settings);
  record r = make_record(net, factors, settings, "");
  for (record_layer& l : r.layers) {
    // The input says it too; softmax has fixed factors, and reshape and pools those of their input.
    if (l.name.starts_with("SOFTMAX") || l.name.find("POOL") != std::string::npos ||
        l.name.starts_with("RESHAPE"))
      l.outputs.clear();
    if (l.name.starts_with("DEPTHWISE")) l.inputs.clear();
  }
  CHECK(read_factors(net, r, settings) == factors);
}

std::string error_of(const network& net, const record& r, const quantize_settings& settings = {}) {
  try {
    read_factors(net, r, settings);
  } catch (const convert_error& e) {
    return e.what();
  }
  return "no error";
}

TEST_CASE("a record of another model is told with its keys") {
  octet_test::chain c({1, 4});
  c.fully_connected(3, octet::activation::none);
  c.fully_connected(2, octet::activation::none);
  const network net = c.finish();
  const quantize_settings settings;
  const record r = make_record(net, choose_factors(net, some_ranges(net), settings), settings, "");
  record other = r;
  other.layers[0].name = "FULLY_CONNECTED_7";
  CHECK(error_of(net, other) ==
        "the record is of another model: the model has no \"FULLY_CONNECTED_7\" (nearest to the "
        "first: \"FULLY_CONNECTED_0\"), and it lacks factors of \"input\", "
        "\"FULLY_CONNECTED_0\"");
  other = r;
  other.layers[1].outputs.clear();
  CHECK(error_of(net, other) ==
        "the record is of another model: it lacks factors of \"FULLY_CONNECTED_1\"");
  other = r;
  other.layers[0].inputs.push_back({1.0F, 0});
  CHECK(error_of(net, other) ==
        "the record's layer \"FULLY_CONNECTED_0\" has 2 scale_d, and the model's 1");
  other = r;
  other.layers[1].inputs[0].scale *= 2;
  CHECK(error_of(net, other) ==
        "the record's layer \"FULLY_CONNECTED_1\": another layer gives tensor "
        "\"FULLY_CONNECTED_0\" another scale or offset");
  other = r;
  other.layers[0].inputs[0].zero_point = 128;
  CHECK(error_of(net, other) ==
        "the record's layer \"FULLY_CONNECTED_0\": the offset 128 is no zero point of int8 (tensor "
        "\"input\")");
  other = r;
  other.layers[0].weights[0].zero_point = 1;
  CHECK(error_of(net, other) ==
        "the record's layer \"FULLY_CONNECTED_0\" has the offset_w 1, which these weights cannot "
        "have");
  other = r;
  other.layers[0].bias = {1, 2, std::int64_t{1} << 31};
  CHECK(error_of(net, other) ==
        "the record's layer \"FULLY_CONNECTED_0\" has the bias 2147483648, which is more than 32 "
        "bits");
  other.layers[0].bias = {1, 2};
  CHECK_THROWS_AS(quantize(net, read_factors(net, other, settings), settings), convert_error);
  other = r;
  other.borders = {{"inptu", tensor_type::uint8, {1.0F, 0}}};
  CHECK(error_of(net, other)
            .starts_with("the record is of another model: the model has no \"inptu\""));
  quantize_settings float_layer;
  float_layer.skip = {"#0"};
  CHECK(error_of(net, r, float_layer) ==
        "the record's layer \"FULLY_CONNECTED_0\" has 1 scale_d, and the model's 0");
}

TEST_CASE("operators without a name of their own are recorded by index") {
  network net = octet_test::tiny_model();
  net.at(net.nodes[0].outputs[0]).name = "same";
  net.at(net.nodes[1].outputs[0]).name = "same";
  net.at(net.nodes[2].outputs[0]).name = "";
  const quantize_settings settings;
  const quantization_factors factors = choose_factors(net, some_ranges(net), settings);
  const record r = make_record(net, factors, settings, "");
  CHECK(r.layers[1].name == "#1");
  CHECK(r.layers[2].name == "#2");
  CHECK(read_factors(net, r, settings) == factors);
}

TEST_CASE("a trained network is quantized with exactly the parameters of its training") {
  octet_test::trained_chain c({1, 4, 4, 2});
  c.quantize_dequantize(tensor_type::int8, {0.037F, 11});
  c.conv_2d(2, 3, 1, octet::padding::same, octet::activation::relu);
  c.dequantize_weights({0.01F, 0.02F});
  c.fake_quant(0.0F, 5.1F);
  c.pool_2d(builtin::max_pool_2d, 2);
  c.flatten();
  c.fully_connected(2, octet::activation::none);
  c.fake_quant_weights(-0.5F, 0.5F);
  c.fake_quant(-7.0F, 7.5F);
  c.softmax();
  c.fake_quant(0.0F, 1.0F);  // which softmax has anyway
  const trained_network t = remove_training(read_network(write_network(c.finish())));
  quantize_settings settings;
  keep_trained_channels(settings, t);
  CHECK(untrained_tensors(t, settings).empty());
  const network q = quantize(t.net, choose_factors(t, {}, settings), settings);
  const auto of = [&](std::int32_t index) {
    const quantization_info& info = q.at(index).quantization;
    return affine{info.scales[0], static_cast<std::int32_t>(info.zero_points[0])};
  };
  CHECK(of(q.inputs[0]) == affine{0.037F, 11});
  const affine after_relu{5.1F / 255, -128};
  for (const std::size_t n : {0u, 1u, 2u}) CHECK(of(q.nodes[n].outputs[0]) == after_relu);
  CHECK(q.at(q.nodes[0].inputs[1]).quantization.scales == std::vector<float>{0.01F, 0.02F});
  CHECK(of(q.nodes[3].inputs[1]) == affine{1.0F / 254, 0});
  CHECK(of(q.nodes[3].outputs[0]).scale == 14.5F / 255);
  CHECK(of(q.outputs[0]) == affine{1.0F / 256, -128});
  // Weights that were codes are the same codes.
  const std::vector<float> reals = t.net.at(t.net.nodes[0].inputs[1]).values<float>();
  const std::vector<std::int8_t> codes = q.at(q.nodes[0].inputs[1]).values<std::int8_t>();
  for (std::size_t i = 0; i < codes.size(); ++i)
    CHECK(static_cast<float>(codes[i]) * (i < codes.size() / 2 ? 0.01F : 0.02F) == reals[i]);
  // As uint8 the zero points move by 128.
  quantize_settings uint8;
  uint8.common.scheme = quantize_scheme::ua_ua;
  const network u = quantize(t.net, choose_factors(t, {}, uint8), uint8);
  CHECK(u.at(u.inputs[0]).quantization.zero_points[0] == 139);
}

TEST_CASE("tensors that training left out need a range") {
  octet_test::trained_chain c({1, 8});
  c.fake_quant(-1.0F, 1.0F);
  c.fully_connected(4, octet::activation::none);
  c.elementwise(builtin::relu);
  c.fake_quant(0.0F, 2.0F);
  c.fully_connected(2, octet::activation::none);
  const trained_network t = remove_training(c.finish());
  const quantize_settings settings;
  const std::vector<std::int32_t> untrained = untrained_tensors(t, settings);
  REQUIRE(untrained.size() == 2);
  CHECK(t.net.at(untrained[0]).name == "FULLY_CONNECTED_1");
  CHECK(untrained[1] == t.net.outputs[0]);
  std::vector<range> ranges(t.net.tensors.size(), {-9.0F, 9.0F});
  const quantization_factors factors = choose_factors(t, ranges, settings);
  const auto scale = [&](std::int32_t i) {
    return factors.tensors[static_cast<std::size_t>(i)].at(tensor_type::int8).scale;
  };
  CHECK(scale(untrained[1]) == 18.0F / 255);
  CHECK(scale(t.net.inputs[0]) == 2.0F / 255);
}

}  // namespace
