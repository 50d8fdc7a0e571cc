// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX in a model: what runs, and what is refused with which error.
#include "octet/model/ops/softmax.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

one_operator_model model(model_tensor in, model_tensor out, float beta = 1.0F) {
  one_operator_model m{.code = builtin::softmax, .tensors = {in, out}};
  return m.option(octet::field::softmax::beta, beta);
}

model_tensor output(std::vector<std::int32_t> shape) {
  return int8_tensor(shape, 1.0F / 256, -128);
}

}  // namespace

TEST_CASE("rows of the last axis, beta as a factor of the scale") {
  const std::vector<std::uint8_t> x{0, 0, 10, 20};
  const auto once = run_model(model(int8_tensor({1, 2, 2}, 0.1F), output({1, 2, 2})), {x});
  // 1/2 1/2, and 1 / (1 + e) = 0.2689, e / (1 + e) = 0.7311, of 256, less 128.
  CHECK(once == std::vector<std::uint8_t>{0, 0, 0xC5, 59});
  CHECK(run_model(model(int8_tensor({1, 2, 2}, 0.025F), output({1, 2, 2}), 4.0F), {x}) == once);
}

TEST_CASE("refused") {
  const auto in = int8_tensor({2, 3}, 0.5F), out = output({2, 3});
  CHECK(load_error(model(in, out)) == errc::ok);
  CHECK(load_error(model(int8_tensor({2, 0}), output({2, 0}))) == errc::ok);
  CHECK(load_error(model(int8_tensor({}), output({}))) == errc::shape_mismatch);
  CHECK(load_error(model(in, output({3, 2}))) == errc::shape_mismatch);
  CHECK(load_error(model(in, int8_tensor({2, 3}, 1.0F / 256, 0))) == errc::quantization_mismatch);
  CHECK(load_error(model(in, int8_tensor({2, 3}, 1.0F / 255, -128))) ==
        errc::quantization_mismatch);
  for (const float beta : {0.0F, -1.0F, std::numeric_limits<float>::quiet_NaN(),
                           std::numeric_limits<float>::infinity()}) {
    CHECK(load_error(model(in, out, beta)) == errc::bad_option);
  }
  CHECK(load_error({.code = builtin::softmax, .tensors = {in, out}}) == errc::bad_option);
  CHECK(load_error(model(int8_tensor({2, 3}, 0x1p-26F), out)) == errc::quantization_mismatch);
  CHECK(load_error(model(int8_tensor({2, 3}, 0x1.01p-26F), out)) == errc::ok);
  CHECK(load_error(model(int8_tensor({4095}), output({4095}))) == errc::ok);
  CHECK(load_error(model(int8_tensor({4096}), output({4096}))) == errc::accumulator_overflow);
  auto other = out;
  other.type = tensor_type::int16;
  CHECK(load_error(model(in, other)) == errc::unsupported_type);
}
