// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/writer.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "octet/model/graph.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::builtin;
namespace field = octet::field;

/// A value that differs from the default.
option_value changed(option_value value) {
  std::visit(
      [](auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool>) {
          v = !v;
        } else if constexpr (std::is_same_v<T, std::vector<std::int32_t>>) {
          v = {1, -1, 70000};
        } else {
          v = static_cast<T>(v + T{3});
        }
      },
      value);
  return value;
}

TEST_CASE("a written network verifies and reads back equal") {
  for (const std::uint32_t seed : {1u, 2u}) {
    const network net = octet_test::tiny_model(seed);
    const std::vector<std::uint8_t> file = write_network(net);
    CHECK(octet_test::verify_tflite(file));
    CHECK(read_network(file) == net);
  }
  std::vector<std::uint8_t> broken = write_network(octet_test::tiny_model());
  broken.resize(broken.size() / 2);
  CHECK_FALSE(octet_test::verify_tflite(broken));
}

TEST_CASE("an empty network is a model too") {
  const std::vector<std::uint8_t> file = write_network({});
  CHECK(octet_test::verify_tflite(file));
  CHECK(read_network(file) == network{});
}

TEST_CASE("every option of every operator survives, at its default and away from it") {
  int operators = 0;
  for (std::int32_t code = 0; code <= static_cast<std::int32_t>(builtin::relu_0_to_1); ++code) {
    const options_schema* schema = options_of(static_cast<builtin>(code));
    if (schema == nullptr) continue;
    ++operators;
    network net;
    net.tensors.resize(2);
    net.inputs = {0};
    net.outputs = {1};
    net.nodes.push_back(make_node(static_cast<builtin>(code), {0}, {1}));
    CAPTURE(name_of(static_cast<builtin>(code)));
    CHECK(read_network(write_network(net)) == net);
    for (auto& [number, value] : net.nodes[0].options) value = changed(value);
    const std::vector<std::uint8_t> file = write_network(net);
    CHECK(schema->defaults.empty() == (net.nodes[0].options == schema->defaults));
    CHECK(octet_test::verify_tflite(file));
    CHECK(read_network(file) == net);
  }
  CHECK(operators >= 12);
}

TEST_CASE("the fields are where the schema has them") {
  const std::vector<std::uint8_t> file = write_network(octet_test::tiny_model());
  const octet::flatbuffer::table root = octet::flatbuffer::root(file);
  CHECK(root.scalar<std::uint32_t>(0, 0) == 3);
  const auto codes = root.tables(1);
  REQUIRE(codes.size() == 9);  // CONV_2D occurs twice
  CHECK(codes[1].scalar<std::int8_t>(0, -1) == 3);
  CHECK(codes[1].scalar<std::int32_t>(3, -1) == 3);
  CHECK(root.tables(4)[0].vector_of<std::uint8_t>(0).empty());
  const octet::graph model = octet::graph::open(file).value();
  const octet::node conv = model.node(1);
  CHECK(conv.code == builtin::conv_2d);
  CHECK(conv.options.scalar<std::int8_t>(field::conv_2d::padding, -1) == 1);
  CHECK(conv.options.scalar<std::int8_t>(field::conv_2d::activation, -1) == 1);
  CHECK(model.node(2).options.scalar<std::int32_t>(field::depthwise_conv_2d::depth_multiplier, 0) ==
        2);
}

TEST_CASE("what else a network holds survives") {
  network net;
  net.name = "subgraph";
  net.description = "two words";
  tensor input;
  input.name = "in";
  input.shape = {1, 4};
  input.shape_signature = {-1, 4};
  input.quantization.min = {-1.0f};
  input.quantization.max = {1.0f};
  tensor weights;
  weights.shape = {3, 4};
  weights.set_values<std::int8_t>(std::vector<std::int8_t>(12, 5));
  weights.quantization.scales = {0.1f, 0.2f, 0.3f, 0.4f};
  weights.quantization.zero_points = {0, 0, 0, 0};
  weights.quantization.axis = 1;
  tensor state;
  state.is_variable = true;
  tensor scalar;
  scalar.set_values<float>(std::vector<float>{2.5f});
  net.tensors = {input, weights, state, scalar, weights};
  net.inputs = {0};
  net.outputs = {2};
  net.nodes = {make_node(builtin::fully_connected, {0, 1, octet::no_tensor}, {2})};
  net.nodes[0].version = 4;
  const std::vector<std::uint8_t> file = write_network(net);
  CHECK(octet_test::verify_tflite(file));
  CHECK(read_network(file) == net);
  // The empty buffer, and equal data once.
  CHECK(octet::flatbuffer::root(file).tables(4).size() == 3);
}

TEST_CASE("an operator that cannot be written is named") {
  network net = octet_test::tiny_model();
  net.nodes[3].code = builtin::rnn;
  CHECK_THROWS_WITH_AS(write_network(net),
                       "operator 3 (RNN) is not an operator that can be converted", convert_error);
}

}  // namespace
