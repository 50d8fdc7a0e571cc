// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The table of operators, of a few made-up kernels.
#include "octet/report/operators.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "support/one_operator_model.hpp"

using octet::builtin;
using octet::every_type;
using octet::tensor_type;
using octet::convert::executor_kernel;

namespace {

template <tensor_type Type>
bool for_input(const octet::graph& model, const octet::node& op) {
  return model.tensor(op.input(0)).type == Type;
}

bool always(const octet::graph&, const octet::node&) { return true; }

constexpr auto int8 = tensor_type::int8, int16 = tensor_type::int16, int4 = tensor_type::int4,
               float32 = tensor_type::float32, int32 = tensor_type::int32;

constexpr std::array kernels{
    executor_kernel{builtin::relu6, {.input = int8}, for_input<int8>},
    executor_kernel{builtin::conv_2d, {.input = int8, .weights = int8}, for_input<int8>},
    executor_kernel{builtin::conv_2d, {.input = int8, .weights = int4}, for_input<int8>},
    executor_kernel{builtin::conv_2d, {.input = float32, .weights = int8}, for_input<float32>},
    executor_kernel{builtin::conv_2d, {.input = float32}, for_input<float32>},
    executor_kernel{builtin::relu6, {.input = int32}, for_input<int32>},
    executor_kernel{builtin::quantize, {.input = int8, .output = int8}, for_input<int8>},
    executor_kernel{builtin::quantize, {.input = int8, .output = int16}, for_input<int8>},
    executor_kernel{builtin::quantize, {.input = int32, .output = int8}, for_input<int32>},
    executor_kernel{builtin::reshape, {}, always}};

const std::string head =
    "| operator | int8 | int16 | uint8 | int4 weights | hybrid | float32 | other |\n"
    "|---|---|---|---|---|---|---|---|\n";

void add(octet::report::operator_table& table, builtin code, tensor_type type) {
  const octet_test::model_tensor t{.type = type, .shape = {1}};
  const auto file = octet_test::one_operator_model{.code = code, .tensors = {t, t}}.file();
  table.add(*octet::graph::open(file));
}

}  // namespace

TEST_CASE("each kernel has its column") {
  CHECK(octet::report::operator_table(kernels).markdown() ==
        head +
            "| CONV_2D | yes | | | yes | int8 | yes | |\n"
            "| QUANTIZE | yes, → int16 | | | | | | int32 → int8 |\n"
            "| RELU6 | yes | | | | | | int32 |\n"
            "| RESHAPE | yes | yes | yes | | | yes | every |\n");
}

TEST_CASE("models are counted once for each kernel") {
  octet::report::operator_table table(kernels);
  add(table, builtin::relu6, int8);
  add(table, builtin::relu6, int8);
  add(table, builtin::relu6, int32);
  add(table, builtin::relu6, int16);  // has no kernel
  add(table, builtin::reshape, int16);
  add(table, builtin::reshape, tensor_type::boolean);
  CHECK(table.models() == 6);
  CHECK(table.models(0) == 2);
  CHECK(table.models(9) == 2);
  CHECK(table.markdown() == head +
                                "| CONV_2D | yes | | | yes | int8 | yes | |\n"
                                "| QUANTIZE | yes, → int16 | | | | | | int32 → int8 |\n"
                                "| RELU6 | 2 | | | | | | int32 1 |\n"
                                "| RESHAPE | yes | 1 | yes | | | yes | every 1 |\n");
}
