// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// real_fft against the definition in double precision, for every size.
#include "octet/signal/real_fft.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "signal/audio_oracle.hpp"
#include "support/random_tensor.hpp"

namespace {

/// The largest value that real_fft asks for.
template <class T>
constexpr std::int32_t top = sizeof(T) == 2 ? 32767 : 1 << 30;
template <class T>
constexpr std::int32_t bottom = sizeof(T) == 2 ? -32768 : -(1 << 30);

/// Signals that go to the edges of the range in different ways; the quiet ones only where asked
/// for.
template <class T>
std::vector<std::vector<T>> signals(std::size_t n, bool quiet) {
  octet_test::random_tensor random(1);
  const auto make = [n](auto value) {
    std::vector<T> all(n);
    for (std::size_t i = 0; i < n; ++i) all[i] = static_cast<T>(value(i));
    return all;
  };
  const auto sine = [n](double periods) {
    return [n, periods](std::size_t i) {
      const double turn = periods * static_cast<double>(i) / static_cast<double>(n);
      return std::lround(top<T> * std::sin(2 * std::numbers::pi * turn + 0.3));
    };
  };
  if (quiet) {
    return {
        make([](std::size_t) { return 0; }),
        make([](std::size_t i) { return i == 7 ? 1 : 0; }),
        make([&](std::size_t) { return random.between(-3, 3); }),
        make([&](std::size_t) { return random.between(-50, 50); }),
    };
  }
  return {
      make([](std::size_t) { return bottom<T>; }),
      make([](std::size_t) { return top<T>; }),
      make([](std::size_t i) { return i % 2 == 0 ? top<T> : bottom<T>; }),
      make([](std::size_t i) { return i % 4 < 2 ? top<T> : bottom<T>; }),
      make([](std::size_t i) { return i == 0 ? bottom<T> : 0; }),
      make([](std::size_t i) { return i == 5 ? top<T> : 0; }),
      make(sine(1)),
      make(sine(10.5)),
      make(sine(static_cast<double>(n) / 3)),
      make([&](std::size_t) { return random.between(bottom<T>, top<T>); }),
      make([&](std::size_t) { return random.between(0, 1) == 0 ? bottom<T> : top<T>; }),
  };
}

/// The largest difference of a real or imaginary part from the definition, in codes.
template <std::size_t N, class T>
double worst_error(const std::vector<T>& signal) {
  std::vector<T> data = signal;
  data.resize(octet::real_fft_values<N>);
  const int exponent = octet::real_fft<N, T>({.data = data.data()});
  const auto bins = octet_test::fourier({signal.begin(), signal.end()}, N);
  double worst = 0;
  for (std::size_t k = 0; k < bins.size(); ++k) {
    const std::complex<double> want = bins[k] * std::ldexp(1.0, -exponent);
    worst = std::max(worst, std::abs(data[2 * k] - want.real()));
    worst = std::max(worst, std::abs(data[2 * k + 1] - want.imag()));
  }
  return worst;
}

template <std::size_t N, class T>
void check(double allowed, double allowed_quiet) {
  CAPTURE(N);
  for (const bool quiet : {false, true}) {
    double worst = 0;
    for (const auto& signal : signals<T>(N, quiet)) {
      worst = std::max(worst, worst_error<N>(signal));
    }
    CHECK(worst <= (quiet ? allowed_quiet : allowed));
  }
}

}  // namespace

TEST_CASE("Q0.15: within 6 codes of the definition, of a quiet signal within sqrt(N) / 2") {
  check<64, std::int16_t>(6, 4);
  check<128, std::int16_t>(6, 5.7);
  check<256, std::int16_t>(6, 8);
  check<512, std::int16_t>(6, 11.3);
  check<1024, std::int16_t>(6, 16);
  check<2048, std::int16_t>(6, 22.6);
}

TEST_CASE("Q0.31: within 4 codes of the definition") {
  check<64, std::int32_t>(4, 4);
  check<128, std::int32_t>(4, 4);
  check<256, std::int32_t>(4, 4);
  check<512, std::int32_t>(4, 4);
  check<1024, std::int32_t>(4, 4);
  check<2048, std::int32_t>(4, 4);
}

TEST_CASE("what needs no shift loses nothing: an impulse in Q0.15") {
  std::array<std::int16_t, octet::real_fft_values<64>> data{12345};
  CHECK(octet::real_fft<64, std::int16_t>({.data = data.data()}) == 0);
  for (std::size_t k = 0; k <= 32; ++k) {
    CHECK(data[2 * k] == 12345);
    CHECK(data[2 * k + 1] == 0);
  }
}

TEST_CASE("the compiler transforms too") {
  constexpr auto data = [] {
    std::array<std::int32_t, octet::real_fft_values<64>> values{};
    values[0] = 64 << 10;
    const int exponent = octet::real_fft<64, std::int32_t>({.data = values.data()});
    values[1] = exponent;
    return values;
  }();
  static_assert(data[0] == 1 << 10 && data[1] == 6 && data[2] == 1 << 10 && data[64] == 1 << 10);
}
