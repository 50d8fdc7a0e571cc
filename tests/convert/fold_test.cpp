// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Folding: the float executor gives the same before and after, with fewer operators.
#include "octet/convert/fold.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/mapping.hpp"
#include "octet/convert/writer.hpp"
#include "support/data.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet::padding;
using octet_test::chain;
using floats = std::vector<float>;

/// The outputs of both networks on noise differ by less than 1e-5 of the largest.
void check_same(const network& before, const network& after) {
  executor a(write_network(before)), b(write_network(after));
  REQUIRE(a.model().outputs().size() == b.model().outputs().size());
  octet_test::noise noise(7);
  for (int sample = 0; sample < 3; ++sample) {
    const floats input = noise.vector(a.sample_size(), 2.0F);
    a.run(input);
    b.run(input);
    for (std::size_t o = 0; o < a.model().outputs().size(); ++o) {
      const auto x = a.output(o), y = b.output(o);
      REQUIRE(x.size() == y.size());
      float largest = 0.0F, error = 0.0F;
      for (std::size_t i = 0; i < x.size(); ++i) {
        largest = std::max(largest, std::abs(x[i]));
        error = std::max(error, std::abs(x[i] - y[i]));
      }
      CHECK(largest > 0.0F);
      CHECK(error <= 1e-5F * std::max(largest, 1.0F));
    }
  }
}

/// Folds, and checks what stays, that the outputs do, and that the file is well formed.
network check_folded(const network& net, const std::vector<builtin>& left,
                     const std::vector<std::string>& kept = {}) {
  network folded = read_network(write_network(net));
  const network original = folded;
  const std::vector<std::string> lines = fold(folded, kept);
  CHECK(lines.size() == net.nodes.size() - folded.nodes.size());
  std::vector<builtin> codes;
  for (const node& n : folded.nodes) codes.push_back(n.code);
  CHECK(codes == left);
  const std::vector<std::uint8_t> file = write_network(folded);
  CHECK(octet_test::verify_tflite(file));
  check_same(net, folded);
  REQUIRE(folded.outputs.size() == net.outputs.size());
  for (std::size_t i = 0; i < net.outputs.size(); ++i)
    CHECK(folded.at(folded.outputs[i]).name == net.at(net.outputs[i]).name);
  CHECK(fold(folded, kept).empty());
  return folded;
}

TEST_CASE("batch norm behind a weighted operator goes into its weights") {
  for (const activation act : {activation::none, activation::relu6}) {
    chain c({1, 5, 5, 4});
    c.conv_2d(3, 3, 2, padding::same, activation::none);
    c.with_constant(builtin::mul, {3}, {0.5F, -2.0F, 3.0F});
    c.with_constant(builtin::add, {1, 1, 1, 3}, {1.0F, 0.0F, -0.5F}, act);
    c.depthwise_conv_2d(2, 3, 1, padding::valid, activation::none);
    c.with_constant(builtin::sub, {6}, {1, 2, 3, 4, 5, 6}, activation::none, true);
    c.with_constant(builtin::div, {1}, {-4.0F}, act);
    c.flatten();
    c.fully_connected(4, activation::none);
    c.with_constant(builtin::sub, {4}, {0.1F, 0.2F, 0.3F, 0.4F});
    c.with_constant(builtin::mul, {}, {2.0F}, act);
    check_folded(c.finish(), {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::reshape,
                              builtin::fully_connected});
  }
}

TEST_CASE("an operator without a bias gets one, and weights that others read stay theirs") {
  chain c({1, 3, 3, 2});
  c.conv_2d(2, 1, 1, padding::valid, activation::relu);
  c.conv_2d(2, 1, 1, padding::valid, activation::none);
  c.with_constant(builtin::mul, {2}, {3.0F, 4.0F});
  c.with_constant(builtin::add, {2}, {1.0F, -1.0F});
  node& second = c.net().nodes[1];
  second.inputs[1] = c.net().nodes[0].inputs[1];
  second.inputs.resize(2);
  const network folded = check_folded(c.finish(), {builtin::conv_2d, builtin::conv_2d});
  CHECK(folded.nodes[0].inputs[1] != folded.nodes[1].inputs[1]);
  const tensor& bias = folded.at(folded.nodes[1].input(2));
  CHECK(bias.values<float>() == floats{1.0F, -1.0F});
}

TEST_CASE("what scales and shifts the input goes into the weights behind it") {
  chain c({1, 6, 6, 2});
  c.with_constant(builtin::mul, {2}, {1.0F / 255, 2.0F / 255});
  c.with_constant(builtin::sub, {2}, {0.3F, 0.4F});
  c.conv_2d(3, 3, 1, padding::valid, activation::relu);
  c.with_constant(builtin::mul, {3}, {2.0F, 3.0F, -4.0F});
  c.depthwise_conv_2d(2, 3, 1, padding::same, activation::relu);
  c.with_constant(builtin::add, {6}, {1, -2, 3, -4, 5, -6});
  c.flatten();
  c.fully_connected(3, activation::relu);
  c.with_constant(builtin::add, {3}, {1, 2, 3});
  c.fully_connected(2, activation::none);
  check_folded(c.finish(), {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::add,
                            builtin::reshape, builtin::fully_connected, builtin::fully_connected});
}

