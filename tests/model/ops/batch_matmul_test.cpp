// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL in a model: its multiplier, its accumulator, and what it refuses.
#include "octet/model/ops/batch_matmul.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "support/one_operator_model.hpp"
#include "support/random_tensor.hpp"
#include "support/wide_contracts.hpp"

using octet::errc;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::one_operator_model;

namespace {

using matmul_ops =
    octet::op_list<octet::ops::batch_matmul<std::int8_t>, octet::ops::batch_matmul<std::int16_t>>;

/// (2,3) x (3,1), all scales 1 and zero points 0.
one_operator_model small_product() {
  return {.code = octet::builtin::batch_matmul,
          .tensors = {int8_tensor({2, 3}), int8_tensor({3, 1}), int8_tensor({2, 1})}};
}

}  // namespace

TEST_CASE("batch_matmul takes both operands from the run") {
  one_operator_model m = small_product();
  const std::vector<std::vector<std::uint8_t>> inputs{bytes_of<std::int8_t>({1, 2, 3, -4, 5, -6}),
                                                      bytes_of<std::int8_t>({1, 10, -2})};
  const auto product = [&] {
    return octet_test::run_model<matmul_ops>(m, inputs).value_or(std::vector<std::uint8_t>{});
  };
  CHECK(product() == bytes_of<std::int8_t>({15, 58}));
  m.option(octet::field::batch_matmul::adjoint_y, std::uint8_t{1});
  CHECK(product().empty());
  m.tensors[1].shape = {1, 3};
  CHECK(product() == bytes_of<std::int8_t>({15, 58}));
  m.option(octet::field::batch_matmul::adjoint_x, std::uint8_t{1});
  m.tensors[0].shape = {3, 2};
  CHECK(product() == bytes_of<std::int8_t>({1 + 30 - 10, 2 - 40 + 12}));
}

TEST_CASE("batch_matmul multiplies the scales of its inputs in float") {
  octet_test::random_tensor random(3);
  int found = 0;
  while (found < 5) {
    const float x = random.scale(-8, -2), y = random.scale(-10, -3), out = random.scale(-13, -9);
    const double in_float = double{x * y} / double{out},
                 in_double = double{x} * double{y} / double{out};
    for (std::int32_t a = -128; a < 128 && found < 5; ++a) {
      const std::int32_t sum = a * 127;
      const auto expected = octet_test::times_a(sum, in_float);
      if (octet_test::times_a(sum, in_double) == expected || expected > 127 || expected < -128)
        continue;
      const one_operator_model m{
          .code = octet::builtin::batch_matmul,
          .tensors = {int8_tensor({1, 1}, x), int8_tensor({1, 1}, y), int8_tensor({1, 1}, out)}};
      const auto got =
          octet_test::run_model<matmul_ops>(m, {{static_cast<std::uint8_t>(a)}, {127}});
      REQUIRE(got.has_value());
      CHECK(static_cast<std::int8_t>((*got)[0]) == static_cast<std::int32_t>(expected));
      ++found;
    }
  }
}

TEST_CASE("batch_matmul gets a wider accumulator where its depth asks for one") {
  // 33025 * 255 * 255 is the last product of 8-bit differences below 2^31.
  for (const std::int32_t depth : {33025, 33026, 40000}) {
    const one_operator_model m{
        .code = octet::builtin::batch_matmul,
        .tensors = {int8_tensor({1, depth}, 1.0F, -128), int8_tensor({depth, 1}, 1.0F, -128),
                    int8_tensor({1, 1}, 0x1p25F)}};
    const std::vector<std::uint8_t> highest(static_cast<std::size_t>(depth), 127);
    const auto got = octet_test::run_model<matmul_ops>(m, {highest, highest});
    REQUIRE(got.has_value());
    const auto expected = octet_test::times_a(std::int64_t{depth} * 255 * 255, 0x1p-25);
    CHECK((*got)[0] == static_cast<std::uint8_t>(expected));
    const auto file = m.file();
    const auto graph = octet::graph::open(file);
    REQUIRE(graph.has_value());
    CHECK(octet::ops::accumulator_bound(*graph, graph->node(0)) ==
          static_cast<std::uint64_t>(depth) * 255 * 255);
  }
}

