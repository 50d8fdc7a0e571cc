// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The operators with weights, in every combination of types, from the bytes of a model to the
// codes: against sums over every tap in integers of 128 bits.
#include "octet/model/ops/weighted.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "support/kernel_oracle.hpp"
#include "support/one_operator_model.hpp"
#include "support/weighted_case.hpp"
#include "support/wide_contracts.hpp"

using octet::builtin;
using octet::errc;
using octet::int4;
using octet::tensor_type;
using octet_test::dice;
using octet_test::int128;
using octet_test::model_tensor;
using octet_test::one_operator_model;
using octet_test::stored;
using octet_test::weighted_case;

namespace {

namespace ops = octet::ops;
using weighted_ops =
    octet::op_list<ops::conv_2d<std::int8_t>, ops::conv_2d<std::int8_t, int4>,
                   ops::conv_2d<std::int16_t>, ops::conv_2d<std::uint8_t>,
                   ops::depthwise_conv_2d<std::int8_t>, ops::depthwise_conv_2d<std::int8_t, int4>,
                   ops::depthwise_conv_2d<std::int16_t>, ops::depthwise_conv_2d<std::uint8_t>,
                   ops::fully_connected<std::int8_t>, ops::fully_connected<std::int8_t, int4>,
                   ops::fully_connected<std::int16_t>, ops::fully_connected<std::uint8_t>,
                   ops::transpose_conv<std::int8_t>, ops::transpose_conv<std::int16_t>,
                   ops::transpose_conv<std::uint8_t>>;

void check(builtin code, tensor_type activations, tensor_type weights, std::uint32_t seed) {
  dice d(seed);
  for (int i = 0; i < 150; ++i) {
    const weighted_case c(d, code, activations, weights);
    CAPTURE(i);
    CAPTURE(name_of(code));
    CAPTURE(name_of(activations));
    CAPTURE(name_of(weights));
    const auto got = octet_test::run_model<weighted_ops>(c.model(), c.inputs());
    REQUIRE(got.has_value());
    CHECK(*got == stored(c.expected(), activations));
  }
}

std::uint64_t bound_of(const one_operator_model& m) {
  const auto file = m.file();
  const auto graph = octet::graph::open(file);
  REQUIRE(graph.has_value());
  return ops::accumulator_bound(*graph, graph->node(0));
}

}  // namespace

TEST_CASE("operators with weights: every type against sums in 128 bits") {
  std::uint32_t seed = 1;
  for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::fully_connected,
                             builtin::transpose_conv}) {
    check(code, tensor_type::int8, tensor_type::int8, seed++);
    check(code, tensor_type::int16, tensor_type::int8, seed++);
    check(code, tensor_type::uint8, tensor_type::uint8, seed++);
    if (code == builtin::transpose_conv) continue;
    check(code, tensor_type::int8, tensor_type::int4, seed++);
  }
}

TEST_CASE("at the edge of int32 the accumulator changes, and the codes stay exact") {
  // 255 * 127 and what is missing to 2^31 - 1, then one more, at both ends.
  constexpr std::int64_t product = 255 * 127;
  for (const std::int32_t sign : {1, -1}) {
    for (const std::int64_t past : {-1, 0, 1, 2}) {
      const std::int64_t bias = (std::numeric_limits<std::int32_t>::max() - product + past) * sign;
      one_operator_model m{
          .code = builtin::fully_connected,
          .tensors = {
              {tensor_type::int8, {1, 1}, {1.0F}, {-128}, {}},
              {tensor_type::int8, {1, 1}, {1.0F}, {0}, {static_cast<std::uint8_t>(sign * 127)}},
              {tensor_type::int32,
               {1},
               {},
               {},
               octet_test::bytes_of(std::vector{static_cast<std::int32_t>(bias)})},
              {tensor_type::int8, {1, 1}, {0x1p25F}, {0}, {}}}};
      CHECK(bound_of(m) ==
            static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max() + past));
      const auto file = m.file();
      const auto need = octet::arena_size(weighted_ops{}, file);
      REQUIRE(need.has_value());
      const auto got = octet_test::run_model<weighted_ops>(m, {{127}});
      REQUIRE(got.has_value());
      const int128 exact = octet_test::times_a(bias + sign * product, 0x1p-25);
      CHECK(static_cast<std::int8_t>((*got)[0]) == static_cast<std::int32_t>(exact));
      CHECK(static_cast<std::int8_t>((*got)[0]) == 64 * sign);
    }
  }
}

TEST_CASE("the bound is the largest over the channels, and reached") {
  // |3| + |-4| = 7 and |-8| + |7| = 15, times 255; the biases -5 and 6
  const std::vector<std::uint8_t> codes{0xc3, 0x78};
  one_operator_model m{
      .code = builtin::fully_connected,
      .tensors = {{tensor_type::int8, {1, 2}, {1.0F}, {127}, {}},
                  {tensor_type::int4, {2, 2}, {1.0F}, {0}, codes},
                  {tensor_type::int32, {2}, {}, {}, octet_test::bytes_of(std::vector{-5, 6})},
                  {tensor_type::int8, {1, 2}, {1.0F}, {0}, {}}}};
  CHECK(bound_of(m) == 15 * 255 + 6);
  m.tensors[0].zero_points = {0};
  CHECK(bound_of(m) == 15 * 128 + 6);
  m.tensors.erase(m.tensors.begin() + 2);
  CHECK(bound_of(m) == 15 * 128);
}

TEST_CASE("operators with weights refuse what they have no kernel for") {
  dice d(99);
  const auto spoiled = [&](tensor_type activations, tensor_type weights, auto&& spoil) {
    weighted_case c(d, builtin::conv_2d, activations, weights);
    while (!c.has_bias) c = weighted_case(d, builtin::conv_2d, activations, weights);
    one_operator_model m = c.model();
    spoil(m);
    const auto file = m.file();
    return octet::arena_size(weighted_ops{}, file).error();
  };
  const auto types = [&](tensor_type activations, tensor_type weights) {
    return spoiled(activations, weights, [](auto&) {});
  };
  CHECK(types(tensor_type::int16, tensor_type::uint8).code == errc::unsupported_type);
  CHECK(types(tensor_type::int16, tensor_type::uint8).tensor == 1);
  CHECK(types(tensor_type::uint8, tensor_type::int8).tensor == 1);
  CHECK(types(tensor_type::int16, tensor_type::int4).code == errc::unsupported_type);
  CHECK(types(tensor_type::int8, tensor_type::int8).code == errc::ok);
  CHECK(spoiled(tensor_type::uint8, tensor_type::uint8, [](auto& m) {
          m.tensors[1].scales.assign(2, 1.0F);
          m.tensors[1].zero_points.assign(2, 3);
        }).code == errc::missing_quantization);
  CHECK(spoiled(tensor_type::int16, tensor_type::int8, [](auto& m) {
          const auto n = static_cast<std::size_t>(m.tensors[2].shape[0]);
          m.tensors[2].type = tensor_type::int64;
          m.tensors[2].data =
              octet_test::bytes_of(std::vector<std::int64_t>(n, std::int64_t{1} << 60));
        }).code == errc::accumulator_overflow);
  CHECK(spoiled(tensor_type::int16, tensor_type::int8, [](auto& m) {
          const auto n = static_cast<std::size_t>(m.tensors[2].shape[0]);
          m.tensors[2].type = tensor_type::int64;
          m.tensors[2].data = octet_test::bytes_of(
              std::vector<std::int64_t>(n, std::numeric_limits<std::int64_t>::min()));
        }).code == errc::accumulator_overflow);
}