TEST_CASE("a shift before padding stays: padding is not shifted") {
  chain c({1, 4, 4, 2});
  c.with_constant(builtin::add, {2}, {1.0F, 2.0F});
  c.conv_2d(3, 3, 1, padding::same, activation::relu);
  check_folded(c.finish(), {builtin::add, builtin::conv_2d});
}

TEST_CASE("groups of channels keep their weights apart") {
  chain c({1, 4, 4, 6});
  c.with_constant(builtin::mul, {6}, {1, 2, 3, 4, 5, 6});
  c.with_constant(builtin::add, {6}, {6, 5, 4, 3, 2, 1});
  const std::int32_t image = c.last();
  c.conv_2d(4, 3, 1, padding::valid, activation::none);
  // Two groups of three input channels and two output channels.
  tensor& filter = c.net().at(c.net().nodes.back().inputs[1]);
  filter.shape = {4, 3, 3, 3};
  filter.data.resize(4 * 27 * sizeof(float));
  CHECK(c.net().at(image).shape[3] == 6);
  check_folded(c.finish(), {builtin::conv_2d});
}

TEST_CASE("an intermediate result that is read elsewhere keeps its operator") {
  chain c({1, 4, 4, 3});
  const std::int32_t sum = c.conv_2d(3, 1, 1, padding::same, activation::none);
  c.with_constant(builtin::mul, {3}, {2, 3, 4});
  c.add(sum, activation::none);
  c.elementwise(builtin::relu);
  check_folded(c.finish(), {builtin::conv_2d, builtin::mul, builtin::add});
  // As an output of the network too.
  chain d({1, 4, 4, 3});
  const std::int32_t seen = d.conv_2d(3, 1, 1, padding::same, activation::none);
  d.with_constant(builtin::mul, {3}, {2, 3, 4});
  network two = d.finish();
  two.outputs.push_back(seen);
  check_folded(two, {builtin::conv_2d, builtin::mul});
}

TEST_CASE("a constant that differs from place to place stays") {
  chain c({1, 2, 2, 3});
  c.conv_2d(3, 1, 1, padding::same, activation::none);
  c.with_constant(builtin::mul, {1, 2, 2, 1}, {1, 2, 3, 4});
  c.with_constant(builtin::div, {3}, {1, 2, 3}, activation::none, true);  // 1 / x is not linear
  check_folded(c.finish(), {builtin::conv_2d, builtin::mul, builtin::div});
}

TEST_CASE("padding goes into the convolution where SAME starts at the same place") {
  struct shape {
    std::int32_t size, kernel, stride, before, behind;
    bool folds;
  };
  for (const shape s :
       {shape{8, 3, 1, 1, 1, true}, shape{8, 3, 2, 0, 1, true}, shape{7, 3, 2, 1, 1, true},
        shape{8, 3, 2, 1, 1, false}, shape{8, 5, 1, 2, 2, true}, shape{8, 5, 1, 1, 1, false},
        shape{8, 3, 1, 2, 0, false}, shape{9, 3, 2, 1, 2, true}}) {
    CAPTURE(s.size);
    CAPTURE(s.stride);
    CAPTURE(s.before);
    for (const bool depthwise : {false, true}) {
      chain c({1, s.size, s.size, 2});
      c.pad(s.before, s.behind);
      depthwise ? c.depthwise_conv_2d(1, s.kernel, s.stride, padding::valid, activation::relu)
                : c.conv_2d(3, s.kernel, s.stride, padding::valid, activation::relu);
      const builtin conv = depthwise ? builtin::depthwise_conv_2d : builtin::conv_2d;
      check_folded(c.finish(), s.folds ? std::vector{conv} : std::vector{builtin::pad, conv});
    }
  }
}

TEST_CASE("activations go into the operator before them") {
  chain c({1, 4, 4, 2});
  const std::int32_t first = c.conv_2d(3, 3, 1, padding::same, activation::none);
  c.elementwise(builtin::relu);
  c.elementwise(builtin::relu6);
  c.depthwise_conv_2d(1, 3, 1, padding::same, activation::relu6);
  c.elementwise(builtin::relu);
  c.add(c.last(), activation::none);
  c.elementwise(builtin::relu_n1_to_1);
  c.elementwise(builtin::relu);  // no fused activation does both
  c.pool_2d(builtin::max_pool_2d, 2);
  c.elementwise(builtin::relu6);
  CHECK(first != c.last());
  const network folded =
      check_folded(c.finish(), {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::add,
                                builtin::relu, builtin::max_pool_2d});
  CHECK(folded.nodes[0].option<std::int8_t>(octet::field::conv_2d::activation) ==
        static_cast<std::int8_t>(activation::relu6));
}

