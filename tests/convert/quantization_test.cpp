// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A whole quantization repeated from its config and from its record.
#include "octet/convert/quantization.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/correct_bias.hpp"
#include "support/tiny_int8.hpp"
#include "support/trained_model.hpp"

namespace {

using namespace octet::convert;
using octet::builtin;
using octet::range;
using octet_test::chain;

/// pad, conv, mul, add, relu, flatten, a reshape that changes nothing, fully_connected, softmax.
network with_batch_norm() {
  chain c({1, 8, 8, 2});
  c.pad(1);
  c.conv_2d(4, 3, 1, octet::padding::valid, octet::activation::none);
  c.with_constant(builtin::mul, {4}, {0.5F, 0.25F, 2.0F, 1.0F});
  c.with_constant(builtin::add, {4}, {0.1F, -0.2F, 0.0F, 1.0F});
  c.elementwise(builtin::relu);
  c.flatten();
  c.reshape({1, 256});
  c.fully_connected(3, octet::activation::none);
  c.softmax();
  return read_network(write_network(c.finish()));
}

std::vector<range> ranges_for(const network& net, float scale = 1.0F) {
  std::vector<range> ranges;
  for (std::size_t i = 0; i < net.tensors.size(); ++i)
    ranges.push_back({-0.1F * scale, scale * static_cast<float>(i + 1)});
  return ranges;
}

TEST_CASE("config and record each give the same bytes again") {
  const network net = with_batch_norm();
  std::vector<quantize_config> configs(4);
  configs[1].do_fusion = false;
  configs[2].settings.skip = {"FULLY_CONNECTED", "RELU_4"};  // relu is in the convolution by then
  configs[2].settings.by_layer["CONV_2D_1"].per_channel = false;
  configs[2].settings.input_type = octet::tensor_type::uint8;
  configs[3].skip_fusion_layers = {"CONV_2D_1"};
  configs[3].settings.mode = quantize_mode::int16x8;
  const std::vector<std::size_t> operators{4, 9, 4, 7};
  for (std::size_t i = 0; i < configs.size(); ++i) {
    CAPTURE(i);
    quantization first(net, configs[i]);
    CHECK(first.float_net().nodes.size() == operators[i]);
    const std::vector<range> ranges = ranges_for(first.float_net());
    const std::vector<std::uint8_t> samples_seen = write_network(first.float_net());
    const network q =
        correct_bias(samples_seen, first.quantize(ranges), octet_test::tiny_samples(4));
    const std::vector<std::uint8_t> bytes = write_network(q);
    const record r = parse_record(to_text(first.make_record(q)), "r.txt");

    quantization again(net, parse_config(r.config, "config in r.txt"));
    CHECK(write_network(again.quantize(r)) == bytes);
    CHECK(again.make_record(q) == r);

    quantization config_only(net, parse_config(to_text(first.full_config()), "c.json"));
    CHECK(write_network(correct_bias(samples_seen, config_only.quantize(ranges),
                                     octet_test::tiny_samples(4))) == bytes);
    CHECK(config_only.full_config() == first.full_config());
  }
}

TEST_CASE("an operator answers to the names of all that were folded into it") {
  const network net = with_batch_norm();
  for (const std::string name : {"CONV_2D_1", "MUL_2", "ADD_3", "RELU_4", "PAD_0", "#2"}) {
    quantize_config config;
    config.settings.by_layer[name].quantize = false;
    const quantization q(net, config);
    CHECK(resolve(q.float_net(), q.settings())[0].quantize == false);
    CHECK_FALSE(resolve(q.float_net(), q.settings())[1].quantize == false);
  }
  quantize_config config;
  config.settings.skip = {"SOFTMAX", "RESHAPE_6"};  // a type; an operator that folding removed
  const quantization q(net, config);
  const auto& by_layer = q.full_config().settings.by_layer;
  CHECK(by_layer.at("SOFTMAX_8").quantize == false);
  CHECK(by_layer.count("RELU_4") == 1);
  CHECK(by_layer.size() == 4);
}

TEST_CASE("a name that is not there is told, with the nearest") {
  quantize_config config;
  config.settings.by_layer["CONV_2D_2"].quantize = false;
  CHECK_THROWS_WITH_AS(quantization(with_batch_norm(), config),
                       "the model has no layer \"CONV_2D_2\"; the nearest name is \"CONV_2D_1\"",
                       convert_error);
  config = {};
  config.skip_fusion_layers = {"MUL_3"};
  CHECK_THROWS_AS(quantization(with_batch_norm(), config), convert_error);
  config = {};
  config.settings.only = {"conv"};
  CHECK_THROWS_AS(quantization(with_batch_norm(), config), convert_error);
}

TEST_CASE("names that several operators have are told apart by index") {
  network net = with_batch_norm();
  net.at(net.nodes[5].outputs[0]).name = "twice";
  net.at(net.nodes[7].outputs[0]).name = "twice";
  quantization first(net, {});
  const auto& by_layer = first.full_config().settings.by_layer;
  CHECK(by_layer.count("#5") == 1);
  CHECK(by_layer.count("#7") == 1);
  const std::vector<range> ranges = ranges_for(first.float_net());
  const network q = first.quantize(ranges);
  quantization again(net, parse_config(to_text(first.full_config()), "c.json"));
  CHECK(write_network(again.quantize(ranges)) == write_network(q));
  CHECK(write_network(again.quantize(first.make_record(q))) == write_network(q));
}

TEST_CASE("a trained model needs no samples, and a record of it no training") {
  octet_test::trained_chain c({1, 8});
  c.fake_quant(-1.0F, 1.0F);
  c.fully_connected(4, octet::activation::relu);
  c.fake_quant_weights(-0.5F, 0.5F);
  c.fake_quant(0.0F, 2.0F);
  c.softmax();
  const network net = read_network(write_network(c.finish()));
  quantization first(net, {});
  CHECK(first.is_trained());
  CHECK(first.untrained().empty());
  CHECK(first.log().size() == 3);
  const network q = first.quantize(std::vector<range>{});
  const record r = first.make_record(q);
  CHECK(write_network(quantization(net, parse_config(r.config, "r.txt")).quantize(r)) ==
        write_network(q));
  const mapping m = first.map(q);
  REQUIRE(m.entries.size() == net.nodes.size());
  for (const mapping_entry& e : m.entries)
    CHECK(e.quantized.empty() == (e.original.type == "FAKE_QUANT"));
}

TEST_CASE("the mapping leads from the operators as they were to those that are left") {
  quantization q(with_batch_norm(), {});
  const mapping m = q.map(q.quantize(ranges_for(q.float_net())));
  REQUIRE(m.entries.size() == 9);
  for (const std::size_t i : {0u, 1u, 2u, 3u, 4u}) CHECK(m.entries[i].quantized[0].index == 0);
  CHECK(m.entries[4].outputs.size() == 1);
  CHECK(m.entries[6].quantized.empty());
  CHECK(m.entries[8].outputs[0].name == "SOFTMAX_8");
}

}  // namespace
