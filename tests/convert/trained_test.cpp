// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What quantization-aware training leaves in a float model.
#include "octet/convert/trained.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/writer.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_model.hpp"
#include "support/trained_model.hpp"

namespace {

using namespace octet::convert;
using octet::affine;
using octet::builtin;
using octet::tensor_type;
using octet_test::chain;

std::vector<builtin> codes_of(const network& net) {
  std::vector<builtin> codes;
  for (const node& n : net.nodes) codes.push_back(n.code);
  return codes;
}

/// The factors of the tensor with a name.
const trained_factors& factors_of(const trained_network& t, const std::string& name) {
  for (const auto& [index, factors] : t.factors) {
    if (t.net.at(index).name == name) return factors;
  }
  FAIL("no factors of " << name);
  return t.factors.begin()->second;
}

TEST_CASE("FAKE_QUANT is taken out, its range stays with the tensor") {
  octet_test::trained_chain c({1, 4, 4, 2});
  c.fake_quant(-1.0F, 1.0F);
  c.conv_2d(3, 3, 1, octet::padding::same, octet::activation::relu);
  c.fake_quant_weights(-0.5F, 0.5F);
  c.fake_quant(0.0F, 5.1F);
  c.flatten();
  c.softmax();
  const network net = read_network(write_network(c.finish()));
  CHECK(octet_test::verify_tflite(write_network(net)));
  const trained_network t = remove_training(net);
  CHECK(codes_of(t.net) == std::vector{builtin::conv_2d, builtin::reshape, builtin::softmax});
  CHECK(t.log.size() == 3);
  CHECK(t.factors.size() == 3);
  CHECK(t.net.at(t.net.inputs[0]).name == "input");
  CHECK(factors_of(t, "input").params[0].scale == 2.0F / 255);
  const affine out = factors_of(t, "CONV_2D_1").params[0];
  CHECK(out.scale == doctest::Approx(0.02));
  CHECK(out.zero_point == -128);
  const affine weights = factors_of(t, "filter1").params[0];
  CHECK(weights == affine{1.0F / 254, 0});  // without the lowest code
  for (const float w : t.net.at(t.net.nodes[0].inputs[1]).values<float>())
    CHECK(std::abs(w) <= 0.5F + 1e-6F);
}

TEST_CASE("FAKE_QUANT at the end of the network: its input takes the name") {
  octet_test::trained_chain c({1, 8});
  c.fully_connected(4, octet::activation::none);
  c.fake_quant(-3.0F, 3.0F);
  const network net = c.finish();
  const trained_network t = remove_training(net);
  CHECK(codes_of(t.net) == std::vector{builtin::fully_connected});
  CHECK(t.net.at(t.net.outputs[0]).name == net.at(net.outputs[0]).name);
  CHECK(t.factors.count(t.net.outputs[0]) == 1);
}

TEST_CASE("QUANTIZE and DEQUANTIZE in a row hold their parameters exactly") {
  octet_test::trained_chain c({1, 2, 2, 3});
  c.quantize_dequantize(tensor_type::int8, {0.037F, 11});
  c.conv_2d(2, 1, 1, octet::padding::same, octet::activation::none);
  c.dequantize_weights({0.25F, 0.5F});
  c.quantize_dequantize(tensor_type::uint8, {0.1F, 131});
  c.elementwise(builtin::relu);
  const network net = read_network(write_network(c.finish()));
  CHECK(octet_test::verify_tflite(write_network(net)));
  const trained_network t = remove_training(net);
  CHECK(codes_of(t.net) == std::vector{builtin::conv_2d, builtin::relu});
  CHECK(factors_of(t, "input").params == std::vector<affine>{{0.037F, 11}});
  CHECK(factors_of(t, "CONV_2D_2").params == std::vector<affine>{{0.1F, 3}});
  const std::int32_t filter = t.net.nodes[0].inputs[1];
  CHECK(t.factors.at(filter).params == std::vector<affine>{{0.25F, 0}, {0.5F, 0}});
  // The weights have the values that the codes stood for, in both channels.
  const std::vector<float> weights = t.net.at(filter).values<float>();
  REQUIRE(weights.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    const float steps = weights[i] / (i < 3 ? 0.25F : 0.5F);
    CHECK(steps == static_cast<float>(static_cast<int>(steps)));
  }
  // As in the model that was trained, but for the rounding of activations.
  executor before(write_network(net)), after(write_network(t.net));
  const std::vector<float> sample(12, 0.37F);  // ten steps
  before.run(sample);
  after.run(sample);
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(std::abs(before.output(0)[i] - after.output(0)[i]) <= 0.051F);
}

TEST_CASE("a range of other than 8 bits is kept as a range") {
  octet_test::trained_chain c({1, 4});
  c.fake_quant(-1.0F, 2.0F, 4);
  c.fully_connected(2, octet::activation::none);
  const trained_network t = remove_training(c.finish());
  CHECK(factors_of(t, "input").params.empty());
  CHECK(factors_of(t, "input").ranges == std::vector<octet::range>{{-1.0F, 2.0F}});
}

TEST_CASE("weights of float16 become float") {
  octet_test::trained_chain c({1, 2});
  c.fully_connected(2, octet::activation::none);
  c.halve_weights({{0x3c00}, {0xc000}, {0x3800}, {0x0000}});
  const trained_network t = remove_training(read_network(write_network(c.finish())));
  CHECK(codes_of(t.net) == std::vector{builtin::fully_connected});
  CHECK(t.net.at(t.net.nodes[0].inputs[1]).values<float>() ==
        std::vector<float>{1.0F, -2.0F, 0.5F, 0.0F});
  CHECK(t.factors.empty());
}

TEST_CASE("what cannot be is refused, and what is no training stays") {
  octet_test::trained_chain c({1, 4});
  c.fake_quant(1.0F, 2.0F);
  c.softmax();
  CHECK_THROWS_AS(remove_training(c.finish()), convert_error);
  const network plain = octet_test::tiny_model();
  const trained_network t = remove_training(plain);
  CHECK(t.net == plain);
  CHECK(t.factors.empty());
  CHECK(t.log.empty());
}

}  // namespace