TEST_CASE("what changes nothing is taken out, outputs of the network keep their names") {
  chain c({1, 4, 4, 2});
  c.reshape({1, 4, 4, 2});
  c.pad(0);
  c.transpose({0, 3, 1, 2});
  c.transpose({0, 2, 3, 1});
  c.elementwise(builtin::logistic);
  c.with_constant(builtin::mul, {}, {1.0F});
  c.with_constant(builtin::sub, {2}, {0.0F, 0.0F});
  c.reshape({1, 32});
  c.reshape({4, 8});
  c.transpose({0, 1});
  const network folded =
      check_folded(c.finish(), {builtin::logistic, builtin::reshape, builtin::reshape});
  CHECK(folded.tensors.size() == 6);
  // Not where the network would be left without an operator between input and output.
  chain d({1, 4});
  d.reshape({1, 4});
  check_folded(d.finish(), {builtin::reshape});
  // Other orders of axes stay.
  chain e({1, 2, 3, 4});
  e.transpose({0, 3, 1, 2});
  e.transpose({0, 3, 1, 2});
  check_folded(e.finish(), {builtin::transpose, builtin::transpose});
}

TEST_CASE("codes that become real values and the same codes again") {
  chain c({1, 4});
  network net = c.finish();
  const quantization_info codes{{}, {}, {0.5F}, {-3}, 0};
  const auto add = [&](const char* name, octet::tensor_type type, const quantization_info& q) {
    return net.add_tensor({name, type, {1, 4}, {}, q, false, {}});
  };
  const std::int32_t a = add("a", octet::tensor_type::int8, codes);
  const std::int32_t b = add("b", octet::tensor_type::float32, {});
  const std::int32_t d = add("d", octet::tensor_type::int8, codes);
  const std::int32_t e = add("e", octet::tensor_type::float32, {});
  net.nodes = {make_node(builtin::quantize, {0}, {a}), make_node(builtin::dequantize, {a}, {b}),
               make_node(builtin::quantize, {b}, {d}), make_node(builtin::dequantize, {d}, {e})};
  net.outputs = {e};
  check_folded(net, {builtin::quantize, builtin::dequantize});
  net.at(d).quantization.zero_points = {-4};
  check_folded(net,
               {builtin::quantize, builtin::dequantize, builtin::quantize, builtin::dequantize});
}

TEST_CASE("operators that nobody reads go, with their weights") {
  chain c({1, 4, 4, 2});
  const std::int32_t used = c.conv_2d(3, 3, 1, padding::same, activation::relu);
  c.conv_2d(8, 3, 1, padding::same, activation::none);
  c.elementwise(builtin::tanh);
  network net = c.finish();
  net.outputs = {used};
  const network folded = check_folded(net, {builtin::conv_2d});
  CHECK(folded.tensors.size() == 4);
}

TEST_CASE("operators that are to be kept stay, and so do those that would change them") {
  chain c({1, 4, 4, 2});
  c.conv_2d(3, 3, 1, padding::same, activation::none);
  const std::string conv = c.net().tensors.back().name;
  c.with_constant(builtin::mul, {3}, {2, 3, 4});
  c.elementwise(builtin::relu);
  check_folded(c.finish(), {builtin::conv_2d, builtin::mul}, {conv});
}

TEST_CASE("the mapping knows what was folded where") {
  chain c({1, 8, 8, 2});
  c.pad(1);
  c.conv_2d(3, 3, 1, padding::valid, activation::none);
  c.with_constant(builtin::mul, {3}, {2, 3, 4});
  c.elementwise(builtin::relu);
  c.reshape({1, 8, 8, 3});
  c.flatten();
  const network original = read_network(write_network(c.finish()));
  network folded = original;
  fold(folded);
  REQUIRE(folded.nodes.size() == 2);
  const mapping m = map_nodes(original, folded);
  for (const std::size_t i : {0u, 1u, 2u, 3u}) {
    REQUIRE(m.entries[i].quantized.size() == 1);
    CHECK(m.entries[i].quantized[0].index == 0);
    CHECK(m.entries[i].outputs.size() == (i == 3 ? 1 : 0));  // values between are not there
  }
  CHECK(m.entries[4].quantized.empty());
  CHECK(m.entries[5].outputs.size() == 1);
}

TEST_CASE("public float models compute the same when folded") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  int seen = 0;
  for (const auto& folder : std::filesystem::directory_iterator(*data / "goldens" / "TinyMaix")) {
    network net = read_network(octet_test::read_bytes(folder.path() / "model.tflite"));
    if (net.at(net.inputs[0]).type != octet::tensor_type::float32) continue;
    CAPTURE(folder.path().string());
    const network before = net;
    fold(net);
    CHECK(net.nodes.size() <= before.nodes.size());
    check_same(before, net);
    ++seen;
  }
  CHECK(seen > 0);
}

}  // namespace
