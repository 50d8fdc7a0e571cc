// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators on real activations with integer weights, from the bytes of a model to real values:
// against sums over every tap of codes that are quantized here.
#include "octet/model/ops/hybrid.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <vector>

#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "support/hybrid_case.hpp"

using octet::builtin;
using octet::errc;
using octet::row_scheme;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::dice;
using octet_test::hybrid_case;
using octet_test::one_operator_model;
using octet_test::size;

namespace {

namespace ops = octet::ops;
using octet::int4;
using hybrid_ops =
    octet::op_list<ops::conv_2d<float>, ops::conv_2d<float, int4>, ops::depthwise_conv_2d<float>,
                   ops::depthwise_conv_2d<float, int4>, ops::fully_connected<float>,
                   ops::fully_connected<float, int4>, ops::transpose_conv<float>>;

std::vector<float> floats_in(const std::vector<std::uint8_t>& bytes) {
  std::vector<float> v(bytes.size() / sizeof(float));
  if (!v.empty()) std::memcpy(v.data(), bytes.data(), bytes.size());
  return v;
}

void check(builtin code, tensor_type weights, std::uint32_t seed) {
  dice d(seed);
  for (int i = 0; i < 150; ++i) {
    hybrid_case c(d, code, weights);
    CAPTURE(i);
    CAPTURE(octet::name_of(code));
    CAPTURE(octet::name_of(weights));
    const auto got = octet_test::run_model<hybrid_ops>(c.model(), c.inputs());
    REQUIRE(got.has_value());
    c.check(floats_in(*got));
  }
}

/// (1, 2) times (2, 2) with a bias; scales of the weights 0.5 and 2.
one_operator_model small_product() {
  return {.code = builtin::fully_connected,
          .tensors = {
              {.type = tensor_type::float32, .shape = {1, 2}},
              {tensor_type::int8, {2, 2}, {0.5F, 2}, {0, 0}, bytes_of<std::int8_t>({2, 4, -3, 1})},
              {.type = tensor_type::float32, .shape = {2}, .data = bytes_of<float>({10, 20})},
              {.type = tensor_type::float32, .shape = {1, 2}}}};
}

octet::error error_with(const std::function<void(one_operator_model&)>& change) {
  one_operator_model m = small_product();
  change(m);
  const auto file = m.file();
  return octet::arena_size(hybrid_ops{}, file).error();
}

}  // namespace

TEST_CASE("hybrid operators: every kind of weights against sums of codes") {
  std::uint32_t seed = 31;
  for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::fully_connected,
                             builtin::transpose_conv}) {
    check(code, tensor_type::int8, seed++);
    if (code != builtin::transpose_conv) check(code, tensor_type::int4, seed++);
  }
}

TEST_CASE("a hybrid product by hand, and what NaN and infinity become") {
  const auto run = [](const std::vector<float>& input) {
    return floats_in(octet_test::run_model<hybrid_ops>(small_product(), {bytes_of(input)})
                         .value_or(std::vector<std::uint8_t>{}));
  };
  CHECK(run({127, -1}) == std::vector<float>{10 + 127 - 2, 20 - 762 - 2});
  CHECK(run({0, 0}) == std::vector<float>{10, 20});
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float most = std::numeric_limits<float>::max();
  CHECK(run({nan, 127}) == std::vector<float>{10 + 254, 20 + 254});
  CHECK(run({nan, nan}) == std::vector<float>{10, 20});
  const std::vector<float> infinite = run({std::numeric_limits<float>::infinity(), 1});
  CHECK(infinite[0] == doctest::Approx(most));
  CHECK(infinite[1] == -most);
}

TEST_CASE("sums past int32 are taken in int64") {
  // 255 * 127 for each of the weights: as asymmetric codes of one large and many lowest values.
  constexpr std::int32_t depth = 70000;
  one_operator_model m{
      .code = builtin::fully_connected,
      .tensors = {{.type = tensor_type::float32, .shape = {1, depth}},
                  {tensor_type::int8, {1, depth}, {1}, {0}, std::vector<std::uint8_t>(depth, 127)},
                  {.type = tensor_type::float32, .shape = {1, 1}}}};
  m.option(octet::field::fully_connected::asymmetric_quantize_inputs, std::uint8_t{1});
  const auto file = m.file();
  const auto graph = octet::graph::open(file);
  REQUIRE(graph.has_value());
  CHECK(ops::accumulator_bound(*graph, graph->node(0)) == 255ULL * 127 * depth);
  const auto got = octet_test::run_model<hybrid_ops>(m, {bytes_of(std::vector<float>(depth, 255))});
  REQUIRE(got.has_value());
  CHECK(floats_in(*got)[0] == 255.0F * 127 * depth);
}

TEST_CASE("scratch holds one row") {
  one_operator_model m = small_product();
  const auto one = octet::arena_size(hybrid_ops{}, m.file());
  m.tensors[0].shape = m.tensors[3].shape = {100, 2};
  const auto many = octet::arena_size(hybrid_ops{}, m.file());
  REQUIRE(one.has_value());
  REQUIRE(many.has_value());
  CHECK(one->activations == 8 + 8 + 8);
  CHECK(many->activations == 800 + 800 + 8);
}

TEST_CASE("hybrid operators refuse what they have no kernel for") {
  using model = one_operator_model;
  CHECK(error_with([](model&) {}).code == errc::ok);
  const auto refused = [](errc code, std::int32_t tensor,
                          const std::function<void(model&)>& change) {
    const octet::error e = error_with(change);
    CHECK(e.code == code);
    CHECK(e.tensor == tensor);
  };
  refused(errc::unsupported_type, 1, [](model& m) { m.tensors[1].type = tensor_type::uint8; });
  refused(errc::unsupported_type, 3, [](model& m) { m.tensors[3].type = tensor_type::int32; });
  refused(errc::unsupported_type, 2, [](model& m) { m.tensors[2].type = tensor_type::int32; });
  refused(errc::constant_expected, 1, [](model& m) { m.tensors[1].data.clear(); });
  refused(errc::missing_quantization, 1, [](model& m) { m.tensors[1].scales.clear(); });
  refused(errc::missing_quantization, 1, [](model& m) { m.tensors[1].zero_points.clear(); });
  refused(errc::bad_zero_point, 1, [](model& m) { m.tensors[1].zero_points = {0, 1}; });
  refused(errc::unsupported_option, 1, [](model& m) { m.tensors[1].quantized_dimension = 1; });
  refused(errc::missing_quantization, 1, [](model& m) {
    m.tensors[1].scales = {1, 1, 1};
    m.tensors[1].zero_points = {0, 0, 0};
  });
  refused(errc::shape_mismatch, 2, [](model& m) {
    m.tensors[2].shape = {1};
    m.tensors[2].data.resize(4);
  });
  refused(errc::shape_mismatch, 3, [](model& m) { m.tensors[3].shape = {1, 3}; });
  refused(errc::unsupported_option, -1,
          [](model& m) { m.option(octet::field::fully_connected::activation, std::int8_t{4}); });
  refused(errc::missing_tensor, -1,
          [](model& m) { m.tensors.insert(m.tensors.begin() + 2, m.tensors[2]); });
}
