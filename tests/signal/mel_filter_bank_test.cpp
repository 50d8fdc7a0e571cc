// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Mel bands against a dense matrix in double precision.
#include "octet/signal/mel_filter_bank.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "signal/audio_oracle.hpp"
#include "support/random_tensor.hpp"

namespace {

/// The largest error of the energies of random bins: relative, but for half a code of each bin that
/// is in the band.
template <octet::mel_scale M, class T>
double worst_error(octet_test::random_tensor& random, std::int32_t size) {
  constexpr auto bands = static_cast<std::size_t>(M.bands);
  constexpr auto bin_count = static_cast<std::size_t>(M.fft / 2 + 1);
  std::vector<T> bins;
  for (std::size_t i = 0; i < 2 * bin_count; ++i) {
    bins.push_back(static_cast<T>(random.between(-size, size)));
  }
  std::vector<std::uint64_t> energies(bands, 77);
  octet::mel_filter_bank<M, T>({.bins = bins.data(), .energies = energies.data()});
  double worst = 0;
  for (std::size_t b = 0; b < bands; ++b) {
    double want = 0, weights = 0;
    for (std::size_t k = 0; k < bin_count; ++k) {
      const double re = bins[2 * k], im = bins[2 * k + 1];
      const double weight = octet_test::mel_weight(M, b, k);
      want += weight * std::hypot(re, im);
      weights += weight;
    }
    const double got =
        std::ldexp(static_cast<double>(energies[b]), octet::mel_filter_bank_exponent<T>);
    const double error = std::max(0.0, std::abs(got - want) - 0.5 * weights);
    worst = std::max(worst, error / (want + 1e-3));
  }
  return worst;
}

}  // namespace

TEST_CASE_TEMPLATE("bands of several scales", T, std::int16_t, std::int32_t) {
  using octet::mel_scale;
  octet_test::random_tensor random(1);
  for (const std::int32_t size : {100, 10000, std::int32_t{std::numeric_limits<T>::max()}}) {
    // 2^-15 of a magnitude, 2^-16 of a weight that may itself be small.
    CHECK(worst_error<mel_scale{}, T>(random, size) <= 3e-4);
    CHECK(worst_error<mel_scale{.low = 125, .high = 7500}, T>(random, size) <= 3e-4);
    CHECK(worst_error<mel_scale{.low = 0, .high = 8000}, T>(random, size) <= 3e-4);
    CHECK(worst_error<mel_scale{.fft = 64, .bands = 1, .low = 0, .high = 8000}, T>(random, size) <=
          3e-4);
    CHECK(worst_error<mel_scale{.sample_rate = 8000, .fft = 256, .bands = 20}, T>(random, size) <=
          3e-4);
    CHECK(worst_error<mel_scale{.sample_rate = 44100, .fft = 2048, .bands = 80, .high = 20000}, T>(
              random, size) <= 3e-4);
  }
}

TEST_CASE("a band that no bin lies in has no energy") {
  // 250 Hz between bins, low bands a tenth of that wide.
  constexpr octet::mel_scale m{.fft = 64, .bands = 40};
  std::vector<std::int32_t> bins(66, 1000);
  std::vector<std::uint64_t> energies(40, 77);
  octet::mel_filter_bank<m, std::int32_t>({.bins = bins.data(), .energies = energies.data()});
  for (std::size_t b = 0; b < energies.size(); ++b) {
    double weights = 0;
    for (std::size_t k = 0; k <= 32; ++k) weights += octet_test::mel_weight(m, b, k);
    CHECK((energies[b] == 0) == (weights == 0));
  }
  CHECK(std::ranges::count(energies, 0U) == 13);
}

TEST_CASE("the bin of frequency 0 counts nowhere") {
  constexpr octet::mel_scale m{.low = 0};
  std::vector<std::int32_t> bins(2 * 257);
  bins[0] = 1 << 30;
  std::vector<std::uint64_t> energies(40, 77);
  octet::mel_filter_bank<m, std::int32_t>({.bins = bins.data(), .energies = energies.data()});
  CHECK(energies == std::vector<std::uint64_t>(40));
}

TEST_CASE("magnitudes of every size") {
  octet_test::random_tensor random(2);
  constexpr std::int32_t low = std::numeric_limits<std::int32_t>::min();
  const auto error = [](std::int32_t re, std::int32_t im) {
    const double want = std::hypot(static_cast<double>(re), static_cast<double>(im));
    return std::abs(octet::magnitude(re, im) - want) - want * 0x1p-15;
  };
  double worst = 0;
  for (const std::int32_t x :
       {low, -1, 0, 1, 2, 181, 46340, std::numeric_limits<std::int32_t>::max()}) {
    for (const std::int32_t y : {low, -1, 0, 1, 3}) worst = std::max(worst, error(x, y));
  }
  for (int round = 0; round < 20000; ++round) {
    const std::int32_t size = 1 << random.between(0, 30);
    worst = std::max(worst, error(random.between(-size, size), random.between(-size, size)));
  }
  CHECK(worst <= 0.5);
  CHECK(octet::magnitude(0, 0) == 0);
  CHECK(octet::magnitude(3, 4) == 5);
  CHECK(octet::magnitude(-30000, 40000) == 50000);
}

TEST_CASE("a scale that cannot be is known as such") {
  using octet::mel_scale;
  CHECK(mel_scale{}.valid());
  CHECK_FALSE(mel_scale{.bands = 0}.valid());
  CHECK_FALSE(mel_scale{.low = -1}.valid());
  CHECK_FALSE(mel_scale{.low = 4000}.valid());
  CHECK_FALSE(mel_scale{.high = 8001}.valid());
  CHECK_FALSE(mel_scale{.sample_rate = 0}.valid());
}
