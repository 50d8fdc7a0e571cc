// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ELU and GELU of 8-bit codes in a model: what runs, and what is refused with which error.
#include "octet/model/ops/lookup.hpp"

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

TEST_CASE("elu") {
  const auto in = int8_tensor({4}, 0.5F, 0), out = int8_tensor({4}, 0.01F, -20);
  CHECK(run_model({.code = builtin::elu, .tensors = {in, out}}, {{0x80, 0xFE, 0, 2}}) ==
        bytes{0x88, 0xAD, 0xEC, 80});  // -1, 1 / e - 1, 0, 1
}

TEST_CASE("gelu, and its approximation") {
  const auto in = int8_tensor({4}, 0.5F, 0), out = int8_tensor({4}, 0.0005F, 0);
  one_operator_model model{.code = builtin::gelu, .tensors = {in, out}};
  const std::vector<bytes> x{{0xF8, 0xF9, 0, 1}};
  // gelu(-4) = -0.000127, gelu(-3.5) = -0.000814; the other is -0.00007 and -0.00062
  CHECK(run_model(model, x) == bytes{0, 0xFE, 0, 127});
  model.option(octet::field::gelu::approximate, std::uint8_t{1});
  CHECK(run_model(model, x) == bytes{0, 0xFF, 0, 127});
}

TEST_CASE("refused") {
  const auto t = int8_tensor({4});
  for (const builtin code : {builtin::elu, builtin::gelu}) {
    CHECK(load_error({.code = code, .tensors = {t, t}}) == errc::ok);
    CHECK(load_error({.code = code, .tensors = {t, int8_tensor({3})}}) == errc::shape_mismatch);
    CHECK(load_error({.code = code, .tensors = {t, t, t}}) == errc::missing_tensor);
    auto other = t;
    other.type = tensor_type::int16;
    CHECK(load_error({.code = code, .tensors = {other, other}}) == errc::unsupported_type);
    CHECK(load_error({.code = code, .tensors = {t, other}}) == errc::unsupported_type);
    other = t;
    other.scales.clear();
    CHECK(load_error({.code = code, .tensors = {other, t}}) == errc::missing_quantization);
  }
}
