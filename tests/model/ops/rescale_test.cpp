// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// QUANTIZE between all types of codes, the RELU family and ABS in a model, against exact fractions
// with the factors that the reference makes of random scales.
#include "octet/model/ops/rescale.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "octet/model/ops/abs.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/relu6.hpp"
#include "octet/model/ops/relu_0_to_1.hpp"
#include "octet/model/ops/relu_n1_to_1.hpp"
#include "support/contract_a.hpp"
#include "support/one_operator_model.hpp"
#include "support/random_tensor.hpp"

using namespace octet_test;
using octet::builtin;
namespace ops = octet::ops;

namespace {

/// Codes of every operator's input: all of them, or many of int32.
template <class T>
std::vector<T> some_codes(random_tensor& random) {
  std::vector<T> codes;
  if constexpr (sizeof(T) == 1) {
    for (int c = std::numeric_limits<T>::min(); c <= std::numeric_limits<T>::max(); ++c)
      codes.push_back(static_cast<T>(c));
  } else {
    constexpr std::int32_t most = sizeof(T) == 2 ? 32767 : 1 << 20;
    codes = {static_cast<T>(-most - 1), static_cast<T>(most), 0};
    for (int i = 0; i < 300; ++i) codes.push_back(static_cast<T>(random.between(-most, most)));
  }
  return codes;
}

template <class T>
model_tensor random_tensor_of(random_tensor& random, std::int32_t count) {
  return {.type = octet::type_of<T>,
          .shape = {count},
          .scales = {sizeof(T) == 4 ? random.scale(-12, -6) : random.scale(-9, 1)},
          .zero_points = {sizeof(T) == 1 ? random.code<T>() : 0}};
}

/// Real values between which an operator clamps.
struct real_limits {
  float low = -std::numeric_limits<float>::infinity();
  float high = std::numeric_limits<float>::infinity();
};

/// Codes that are not those of `exact(code less the zero point)`, clamped.
template <class Entry, class In, class Out, class Exact>
int wrong_codes(random_tensor& random, builtin code, real_limits limits, Exact exact) {
  const std::vector<In> in = some_codes<In>(random);
  const auto n = static_cast<std::int32_t>(in.size());
  const one_operator_model model{
      .code = code, .tensors = {random_tensor_of<In>(random, n), random_tensor_of<Out>(random, n)}};
  const auto raw = run_model<octet::op_list<Entry>>(model, {bytes_of(in)});
  REQUIRE(raw.has_value());
  std::vector<Out> out(in.size());
  REQUIRE(raw->size() == out.size() * sizeof(Out));
  std::memcpy(out.data(), raw->data(), raw->size());
  const float from = model.tensors[0].scales[0], to = model.tensors[1].scales[0];
  const std::int64_t zero_in = model.tensors[0].zero_points[0];
  const std::int64_t zero_out = model.tensors[1].zero_points[0];
  const auto limit = [&](float real) {
    const double place = static_cast<double>(zero_out) + double{std::round(real / to)};
    return static_cast<std::int64_t>(std::clamp(place, double{std::numeric_limits<Out>::min()},
                                                double{std::numeric_limits<Out>::max()}));
  };
  int wrong = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::int64_t result = exact(in[i] - zero_in, from, to) + zero_out;
    wrong += out[i] != clamped(result, limit(limits.low), limit(limits.high));
  }
  return wrong;
}

template <class From, class To>
void check_quantize() {
  random_tensor random(50);
  const auto exact = [](std::int64_t x, float from, float to) {
    return times(x, double{from} / double{to});
  };
  int wrong = 0;
  for (int round = 0; round < 200; ++round)
    wrong += wrong_codes<ops::quantize<From, To>, From, To>(random, builtin::quantize, {}, exact);
  CHECK(wrong == 0);
}

template <class Entry, class T>
int wrong_relus(random_tensor& random, builtin code, real_limits limits) {
  return wrong_codes<Entry, T, T>(random, code, limits, [](std::int64_t x, float from, float to) {
    return times(x, double{from / to});
  });
}

}  // namespace

TEST_CASE("quantize: every pair of codes") {
  check_quantize<std::int8_t, std::int8_t>();
  check_quantize<std::int8_t, std::uint8_t>();
  check_quantize<std::int8_t, std::int16_t>();
  check_quantize<std::int8_t, std::int32_t>();
  check_quantize<std::uint8_t, std::int8_t>();
  check_quantize<std::uint8_t, std::uint8_t>();
  check_quantize<std::int16_t, std::int8_t>();
  check_quantize<std::int16_t, std::int16_t>();
  check_quantize<std::int16_t, std::int32_t>();
  check_quantize<std::int32_t, std::int8_t>();
  check_quantize<std::int32_t, std::int16_t>();
}

TEST_CASE_TEMPLATE("the relu family", T, std::int8_t, std::uint8_t, std::int16_t) {
  random_tensor random(51);
  int wrong = 0;
  for (int round = 0; round < 200; ++round) {
    wrong += wrong_relus<ops::relu<T>, T>(random, builtin::relu, {.low = 0});
    wrong += wrong_relus<ops::relu6<T>, T>(random, builtin::relu6, {0, 6});
    wrong += wrong_relus<ops::relu_n1_to_1<T>, T>(random, builtin::relu_n1_to_1, {-1, 1});
    wrong += wrong_relus<ops::relu_0_to_1<T>, T>(random, builtin::relu_0_to_1, {0, 1});
  }
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("abs", T, std::int8_t, std::int16_t) {
  random_tensor random(52);
  const auto exact = [](std::int64_t x, float from, float to) {
    return times(x < 0 ? -x : x, double{from / to});
  };
  int wrong = 0;
  for (int round = 0; round < 200; ++round)
    wrong += wrong_codes<ops::abs<T>, T, T>(random, builtin::abs, {}, exact);
  CHECK(wrong == 0);
}
