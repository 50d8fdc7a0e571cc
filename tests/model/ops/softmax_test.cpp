// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX in a model: what runs, and what is refused with which error.
#include "octet/model/ops/softmax.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
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
  other.type = tensor_type::uint8;
  other.zero_points = {0};
  CHECK(load_error(model(in, other)) == errc::unsupported_type);
}

TEST_CASE("16-bit outputs, of 8-bit and of 16-bit codes") {
  const auto wide = [](std::vector<std::int32_t> shape, float scale, std::int64_t zero = 0) {
    return model_tensor{tensor_type::int16, shape, {scale}, {zero}, {}};
  };
  const auto narrow = int8_tensor({2}, 0.1F, 3), out = wide({2}, 1.0F / 65536, -32768);
  CHECK(run_model(model(narrow, out), {{10, 20}}) ==
        bytes_of<std::int16_t>({-15143, 15143}));  // 1 / (1 + e), e / (1 + e), less 1/2, of 65536
  CHECK(load_error(model(narrow, wide({2}, 1.0F / 65535, -32768))) == errc::ok);
  CHECK(load_error(model(narrow, wide({2}, 1.0F / 65000, -32768))) == errc::quantization_mismatch);
  CHECK(load_error(model(narrow, wide({2}, 1.0F / 32768))) == errc::quantization_mismatch);

  const auto in = wide({2}, 0.1F), halves = wide({2}, 1.0F / 32768);
  const auto shares = run_model(model(in, halves), {bytes_of<std::int16_t>({10, 20})});
  REQUIRE(shares);
  std::array<std::int16_t, 2> codes{};
  std::memcpy(codes.data(), shares->data(), sizeof codes);
  CHECK(std::abs(codes[0] - 8813) <= 2);  // 0.2689 and 0.7311 of 32768
  CHECK(std::abs(codes[1] - 23955) <= 2);
  CHECK(load_error(model(in, wide({2}, 1.0F / 32767))) == errc::ok);
  CHECK(load_error(model(in, out)) == errc::quantization_mismatch);
  CHECK(load_error(model(wide({2}, 0.1F, 1), halves)) == errc::bad_zero_point);
  CHECK(load_error(model(in, halves, -1.0F)) == errc::bad_option);
  CHECK(load_error(model(wide({65536}, 0.1F), wide({65536}, 1.0F / 32768))) == errc::ok);
  CHECK(load_error(model(wide({65537}, 0.1F), wide({65537}, 1.0F / 32768))) ==
        errc::accumulator_overflow);
}
