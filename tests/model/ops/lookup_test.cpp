// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that are a table in a model: what runs, and what is refused with which error.
#include "octet/model/ops/lookup.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
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

namespace {

/// Codes that are further from a function of real numbers than `slack` steps.
template <class T, class F>
int wrong_codes(const one_operator_model& model, F f, double slack) {
  std::vector<T> in;
  for (std::int32_t c = std::numeric_limits<T>::min(); c <= std::numeric_limits<T>::max(); ++c)
    in.push_back(static_cast<T>(c));
  const auto raw = run_model(model, {bytes_of(in)});
  REQUIRE(raw.has_value());
  std::vector<T> out(in.size());
  std::memcpy(out.data(), raw->data(), raw->size());
  const auto scale = [&](std::size_t t) { return double{model.tensors[t].scales[0]}; };
  const auto zero = [&](std::size_t t) { return double(model.tensors[t].zero_points[0]); };
  int wrong = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const double x = scale(0) * (in[i] - zero(0));
    const double code = std::clamp(f(x) / scale(1) + zero(1), double{std::numeric_limits<T>::min()},
                                   double{std::numeric_limits<T>::max()});
    wrong += std::abs(out[i] - code) > slack;
  }
  return wrong;
}

model_tensor uint8_tensor(float scale, std::int64_t zero_point) {
  return {tensor_type::uint8, {256}, {scale}, {zero_point}, {}};
}
model_tensor int16_tensor(float scale) { return {tensor_type::int16, {65536}, {scale}, {0}, {}}; }

}  // namespace

TEST_CASE("logistic and tanh of legacy uint8 codes, every code") {
  // Half a step, and what float loses.
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto tanh = [](double x) { return std::tanh(x); };
  for (const float scale : {0.001F, 0.05F, 0.7F, 30.0F}) {
    for (const int zero_point : {0, 77, 255}) {
      const auto in = uint8_tensor(scale, zero_point);
      CHECK(wrong_codes<std::uint8_t>(
                {.code = builtin::logistic, .tensors = {in, uint8_tensor(1.0F / 256, 0)}}, logistic,
                0.5001) == 0);
      CHECK(wrong_codes<std::uint8_t>(
                {.code = builtin::tanh, .tensors = {in, uint8_tensor(1.0F / 128, 128)}}, tanh,
                0.5001) == 0);
    }
  }
  const auto in = uint8_tensor(1.0F, 0);
  CHECK(load_error({.code = builtin::logistic, .tensors = {in, uint8_tensor(1.0F / 256, 1)}}) ==
        errc::quantization_mismatch);
  CHECK(load_error({.code = builtin::tanh, .tensors = {in, uint8_tensor(1.0F / 256, 128)}}) ==
        errc::quantization_mismatch);
}

TEST_CASE("exp, log and rsqrt of 16-bit codes, every code") {
  const auto in = int16_tensor(0x1p-12F);
  CHECK(wrong_codes<std::int16_t>(
            {.code = builtin::exp, .tensors = {in, int16_tensor(1.0F)}},
            [](double x) { return std::exp(x); }, 3.0) == 0);
  // Next to 0 a line of 128 codes is far from the curve; elsewhere within three steps.
  const auto log = [](double x) { return x < 0 ? -1e9 : std::log(x); };
  CHECK(wrong_codes<std::int16_t>({.code = builtin::log, .tensors = {in, int16_tensor(0.001F)}},
                                  log, 3.0) <= 10 * 128);
  const auto root = [](double x) { return x < 0 ? 1e9 : 1 / std::sqrt(x); };
  CHECK(wrong_codes<std::int16_t>({.code = builtin::rsqrt, .tensors = {in, int16_tensor(0.001F)}},
                                  root, 3.0) <= 20 * 128);
  for (const builtin code : {builtin::exp, builtin::log, builtin::rsqrt}) {
    auto shifted = in;
    shifted.zero_points = {1};
    CHECK(load_error({.code = code, .tensors = {in, in}}) == errc::ok);
    CHECK(load_error({.code = code, .tensors = {shifted, in}}) == errc::bad_zero_point);
    CHECK(load_error({.code = code, .tensors = {in, shifted}}) == errc::bad_zero_point);
    CHECK(load_error({.code = code, .tensors = {int16_tensor(1e35F), in}}) == errc::bad_scale);
    auto plain = in;
    plain.scales.clear();
    CHECK(load_error({.code = code, .tensors = {in, plain}}) == errc::missing_quantization);
  }
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
