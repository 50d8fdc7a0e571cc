// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU_N1_TO_1 and RELU_0_TO_1 in a model: what runs, and what is refused with which error.
#include "octet/model/ops/relu_n1_to_1.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
using bytes = std::vector<std::uint8_t>;

TEST_CASE("clamps") {
  const auto in = int8_tensor({6}, 0.5F, 5), out = int8_tensor({6}, 0.25F, -8);
  const std::vector<bytes> x{{0x80, 2, 4, 5, 6, 127}};
  CHECK(run_model({.code = builtin::relu_n1_to_1, .tensors = {in, out}}, x) ==
        bytes{0xF4, 0xF4, 0xF6, 0xF8, 0xFA, 0xFC});
  CHECK(run_model({.code = builtin::relu_0_to_1, .tensors = {in, out}}, x) ==
        bytes{0xF8, 0xF8, 0xF8, 0xF8, 0xFA, 0xFC});
}

TEST_CASE("16-bit codes") {
  const model_tensor t{tensor_type::int16, {3}, {0.001F}, {0}, {}};
  const std::vector<bytes> x{bytes_of<std::int16_t>({-3000, 500, 3000})};
  CHECK(run_model({.code = builtin::relu_n1_to_1, .tensors = {t, t}}, x) ==
        bytes_of<std::int16_t>({-1000, 500, 1000}));
  CHECK(run_model({.code = builtin::relu_0_to_1, .tensors = {t, t}}, x) ==
        bytes_of<std::int16_t>({0, 500, 1000}));
}

TEST_CASE("refused") {
  const auto t = int8_tensor({5});
  for (const builtin code : {builtin::relu_n1_to_1, builtin::relu_0_to_1}) {
    CHECK(load_error({.code = code, .tensors = {t, int8_tensor({4})}}) == errc::shape_mismatch);
    auto other = t;
    other.type = tensor_type::uint8;
    CHECK(load_error({.code = code, .tensors = {t, other}}) == errc::unsupported_type);
  }
}
