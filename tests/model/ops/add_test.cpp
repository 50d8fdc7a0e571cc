// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD in a model: what runs, and what is refused with which error.
#include "octet/model/ops/add.hpp"

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

one_operator_model model(model_tensor a, model_tensor b, model_tensor out) {
  return {.code = builtin::add, .tensors = {a, b, out}};
}

}  // namespace

TEST_CASE("two inputs, an input and a constant, an input on both sides") {
  const auto a = int8_tensor({2, 2}), row = int8_tensor({2}), out = int8_tensor({2, 2});
  const std::vector<std::uint8_t> x{1, 2, 3, 4}, y{10, 20};
  CHECK(run_model(model(a, row, out), {x, y}) == std::vector<std::uint8_t>{11, 22, 13, 24});
  CHECK(run_model(model(row, a, out), {y, x}) == std::vector<std::uint8_t>{11, 22, 13, 24});
  auto constant = row;
  constant.data = y;
  CHECK(run_model(model(a, constant, out), {x}) == std::vector<std::uint8_t>{11, 22, 13, 24});
}

TEST_CASE("the fused activation clamps") {
  auto m = model(int8_tensor({3}), int8_tensor({3}), int8_tensor({3}));
  m.option(octet::field::add::activation, static_cast<std::int8_t>(octet::activation::relu6));
  const std::vector<std::uint8_t> x{0xFB, 3, 100}, y{0, 2, 0};
  CHECK(run_model(m, {x, y}) == std::vector<std::uint8_t>{0, 5, 6});
}

TEST_CASE("refused") {
  const auto t = int8_tensor({4});
  const auto empty = int8_tensor(
      {0, std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()});
  CHECK(load_error(model(t, t, t)) == errc::ok);
  CHECK(load_error(model(empty, empty, empty)) == errc::shape_too_large);
  const auto none = int8_tensor({0, 1 << 14, 1 << 13});
  CHECK(load_error(model(none, none, none)) == errc::ok);
  CHECK(load_error(model(t, int8_tensor({3}), t)) == errc::shape_mismatch);
  CHECK(load_error(model(t, t, int8_tensor({5}))) == errc::shape_mismatch);
  CHECK(load_error(model(int8_tensor({1}), int8_tensor({1}), t)) == errc::shape_mismatch);
  CHECK(load_error({.code = builtin::add, .tensors = {t, t}}) == errc::missing_tensor);
  CHECK(load_error({.code = builtin::add, .tensors = {t, t, t, t}}) == errc::missing_tensor);
  auto other = t;
  other.type = tensor_type::int16;
  CHECK(load_error(model(t, other, t)) == errc::unsupported_type);
  CHECK(load_error(model(t, t, other)) == errc::unsupported_type);
  CHECK(load_error(model(other, t, t)) == errc::unsupported_type);
  other = t;
  other.scales.clear();
  CHECK(load_error(model(t, other, t)) == errc::missing_quantization);
  // 2 / (2^20 * scale) must stay below 1.
  CHECK(load_error(model(t, t, int8_tensor({4}, 0x1p-18F))) == errc::ok);
  CHECK(load_error(model(t, t, int8_tensor({4}, 0x1p-19F))) == errc::quantization_mismatch);
  constexpr int act = octet::field::add::activation;
  CHECK(load_error(model(t, t, t).option<std::int8_t>(act, 4)) == errc::unsupported_option);
  CHECK(load_error(model(t, t, t).option<std::int8_t>(act, 6)) == errc::bad_option);
  CHECK(load_error(model(t, t, t).option<std::int8_t>(act, -1)) == errc::bad_option);
}
