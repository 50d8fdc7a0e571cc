// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// hann_window against the formula in double precision.
#include "octet/signal/window.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "signal/audio_oracle.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class T>
struct windowed {
  std::vector<T> values;
  int exponent;
};

template <class T, std::size_t Length>
windowed<T> run(const std::vector<std::int16_t>& samples) {
  REQUIRE(samples.size() == Length);
  windowed<T> result{std::vector<T>(Length), 0};
  result.exponent =
      octet::hann_window<Length, T>({.input = samples.data(), .output = result.values.data()});
  return result;
}

/// The largest difference from the formula, in codes.
template <class T>
double worst_error(const std::vector<std::int16_t>& samples, const windowed<T>& result) {
  double worst = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double real = samples[i] * octet_test::hann(i, samples.size());
    worst = std::max(worst, std::abs(result.values[i] - std::ldexp(real, -result.exponent)));
  }
  return worst;
}

template <class T, std::size_t Length>
void check(octet_test::random_tensor& random) {
  for (int bits = 0; bits <= 15; ++bits) {
    std::vector<std::int16_t> samples;
    for (std::size_t i = 0; i < Length; ++i) {
      samples.push_back(static_cast<std::int16_t>(random.between(-(1 << bits), (1 << bits) - 1)));
    }
    const auto result = run<T, Length>(samples);
    // Half a code of the product, half a code of the window at the size of the sample.
    CHECK(worst_error(samples, result) <= 1.0);
    const auto size = [](T x) { return std::abs(std::int64_t{x}); };
    CHECK(size(*std::ranges::max_element(result.values, {}, size)) <=
          (sizeof(T) == 2 ? 1 << 15 : 1 << 30));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("frames of every loudness", T, std::int16_t, std::int32_t) {
  octet_test::random_tensor random(1);
  check<T, 2>(random);
  check<T, 3>(random);
  check<T, 400>(random);
  check<T, 441>(random);
  check<T, 480>(random);
  check<T, 2048>(random);
}

TEST_CASE_TEMPLATE("a quiet frame has the bits of a loud one", T, std::int16_t, std::int32_t) {
  const auto loud = run<T, 480>(std::vector<std::int16_t>(480, -32768));
  const auto quiet = run<T, 480>(std::vector<std::int16_t>(480, -1));
  CHECK(loud.values == quiet.values);
  CHECK(loud.values[240] == (sizeof(T) == 2 ? -(1 << 15) : -(1 << 30)));
  CHECK(loud.exponent == quiet.exponent + 15);
}

TEST_CASE("silence stays silent") {
  CHECK(run<std::int32_t, 480>(std::vector<std::int16_t>(480)).values ==
        std::vector<std::int32_t>(480));
}
