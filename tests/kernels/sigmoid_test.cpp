// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// logistic and tanh against double precision, over all codes; the table against the curve.
#include "octet/kernels/sigmoid.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

template <class T>
std::vector<T> all_codes() {
  std::vector<T> codes(std::size_t{1} << (8 * sizeof(T)));
  std::iota(codes.begin(), codes.end(), std::numeric_limits<T>::min());
  return codes;
}

template <class T>
using kernel = void (*)(const octet::sigmoid_args<T>&);

template <class T>
std::vector<T> run(kernel<T> k, const std::vector<T>& input, octet::sigmoid_scaling<T> scaling) {
  std::vector<T> output(input.size());
  const octet::extents<octet::dynamic> count{input.size()};
  k({.input = {input.data(), count}, .output = {output.data(), count}, .scaling = scaling});
  return output;
}

double logistic_of(double x) { return 1 / (1 + std::exp(-x)); }

/// The largest distance of a code from steps * f(real) + offset, where that has a code.
template <class T, class F>
double worst_error(const std::vector<T>& input, const std::vector<T>& output, float scale,
                   std::int32_t zero, F f, double steps, double offset) {
  using limits = std::numeric_limits<T>;
  double worst = 0;
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double code = steps * f(double{scale} * (input[i] - zero)) + offset;
    const double nearest = std::clamp(code, double{limits::min()}, double{limits::max()});
    worst = std::max(worst, std::abs(output[i] - nearest));
  }
  return worst;
}

}  // namespace

TEST_CASE("8-bit codes: half a code from the curve") {
  octet_test::random_tensor random(31);
  const auto input = all_codes<std::int8_t>();
  for (int round = 0; round < 300; ++round) {
    // From 4 on what saturates is nearer to zero than 4.6, and shows: the next test.
    const float scale = random.scale(-12, 1);
    const std::int32_t zero = random.code<std::int8_t>();
    const auto scaling = octet::sigmoid_scaling<std::int8_t>::from_real(scale, zero);
    const auto logistic = run<std::int8_t>(octet::logistic, input, scaling);
    CHECK(worst_error(input, logistic, scale, zero, logistic_of, 256, -128) < 0.5001);
    const auto tanh = run<std::int8_t>(octet::tanh, input, scaling);
    const auto real_tanh = [](double x) { return std::tanh(x); };
    CHECK(worst_error(input, tanh, scale, zero, real_tanh, 128, 0) < 0.5001);
  }
}

TEST_CASE("8-bit codes: scales so large that no code is inside, and so small that all are zero") {
  const std::vector<std::int8_t> input{-128, -1, 0, 1, 127};
  const auto large = octet::sigmoid_scaling<std::int8_t>::from_real(8.0F, 0);
  CHECK(run<std::int8_t>(octet::logistic, input, large) ==
        std::vector<std::int8_t>{-128, -128, -128, 127, 127});
  const auto less = octet::sigmoid_scaling<std::int8_t>::from_real(7.5F, 0);
  CHECK(run<std::int8_t>(octet::tanh, input, less) ==
        std::vector<std::int8_t>{-128, -128, 0, 127, 127});
  const auto huge = octet::sigmoid_scaling<std::int8_t>::from_real(3e38F, 0);
  CHECK(run<std::int8_t>(octet::tanh, input, huge)[4] == 127);
  const auto tiny = octet::sigmoid_scaling<std::int8_t>::from_real(1e-30F, 0);
  CHECK(run<std::int8_t>(octet::tanh, input, tiny) == std::vector<std::int8_t>(5, 0));
}

TEST_CASE("16-bit codes: near the curve, exactly as near at powers of two") {
  octet_test::random_tensor random(32);
  const auto input = all_codes<std::int16_t>();
  const auto real_tanh = [](double x) { return std::tanh(x); };
  for (int round = 0; round < 25; ++round) {
    const float scale = round == 0   ? 0x1p-12F
                        : round == 1 ? 0x1p-11F
                        : round == 2 ? 5.3F
                                     : random.scale(-16, 1);
    using scaling = octet::sigmoid_scaling<std::int16_t>;
    REQUIRE(scaling::from_real(scale, true).factor <= 65535);
    const auto logistic =
        run<std::int16_t>(octet::logistic, input, scaling::from_real(scale, false));
    CHECK(worst_error(input, logistic, scale, 0, logistic_of, 32768, 0) < (round < 2 ? 1.1 : 2.1));
    const auto tanh = run<std::int16_t>(octet::tanh, input, scaling::from_real(scale, true));
    CHECK(worst_error(input, tanh, scale, 0, real_tanh, 32768, 0) < (round < 2 ? 1.5 : 3.0));
  }
}

TEST_CASE("16-bit codes: how scales become factors") {
  using scaling = octet::sigmoid_scaling<std::int16_t>;
  const auto is = [](scaling s, std::int32_t factor, std::int32_t shift) {
    return s.factor == factor && s.shift == shift;
  };
  CHECK(is(scaling::from_real(0x1p-12F, false), 3, 0));
  CHECK(is(scaling::from_real(0x1p-12F * 1.0006F, false), 3, 0));
  CHECK(is(scaling::from_real(0x1p-11F, true), 6, 0));
  CHECK(is(scaling::from_real(0x1p-11F, false), 24576, 12));
  CHECK(is(scaling::from_real(0x1p-12F * 1.0008F, false), 24595, 13));
  CHECK(is(scaling::from_real(1.0F, false), 24576, 1));
  CHECK(is(scaling::from_real(4.0F, false), 49152, 0));
  CHECK(is(scaling::from_real(1e-20F, false), 0, 31));
  CHECK(scaling::from_real(3e38F, true).factor > 65535);
}

TEST_CASE("the table: half of what each chord lacks, and the reference's codes") {
  double worst = 0;
  for (std::size_t i = 0; i + 1 < octet::sigmoid_table.size(); ++i) {
    const auto at = [&](double k) {
      return 65536 * logistic_of((static_cast<double>(i) + k) / 24);
    };
    const double raised = at(0) + (at(0.5) - (at(0) + at(1)) / 2) / 2;
    worst = std::max(worst, std::abs(octet::sigmoid_table[i] - raised));
  }
  CHECK(worst <= 0.5);
  std::uint32_t checksum = 2166136261U;  // FNV-1a over the bytes of TensorFlow Lite's table
  for (const std::uint16_t value : octet::sigmoid_table) {
    for (const int byte : {value & 255, value >> 8}) {
      checksum = (checksum ^ static_cast<std::uint32_t>(byte)) * 16777619U;
    }
  }
  CHECK(checksum == 0x4fb821ec);
}

TEST_CASE("the output may lie on the input") {
  auto codes = all_codes<std::int16_t>();
  const auto scaling = octet::sigmoid_scaling<std::int16_t>::from_real(0.001F, false);
  const auto expected = run<std::int16_t>(octet::logistic, codes, scaling);
  const octet::extents<octet::dynamic> count{codes.size()};
  octet::logistic(octet::sigmoid_args<std::int16_t>{
      .input = {codes.data(), count}, .output = {codes.data(), count}, .scaling = scaling});
  CHECK(codes == expected);
}

static_assert(octet::logistic_by_table(0) == 16384);
static_assert(octet::logistic_by_table(1 << 20) == 32767);
static_assert(octet::logistic_by_table(-(1 << 20)) == 1);
static_assert(octet::tanh_by_table(0) == 0);
static_assert(octet::tanh_by_table(1 << 20) == 32767);
static_assert(octet::tanh_by_table(-(1 << 20)) == -32767);
