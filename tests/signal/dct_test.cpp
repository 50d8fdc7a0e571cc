// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The cosine transform against its definition in double precision.
#include "octet/signal/dct.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "signal/audio_oracle.hpp"
#include "support/random_tensor.hpp"

namespace {

/// The largest error, as a part of the error that dct states: 1 is just what is allowed.
template <std::size_t N, std::size_t Count>
double worst_error(octet_test::random_tensor& random, std::int32_t size) {
  std::vector<std::int32_t> input;
  for (std::size_t i = 0; i < N; ++i) input.push_back(random.between(-size, size));
  std::vector<std::int32_t> output(Count);
  octet::dct<N, Count>({.input = input.data(), .output = output.data()});

  octet_test::reals real;
  for (const std::int32_t x : input) real.push_back(x * 0x1p-24);
  octet_test::reals want = octet_test::cepstrum(real, Count);
  const double allowed = static_cast<double>(N) * 0x1p-16 * size * 0x1p-24 + 0.5 * 0x1p-16;
  double worst = 0;
  for (std::size_t k = 0; k < Count; ++k) {
    want[k] /= std::sqrt(2.0 / static_cast<double>(N));
    worst = std::max(worst, std::abs(output[k] * 0x1p-16 - want[k]) / allowed);
  }
  return worst;
}

}  // namespace

TEST_CASE("random values, every coefficient") {
  octet_test::random_tensor random(1);
  for (const std::int32_t size : {0, 1, 1 << 20, 1 << 24, 30 << 24}) {
    CHECK(worst_error<1, 1>(random, size) <= 1);
    CHECK(worst_error<2, 2>(random, size) <= 1);
    CHECK(worst_error<3, 3>(random, size) <= 1);
    CHECK(worst_error<13, 13>(random, size) <= 1);
    CHECK(worst_error<40, 10>(random, size) <= 1);
    CHECK(worst_error<40, 40>(random, size) <= 1);
    CHECK(worst_error<128, 128>(random, size) <= 1);
  }
}

TEST_CASE("the mean is in the first coefficient alone") {
  const std::vector<std::int32_t> input(40, -13 * (1 << 24));
  std::vector<std::int32_t> output(10);
  octet::dct<40, 10>({.input = input.data(), .output = output.data()});
  CHECK(output[0] == -13 * 40 * (1 << 16));
  CHECK(std::ranges::count(output, 0) == 9);
}
