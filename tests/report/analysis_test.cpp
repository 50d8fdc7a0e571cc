// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the analysis says about operators that multiply: work, and the bound of the accumulator.
#include "octet/report/analysis.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/batch_matmul.hpp"
#include "octet/model/ops/blockwise_fully_connected.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/svdf.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"
#include "support/one_operator_model.hpp"

using octet::builtin;
using octet::tensor_type;
using octet_test::int8_tensor;
using octet_test::one_operator_model;

namespace {

using some_ops =
    octet::op_list<octet::ops::batch_matmul<std::int8_t>, octet::ops::relu<std::int8_t>,
                   octet::ops::transpose_conv<std::int8_t>, octet::ops::svdf<std::int16_t>,
                   octet::ops::unidirectional_sequence_lstm<std::int8_t>,
                   octet::ops::batch_matmul<float>, octet::ops::svdf<float>,
                   octet::ops::fully_connected<float>,
                   octet::ops::fully_connected<float, octet::blockwise<octet::int4>>,
                   octet::ops::hybrid_unidirectional_sequence_lstm>;

octet::report::operator_cost cost_of(const one_operator_model& m) {
  const auto file = m.file();
  const auto graph = octet::graph::open(file);
  REQUIRE(graph.has_value());
  const auto need = octet::arena_size(some_ops{}, *graph);
  REQUIRE(need.has_value());
  const auto cost = octet::report::analyze(*graph, *need);
  REQUIRE(cost.operators.size() == 1);
  CHECK(cost.macc == cost.operators[0].macc);
  return cost.operators[0];
}

}  // namespace

TEST_CASE("transpose_conv multiplies every input by the whole filter") {
  one_operator_model m{.code = builtin::transpose_conv,
                       .tensors = {{tensor_type::int32, {4}, {}, {}, {}},
                                   int8_tensor({2, 2, 2, 1}),
                                   int8_tensor({1, 3, 5, 1}),
                                   int8_tensor({1, 6, 10, 2})}};
  m.tensors[1].data = {1, 2, 3, 4, 5, 6, 7, 0x80};  // ... -128
  m.option(octet::field::transpose_conv::stride_h, 2)
      .option(octet::field::transpose_conv::stride_w, 2);
  const auto cost = cost_of(m);
  CHECK(cost.macc == 15 * 8);
  CHECK(cost.accumulator_bound == (5 + 6 + 7 + 128) * 128);
}

TEST_CASE("batch_matmul multiplies as deep as its matrices, transposed or not") {
  one_operator_model m{.code = builtin::batch_matmul,
                       .tensors = {int8_tensor({4, 2, 3}, 1.0F, 27),
                                   int8_tensor({3, 5}, 1.0F, -128), int8_tensor({4, 2, 5})}};
  const auto cost = cost_of(m);
  CHECK(cost.macc == 4 * 2 * 5 * 3);
  CHECK(cost.accumulator_bound == 3 * 155 * 255);
  m.option(octet::field::batch_matmul::adjoint_x, std::uint8_t{1});
  m.tensors[0].shape = {4, 3, 2};
  CHECK(cost_of(m).macc == 4 * 2 * 5 * 3);
}

TEST_CASE("an operator without a product has no accumulator") {
  const one_operator_model m{.code = builtin::relu,
                             .tensors = {int8_tensor({2}), int8_tensor({2})}};
  CHECK(cost_of(m).accumulator_bound == 0);
  CHECK(cost_of(m).macc == 0);
}

TEST_CASE("svdf multiplies its input, and what it remembers of every filter") {
  one_operator_model m{
      .code = builtin::svdf,
      .tensors = {int8_tensor({2, 3}, 1, -128),
                  int8_tensor({4, 3}),
                  {tensor_type::int16, {4, 5}, {1}, {0}, std::vector<std::uint8_t>(40)},
                  {tensor_type::int32, {2}, {1}, {0}, {0, 0, 0, 0, 10, 0, 0, 0}},
                  {.type = tensor_type::int16,
                   .shape = {2, 20},
                   .scales = {1},
                   .zero_points = {0},
                   .is_variable = true},
                  int8_tensor({2, 2})}};
  m.tensors[1].data.resize(12);
  m.tensors[1].data[4] = 100;
  m.option(octet::field::svdf::rank, std::int32_t{2});
  CHECK(cost_of(m).macc == 2 * (4 * 3 + 4 * 5));
  CHECK(cost_of(m).accumulator_bound == 255 * 100);
  m.tensors[2].data[19] = 0x80;  // the last filter of the first unit: -32768
  CHECK(cost_of(m).accumulator_bound == std::uint64_t{1} << 30);
  m.tensors[2].data[39] = 0x80;
  CHECK(cost_of(m).accumulator_bound == (std::uint64_t{1} << 30) + 10);
}

