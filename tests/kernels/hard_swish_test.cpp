// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// hard_swish against exact fractions, and against double precision.
#include "octet/kernels/hard_swish.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

/// A factor in 15 bits and a shift, from the words of the specification.
struct factor {
  std::int64_t mantissa = 0;
  int shift = 0;

  explicit factor(float real) {
    const double fraction = std::frexp(double{real}, &shift);
    const std::int64_t wide = std::llround(std::ldexp(fraction, 31));
    mantissa = std::min<std::int64_t>((wide + 32768) / 65536, 32767);
  }
};

std::int64_t to_16_bits(std::int64_t x) { return octet_test::clamped(x, -32768, 32767); }

std::int64_t expected(std::int64_t x, float in_scale, float out_scale, std::int64_t zero) {
  const float fine_scale = in_scale / 128;
  const factor output(fine_scale / out_scale), ramp(fine_scale / (3.0F / 32768));
  const auto times = [](std::int64_t a, std::int64_t b) {
    return octet_test::nearest_up(a * b, 32768);
  };
  std::int64_t place = 128 * x;
  if (ramp.shift > 0) {
    place = to_16_bits(place << (ramp.shift - 1));
    place = to_16_bits(2 * times(place, ramp.mantissa));
  } else {
    place = octet_test::nearest_away(times(place, ramp.mantissa), std::int64_t{1} << -ramp.shift);
  }
  const std::int64_t share = (place + 32768) / 2;  // never negative
  const std::int64_t product = share * times(128 * x, output.mantissa) / 32768;
  return octet_test::nearest_away(product, std::int64_t{1} << -output.shift) + zero;
}

template <class T>
std::vector<T> run(const std::vector<T>& input, float in_scale, std::int32_t in_zero,
                   float out_scale, std::int32_t out_zero) {
  std::vector<T> output(input.size());
  const octet::extents<octet::dynamic> count{input.size()};
  octet::hard_swish(octet::hard_swish_args<T>{
      .input = {input.data(), count},
      .output = {output.data(), count},
      .input_zero_point = in_zero,
      .output_zero_point = out_zero,
      .scaling = octet::hard_swish_scaling::from_real(in_scale, out_scale)});
  return output;
}

template <class T>
void check(std::uint32_t seed) {
  octet_test::random_tensor random(seed);
  using limits = std::numeric_limits<T>;
  std::vector<T> input(256);
  std::iota(input.begin(), input.end(), limits::min());
  for (int round = 0; round < 500; ++round) {
    const float in_scale = random.scale(-10, 3);
    const float out_scale = in_scale * random.scale(-4, 3);
    const std::int32_t in_zero = random.code<T>(), out_zero = random.code<T>();
    const auto output = run(input, in_scale, in_zero, out_scale, out_zero);
    int wrong = 0, far = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::int64_t code = expected(input[i] - in_zero, in_scale, out_scale, out_zero);
      wrong += output[i] != octet_test::clamped(code, limits::min(), limits::max());
      const double x = double{in_scale} * (input[i] - in_zero);
      const double real = x * std::clamp(x + 3, 0.0, 6.0) / 6 / double{out_scale} + out_zero;
      far += std::abs(output[i] - std::clamp(real, double{limits::min()}, double{limits::max()})) >
             1.0 + std::abs(real - out_zero) / 1024;
    }
    CHECK(wrong == 0);
    CHECK(far == 0);
  }
}

}  // namespace

TEST_CASE("8-bit codes") { check<std::int8_t>(40); }
TEST_CASE("legacy 8-bit codes") { check<std::uint8_t>(41); }

TEST_CASE("the largest and the smallest scales stay inside the codes") {
  const std::vector<std::int8_t> input{-128, -1, 0, 1, 127};
  CHECK(run(input, 1e30F, 0, 1e30F, 0) == std::vector<std::int8_t>{0, 0, 0, 1, 127});
  CHECK(run(input, 1e-30F, 0, 1e-30F, 0) == std::vector<std::int8_t>{-64, -1, 0, 1, 64});
  CHECK(run(input, 1.0F, 0, 1e30F, 7) == std::vector<std::int8_t>(5, 7));
}
