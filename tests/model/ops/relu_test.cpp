// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU in a model: what runs, and what is refused with which error.
#include "octet/model/ops/relu.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

one_operator_model model(model_tensor in, model_tensor out) {
  return {.code = builtin::relu, .tensors = {in, out}};
}

}  // namespace

TEST_CASE("same scale: a clamp; another scale: requantized, then clamped") {
  const std::vector<std::uint8_t> x{0x80, 4, 5, 6, 127};
  const auto in = int8_tensor({5}, 0.5F, 5);
  CHECK(run_model(model(in, in), {x}) == std::vector<std::uint8_t>{5, 5, 5, 6, 127});
  CHECK(run_model(model(in, int8_tensor({5}, 0.25F, -128)), {x}) ==
        std::vector<std::uint8_t>{0x80, 0x80, 0x80, 0x82, 116});
}

TEST_CASE("refused") {
  const auto t = int8_tensor({5});
  CHECK(load_error(model(t, int8_tensor({4}))) == errc::shape_mismatch);
  auto other = t;
  other.type = tensor_type::uint8;
  CHECK(load_error(model(t, other)) == errc::unsupported_type);
  CHECK(load_error(model(other, t)) == errc::unsupported_type);
  other = t;
  other.scales.clear();
  CHECK(load_error(model(t, other)) == errc::missing_quantization);
}