TEST_CASE("batch_matmul refuses what does not fit") {
  const auto spoiled = [](auto&& spoil) {
    one_operator_model m = small_product();
    spoil(m);
    return octet_test::load_error<matmul_ops>(m);
  };
  CHECK(spoiled([](auto&) {}) == errc::ok);
  CHECK(spoiled([](auto& m) { m.tensors[0].shape = {6}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].shape = {2, 1}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[2].shape = {2, 2}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[2].shape = {1, 2, 1}; }) == errc::ok);
  CHECK(spoiled([](auto& m) { m.tensors[2].shape = {2, 2, 1}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) {
          m.tensors[0].shape = {2, 2, 3};
          m.tensors[1].shape = {3, 3, 1};
          m.tensors[2].shape = {3, 2, 1};
        }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].type = tensor_type::int16; }) == errc::unsupported_type);
  CHECK(spoiled([](auto& m) { m.tensors[2].scales.clear(); }) == errc::missing_quantization);
  CHECK(spoiled([](auto& m) {
          for (auto& t : m.tensors) t.type = tensor_type::int16;
          m.tensors[1].zero_points = {1};
        }) == errc::bad_zero_point);
  CHECK(spoiled([](auto& m) {
          for (auto& t : m.tensors) t.type = tensor_type::int16;
          m.tensors[0].shape = {1, 1 << 17};
          m.tensors[1].shape = {1 << 17, 1};
          m.tensors[2].shape = {1, 1};
        }) == errc::accumulator_overflow);
}

TEST_CASE("batch_matmul of real values and weights") {
  namespace f = octet::field::batch_matmul;
  using hybrid = octet::op_list<octet::ops::batch_matmul<float>>;
  // The first row of x has the codes (127, -64, 0) or, asymmetric, those of 0 ... 255.
  one_operator_model m{.code = octet::builtin::batch_matmul,
                       .tensors = {{.type = tensor_type::float32, .shape = {2, 3}},
                                   {tensor_type::int8,
                                    {3, 2},
                                    {0.5F, 2},
                                    {0, 0},
                                    bytes_of<std::int8_t>({1, 2, 3, 4, 5, 6}),
                                    1},
                                   {.type = tensor_type::float32, .shape = {2, 2}}}};
  const auto product = [&](const std::vector<float>& x) {
    return octet_test::run_model<hybrid>(m, {bytes_of(x)}).value_or(std::vector<std::uint8_t>{});
  };
  CHECK(product({127, -64, 0, 0, 254, -2}) ==
        bytes_of<float>({0.5F * (127 - 192), 2 * (254 - 256), 0.5F * (762 - 10), 2 * (1016 - 12)}));
  m.option(f::asymmetric_quantize_inputs, std::uint8_t{1});
  CHECK(product({255, 1, 0, -255, -1, 0}) ==
        bytes_of<float>({0.5F * 258, 2 * 514, -0.5F * 258, -2 * 514}));
  m.option(f::adjoint_y, std::uint8_t{1});
  m.tensors[1].shape = {2, 3};
  m.tensors[1].quantized_dimension = 0;
  CHECK(product({255, 1, 0, 0, 0, 0}) == bytes_of<float>({0.5F * 257, 2 * (1020 + 5), 0, 0}));

  const auto error = [](auto&& change, one_operator_model changed) {
    change(changed);
    return octet_test::load_error<hybrid>(changed);
  };
  using model = one_operator_model;
  CHECK(error([](model&) {}, m) == errc::ok);
  CHECK(error([](model& n) { n.tensors[1].quantized_dimension = 1; }, m) ==
        errc::unsupported_option);
  CHECK(error([](model& n) { n.tensors[1].zero_points = {0, 1}; }, m) == errc::bad_zero_point);
  CHECK(error([](model& n) { n.tensors[1].scales.clear(); }, m) == errc::missing_quantization);
  CHECK(error([](model& n) { n.tensors[1].type = tensor_type::uint8; }, m) ==
        errc::unsupported_type);
  CHECK(error([](model& n) { n.tensors[2].type = tensor_type::int32; }, m) ==
        errc::unsupported_type);
  CHECK(error([](model& n) { n.tensors[2].shape = {2, 3}; }, m) == errc::shape_mismatch);
  CHECK(error([](model& n) { n.tensors[1].data.clear(); }, m) == errc::ok);
}
