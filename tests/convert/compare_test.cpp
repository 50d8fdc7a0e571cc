// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/compare.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "octet/convert/writer.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;

TEST_CASE("measures of two signals, worked out by hand") {
  signal_sums s;
  s.see(std::vector<float>{3.0f, 0.0f}, std::vector<float>{3.0f, 1.0f});
  s.see(std::vector<float>{4.0f, 0.0f}, std::vector<float>{2.0f, 0.0f});
  CHECK(s.rmse() == doctest::Approx(std::sqrt(5.0 / 4.0)));
  CHECK(s.mae() == doctest::Approx(0.75));
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

TEST_CASE("models with other operators cannot be compared") {
  octet_test::chain c({1, 8, 8, 2});
  c.mean();
  CHECK_THROWS_AS(
      layer_comparison(write_network(octet_test::tiny_model()), write_network(c.finish())),
      convert_error);
}

}  // namespace
