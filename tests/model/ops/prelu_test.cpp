// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PRELU in a model: what runs, and what is refused with which error.
#include "octet/model/ops/prelu.hpp"

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

namespace {

errc error(model_tensor in, model_tensor alpha, model_tensor out) {
  return load_error({.code = builtin::prelu, .tensors = {in, alpha, out}});
}

}  // namespace

TEST_CASE("a slope for each channel") {
  auto alpha = int8_tensor({2}, 0.25F, 1);
  alpha.data = {2, 0xFF};  // 0.25, -0.5
  CHECK(run_model({.code = builtin::prelu,
                   .tensors = {int8_tensor({2, 2}, 1.0F, 1), alpha, int8_tensor({2, 2}, 0.5F, 0)}},
                  {{0xF9, 0xF9, 5, 5}}) == bytes{0xFC, 8, 8, 8});
}

TEST_CASE("refused") {
  const auto t = int8_tensor({2, 3}), alpha = int8_tensor({3});
  CHECK(error(t, alpha, t) == errc::ok);
  CHECK(error(t, int8_tensor({2}), t) == errc::shape_mismatch);
  CHECK(error(t, alpha, int8_tensor({3, 2})) == errc::shape_mismatch);
  auto wide = t;
  wide.type = tensor_type::int16;
  CHECK(error(wide, alpha, wide) == errc::ok);
  CHECK(error(wide, wide, wide) == errc::unsupported_type);
  CHECK(error(t, wide, t) == errc::unsupported_type);
  CHECK(load_error({.code = builtin::prelu, .tensors = {t, t}}) == errc::missing_tensor);
  auto bare = alpha;
  bare.scales.clear();
  CHECK(error(t, bare, t) == errc::missing_quantization);
}
