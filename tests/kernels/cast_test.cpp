// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// cast between all types of numbers.
#include "octet/kernels/cast.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

using octet::cast_element;

namespace {

template <class To>
void check_float_to() {
  using limits = std::numeric_limits<To>;
  CHECK(cast_element<To>(2.9F) == To{2});
  CHECK(cast_element<To>(0.0F) == To{0});
  CHECK(cast_element<To>(-0.9F) == To{0});
  CHECK(cast_element<To>(1e30F) == limits::max());
  CHECK(cast_element<To>(-1e30F) == limits::min());
  CHECK(cast_element<To>(std::numeric_limits<float>::infinity()) == limits::max());
  CHECK(cast_element<To>(std::numeric_limits<float>::quiet_NaN()) == To{0});
  // The floats next to the ends, inside and outside.
  const float past = std::ldexp(1.0F, limits::digits);
  CHECK(cast_element<To>(past) == limits::max());
  const float below = std::nextafter(past, 0.0F);
  CHECK(static_cast<double>(cast_element<To>(below)) == std::trunc(double{below}));
  const auto low = static_cast<float>(limits::min());
  CHECK(cast_element<To>(low) == limits::min());
  if (limits::min() < To{0}) {
    const float above = std::nextafter(low, 0.0F);
    CHECK(static_cast<double>(cast_element<To>(above)) == std::trunc(double{above}));
  }
}

}  // namespace

TEST_CASE("floats to integers: toward zero, to the ends") {
  check_float_to<std::int8_t>();
  check_float_to<std::uint8_t>();
  check_float_to<std::int16_t>();
  check_float_to<std::uint16_t>();
  check_float_to<std::int32_t>();
  check_float_to<std::uint32_t>();
  check_float_to<std::int64_t>();
}

TEST_CASE("integers keep their lowest bits") {
  CHECK(cast_element<std::int8_t>(std::int32_t{0x1FF}) == -1);
  CHECK(cast_element<std::uint8_t>(std::int8_t{-1}) == 255);
  CHECK(cast_element<std::int64_t>(std::uint32_t{0xFFFFFFFF}) == 0xFFFFFFFFLL);
  CHECK(cast_element<std::int32_t>(std::int16_t{-3}) == -3);
}

TEST_CASE("integers to floats: to the nearest") {
  CHECK(cast_element<float>(std::int32_t{16777217}) == 16777216.0F);
  CHECK(cast_element<float>(std::int32_t{16777219}) == 16777220.0F);
  CHECK(cast_element<float>(std::int64_t{-5}) == -5.0F);
}

TEST_CASE("bools are whether something is there") {
  CHECK(cast_element<bool>(0.1F));
  CHECK_FALSE(cast_element<bool>(-0.0F));
  CHECK(cast_element<bool>(std::numeric_limits<float>::quiet_NaN()));
  CHECK(cast_element<bool>(std::int32_t{256}));
  CHECK(cast_element<float>(true) == 1.0F);
}

TEST_CASE("every element") {
  const std::array<std::int32_t, 3> input{-1, 0, 300};
  std::array<float, 3> output{};
  octet::cast(octet::cast_args<std::int32_t, float>{.input = {input.data(), 3},
                                                    .output = {output.data(), 3}});
  CHECK(output == std::array<float, 3>{-1.0F, 0.0F, 300.0F});
}
