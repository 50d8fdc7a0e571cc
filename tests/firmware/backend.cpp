// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// On a board: the DSP backend's instructions against the scalar backend.
#include <array>
#include <cstddef>
#include <cstdint>

#include "board.hpp"
#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace {

using i8 = std::int8_t;
using codes = octet::elements<const i8>;

std::uint32_t random_word() {
  static std::uint32_t state = 2463534242;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

bool rows_equal() {
  std::array<i8, 80> x, w;
  for (i8& code : x) code = static_cast<i8>(random_word());
  for (i8& code : w) code = static_cast<i8>(random_word());
  const codes xs = codes(x.data()) + random_word() % 4;
  const codes ws = codes(w.data()) + random_word() % 4;
  const auto n = static_cast<std::int32_t>(random_word() % 70);
  const std::int32_t zero_point = static_cast<i8>(random_word());
  if (octet::armv7e_m::dot(xs, zero_point, ws, n) != octet::scalar::dot(xs, zero_point, ws, n)) {
    return false;
  }
  std::array<std::int32_t, 72> expected;
  for (std::int32_t& sum : expected) sum = static_cast<std::int32_t>(random_word()) / 16;
  std::array<std::int32_t, 72> actual = expected;
  octet::scalar::multiply_accumulate(expected.data(), xs, 1, zero_point, ws, n);
  octet::armv7e_m::multiply_accumulate(actual.data(), xs, 1, zero_point, ws, n);
  return actual == expected;
}

bool codes_equal() {
  const auto sum = static_cast<std::int32_t>(random_word()) >> random_word() % 20;
  const std::uint32_t mantissa = 0x4000'0000 | random_word() >> 2;
  const octet::multiplier m{static_cast<std::int32_t>(mantissa),
                            static_cast<std::int32_t>(random_word() % 40) - 31};
  return octet::armv7e_m::requantize(sum, m) == octet::scalar::requantize(sum, m);
}

}  // namespace

int main() {
  for (int i = 0; i < 10'000; ++i) {
    if (rows_equal() && codes_equal()) continue;
    board::print("the backends differ\n");
    return 1;
  }
  board::print("the backends agree\n");
  return 0;
}
