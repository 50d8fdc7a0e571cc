// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGISTIC and TANH in a model: what runs, and what is refused with which error.
#include "octet/model/ops/sigmoid.hpp"

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

model_tensor int16_tensor(std::vector<std::int32_t> shape, float scale, std::int64_t zero = 0) {
  return {tensor_type::int16, shape, {scale}, {zero}, {}};
}

errc error(builtin code, model_tensor in, model_tensor out) {
  return load_error({.code = code, .tensors = {in, out}});
}

const model_tensor logistic_out = int8_tensor({3}, 1.0F / 256, -128);
const model_tensor tanh_out = int8_tensor({3}, 1.0F / 128, 0);

}  // namespace

TEST_CASE("8-bit codes") {
  const auto in = int8_tensor({3}, 0.5F, 2);
  CHECK(run_model({.code = builtin::logistic, .tensors = {in, logistic_out}}, {{0, 2, 4}}) ==
        bytes{0xC5, 0, 59});  // 1 / (1 + e), 1/2, e / (1 + e), of 256, less 128
  CHECK(run_model({.code = builtin::tanh, .tensors = {in, tanh_out}}, {{0, 2, 4}}) ==
        bytes{0x9F, 0, 97});  // tanh(1) = 0.7616, of 128
}

TEST_CASE("16-bit codes") {
  const auto in = int16_tensor({2}, 0x1p-12F), out = int16_tensor({2}, 0x1p-15F);
  CHECK(run_model({.code = builtin::logistic, .tensors = {in, out}},
                  {bytes_of<std::int16_t>({0, 32767})}) ==
        bytes_of<std::int16_t>({16384, 32757}));  // 1 / (1 + exp(-8)) = 0.99966
  CHECK(run_model({.code = builtin::tanh, .tensors = {in, out}},
                  {bytes_of<std::int16_t>({0, 32767})}) == bytes_of<std::int16_t>({0, 32767}));
}

TEST_CASE("refused") {
  for (const builtin code : {builtin::logistic, builtin::tanh}) {
    const auto out = code == builtin::tanh ? tanh_out : logistic_out;
    const auto wrong = code == builtin::tanh ? logistic_out : tanh_out;
    CHECK(error(code, int8_tensor({3}), out) == errc::ok);
    CHECK(error(code, int8_tensor({4}), out) == errc::shape_mismatch);
    CHECK(error(code, int8_tensor({3}), wrong) == errc::quantization_mismatch);
    const auto wide = int16_tensor({3}, 0x1p-15F);
    CHECK(error(code, int16_tensor({3}, 0.1F), wide) == errc::ok);
    CHECK(error(code, int16_tensor({3}, 0.1F), int16_tensor({3}, 1.0F / 32767)) == errc::ok);
    CHECK(error(code, int16_tensor({3}, 0.1F), int16_tensor({3}, 1.0F / 32000)) ==
          errc::quantization_mismatch);
    CHECK(error(code, int16_tensor({3}, 0.1F, 1), wide) == errc::bad_zero_point);
    CHECK(error(code, int16_tensor({3}, 6.0F), wide) == errc::quantization_mismatch);
    CHECK(error(code, int8_tensor({3}), wide) == errc::unsupported_type);
  }
}
