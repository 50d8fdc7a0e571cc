// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/compare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "octet/convert/mapping.hpp"
#include "octet/convert/writer.hpp"
#include "octet/quant/affine.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;

TEST_CASE("measures of two signals, worked out by hand") {
  signal_sums s;
  s.see(std::vector<float>{3.0f, 0.0f}, std::vector<float>{3.0f, 1.0f});
  s.see(std::vector<float>{4.0f, 0.0f}, std::vector<float>{2.0f, 0.0f});
  CHECK(s.rmse() == doctest::Approx(std::sqrt(5.0 / 4.0)));
  CHECK(s.mae() == doctest::Approx(0.75));
  CHECK(s.largest == 2.0);
  CHECK(s.relative_l2() == doctest::Approx(std::sqrt(5.0) / 5.0));
  CHECK(s.cosine() == doctest::Approx(17.0 / (5.0 * std::sqrt(14.0))));
  CHECK(s.sqnr() == doctest::Approx(10.0 * std::log10(5.0)));
}

TEST_CASE("measures of silent signals are numbers") {
  signal_sums nothing;
  CHECK(nothing.rmse() == 0.0);
  CHECK(nothing.mae() == 0.0);
  signal_sums zeros;
  zeros.see(std::vector<float>{0.0f}, std::vector<float>{0.0f});
  CHECK(zeros.relative_l2() == 0.0);
  CHECK(zeros.cosine() == 1.0);
  CHECK(zeros.sqnr() == std::numeric_limits<double>::infinity());
  signal_sums noise;
  noise.see(std::vector<float>{0.0f}, std::vector<float>{1.0f});
  CHECK(noise.cosine() == 0.0);
  CHECK(noise.relative_l2() == std::numeric_limits<double>::infinity());
  CHECK(noise.sqnr() == -std::numeric_limits<double>::infinity());
}

TEST_CASE("accuracy and agreement") {
  output_comparison c;
  c.see(std::vector<float>{0.1f, 0.9f}, std::vector<float>{0.2f, 0.8f}, 1);
  c.see(std::vector<float>{0.1f, 0.9f}, std::vector<float>{0.8f, 0.2f}, 1);
  c.see(std::vector<float>{0.7f, 0.3f}, std::vector<float>{0.5f, 0.5f}, 1);  // a tie: the first
  c.see(std::vector<float>{0.7f, 0.3f}, std::vector<float>{0.6f, 0.4f});
  CHECK(c.samples() == 4);
  CHECK(c.agreement() == doctest::Approx(0.75));
  CHECK(c.reference_accuracy() == doctest::Approx(2.0 / 3.0));
  CHECK(c.other_accuracy() == doctest::Approx(1.0 / 3.0));
  const std::vector<float> two(2), three(3);
  CHECK_THROWS_WITH_AS(c.see(two, two, 2), "sample 4 has the label 2; the model has 2 classes",
                       convert_error);
  CHECK_THROWS_AS(c.see(two, two, -1), convert_error);
  CHECK_THROWS_WITH_AS(c.see(two, three), "the outputs have 2 and 3 values", convert_error);
}

TEST_CASE("a float model has no noise against itself, and some against int8") {
  const std::vector<std::uint8_t> model = write_network(octet_test::tiny_model());
  layer_comparison same(model, model);
  layer_comparison quantized(model, octet_test::tiny_int8_model());
  for (const auto& sample : octet_test::tiny_samples(5)) {
    same.see(sample);
    quantized.see(sample);
  }
  REQUIRE(same.layers().size() == 10);
  CHECK(same.layers()[3].code == octet::builtin::max_pool_2d);
  CHECK(same.layers()[3].tensor == "MAX_POOL_2D_3");
  for (const auto& layer : same.layers())
    CHECK(layer.sums.sqnr() == std::numeric_limits<double>::infinity());
  for (const auto& layer : quantized.layers()) {
    CAPTURE(layer.tensor);
    CHECK(layer.sums.sqnr() > 20.0);
    CHECK(layer.sums.sqnr() < 80.0);
  }
}

// The oracle: each operator as a network of its own, that takes the float values.
TEST_CASE("the isolated error of a layer is that of its operator alone on float values") {
  const network real = octet_test::tiny_model();
  const std::vector<std::uint8_t> file = octet_test::tiny_int8_model();
  const network integer = read_network(file);
  layer_comparison comparison(write_network(real), file);
  executor reference(write_network(real));
  const auto samples = octet_test::tiny_samples(4);
  std::vector<signal_sums> expected(real.nodes.size());
  for (const auto& sample : samples) {
    comparison.see(sample);
    std::vector<std::vector<float>> values(real.tensors.size());
    values[static_cast<std::size_t>(real.inputs[0])] = sample;
    reference.run(sample, [&](std::int32_t n) {
      const std::int32_t t = real.nodes[static_cast<std::size_t>(n)].outputs[0];
      const std::span<const float> reals = reference.read(t);
      values[static_cast<std::size_t>(t)].assign(reals.begin(), reals.end());
    });
    for (std::size_t n = 0; n < real.nodes.size(); ++n) {
      network alone = integer;
      alone.nodes = {integer.nodes[n]};
      alone.inputs.clear();
      std::vector<float> input;
      for (const std::int32_t t : alone.nodes[0].inputs) {
        if (alone.at(t).is_constant()) continue;
        alone.inputs.push_back(t);
        const auto& v = values[static_cast<std::size_t>(t)];
        input.insert(input.end(), v.begin(), v.end());
      }
      alone.outputs = alone.nodes[0].outputs;
      executor e(write_network(alone));
      e.run(input);
      expected[n].see(values[static_cast<std::size_t>(real.nodes[n].outputs[0])], e.output(0));
    }
  }
  bool differs = false;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    const auto& l = comparison.layers()[n];
    CAPTURE(l.tensor);
    CHECK(l.isolated.squares == expected[n].squares);
    CHECK(l.isolated.largest == expected[n].largest);
    CHECK(l.isolated.count == l.sums.count);
    differs = differs || l.isolated.squares != l.sums.squares;
  }
  CHECK(differs);
  CHECK(comparison.layers()[0].isolated.squares == comparison.layers()[0].sums.squares);
}

