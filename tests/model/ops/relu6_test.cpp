// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU6 in a model: the upper limit is six in the output's scale.
#include "octet/model/ops/relu6.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;

namespace {

one_operator_model model(model_tensor in, model_tensor out) {
  return {.code = builtin::relu6, .tensors = {in, out}};
}

}  // namespace

TEST_CASE("same scale: a clamp; another scale: requantized, then clamped") {
  const std::vector<std::uint8_t> x{0x80, 4, 8, 17, 127};
  const auto in = int8_tensor({5}, 0.5F, 5);
  CHECK(run_model(model(in, in), {x}) == std::vector<std::uint8_t>{5, 5, 8, 17, 17});
  CHECK(run_model(model(in, int8_tensor({5}, 0.25F, 100)), {x}) ==
        std::vector<std::uint8_t>{100, 100, 106, 124, 124});
}

TEST_CASE("refused") {
  CHECK(load_error(model(int8_tensor({5}), int8_tensor({1, 5}))) == errc::shape_mismatch);
}
