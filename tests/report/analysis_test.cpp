// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the analysis says about operators that multiply: work, and the bound of the accumulator.
#include "octet/report/analysis.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/batch_matmul.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "support/one_operator_model.hpp"

using octet::builtin;
using octet::tensor_type;
using octet_test::int8_tensor;
using octet_test::one_operator_model;

namespace {

using some_ops =
    octet::op_list<octet::ops::batch_matmul<std::int8_t>, octet::ops::relu<std::int8_t>,
                   octet::ops::transpose_conv<std::int8_t>>;

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
