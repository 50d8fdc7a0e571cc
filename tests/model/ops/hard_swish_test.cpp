// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// HARD_SWISH in a model: what runs, and what is refused with which error.
#include "octet/model/ops/hard_swish.hpp"

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

TEST_CASE("zero below -3, the value above 3") {
  const auto in = int8_tensor({5}, 0.5F, 0), out = int8_tensor({5}, 0.25F, -10);
  CHECK(run_model({.code = builtin::hard_swish, .tensors = {in, out}}, {{0xFA, 0xFC, 0, 4, 20}}) ==
        bytes{0xF6, 0xF5, 0xF6, 0xFD, 30});  // 0, -1/3, 0, 5/3, 10
}

TEST_CASE("refused") {
  const auto t = int8_tensor({4});
  CHECK(load_error({.code = builtin::hard_swish, .tensors = {t, t}}) == errc::ok);
  CHECK(load_error({.code = builtin::hard_swish, .tensors = {t, int8_tensor({2, 2})}}) ==
        errc::shape_mismatch);
  // The output may be up to 128 times finer.
  CHECK(load_error({.code = builtin::hard_swish, .tensors = {t, int8_tensor({4}, 0x1.01p-7F)}}) ==
        errc::ok);
  CHECK(load_error({.code = builtin::hard_swish, .tensors = {t, int8_tensor({4}, 0x1p-7F)}}) ==
        errc::quantization_mismatch);
  auto wide = t;
  wide.type = tensor_type::int16;
  CHECK(load_error({.code = builtin::hard_swish, .tensors = {wide, wide}}) ==
        errc::unsupported_type);
}