TEST_CASE("saturation counts the values that the codes do not reach, and not the zeros of a relu") {
  octet_test::chain c({1, 4});
  c.fully_connected(3, octet::activation::relu);
  network net = c.finish();
  std::vector<float> weights(12, 0.0f);
  weights[0] = weights[5] = weights[10] = 1.0f;  // the first three inputs
  net.at(net.nodes[0].inputs[1]).set_values<float>(weights);
  net.at(net.nodes[0].inputs[2]).set_values<float>(std::vector<float>(3, 0.0f));
  std::vector<octet::range> ranges(net.tensors.size());
  ranges[0] = {-4.0f, 4.0f};
  ranges[static_cast<std::size_t>(net.outputs[0])] = {0.0f, 2.0f};
  layer_comparison comparison(write_network(net), write_network(quantize(net, ranges)));
  comparison.see(std::vector<float>{-1.0f, 1.0f, 2.0f, 0.0f});  // within, the end itself too
  CHECK(comparison.layers()[0].saturated == 0);
  comparison.see(std::vector<float>{3.0f, 1.0f, -4.0f, 0.0f});
  const auto& layer = comparison.layers()[0];
  CHECK(layer.saturated == 1);
  CHECK(layer.saturation() == doctest::Approx(1.0 / 6.0));
  CHECK(layer.codes->min == 0.0f);
  CHECK(layer.codes->max == doctest::Approx(2.0));
  CHECK(layer.sums.largest == doctest::Approx(1.0));
  CHECK(layer.values.extremes() == octet::range{0.0f, 3.0f});
  CHECK(layer.values.count() == 6);
}

TEST_CASE("layers are found behind QUANTIZE and DEQUANTIZE, by name, and through a mapping") {
  const network real = octet_test::tiny_model();
  const network integer = read_network(octet_test::tiny_int8_model());
  // The input is float and quantized first.
  network ends = integer;
  tensor input = real.at(real.inputs[0]);
  input.name = "float_input";
  ends.inputs = {ends.add_tensor(input)};
  ends.nodes.insert(ends.nodes.begin(),
                    make_node(octet::builtin::quantize, ends.inputs, {integer.inputs[0]}));
  layer_comparison by_order(write_network(real), write_network(ends));
  CHECK(by_order.layers().size() == 10);

  // Two operators are gone, the padding at the front and one that a mapping would know.
  network fewer = real;
  fewer.nodes.erase(fewer.nodes.begin());
  fewer.nodes[0].inputs[0] = real.nodes[0].outputs[0];
  fewer.inputs = real.nodes[0].outputs;
  const std::vector<std::uint8_t> a = write_network(real), b = write_network(fewer);
  const auto graph_of = [](const std::vector<std::uint8_t>& file) {
    return *octet::graph::open(file);
  };
  const auto by_name = pair_layers(graph_of(a), graph_of(b));
  REQUIRE(by_name.size() == 9);
  for (std::size_t i = 0; i < by_name.size(); ++i) {
    CHECK(by_name[i].node == static_cast<std::int32_t>(i) + 1);
    CHECK(by_name[i].reference == by_name[i].quantized);
  }

  network renamed = integer;
  for (tensor& t : renamed.tensors) t.name = "same";
  const std::vector<std::uint8_t> q = write_network(renamed);
  const std::int32_t t4 = real.nodes[4].outputs[0], u4 = integer.nodes[4].outputs[0];
  mapping m = map_nodes(read_network(a), read_network(a));
  for (std::size_t i = 0; i < m.entries.size(); ++i) {
    if (i != 4) m.entries[i].outputs.clear();
  }
  CHECK(pair_layers(graph_of(a), graph_of(q), m) == std::vector<layer_pair>{{4, t4, u4}});
  const std::vector<layer_pair> one{{4, t4, u4}};
  layer_comparison mapped(executor{a}, executor{q}, executor{q},
                          [&](const auto&, const auto&) { return one; });
  mapped.see(octet_test::tiny_samples(1)[0]);
  REQUIRE(mapped.layers().size() == 1);
  CHECK(mapped.layers()[0].tensor == "CONV_2D_4");
  // Nothing before it is replaced: alone and with the rest are the same.
  CHECK(mapped.layers()[0].isolated.squares == mapped.layers()[0].sums.squares);
}

TEST_CASE("models with other operators cannot be compared") {
  octet_test::chain c({1, 8, 8, 2});
  c.mean();
  CHECK_THROWS_AS(
      layer_comparison(write_network(octet_test::tiny_model()), write_network(c.finish())),
      convert_error);
}

}  // namespace