TEST_CASE("an LSTM multiplies its input and its state in four gates") {
  one_operator_model m{.code = builtin::unidirectional_sequence_lstm,
                       .tensors = std::vector<octet_test::model_tensor>(25, {.is_absent = true})};
  m.tensors[0] = int8_tensor({2, 3, 5}, 1, -128);
  for (std::size_t gate = 0; gate < 4; ++gate) {
    m.tensors[1 + gate] = int8_tensor({4, 5});
    m.tensors[1 + gate].data.resize(20);
    m.tensors[5 + gate] = int8_tensor({4, 4});
    m.tensors[5 + gate].data.resize(16);
    m.tensors[12 + gate] = {tensor_type::int32, {4}, {1}, {0}, std::vector<std::uint8_t>(16)};
  }
  m.tensors[18] = int8_tensor({2, 4});
  m.tensors[19] = {.type = tensor_type::int16, .shape = {2, 4}, .scales = {1}, .zero_points = {0}};
  m.tensors[18].is_variable = m.tensors[19].is_variable = true;
  m.tensors[24] = int8_tensor({2, 3, 4});
  m.option(octet::field::unidirectional_sequence_lstm::activation, std::int8_t{4});
  CHECK(cost_of(m).macc == 2 * 3 * 4 * 4 * (5 + 4));
  m.tensors[8].data[15] = 0x80;
  CHECK(cost_of(m).accumulator_bound == 128 * 128);
  m.tensors[4].data[19] = 100;
  m.tensors[15].data[12] = 7;
  CHECK(cost_of(m).accumulator_bound == 255 * 100 + 7);
}

TEST_CASE("hybrid operators multiply as much, and sum codes of rows with any zero point") {
  const octet_test::model_tensor real{.type = tensor_type::float32, .shape = {2, 3}};
  auto weights = int8_tensor({2, 3});
  weights.data = {1, 2, 3, 4, 5, 6};
  one_operator_model m{.code = builtin::fully_connected, .tensors = {real, weights, real}};
  m.tensors[2].shape = {2, 2};
  CHECK(cost_of(m).macc == 2 * 2 * 3);
  CHECK(cost_of(m).accumulator_bound == 15 * 255);
  CHECK(cost_of(m).weights_bytes == 6);

  m.code = builtin::batch_matmul;
  m.tensors[1] = int8_tensor({3, 2});
  CHECK(cost_of(m).macc == 2 * 2 * 3);
  CHECK(cost_of(m).accumulator_bound == 3 * 255 * 128);

  // The sum over time is real.
  auto filters = weights, times = weights;
  times.data = {127, 127, 127, 127, 127, 127};
  m = {.code = builtin::svdf, .tensors = {real, filters, times, real, real, real}};
  m.option(octet::field::svdf::rank, std::int32_t{1});
  m.tensors[3].is_absent = m.tensors[4].is_variable = true;
  m.tensors[4].shape = {2, 6};
  m.tensors[5].shape = {2, 2};
  CHECK(cost_of(m).macc == 2 * (6 + 6));
  CHECK(cost_of(m).accumulator_bound == 15 * 255);
}

TEST_CASE("the scales of blocks are parameters") {
  const octet_test::model_tensor real{.type = tensor_type::float32, .shape = {1, 4}};
  one_operator_model m{
      .code = builtin::fully_connected,
      .tensors = {
          real,
          {.type = tensor_type::int4,
           .shape = {1, 4},
           .data = {0x77, 0x88},
           .blocks = octet_test::model_blocks{.scales = 2, .size = 2}},
          {.type = tensor_type::float16, .shape = {2}, .data = {0, 0, 0, 0x3c}, .is_unused = true},
          real}};
  m.tensors[3].shape = {1, 1};
  CHECK(cost_of(m).weights_bytes == 2 + 4);
  CHECK(cost_of(m).macc == 4);
  CHECK(cost_of(m).accumulator_bound == 30 * 255);
}
