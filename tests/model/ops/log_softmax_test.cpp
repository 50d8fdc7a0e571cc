// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOG_SOFTMAX in a model: what runs, and what is refused with which error.
#include "octet/model/ops/log_softmax.hpp"

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

errc error(model_tensor in, model_tensor out) {
  return load_error({.code = builtin::log_softmax, .tensors = {in, out}});
}

model_tensor output(std::vector<std::int32_t> shape) { return int8_tensor(shape, 0.0625F, 127); }

}  // namespace

TEST_CASE("rows of the last axis") {
  CHECK(run_model({.code = builtin::log_softmax,
                   .tensors = {int8_tensor({1, 2, 2}, 0.1F, 5), output({1, 2, 2})}},
                  {{0, 0, 10, 20}}) == bytes{116, 116, 106, 122});  // -0.69 twice, -1.31, -0.31
}

TEST_CASE("refused") {
  const auto in = int8_tensor({2, 3}, 0.5F);
  CHECK(error(in, output({2, 3})) == errc::ok);
  CHECK(error(int8_tensor({2, 0}), output({2, 0})) == errc::ok);
  CHECK(error(int8_tensor({}), output({})) == errc::shape_mismatch);
  CHECK(error(in, output({3, 2})) == errc::shape_mismatch);
  CHECK(error(in, int8_tensor({2, 3}, 0.0625F, 0)) == errc::quantization_mismatch);
  CHECK(error(in, int8_tensor({2, 3}, 0.06F, 127)) == errc::quantization_mismatch);
  CHECK(error(int8_tensor({2, 3}, 0x1p-26F), output({2, 3})) == errc::quantization_mismatch);
  CHECK(error(int8_tensor({4096}), output({4096})) == errc::accumulator_overflow);
  auto wide = in;
  wide.type = tensor_type::int16;
  CHECK(error(wide, output({2, 3})) == errc::unsupported_type);
}
